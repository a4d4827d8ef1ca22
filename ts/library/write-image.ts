/** Puts compiled modules into one file: ts/contract/library-image.ts. Part of the build, not of the package. */
import { deflateRawSync } from 'node:zlib';
import { LIBRARY_ALIGNMENT, LIBRARY_MAGIC, LibraryHeader } from '../contract/library-image.ts';
import { checksum } from './checksum.ts';
import type { ModuleEntry, TextEntry } from './read-image.ts';

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
  const index: { modules: Record<string, ModuleEntry>; texts: Record<string, TextEntry> } = {
    modules: {},
    texts: {},
  };
  for (const { name, isPackage, blob, source } of modules) {
    const compressed = deflateRawSync(source, { level: 9 });
    index.modules[name] = [
      add(blob),
      blob.length,
      checksum(blob),
      add(compressed),
      compressed.length,
      Number(isPackage),
    ];
  }
  for (const { key, blob } of texts) {
    const keyBytes = new TextEncoder().encode(key);
    const sum = checksum(keyBytes);
    if (sum in index.texts) throw new Error(`two texts have the checksum ${sum}`);
    index.texts[sum] = [add(Buffer.concat([blob, keyBytes])), blob.length, checksum(blob), keyBytes.length];
  }
  const text = new TextEncoder().encode(JSON.stringify(index));
  const indexOffset = add(text);

  const header = new Uint8Array(LIBRARY_MAGIC.length + 4 * LibraryHeader.WORDS);
  header.set(new TextEncoder().encode(LIBRARY_MAGIC));
  const words = new DataView(header.buffer, LIBRARY_MAGIC.length);
  words.setUint32(4 * LibraryHeader.identity, identity, true);
  words.setUint32(4 * LibraryHeader.indexOffset, indexOffset, true);
  words.setUint32(4 * LibraryHeader.indexSize, text.length, true);
  words.setUint32(4 * LibraryHeader.indexChecksum, checksum(text), true);
  return Buffer.concat([header, ...parts]);
}
