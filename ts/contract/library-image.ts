/**
 * The library image: every module of the standard library, compiled, in one file that is mapped into memory. Written by
 * scripts/build-library.ts, its index is read by ts/library/read-image.ts, its blobs by code_load.c.
 *
 *   image  = LIBRARY_MAGIC, u32 identity, u32 index offset, u32 index size, u32 checksum of index
 *            blobs and sources of modules, blobs of texts, each at a multiple of LIBRARY_ALIGNMENT; index
 *   index  = JSON: { modules: { name: [offset and size of its blob, checksum of it, offset and size of its source, 1 for a package] },
 *                    texts: { checksum of a text: [offset and size of its blob, checksum of it, size of the text] } }
 *   blob   = ts/contract/blob.ts; its file name is the module's path below the library's root, or <string>
 *   source = the text, UTF-8, compressed (raw deflate)
 *   text   = what a module makes and compiles while it is imported, as `textKey` writes it, UTF-8; it follows its blob
 *
 * Numbers are little-endian, offsets count from the beginning of the file. The identity says which bytecode the blobs are
 * in (ts/library/identity.ts): an image of another build is refused. A checksum is that of ts/library/checksum.ts and library_image.c.
 */
export const LIBRARY_MAGIC = 'PSLIB001';
/** Of blobs: checksums are read by words. */
export const LIBRARY_ALIGNMENT = 16;

/** Words after the magic. */
export const LibraryHeader = {
  identity: 0,
  indexOffset: 1,
  indexSize: 2,
  indexChecksum: 3,
  WORDS: 4,
} as const;

/** No longer text is kept, nor looked for. */
export const LONGEST_TEXT = 8192;

/** A text as eval() and exec() were given it, with the mode and the flags of its compilation. */
export const textKey = (source: string, mode: string, flags: number): string => `${mode} ${flags} ${source}`;
