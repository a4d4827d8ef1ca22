/**
 * The trace IR: linear SSA with snapshots. What the recorder makes, what the passes pass on, what register allocation reads.
 *
 * A trace is a straight list of instructions. An instruction is an op of the op table applied to *refs*; it defines zero or more
 * values. A `Ref` is one small integer:
 *
 *     0 … 2²⁸−1      an SSA value, index into `Trace.values`
 *     −1 … −2²⁸      a constant: index −1−ref into `Trace.consts`
 *     UNCHANGED      only in snapshots, only for slots of the root frame and of generators' frames: what the frame in memory holds
 *     VIRTUAL + k    only in snapshots: the object described by `Snapshot.virtuals[k]`, to be created by the exit
 *
 * Memory of the root interpreter frame does not change while a trace runs: `_FRAME_SLOT n` reads it, writes are symbolic and live
 * only in snapshots. Frames of inlined calls exist in snapshots only. Frames of generators that the trace
 * has resumed lie in their cells; their memory does not change before they yield. A snapshot is the interpreter's state *before a bytecode*.
 *
 * There are two kinds of traces, with their own snapshots and instructions, so that none is taken for the other:
 *
 *     RecordedTrace    every instruction carries the RecordedSnapshot of its bytecode (shared by all uops of that bytecode), so that a
 *                      pass may put a check in front of any of them; no loop, no phis; only a bridge's prologue speaks of objects that
 *                      are not made
 *     OptimizedTrace   what can exit or raise carries a Snapshot, numbered: an exit of machine code
 *
 * An optimized loop trace is `insts[0 … loopStart)` (the entry section, run once) and `insts[loopStart …)` (the loop), with
 * `phis` at loopStart. Defining instructions dominate their uses because the list is linear.
 */
import type { DeferredField, VirtualKind } from '../contract/exits.ts';
import type { AnchorKind } from '../contract/recordings.ts';
import type { Repr, Uop } from '../ops/types.ts';

export type Ref = number;

export const UNCHANGED: Ref = -0x20000000;
export const VIRTUAL: Ref = 0x10000000;
/** Internal to passes: no ref known. Never in a finished trace. */
export const NO_REF: Ref = -0x20000001;

export const isValue = (ref: Ref): boolean => ref >= 0 && ref < VIRTUAL;
export const isConst = (ref: Ref): boolean => ref < 0 && ref > UNCHANGED;
export const isVirtual = (ref: Ref): boolean => ref >= VIRTUAL;
export const constRef = (index: number): Ref => -1 - index;
export const constIndex = (ref: Ref): number => -1 - ref;

/**
 * Types are sets of what a value may be; one bit a kind. For `i64`, `f64` and `bool` values the bits say which Python value
 * they stand for (an i64 beyond 63 bits stands for a big int: boxing it needs the check).
 */
export const T = {
  NULL: 1, // the word 0: unbound, absent
  INT: 2, // fixnum; as an i64: any int of 64 bits
  FLOAT: 4, // flonum or cell of class float exactly
  FALSE: 8,
  TRUE: 16,
  NONE: 32,
  OTHER_IMM: 64, // Ellipsis, NotImplemented
  CELL: 128, // pointer to a cell that is not a plain float; see also the shape
} as const;
export const T_BOOL = T.FALSE | T.TRUE;
/** Any Python value (not NULL). */
export const T_OBJECT = T.INT | T.FLOAT | T_BOOL | T.NONE | T.OTHER_IMM | T.CELL;
export const T_ANY = T_OBJECT | T.NULL;

/** A 64-bit constant as two signed 32-bit words; no BigInt on the compile path. */
export interface Const {
  readonly repr: Repr;
  readonly lo: number;
  readonly hi: number;
  /** Bits of `T`. */
  readonly type: number;
  /** For cells: shape id at the time of recording; 0 = none or unknown. */
  readonly shape: number;
  /** For cells and addresses: a name without blanks, unique per object: dumps print `@text`. Empty for others. */
  readonly text: string;
}

/** A value's facts that hold wherever it is defined. */
export interface Value {
  readonly repr: Repr;
  /** Bits of `T`. */
  type: number;
  /** Known shape id of a cell, 0 = unknown. */
  shape: number;
}

/** `S`: the kind of its snapshot. On their way through the passes instructions carry either. */
export interface Inst<S extends AnySnapshot = AnySnapshot> {
  readonly op: Uop;
  /** One ref per input in the op's order; an `array` input takes as many as are there (the others take one each). */
  args: Ref[];
  /** One per immediate: a plain number for oparg, u16, u32, i32, slot, offset; a constant's ref for const, addr, u64, i64, f64. */
  imms: number[];
  /** Values defined, one per output. */
  outs: Ref[];
  snapshot: S | null;
}

/** One interpreter frame as an exit must leave it. */
export interface SnapshotFrame {
  /** Code id (Code.id). */
  readonly code: number;
  /** Locals, cells and free variables; the evaluation stack follows them in `slots`. */
  readonly nlocals: number;
  /** Function of the frame; UNCHANGED in the root frame. */
  readonly func: Ref;
  /** Code unit to go on at: in the innermost frame the bytecode itself, in outer frames the instruction after the call. */
  readonly resume: number;
  /** Code unit of the instruction in progress, for tracebacks: in outer frames the call. */
  readonly ip: number;
  /** Bits of FrameFlag (OWNED_BY_GENERATOR, FINISH with what goes with it). */
  readonly flags: number;
  /**
   * Frame.self_or_extra: the generator of FRAME_OWNED_BY_GENERATOR, whose frame this is, the instance of Finish.INIT, self of Finish.OPERATOR, else the
   * constant NULL; UNCHANGED in the root frame.
   */
  readonly extra: Ref;
  /** Generators: code unit at which the frame below goes on after a yield. */
  readonly afterYield: number;
  /**
   * Innermost frame: the instruction at `resume` has begun to raise. An exit there may raise something else; none may run the
   * instruction again.
   */
  readonly begun: boolean;
  /** nlocals + stack depth refs. The constant NULL is an unbound local or the stack's internal null. */
  readonly slots: readonly Ref[];
}

/**
 * An object that does not exist in the trace and that the exit creates, in the order of `Snapshot.virtuals`: an object's fields refer to
 * earlier ones only. Fields may be native (i64, f64, bool): the exit boxes
 * them where the object holds Python values.
 *   tuple      items                       list     items
 *   range-iter i, j, k (i64: next value, items left, step)
 *   range      start, stop, step           slice    start, stop, step
 *   method     func, self                  cell     contents
 *   instance   slots of `shape` in order
 *   exception  args (a tuple, or NULL), context, cause, traceback: of the class of `shape`
 *   traceback  next entry, frame object (NULL: the root's), code, globals, unit
 *   past-frame code, globals, unit, values of variables: frame object of an inlined call that is unwound
 *   dict       keys and values by turns; keys are interned strs or small ints
 */
export interface VirtualObject {
  readonly kind: VirtualKind;
  /** For instances, exceptions, and tuples of a subclass: the shape id, else 0. */
  readonly shape: number;
  readonly fields: readonly Ref[];
  /** The same in all snapshots of a trace that have this object; absent where nobody asks (text, a bridge's prologue). */
  readonly id?: number;
}

/** A store to an existing object that the trace has put off and the exit must do before anything else runs. */
export interface DeferredStore {
  readonly object: Ref;
  readonly field: DeferredField;
  readonly value: Ref;
}

/** What an exit does before it goes on: makes objects, in order, then does stores. */
export interface Pending {
  readonly virtuals: readonly VirtualObject[];
  readonly stores: readonly DeferredStore[];
}
const NOTHING: Pending = { virtuals: [], stores: [] };

/** The state before a bytecode as the recorder knows it, in terms of recorded values. */
export interface RecordedSnapshot {
  /** Root first, innermost last. */
  readonly frames: readonly SnapshotFrame[];
  /** In a bridge's prologue (inherit.ts): what the parent's exit had yet to do. The recorder's own snapshots have none. */
  readonly inherited: Pending | null;
}

/** The same state once the instruction in it has begun to raise. */
export function begun({ frames, inherited }: RecordedSnapshot): RecordedSnapshot {
  const last = frames.length - 1;
  return { frames: frames.map((frame, i) => (i === last ? { ...frame, begun: true } : frame)), inherited };
}
export const hasBegun = ({ frames }: AnySnapshot): boolean => frames[frames.length - 1].begun;

/**
 * Not so: the state of the other outcome of an instruction that is over, such as what next() returned at an iterator's end, or after a yield.
 * It is true only for who leaves because of that outcome.
 */
export function isBetweenInstructions({ frames }: AnySnapshot): boolean {
  const { resume, ip } = frames[frames.length - 1];
  return resume === ip;
}

/** The state in which an exit or end of an optimized trace leaves. */
export interface Snapshot extends Pending {
  /** The exit's number: index in `OptimizedTrace.snapshots`. −1 until compact.ts has numbered it. */
  id: number;
  readonly frames: readonly SnapshotFrame[];
}

export type AnySnapshot = RecordedSnapshot | Snapshot;

export const isRecorded = (snapshot: AnySnapshot): snapshot is RecordedSnapshot => 'inherited' in snapshot;
export const pendingIn = (snapshot: AnySnapshot): Pending =>
  isRecorded(snapshot) ? (snapshot.inherited ?? NOTHING) : snapshot;

/** Entry: arguments are in the frame's slots. Continuation: param 0 is the result. Bridge: params are the exit's values. */
export type TraceKind = AnchorKind;

/** A value that exists on entry: result of a call, or what a bridge inherits. Types are in `Trace.values`. */
export interface Param {
  readonly value: Ref;
  /** Bridge: the ref in the parent trace whose location (register, spill slot) it has. Continuation: −1. */
  readonly source: Ref;
}

export interface Phi {
  /** The value in the loop. */
  readonly value: Ref;
  /** Value on entry to the loop. */
  readonly left: Ref;
  /** Value at the loop's end. */
  right: Ref;
  readonly repr: Repr;
}

/**
 * How a trace ends. `snapshot` is the state at that point; exits' numbers and ends' share one numbering.
 *   loop    back to the loop's own start (recorded: to the anchor, with the slots of the snapshot)
 *   link    to another trace's anchor: the snapshot is written to the frames, then its entry is jumped to. `target` −1: to the one that
 *           will be anchored where the innermost frame goes on
 *   exit    to tier 1
 *   return  `value` from the root frame: pop it, go on in the caller
 *   yield   `value` from the root frame, a generator's: the snapshot is written to the frame, then its resumer goes on
 *   call    the snapshot's last frame is the callee at its first instruction; the frame below it resumes after the call
 */
export type TraceEnd<S extends AnySnapshot = AnySnapshot> =
  | { readonly kind: 'loop'; readonly snapshot: S }
  | { readonly kind: 'link'; readonly snapshot: S; readonly target: number }
  | { readonly kind: 'exit'; readonly snapshot: S }
  | { readonly kind: 'return'; readonly snapshot: S; readonly value: Ref }
  | { readonly kind: 'yield'; readonly snapshot: S; readonly value: Ref }
  | { readonly kind: 'call'; readonly snapshot: S };

/** The value that an end hands over, with the snapshot. */
export const handedOver = (end: TraceEnd): Ref | undefined =>
  end.kind === 'return' || end.kind === 'yield' ? end.value : undefined;

/** Something the trace assumed constant: when it changes the trace is invalidated. */
export type Dependency =
  | { readonly kind: 'global'; readonly dict: Ref; readonly key: Ref }
  | { readonly kind: 'class'; readonly cls: Ref };

/** A fact learnt about a value from instruction `at` on; bridges ask what was known at their exit. */
export interface Refinement {
  readonly at: number;
  readonly value: Ref;
  readonly type: number;
  readonly shape: number;
}

/** What both kinds of traces have. */
interface TraceOf<S extends AnySnapshot> {
  readonly kind: TraceKind;
  /** `file.py:12 name` */
  readonly name: string;
  /** State on entry: all UNCHANGED for loop and entry traces, params in a bridge. */
  readonly entry: S;
  readonly params: Param[];
  readonly values: Value[];
  readonly consts: Const[];
  readonly insts: Inst<S>[];
  readonly end: TraceEnd<S>;
}

export interface RecordedTrace extends TraceOf<RecordedSnapshot> {}

export interface OptimizedTrace extends TraceOf<Snapshot> {
  /** Index of the loop's first instruction, −1 when the trace is straight. */
  readonly loopStart: number;
  readonly phis: Phi[];
  /** By id, those in use. */
  readonly snapshots: Snapshot[];
  readonly dependencies: Dependency[];
  readonly refinements: Refinement[];
}

/** Either, for those who print, check or execute traces. */
export type Trace = RecordedTrace | OptimizedTrace;

export const isOptimized = (trace: Trace): trace is OptimizedTrace => 'phis' in trace;

/** All snapshots that instructions and the end refer to, in order of first use. */
export function usedSnapshots<S extends AnySnapshot>(insts: readonly Inst<S>[], end: TraceEnd<S>): S[] {
  const found = new Set<S>();
  for (const { snapshot } of insts) if (snapshot) found.add(snapshot);
  return [...found.add(end.snapshot)];
}

/** Type bits and shape of a ref as they hold by definition (not by later guards). */
export const typeOf = (trace: Trace, ref: Ref): number =>
  ref >= 0 ? trace.values[ref].type : trace.consts[constIndex(ref)].type;
export const shapeOf = (trace: Trace, ref: Ref): number =>
  ref >= 0 ? trace.values[ref].shape : trace.consts[constIndex(ref)].shape;
export const reprOf = (trace: Trace, ref: Ref): Repr =>
  ref >= 0 ? trace.values[ref].repr : trace.consts[constIndex(ref)].repr;

/** What an exit or end of an optimized trace knew about a value: the definition's facts plus guards before it. */
export function knownAt(
  trace: OptimizedTrace,
  ref: Ref,
  snapshot: Snapshot,
): { type: number; shape: number } {
  let type = typeOf(trace, ref);
  let shape = shapeOf(trace, ref);
  let at = trace.insts.findIndex((inst) => inst.snapshot === snapshot);
  if (at < 0) at = trace.insts.length;
  for (const fact of trace.refinements) {
    if (fact.at > at) break;
    if (fact.value !== ref) continue;
    type &= fact.type;
    shape = fact.shape || shape;
  }
  return { type, shape };
}
