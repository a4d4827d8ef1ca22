/** Puts compiled modules into one file: ts/contract/library-image.ts. Part of the build, not of the package. */
import { deflateRawSync } from 'node:zlib';
import { LIBRARY_ALIGNMENT, LIBRARY_MAGIC, LibraryHeader } from '../contract/library-image.ts';
import { checksum } from './checksum.ts';

export interface CompiledModule {
  /** Dotted. */
  readonly name: string;
  readonly isPackage: boolean;
  readonly blob: Uint8Array;
  /** UTF-8. */
  readonly source: Uint8Array;
}

export interface CompiledText {
  /** textKey() */
  readonly key: string;
  readonly blob: Uint8Array;
}

export function writeImage(
  modules: readonly CompiledModule[],
  texts: readonly CompiledText[],
  identity: number,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = LIBRARY_MAGIC.length + 4 * LibraryHeader.WORDS;
  const add = (bytes: Uint8Array): number => {
    const padding = -length & (LIBRARY_ALIGNMENT - 1);
    parts.push(new Uint8Array(padding), bytes);
    const at = length + padding;
    length = at + bytes.length;
    return at;
  };
  const byName = [...modules].sort((a, b) => (a.name < b.name ? -1 : 1));
  let nameEnd = 0;
  const moduleRows = byName.map(({ name, isPackage, blob, source }) => {
    const compressed = deflateRawSync(source, { level: 9 });
    nameEnd += name.length;
    return [
      nameEnd,
      add(blob),
      blob.length,
      checksum(blob),
      add(compressed),
      compressed.length,
      Number(isPackage),
    ];
  });
  const textRows = texts.map(({ key, blob }) => {
    const text = new TextEncoder().encode(key);
    const both = Buffer.concat([blob, text]);
    return [checksum(text), add(both), blob.length, checksum(blob), text.length];
  });
  textRows.sort(([a], [b]) => a - b);
  for (let i = 1; i < textRows.length; i++)
    if (textRows[i][0] === textRows[i - 1][0])
      throw new Error(`two texts have the checksum ${textRows[i][0]}`);
  const names = byName.map(({ name }) => name).join('');
  const index = Buffer.concat([words([...moduleRows, ...textRows].flat()), Buffer.from(names, 'latin1')]);
  const indexOffset = add(index);

  const head: number[] = [];
  head[LibraryHeader.identity] = identity;
  head[LibraryHeader.indexOffset] = indexOffset;
  head[LibraryHeader.indexSize] = index.length;
  head[LibraryHeader.indexChecksum] = checksum(index);
  head[LibraryHeader.modules] = moduleRows.length;
  head[LibraryHeader.texts] = textRows.length;
  const header = Buffer.concat([Buffer.from(LIBRARY_MAGIC, 'latin1'), words(head)]);
  return Buffer.concat([header, ...parts]);
}

function words(numbers: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [i, number] of numbers.entries()) bytes.writeUInt32LE(number, 4 * i);
  return bytes;
}
