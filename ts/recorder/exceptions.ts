/**
 * Exceptions. Where one is handled is known when it is recorded: the tables of the code objects say so for every instruction. A raise that is
 * caught in the frames of the trace is therefore no jump; frames between are dropped, the stack is cut, and the handler goes on.
 *
 *     raise ValueError(i)        v2 = _CALL_NON_PY_GENERAL @ValueError, v1;  v3 = _RAISED v2
 *     (leaves g, inlined)        v4 = _ENDED_FRAME g's locals;  v5 = _ADD_TRACEBACK v3, v4, #@g.code, #12
 *     (caught in the root)       v6 = _ADD_TRACEBACK v5, NULL, #@f.code, #30
 *     PUSH_EXC_INFO              v7 = _SWAP_HANDLED v6
 *
 * What other instructions raise leaves the trace; a bridge of that exit begins with the exception on its way (`beginInHandler`).
 * An exception that leaves the root frame is raised in tier 1.
 */

import type { CodeObject, ExceptionRange } from '../compiler/code-object.ts';
import { isGeneratorLike } from '../contract/code.ts';
import { op } from '../ir/op-table.ts';
import { begun, type RecordedSnapshot, type Ref } from '../ir/trace.ts';
import type { Recorder, VirtualUop } from './recorder.ts';
import { Unrecordable } from './unrecordable.ts';

const handlerIn = (code: CodeObject, unit: number): ExceptionRange | undefined =>
  code.exceptions.find(({ start, end }) => start <= unit && unit < end);

/** Whether a frame of the trace handles what the innermost one raises at `unit`. */
function isHandled(r: Recorder, unit: number): boolean {
  const { frames } = r;
  const last = frames.length - 1;
  return frames.some(({ code, ip }, i) => handlerIn(code, i === last ? unit : ip) !== undefined);
}

interface Raised {
  readonly exc: Ref;
  /** Where it was raised first: some handlers want to know. */
  readonly lasti: Ref;
  /** Raised again: the innermost frame is in the traceback already. */
  readonly again: boolean;
}

/** What has more variables shows none of them. */
const VARIABLES_SHOWN = 100;

/**
 * The frame object of the innermost frame, which is inlined. If it handles the exception itself, the object is a picture: its variables
 * stay as they were.
 */
function endedFrame(r: Recorder, unit: number, snapshot: RecordedSnapshot): Ref {
  const { top: frame, builder } = r;
  const shown = frame.nlocals > VARIABLES_SHOWN ? 0 : frame.nlocals;
  const values = Array.from({ length: shown }, (_, i) => frame.read(builder, i));
  const code = builder.constant(r.world.codeObject(frame.codeId));
  const imms = [values.length, code, unit, builder.constant(frame.globals)];
  return r.emit(op('_ENDED_FRAME'), values, imms, snapshot);
}

/** From the instruction at `unit` of the innermost frame into the handler. `before` is the state before that instruction. */
function unwind(r: Recorder, unit: number, { exc, lasti, again }: Raised, before: RecordedSnapshot): void {
  const { builder } = r;
  const snapshot = begun(before);
  let value = exc;
  let at = unit;
  let first = lasti;
  for (let innermost = true; ; innermost = false) {
    const frame = r.top;
    if (!(innermost && again)) {
      const code = builder.constant(r.world.codeObject(frame.codeId));
      const globals = builder.constant(frame.globals);
      const object = r.frames.length === 1 ? r.null() : endedFrame(r, at, snapshot);
      value = r.emit(op('_ADD_TRACEBACK'), [value, object], [code, at, globals, innermost ? 1 : 0], snapshot);
    }
    const range = handlerIn(frame.code, at);
    if (range) {
      frame.slots.length = frame.nlocals + range.depth;
      if (range.lasti) frame.push(first);
      frame.push(value);
      r.goesOnAt(range.target);
      return;
    }
    if (frame.isGenerator) r.emit(op('_CLOSE_GENERATOR'), [frame.extra], [], snapshot);
    r.frames.pop();
    at = r.top.ip;
    first = builder.int(at);
  }
}

/** The first thing in a bridge whose exit raises. */
export function beginInHandler(r: Recorder, entry: RecordedSnapshot): void {
  const unit = r.top.ip;
  if (!isHandled(r, unit)) throw new Unrecordable('raised-out');
  const exc = r.emit(op('_TAKE_EXCEPTION'), [], [], entry);
  unwind(r, unit, { exc, lasti: r.builder.int(unit), again: false }, entry);
}

/** A raise that leaves the trace's frames ends it. */
function leaves(r: Recorder, unit: number): boolean {
  if (isHandled(r, unit)) return false;
  if (r.currentStep === 0) throw new Unrecordable('raised-out');
  r.end = { kind: 'exit', snapshot: r.snapshot() };
  return true;
}

/** Only a generator's own frame has a memory for what was handled outside of it. */
function inGenerator(r: Recorder): boolean {
  if (r.frames.some((frame) => frame.isGenerator)) throw new Unrecordable('handled-in-generator');
  if (!isGeneratorLike(r.top.code.flags)) return false;
  if (r.frames.length > 1) throw new Unrecordable('handled-in-generator');
  return true;
}

export const exceptionUops: Readonly<Record<string, VirtualUop>> = {
  _RAISE_VARARGS: (r, { oparg, step }) => {
    const unit = r.recording.unit(step);
    if (leaves(r, unit)) return;
    const snapshot = r.snapshot();
    const lasti = r.builder.int(unit);
    if (oparg === 0) {
      const exc = r.emit(op('_LOAD_HANDLED'), [], [], snapshot);
      r.emit(op('_GUARD_NOT_CONST'), [exc], [r.builder.literal('None')], snapshot);
      unwind(r, unit, { exc, lasti, again: true }, snapshot);
      return;
    }
    const args: Ref[] = [];
    for (let place = oparg - 1; place >= 0; place--) args.push(r.top.peek(r.builder, place));
    const exc = r.emit(op('_RAISED'), args, [oparg], snapshot);
    unwind(r, unit, { exc, lasti, again: false }, snapshot);
  },
  _RERAISE: (r, { oparg, step }) => {
    const unit = r.recording.unit(step);
    if (leaves(r, unit)) return;
    const lasti = oparg ? r.top.peek(r.builder, oparg) : r.builder.int(unit);
    unwind(r, unit, { exc: r.top.peek(r.builder, 0), lasti, again: true }, r.snapshot());
  },
  _END_ASYNC_FOR: (r, { step }) => {
    const unit = r.recording.unit(step);
    const raised = r.recording.raised(step);
    if (raised && leaves(r, unit)) return;
    const snapshot = r.snapshot();
    const exc = r.top.peek(r.builder, 0);
    const ends = r.emit(op('_IS_STOP_ASYNC_ITERATION'), [exc], [], snapshot);
    r.emit(op(raised ? '_GUARD_IS_FALSE_POP' : '_GUARD_IS_TRUE_POP'), [ends], [], snapshot);
    if (raised) unwind(r, unit, { exc, lasti: r.builder.int(unit), again: true }, snapshot);
    else for (let i = 0; i < 2; i++) r.top.slots.pop();
  },
  _PUSH_EXC_INFO: (r, context) => {
    if (inGenerator(r)) {
      r.perform(context.uop, context);
      return;
    }
    const snapshot = r.snapshot();
    const exc = r.top.pop(r.builder);
    r.top.push(r.emit(op('_SWAP_HANDLED'), [exc], [], snapshot));
    r.top.push(exc);
  },
  _POP_EXCEPT: (r, context) => r.perform(inGenerator(r) ? context.uop : op('_SET_HANDLED'), context),
};
