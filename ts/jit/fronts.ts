/**
 * Fronts: three ways of finding what a trace consists of. They feed the same recorder, passes and back end (docs/fronts.md).
 *
 *     record    what tier 1 has just run, from a hot place to where the loop closes (CPython 3.15, PyPy, LuaJIT). The default
 *     project   nothing is run: bytecode and inline caches say what operations there are, a rule which way a branch goes (CPython 3.13)
 *     blocks    one block at a time, when it has been reached; what its predecessor knew and held comes with it (lazy block versioning)
 */

import type { FrontName } from './options.ts';

export interface Front {
  readonly name: FrontName;
  /** Copies of a join in traces; all others share one. */
  readonly copies: number;
  /** How a trace that comes to the start of a block ends there. `isCrowded`: a join of which there are copies enough. */
  readonly endAt: (isBridge: boolean, isCrowded: boolean) => 'link' | 'exit' | undefined;
  /** Side exits taken before a bridge is made, where no option says. */
  readonly exitThreshold?: number;
  /** Unbiased branches would grow trees without end: bridges one after the other, and of a root trace in all. */
  readonly bridgeDepth: number;
  readonly bridges: number;
}

const bridgesLink = (isBridge: boolean, isCrowded: boolean): 'link' | undefined =>
  isBridge && isCrowded ? 'link' : undefined;

const FRONTS: Readonly<Record<FrontName, Front>> = {
  record: { name: 'record', copies: 2, endAt: bridgesLink, bridgeDepth: 24, bridges: 150 },
  project: { name: 'project', copies: 2, endAt: bridgesLink, bridgeDepth: 24, bridges: 150 },
  blocks: {
    name: 'blocks',
    copies: 5,
    endAt: (_, isCrowded) => (isCrowded ? 'link' : 'exit'),
    exitThreshold: 2,
    bridgeDepth: 200,
    bridges: 400,
  },
};

export const frontOf = (name: FrontName = 'record'): Front => FRONTS[name];
