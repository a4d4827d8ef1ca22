/**
 * The programs of long-programs.ts that need no preparation do run for long, and stop. How soon is what
 * scripts/stop-latency.ts measures: a machine that runs tests is busy.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JitOptions, Runtime } from '../../ts/index.ts';
import { bytecodePrograms, type LongProgram, longPrograms } from './long-programs.ts';

const LATE_MS = 2000;

test('each has a name of its own', () => {
  expect(new Set(longPrograms.map(({ name }) => name)).size).toBe(longPrograms.length);
});

function stopEach(programs: readonly LongProgram[], timeout: number, jit: JitOptions): void {
  let runtime: Runtime;
  beforeAll(() => {
    runtime = new Runtime({ jit });
  });
  afterAll(() => runtime.dispose());

  for (const { name, prepare, run } of programs) {
    if (prepare !== undefined) continue;
    test(name, () => {
      const start = performance.now();
      expect(() => runtime.run(run, { timeout })).toThrow(expect.objectContaining({ name: 'TimeoutError' }));
      expect(performance.now() - start).toBeLessThan(LATE_MS);
    });
  }
}

describe('a time limit ends', () => stopEach(longPrograms, 20, {}));

// Whatever of a program has been compiled when its time is over: bytecode that is between traces looks, or they do.
describe('a time limit ends, in tier 1 with the first traces,', () =>
  stopEach(bytecodePrograms, 60, { exitThreshold: 1_000_000_000 }));
describe('a time limit ends, in tier 1,', () => stopEach(bytecodePrograms, 20, { enabled: false }));
