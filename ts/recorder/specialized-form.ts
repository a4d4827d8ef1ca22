/**
 * Instructions that see many types stay generic in tier 1, or are specialized for others than this recording saw: a trace takes the form for
 * what was seen, and bridges the others.
 */
import {
  BINARY_OP_INPLACE,
  BINARY_OP_SUBSCR,
  BINARY_OPS,
  COMPARE_SHIFT,
  Comparison,
} from '../contract/operators.ts';
import { intValue } from '../ir/constants.ts';
import { type Const, T, T_BOOL } from '../ir/trace.ts';
import { type Instruction, instruction } from '../ops/table.ts';
import type { Uop } from '../ops/types.ts';
import type { Recorder } from './recorder.ts';

const ARITHMETIC: Readonly<Record<string, string>> = {
  '+': 'ADD',
  '-': 'SUBTRACT',
  '*': 'MULTIPLY',
  '/': 'TRUE_DIVIDE',
};
const OF_INTS: Readonly<Record<string, string>> = {
  ...ARITHMETIC,
  '//': 'FLOOR_DIVIDE',
  '%': 'REMAINDER',
  '<<': 'LSHIFT',
  '>>': 'RSHIFT',
  '&': 'AND',
  '|': 'OR',
  '^': 'XOR',
};

export const isInt = (c: Const): boolean => c.type === T.INT;
export const isFloat = (c: Const): boolean => c.type === T.FLOAT;
/** An int that a double holds: comparisons are exact. */
const isExact = (c: Const): boolean => isInt(c) && Math.abs(intValue(c)) <= 2 ** 53;

/** The suffix of the form for numbers. */
type NumberTypes = 'INT' | 'FLOAT' | 'FLOAT_INT' | 'INT_FLOAT';

/** Undefined: not both are numbers. */
function numbers(left: Const, right: Const): NumberTypes | undefined {
  if (isInt(left)) return isInt(right) ? 'INT' : isFloat(right) ? 'INT_FLOAT' : undefined;
  if (!isFloat(left)) return undefined;
  return isInt(right) ? 'FLOAT_INT' : isFloat(right) ? 'FLOAT' : undefined;
}

function subscript(r: Recorder, container: Const, key: Const): string | undefined {
  const kind = r.world.exactKind(container);
  if (kind === 'dict') return 'BINARY_OP_SUBSCR_DICT';
  if (!isInt(key)) return undefined;
  if (kind === 'list') return 'BINARY_OP_SUBSCR_LIST_INT';
  return kind === 'tuple' ? 'BINARY_OP_SUBSCR_TUPLE_INT' : undefined;
}

function arithmeticForm(operator: string, types: NumberTypes): string | undefined {
  const name = (types === 'INT' ? OF_INTS : ARITHMETIC)[operator];
  return name && `BINARY_OP_${name}_${types}`;
}

/** The micro-op of that operator for two ints. */
export function operationOfInts(operator: string): Uop | undefined {
  const form = arithmeticForm(operator, 'INT');
  return form ? instruction(form).steps.at(-1)!.uop : undefined;
}

function binary(r: Recorder, oparg: number, left: Const, right: Const): string | undefined {
  if (oparg === BINARY_OP_SUBSCR) return subscript(r, left, right);
  const operator = BINARY_OPS[oparg % BINARY_OP_INPLACE];
  const types = numbers(left, right);
  if (types) return arithmeticForm(operator, types);
  const texts = r.world.exactKind(left) === 'str' && r.world.exactKind(right) === 'str';
  return operator === '+' && texts ? 'BINARY_OP_ADD_UNICODE' : undefined;
}

/** Characters of texts that are surely compared at once. */
const LONGEST_COMPARED = 1 << 16;

function compare(r: Recorder, oparg: number, left: Const, right: Const): string | undefined {
  const types = numbers(left, right);
  if (types === 'INT' || types === 'FLOAT') return `COMPARE_OP_${types}`;
  if (types) return isExact(types === 'INT_FLOAT' ? left : right) ? `COMPARE_OP_${types}` : undefined;
  const comparison = oparg >> COMPARE_SHIFT;
  const equality = comparison === Comparison.EQ || comparison === Comparison.NE;
  if (!equality || r.world.exactKind(left) !== 'str' || r.world.exactKind(right) !== 'str') return undefined;
  const isLong = [left, right].every((text) => r.world.textLength(text)! > LONGEST_COMPARED);
  return isLong ? undefined : 'COMPARE_OP_STR';
}

function truth(r: Recorder, value: Const): string | undefined {
  if (value.type & T_BOOL) return 'TO_BOOL_BOOL';
  if (isInt(value)) return 'TO_BOOL_INT';
  if (value.type === T.NONE) return 'TO_BOOL_NONE';
  const kind = r.world.exactKind(value);
  return kind === 'list' ? 'TO_BOOL_LIST' : kind === 'str' ? 'TO_BOOL_STR' : undefined;
}

/** The micro-op that tells whether such a value is true, and exits for others. */
export function truthTest(r: Recorder, value: Const): Uop | undefined {
  const form = truth(r, value);
  return form === undefined ? undefined : instruction(form).steps[0].uop;
}

function formFor(r: Recorder, generic: string, step: number): string | undefined {
  const { recording } = r;
  const oparg = recording.oparg(step);
  const [top, next] = [recording.value(step, 0), recording.value(step, 1)];
  if (!top) return undefined;
  if (generic === 'TO_BOOL') return truth(r, top);
  if (!next) return undefined;
  switch (generic) {
    case 'BINARY_OP':
      return binary(r, oparg, next, top);
    case 'COMPARE_OP':
      return compare(r, oparg, next, top);
    case 'CONTAINS_OP': {
      const kind = r.world.exactKind(top);
      return kind === 'dict' ? 'CONTAINS_OP_DICT' : kind === 'list' ? 'CONTAINS_OP_LIST' : undefined;
    }
    case 'STORE_SUBSCR': {
      const kind = r.world.exactKind(next);
      if (kind === 'dict') return 'STORE_SUBSCR_DICT';
      return kind === 'list' && isInt(top) ? 'STORE_SUBSCR_LIST_INT' : undefined;
    }
    default:
      return undefined;
  }
}

/** The instruction as the trace has it: the form for the operands seen, when the step ran a generic one that did not raise. */
export function formSeen(r: Recorder, step: number, run: Instruction): Instruction {
  if (run.family !== run.name || r.recording.raised(step)) return run;
  const name = formFor(r, run.name, step);
  return name ? instruction(name) : run;
}
