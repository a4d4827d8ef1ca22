/**
 * Compiled code as bytes: written by ts/compiler/assembly/serialize.ts, read by code_load.c of the runtime. Little-endian, no alignment. `u32 n`
 * before every array.
 *
 *   blob     = BLOB_MAGIC code
 *   code     = u32 argcount, posonly, kwonly, flags, stacksize, firstLine
 *              str name, str qualname, str filename
 *              names: u32 n, n × str;  localsplus: u32 n, n × str, n × u8 kind
 *              units: u32 n, n × u16
 *              exceptions: u32 n, n × ExceptionWords
 *              positions: u32 n, n × PositionWords
 *              consts: u32 n, n × const
 *   str      = u32 byteLength, UTF-8 in which lone surrogates are encoded as three bytes
 *   const    = NONE | ELLIPSIS | TRUE | FALSE | I64 i64 | BIG_INT str
 *            | FLOAT f64 | COMPLEX f64 f64 | STR str | BYTES u32 n, bytes
 *            | TUPLE u32 n, consts | FROZENSET u32 n, consts | SLICE const const const | CODE code
 *
 * The runtime numbers code objects in the order in which the `code` productions start (outer before inner).
 */

export const BLOB_MAGIC = 'PSC1';

/** First byte of a constant in a blob. */
export const ConstantTag = {
  NONE: 'N',
  ELLIPSIS: 'E',
  TRUE: 'T',
  FALSE: 'F',
  I64: 'i',
  BIG_INT: 'I', // str of signed lower-case hex digits
  FLOAT: 'd',
  COMPLEX: 'j',
  STR: 's',
  BYTES: 'b',
  TUPLE: '(',
  FROZENSET: '{',
  SLICE: ':',
  CODE: 'C',
} as const;

/** Units `start <= i < end` are handled at `target`. Words of a blob, and of the array in Code. Sorted by start, not overlapping. */
export const ExceptionWords = {
  start: 0,
  end: 1,
  target: 2,
  depthLasti: 3, // depth << 1 | push lasti
  WORDS: 4,
} as const;

/** Source of the units from `start` on; col 0-based UTF-8 bytes; -1 = none. Words of a blob, and of the array in Code. */
export const PositionWords = {
  start: 0,
  line: 1,
  col: 2,
  endLine: 3,
  endCol: 4,
  WORDS: 5,
} as const;
