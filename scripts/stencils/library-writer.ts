/** Packs compiled batches into one library per target (format: ts/emit/library-format.ts). */
import type { LibraryIndex } from '../../ts/emit/library-format.ts';
import {
  BODY_WORDS,
  HEADER_WORDS,
  LIBRARY_VERSION,
  RELOC_WORDS,
  STENCILS_MAGIC,
  TargetKind,
} from '../../ts/emit/library-format.ts';
import { variantIsUsable } from '../../ts/emit/variants.ts';
import type { Batch } from './batches.ts';
import { stencilName } from './batches.ts';
import type { CompiledBatch, CompiledReloc } from './compile.ts';
import type { TargetName } from './targets.ts';

export interface PackedLibrary {
  readonly file: Uint8Array;
  readonly stencils: number;
  readonly bodies: number;
  readonly codeBytes: number;
  readonly symbols: readonly string[];
}

export function packLibrary(
  target: TargetName,
  digest: string,
  batches: readonly Batch[],
  compiled: readonly CompiledBatch[],
): PackedLibrary {
  const symbols = [...new Set(compiled.flatMap((batch) => batch.symbols))].sort();
  const data: [number, number, number][] = [];
  const dataBytes: number[] = [];
  const dataIndex = new Map<string, number>();
  const addData = ({ bytes, alignment }: { bytes: string; alignment: number }): number => {
    const key = `${alignment}:${bytes}`;
    let index = dataIndex.get(key);
    if (index === undefined) {
      while (dataBytes.length % alignment) dataBytes.push(0);
      const raw = Buffer.from(bytes, 'base64');
      index = data.push([dataBytes.length, raw.length, alignment]) - 1;
      dataBytes.push(...raw);
      dataIndex.set(key, index);
    }
    return index;
  };

  const uops: Record<string, [number, number]> = {};
  const variants: number[] = [];
  const bodies: number[] = [];
  const relocs: number[] = [];
  const code: Buffer[] = [];
  let codeBytes = 0;
  let stencils = 0;
  const bodyIndex = new Map<string, number>();
  batches.forEach((batch, b) => {
    const result = compiled[b];
    const dataOf = result.data.map(addData);
    const symbolOf = result.symbols.map((name) => symbols.indexOf(name));
    const byName = new Map(result.stencils.map((stencil) => [stencil.name, stencil]));
    const words = (list: readonly CompiledReloc[]): number[] =>
      list.flatMap(({ offset, formula, target, index, addend }) => {
        if (offset > 0xffff) throw new Error(`${batch.title}: a stencil is larger than 64 KB`);
        const global =
          target === TargetKind.SYMBOL ? symbolOf[index] : target === TargetKind.DATA ? dataOf[index] : index;
        return [offset | (formula << 16) | (target << 24), global, addend];
      });
    for (const { uop, shape } of batch.jobs) {
      uops[uop.name] = [variants.length, shape.count];
      for (let variant = 0; variant < shape.count; variant++) {
        if (!variantIsUsable(shape, variant)) {
          variants.push(-1);
          continue;
        }
        const stencil = byName.get(stencilName(uop.name, variant));
        if (!stencil) throw new Error(`${uop.name}: variant ${variant} was not compiled`);
        stencils++;
        const hotWords = words(stencil.hotRelocs);
        const coldWords = words(stencil.coldRelocs);
        const key = `${stencil.hot}|${stencil.cold}|${hotWords}|${coldWords}`;
        let body = bodyIndex.get(key);
        if (body === undefined) {
          const hot = Buffer.from(stencil.hot, 'base64');
          const cold = Buffer.from(stencil.cold, 'base64');
          body = bodies.length / BODY_WORDS;
          bodies.push(
            codeBytes,
            hot.length | (cold.length << 16),
            relocs.length / RELOC_WORDS,
            (hotWords.length / RELOC_WORDS) | ((coldWords.length / RELOC_WORDS) << 16),
          );
          relocs.push(...hotWords, ...coldWords);
          code.push(hot, cold);
          codeBytes += hot.length + cold.length;
          bodyIndex.set(key, body);
        }
        variants.push(body);
      }
    }
  });

  const index: LibraryIndex = { target, digest, uops, symbols, data };
  let json = JSON.stringify(index);
  while (Buffer.byteLength(json) % 4) json += ' ';
  const jsonBytes = Buffer.from(json);
  const header = new Int32Array(HEADER_WORDS);
  header.set([
    STENCILS_MAGIC,
    LIBRARY_VERSION,
    jsonBytes.length,
    variants.length,
    bodies.length / BODY_WORDS,
    relocs.length / RELOC_WORDS,
    codeBytes,
    dataBytes.length,
  ]);
  const ints = (list: readonly number[] | Int32Array): Buffer => Buffer.from(Int32Array.from(list).buffer);
  const parts = [header, variants, bodies, relocs].map(ints);
  parts.splice(1, 0, jsonBytes);
  const file = Buffer.concat([...parts, ...code, Buffer.from(dataBytes)]);
  return { file, stencils, bodies: bodies.length / BODY_WORDS, codeBytes, symbols };
}
