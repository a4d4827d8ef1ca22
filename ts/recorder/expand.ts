/** One uop of one instruction: looked up, then done by its handler, or emitted as it is declared. */

import { wordConst } from '../ir/constants.ts';
import { op } from '../ir/op-table.ts';
import type { Ref } from '../ir/trace.ts';
import type { ExpandedUop, Instruction } from '../ops/table.ts';
import type { Operand, Uop } from '../ops/types.ts';
import { enterCalls } from './calls.ts';
import { descriptorUops } from './descriptors.ts';
import { displayUops } from './displays.ts';
import { exceptionUops } from './exceptions.ts';
import { generatorUops } from './generators.ts';
import type { Recorder, StepContext, VirtualUop } from './recorder.ts';
import { specialUops } from './special.ts';
import { textUops } from './special-texts.ts';
import { Unrecordable } from './unrecordable.ts';
import { virtualUops } from './virtual-uops.ts';

const handlerOf = (name: string): VirtualUop | undefined =>
  virtualUops[name] ??
  enterCalls[name] ??
  specialUops[name] ??
  exceptionUops[name] ??
  generatorUops[name] ??
  displayUops[name] ??
  textUops[name] ??
  descriptorUops[name];

/** False when the uop jumped: what follows it in the instruction did not run. */
export function expandUop(
  r: Recorder,
  step: number,
  instruction: Instruction,
  expanded: ExpandedUop,
): boolean {
  const whole = r.recording.oparg(step);
  const oparg = expanded.oparg === 'whole' ? whole : expanded.oparg === 'high4' ? whole >> 4 : whole & 15;
  const { uop } = expanded;
  const imms = immediates(r, step, expanded, oparg);
  const context: StepContext = { step, instruction, uop, oparg, imms };
  const handler = handlerOf(uop.name);
  if (handler) {
    handler(r, context);
    return true;
  }
  if (uop.trace === 'none') return true;
  if (uop.trace === 'virtual' || (uop.trace === undefined && uop.tier === 1))
    throw new Unrecordable('unsupported', uop.name);
  if (uop.trace === undefined) r.perform(uop, context);
  else if (typeof uop.trace === 'string') r.perform(op(uop.trace), context);
  else {
    const stays = r.fellThrough();
    r.perform(op(stays ? uop.trace.next : uop.trace.jump), context);
    return stays;
  }
  return true;
}

function immediates(r: Recorder, step: number, expanded: ExpandedUop, oparg: number): number[] {
  const { uop, units: places } = expanded;
  const units = r.world.units(r.recording.code(step));
  const unit = r.recording.unit(step);
  return uop.imms.map((imm, i) => {
    if (imm.kind === 'oparg') return oparg;
    const at = unit + places[i];
    if (imm.kind === 'u16') return units[at];
    const lo = units[at] | (units[at + 1] << 16);
    if (imm.kind === 'u32') return lo >>> 0;
    const hi = units[at + 2] | (units[at + 3] << 16);
    // All 64-bit cache words are values but one: the definition of a built-in function.
    if (imm.name === 'def') return r.builder.constant(wordConst('ptr', lo, hi));
    // The instruction may have specialized itself anew since it ran, and what it then named may be gone.
    if (!r.world.isValue(lo, hi)) throw new Unrecordable('cache-changed');
    return r.builder.constant(r.world.describe(lo, hi));
  });
}

/** The operands that a uop takes from the stack, `consumed` of which it pops. */
export function operandsOf(r: Recorder, uop: Uop, oparg: number): { args: Ref[]; consumed: number } {
  const frame = r.top;
  const count = (operand: Operand): number => (operand.array ? arrayLength(operand.array, oparg) : 1);
  const onStack = uop.ins.filter((operand) => !operand.depth);
  const total = onStack.reduce((sum, operand) => sum + count(operand), 0);
  const consumed = onStack.reduce((sum, operand) => sum + (operand.peek ? 0 : count(operand)), 0);
  const values: Ref[] = [];
  for (let place = total - 1; place >= 0; place--) values.push(frame.peek(r.builder, place));
  let next = 0;
  const args: Ref[] = [];
  for (const operand of uop.ins) {
    if (operand.depth) {
      const below = arrayLength(operand.depth, oparg);
      args.push(frame.peek(r.builder, consumed + below - 1));
    } else for (let i = count(operand); i > 0; i--) args.push(values[next++]);
  }
  return { args, consumed };
}

/** The recorded immediates belong to the declared uop; a replacement takes those it shares by name. */
export function sharedImmediates(uop: Uop, context: StepContext): number[] {
  return uop.imms.map((imm) => {
    const at = context.uop.imms.findIndex((other) => other.name === imm.name);
    if (at < 0) throw new Error(`${uop.name} wants an immediate ${imm.name} that ${context.uop.name} lacks`);
    return context.imms[at];
  });
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
