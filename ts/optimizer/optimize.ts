/**
 * The optimizer's architecture in one function: the recorded trace flows once through the chain of passes,
 *
 *     promote → inline → types → unbox → virtual → heap → combine → the new trace
 *
 * a loop's body a second time to be its loop (peel), and what nobody needs is dropped at the end (dce). Each pass is one file of its name
 * under passes/, can be left out (`--no-pass=NAME`), and has its `.trace` tests in tests/traces/NAME.
 *
 * Takes a recorded trace (see ir.ts), leaves it as it is. Gives a trace whose snapshots, values and constants are numbered densely, in which
 * every instruction has a stencil, or the reason why it gave up. Time is linear in the trace's length.
 */
import type { Failure } from '../contract/give-up.ts';
import { Chain, TraceEnds } from './chain.ts';
import { compact, mapRefs } from './compact.ts';
import type { Inst, OptimizedTrace, Ref, Snapshot, Trace, TraceEnd } from './ir.ts';
import { handedOver, isValue, UNCHANGED } from './ir.ts';
import { op } from './op-table.ts';
import { Combine } from './passes/combine.ts';
import { removeDead } from './passes/dce.ts';
import { Heap } from './passes/heap.ts';
import { cutAtCall, Inline } from './passes/inline.ts';
import { Peel } from './passes/peel.ts';
import { Promote } from './passes/promote.ts';
import { Types } from './passes/types.ts';
import { Unbox } from './passes/unbox.ts';
import { Virtual } from './passes/virtual.ts';
import type { World } from './world.ts';

export const PASSES = [
  'promote',
  'inline',
  'types',
  'unbox',
  'virtual',
  'heap',
  'combine',
  'peel',
  'dce',
] as const;
export type PassName = (typeof PASSES)[number];

export interface OptimizeOptions {
  /** Passes to leave out. */
  readonly without?: readonly PassName[];
  /** Stop after this many rewrites by the table-driven passes: bisects a miscompile. */
  readonly limit?: number;
  /** Told of the last one that the limit allows: the pass, and what it is about to rewrite, in terms of `values`. */
  readonly atLimit?: (pass: string, inst: Inst, values: Pick<Trace, 'values' | 'consts'>) => void;
  /**
   * Stress mode "every guard fails once": guards may then fail whatever they test, so exits of branches must not rely on the branch having
   * gone the other way.
   */
  readonly forcible?: boolean;
}

export type OptimizeResult = OptimizedTrace | Failure;

const FRAME_SLOT = op('_FRAME_SLOT');
const CHECK_VALID = op('_CHECK_VALID');

/** Made once: their tables are the same for every trace. */
const passes = {
  promote: new Promote(),
  inline: new Inline(),
  types: new Types(),
  unbox: new Unbox(),
  heap: new Heap(),
  virtual: new Virtual(),
  combine: new Combine(),
};

export function optimize(recorded: Trace, world: World, options: OptimizeOptions = {}): OptimizeResult {
  const enabled = (name: PassName): boolean => !options.without?.includes(name);
  const input = enabled('inline') ? recorded : cutAtCall(recorded);
  const chain = new Chain(input, world);
  chain.limit = options.limit ?? Infinity;
  const { atLimit } = options;
  if (atLimit)
    chain.atLimit = (pass, inst) => atLimit(pass, inst, { values: chain.values, consts: chain.pool.list });
  chain.forcible = options.forcible ?? false;
  chain.lazyBoxes = enabled('unbox');

  const heap = enabled('heap') ? passes.heap : null;
  const virtual = enabled('virtual') ? passes.virtual : null;
  chain.virtuals = virtual;
  passes.virtual.heap = heap;
  chain.link([
    enabled('promote') ? passes.promote : null,
    passes.inline,
    enabled('types') ? passes.types : null,
    enabled('unbox') ? passes.unbox : null,
    virtual,
    heap,
    enabled('combine') ? passes.combine : null,
  ]);

  const params = input.params.map(({ value, source }) => {
    const { repr, type, shape } = input.values[value];
    const copy = chain.value(repr, type);
    if (shape) chain.facts.narrow(copy, type, shape);
    chain.subst[value] = copy;
    return { value: copy, source };
  });
  const entry = chain.translate(entryOf(input));

  const isLoop = input.end.kind === 'loop';
  if (isLoop && input.end.snapshot.frames.length !== 1) return { failed: 'loop-in-callee' };
  let peel: Peel | null = null;
  let end: TraceEnd;
  try {
    if (!isLoop || enabled('peel')) feed(chain, input);
    if (isLoop) {
      const again = (slot: (index: number) => Ref | undefined): void => feed(chain, input, slot);
      peel = new Peel(chain, { heap, virtual }, again, input.end.snapshot, enabled('peel'));
      if (!peel.run()) return { failed: 'loop-unstable' };
      end = peel.leavesAt
        ? { kind: 'exit', snapshot: peel.leavesAt }
        : { kind: 'loop', snapshot: peel.atEnd };
    } else {
      settle(chain, virtual, input.end);
      end = translateEnd(chain, input.end);
    }
  } catch (error) {
    if (!(error instanceof TraceEnds)) throw error;
    end = { kind: 'exit', snapshot: chain.translate(error.snapshot) };
  }
  let body = { insts: chain.insts, loopStart: peel?.loopStart ?? -1, phis: peel?.phis ?? [] };
  if (peel && peel.aliases.size > 0) end = unalias(body.insts, end, peel.aliases);
  if (chain.dependencies.length === 0) body = withoutValidityChecks(body);
  if (enabled('dce')) {
    const value = handedOver(end);
    const alive = value === undefined ? [] : [value];
    body = removeDead(body.insts, body.loopStart, body.phis, end.snapshot, alive, chain.values.length);
  }
  renumberFacts(chain, chain.insts, body.insts);
  return compact({
    kind: input.kind,
    name: input.name,
    entry,
    params,
    values: chain.values,
    consts: chain.pool.list,
    ...body,
    end,
    snapshots: [],
    dependencies: chain.dependencies,
    refinements: chain.facts.refinements,
  });
}

/** The state on entry, in terms of parameters: a bridge's prologue may have boxed them. What it made is not there on entry. */
function entryOf(input: Trace): Snapshot {
  const isParam = new Set(input.params.map(({ value }) => value));
  const boxes = new Map<Ref, Ref>();
  for (const inst of input.insts) {
    if (isParam.has(inst.args[0]) && inst.op.boxes) boxes.set(inst.outs[0], inst.args[0]);
  }
  return mapRefs(input.entry, (ref) =>
    !isValue(ref) || isParam.has(ref) ? ref : (boxes.get(ref) ?? UNCHANGED),
  );
}

/** One copy of the recorded body through the chain. `slot`: what the loop's copy reads instead of the frame. */
function feed(chain: Chain, input: Trace, slot?: (index: number) => Ref | undefined): void {
  const paramValues = input.params.map(({ value }) => value);
  const params = paramValues.map((value) => chain.subst[value]);
  chain.subst = [];
  paramValues.forEach((value, i) => {
    chain.subst[value] = params[i];
  });
  const { subst } = chain;
  for (const inst of input.insts) {
    if (inst.op === FRAME_SLOT && slot) {
      const start = slot(inst.imms[0]);
      if (start !== undefined) {
        subst[inst.outs[0]] = start;
        continue;
      }
    }
    const args = new Array<Ref>(inst.args.length);
    for (let i = 0; i < args.length; i++) args[i] = chain.mapped(inst.args[i]);
    const outs: Ref[] = [];
    for (const out of inst.outs) {
      const { repr } = input.values[out];
      outs.push((subst[out] = chain.value(repr)));
    }
    chain.current = inst.snapshot;
    const copy: Inst = { op: inst.op, args, imms: inst.imms, outs, snapshot: inst.snapshot };
    chain.first.visit(copy);
  }
}

/** Ends that leave the trace for good take their state from frames: everything is made and written back before. */
function settle(chain: Chain, virtual: Virtual | null, end: TraceEnd): void {
  if (end.kind === 'exit') return;
  virtual?.flush();
  const value = handedOver(end);
  const refs = value === undefined ? [] : [value];
  for (const frame of end.snapshot.frames) {
    if (end.kind !== 'return') refs.push(...frame.slots, frame.func, frame.extra);
  }
  for (const ref of refs) {
    const now = chain.mapped(ref);
    if (now >= 0) chain.force(now, end.snapshot);
  }
}

/** Replaces the phis of an unrolled loop by what they are. */
function unalias(insts: readonly Inst[], end: TraceEnd, aliases: ReadonlyMap<Ref, Ref>): TraceEnd {
  const map = (ref: Ref): Ref => aliases.get(ref) ?? ref;
  const done = new Map<Snapshot, Snapshot>();
  const mapSnapshot = (snapshot: Snapshot): Snapshot => {
    const known = done.get(snapshot);
    if (known) return known;
    const copy = mapRefs(snapshot, map);
    done.set(snapshot, copy);
    return copy;
  };
  for (const inst of insts) {
    inst.args = inst.args.map(map);
    inst.snapshot = inst.snapshot && mapSnapshot(inst.snapshot);
  }
  return { ...end, snapshot: mapSnapshot(end.snapshot) } as TraceEnd;
}

function translateEnd(chain: Chain, end: TraceEnd): TraceEnd {
  const snapshot = chain.translate(end.snapshot);
  if (end.kind === 'return') return { kind: 'return', snapshot, value: chain.mapped(end.value) };
  if (end.kind === 'exit') return { ...end, snapshot };
  // Where the trace goes on into another, machine code writes the frames itself: tagged words, which `settle` has made.
  const word = (ref: Ref): Ref => (ref === UNCHANGED ? ref : chain.mapped(ref));
  const frames = snapshot.frames.map((frame, f) => ({
    ...frame,
    slots: end.snapshot.frames[f].slots.map(word),
  }));
  const written = { ...snapshot, frames };
  return end.kind === 'yield'
    ? { ...end, snapshot: written, value: chain.mapped(end.value) }
    : { ...end, snapshot: written };
}

/** Refinements count instructions of the chain; dropped ones no longer count. */
function renumberFacts(chain: Chain, all: readonly Inst[], kept: readonly Inst[]): void {
  const places: number[] = [];
  let next = 0;
  for (const inst of all) {
    places.push(next);
    if (kept[next] === inst) next++;
  }
  const { facts } = chain;
  facts.refinements = facts.refinements.map((fact) => ({ ...fact, at: places[fact.at] ?? next }));
}

function withoutValidityChecks<X extends { insts: Inst[]; loopStart: number }>(body: X): X {
  const keep = (inst: Inst): boolean => inst.op !== CHECK_VALID;
  const before = body.insts.slice(0, Math.max(0, body.loopStart)).filter(keep).length;
  return { ...body, insts: body.insts.filter(keep), loopStart: body.loopStart < 0 ? -1 : before };
}
