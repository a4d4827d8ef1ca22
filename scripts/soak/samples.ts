/** What scripts/soak.ts measures after each batch, and how it is compared. */
import { setImmediate } from 'node:timers/promises';
import type { Runtime } from '../../ts/index.ts';

export interface Sample {
  /** Things that are counted. */
  readonly counts: Readonly<Record<string, number>>;
  readonly bytes: Readonly<Record<'heap' | 'external' | 'resident', number>>;
  readonly codeBytes: number;
}

/** After full collections on both sides. */
export async function sample(runtime: Runtime): Promise<Sample> {
  for (let i = 0; i < 2; i++) {
    global.gc?.();
    // Finalizers run when the event loop turns.
    await setImmediate();
  }
  runtime.collect();
  global.gc?.();
  const { codeBytes, heapBytes: _, ...counts } = runtime.statistics;
  const { heapUsed, external, rss } = process.memoryUsage();
  return { counts, codeBytes, bytes: { heap: heapUsed, external, resident: rss } };
}

export interface Growth {
  /** From the first sample to the last; only those that grew from each to the next: what settles later than others does not. */
  readonly counts: Readonly<Record<string, number>>;
  readonly bytes: Readonly<Record<string, { readonly each: number; readonly total: number }>>;
}

export function growth(samples: readonly Sample[], rounds: number): Growth {
  const counts: Record<string, number> = {};
  const [first, last] = [samples[0], samples[samples.length - 1]];
  for (const [name, count] of Object.entries(last.counts))
    if (samples.every(({ counts }, i) => i === 0 || counts[name] > samples[i - 1].counts[name]))
      counts[name] = count - first.counts[name];
  const bytes: Record<string, { each: number; total: number }> = {};
  for (const name of Object.keys(first.bytes) as (keyof Sample['bytes'])[]) {
    const slope = slopeOf(samples.map((s) => s.bytes[name]));
    bytes[name] = { each: slope / rounds, total: slope * (samples.length - 1) };
  }
  return { counts, bytes };
}

/** Of the line through values at 0, 1, 2, … with the least squares. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  let [above, below] = [0, 0];
  values.forEach((value, i) => {
    above += (i - middle) * value;
    below += (i - middle) ** 2;
  });
  return above / below;
}
