/**
 * The library image: every module of the standard library, compiled, in one file that is mapped into memory. Written by
 * scripts/build-library.ts, its index is read by ts/library/read-image.ts, its blobs by code_load.c.
 *
 *   image  = LIBRARY_MAGIC, u32 identity, u32 index offset, u32 index size, u32 checksum of index
 *            blobs and sources of modules, each at a multiple of LIBRARY_ALIGNMENT; index
 *   index  = JSON: { name of a module: [offset and size of its blob, checksum of it, offset and size of its source, 1 for a package] }
 *   blob   = ts/contract/blob.ts; its file name is the module's path below the library's root
 *   source = the text, UTF-8, compressed (raw deflate)
 *
 * Numbers are little-endian, offsets count from the beginning of the file. The identity says which bytecode the blobs are
 * in (ts/ops/identity.ts): an image of another build is refused. A checksum is that of ts/library/checksum.ts and library_image.c.
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
