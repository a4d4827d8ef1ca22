/**
 * Finds the pass and the rewrite with which optimizing a trace fails, by doing it again with less: a trace is a value, and the optimizer
 * the same every time. So the compiler needs no bookkeeping for the day when it breaks.
 */
import type { RecordedTrace } from '../ir/trace.ts';
import { verify } from '../ir/verifier.ts';
import { type OptimizeOptions, PASSES } from '../optimizer/optimize.ts';
import type { World } from '../optimizer/world.ts';
import { optimizeTrace, type Rewrite, rewriteAt, upTo } from './optimizing.ts';

export interface ErrorPlace {
  /** `none`: it fails with no pass at all. */
  readonly pass: string;
  /** Counted from 1; undefined in passes that do not rewrite one instruction after another. */
  readonly rewrite: (Rewrite & { readonly number: number }) | undefined;
}

/** No trace has as many. */
const MAX_REWRITES = 2 ** 24;

/** The least number of rewrites that fails, if `fails(0)` is false and what fails with some fails with more. Undefined: none does. */
export function firstFailing(fails: (limit: number) => boolean, most = MAX_REWRITES): number | undefined {
  let bad = 1;
  while (!fails(bad)) {
    if (bad >= most) return undefined;
    bad = Math.min(2 * bad, most);
  }
  let good = bad >> 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (fails(middle)) bad = middle;
    else good = middle;
  }
  return bad;
}

/** Undefined when it does not fail. */
export function locateError(
  trace: RecordedTrace,
  world: World,
  optimizing: OptimizeOptions,
): ErrorPlace | undefined {
  const fails = (options: OptimizeOptions): boolean => {
    try {
      const optimized = optimizeTrace(trace, world, options);
      if (!('failed' in optimized)) verify(optimized);
      return false;
    } catch {
      return true;
    }
  };
  if (!fails(optimizing)) return undefined;
  if (!fails({ ...optimizing, limit: 0 })) {
    const number = firstFailing((limit) => fails({ ...optimizing, limit }), optimizing.limit);
    const rewrite = number === undefined ? undefined : rewriteAt(trace, world, optimizing, number);
    if (number !== undefined && rewrite) return { pass: rewrite.pass, rewrite: { ...rewrite, number } };
  }
  if (fails({ ...optimizing, without: PASSES })) return { pass: 'none', rewrite: undefined };
  const pass = PASSES.find((name) => fails(upTo(name, optimizing) as OptimizeOptions));
  return { pass: pass ?? 'none', rewrite: undefined };
}
