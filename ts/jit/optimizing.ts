/** Which passes a trace goes through: all of them, but for what `--no-pass`, `--opt-limit`, `--opt-only` and the stress modes ask for. */

import type { Failure } from '../contract/give-up.ts';
import { compact } from '../ir/compact.ts';
import { isMarker } from '../ir/op-table.ts';
import { instText } from '../ir/print.ts';
import type { Inst, OptimizedTrace, RecordedTrace } from '../ir/trace.ts';
import { checkedForExposure } from '../optimizer/exposed-check.ts';
import { type OptimizeOptions, optimize, PASSES, type PassName } from '../optimizer/optimize.ts';
import type { World } from '../optimizer/world.ts';
import type { JitOptions } from './options.ts';

/** How one trace is optimized; undefined: not at all. */
export type Optimizing = OptimizeOptions | undefined;

/** What the options say about trace `number`. */
export function optimizingFor(options: JitOptions, number: number): Optimizing {
  const forcible = options.stress?.includes('exits') ?? false;
  if (options.optOnly !== undefined && options.optOnly !== number) return { forcible };
  if (options.optimize === false) return undefined;
  const without = (options.disabledPasses ?? []) as readonly PassName[];
  const { optLimit } = options;
  return { without, forcible, ...(optLimit === undefined ? {} : { limit: optLimit }) };
}

/** The same with the passes after `pass` left out. */
export function upTo(pass: PassName, optimizing: Optimizing): Optimizing {
  const later = PASSES.slice(PASSES.indexOf(pass) + 1);
  return optimizing && { ...optimizing, without: [...(optimizing.without ?? []), ...later] };
}

export function optimizeTrace(
  trace: RecordedTrace,
  world: World,
  optimizing: Optimizing,
): OptimizedTrace | Failure {
  return optimizing ? optimize(trace, world, optimizing) : unoptimized(trace);
}

/** The recorded trace as it is, without the markers of followed calls, in the form that the back end reads. */
function unoptimized(trace: RecordedTrace): OptimizedTrace {
  const insts = checkedForExposure(trace).filter((inst) => !isMarker(inst.op));
  return compact({ ...trace, insts, loopStart: -1, phis: [], dependencies: [], refinements: [] });
}

/** The last rewrite that a limit allows: the pass, and the instruction that it saw. */
export interface Rewrite {
  readonly pass: string;
  readonly op: string;
  readonly text: string;
}

/** The rewrite with that number, counted from 1; undefined when there are not as many. Also when optimizing fails with it. */
export function rewriteAt(
  trace: RecordedTrace,
  world: World,
  optimizing: OptimizeOptions,
  limit: number,
): Rewrite | undefined {
  let found: Rewrite | undefined;
  const atLimit = (pass: string, inst: Inst, values: Pick<RecordedTrace, 'values' | 'consts'>): void => {
    // As it was: the pass may change it.
    found = { pass, op: inst.op.name, text: instText(values as RecordedTrace, { ...inst, snapshot: null }) };
  };
  try {
    optimize(trace, world, { ...optimizing, limit, atLimit });
  } catch {
    // What fails is found by who asks.
  }
  return found;
}
