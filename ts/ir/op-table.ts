/**
 * The op table as passes see it: every uop, those of bytecodes and those that only traces contain, by name; and an op's other forms by op.
 * Names are for declarations, rules about one op, and text. What holds for several ops is a fact of theirs (ts/ops/types.ts: Facts).
 */
import { LOWERED_UOPS } from '../ops/lowered.ts';
import { RECORDED_UOPS } from '../ops/table.ts';
import type { Facts, Kind, Uop } from '../ops/types.ts';

export const UOPS: readonly Uop[] = [...RECORDED_UOPS, ...LOWERED_UOPS];

const table = new Map<string, Uop>(UOPS.map((uop) => [uop.name, uop]));
if (table.size !== UOPS.length) throw new Error('a uop is declared twice');

/** The op of that name; throws when there is none. */
export function op(name: string): Uop {
  const found = table.get(name);
  if (!found) throw new Error(`no uop ${name}`);
  return found;
}

export const isMarker = (uop: Uop): boolean => uop.marker === true;

/** The facts that name another form of the op. */
export type FormName = keyof Pick<
  Facts,
  'immediate' | 'immediateLeft' | 'unchecked' | 'unboxed' | 'guard' | 'single' | 'negated' | 'negatedSwapped'
>;

/** That form of the op, if it has one. */
export function form(uop: Uop, which: FormName): Uop | undefined {
  const name = uop[which];
  return name && op(name);
}

/** The op of which this one is the immediate form. Looks through the whole table. */
export const general = (immediate: Uop): Uop | undefined =>
  UOPS.find((uop) => form(uop, 'immediate') === immediate);

/** The guard that passes where this one exits. */
export interface Negation {
  readonly op: Uop;
  /** It takes the two operands in the other order. */
  readonly swapped: boolean;
}
export function negation(guard: Uop): Negation | undefined {
  const same = form(guard, 'negated');
  if (same) return { op: same, swapped: false };
  const swapped = form(guard, 'negatedSwapped');
  return swapped && { op: swapped, swapped: true };
}

/** What it is known to have shown when it passed: an input, by its index, and what that is. */
export interface Proof {
  readonly input: number;
  readonly is: Kind;
}
export const proofs = (guard: Uop): Proof[] =>
  Object.entries(guard.proves ?? {}).map(([name, is]) => ({
    input: guard.ins.findIndex((operand) => operand.name === name),
    is,
  }));
