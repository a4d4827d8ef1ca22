/**
 * str(), repr() and format() of objects whose class says in Python what they are; the trace follows the method (native/interp/special_text.c).
 *
 *     f'{x}'                     _GUARD_SHAPE v1, #140;  _GUARD_TYPE_VERSION @C, #9;  _PUSH_FRAME @C.__str__, v1
 *       return self.name         v2 = _LOAD_SLOT v1, #24;  _GUARD_TOS_STR v2;  _POP_FRAME v2
 */
import { Finish, SpecialCall, TextOf } from '../contract/frames.ts';
import { op } from '../ir/op-table.ts';
import type { Ref } from '../ir/trace.ts';
import { bind } from './arguments.ts';
import { enter } from './enter-call.ts';
import { formatPure, formatWithSpecPure } from './pure-operators.ts';
import type { Recorder, StepContext, VirtualUop } from './recorder.ts';
import { finishFlags, guardMethod, throughC } from './special.ts';

/** Takes `consumed` operands from the stack. `spec`: what format() was given. False: no Python method decides. */
export function followText(
  r: Recorder,
  { step }: StepContext,
  wanted: number,
  consumed: number,
  spec?: Ref,
): boolean {
  const { builder, recording, world } = r;
  const place = spec === undefined ? 0 : 1;
  const entered = step + 1 < recording.length && recording.depth(step + 1) > recording.depth(step);
  const seen = entered ? recording.value(step, place) : undefined;
  const method = seen && world.specialMethod(SpecialCall.TEXT, seen, seen, wanted);
  const facts = method && world.functionFacts(method.func);
  if (!facts || (spec !== undefined && method.detail !== TextOf.FORMAT)) return false;
  const owner = r.top.peek(builder, place);
  if (!guardMethod(r, owner, seen, method.func, facts.version)) return false;
  const formats = method.detail === TextOf.FORMAT;
  const args = formats ? [owner, spec ?? builder.constant(world.emptyText())] : [owner];
  const flags = finishFlags(Finish.TEXT, method.detail);
  enter(r, { func: builder.constant(method.func), facts }, bind(r, facts, args, []), consumed, flags);
  return true;
}

const followsStr: VirtualUop = (r, context) => {
  if (!followText(r, context, TextOf.STR, 3)) throughC(r, context, '_CALL_STR_1');
};

/** The micro-op as it is declared, for what no Python method decides. */
function asIs(r: Recorder, context: StepContext, name: `_${string}`): void {
  r.skipInnerSteps();
  r.perform(op(name), context);
}

export const textUops: Readonly<Record<string, VirtualUop>> = {
  _CALL_STR_1: followsStr,
  _CALL_STR_METHOD: followsStr,
  _FORMAT_SIMPLE_ENTER: (r, context) => {
    if (followText(r, context, TextOf.FORMAT, 1) || formatPure(r, context)) return;
    asIs(r, context, '_FORMAT_SIMPLE');
  },
  _FORMAT_WITH_SPEC_ENTER: (r, context) => {
    const spec = r.top.peek(r.builder, 0);
    if (followText(r, context, TextOf.FORMAT, 2, spec) || formatWithSpecPure(r, context)) return;
    asIs(r, context, '_FORMAT_WITH_SPEC');
  },
  _CONVERT_VALUE_ENTER: (r, context) => {
    const wanted = [TextOf.STR, TextOf.REPR][context.oparg - 1];
    if (wanted === undefined || !followText(r, context, wanted, 1)) asIs(r, context, '_CONVERT_VALUE');
  },
};
