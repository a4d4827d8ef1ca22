/**
 * Names, in text, of numbers that stand for something: immediates whose declaration says so (ts/ops/types.ts: Enumeration), and a frame's
 * flags.
 *
 *     b3 = _COMPARE_OP_INT v1, v2, #bool(<)
 *     v4 = _BINARY_OP v1, v2, #**
 *     7@4 func=@f flags=init-cleanup extra=v3 [v3]
 */
import {
  BINARY_OPS,
  COMPARE_MASKS,
  COMPARE_OPS,
  COMPARE_TO_BOOL,
  SPECIAL_METHODS,
} from '../ops/bytecodes.ts';
import type { Enumeration } from '../ops/types.ts';

const list = (names: readonly string[]): ReadonlyMap<number, string> =>
  new Map(names.map((name, i) => [i, name]));

/** COMPARE_OP's arguments that the compiler makes; `bool(…)`: the result is made a bool. */
const COMPARISONS = new Map(
  COMPARE_OPS.flatMap((name, i): [number, string][] => {
    const arg = (i << 5) | COMPARE_MASKS[i];
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

// ---- frames (FRAME_* and OPERAND_* of native/core/layout.h) ----

const FRAME_FLAGS: readonly [string, number][] = [
  ['owned-by-generator', 1],
  ['entry', 2],
  ['init-cleanup', 4],
];
const BINARY_OP = 8;
const OPERANDS = ['same-class', 'int', 'float'];

/** `init-cleanup`, `binary-op(+,int)`: the frame of an operator's method, called with such a right operand. */
export function flagsText(flags: number): string {
  const names = FRAME_FLAGS.filter(([, bit]) => flags & bit).map(([name]) => name);
  if (flags & BINARY_OP) names.push(`binary-op(${BINARY_OPS[(flags >> 8) & 0xff]},${OPERANDS[flags >> 16]})`);
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
    else if (op !== undefined && kind >= 0) flags |= BINARY_OP | (op << 8) | (kind << 16);
    else return undefined;
  }
  return flags;
}
