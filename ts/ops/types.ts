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
import type { ComparisonOperator } from '../contract/operators.ts';

export type { Repr };

/**
 * What a tagged word is: exactly of that class, no subclass of it. `int` is one that fits a fixnum; `object` is any cell but a float, of a
 * class that no pass asks about.
 */
export type Kind =
  | ('int' | 'float' | 'bool' | 'True' | 'False' | 'None')
  | ('str' | 'list' | 'tuple' | 'dict' | 'object');

export interface Operand {
  readonly name: string;
  readonly repr: Repr;
  /** Of an output: what every result is. Of an input: what guards in front of the op have shown. Absent: not known. */
  readonly is?: Kind;
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
  /** What its numbers stand for: the text of traces has their names (ts/ir/enumerations.ts). Absent: a number, an offset, an id. */
  readonly of?: Enumeration;
}
export type Enumeration =
  | 'operator' // BINARY_OP
  | 'comparison' // COMPARE_OP
  | 'identity' // is, is not
  | 'membership' // in, not in
  | 'conversion' // of a formatted value: str, repr, ascii
  | 'special' // LOAD_SPECIAL: __enter__ …
  | 'function-attribute'; // SET_FUNCTION_ATTRIBUTE

/** Abstract heap locations, for forwarding and invalidation. `any` = arbitrary code may run. */
export type HeapClass =
  | 'slots' // instance attribute slots
  | 'shape' // an instance's shape: which attributes it has
  | 'list' // list items and lengths
  | 'dict' // dict entries (globals included)
  | 'cell' // closure cells
  | 'iter' // iterator positions
  | 'counter' // the numbers of enumerate, whether a zip is exhausted
  | 'class' // class attributes
  | 'generator'
  | 'exception' // the exception on its way, the one being handled
  | 'string-buffer'
  | 'bytes' // contents of bytearrays
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

/** A uop's name. Only declarations know uops by name; everybody else takes them from the table. */
export type UopName = `_${string}`;

/** What an op computes or tests of `left` and `right` (its inputs, or an input and the immediate `imm`). */
export type Operator =
  | ('+' | '-' | '*' | '/' | '//' | '%' | '<<' | '>>' | '&' | '|' | '^')
  | (ComparisonOperator | 'not <' | 'not <=');

/**
 * What passes know of an op besides its operands and effects. A fact that is absent is not known; none may be wrong. Ops are named; names
 * that do not exist or facts that contradict each other (the negation of the negation is another op, an immediate form has two inputs
 * …) fail tests/ops/facts.test.ts, which also compares the meanings.
 */
export interface Facts {
  /** With guards and tests of ints it says what is known once they passed or failed; the rest of it is arithmetic. */
  readonly operator?: Operator;

  // An op's other forms, each with the same meaning.
  /** The right operand is an i32 immediate. */
  readonly immediate?: UopName;
  /** The left operand is the immediate and the right one the input: `5 < x` as `x > 5`. */
  readonly immediateLeft?: UopName;
  /** Without its exit, for operands with which it cannot exit. */
  readonly unchecked?: UopName;
  /** On machine numbers; it takes the unboxed forms of the first inputs, as many as it has itself. */
  readonly unboxed?: UopName;
  /** The guard that exits unless the result of this test is true. */
  readonly guard?: UopName;

  // Guards: what an exit means.
  /** Inputs, by name, of which it is known what they are once the guard has passed. */
  readonly proves?: Readonly<Record<string, Kind>>;
  /** The guard for one of its inputs alone; absent when it looks at one input only and has no simpler form. */
  readonly single?: UopName;
  /** The guard that passes where this one exits, so that its exit knows what that one proves. */
  readonly negated?: UopName;
  /** The same with `left` and `right` exchanged: not a < b is b <= a. */
  readonly negatedSwapped?: UopName;
  /** The exit says nothing but that the result does not fit: nobody needs it once nobody needs the result. */
  readonly overflows?: true;

  // Memory and objects.
  /** The result is a new object that nobody else knows. */
  readonly fresh?: true;
  /**
   * Whatever it looks at never changes, so that a second one with the same operands has the same result, or passes again. With operands
   * and an `evaluate` that is so without saying. It may make its result, an object that does not change either, and raise.
   */
  readonly immutable?: true;
  /** It reads one location of this class, which op, operands and immediates name; so does a guard on memory. */
  readonly location?: HeapClass;
  /** The result is the tagged form of its only input. */
  readonly boxes?: true;
  /** Recorded, never executed: shows where a call was followed and where it returned. Operands are for the reader. */
  readonly marker?: true;
}

export interface Uop extends Facts {
  readonly name: UopName;
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
   * What a trace has in place of a tier-1 uop:
   *   'virtual'  the recorder does it on its own picture of the frame (moves, constants, frames)
   *   'none'     nothing (counters, checks that traces make elsewhere)
   *   a name     that uop, with the same operands
   *   a pair     the guard for the direction that was taken
   *   absent     the trace cannot contain it: the recording stops here
   */
  readonly trace?: 'virtual' | 'none' | UopName | { readonly jump: UopName; readonly next: UopName };
  /** Its one output is True or False. The interpreter then runs a POP_JUMP_IF_TRUE or _FALSE that follows at once. */
  readonly truth?: true;
  /** Swapping the two inputs gives the same result. */
  readonly commutative?: true;
  /** Reference meaning over scalars for pure ops: returns the outputs, or 'exit'. Heap ops are modelled in ts/ir/reference. */
  readonly evaluate?: (ins: readonly RefValue[], imms: readonly RefValue[]) => readonly RefValue[] | 'exit';
}

/**
 * One step of a bytecode: a uop. The steps' cache immediates (u16, u32, u64) follow the counter, one after the other; `_X>>4` and `_X&15`
 * pass the high or low part of the oparg to `_X`.
 */
export type Step = UopName;

export interface Bytecode {
  readonly name: string;
  readonly doc: string;
  readonly uops: readonly Step[];
  /** For a specialized form: the generic instruction it came from, which it falls back to. */
  readonly family?: string;
}
