/**
 * From what came out of the chain to the finished trace: phis of an unrolled loop are replaced, checks that check nothing are left out, what
 * nobody needs is dropped, everything is numbered densely.
 */
import { compact, mapRefs } from '../ir/compact.ts';
import { op } from '../ir/op-table.ts';
import type { Inst, OptimizedTrace, Param, Phi, Ref, Snapshot, TraceEnd } from '../ir/trace.ts';
import { handedOver } from '../ir/trace.ts';
import type { Chain } from './chain.ts';
import { removeDead } from './passes/dce.ts';

const CHECK_VALID = op('_CHECK_VALID');

/** What is known of the new trace besides its instructions. */
export interface Body {
  readonly loopStart: number;
  readonly phis: Phi[];
  readonly end: TraceEnd<Snapshot>;
  /** Phis of a loop that was unrolled, and what they are. */
  readonly aliases: ReadonlyMap<Ref, Ref>;
}

export function finish(
  chain: Chain,
  entry: Snapshot,
  params: Param[],
  { loopStart, phis, end, aliases }: Body,
  dce: boolean,
): OptimizedTrace {
  let body = { insts: chain.insts, loopStart, phis };
  if (aliases.size > 0) end = unalias(body.insts, end, aliases);
  if (chain.dependencies.length === 0) body = withoutValidityChecks(body);
  if (dce) {
    const value = handedOver(end);
    const alive = value === undefined ? [] : [value];
    body = removeDead(body.insts, body.loopStart, body.phis, end.snapshot, alive, chain.values.length);
  }
  renumberFacts(chain, chain.insts, body.insts);
  return compact({
    kind: chain.input.kind,
    name: chain.input.name,
    entry,
    params,
    values: chain.values,
    consts: chain.pool.list,
    ...body,
    end,
    dependencies: chain.dependencies,
    refinements: chain.facts.refinements,
  });
}

/** Replaces the phis of an unrolled loop by what they are. */
function unalias(
  insts: readonly Inst<Snapshot>[],
  end: TraceEnd<Snapshot>,
  aliases: ReadonlyMap<Ref, Ref>,
): TraceEnd<Snapshot> {
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
  return { ...end, snapshot: mapSnapshot(end.snapshot) } as TraceEnd<Snapshot>;
}

function withoutValidityChecks<X extends { insts: Inst<Snapshot>[]; loopStart: number }>(body: X): X {
  const keep = (inst: Inst): boolean => inst.op !== CHECK_VALID;
  const before = body.insts.slice(0, Math.max(0, body.loopStart)).filter(keep).length;
  return { ...body, insts: body.insts.filter(keep), loopStart: body.loopStart < 0 ? -1 : before };
}

/** Refinements count instructions of the chain; dropped ones no longer count. */
function renumberFacts(chain: Chain, all: readonly Inst<Snapshot>[], kept: readonly Inst<Snapshot>[]): void {
  const places: number[] = [];
  let next = 0;
  for (const inst of all) {
    places.push(next);
    if (kept[next] === inst) next++;
  }
  const { facts } = chain;
  facts.refinements = facts.refinements.map((fact) => ({ ...fact, at: places[fact.at] ?? next }));
}
