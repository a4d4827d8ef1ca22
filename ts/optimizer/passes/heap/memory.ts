/**
 * Part of pass heap: what is known of memory at the point reached.
 *
 *     _STORE_SLOT v3, v1, #24     slots: v1+24 holds v3; what may be the same location is forgotten
 *
 * A location is forgotten when something is written that may be the same: same heap class, same field, and bases that may be the same
 * object (objects of different shapes, different constants, and an object made in the trace against one that existed before, are not).
 *
 * In a loop's copy entries may be *assumed*: known at the end of the first copy. The peel pass has those that were used proved.
 */
import { op } from '../../../ir/op-table.ts';
import type { Ref } from '../../../ir/trace.ts';
import { NO_REF } from '../../../ir/trace.ts';
import type { HeapClass, Uop } from '../../../ops/types.ts';
import type { Chain } from '../../chain.ts';

/** A location: load op, base and (for items) index or immediate. Guards on memory are entries with value NO_REF. */
export interface Known {
  readonly op: Uop;
  readonly base: Ref;
  readonly index: Ref;
  readonly imm: number;
  readonly value: Ref;
  /** Known since before the loop: using it makes the loop depend on it. */
  readonly assumed: boolean;
}

export interface Assumption {
  readonly known: Known;
  used: boolean;
}

const CLASSES: readonly HeapClass[] = [
  'slots',
  'list',
  'dict',
  'cell',
  'iter',
  'counter',
  'class',
  'generator',
  'exception',
  'string-buffer',
];

const LOAD_ITEM = op('_LOAD_ITEM');

export class Memory {
  private readonly entries = new Map<HeapClass, Known[]>();
  /** Values that are certainly different objects, two in a number. */
  private apart = new Set<number>();
  /** Where the loop's copy may rely on what was known before it; index by position in the saved lists. */
  assumptions: Assumption[] = [];
  private chain!: Chain;

  begin(chain: Chain): void {
    this.chain = chain;
    this.apart = new Set();
    for (const name of CLASSES) this.entries.set(name, []);
    this.assumptions = [];
  }

  in(where: HeapClass): readonly Known[] {
    return this.entries.get(where)!;
  }

  /** The entry of a location, all refs resolved. */
  find(where: HeapClass, load: Uop, base: Ref, index: Ref, imm: number): Known | undefined {
    for (const known of this.entries.get(where)!) {
      if (known.op !== load || known.imm !== imm) continue;
      if (this.chain.resolve(known.base) === base && this.chain.resolve(known.index) === index) return known;
    }
    return undefined;
  }

  /** An entry that says that the location holds that value already. */
  holds(where: HeapClass, load: Uop, base: Ref, index: Ref, imm: number, value: Ref): Known | undefined {
    for (const known of this.entries.get(where)!) {
      const same = known.op === load && known.imm === imm && this.chain.resolve(known.base) === base;
      if (same && this.chain.resolve(known.index) === index && this.chain.resolve(known.value) === value)
        return known;
    }
    return undefined;
  }

  learn(where: HeapClass, load: Uop, base: Ref, index: Ref, imm: number, value: Ref): void {
    this.entries.get(where)!.push({ op: load, base, index, imm, value, assumed: false });
  }

  /** The loop's copy relies on the entry. */
  use(known: Known): void {
    if (!known.assumed) return;
    for (const assumption of this.assumptions) if (assumption.known === known) assumption.used = true;
  }

  /** Something was written to that location. */
  forget(where: HeapClass, load: Uop, base: Ref, index: Ref, imm: number): void {
    const kept = this.entries.get(where)!.filter((known) => {
      if (known.op !== load) return true;
      if (load === LOAD_ITEM) return !this.sameItem(known, base, index);
      return known.imm !== imm || this.distinct(this.chain.resolve(known.base), base);
    });
    this.entries.set(where, kept);
  }

  /** Something was written to a location `load` of `base`, wherever in it. */
  forgetAll(where: HeapClass, load: Uop, base: Ref): void {
    const kept = this.entries
      .get(where)!
      .filter((known) => known.op !== load || this.distinct(this.chain.resolve(known.base), base));
    this.entries.set(where, kept);
  }

  forgetWritten(written: readonly HeapClass[]): void {
    const all = written.includes('any');
    for (const where of all ? CLASSES : written) this.entries.set(where, []);
  }

  /** May the item `known` be items[index]? */
  private sameItem(known: Known, items: Ref, index: Ref): boolean {
    if (this.chain.resolve(known.base) !== items) return true;
    const other = this.chain.resolve(known.index);
    if (other === index) return true;
    const [a, b] = [this.offset(other), this.offset(index)];
    return !(a.base === b.base && a.offset !== b.offset);
  }
  /** An index as base + constant. */
  private offset(index: Ref): { base: Ref; offset: number } {
    const { facts } = this.chain;
    if (index < 0) return { base: NO_REF, offset: facts.lowest(index) };
    const def = this.chain.def[index];
    if (def && (def.op.operator === '+' || def.op.operator === '-')) {
      const sign = def.op.operator === '+' ? 1 : -1;
      const base = this.chain.resolve(def.args[0]);
      if (def.imms.length > 0) return { base, offset: sign * def.imms[0] };
      const right = this.chain.resolve(def.args[1]);
      const amount = facts.lowest(right);
      if (right < 0 && amount === facts.highest(right)) return { base, offset: sign * amount };
    }
    return { base: index, offset: 0 };
  }

  /** Certainly different objects. */
  distinct(a: Ref, b: Ref): boolean {
    if (a === b) return false;
    if (a < 0 && b < 0) return true;
    if (this.apart.has(pair(a, b))) return true;
    const { facts } = this.chain;
    const [shapeA, shapeB] = [facts.shapeOf(a), facts.shapeOf(b)];
    if (shapeA && shapeB && shapeA !== shapeB) return true;
    // A new object is none that was known before it was made.
    return (this.isNew(a) && (b < a || this.isNew(b))) || (this.isNew(b) && a < b);
  }
  private isNew(ref: Ref): boolean {
    const def = ref >= 0 ? this.chain.def[ref] : undefined;
    return def?.op.fresh === true;
  }

  /** Declares two values to be different objects. */
  tellApart(a: Ref, b: Ref): void {
    this.apart.add(pair(a, b));
  }
  areApart(a: Ref, b: Ref): boolean {
    return this.apart.has(pair(a, b));
  }

  // ---- peeling ----

  save(): MemoryState {
    return { entries: copied(this.entries), apart: new Set(this.apart) };
  }
  restore(state: MemoryState): void {
    for (const [where, list] of state.entries) this.entries.set(where, list.slice());
    this.apart = new Set(state.apart);
    this.assumptions = [];
  }

  /** What is known now, as seen by the peel pass. */
  *known(): Iterable<{ where: HeapClass; known: Known }> {
    for (const [where, list] of this.entries) for (const known of list) yield { where, known };
  }
  /** Starts the loop's copy with these facts and no others. */
  assume(entries: readonly { where: HeapClass; known: Known }[]): void {
    for (const where of CLASSES) this.entries.set(where, []);
    this.assumptions = entries.map(({ where, known }) => {
      const assumed = { ...known, assumed: true };
      this.entries.get(where)!.push(assumed);
      return { known: assumed, used: false };
    });
  }
  /** The value a location is known to hold now; undefined when nothing is known. */
  lookup(known: Known): Ref | undefined {
    for (const list of this.entries.values())
      for (const now of list) {
        if (now.op !== known.op || now.imm !== known.imm) continue;
        if (this.chain.resolve(now.base) !== this.chain.resolve(known.base)) continue;
        if (this.chain.resolve(now.index) === this.chain.resolve(known.index))
          return this.chain.resolve(now.value);
      }
    return undefined;
  }
}

const copied = (entries: ReadonlyMap<HeapClass, Known[]>): Map<HeapClass, Known[]> =>
  new Map([...entries].map(([where, list]) => [where, list.slice()]));

const pair = (a: Ref, b: Ref): number => Math.min(a, b) * 0x1000000 + Math.max(a, b);

interface MemoryState {
  readonly entries: ReadonlyMap<HeapClass, Known[]>;
  readonly apart: ReadonlySet<number>;
}
