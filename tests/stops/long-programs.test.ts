/**
 * The programs of long-programs.ts that need no preparation do run for long, and stop. How soon is what
 * scripts/stop-latency.ts measures: a machine that runs tests is busy.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Runtime } from '../../ts/index.ts';
import { longPrograms } from './long-programs.ts';

const LATE_MS = 2000;

test('each has a name of its own', () => {
  expect(new Set(longPrograms.map(({ name }) => name)).size).toBe(longPrograms.length);
});

describe('a time limit ends', () => {
  let runtime: Runtime;
  beforeAll(() => {
    runtime = new Runtime();
  });
  afterAll(() => runtime.dispose());

  for (const { name, prepare, run } of longPrograms) {
    if (prepare !== undefined) continue;
    test(name, () => {
      const start = performance.now();
      expect(() => runtime.run(run, { timeout: 20 })).toThrow(
        expect.objectContaining({ name: 'TimeoutError' }),
      );
      expect(performance.now() - start).toBeLessThan(LATE_MS);
    });
  }
});
