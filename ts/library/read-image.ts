/**
 * What is asked of the library image (ts/contract/library-image.ts) in TypeScript: which modules there are, and their sources. Their code is
 * read by the runtime, which maps the file.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { LIBRARY_MAGIC, LibraryHeader, LibraryModule, LibraryText } from '../contract/library-image.ts';
import { checksum as checksumHere } from './checksum.ts';

export interface ImageModule {
  /** Where the blob is in the file, in bytes. */
  readonly offset: number;
  readonly size: number;
  readonly isPackage: boolean;
}

/** @throws Error that names the file when it is missing, damaged, or of another build. */
export class LibraryImage {
  private readonly index: Buffer;
  /** Row of the index by name. */
  private readonly rows = new Map<string, number>();

  constructor(
    readonly file: string,
    identity: number,
    /** The runtime's own, where there is one: it is in C. */
    checksum: (bytes: Uint8Array) => number = checksumHere,
  ) {
    const header = this.read(0, LIBRARY_MAGIC.length + 4 * LibraryHeader.WORDS);
    if (header.toString('latin1', 0, LIBRARY_MAGIC.length) !== LIBRARY_MAGIC)
      throw new Error(`${file} is not a library image`);
    const word = (index: number): number => header.readUInt32LE(LIBRARY_MAGIC.length + 4 * index);
    if (word(LibraryHeader.identity) !== identity)
      throw new Error(`${file} was built for another version of pystitch`);
    this.index = this.read(word(LibraryHeader.indexOffset), word(LibraryHeader.indexSize));
    if (checksum(this.index) !== word(LibraryHeader.indexChecksum)) throw new Error(`${file} is damaged`);
    const count = word(LibraryHeader.modules);
    const names = 4 * (count * LibraryModule.WORDS + word(LibraryHeader.texts) * LibraryText.WORDS);
    for (let row = 0, from = 0; row < count; row++) {
      const end = this.word(row, LibraryModule.nameEnd);
      this.rows.set(this.index.toString('latin1', names + from, names + end), row);
      from = end;
    }
  }

  names(): string[] {
    return [...this.rows.keys()];
  }

  /** Undefined when the image has no such module; the name is dotted. */
  find(name: string): ImageModule | undefined {
    const row = this.rows.get(name);
    if (row === undefined) return undefined;
    return {
      offset: this.word(row, LibraryModule.blobOffset),
      size: this.word(row, LibraryModule.blobSize),
      isPackage: this.word(row, LibraryModule.isPackage) === 1,
    };
  }

  /** The text of a module that there is. @throws Error when the file is damaged */
  source(name: string): string {
    const row = this.rows.get(name) ?? 0;
    const offset = this.word(row, LibraryModule.sourceOffset);
    const size = this.word(row, LibraryModule.sourceSize);
    // Sources are for tracebacks: few programs need zlib, which takes milliseconds to load.
    return process.getBuiltinModule('node:zlib').inflateRawSync(this.read(offset, size)).toString();
  }

  private word(row: number, index: number): number {
    return this.index.readUInt32LE(4 * (row * LibraryModule.WORDS + index));
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
