/**
 * The register allocator, the layout and the exit records together: random traces are stitched and run on the
 * machine, and must leave through the same exit, with the same values, as in their direct evaluation.
 */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '../../scripts/fuzz/random.ts';
import { loadUops } from '../../scripts/stencils/batches.ts';
import { allocateRegisters } from '../../ts/emit/allocate/linear-scan.ts';
import { SLOT } from '../../ts/emit/allocate/parallel-move.ts';
import { planLayout } from '../../ts/emit/layout.ts';
import { isFloat } from '../../ts/emit/registers.ts';
import { UNCHANGED } from '../../ts/ir/trace.ts';
import type { RefValue, Uop } from '../../ts/ops/types.ts';
import { HostState, OUTCOME, stencilHost } from '../stencils/host.ts';
import { encode, sameWord } from '../stencils/operands.ts';
import type { RandomTrace, TraceOps } from './random-trace.ts';
import { evaluateTrace, randomTrace } from './random-trace.ts';

const uops = new Map(
  (await loadUops(join(import.meta.dirname, '..', '..'))).map((uop) => [uop.name as string, uop]),
);
const op = (name: string): Uop => {
  const found = uops.get(name);
  if (!found) throw new Error(`no uop ${name}`);
  return found;
};
const ops: TraceOps = {
  int: [
    '_I64_ADD',
    '_I64_SUB',
    '_I64_ADD_IMM',
    '_I64_XOR',
    '_I64_AND',
    '_I64_OR',
    '_I64_ADD',
    '_I64_INVERT',
  ].map(op),
  float: ['_F64_ADD', '_F64_SUB', '_F64_MUL', '_F64_NEG'].map(op),
  toFloat: op('_I64_TO_F64'),
  guard: op('_GUARD_I64_LT_IMM'),
  call: op('_F64_MOD'),
  build: op('_BUILD_TUPLE'),
};
const SPILL_BASE = 256;
const host = stencilHost();
const block = host.reserve(1 << 18);

/** Distinct random places for the params: registers and spill slots. */
function placesFor({ trace }: RandomTrace, random: Random): number[] {
  const used = new Set<number>();
  return trace.params.map(({ value }) => {
    const float = trace.values[value].repr === 'f64';
    for (;;) {
      const place = random.below(3) > 0 ? random.below(16) : SLOT + random.below(12);
      if (used.has(place) || (place < SLOT && isFloat(place) !== float)) continue;
      used.add(place);
      return place;
    }
  });
}

/** Runs the stitched trace; returns the exit's snapshot id and the words of its slots. */
function runTrace(made: RandomTrace, seed: number): { snapshot: number; words: (bigint | undefined)[] } {
  const { trace, inputs } = made;
  const inherited = placesFor(made, new Random(seed + 1));
  const { code, exits } = allocateRegisters(trace, {
    library: host.library,
    spillBase: SPILL_BASE,
    frames: () => ({ address: 0, units: 0, extent: 0 }),
    writesFrames: false,
    inherited,
    withTexts: true,
  });
  const layout = planLayout(code, exits, host.library, host.symbols);
  const memory = new Uint8Array(layout.size);
  layout.write(memory, block, 100, () => 0);
  host.install(block, memory);
  const state = new HostState();
  inherited.forEach((place, i) => {
    const word = encode(trace.values[trace.params[i].value].repr, inputs[i]) as bigint;
    if (place < SLOT) state.setWord(place, word);
    else host.writeFrame(SPILL_BASE / 8 + place - SLOT, word);
  });
  expect(host.run(block, state)).toBe(OUTCOME.exit);
  const table = exits.serialize(100);
  const index = state.exit - 100;
  const constants = table[1];
  const record = table[4 + 2 * constants + 2 * index + 1];
  const frame = record + 7;
  const words = Array.from({ length: table[frame + 8] }, (_, i): bigint | undefined => {
    const word = table[frame + 9 + i];
    const payload = word >>> 8;
    switch (word & 15) {
      case 0:
        return undefined;
      case 1:
        return state.word(payload);
      case 2:
        return host.readFrame(payload);
      case 3:
        return (BigInt(table[4 + 2 * payload + 1]) << 32n) | BigInt(table[4 + 2 * payload]);
      default:
        throw new Error('a dead word in an exit that is not a raise');
    }
  });
  return { snapshot: table[record], words };
}

function check(seed: number, size: number, looping: boolean): void {
  const made = randomTrace(seed, ops, size, looping);
  const expected = evaluateTrace(made, ops);
  const actual = runTrace(made, seed);
  const describeCase = `seed ${seed}, size ${size}`;
  expect(actual.snapshot, describeCase).toBe(expected.snapshot.id);
  expected.slots.forEach((value, i) => {
    const ref = expected.snapshot.frames[0].slots[i];
    if (ref === UNCHANGED) {
      expect(actual.words[i], describeCase).toBeUndefined();
      return;
    }
    const repr = typeof value === 'number' ? 'f64' : 'i64';
    const want = encode(repr, value as RefValue) as bigint;
    const got = actual.words[i] as bigint;
    if (!sameWord(repr, got, want)) expect(got, `${describeCase}, slot ${i} (ref ${ref})`).toBe(want);
  });
}

describe('random traces run as they evaluate', () => {
  it.each([
    [5, 300],
    [20, 300],
    [60, 200],
    [250, 40],
  ])('straight, %i instructions', (size, count) => {
    for (let seed = 1; seed <= count; seed++) check(seed, size, false);
  });
  it.each([
    [5, 400],
    [20, 400],
    [60, 200],
    [200, 40],
  ])('loops, %i instructions', (size, count) => {
    for (let seed = 1; seed <= count; seed++) check(seed * 7919, size, true);
  });
});
