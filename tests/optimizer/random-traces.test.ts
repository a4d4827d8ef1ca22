/**
 * Property: optimizing a trace changes nothing that can be seen, with all passes or with any one left out.
 */
import { describe, expect, it } from 'vitest';
import { printTrace } from '../../ts/ir/print.ts';
import { ModelHeap } from '../../ts/ir/reference/model-heap.ts';
import { verify } from '../../ts/ir/verifier.ts';
import { PASSES, type PassName } from '../../ts/optimizer/optimize.ts';
import { randomTraceFile } from './random-trace.ts';
import { compareRuns, optimizeText, parseRecorded, variations } from './trace-file.ts';

const COUNT = Number(process.env.TRACES ?? 80);
const FIRST = Number(process.env.SEED ?? 1);

function check(seed: number, without: readonly PassName[]): void {
  const file = randomTraceFile(seed);
  try {
    verify(parseRecorded(file.before, new ModelHeap(file.heap)));
    const optimized = optimizeText(file, without);
    try {
      verify(optimized);
      const forcible = optimizeText(file, without, true);
      verify(forcible);
      const inputs = file.inputs.flatMap(variations);
      for (let i = 0; i < inputs.length; i += 1 + (seed % 7))
        compareRuns(file, optimized, forcible, inputs[i]);
    } catch (error) {
      throw new Error(`${(error as Error).message}\noptimized:\n${printTrace(optimized)}`, { cause: error });
    }
  } catch (error) {
    throw new Error(`seed ${seed} without [${without}]: ${(error as Error).message}\n${file.before}`, {
      cause: error,
    });
  }
}

describe('random traces', () => {
  it('mean the same with all passes', () => {
    for (let seed = FIRST; seed < FIRST + COUNT; seed++) check(seed, []);
  });
  it('mean the same with one pass left out', () => {
    for (let seed = FIRST; seed < FIRST + COUNT; seed++) check(seed, [PASSES[seed % PASSES.length]]);
  });
  it('mean the same without any pass', () => {
    for (let seed = FIRST; seed < FIRST + COUNT / 10; seed++) check(seed, PASSES);
  });
  it('are all different', () => {
    expect(new Set(Array.from({ length: 50 }, (_, seed) => randomTraceFile(seed).before)).size).toBe(50);
  });
});
