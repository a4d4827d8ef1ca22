/**
 * Names, in text, of numbers that stand for something: immediates whose declaration says so (ts/ops/types.ts: Enumeration), and a frame's
 * flags.
 *
 *     b3 = _COMPARE_OP_INT v1, v2, #bool(<)
 *     v4 = _BINARY_OP v1, v2, #**
 *     7@4 func=@f flags=init-cleanup extra=v3 [v3]
 */
import {
  Finish,
  FRAME_FINISH_SHIFT,
  FRAME_OPERAND_SHIFT,
  FRAME_OPERATOR_SHIFT,
  FrameFlag,
  Operand,
} from '../contract/frames.ts';
import {
  BINARY_OPS,
  COMPARE_MASKS,
  COMPARE_OPS,
  COMPARE_SHIFT,
  COMPARE_TO_BOOL,
  FunctionAttribute,
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
  'function-attribute': new Map(
    Object.entries(FunctionAttribute).map(([name, bit]) => [bit, name.toLowerCase()]),
  ),
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
  ['twin', FrameFlag.TWIN],
];
const inWords = (name: string): string => name.toLowerCase().replaceAll('_', '-');
const OPERANDS = Object.keys(Operand).map(inWords);
const FINISHES = Object.keys(Finish).map(inWords);

/** How the result of a special method's frame is finished: `init`, `operator(+,int)`, `compare(88,0)`. */
function finishText(flags: number): string {
  const name = FINISHES[flags >> FRAME_FINISH_SHIFT];
  const [argument, detail] = [(flags >> FRAME_OPERATOR_SHIFT) & 0xff, (flags >> FRAME_OPERAND_SHIFT) & 0xff];
  if (name === 'operator') return `${name}(${BINARY_OPS[argument]},${OPERANDS[detail]})`;
  return argument || detail ? `${name}(${argument},${detail})` : name;
}

function finishOf(text: string): number | undefined {
  const [, name, first, second] = /^([a-z-]+)(?:\((.*),(.*)\))?$/.exec(text) ?? [];
  const finish = FINISHES.indexOf(name);
  const named = name === 'operator';
  const argument = named ? numberOf('operator', first) : Number(first ?? 0);
  const detail = named ? OPERANDS.indexOf(second) : Number(second ?? 0);
  if (finish < 0 || argument === undefined || detail < 0) return undefined;
  const parts = (argument << FRAME_OPERATOR_SHIFT) | (detail << FRAME_OPERAND_SHIFT);
  return FrameFlag.FINISH | parts | (finish << FRAME_FINISH_SHIFT);
}

/** What kind of frame it is, joined by `|`. */
export function flagsText(flags: number): string {
  const names = FRAME_FLAGS.filter(([, bit]) => flags & bit).map(([name]) => name);
  if (flags & FrameFlag.FINISH) names.push(finishText(flags));
  return names.join('|');
}

/** Undefined: no such flags. */
export function flagsOf(text: string): number | undefined {
  let flags = 0;
  // An operator may be a bar itself.
  for (const name of text.split(/\|(?=[a-z])/)) {
    const known = FRAME_FLAGS.find(([flag]) => flag === name)?.[1] ?? finishOf(name);
    if (known === undefined) return undefined;
    flags |= known;
  }
  return flags;
}
