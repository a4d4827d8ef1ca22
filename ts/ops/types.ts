/**
 * What a declaration in the op table says. The table is the one source for the tier-1 interpreter, the tier-2 stencils, the trace
 * expansion, the reference evaluator, the default abstract semantics and `docs/uops.md`. This folder imports nothing.
 *
 * A *uop* has named inputs and outputs, immediates, effects, and one C body in `stencils/*.c` of the form
 *
 *     UOP(_BINARY_OP_ADD_INT) {
 *       int64_t sum;
 *       EXIT_IF(__builtin_add_overflow((int64_t)left, (int64_t)(right - 1), &sum));
 *       res = (Value)sum;
 *     }
 *
 * in which inputs, outputs and immediates are C variables by their declared names, `ctx` and `frame` are in scope, and
 *   EXIT_IF(c)   guard: leave before any effect (tier 1: run the generic instruction; tier 2: side exit, state as before the bytecode)
 *   RAISE_IF(c)  ctx->exc is set (tier 1: unwind; tier 2: leave through the snapshot, then unwind at this bytecode)
 * and, in tier-1 bodies (`tier: 1`) only, `ip` (this instruction), `next`, `sp`, and
 *   TAIL(h)      go on in another handler with the state as it is now
 * A body is copied into the interpreter handlers and into the stencils by their generators, never compiled from elsewhere.
 *
 * A *bytecode* is a sequence of uops. Its stack effect follows from them: each uop pops its `val` inputs (last input on top) and
 * pushes its outputs, unless an input is marked `peek` (left on the stack: guards).
 */

import type { Repr } from '../contract/exits.ts';

export type { Repr };

export interface Operand {
  readonly name: string;
  readonly repr: Repr;
  /** Only looked at: stays on the evaluation stack (tier 1); is not consumed. */
  readonly peek?: true;
  /**
   * Only looked at, and found this many values (C expression, 1 = top) below the top once the consumed inputs are popped: the container
   * of LIST_APPEND. In a trace it is an operand like others.
   */
  readonly depth?: string;
  /**
   * A C array of `oparg`-dependent length, e.g. the arguments of a call: the C expression of its length in terms of oparg.
   * The body sees a pointer to its first (deepest) element; array outputs are written through it.
   */
  readonly array?: string;
}

/**
 * Immediates. In tier 1 they come from the instruction; in tier 2 they are holes.
 *   oparg  the (extended) argument                u16/u32/u64  inline cache words, in units after the counter
 *   const  a Value the trace keeps alive (64-bit)  addr         address of C data or code (64-bit)
 *   i32    a signed immediate that fits 32 bits    i64, f64     numeric constants
 *   slot   offset of a frame slot in bytes         offset       byte offset inside a cell
 */
export type ImmKind =
  | 'oparg'
  | 'u16'
  | 'u32'
  | 'u64'
  | 'const'
  | 'addr'
  | 'i32'
  | 'i64'
  | 'f64'
  | 'slot'
  | 'offset';
export interface Immediate {
  readonly name: string;
  readonly kind: ImmKind;
}

/** Abstract heap locations, for forwarding and invalidation. `any` = arbitrary code may run. */
export type HeapClass =
  | 'slots' // instance attribute slots and shapes
  | 'list' // list items and lengths
  | 'dict' // dict entries (globals included)
  | 'cell' // closure cells
  | 'iter' // iterator positions
  | 'class' // class attributes
  | 'generator'
  | 'exception' // the exception on its way, the one being handled
  | 'string-buffer'
  | 'any';

export interface Effects {
  readonly reads?: readonly HeapClass[];
  readonly writes?: readonly HeapClass[];
  /** May leave with an exception set. */
  readonly raises?: boolean;
  /** May run arbitrary Python or host code (which may read and write everything but this trace's registers). */
  readonly runsCode?: boolean;
  /** May allocate (and so collect). */
  readonly allocates?: boolean;
}

/**
 * How a stencil gets its operands.
 *   regs    every register combination is generated; the first output shares the first input's register when both are of one class
 *           (two-address form) unless `threeAddress`
 *   fixed   operands sit in fixed registers (inputs from r2 / f0 upwards, output r0' = r2 / f0): for bodies that call C. Registers
 *           r2…r7 and f0…f7 are clobbered; r0 and r1 survive (they are callee-saved in C on every target)
 *   memory  `array` inputs: the values are stored to consecutive spill slots first; the body gets a pointer
 */
export type RegisterRule = 'regs' | 'fixed' | 'memory';

/** A scalar in the reference evaluator: i64 and val ints are bigint, f64 is number, bool is boolean, the rest is the model's own. */
export type RefValue = bigint | number | boolean | object | string | null;

export interface Uop {
  readonly name: `_${string}`;
  readonly doc: string;
  readonly ins: readonly Operand[];
  readonly outs: readonly Operand[];
  readonly imms: readonly Immediate[];
  readonly effects: Effects;
  /** The body has EXIT_IF. */
  readonly exits: boolean;
  readonly registers: RegisterRule;
  readonly threeAddress?: true;
  /** 1: interpreter only (frames, dispatch). 2: traces only (unboxed arithmetic, spills, moves). Default: both. */
  readonly tier?: 1 | 2;
  /**
   * Tier 1 only: the stack is written back before the body, with the inputs popped; the body may change `next` (the instruction to go
   * on with), `sp` and `frame`. Outputs are pushed on the new `sp`.
   */
  readonly control?: true;
  /**
   * What stands for a tier-1 uop when it was recorded:
   *   'virtual'  the recorder does it on its own picture of the frame (moves, constants, frames)
   *   'none'     nothing (counters, checks that traces make elsewhere)
   *   a name     that uop, with the same operands
   *   a pair     the guard for the direction that was taken
   *   absent     the trace cannot contain it: the recording stops here
   */
  readonly trace?:
    | 'virtual'
    | 'none'
    | `_${string}`
    | { readonly jump: `_${string}`; readonly next: `_${string}` };
  /** Its one output is True or False. The interpreter then runs a POP_JUMP_IF_TRUE or _FALSE that follows at once. */
  readonly truth?: true;
  /** Swapping the two inputs gives the same result. */
  readonly commutative?: true;
  /** Reference meaning over scalars for pure ops: returns the outputs, or 'exit'. Heap ops are modelled in ts/optimizer/evaluate. */
  readonly evaluate?: (ins: readonly RefValue[], imms: readonly RefValue[]) => readonly RefValue[] | 'exit';
}

/**
 * One step of a bytecode. Cache immediates (u16, u32, u64) of the steps lie one after the other behind the counter; `_X>>4` and `_X&15`
 * give `_X` the high or low part of the oparg, `_SKIP/n` leaves out n cache units.
 */
export type Step = `_${string}`;

export interface Bytecode {
  readonly name: string;
  readonly doc: string;
  readonly uops: readonly Step[];
  /** For a specialized form: the generic instruction it came from, which it falls back to. */
  readonly family?: string;
}
