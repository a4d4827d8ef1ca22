/**
 * The facts in the uops' declarations hold together: forms exist and have the operands they must have,
 * negations belong to each other, and where both sides have a reference meaning, a form means the same as the
 * op it is a form of.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBodies } from '../../scripts/stencils/bodies.ts';
import { type FormName, form, negation, op, proofs, UOPS } from '../../ts/ir/op-table.ts';
import { LOWERED_FLOAT_UOPS } from '../../ts/ops/lowered-float.ts';
import { LOWERED_GENERATOR_UOPS } from '../../ts/ops/lowered-generator.ts';
import { LOWERED_HEAP_UOPS } from '../../ts/ops/lowered-heap.ts';
import { LOWERED_INT_UOPS } from '../../ts/ops/lowered-int.ts';
import type { Kind, Operand, Operator, RefValue, Repr, Uop } from '../../ts/ops/types.ts';
import { boundaryImmediates, boundaryValues } from '../stencils/operands.ts';

const FORMS: readonly FormName[] = [
  'immediate',
  'immediateLeft',
  'unchecked',
  'unboxed',
  'guard',
  'single',
  'negated',
  'negatedSwapped',
];
const UNBOXED: Partial<Record<Kind, Repr>> = { int: 'i64', float: 'f64', bool: 'bool' };

/** Every op with that fact, and what it names. */
const having = (which: FormName): [string, Uop, Uop][] =>
  UOPS.flatMap((uop) => (uop[which] ? [[uop.name, uop, form(uop, which)!]] : []));
const withFact = (
  fact: 'overflows' | 'fresh' | 'immutable' | 'location' | 'boxes' | 'truth',
): [string, Uop][] => UOPS.flatMap((uop) => (uop[fact] ? [[uop.name, uop]] : []));

const reprs = (operands: readonly Operand[]): Repr[] => operands.map(({ repr }) => repr);
const isGuard = (uop: Uop): boolean => uop.exits && uop.outs.length === 0;

// ---- meanings ----

const isKind = (value: RefValue, kind: Kind | undefined): boolean => {
  if (kind === 'int') return typeof value === 'bigint';
  if (kind === 'float') return typeof value === 'number';
  return kind === 'bool' ? typeof value === 'boolean' : true;
};
function* tuples(lists: readonly (readonly RefValue[])[]): Generator<RefValue[]> {
  if (lists.length === 0) yield [];
  else for (const head of lists[0]) for (const rest of tuples(lists.slice(1))) yield [head, ...rest];
}
/** Boundary values for the inputs. */
const inputs = (uop: Uop): RefValue[][] => [
  ...tuples(uop.ins.map(({ repr, is }) => boundaryValues(repr).filter((value) => isKind(value, is)))),
];

/** Values for the immediate; one without meaning where there is none. */
const immediates = (uop: Uop): RefValue[] =>
  uop.imms.length > 0 ? boundaryImmediates(uop.imms[0].kind) : [0n];

type Result = readonly RefValue[] | 'exit' | undefined;
/** The op's meaning is `same`, where that is known. */
function expectMeaning(uop: Uop, same: (ins: RefValue[], imms: RefValue[]) => Result): void {
  if (!uop.evaluate) return;
  for (const imm of immediates(uop))
    for (const ins of inputs(uop)) {
      const expected = same(ins, [imm]);
      if (expected !== undefined) expect([ins, uop.evaluate(ins, [imm])]).toEqual([ins, expected]);
    }
}

type Two = (a: never, b: never) => RefValue;
const OPERATORS: Record<Operator, Two> = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a, b) => Number(a) / Number(b),
  '//': (a, b) => {
    const floor = Math.floor(Number(a) / Number(b));
    return typeof a === 'bigint' ? BigInt(floor) : floor;
  },
  // Not -0 where the divisor is positive.
  '%': (a: number, b: number) => ((a % b) + b) % b,
  '<<': (a: bigint, b: bigint) => a << b,
  '>>': (a: bigint, b: bigint) => a >> b,
  '&': (a: bigint, b: bigint) => a & b,
  '|': (a: bigint, b: bigint) => a | b,
  '^': (a: bigint, b: bigint) => a ^ b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  'not <': (a, b) => !(a < b),
  'not <=': (a, b) => !(a <= b),
};
const NEGATED: Partial<Record<Operator, Operator>> = {
  '<': '>=',
  '<=': '>',
  '==': '!=',
  '!=': '==',
  '>': '<=',
  '>=': '<',
};
const MIRRORED: Partial<Record<Operator, Operator>> = {
  '<': '>',
  '<=': '>=',
  '==': '==',
  '!=': '!=',
  '>': '<',
  '>=': '<=',
};

describe('facts of uops', () => {
  it('belong to uops with names of their own', () => {
    const names = UOPS.map((uop) => uop.name as string);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('name forms that exist and that traces may contain', () => {
    for (const uop of UOPS)
      for (const which of FORMS) if (uop[which]) expect(op(uop[which]).tier, uop.name).not.toBe(1);
  });

  // Every stencil is tested with limits and zero divisors; here signs and the order of operands count.
  it.each(UOPS.filter((uop) => uop.operator && uop.evaluate).map((uop) => [uop.name, uop] as const))(
    '%s computes what its operator says',
    (_, uop) => {
      const isInt = uop.ins[0].repr === 'i64' || uop.ins[0].is === 'int';
      const numbers = [-7, -2, -1, 1, 2, 10].map((n) => (isInt ? BigInt(n) : n));
      let compared = 0;
      for (const [a, b] of tuples([numbers, numbers])) {
        const result = uop.imms.length > 0 ? uop.evaluate!([a], [b]) : uop.evaluate!([a, b], []);
        const isTest = uop.outs.length === 0;
        if (result === 'exit' && !isTest) continue;
        const computed = isTest ? result !== 'exit' : result[0];
        expect(computed, `${a} ${b}`).toEqual(OPERATORS[uop.operator!](a as never, b as never));
        compared++;
      }
      expect(compared).toBeGreaterThan(10);
    },
  );

  it.each(UOPS.filter((uop) => uop.commutative).map((uop) => [uop.name, uop] as const))(
    '%s is commutative',
    (_, uop) => {
      expect(uop.ins.length).toBe(2);
      expect(uop.ins[0].repr).toBe(uop.ins[1].repr);
      expectMeaning(uop, ([a, b]) => uop.evaluate!([b, a], []));
    },
  );

  it.each(having('immediate'))('%s has its right operand in the immediate form', (_, uop, immediate) => {
    expect(uop.ins.length).toBe(2);
    expect(immediate.ins).toEqual([uop.ins[0]]);
    expect(immediate.imms).toEqual([...uop.imms, { name: 'imm', kind: 'i32' }]);
    expect(immediate.outs).toEqual(uop.outs);
    expect(immediate.operator).toBe(uop.operator);
    expect(immediate.effects).toEqual(uop.effects);
    if (immediate.exits) expect(uop.exits).toBe(true);
    expectMeaning(uop, ([a, b]) => immediate.evaluate!([a], [b]));
  });

  it.each(having('immediateLeft'))('%s has its left operand in the immediate form', (_, uop, immediate) => {
    expect(immediate.ins).toEqual([uop.ins[0]]);
    expect(immediate.imms).toEqual([...uop.imms, { name: 'imm', kind: 'i32' }]);
    expect(immediate.outs).toEqual(uop.outs);
    expect(immediate.operator).toBe(MIRRORED[uop.operator!]);
    expectMeaning(uop, ([a, b]) => immediate.evaluate!([b], [a]));
  });

  it.each(having('unchecked'))('%s has an unchecked form', (_, uop, unchecked) => {
    expect([unchecked.ins, unchecked.outs, unchecked.imms]).toEqual([uop.ins, uop.outs, uop.imms]);
    expect([uop.exits, uop.overflows, unchecked.exits]).toEqual([true, true, false]);
    expect(unchecked.operator).toBe(uop.operator);
    expect(unchecked.commutative).toBe(uop.commutative);
    if (uop.immediate) expect(form(unchecked, 'immediate')).toBe(form(form(uop, 'immediate')!, 'unchecked'));
    expectMeaning(unchecked, (ins, imms) => {
      const checked = uop.evaluate!(ins, imms);
      return checked === 'exit' ? undefined : checked;
    });
  });

  it.each(having('unboxed'))('%s has an unboxed form', (_, uop, unboxed) => {
    const given = uop.ins.slice(0, unboxed.ins.length);
    expect(reprs(unboxed.ins)).toEqual(given.map(({ is }) => UNBOXED[is!]));
    expect(reprs(unboxed.outs)).toEqual(uop.outs.map(({ is }) => UNBOXED[is!]));
    expect(unboxed.operator).toBe(uop.operator);
    expect(unboxed.commutative).toBe(uop.commutative);
    if (unboxed.exits) expect(uop.exits || uop.effects.runsCode).toBe(true);
    expectMeaning(uop, (ins) => {
      // The tagged op exits earlier: its result is a fixnum.
      const result = uop.evaluate!(ins, []);
      return result === 'exit' && !isGuard(uop) ? undefined : unboxed.evaluate!(ins, []);
    });
  });

  it.each(having('guard'))('%s has a guard, and that a negation', (_, test, guard) => {
    expect(reprs(test.outs)).toEqual(['bool']);
    expect(isGuard(guard)).toBe(true);
    expect([guard.ins, guard.imms]).toEqual([test.ins, test.imms]);
    expect(guard.operator).toBe(test.operator);
    expect(negation(guard)).toBeDefined();
    expectMeaning(test, (ins) => [guard.evaluate!(ins, []) !== 'exit']);
    if (test.ins[0].repr === 'i64') expect(form(guard, 'immediate')).toBeDefined();
  });

  it.each(UOPS.filter((uop) => negation(uop)).map((uop) => [uop.name, uop] as const))(
    '%s is negated by a guard of which it is the negation',
    (_, guard) => {
      const { op: negated, swapped } = negation(guard)!;
      expect(negated).not.toBe(guard);
      expect(negation(negated)).toEqual({ op: guard, swapped });
      expect(guard.negated && guard.negatedSwapped).toBeUndefined();
      expect([isGuard(guard), isGuard(negated)]).toEqual([true, true]);
      expect([negated.ins, negated.imms]).toEqual([guard.ins, guard.imms]);
      const { operator } = guard;
      if (swapped) expect(MIRRORED[negated.operator!]).toBe(NEGATED[operator!]);
      else if (operator && reprs(guard.ins)[0] === 'i64') expect(negated.operator).toBe(NEGATED[operator]);
      const swap = (ins: RefValue[]): RefValue[] => (swapped ? [...ins].reverse() : ins);
      for (const imm of immediates(guard))
        for (const ins of guard.evaluate ? inputs(guard) : []) {
          const passes = (uop: Uop, given: RefValue[]): boolean => uop.evaluate!(given, [imm]) !== 'exit';
          expect(passes(negated, swap(ins)), String(ins)).toBe(!passes(guard, ins));
        }
    },
  );

  it.each(UOPS.filter((uop) => uop.proves).map((uop) => [uop.name, uop] as const))(
    '%s proves something of its inputs',
    (_, guard) => {
      expect(guard.exits).toBe(true);
      const kinds = new Set<Kind>();
      for (const { input, is } of proofs(guard)) {
        expect(guard.ins[input]?.repr).toBe('val');
        kinds.add(is);
      }
      expect(kinds.size).toBe(1);
      const [kind] = kinds;
      const single = form(guard, 'single') ?? guard;
      expect(proofs(single)).toEqual([{ input: 0, is: kind }]);
      expect(single.ins.length).toBe(1);
      expect(single.single).toBeUndefined();
      expect(isGuard(single)).toBe(isGuard(guard));
      for (const ins of guard.evaluate ? inputs(guard) : []) {
        if (guard.evaluate!(ins, []) === 'exit') continue;
        for (const { input } of proofs(guard)) expect(isKind(ins[input], kind)).toBe(true);
      }
    },
  );

  it.each(withFact('overflows'))('%s exits for its result alone', (_, uop) => {
    expect([uop.exits, uop.outs.length, uop.effects]).toEqual([true, 1, {}]);
  });
  it.each(withFact('fresh'))('%s makes an object', (_, uop) => {
    expect([reprs(uop.outs), uop.effects.allocates]).toEqual([['val'], true]);
  });
  it.each(withFact('immutable'))('%s looks at what never changes', (_, uop) => {
    const { reads, writes, runsCode } = uop.effects; // it may make its result, and raise
    expect([reads, writes, runsCode]).toEqual([undefined, undefined, undefined]);
    expect([uop.evaluate, uop.location]).toEqual([undefined, undefined]);
  });
  it.each(withFact('location'))('%s reads one location', (_, uop) => {
    expect([undefined, [uop.location]]).toContainEqual(uop.effects.reads);
    expect([uop.effects.writes, uop.effects.runsCode]).toEqual([undefined, undefined]);
    expect(isGuard(uop) || uop.outs.length === 1).toBe(true);
  });
  it.each(withFact('boxes'))('%s tags its input', (_, uop) => {
    expect(reprs(uop.outs)).toEqual(['val']);
    expect(uop.ins.length).toBe(1);
    expect(Object.values(UNBOXED)).toContain(uop.ins[0].repr);
  });
  it.each(withFact('truth'))('%s results in a bool', (_, uop) => {
    expect(uop.outs.map(({ is }) => is)).toEqual(['bool']);
  });
});

describe('files of lowered uops', () => {
  const bodies = new Map(
    readBodies(join(import.meta.dirname, '../../stencils')).map(({ file, bodies }) => [
      file,
      bodies.map(({ name }) => name).sort(),
    ]),
  );
  it.each([
    ['lowered_int.c', LOWERED_INT_UOPS],
    ['lowered_float.c', LOWERED_FLOAT_UOPS],
    ['lowered_heap.c', LOWERED_HEAP_UOPS],
    ['lowered_generator.c', LOWERED_GENERATOR_UOPS],
  ] as const)('declare what has its body in stencils/%s', (file, uops) => {
    expect(uops.map(({ name }) => name as string).sort()).toEqual(bodies.get(file));
  });
});
