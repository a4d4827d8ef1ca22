/**
 * Compiled code that is kept in a folder between the runs of a program: an entry is a file, named in hexadecimal after the digest of
 * what says which code it is. Written by ts/host/compile-cache.ts; that of modules is read by native/import/kept_code.c.
 *
 *   entry    = name, u32 checksum of all that follows, stamp, digest of the source, blob (ts/contract/blob.ts)
 *   name     = SHA-256 of: which compiler and how it compiles, NUL, name of the file, NUL; and the text, if it is no file's
 *   stamp    = of the file when it was read: i64 size, i64 time of modification, i64 time of change, in nanoseconds; or zeros
 *   source   = SHA-256 of `s` or `b` (a str, bytes), then UTF-8 or the bytes
 *
 * An entry is good for a source with its digest, and for a file with its stamp, which nobody needs to read then: a file's time of
 * change cannot be set. A file that has changed in the last SETTLED_SECONDS has no stamp yet: it could change again without
 * its time showing that. The checksum is that of ts/library/checksum.ts.
 */
export const DIGEST_BYTES = 32;

/** Offsets of the parts of an entry, in bytes. */
export const KeptEntry = {
  name: 0,
  checksum: 32,
  stamp: 36,
  source: 60,
  blob: 92,
} as const;

export const STAMP_BYTES = 24;

export const SETTLED_SECONDS = 2;
