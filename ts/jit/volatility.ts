/** What outlives a compilation: which globals and classes turned out to change, and what is known of shapes. */
import type { Const } from '../ir/trace.ts';
import type { CellKindName, ShapeInfo } from '../optimizer/world.ts';

/** How often one key of a dict may change under a trace before it is taken for a variable. */
const MAX_GLOBAL_CHANGES = 2;

export class Volatility {
  private readonly globals = new Map<string, number>();
  private readonly mutable = new Set<string>();
  private readonly classes = new Map<number, number>();
  readonly shapes = new Map<number, ShapeInfo>();
  readonly canonical = new Map<CellKindName, number>();

  globalChanged(dict: Const, key: Const): void {
    const id = globalId(dict, key);
    this.globals.set(id, (this.globals.get(id) ?? 0) + 1);
  }
  classChanged(cls: Const): void {
    this.classes.set(cls.lo, (this.classes.get(cls.lo) ?? 0) + 1);
  }
  globalIsStable(dict: Const, key: Const): boolean {
    const id = globalId(dict, key);
    return !this.mutable.has(id) && (this.globals.get(id) ?? 0) < MAX_GLOBAL_CHANGES;
  }
  classIsStable(cls: Const): boolean {
    return (this.classes.get(cls.lo) ?? 0) < MAX_GLOBAL_CHANGES;
  }
  markMutable(dict: Const, key: Const): void {
    this.mutable.add(globalId(dict, key));
  }
  isWatched(dict: Const, key: Const): boolean {
    return this.watched.has(globalId(dict, key));
  }
  watch(dict: Const, key: Const): void {
    this.watched.add(globalId(dict, key));
  }
  private readonly watched = new Set<string>();
}

const globalId = (dict: Const, key: Const): string => `${dict.hi}:${dict.lo}:${key.hi}:${key.lo}`;
