/**
 * A compiled code object: what the compiler produces, `--dis` prints, and the runtime loads as a blob.
 *
 * Mirrors CPython's code object; departures: the exception and position tables are plain
 * arrays (the runtime searches them by bisection, nothing is gained by CPython's
 * varints), and instruction caches are laid out by `ts/ops`.
 */
import type { Constant } from '../frontend/constant.ts';

/** CPython's `co_flags` bits that pystitch uses. */
export const CodeFlag = {
  OPTIMIZED: 1,
  NEWLOCALS: 2,
  VARARGS: 4,
  VARKEYWORDS: 8,
  NESTED: 16,
  GENERATOR: 32,
  COROUTINE: 128,
  ASYNC_GENERATOR: 512,
  /** Compiled under `from __future__ import annotations`. */
  FUTURE_ANNOTATIONS: 0x1000000,
  /** consts[0] is the docstring. */
  HAS_DOCSTRING: 0x4000000,
  /** Defined directly in a class body. */
  METHOD: 0x8000000,
} as const;

/**
 * Kind bits of a `localsplus` slot. FAST|CELL is a local that a closure captures. HIDDEN (with FAST) is the
 * iteration variable of a comprehension inlined into a class or module body: not a name of its namespace.
 */
export const LocalKind = { FAST: 1, CELL: 2, FREE: 4, HIDDEN: 16 } as const;

/**
 * An exception in units `start <= i < end` goes to `target`: the stack is cut to `depth`, then
 * lasti (if asked for) and the exception are pushed.
 */
export interface ExceptionRange {
  readonly start: number;
  readonly end: number;
  readonly target: number;
  readonly depth: number;
  readonly lasti: boolean;
}

/**
 * Source range of the units from `start` up to the next entry's. Lines
 * 1-based, columns 0-based UTF-8 bytes; line -1 = none.
 */
export interface PositionEntry {
  readonly start: number;
  readonly line: number;
  readonly col: number;
  readonly endLine: number;
  readonly endCol: number;
}

export type CodeConstant = Constant | { readonly kind: 'code'; readonly code: CodeObject };

export interface CodeObject {
  readonly name: string;
  readonly qualname: string;
  readonly filename: string;
  readonly firstLine: number;
  /** Positional parameters, positional-only ones included. */
  readonly argcount: number;
  readonly posonly: number;
  readonly kwonly: number;
  readonly flags: number;
  /** The greatest height of the evaluation stack, in values. */
  readonly stacksize: number;
  /** Locals, then cells that are not arguments, then free variables. */
  readonly localsplusNames: readonly string[];
  readonly localsplusKinds: readonly number[];
  readonly names: readonly string[];
  readonly consts: readonly CodeConstant[];
  /** Code units: low byte opcode, high byte oparg; cache units are zero. */
  readonly units: Uint16Array;
  readonly exceptions: readonly ExceptionRange[];
  readonly positions: readonly PositionEntry[];
}

/**
 * Blob format read by `native/call/code_load.c`. Little-endian, no alignment. `u32 n` before every array.
 *
 *   blob     = "PSC1" code
 *   code     = u32 argcount, posonly, kwonly, flags, stacksize, firstLine
 *              str name, str qualname, str filename
 *              names: u32 n, n × str;  localsplus: u32 n, n × str, n × u8 kind
 *              units: u32 n, n × u16
 *              exceptions: u32 n, n × (u32 start, end, target, depth << 1 | lasti)
 *              positions: u32 n, n × (u32 start, i32 line, col, endLine, endCol)
 *              consts: u32 n, n × const
 *   str      = u32 byteLength, UTF-8 in which lone surrogates are encoded as three bytes
 *   const    = 'N' none | 'E' ellipsis | 'T' | 'F' | 'i' i64 | 'I' str (signed lower-case hex digits)
 *            | 'd' f64 | 'j' f64 f64 | 's' str | 'b' u32 n, bytes
 *            | '(' u32 n, consts | '{' u32 n, consts (frozenset) | ':' const const const | 'C' code
 *
 * The runtime numbers code objects in the order in which the `code` productions start (outer before inner).
 */
export const BLOB_MAGIC = 'PSC1';
