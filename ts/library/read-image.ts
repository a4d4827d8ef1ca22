/**
 * The index of the library image (ts/contract/library-image.ts), and sources out of it. Blobs are read by the
 * runtime, which maps the file.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { LIBRARY_MAGIC, LibraryHeader } from '../contract/library-image.ts';
import { checksum as checksumHere } from './checksum.ts';

/** Blob offset, blob size, blob checksum, source offset, source size, whether a package. */
export type ModuleEntry = readonly [number, number, number, number, number, number];
/** Blob offset, blob size, blob checksum, size of the text that follows. */
export type TextEntry = readonly [number, number, number, number];

interface ImageIndex {
  readonly modules: Readonly<Record<string, ModuleEntry>>;
  readonly texts: Readonly<Record<string, TextEntry>>;
}

export interface ImageModule {
  /** Where the blob is in the file, in bytes. */
  readonly offset: number;
  readonly size: number;
  readonly checksum: number;
  readonly isPackage: boolean;
}

/** @throws Error that names the file when it is missing, damaged, or of another build. */
export class LibraryImage {
  private readonly index: ImageIndex;

  constructor(
    readonly file: string,
    identity: number,
    /** The runtime's own, where there is one: it is in C. */
    private readonly checksum: (bytes: Uint8Array) => number = checksumHere,
  ) {
    const header = this.read(0, LIBRARY_MAGIC.length + 4 * LibraryHeader.WORDS);
    if (header.toString('latin1', 0, LIBRARY_MAGIC.length) !== LIBRARY_MAGIC)
      throw new Error(`${file} is not a library image`);
    const word = (index: number): number => header.readUInt32LE(LIBRARY_MAGIC.length + 4 * index);
    if (word(LibraryHeader.identity) !== identity)
      throw new Error(`${file} was built for another version of pystitch`);
    const text = this.read(word(LibraryHeader.indexOffset), word(LibraryHeader.indexSize));
    if (this.checksum(text) !== word(LibraryHeader.indexChecksum)) throw new Error(`${file} is damaged`);
    this.index = JSON.parse(text.toString());
  }

  names(): string[] {
    return Object.keys(this.index.modules);
  }

  /** Undefined when the image has no such module; the name is dotted. */
  find(name: string): ImageModule | undefined {
    const { modules } = this.index;
    if (!Object.hasOwn(modules, name)) return undefined;
    const [offset, size, sum, , , isPackage] = modules[name];
    return { offset, size, checksum: sum, isPackage: isPackage === 1 };
  }

  /** The module's text. @throws Error when the file is damaged */
  source(name: string): string {
    const [, , , offset, size] = this.index.modules[name];
    // Sources are for tracebacks: few programs need zlib, which takes milliseconds to load.
    return process.getBuiltinModule('node:zlib').inflateRawSync(this.read(offset, size)).toString();
  }

  /** The blob of a text (textKey) that a module compiles while it is imported. @throws Error when the file is damaged */
  text(key: string): Uint8Array | undefined {
    const { texts } = this.index;
    const wanted = this.checksum(new TextEncoder().encode(key));
    if (!Object.hasOwn(texts, wanted)) return undefined;
    const [offset, size, sum, textSize] = texts[wanted];
    const both = this.read(offset, size + textSize);
    if (both.toString('utf8', size) !== key) return undefined;
    const blob = both.subarray(0, size);
    if (this.checksum(blob) !== sum) throw new Error(`${this.file} is damaged`);
    return blob;
  }

  private read(offset: number, size: number): Buffer {
    const file = openSync(this.file, 'r');
    try {
      const bytes = Buffer.alloc(size);
      if (readSync(file, bytes, 0, size, offset) !== size) throw new Error(`${this.file} is damaged`);
      return bytes;
    } finally {
      closeSync(file);
    }
  }
}
