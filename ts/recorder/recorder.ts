/**
 * From a recording to a trace: expands every executed instruction into the uops of its declaration, on SSA values instead of a stack.
 *
 *     LOAD_FAST_LOAD_FAST 1 2      (nothing: both are values already)
 *     BINARY_OP_ADD_INT            _GUARD_BOTH_INT v1, v2;  v3 = _BINARY_OP_ADD_INT v1, v2
 *     POP_JUMP_IF_FALSE (taken)    _GUARD_IS_FALSE_POP v4
 *     CALL_PY_EXACT_ARGS           _GUARD_CONST v5, @f;  _PUSH_FRAME @f, v3
 *
 * Straight expansion is table-driven. What moves values, enters frames or needs facts of the heap stands in `virtual-uops.ts`,
 * `calls.ts` and `generators.ts`. An instruction that a trace cannot contain ends the recording: `failed` with a reason that is counted.
 */

import { EXIT_MAX_VALUES } from '../contract/limits.ts';
import { type ExpandedUop, INSTRUCTIONS, type Instruction, instruction } from '../ops/table.ts';
import type { Operand, Uop } from '../ops/types.ts';
import { TraceBuilder } from '../optimizer/builder.ts';
import { literalConst, wordConst } from '../optimizer/constants.ts';
import type { InheritedState } from '../optimizer/inherit.ts';
import type { Ref, Snapshot, Trace, TraceEnd, TraceKind } from '../optimizer/ir.ts';
import { UNCHANGED } from '../optimizer/ir.ts';
import { op } from '../optimizer/op-table.ts';
import { enterCalls } from './calls.ts';
import { beginInHandler, exceptionUops } from './exceptions.ts';
import { generatorUops, markRunning } from './generators.ts';
import { lastJumpBack } from './loop-extent.ts';
import type { Recording, RecordingWorld } from './recording.ts';
import { SymbolicFrame, snapshotOf } from './symbolic-frame.ts';
import { Unrecordable } from './unrecordable.ts';
import { virtualUops } from './virtual-uops.ts';

export type RecordResult = { readonly trace: Trace } | { readonly failed: string };

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
  /** Bridges: an exception is on its way; the instruction in progress raised it. */
  readonly raising?: boolean;
}

/** Why a recording of a loop that left it failed: it showed the last round. */
export const LEFT_LOOP = 'left-loop';

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
  constructor(readonly snapshot: Snapshot) {}
}

const MAX_INSTRUCTIONS = 4000;
/** Deeper, the traces of branching recursions take more to compile than their calls cost. */
const MAX_RECURSION = 3;
const NOT_TAKEN = instruction('NOT_TAKEN').opcode;

export class Recorder {
  readonly builder: TraceBuilder;
  readonly frames: SymbolicFrame[] = [];
  /** Set by handlers that end the trace early (calls out, returns from the root). */
  end: TraceEnd | undefined;
  /** The instance that the current class call has made. */
  instance: Ref = UNCHANGED;
  /** The current instruction's exception has been followed to its handler. */
  private unwound = false;
  private state: Snapshot | undefined;
  /** The step being expanded, and the last one that belongs to it (calls through C swallow those of their callees). */
  private at = 0;
  private last = 0;
  /** Unit behind which the root frame has left the loop. */
  private loopEnd = Infinity;
  /** Whether a recording that leaves a loop is of no use. */
  get mayNotLeave(): boolean {
    return this.anchor.kind === 'loop' && !this.anchor.mayLeave;
  }
  /** Frames above the root one on entry. */
  private readonly inheritedDepth: number;
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
      const entry = this.enter();
      const { codeId, unit } = this.anchor;
      if (this.mayNotLeave) this.loopEnd = lastJumpBack(this.world.code(codeId).units, unit);
      if (this.world.rootCodeIsShared()) this.guardRoot(entry);
      while (this.at < this.recording.length && !this.end) this.step();
      return { trace: this.finish(entry) };
    } catch (error) {
      if (error instanceof Unrecordable) return { failed: error.reason };
      throw error;
    }
  }

  // ---- state ----

  /** One frame more: an exit must have room for all of them. Early, since every snapshot lists their slots. */
  open(frame: SymbolicFrame): void {
    this.frames.push(frame);
    const values = this.frames.reduce((sum, { slots }) => sum + slots.length + 2, 0);
    if (values > EXIT_MAX_VALUES) throw new Unrecordable('too-many-values');
  }

  private enter(): Snapshot {
    const { anchor, world } = this;
    if (this.inherited) {
      const { entry } = this.inherited;
      this.inherit(this.inherited);
      this.last = -1;
      if (anchor.raising) beginInHandler(this, entry);
      return entry;
    }
    const code = world.code(anchor.codeId);
    const facts = world.functionFacts(world.rootFunction());
    if (!facts) throw new Error('the root frame has no function');
    const slots = new Array<Ref>(code.localsplusNames.length + anchor.stackDepth).fill(UNCHANGED);
    this.open(
      new SymbolicFrame(
        anchor.codeId,
        code,
        UNCHANGED,
        facts.globals,
        facts.builtins,
        0,
        UNCHANGED,
        true,
        slots,
      ),
    );
    return snapshotOf(this.frames, anchor.unit, anchor.unit);
  }

  /** What the trace takes for granted about the root frame, when other frames of that code may differ. */
  private guardRoot(entry: Snapshot): void {
    const [root] = this.frames;
    const imms = [this.builder.constant(root.globals), this.builder.constant(root.builtins)];
    this.emit(op('_GUARD_ROOT_GLOBALS'), [], imms, entry);
    if (this.world.rootNamespaceIsGlobals()) this.emit(op('_GUARD_ROOT_NAMESPACE'), [], [], entry);
  }

  /** Frames of the exit, on tagged values that the prologue has made. */
  private inherit({ entry, builder }: InheritedState): void {
    const { world } = this;
    entry.frames.forEach((frame, i) => {
      const func =
        i === 0 ? world.rootFunction() : frame.func < 0 ? builder.pool.list[-1 - frame.func] : undefined;
      const facts = func && world.functionFacts(func);
      if (!facts) throw new Unrecordable('inherited-function');
      const symbolic = new SymbolicFrame(
        frame.code,
        world.code(frame.code),
        frame.func,
        facts.globals,
        facts.builtins,
        frame.flags,
        frame.extra,
        i === 0,
        frame.slots.slice(),
      );
      symbolic.resume = frame.resume;
      symbolic.ip = frame.ip;
      symbolic.afterYield = frame.afterYield;
      this.open(symbolic);
    });
  }

  /** First unit of the step's instruction: its EXTENDED_ARG prefixes included. */
  private startUnit(step: number): number {
    const oparg = this.recording.oparg(step) >>> 0;
    const prefixes = oparg > 0xffffff ? 3 : oparg > 0xffff ? 2 : oparg > 0xff ? 1 : 0;
    return this.recording.unit(step) - prefixes;
  }

  /** The interpreter's state before the current instruction. */
  snapshot(): Snapshot {
    const unit = this.startUnit(this.at);
    this.state ??= snapshotOf(this.frames, unit, unit);
    return this.state;
  }

  /** The state as it is now, to go on at `resume` in the innermost frame. */
  snapshotAt(resume: number): Snapshot {
    return snapshotOf(this.frames, resume, this.startUnit(this.at));
  }

  /** Unit behind the current instruction and its caches. */
  nextUnit(): number {
    return this.recording.unit(this.at) + 1 + INSTRUCTIONS[this.recording.opcode(this.at)].caches;
  }

  /** Where the step after the current one begins. */
  successor(): number {
    const { recording } = this;
    const next = this.last + 1;
    if (next < recording.length) return this.startUnit(next);
    // Behind the last step lies the anchor itself, or another trace's.
    const { end } = recording;
    const depth = this.frames.length - 1;
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

  // ---- emission ----

  emit(uop: Uop, args: Ref[], imms: number[] = [], snapshot: Snapshot = this.snapshot()): Ref {
    if (this.builder.insts.length > MAX_INSTRUCTIONS) throw new Unrecordable('too-long');
    markRunning(this, uop);
    return this.builder.emit(uop, args, imms, snapshot)[0];
  }

  /** A marker for the reader of a dump: a call or a return that was followed. It defines nothing. */
  mark(name: string, args: Ref[], snapshot: Snapshot = this.snapshot()): void {
    this.builder.insts.push({ op: op(name), args, imms: [], outs: [], snapshot });
  }

  null(): Ref {
    return this.builder.constant(literalConst('NULL'));
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
    const instruction = INSTRUCTIONS[recording.opcode(step)];
    if (recording.code(step) !== this.top.codeId) throw new Unrecordable('lost-frame');
    const unit = recording.unit(step);
    if (
      this.frames.length === 1 &&
      (unit > this.loopEnd || (unit < this.anchor.unit && this.loopEnd < Infinity))
    )
      throw new Unrecordable(LEFT_LOOP);
    const { loop } = this.top;
    if (loop && (unit > loop.last || unit < loop.first)) throw new Unrecordable(LEFT_LOOP);
    this.state = undefined;
    this.unwound = false;
    const depth = this.frames.length;
    const from = this.builder.insts.length;
    try {
      for (const expanded of instruction.steps) {
        if (!this.expand(step, instruction, expanded) || this.end) break;
      }
      if (recording.raised(this.last) && !this.unwound && !this.end) this.endBehindRaise(depth, from);
    } catch (error) {
      if (!(error instanceof EndsBefore)) throw error;
      if (step === 0) throw new Unrecordable('stopped-in-call');
      this.end = { kind: 'exit', snapshot: error.snapshot };
    }
    this.at = this.last + 1;
  }

  /**
   * An instruction that raised is the trace's last. Where its handler goes on is the business of the raising exit's bridge; the
   * trace's end is for the case that it does not raise.
   */
  private endBehindRaise(depth: number, from: number): void {
    const raises = this.builder.insts.slice(from).some(({ op }) => op.effects.raises);
    if (!raises || this.frames.length !== depth) throw new Unrecordable('raised');
    if (this.loopEnd < Infinity) throw new Unrecordable(LEFT_LOOP); // a round that does not raise makes a loop
    this.end = { kind: 'exit', snapshot: this.snapshotAt(this.nextUnit()) };
  }

  private immediates(step: number, expanded: ExpandedUop, oparg: number): number[] {
    const { uop, units: places } = expanded;
    const units = this.world.units(this.recording.code(step));
    const unit = this.recording.unit(step);
    return uop.imms.map((imm, i) => {
      if (imm.kind === 'oparg') return oparg;
      const at = unit + places[i];
      if (imm.kind === 'u16') return units[at];
      const lo = units[at] | (units[at + 1] << 16);
      if (imm.kind === 'u32') return lo >>> 0;
      const hi = units[at + 2] | (units[at + 3] << 16);
      // All 64-bit cache words are objects but one: the definition of a built-in function.
      if (imm.name === 'def') return this.builder.constant(wordConst('ptr', lo, hi));
      // The instruction may have specialized itself anew since it ran, and what it then named may be gone.
      if (!this.world.isObject(lo, hi)) throw new Unrecordable('cache-changed');
      return this.builder.constant(this.world.describe(lo, hi));
    });
  }

  /** False when the uop jumped: what follows it in the instruction did not run. */
  private expand(step: number, instruction: Instruction, expanded: ExpandedUop): boolean {
    const whole = this.recording.oparg(step);
    const oparg = expanded.oparg === 'whole' ? whole : expanded.oparg === 'high4' ? whole >> 4 : whole & 15;
    const { uop } = expanded;
    const context: StepContext = {
      step,
      instruction,
      uop,
      oparg,
      imms: this.immediates(step, expanded, oparg),
    };
    const handler =
      virtualUops[uop.name] ?? enterCalls[uop.name] ?? exceptionUops[uop.name] ?? generatorUops[uop.name];
    if (handler) {
      handler(this, context);
      return true;
    }
    if (uop.trace === 'none') return true;
    if (uop.trace === 'virtual' || (uop.trace === undefined && uop.tier === 1)) {
      throw new Unrecordable(`unsupported ${uop.name}`);
    }
    if (uop.trace === undefined) this.perform(uop, context);
    else if (typeof uop.trace === 'string') this.perform(op(uop.trace), context);
    else {
      const stays = this.fellThrough();
      this.perform(op(stays ? uop.trace.next : uop.trace.jump), context);
      return stays;
    }
    return true;
  }

  /** Pops a uop's inputs, emits it, pushes its outputs. */
  perform(uop: Uop, context: StepContext): void {
    const frame = this.top;
    const count = (operand: Operand): number =>
      operand.array ? arrayLength(operand.array, context.oparg) : 1;
    const onStack = uop.ins.filter((operand) => !operand.depth);
    const total = onStack.reduce((sum, operand) => sum + count(operand), 0);
    const consumed = onStack.reduce((sum, operand) => sum + (operand.peek ? 0 : count(operand)), 0);
    const values: Ref[] = [];
    for (let place = total - 1; place >= 0; place--) values.push(frame.peek(this.builder, place));
    let next = 0;
    const args: Ref[] = [];
    for (const operand of uop.ins) {
      if (operand.depth) {
        const below = arrayLength(operand.depth, context.oparg);
        args.push(frame.peek(this.builder, consumed + below - 1));
      } else for (let i = count(operand); i > 0; i--) args.push(values[next++]);
    }
    if (uop.outs.some((out) => out.array)) throw new Unrecordable(`unsupported ${uop.name}`);
    const snapshot = this.snapshot(); // before the pops
    // The recorded immediates belong to the declared uop; a replacement takes those it shares by name.
    const imms = uop.imms.map((imm) => {
      const at = context.uop.imms.findIndex((other) => other.name === imm.name);
      if (at < 0)
        throw new Error(`${uop.name} wants an immediate ${imm.name} that ${context.uop.name} lacks`);
      return context.imms[at];
    });
    markRunning(this, uop);
    for (let i = 0; i < consumed; i++) frame.slots.pop();
    if (this.builder.insts.length > MAX_INSTRUCTIONS) throw new Unrecordable('too-long');
    for (const out of this.builder.emit(uop, args, imms, snapshot)) frame.push(out);
  }

  // ---- end ----

  private finish(entry: Snapshot): Trace {
    return this.builder.finish(
      this.anchor.kind,
      this.anchor.name,
      entry,
      this.end ?? this.endOfRecording(),
      this.inherited?.params,
    );
  }

  private endOfRecording(): TraceEnd {
    const { end, length } = this.recording;
    if (end.kind === 'stopped') throw new Unrecordable(end.reason);
    if (length === 0) throw new Unrecordable('empty');
    if (end.kind === 'closed') {
      if (this.frames.length > 1) throw new Unrecordable('closed-in-callee');
      return { kind: 'loop', snapshot: snapshotOf(this.frames, this.anchor.unit, this.anchor.unit) };
    }
    if (end.depth !== this.frames.length - 1) throw new Unrecordable('stopped-in-callee');
    const last = length - 1;
    this.at = last;
    const unit = this.resumeAfterLast();
    return { kind: 'link', target: end.trace, snapshot: snapshotOf(this.frames, unit, unit) };
  }

  /** Where the interpreter stood when the recording ended behind its last step. */
  private resumeAfterLast(): number {
    const resume = this.recording.end.kind === 'executor' ? this.recording.resumeUnit : undefined;
    if (resume === undefined) throw new Unrecordable('no-resume-point');
    return resume;
  }
}

const lengths = new Map<string, (oparg: number) => number>();
/** Value of a C expression over oparg from the op table: it is plain arithmetic, which JavaScript reads alike. */
export function arrayLength(expression: string, oparg: number): number {
  let evaluate = lengths.get(expression);
  if (!evaluate) {
    evaluate = new Function('oparg', `return (${expression}) | 0`) as (oparg: number) => number;
    lengths.set(expression, evaluate);
  }
  return evaluate(oparg);
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
