/**
 * Names, in text, of numbers that stand for something: immediates whose declaration says so (ts/ops/types.ts: Enumeration), and a frame's
 * flags.
 *
 *     b3 = _COMPARE_OP_INT v1, v2, #bool(<)
 *     v4 = _BINARY_OP v1, v2, #**
 *     7@4 func=@f flags=init-cleanup extra=v3 [v3]
 */
import { FRAME_OPERAND_SHIFT, FRAME_OPERATOR_SHIFT, FrameFlag, Operand } from '../contract/frames.ts';
import {
  BINARY_OPS,
  COMPARE_MASKS,
  COMPARE_OPS,
  COMPARE_SHIFT,
  COMPARE_TO_BOOL,
  SPECIAL_METHODS,
} from '../contract/operators.ts';
import type { Enumeration } from '../ops/types.ts';

const list = (names: readonly string[]): ReadonlyMap<number, string> =>
  new Map(names.map((name, i) => [i, name]));

/** COMPARE_OP's arguments that the compiler makes; `bool(…)`: the result is made a bool. */
const COMPARISONS = new Map(
  COMPARE_OPS.flatMap((name, i): [number, string][] => {
    const arg = (i << COMPARE_SHIFT) | COMPARE_MASKS[i];
    return [
      [arg, name],
      [arg | COMPARE_TO_BOOL, `bool(${name})`],
    ];
  }),
);

const NAMES: Readonly<Record<Enumeration, ReadonlyMap<number, string>>> = {
  operator: list(BINARY_OPS),
  comparison: COMPARISONS,
  identity: list(['is', 'is-not']),
  membership: list(['in', 'not-in']),
  conversion: list(['none', 'str', 'repr', 'ascii']),
  special: list(SPECIAL_METHODS),
  'function-attribute': new Map([
    [1, 'defaults'],
    [2, 'kwdefaults'],
    [4, 'annotations'],
    [8, 'closure'],
    [16, 'annotate'],
  ]),
};

export function nameOf(of: Enumeration, number: number): string {
  const name = NAMES[of].get(number);
  if (name === undefined) throw new Error(`no ${of} has the number ${number}`);
  return name;
}
/** Undefined: there is none of that name. */
export function numberOf(of: Enumeration, name: string): number | undefined {
  for (const [number, known] of NAMES[of]) if (known === name) return number;
  return undefined;
}

// ---- frames ----

const FRAME_FLAGS: readonly [string, number][] = [
  ['owned-by-generator', FrameFlag.OWNED_BY_GENERATOR],
  ['entry', FrameFlag.ENTRY],
  ['init-cleanup', FrameFlag.INIT_CLEANUP],
];
const OPERANDS = Object.keys(Operand).map((name) => name.toLowerCase().replace('_', '-'));

/** `init-cleanup`, `binary-op(+,int)`: the frame of an operator's method, called with such a right operand. */
export function flagsText(flags: number): string {
  const names = FRAME_FLAGS.filter(([, bit]) => flags & bit).map(([name]) => name);
  if (flags & FrameFlag.BINARY_OP) {
    const operator = BINARY_OPS[(flags >> FRAME_OPERATOR_SHIFT) & 0xff];
    names.push(`binary-op(${operator},${OPERANDS[flags >> FRAME_OPERAND_SHIFT]})`);
  }
  return names.join('|');
}

/** Undefined: no such flags. */
export function flagsOf(text: string): number | undefined {
  let flags = 0;
  // An operator may be a bar itself.
  for (const name of text.split(/\|(?=[a-z])/)) {
    const [, operator, operand] = /^binary-op\((.*),(.*)\)$/.exec(name) ?? [];
    const known = FRAME_FLAGS.find(([flag]) => flag === name);
    const [op, kind] = [numberOf('operator', operator), OPERANDS.indexOf(operand)];
    if (known) flags |= known[1];
    else if (op !== undefined && kind >= 0)
      flags |= FrameFlag.BINARY_OP | (op << FRAME_OPERATOR_SHIFT) | (kind << FRAME_OPERAND_SHIFT);
    else return undefined;
  }
  return flags;
}
