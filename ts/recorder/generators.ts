/**
 * Generators that the trace resumes are followed: a guard says that the generator stands where it stood, then its body up to the next
 * yield is part of the trace. Its frame lies in its cell: what the body reads is loaded from there, what it changed is stored when it
 * yields, and an exit in between makes it the running frame.
 *
 *     FOR_ITER_GEN                 _GUARD_GENERATOR v1, #@code, #12
 *       LOAD_FAST i                v2 = _LOAD_GENERATOR_SLOT v1, #144
 *       … i + 1                    v3 = _BINARY_OP_ADD_INT v2, 1
 *       STORE_FAST i               (nothing)
 *       YIELD_VALUE                _STORE_GENERATOR_SLOT v1, v3, #144;  _SUSPEND_GENERATOR v1, #@code, #11, #12, #152
 *
 * A yield from the root frame ends the trace.
 */
import type { CodeObject } from '../compiler/code-object.ts';
import { CodeFlag } from '../contract/code.ts';
import { FrameFlag } from '../contract/frames.ts';
import { op } from '../ir/op-table.ts';
import type { RecordedSnapshot, Ref } from '../ir/trace.ts';
import { UNCHANGED } from '../ir/trace.ts';
import { instruction } from '../ops/table.ts';
import type { Uop } from '../ops/types.ts';
import { loopAround } from './loop-extent.ts';
import type { Recorder, StepContext, VirtualUop } from './recorder.ts';
import { generatorSlot, SymbolicFrame } from './symbolic-frame.ts';
import { Unrecordable } from './unrecordable.ts';

const GUARD_GENERATOR = op('_GUARD_GENERATOR');
const GUARD_GLOBALS = op('_GUARD_GENERATOR_GLOBALS');
const GUARD_SHAPE = op('_GUARD_SHAPE');
const GUARD_FALSE = op('_GUARD_FALSE');
const VAL_IS = op('_VAL_IS');
const GENERATOR_RUNS = op('_GENERATOR_RUNS');
const STORE_SLOT = op('_STORE_GENERATOR_SLOT');
const SEND_OBJECT = op('_SEND_OBJECT');
const SUSPEND = op('_SUSPEND_GENERATOR');
const CLOSE = op('_CLOSE_GENERATOR');
const PUSH_EXC_INFO = instruction('PUSH_EXC_INFO').opcode;

/** Frames of generators that a trace may have open at once, and those of one code: recursion takes too many ways to follow them all. */
const MAX_GENERATORS = 10;
const MAX_RECURSION = 3;
/** The optimizer's key for a place: code and unit in one number. */
const MAX_UNIT = 0xffff;

/** Whether the current instruction entered a frame, or resumed a generator's: its next step is one frame above. */
export function entersFrame(r: Recorder, step: number): boolean {
  const { recording } = r;
  return step + 1 < recording.length && recording.depth(step + 1) === recording.depth(step) + 1;
}

/**
 * Enters the generator that the current step resumed with `sent`; the guards are before it. After a yield the resumer goes on after the
 * instruction, after a return at its jump's target.
 */
export function resumeGenerator(r: Recorder, { oparg, step }: StepContext, generator: Ref, sent: Ref): void {
  const { recording, world, builder } = r;
  const inside = step + 1;
  const codeId = recording.code(inside);
  const code = world.code(codeId);
  const func = recording.frameFunction(inside);
  const facts = func && world.functionFacts(func);
  if (!facts || !(code.flags & (CodeFlag.GENERATOR | CodeFlag.COROUTINE)))
    throw new Unrecordable('generator');
  if (recording.unit(inside) > MAX_UNIT) throw new Unrecordable('large-code');
  if (r.frames.filter((frame) => frame.isGenerator).length >= MAX_GENERATORS)
    throw new Unrecordable('too-deep');
  if (r.frames.filter((frame) => frame.codeId === codeId).length >= MAX_RECURSION)
    throw new Unrecordable('recursive-generator');

  r.guardDepth();
  r.emit(GUARD_GENERATOR, [generator], [builder.constant(world.codeObject(codeId)), recording.unit(inside)]);
  const globals = [builder.constant(facts.globals), builder.constant(facts.builtins)];
  r.emit(GUARD_GLOBALS, [generator], globals);
  // One that runs already would be found suspended in memory.
  for (const frame of r.frames) {
    if (!frame.isGenerator || frame.codeId !== codeId) continue;
    if (frame.extra === generator) throw new Unrecordable('generator-runs');
    r.emit(GUARD_FALSE, [r.emit(VAL_IS, [frame.extra, generator])]);
  }

  const resumer = r.top;
  const next = r.nextUnit();
  resumer.resume = next + oparg;
  resumer.ip = recording.unit(step);
  // The value sent lies on top of the stack.
  const depth = recording.stackDepth(inside) - 1;
  const slots = new Array<Ref>(code.localsplusNames.length + depth).fill(UNCHANGED);
  const frame = new SymbolicFrame(
    codeId,
    code,
    builder.constant(func as NonNullable<typeof func>),
    facts.globals,
    facts.builtins,
    FrameFlag.OWNED_BY_GENERATOR,
    generator,
    false,
    slots,
  );
  frame.afterYield = next;
  frame.keeps = false;
  frame.handles = mayHandle(code);
  if (frame.handles) r.emit(op('_RESUME_HANDLED'), [generator]);
  if (r.mayNotLeave) frame.loop = loopAround(code.units, recording.unit(inside));
  frame.push(sent);
  r.open(frame);
}

/** Before an instruction that may run other code: that must find the generators that the trace is in running. */
export function markRunning(r: Recorder, uop: Uop): void {
  if (!uop.effects.runsCode) return;
  for (const frame of r.frames) {
    if (!frame.isGenerator || frame.marked) continue;
    r.emit(GENERATOR_RUNS, [frame.extra]);
    frame.marked = true;
  }
}

/** Whether code can be in the middle of handling an exception when it yields. */
const mayHandle = (code: CodeObject): boolean => code.units.some((unit) => (unit & 0xff) === PUSH_EXC_INFO);

/** What the generator's memory does not hold is stored there; what is handled outside of it is handled again. */
function storeFrame(r: Recorder, frame: SymbolicFrame, before: RecordedSnapshot): void {
  frame.slots.forEach((ref, i) => {
    if (frame.isChanged(i)) r.emit(STORE_SLOT, [frame.extra, ref], [generatorSlot(i)], before);
  });
  if (frame.handles) r.emit(op('_SUSPEND_HANDLED'), [frame.extra], [], before);
}

/** The innermost frame, a generator's, returns. `before`: the state in front of that instruction. */
export function returnFromGenerator(r: Recorder, value: Ref, before: RecordedSnapshot): void {
  const { extra, handles } = r.top;
  r.emit(op('_GUARD_NO_GENERATOR_OBJECT'), [extra], [], before);
  if (handles) r.emit(op('_SUSPEND_HANDLED'), [extra], [], before);
  r.emit(CLOSE, [extra], [], before);
  r.frames.pop();
  r.top.push(value);
}

/** An exception leaves the innermost frame, a generator's. If that has a frame object, it takes over the variables, and where it ended: `unit`. */
export function closeGenerator(r: Recorder, unit: Ref, before: RecordedSnapshot): void {
  const { top: frame, builder } = r;
  storeFrame(r, frame, before);
  const code = builder.constant(r.world.codeObject(frame.codeId));
  r.emit(op('_LEAVE_GENERATOR'), [frame.extra, unit], [code], before);
  r.emit(CLOSE, [frame.extra], [], before);
}

function yieldValue(r: Recorder): void {
  const frame = r.top;
  const before = r.snapshot();
  const value = frame.pop(r.builder);
  const [at, resume] = [r.recording.unit(r.currentStep), r.nextUnit()];
  if (r.frames.length === 1) {
    r.mark('_YIELDS', [], before); // the end's state is the one after: nothing can leave there and yield
    const after = r.snapshotAt(resume);
    r.end = { kind: 'yield', snapshot: after, value };
    return;
  }
  if (!frame.isGenerator) throw new Unrecordable('yield-in-callee');
  storeFrame(r, frame, before);
  const code = r.builder.constant(r.world.codeObject(frame.codeId));
  r.emit(SUSPEND, [frame.extra], [code, at, resume, generatorSlot(frame.slots.length)], before);
  r.frames.pop();
  r.top.push(value);
}

/** `yield from`: a generator is its own iterator. */
function yieldFromIter(r: Recorder, context: StepContext): void {
  const seen = r.recording.value(context.step, 0);
  if (!seen?.shape) throw new Unrecordable('no-operand');
  const kind = r.world.iterableKind(seen);
  if (kind === 'coroutine') return r.perform(context.uop, context); // it asks who delegates
  r.emit(GUARD_SHAPE, [r.top.peek(r.builder, 0)], [seen.shape]);
  if (kind === 'other') r.perform(op('_GET_ITER'), context);
}

/** [receiver, value]: the value is sent, what comes back takes its place. */
function send(r: Recorder, context: StepContext): void {
  if (!entersFrame(r, context.step)) return sendObject(r, context);
  const receiver = r.top.peek(r.builder, 1);
  const value = r.top.peek(r.builder, 0);
  const none = r.builder.literal('None');
  // A generator that has not started takes nothing else; guarded for all.
  if (value !== none) r.guardConst(value, none);
  resumeGenerator(r, context, receiver, none);
  // The resumer's stack is as the result will find it.
  r.frames[r.frames.length - 2].drop(1);
}

/** The value goes through C; the branch becomes a guard on whether the receiver has returned. */
function sendObject(r: Recorder, { oparg }: StepContext): void {
  const before = r.snapshot();
  markRunning(r, SEND_OBJECT);
  r.skipInnerSteps();
  const yielded = r.fellThrough();
  const value = r.top.pop(r.builder);
  const receiver = r.top.peek(r.builder, 0);
  const [sent, returned] = r.builder.emit(SEND_OBJECT, [receiver, value], [], before);
  r.top.push(sent);
  const next = r.nextUnit();
  const other = r.snapshotAt(yielded ? next + oparg : next);
  r.emit(op(yielded ? '_GUARD_IS_FALSE_POP' : '_GUARD_IS_TRUE_POP'), [returned], [], other);
}

export const generatorUops: Readonly<Record<string, VirtualUop>> = {
  _FOR_ITER_GEN_FRAME: (r, context) => {
    if (!entersFrame(r, context.step)) throw new Unrecordable('generator');
    resumeGenerator(r, context, r.top.peek(r.builder, 0), r.builder.literal('None'));
  },
  _YIELD_VALUE: yieldValue,
  _GET_YIELD_FROM_ITER: yieldFromIter,
  _GUARD_SEND_GEN: () => {},
  _SEND_GEN_FRAME: send,
  _SEND: send,
};
