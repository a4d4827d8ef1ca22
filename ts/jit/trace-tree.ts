/**
 * The traces that exist, by number: root traces, and the bridges that begin at their exits. A trace stays here after it was invalidated,
 * until native code frees it.
 */
import type { Failure } from '../contract/give-up.ts';
import type { Allocation } from '../emit/allocate/linear-scan.ts';
import type { Exit } from '../emit/exit-table.ts';
import type { OptimizedTrace } from '../ir/trace.ts';
import type { Anchor } from '../recorder/recorder.ts';
import { Copies, type Joins } from './copies.ts';
import type { Front } from './fronts.ts';

/** A trace that runs, as its bridges need it. */
export interface InstalledTrace {
  /** Also the number in its title and the target of links. */
  readonly id: number;
  readonly trace: OptimizedTrace;
  readonly allocation: Allocation;
  /** The number that native code has for the trace's first exit; the others follow. */
  readonly firstExit: number;
  readonly address: number;
  /** Code of the root frame: bridges run in the frame of their root trace. */
  readonly codeId: number;
  /** Bridges between the root trace and this one. */
  readonly depth: number;
  /** Of its first instruction, and how many of the bridges on the way to it begin there too. */
  readonly start: string;
  readonly begunBefore: number;
  readonly tree: Tree;
  readonly joins: Joins;
}

/** A root trace and its bridges. */
interface Tree {
  bridges: number;
}

/** A trace and one of its exits, by index. */
export interface Parent {
  readonly trace: InstalledTrace;
  readonly exit: number;
}

export const exitOf = ({ trace, exit }: Parent): Exit => trace.allocation.exits.exits[exit];

export class TraceTree {
  private readonly traces = new Map<number, InstalledTrace>();
  readonly copies: Copies;
  /** The newest trace of each loop, by code and unit. */
  private readonly loops = new Map<string, number>();
  /** The number that the next trace will have. */
  nextId = 0;

  constructor(private readonly front: Front) {
    this.copies = new Copies(front.copies);
  }

  /** The newest trace of the loop that begins there. */
  loopAt(code: number, unit: number): number | undefined {
    return this.loops.get(`${code}:${unit}`);
  }

  get(id: number): InstalledTrace | undefined {
    return this.traces.get(id);
  }

  addressOf(id: number): number {
    return this.traces.get(id)?.address ?? 0;
  }

  get size(): number {
    return this.traces.size;
  }

  /** An exit of trace `id`, if a bridge may begin there. */
  parentAt(id: number, exit: number): Parent | Failure {
    const trace = this.traces.get(id);
    if (!trace) return { failed: 'no-parent' };
    if (trace.depth >= this.front.bridgeDepth) return { failed: 'bridge-depth' };
    if (trace.tree.bridges >= this.front.bridges) return { failed: 'tree-size' };
    return { trace, exit };
  }

  add(
    id: number,
    installed: Pick<InstalledTrace, 'trace' | 'allocation' | 'address' | 'firstExit' | 'joins' | 'start'>,
    { kind, codeId, unit, begunBefore = 0 }: Anchor,
    parent?: Parent,
  ): InstalledTrace {
    const tree = parent?.trace.tree ?? { bridges: 0 };
    if (parent) tree.bridges++;
    const depth = parent ? parent.trace.depth + 1 : 0;
    const added = { ...installed, codeId, id, depth, begunBefore, tree };
    if (kind === 'loop') this.loops.set(`${codeId}:${unit}`, id);
    this.traces.set(id, added);
    this.copies.add(added.joins);
    this.nextId = id + 1;
    return added;
  }

  /** Native code has freed it. */
  forget(id: number): void {
    const trace = this.traces.get(id);
    if (trace && trace.depth > 0) trace.tree.bridges--;
    if (trace) this.copies.remove(trace.joins);
    for (const [place, loop] of this.loops) if (loop === id) this.loops.delete(place);
    this.traces.delete(id);
  }
}
