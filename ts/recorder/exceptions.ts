/**
 * Exceptions. Where one is handled is known when it is recorded: the tables of the code objects say so for every instruction. A raise that is
 * caught in the frames of the trace is therefore no jump; frames between are dropped, the stack is cut, and the handler goes on.
 *
 *     raise ValueError(i)        v2 = _BUILD_TUPLE v1;  v3 = _NEW_EXCEPTION v2, NULL, NULL, NULL, #70;  v4 = _RAISED v3
 *     (leaves g, inlined)        v5 = _ENDED_FRAME g's locals;  v6 = _ADD_TRACEBACK v4, v5, #@g.code, #12
 *     (caught in the root)       v7 = _ADD_TRACEBACK v6, NULL, #@f.code, #30
 *     PUSH_EXC_INFO              v8 = _SWAP_HANDLED v7
 *
 * Where calling the class only keeps the arguments; other exceptions are made by a call. Those that nobody looks at are never made
 * (optimizer/passes/virtual/exceptions.ts).
 *
 * Generators that the trace follows keep what they handle in their cells, and there, too, what was handled outside when that began.
 *
 * A KeyError of a dict is raised like that, behind a guard that the key is missing. What other instructions raise leaves the trace; a bridge of that exit begins with the exception on its way (`beginInHandler`).
 * An exception that leaves the root frame is raised in tier 1.
 */

import type { CodeObject, ExceptionRange } from '../compiler/code-object.ts';
import { isGeneratorLike, isTwin } from '../contract/code.ts';
import { op } from '../ir/op-table.ts';
import { begun, type Const, type RecordedSnapshot, type Ref } from '../ir/trace.ts';
import { callParts, isNull } from './arguments.ts';
import { closeGenerator } from './generators.ts';
import type { Recorder, StepContext, VirtualUop } from './recorder.ts';
import { endsLoop } from './special.ts';
import { isInt } from './specialized-form.ts';
import { Unrecordable } from './unrecordable.ts';

const handlerIn = (code: CodeObject, unit: number): ExceptionRange | undefined =>
  code.exceptions.find(({ start, end }) => start <= unit && unit < end);

/** What calling `cls`, which was `seen`, makes of the arguments; undefined when it may do more than keep them. */
function newException(r: Recorder, cls: Ref, seen: Const, args: Ref[]): Ref | undefined {
  const facts = r.world.isPlainExceptionClass(seen) ? r.world.classFacts(seen) : undefined;
  if (!facts) return undefined;
  const known = r.builder.constant(seen);
  r.guardConst(cls, known);
  r.emit(op('_GUARD_TYPE_VERSION'), [], [known, facts.version]);
  const nothing = r.null();
  const kept = args.length > 0 ? r.emit(op('_BUILD_TUPLE'), args, [args.length]) : nothing;
  return r.emit(op('_NEW_EXCEPTION'), [kept, nothing, nothing, nothing], [facts.rootShape]);
}

/** CALL of a class of exceptions; false: it is something else. */
export function callException(r: Recorder, { oparg, step }: StepContext): boolean {
  const seen = r.recording.callable(step);
  const { callable, self, args } = callParts(r, oparg);
  const exc = seen && isNull(r, self) ? newException(r, callable, seen, args) : undefined;
  if (exc === undefined) return false;
  r.top.drop(oparg + 2);
  r.top.push(exc);
  return true;
}

/** Whether a frame of the trace handles what the innermost one raises at `unit`, whatever it is. */
function isHandled(r: Recorder, unit: number): boolean {
  const { frames } = r;
  const last = frames.length - 1;
  for (let i = last; i >= 0; i--) {
    const { code, ip, flags } = frames[i];
    if (handlerIn(code, i === last ? unit : ip)) return true;
    if (endsLoop(flags)) return false; // a StopIteration does not get further
  }
  return false;
}

/** `raise StopIteration` in a `__next__` that a loop has called: nobody sees the exception, and the loop ends. */
function loopEnds(r: Recorder, unit: number, oparg: number, step: number): boolean {
  const { top, recording, builder } = r;
  const seen = recording.value(step, 0);
  if (oparg !== 1 || !endsLoop(top.flags) || handlerIn(top.code, unit)) return false;
  if (!seen || r.world.builtinName(seen) !== 'StopIteration') return false;
  r.guardConst(top.peek(builder, 0), builder.constant(seen));
  r.frames.pop();
  r.goesOnAt(r.top.resume);
  return true;
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
  let isKnown = again;
  let innermost = !again;
  for (;;) {
    const frame = r.top;
    if (!isKnown && !isTwin(frame.code.flags)) {
      const code = builder.constant(r.world.codeObject(frame.codeId));
      const globals = builder.constant(frame.globals);
      const object = r.frames.length === 1 ? r.null() : endedFrame(r, at, snapshot);
      value = r.emit(op('_ADD_TRACEBACK'), [value, object], [code, at, globals, innermost ? 1 : 0], snapshot);
      innermost = false;
    }
    const range = handlerIn(frame.code, at);
    if (range) {
      frame.slots.length = frame.nlocals + range.depth;
      if (range.lasti) frame.push(first);
      frame.push(value);
      r.goesOnAt(range.target);
      return;
    }
    if (frame.isGenerator) closeGenerator(r, first, snapshot);
    r.frames.pop();
    isKnown = false;
    at = r.top.ip;
    first = builder.int(at);
  }
}

/** A subscript of a dict that had no such key, where a frame of the trace handles the KeyError; false: it is something else. */
function keyIsMissing(r: Recorder, step: number): boolean {
  const { recording, world, top, builder } = r;
  const unit = recording.unit(step);
  if (!recording.raised(step) || step + 1 >= recording.length || !isHandled(r, unit)) return false;
  const key = recording.value(step, 0);
  const seen = recording.value(step + 1, 0); // the handler's first instruction finds it on the stack
  const type = seen && world.objectClass(seen);
  const plain = key && (isInt(key) || world.exactKind(key) === 'str');
  if (!plain || !type || world.builtinName(type.cls) !== 'KeyError') return false;
  const snapshot = r.snapshot();
  const [dict, ref] = [top.peek(builder, 1), top.peek(builder, 0)];
  r.emit(op('_GUARD_KEY_ABSENT'), [dict, ref]);
  const made = newException(r, builder.constant(type.cls), type.cls, [ref]);
  if (made === undefined) return false;
  const exc = r.emit(op('_RAISED'), [made], [1], snapshot);
  unwind(r, unit, { exc, lasti: builder.int(unit), again: false }, snapshot);
  return true;
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

/** Before something is handled in the innermost frame, generators that are followed write down what is handled outside of them. */
function keepHandled(r: Recorder): void {
  for (const frame of r.frames) {
    if (!frame.isGenerator || frame.keeps) continue;
    r.emit(op('_KEEP_HANDLED'), [frame.extra]);
    frame.keeps = frame.handles = true;
  }
}

/** A generator in whose frame the trace began: its own instructions know that the frame is there. */
const isRootGenerator = (r: Recorder): boolean => r.frames.length === 1 && isGeneratorLike(r.top.code.flags);

export const exceptionUops: Readonly<Record<string, VirtualUop>> = {
  _BINARY_OP_SUBSCR_DICT: (r, context) => {
    if (!keyIsMissing(r, context.step)) r.perform(context.uop, context);
  },
  _RAISE_VARARGS: (r, { oparg, step }) => {
    const unit = r.recording.unit(step);
    if (loopEnds(r, unit, oparg, step) || leaves(r, unit)) return;
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
    const seen = r.recording.value(step, oparg - 1);
    const made = seen && newException(r, args[0], seen, []);
    if (made !== undefined) args[0] = made;
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
    else r.top.drop(2);
  },
  _PUSH_EXC_INFO: (r, context) => {
    if (isRootGenerator(r)) return r.perform(context.uop, context);
    keepHandled(r);
    const { top } = r;
    const snapshot = r.snapshot();
    const exc = top.pop(r.builder);
    top.push(
      top.isGenerator
        ? r.emit(op('_PUSH_HANDLED'), [top.extra, exc], [], snapshot)
        : r.emit(op('_SWAP_HANDLED'), [exc], [], snapshot),
    );
    top.push(exc);
  },
  _POP_EXCEPT: (r, context) => {
    const { top } = r;
    if (isRootGenerator(r)) return r.perform(context.uop, context);
    if (!top.isGenerator) return r.perform(op('_SET_HANDLED'), context);
    const snapshot = r.snapshot();
    r.emit(op('_POP_HANDLED'), [top.extra, top.pop(r.builder)], [], snapshot);
  },
  _CHECK_EG_MATCH: (r, context) => {
    if (isRootGenerator(r)) return r.perform(context.uop, context);
    r.perform(op('_MATCH_GROUP'), context);
    const { top } = r;
    const match = top.peek(r.builder, 0);
    if (top.isGenerator) r.emit(op('_HANDLE_MATCH_INSIDE'), [top.extra, match]);
    else r.emit(op('_HANDLE_MATCH'), [match]);
  },
};
