/**
 * The optimizer in one screenful: its passes and how a trace goes through them. A pass's name here is also its file in passes/, its flag
 * (`--no-pass=NAME`), its dump (`--dump=opt:NAME`) and the folder of its tests (tests/traces/NAME).
 *
 * Takes a recorded trace (ir/trace.ts), leaves it as it is. Returns a trace whose snapshots, values and constants are numbered densely, in
 * which every instruction has a stencil, or the reason why it gave up. Time is linear in the trace's length.
 */
import type { Failure } from '../contract/give-up.ts';
import type { Inst, OptimizedTrace, RecordedTrace } from '../ir/trace.ts';
import { Chain } from './chain.ts';
import { checkBeforeCallee, settle, translateEnd } from './ends.ts';
import { declareParams, entryOf, feed } from './feed.ts';
import { type Body, finish } from './finish.ts';
import { type Pass, TraceEnds } from './pass.ts';
import { Combine } from './passes/combine.ts';
import { removeDead } from './passes/dce.ts';
import { Heap } from './passes/heap.ts';
import { cutAtCall, Inline } from './passes/inline.ts';
import type { PeelPasses } from './passes/peel/plan.ts';
import { Peel } from './passes/peel.ts';
import { Promote } from './passes/promote.ts';
import { Types } from './passes/types.ts';
import { Unbox } from './passes/unbox.ts';
import { Virtual } from './passes/virtual.ts';
import type { World } from './world.ts';

/** The chain: every instruction goes through these, in this order. Made once: their tables are the same for every trace. */
const CHAIN = {
  promote: new Promote(), // what watchers keep constant becomes a constant
  inline: new Inline(), // frames of followed calls are in snapshots only: their markers go
  types: new Types(), // guards that must hold go, constants are folded
  unbox: new Unbox(), // arithmetic is done on machine numbers
  virtual: new Virtual(), // objects that the trace makes and takes apart are not made
  heap: new Heap(), // every location is read once, every computation done once
  combine: new Combine(), // compare and leave in one instruction, immediate operands
};
const TABLE = {
  ...CHAIN,
  peel: Peel, // a loop's body goes through the chain a second time, knowing what the first copy established
  dce: removeDead, // what nobody needs is dropped, in one sweep from the end
};

export type PassName = keyof typeof TABLE;
export const PASSES = Object.keys(TABLE) as readonly PassName[];

export interface OptimizeOptions {
  /** Passes to leave out. */
  readonly without?: readonly PassName[];
  /** Stop after this many rewrites by the table-driven passes: bisects a miscompile. */
  readonly limit?: number;
  /** Told of the last one that the limit allows: the pass, and what it is about to rewrite, in terms of `values`. */
  readonly atLimit?: (pass: string, inst: Inst, values: Pick<RecordedTrace, 'values' | 'consts'>) => void;
  /**
   * Stress mode "every guard fails once": guards may then fail whatever they test, so exits of branches must not rely on the branch having
   * gone the other way.
   */
  readonly forcible?: boolean;
}

const nameOf = (pass: Pass): string => Object.entries<Pass>(CHAIN).find((entry) => entry[1] === pass)![0];

export type OptimizeResult = OptimizedTrace | Failure;

export function optimize(
  recorded: RecordedTrace,
  world: World,
  options: OptimizeOptions = {},
): OptimizeResult {
  const enabled = (name: PassName): boolean => !options.without?.includes(name);
  const input = enabled('inline') ? recorded : cutAtCall(recorded);
  if (input.end.kind === 'loop' && input.end.snapshot.frames.length !== 1)
    return { failed: 'loop-in-callee' };

  const chain = new Chain(input, world);
  chain.limit = options.limit ?? Infinity;
  const { atLimit } = options;
  if (atLimit)
    chain.atLimit = (pass, inst) =>
      atLimit(nameOf(pass), inst, { values: chain.values, consts: chain.pool.list });
  chain.forcible = options.forcible ?? false;
  chain.lazyBoxes = enabled('unbox');
  const heap = enabled('heap') ? CHAIN.heap : null;
  const virtual = enabled('virtual') ? CHAIN.virtual : null;
  chain.virtuals = virtual;
  CHAIN.virtual.heap = heap;
  chain.link(Object.entries<Pass>(CHAIN).flatMap(([name, pass]) => (enabled(name as PassName) ? pass : [])));

  const params = declareParams(chain);
  const entry = chain.translate(entryOf(input));
  const body = throughChain(chain, { heap, virtual }, enabled('peel'));
  return body ? finish(chain, entry, params, body, enabled('dce')) : { failed: 'loop-unstable' };
}

/** Fills the new trace: the body once, a loop's body once more. Null when no form of the loop held. */
function throughChain(chain: Chain, passes: PeelPasses, peeled: boolean): Body | null {
  const { end } = chain.input;
  const straight = { loopStart: -1, phis: [], aliases: new Map() };
  try {
    if (end.kind !== 'loop') {
      feed(chain);
      chain.exposedCheck.check(end.snapshot);
      checkBeforeCallee(chain, end);
      settle(chain, passes.virtual, end);
      return { ...straight, end: translateEnd(chain, end) };
    }
    if (peeled) feed(chain);
    chain.exposedCheck.check(end.snapshot);
    const peel = new Peel(chain, passes, (slot) => feed(chain, slot), end.snapshot, peeled);
    if (!peel.run()) return null;
    return peel;
  } catch (error) {
    if (!(error instanceof TraceEnds)) throw error;
    return { ...straight, end: { kind: 'exit', snapshot: chain.translate(error.snapshot) } };
  }
}
