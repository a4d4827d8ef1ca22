/**
 * What the text form of traces (docs/trace-format.md) has names for: representations, types, operands. print.ts and parse.ts share it.
 */
import type { Repr, Uop } from '../ops/types.ts';
import { isMarker } from './op-table.ts';
import { T, T_ANY, T_BOOL, T_OBJECT } from './trace.ts';

/** Values are named by representation and number: v3 tagged word, i3 i64, f3 f64, b3 bool, p3 pointer. */
export const PREFIX: Record<Repr, string> = { val: 'v', i64: 'i', f64: 'f', bool: 'b', ptr: 'p' };
export const REPR_OF_PREFIX: Record<string, Repr> = { v: 'val', i: 'i64', f: 'f64', b: 'bool', p: 'ptr' };

export const TYPE_NAMES: [string, number][] = [
  ['any', T_ANY],
  ['object', T_OBJECT],
  ['bool', T_BOOL],
  ['int', T.INT],
  ['float', T.FLOAT],
  ['cell', T.CELL],
  ['None', T.NONE],
  ['NULL', T.NULL],
  ['True', T.TRUE],
  ['False', T.FALSE],
  ['immediate', T.OTHER_IMM],
];

/** Kinds of immediates that are refs of constants, and the representation that a constant has there unless it says otherwise. */
export const REF_IMMEDIATES = new Set(['const', 'addr', 'u64', 'i64', 'f64']);
export const immRepr = (kind: string): Repr =>
  kind === 'i64' || kind === 'f64' ? kind : kind === 'const' ? 'val' : 'ptr';

/** Representation that argument `index` of an instruction has. */
export function argRepr(op: Uop, count: number, index: number): Repr {
  if (isMarker(op)) return 'val';
  return op.ins[operandIndex(op.ins, count, index)].repr;
}
/** Which declared operand the `index`-th of `count` actual ones is: an array operand takes the surplus. */
export function operandIndex(operands: Uop['ins'], count: number, index: number): number {
  if (operands.length === count) return index;
  const array = operands.findIndex((operand) => operand.array);
  const length = count - operands.length + 1;
  return index < array ? index : index < array + length ? array : index - length + 1;
}
