/**
 * What outlives a compilation: which globals and classes turned out to change, and what is known of shapes.
 *
 * Globals and classes are known by their addresses, which the collector gives to others. What is wrong then is a guess about what changes;
 * of the oldest guesses nothing is kept.
 */
import type { Const } from '../ir/trace.ts';
import type { CellKindName, ShapeInfo } from '../optimizer/world.ts';

/** How often one key of a dict may change under a trace before it is taken for a variable. */
const MAX_GLOBAL_CHANGES = 2;

/** Globals, and classes, of which something is known. */
const MAX_KNOWN = 4096;

export class Volatility {
  private readonly globals = new Recent<string, number>();
  private readonly mutable = new Recent<string, true>();
  private readonly watched = new Recent<string, true>();
  private readonly classes = new Recent<number, number>();
  private shapesFreed = 0;
  readonly shapes = new Map<number, ShapeInfo>();
  readonly canonical = new Map<CellKindName, number>();

  /** `freed` is another number when shapes were freed: what has their ids now is not known. */
  shapesAreOf(freed: number): void {
    if (freed !== this.shapesFreed) this.shapes.clear();
    this.shapesFreed = freed;
  }

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
    this.mutable.set(globalId(dict, key), true);
  }
  isWatched(dict: Const, key: Const): boolean {
    return this.watched.has(globalId(dict, key));
  }
  watch(dict: Const, key: Const): void {
    this.watched.set(globalId(dict, key), true);
  }
}

const globalId = (dict: Const, key: Const): string => `${dict.hi}:${dict.lo}:${key.hi}:${key.lo}`;

/** A map of the keys that were set last. */
class Recent<Key, X> {
  private readonly entries = new Map<Key, X>();

  get(key: Key): X | undefined {
    return this.entries.get(key);
  }
  has(key: Key): boolean {
    return this.entries.has(key);
  }
  set(key: Key, value: X): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size <= MAX_KNOWN) return;
    for (const oldest of this.entries.keys()) {
      this.entries.delete(oldest);
      break;
    }
  }
}
