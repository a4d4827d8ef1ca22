/**
 * Compiled code as bytes: written by ts/compiler/assembly/serialize.ts, read by code_load.c of the runtime. A blob is what one source text became: a
 * table of its strings, then the code object of the module with those of its functions inside.
 *
 *   blob     = BLOB_MAGIC, u32 n, n × u32 end of a string in the text, text, filename: string, code
 *   code     = head, u size of body, body
 *   head     = u argcount, posonly, kwonly, flags, stacksize, firstLine; string name, qualname
 *              locals: u n, n × (string, u8 kind)
 *   body     = names: u n, n × string
 *              units: u n, and for each instruction its u16; the n units include caches, which are zero and not written
 *              exceptions: u n, n × (u start, end, target, depth and lasti)
 *              positions: u n, n bytes of rows: POSITION_NUMBERS
 *              consts: u n, n × const
 *   const    = NONE | ELLIPSIS | TRUE | FALSE | SMALL_INT s | BIG_INT string | FLOAT f64 | COMPLEX f64 f64
 *            | STR string | BYTES u n, bytes | TUPLE u n, consts | FROZENSET u n, consts
 *            | SLICE const const const | CODE code
 *   string   = u index into the table
 *   text     = UTF-8 in which lone surrogates are encoded as three bytes
 *   u, s     = LEB128: groups of seven bits, the lowest first, the top bit set in all but the last byte; s is zigzag: n << 1 ^ n >> 63
 *
 * u32, u16, f64 are little-endian, without alignment. What calling a function needs is in the head; its body may be skipped and
 * read when it is first called. The runtime numbers code objects in the order in which it reads their heads.
 */

export const BLOB_MAGIC = 'PSC2';

/** First byte of a constant in a blob. */
export const ConstantTag = {
  NONE: 'N',
  ELLIPSIS: 'E',
  TRUE: 'T',
  FALSE: 'F',
  SMALL_INT: 'i', // at most 53 bits and a sign
  BIG_INT: 'I', // signed lower-case hex digits
  FLOAT: 'd',
  COMPLEX: 'j',
  STR: 's',
  BYTES: 'b',
  TUPLE: '(',
  FROZENSET: '{',
  SLICE: ':',
  CODE: 'C',
} as const;

/** Units `start <= i < end` are handled at `target`. Words of the array in Code. Sorted by start, not overlapping. */
export const ExceptionWords = {
  start: 0,
  end: 1,
  target: 2,
  depthLasti: 3, // depth << 1 | push lasti
  WORDS: 4,
} as const;

/**
 * The numbers of a row of the table of positions: start, line, column, end line, end column of the source of the units
 * from `start` on. Each is an s; lines are 1-based, columns
 * 0-based in UTF-8 bytes, -1 = none. Start and line count from the row before (from 0 and firstLine), the end
 * from its beginning. The table stays as it is in memory: it is read for tracebacks.
 */
export const POSITION_NUMBERS = 5;
