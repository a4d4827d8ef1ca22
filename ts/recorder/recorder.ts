/**
 * From a recording to a trace: expands every executed instruction into the uops of its declaration, on SSA values instead of a stack.
 *
 *     LOAD_FAST_LOAD_FAST 1 2      (nothing: both are values already)
 *     BINARY_OP_ADD_INT            _GUARD_BOTH_INT v1, v2;  v3 = _BINARY_OP_ADD_INT v1, v2
 *     POP_JUMP_IF_FALSE (taken)    _GUARD_IS_FALSE_POP v4
 *     CALL_PY_EXACT_ARGS           _GUARD_CONST v5, @f;  _PUSH_FRAME @f, v3
 *
 * Straight expansion is table-driven (`expand.ts`). What moves values, enters frames or needs facts of the heap is in `virtual-uops.ts`,
 * `calls.ts`, `exceptions.ts` and `generators.ts`. An instruction that a trace cannot contain ends the recording: `failed` with a reason that is counted.
 */

import type { Failure } from '../contract/give-up.ts';
import { EXIT_MAX_VALUES } from '../contract/limits.ts';
import { tick } from '../contract/patience.ts';
import { TraceBuilder } from '../ir/builder.ts';
import { literalConst } from '../ir/constants.ts';
import type { InheritedState } from '../ir/inherit.ts';
import { op } from '../ir/op-table.ts';
import type { RecordedSnapshot, RecordedTrace, Ref, TraceEnd, TraceKind } from '../ir/trace.ts';
import { UNCHANGED } from '../ir/trace.ts';
import { argUnits } from '../ops/bytecodes.ts';
import { INSTRUCTIONS, type Instruction, instruction } from '../ops/table.ts';
import type { Uop } from '../ops/types.ts';
import { blocksOf, Start } from './blocks.ts';
import { enterFrames } from './entry.ts';
import { expandUop, operandsOf, sharedImmediates } from './expand.ts';
import { markRunning } from './generators.ts';
import { lastJumpBack } from './loop-extent.ts';
import type { Recording, RecordingWorld } from './recording.ts';
import { endOfRecording } from './recording-end.ts';
import { formSeen } from './specialized-form.ts';
import { type SymbolicFrame, snapshotOf } from './symbolic-frame.ts';
import { Unrecordable } from './unrecordable.ts';

/** `joins` that the trace goes through: code and unit by turns. */
export type RecordResult = { readonly trace: RecordedTrace; readonly joins: readonly number[] } | Failure;

/** Where a trace starts: a loop header, a function's first instruction, a return point, or an exit of another trace. */
export interface Anchor {
  readonly kind: TraceKind;
  readonly codeId: number;
  readonly unit: number;
  readonly name: string;
  /** Values on the root frame's stack at the anchor. */
  readonly stackDepth: number;
  /** Loops: a recording that leaves the loop is of use too. */
  readonly mayLeave: boolean;
  /** Bridges: so many of those before it on the way from the root trace begin at the same instruction. */
  readonly begunBefore?: number;
  /** Bridges: an exception is on its way; the instruction in progress raised it. */
  readonly raising?: boolean;
  /** How a trace ends that comes to the start of a block; undefined: it goes on. */
  readonly endAt?: ((code: number, unit: number, isJoin: boolean) => 'link' | 'exit' | undefined) | undefined;
}

/** A handler does one uop on the recorder's picture. */
export type VirtualUop = (recorder: Recorder, step: StepContext) => void;

/** One uop of one step. */
export interface StepContext {
  readonly step: number;
  readonly instruction: Instruction;
  readonly uop: Uop;
  readonly oparg: number;
  /** Cache immediates as numbers (u16, u32) or constant refs (u64), in declaration order; oparg included. */
  readonly imms: number[];
}

/** The recording stopped in a callee that the trace does not follow: the trace ends before the call. */
class EndsBefore {
  constructor(readonly snapshot: RecordedSnapshot) {}
}

const MAX_INSTRUCTIONS = 4000;
/** Functions or classes that one call is followed into by bridges, one after the other. */
const MAX_FUNCTIONS = 3;
/** Deeper, the traces of branching recursions take more to compile than their calls cost. */
const MAX_RECURSION = 3;
const NOT_TAKEN = instruction('NOT_TAKEN').opcode;
const GUARD_SHAPE = op('_GUARD_SHAPE');
const STORE_ADD_SLOT = op('_STORE_ADD_SLOT');
const NEW_INSTANCE = op('_NEW_INSTANCE');

export class Recorder {
  readonly builder: TraceBuilder;
  readonly frames: SymbolicFrame[] = [];
  /** Set by handlers that end the trace early (calls out, returns from the root). */
  end: TraceEnd<RecordedSnapshot> | undefined;
  /** The instance that the current class call has made. */
  instance: Ref = UNCHANGED;
  private readonly joins: number[] = [];
  /** The current instruction's exception has been followed to its handler. */
  private unwound = false;
  private state: RecordedSnapshot | undefined;
  /** The step being expanded, and the last one that belongs to it (calls through C swallow those of their callees). */
  private at = 0;
  private last = 0;
  /** Unit after which the root frame has left the loop. */
  private loopEnd = Infinity;
  /** Whether a recording that leaves a loop is of no use. */
  get mayNotLeave(): boolean {
    return this.anchor.kind === 'loop' && !this.anchor.mayLeave;
  }
  /** Frames above the root one on entry. */
  private readonly inheritedDepth: number;
  /** What bound methods are bound to. */
  readonly selves = new Set<Ref>();
  /** The shapes that the trace knows objects to have at this point. */
  readonly shapes = new Map<Ref, number>();
  /** Functions made by the trace. */
  readonly made = new Set<Ref>();
  /** The immediate of the trace's _GUARD_DEPTH, once there is one. */
  private depthGuarded: number[] | undefined;

  constructor(
    readonly recording: Recording,
    readonly world: RecordingWorld,
    readonly anchor: Anchor,
    private readonly inherited: InheritedState | undefined,
    /** How often a function may be followed into itself. */
    readonly maxRecursion: number,
  ) {
    this.builder = inherited?.builder ?? new TraceBuilder();
    this.inheritedDepth = (inherited?.entry.frames.length ?? 1) - 1;
    // A bridge begins between two instructions.
    if (inherited) this.last = -1;
  }

  get currentStep(): number {
    return this.at;
  }

  /** The function of the innermost frame: a constant, in the root frame the one that was running. */
  functionRef(): Ref {
    const { func } = this.top;
    return func === UNCHANGED ? this.builder.constant(this.world.rootFunction()) : func;
  }

  get top(): SymbolicFrame {
    return this.frames[this.frames.length - 1];
  }

  run(): RecordResult {
    try {
      const { codeId, unit } = this.anchor;
      if (this.mayNotLeave) this.loopEnd = lastJumpBack(this.world.code(codeId).units, unit);
      const entry = enterFrames(this, this.inherited);
      while (!this.end && this.goesOn()) this.step();
      const { kind, name } = this.anchor;
      const end = this.end ?? endOfRecording(this);
      const trace = this.builder.finish(kind, name, entry, end, this.inherited?.params);
      return { trace, joins: this.joins };
    } catch (error) {
      if (error instanceof Unrecordable) return error.failure;
      throw error;
    }
  }

  private goesOn(): boolean {
    const { recording } = this;
    recording.project?.(this);
    return !this.end && this.at < recording.length;
  }

  /** Ends the trace before the instruction at `unit` of the innermost frame. */
  endBefore(unit: number): void {
    this.end = { kind: 'exit', snapshot: snapshotOf(this.frames, unit, unit) };
  }

  // ---- state ----

  /** One frame more: an exit must have room for all of them. Early, since every snapshot lists their slots. */
  open(frame: SymbolicFrame): void {
    this.frames.push(frame);
    const values = this.frames.reduce((sum, { slots }) => sum + slots.length + 2, 0);
    if (values > EXIT_MAX_VALUES) throw new Unrecordable('too-many-values');
  }

  /** First unit of the step's instruction: its EXTENDED_ARG prefixes included. */
  private startUnit(step: number): number {
    const oparg = this.recording.oparg(step) >>> 0;
    return this.recording.unit(step) - (argUnits(oparg) - 1);
  }

  /** The interpreter's state before the current instruction. */
  snapshot(): RecordedSnapshot {
    const unit = this.startUnit(this.at);
    this.state ??= snapshotOf(this.frames, unit, unit);
    return this.state;
  }

  /** The state as it is now, to go on at `resume` in the innermost frame. */
  snapshotAt(resume: number): RecordedSnapshot {
    return snapshotOf(this.frames, resume, this.startUnit(this.at));
  }

  /** Unit after the current instruction and its caches. */
  nextUnit(): number {
    return this.recording.unit(this.at) + 1 + INSTRUCTIONS[this.recording.opcode(this.at)].caches;
  }

  /** Where the step after the current one begins, in frame number `depth`. */
  successor(depth = this.frames.length - 1): number {
    const { recording } = this;
    if (recording.predict) return recording.predict();
    const next = this.last + 1;
    if (next < recording.length) return this.startUnit(next);
    // Behind the last step lies the anchor itself, or another trace's.
    const { end } = recording;
    if (end.kind === 'closed' && depth === 0) return this.anchor.unit;
    if (end.kind === 'executor' && end.depth === depth && recording.resumeUnit !== undefined)
      return recording.resumeUnit;
    throw new Unrecordable('stopped-at-branch');
  }

  /** True when the step after the current one, in the same frame, is the next instruction: the jump was not taken. */
  fellThrough(): boolean {
    if (this.recording.raised(this.last)) return true; // and so would one that did not raise, as likely as not
    const unit = this.successor();
    const successor = this.nextUnit();
    // The interpreter steps over the NOT_TAKEN that marks the fall-through.
    return unit === successor || (unit === successor + 1 && this.opcodeAt(successor) === NOT_TAKEN);
  }

  /** The current instruction raised, and `unit` of the innermost frame handles it. */
  goesOnAt(unit: number): void {
    this.unwound = true;
    this.recording.goesOnAt?.(this, unit);
    const next = this.last + 1;
    if (next < this.recording.length && this.startUnit(next) !== unit) throw new Unrecordable('lost-handler');
  }

  private opcodeAt(unit: number): number {
    return this.world.units(this.recording.code(this.at))[unit] & 0xff;
  }

  /** Skips the steps of a call that the trace makes through C: everything above the current frame. */
  skipInnerSteps(): void {
    const depth = this.recording.depth(this.at);
    const { recording } = this;
    while (this.last + 1 < recording.length && recording.depth(this.last + 1) > depth) this.last++;
    const stoppedInside =
      this.last + 1 === recording.length && recording.end.kind === 'executor' && recording.end.depth > depth;
    if (stoppedInside) throw new EndsBefore(this.snapshot());
  }

  /** The same for an instruction that starts again until it has an outcome, which C does in one go. */
  skipRestarts(): void {
    const { recording, at } = this;
    const isRestart = (step: number): boolean =>
      step < recording.length &&
      recording.depth(step) === recording.depth(at) &&
      recording.unit(step) === recording.unit(at) &&
      recording.code(step) === recording.code(at);
    this.skipInnerSteps();
    for (; isRestart(this.last + 1); this.skipInnerSteps()) this.last++;
    if (!recording.raised(this.last) && this.successor() === this.startUnit(at))
      throw new Unrecordable('stopped-at-branch');
  }

  /**
   * Whether a bridge begins with this instruction: a guard of its parent has failed there, so its operands are of several kinds. What was seen
   * is then no hint of what will be: a form that serves all kinds is better than a third guard, and a fourth.
   */
  seesSeveralKinds(step: number): boolean {
    return this.inherited !== undefined && step === 0;
  }

  /** Whether this is one bridge too many that begins with this call: each was for another function, and there is no end of them. */
  callsAnything(step: number): boolean {
    return this.seesSeveralKinds(step) && (this.anchor.begunBefore ?? 0) >= MAX_FUNCTIONS;
  }

  // ---- emission ----

  emit(uop: Uop, args: Ref[], imms: number[] = [], snapshot: RecordedSnapshot = this.snapshot()): Ref {
    if (this.builder.insts.length > MAX_INSTRUCTIONS) throw new Unrecordable('too-long');
    markRunning(this, uop);
    const outs = this.builder.emit(uop, args, imms, snapshot);
    this.learnShape(uop, args, imms, outs);
    return outs[0];
  }

  private learnShape(uop: Uop, args: readonly Ref[], imms: readonly number[], outs: readonly Ref[]): void {
    if (uop === GUARD_SHAPE) this.shapes.set(args[0], imms[0]);
    else if (uop === STORE_ADD_SLOT) this.shapes.set(args[1], imms[0]);
    else if (uop === NEW_INSTANCE) this.shapes.set(outs[0], imms[1]);
  }

  /** A marker for the reader of a dump: a call or a return that was followed. It defines nothing. */
  mark(name: string, args: Ref[], snapshot: RecordedSnapshot = this.snapshot()): void {
    this.builder.insts.push({ op: op(name), args, imms: [], outs: [], snapshot });
  }

  null(): Ref {
    return this.builder.constant(literalConst('NULL'));
  }

  /** Whether the trace has made the function. */
  isMadeHere(func: Ref): boolean {
    return this.made.has(func);
  }

  /** A guard that `ref` is this very constant; nothing when it is already known to be. */
  guardConst(ref: Ref, constant: Ref): void {
    if (ref === constant) return;
    if (ref < 0) throw new Unrecordable('constant-differs');
    this.emit(op('_GUARD_CONST'), [ref], [constant]);
  }

  /** Room under the recursion limit for one more frame: checked once, at the first call, for the deepest one of the trace. */
  guardDepth(): void {
    const above = this.frames.length;
    if (above <= this.inheritedDepth) return;
    if (this.depthGuarded) this.depthGuarded[0] = Math.max(this.depthGuarded[0], above);
    else {
      this.depthGuarded = [above];
      this.emit(op('_GUARD_DEPTH'), [], this.depthGuarded);
    }
  }

  private step(): void {
    const { recording } = this;
    const step = this.at;
    this.last = step;
    const instruction = formSeen(this, step, INSTRUCTIONS[recording.opcode(step)]);
    if (recording.code(step) !== this.top.codeId) throw new Unrecordable('lost-frame');
    const unit = recording.unit(step);
    if (
      this.frames.length === 1 &&
      (unit > this.loopEnd || (unit < this.anchor.unit && this.loopEnd < Infinity))
    )
      throw new Unrecordable('left-loop');
    const { loop } = this.top;
    if (loop && (unit > loop.last || unit < loop.first)) throw new Unrecordable('left-loop');
    this.state = undefined;
    this.unwound = false;
    if (step > 0 && this.endsAtBlock()) return;
    const depth = this.frames.length;
    const from = this.builder.insts.length;
    try {
      for (const expanded of instruction.steps) {
        tick();
        if (!expandUop(this, step, instruction, expanded) || this.end) break;
      }
      if (recording.raised(this.last) && !this.unwound && !this.end) this.endBehindRaise(depth, from);
    } catch (error) {
      if (!(error instanceof EndsBefore)) throw error;
      if (step === 0) throw new Unrecordable('stopped-in-call');
      this.end = { kind: 'exit', snapshot: error.snapshot };
    }
    this.at = this.last + 1;
  }

  /** Where the current instruction begins a block, the trace may end; joins that it goes through are counted. */
  private endsAtBlock(): boolean {
    const { codeId, code } = this.top;
    const unit = this.startUnit(this.at);
    const start = blocksOf(code.units)[unit];
    if (start === Start.NONE) return false;
    const isJoin = start === Start.JOIN;
    const kind = this.anchor.endAt?.(codeId, unit, isJoin);
    // A generator that another frame of the trace resumed goes on to its next yield.
    const isDriven = kind && this.frames.some((frame, i) => i > 0 && frame.isGenerator);
    if (kind && !isDriven) {
      const snapshot = this.snapshot();
      this.end = kind === 'link' ? { kind, target: -1, snapshot } : { kind, snapshot };
      return true;
    }
    if (isJoin) this.joins.push(codeId, unit);
    return false;
  }

  /**
   * An instruction that raised is the trace's last. Where its handler goes on is the business of the raising exit's bridge; the
   * trace's end is for the case that it does not raise.
   */
  private endBehindRaise(depth: number, from: number): void {
    const raises = this.builder.insts.slice(from).some(({ op }) => op.effects.raises);
    if (!raises || this.frames.length !== depth) throw new Unrecordable('raised');
    if (this.loopEnd < Infinity) throw new Unrecordable('left-loop'); // a round that does not raise makes a loop
    this.end = { kind: 'exit', snapshot: this.snapshotAt(this.nextUnit()) };
  }

  /** Pops a uop's inputs, emits it, pushes its outputs. */
  perform(uop: Uop, context: StepContext): void {
    const frame = this.top;
    const { args, consumed } = operandsOf(this, uop, context.oparg);
    if (uop.outs.some((out) => out.array)) throw new Unrecordable('unsupported', uop.name);
    const snapshot = this.snapshot(); // before the pops
    const imms = sharedImmediates(uop, context);
    markRunning(this, uop);
    frame.drop(consumed);
    if (this.builder.insts.length > MAX_INSTRUCTIONS) throw new Unrecordable('too-long');
    const outs = this.builder.emit(uop, args, imms, snapshot);
    this.learnShape(uop, args, imms, outs);
    for (const out of outs) frame.push(out);
  }
}

/** Expands a recording. `inherit` for bridges. What cannot be followed so far may do with recursive calls left alone. */
export function record(
  recording: Recording,
  world: RecordingWorld,
  anchor: Anchor,
  inherit?: () => InheritedState,
): RecordResult {
  const unrolled = new Recorder(recording, world, anchor, inherit?.(), MAX_RECURSION).run();
  if (!('failed' in unrolled)) return unrolled;
  return new Recorder(recording, world, anchor, inherit?.(), 0).run();
}
