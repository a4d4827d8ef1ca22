/**
 * A compiled code object: what the compiler produces, `--dis` prints, and the runtime loads as a blob.
 *
 * Mirrors CPython's code object; departures: the exception and position tables are plain
 * arrays (the runtime searches them by bisection, nothing is gained by CPython's
 * varints), and instruction caches are laid out by `ts/ops`.
 */
import type { Constant } from '../frontend/constant.ts';

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

/** A code object by the number that the runtime gave it. */
export type CodeLookup = (id: number) => CodeObject;
