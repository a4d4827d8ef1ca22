/**
 * The traces that have been installed, by number: root traces, and the bridges that begin at their exits. A trace stays here after it
 * was invalidated, because its bridges may still run.
 */
import type { Failure } from '../contract/give-up.ts';
import { MAX_BRIDGE_DEPTH, MAX_BRIDGES } from '../contract/limits.ts';
import type { Allocation } from '../emit/allocate/linear-scan.ts';
import type { Exit } from '../emit/exit-table.ts';
import type { OptimizedTrace } from '../ir/trace.ts';

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
  readonly tree: Tree;
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
  private readonly traces: (InstalledTrace | undefined)[] = [];
  /** In the order in which they were installed, which is that of their exits' numbers. */
  private readonly installed: InstalledTrace[] = [];
  /** The number that the next trace will have. */
  nextId = 0;
  /** The number that the next trace's first exit will have. */
  nextExit = 0;

  get(id: number): InstalledTrace | undefined {
    return this.traces[id];
  }

  addressOf(id: number): number {
    return this.traces[id]?.address ?? 0;
  }

  /** Whose exit native code has the number `exit` for, if a bridge may begin there. */
  parentAt(exit: number): Parent | Failure {
    // A binary search: a program may have ten thousand traces, and a bridge at each.
    let [low, high] = [0, this.installed.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.installed[middle].firstExit <= exit) low = middle + 1;
      else high = middle;
    }
    const trace = this.installed[low - 1];
    if (!trace || exit >= trace.firstExit + trace.allocation.exits.length) return { failed: 'no-parent' };
    if (trace.depth >= MAX_BRIDGE_DEPTH) return { failed: 'bridge-depth' };
    if (trace.tree.bridges >= MAX_BRIDGES) return { failed: 'tree-size' };
    return { trace, exit: exit - trace.firstExit };
  }

  add(
    id: number,
    installed: Pick<InstalledTrace, 'trace' | 'allocation' | 'address' | 'codeId'>,
    parent?: Parent,
  ): InstalledTrace {
    const tree = parent?.trace.tree ?? { bridges: 0 };
    if (parent) tree.bridges++;
    const depth = parent ? parent.trace.depth + 1 : 0;
    const added = { ...installed, id, firstExit: this.nextExit, depth, tree };
    this.traces[id] = added;
    this.installed.push(added);
    this.nextId = id + 1;
    this.nextExit += installed.allocation.exits.length;
    return added;
  }
}
