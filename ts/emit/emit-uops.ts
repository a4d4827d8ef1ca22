/**
 * The back end's own uops: moves, spills, constants, jumps, exit stubs. They are declared like all others and their bodies
 * are in stencils/emit_*.c, but only the register allocator and the layout put them into a trace.
 */
import type { Immediate, Operand, RefValue } from '../ops/types.ts';
import type { TiedUop } from './variants.ts';

const i64 = (name: string): Operand => ({ name, repr: 'i64' });
const f64 = (name: string): Operand => ({ name, repr: 'f64' });
const slot = (name: string): Immediate => ({ name, kind: 'slot' });

type Shape = Pick<TiedUop, 'ins' | 'outs' | 'imms'> &
  Partial<Pick<TiedUop, 'evaluate' | 'tiedOutputs' | 'threeAddress' | 'effects' | 'exits'>>;

function own(name: `_${string}`, doc: string, shape: Shape): TiedUop {
  return { name, doc, effects: {}, exits: false, registers: 'regs', tier: 2, ...shape };
}
const same = (ins: readonly RefValue[]): readonly RefValue[] => [...ins];
const swapped = (ins: readonly RefValue[]): readonly RefValue[] => [ins[1], ins[0]];
const constant = (_: readonly RefValue[], imms: readonly RefValue[]): readonly RefValue[] => [imms[0]];

export const MOVE_R = own('_EMIT_MOVE_R', 'Copies a general register.', {
  ins: [i64('source')],
  outs: [i64('target')],
  imms: [],
  threeAddress: true,
  evaluate: same,
});
export const MOVE_F = own('_EMIT_MOVE_F', 'Copies a float register.', {
  ins: [f64('source')],
  outs: [f64('target')],
  imms: [],
  threeAddress: true,
  evaluate: same,
});
export const SWAP_R = own('_EMIT_SWAP_R', 'Exchanges two general registers.', {
  ins: [i64('a'), i64('b')],
  outs: [i64('a_after'), i64('b_after')],
  imms: [],
  tiedOutputs: true,
  evaluate: swapped,
});
export const SWAP_F = own('_EMIT_SWAP_F', 'Exchanges two float registers.', {
  ins: [f64('a'), f64('b')],
  outs: [f64('a_after'), f64('b_after')],
  imms: [],
  tiedOutputs: true,
  evaluate: swapped,
});
export const SPILL_R = own('_EMIT_SPILL_R', 'Stores a general register at frame + slot.', {
  ins: [i64('value')],
  outs: [],
  imms: [slot('slot')],
  effects: { writes: [] },
});
export const SPILL_F = own('_EMIT_SPILL_F', 'Stores a float register at frame + slot.', {
  ins: [f64('value')],
  outs: [],
  imms: [slot('slot')],
  effects: { writes: [] },
});
export const RELOAD_R = own('_EMIT_RELOAD_R', 'Loads a general register from frame + slot.', {
  ins: [],
  outs: [i64('value')],
  imms: [slot('slot')],
});
export const RELOAD_F = own('_EMIT_RELOAD_F', 'Loads a float register from frame + slot.', {
  ins: [],
  outs: [f64('value')],
  imms: [slot('slot')],
});
export const COPY_SLOT = own('_EMIT_COPY_SLOT', 'Copies a word between slots; touches no register.', {
  ins: [],
  outs: [],
  imms: [slot('source'), slot('target')],
  effects: { writes: [] },
});
export const CONST_R = own('_EMIT_CONST_R', 'A 64-bit constant.', {
  ins: [],
  outs: [i64('value')],
  imms: [{ name: 'constant', kind: 'i64' }],
  evaluate: constant,
});
export const CONST32_R = own('_EMIT_CONST32_R', 'A constant whose upper half is zero.', {
  ins: [],
  outs: [i64('value')],
  imms: [{ name: 'constant', kind: 'u32' }],
  evaluate: constant,
});
export const CONST32S_R = own('_EMIT_CONST32S_R', 'A constant that is a sign-extended 32-bit number.', {
  ins: [],
  outs: [i64('value')],
  imms: [{ name: 'constant', kind: 'i32' }],
  evaluate: constant,
});
export const CONST_F = own('_EMIT_CONST_F', 'A float constant.', {
  ins: [],
  outs: [f64('value')],
  imms: [{ name: 'constant', kind: 'f64' }],
  evaluate: constant,
});
export const ZERO_F = own('_EMIT_ZERO_F', 'The float +0.0.', {
  ins: [],
  outs: [f64('value')],
  imms: [],
  evaluate: () => [0],
});
export const STORE_CONST = own('_EMIT_STORE_CONST', 'Stores a 64-bit constant at frame + slot.', {
  ins: [],
  outs: [],
  imms: [slot('slot'), { name: 'constant', kind: 'i64' }],
  effects: { writes: [] },
});
export const JUMP = own('_EMIT_JUMP', 'Goes to another place of the trace, or to another trace.', {
  ins: [],
  outs: [],
  imms: [],
});
export const EXIT_STUB = own('_EMIT_EXIT_STUB', 'Leaves the trace: tells the runtime which exit this is.', {
  ins: [],
  outs: [],
  imms: [{ name: 'exit', kind: 'u32' }],
});

export const PUBLISH = own(
  '_EMIT_PUBLISH',
  'C code is called that may look at frames: says which exit’s record describes them.',
  { ins: [], outs: [], imms: [{ name: 'mark', kind: 'i32' }], effects: { writes: [] } },
);

const i64Imm = (name: string): Immediate => ({ name, kind: 'i64' });
const u32Imm = (name: string): Immediate => ({ name, kind: 'u32' });
export const SUSPEND_FRAME = own('_EMIT_SUSPEND_FRAME', 'A frame of the trace waits for its callee.', {
  ins: [],
  outs: [],
  imms: [slot('at'), slot('top'), i64Imm('ip'), i64Imm('resume')],
});
export const MAKE_FRAME = own(
  '_EMIT_MAKE_FRAME',
  'Header of a frame that so far existed in snapshots only.',
  {
    ins: [],
    outs: [],
    imms: [slot('at'), slot('caller'), i64Imm('code'), u32Imm('flags')],
  },
);
export const ENTER_CALLEE = own('_EMIT_ENTER_CALLEE', 'Goes on in the frame of a callee.', {
  ins: [],
  outs: [],
  imms: [slot('at'), slot('end'), u32Imm('depth'), i64Imm('code')],
  exits: true,
});
export const ENTER_LINKED = own('_EMIT_ENTER_LINKED', 'Goes on in another trace, in the frame of a callee.', {
  ins: [],
  outs: [],
  imms: [slot('at'), slot('end'), u32Imm('depth')],
  exits: true,
});
export const RETURN = own('_EMIT_RETURN', 'The root frame returns a value.', {
  ins: [{ name: 'value', repr: 'val' }],
  outs: [],
  imms: [],
});

export const YIELD = own('_EMIT_YIELD', 'The root frame, a generator’s, yields a value.', {
  ins: [{ name: 'value', repr: 'val' }],
  outs: [],
  imms: [i64Imm('ip'), i64Imm('resume'), slot('top')],
});

export const EMIT_UOPS: readonly TiedUop[] = [
  MOVE_R,
  MOVE_F,
  SWAP_R,
  SWAP_F,
  SPILL_R,
  SPILL_F,
  RELOAD_R,
  RELOAD_F,
  COPY_SLOT,
  CONST_R,
  CONST32_R,
  CONST32S_R,
  CONST_F,
  ZERO_F,
  STORE_CONST,
  JUMP,
  EXIT_STUB,
  PUBLISH,
  SUSPEND_FRAME,
  MAKE_FRAME,
  ENTER_CALLEE,
  ENTER_LINKED,
  RETURN,
  YIELD,
];
