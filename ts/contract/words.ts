/**
 * Tagged words: how a Python value is one 64-bit word. native/core/value.h says what the tags mean and has the functions; this table
 * has the numbers. TypeScript handles words as two signed 32-bit halves; what is listed here fits the lower one.
 */

/** Words that are no pointers and no numbers. The lowest three bits are 100, but for NULL. */
export const Word = {
  NULL: 0x00, // no value: unbound local, absent argument, error return
  NONE: 0x04,
  FALSE: 0x0c,
  TRUE: 0x14,
  ELLIPSIS: 0x1c,
  NOTIMPL: 0x24,
} as const;

/** The lowest bits of a word, and how many of them tell. */
export const Tag = {
  FIXNUM: 1, // one bit: 63-bit signed integer, value << 1 | 1
  FLONUM: 2, // two bits
  FLONUM_MASK: 3,
  IMMEDIATE: 4, // three bits: one of Word
  CELL: 0, // three bits: pointer to a cell, or NULL
  MASK: 7,
} as const;

/** Bits of a fixnum, its sign included. */
export const FIXNUM_BITS = 63;
/** The flonum +0.0. */
export const FLONUM_ZERO = 2;
/** Upper half of the bias that makes a double's exponent the distance from it; the lower half is 0. */
export const FLONUM_BIAS_HI = 0x60000000;
