/**
 * The library image: every module of the standard library, compiled, in one file that is mapped into memory. Written by
 * scripts/build-library.ts; native/import/library_image.c reads code out of it, ts/library/read-image.ts sources.
 *
 *   image  = LIBRARY_MAGIC, header: words of LibraryHeader
 *            blobs and sources of modules, blobs of texts, each at a multiple of LIBRARY_ALIGNMENT; index
 *   index  = rows of modules, by name; rows of texts, by checksum; names, one after the other in the order of the rows
 *   blob   = ts/contract/blob.ts; its file name is the module's path below the library's root, or <string>
 *   source = the text, UTF-8, compressed (raw deflate)
 *   text   = what a module makes and compiles while it is imported, as `textKey` writes it, UTF-8; it follows its blob
 *
 * Numbers are u32, little-endian; offsets count from the beginning of the file; names are ASCII, in the order of their bytes. The
 * identity says which bytecode the blobs are in (ts/library/identity.ts): an image of another build is refused. A checksum is
 * that of ts/library/checksum.ts and library_image.c.
 */
export const LIBRARY_MAGIC = 'PSLIB002';
/** Of blobs and the index: checksums are read by words. */
export const LIBRARY_ALIGNMENT = 16;

/** Words after the magic. */
export const LibraryHeader = {
  identity: 0,
  indexOffset: 1,
  indexSize: 2,
  indexChecksum: 3,
  modules: 4,
  texts: 5,
  WORDS: 6,
} as const;

/** Words of a row. Names begin where that before them ends. */
export const LibraryModule = {
  nameEnd: 0,
  blobOffset: 1,
  blobSize: 2,
  blobChecksum: 3,
  sourceOffset: 4,
  sourceSize: 5,
  isPackage: 6,
  WORDS: 7,
} as const;

export const LibraryText = {
  checksum: 0,
  blobOffset: 1,
  blobSize: 2,
  blobChecksum: 3,
  textSize: 4,
  WORDS: 5,
} as const;

/** No longer text is kept, nor looked for. */
export const LONGEST_TEXT = 8192;

/** A text as eval() and exec() were given it, with the mode and the flags of its compilation. */
export const textKey = (source: string, mode: string, flags: number): string => `${mode} ${flags} ${source}`;
