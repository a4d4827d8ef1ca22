/** What a runtime holds is told to the engine, which may collect all its garbage then: not while a stop is waiting for it. */
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { Runtime } from '../../ts/index.ts';

/** How many collections of everything the engine has made while `work` ran. */
async function collections(work: () => void): Promise<number> {
  const entries: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  const start = performance.now();
  work();
  const end = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 50));
  entries.push(...observer.takeRecords());
  observer.disconnect();
  const major = (entry: PerformanceEntry & { detail?: unknown }): boolean =>
    (entry.detail as { kind: number }).kind === constants.NODE_PERFORMANCE_GC_MAJOR;
  return entries.filter((entry) => major(entry) && entry.startTime >= start && entry.startTime <= end).length;
}

/** Zeros that nobody reads take no memory of the machine. */
const SOURCE = 'kept = bytes(8_000_000_000)\nwhile True: pass';

test('a stopped call leaves the report to the next one', async () => {
  const runtime = new Runtime();
  runtime.run('x = 1');
  const stop = (): void =>
    expect(() => runtime.run(SOURCE, { timeout: 100 })).toThrow(
      expect.objectContaining({ name: 'TimeoutError' }),
    );
  expect(await collections(stop)).toBe(0);
  expect(await collections(() => runtime.run('x = 1'))).toBeGreaterThan(0);
  runtime.dispose();
});

test('or to the next runtime', async () => {
  const runtime = new Runtime();
  expect(() => runtime.run(SOURCE, { timeout: 100 })).toThrow(
    expect.objectContaining({ name: 'TimeoutError' }),
  );
  let other: Runtime | undefined;
  expect(await collections(() => (other = new Runtime()))).toBeGreaterThan(0);
  other?.dispose();
  runtime.dispose();
});
