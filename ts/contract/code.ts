/** Code objects: CPython's flags, kinds of locals; modes of compile(). */

/** CPython's `co_flags` bits that pystitch uses. */
export const CodeFlag = {
  OPTIMIZED: 0x1,
  NEWLOCALS: 0x2,
  VARARGS: 0x4,
  VARKEYWORDS: 0x8,
  NESTED: 0x10,
  GENERATOR: 0x20,
  COROUTINE: 0x80,
  ITERABLE_COROUTINE: 0x100, // set by types.coroutine()
  ASYNC_GENERATOR: 0x200,
  FUTURE_ANNOTATIONS: 0x1000000, // compiled under `from __future__ import annotations`
  HAS_DOCSTRING: 0x4000000, // consts[0] is the docstring
  METHOD: 0x8000000, // defined directly in a class body
  TWIN: 0x10000000, // of a twin (native/interp/twins.c), whose frames nobody sees
} as const;

/** Frames of such code are in a generator's cell. */
export const isGeneratorLike = (flags: number): boolean =>
  (flags & (CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR)) !== 0;

/** Frames of such code are in no traceback: nobody sees them. */
export const isTwin = (flags: number): boolean => (flags & CodeFlag.TWIN) !== 0;

/**
 * Bits of the kind of a `localsplus` slot. FAST|CELL is a local that a closure captures. HIDDEN (with FAST) is the iteration
 * variable of a comprehension inlined into a class or module body: not a name of its namespace.
 */
export const LocalKind = {
  FAST: 1,
  CELL: 2,
  FREE: 4,
  HIDDEN: 16,
} as const;

/** What source text is compiled as. */
export const CompileMode = {
  MODULE: 'm',
  EXPRESSION: 'e', // has a value
  SINGLE: 's', // a statement at the prompt, which echoes
} as const;
export type CompileMode = (typeof CompileMode)[keyof typeof CompileMode];
