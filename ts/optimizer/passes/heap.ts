/**
 * heap: every memory location is read once, every computation done once.
 *
 *     v2 = _LOAD_SLOT v1, #24           →   v2 = _LOAD_SLOT v1, #24
 *     _STORE_SLOT v3, v1, #24               _STORE_SLOT v3, v1, #24
 *     v4 = _LOAD_SLOT v1, #24               (v4 is v3)
 *     i5 = _I64_ADD i1, i2                  i5 = _I64_ADD i1, i2
 *     i6 = _I64_ADD i1, i2                  (i6 is i5)
 *
 * Pure ops are loads from memory that nobody writes. What else is read is forgotten when something is written that may be the same
 * location: same heap class, same field, and bases that may be the same object (objects of different shapes, different constants, and
 * an object made in the trace against one that existed before, are not). Ops without a rule forget what their effects say.
 *
 * In a peeled loop what is known at the end of the first copy is assumed at the start of the loop; the peel pass has it proved or retries
 * without it (`assumed`).
 */
import { op } from '../../ir/op-table.ts';
import type { Inst, Ref } from '../../ir/trace.ts';
import { NO_REF } from '../../ir/trace.ts';
import type { HeapClass, Uop } from '../../ops/types.ts';
import type { Chain } from '../chain.ts';
import { type Handler, TablePass } from '../table-pass.ts';

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
  'class',
  'generator',
  'string-buffer',
];

const LOAD_SLOT = op('_LOAD_SLOT');
const LOAD_OVERFLOW = op('_LOAD_OVERFLOW_SLOT');
const LOAD_CELL = op('_LOAD_CELL');
const LOAD_ITEM = op('_LOAD_ITEM');
const LOAD_GENERATOR = op('_LOAD_GENERATOR_SLOT');
const GUARD_GENERATOR = op('_GUARD_GENERATOR');
const LOAD_ENTRY = op('_LOAD_DICT_ENTRY');
const ITER_NEXT = op('_RANGE_ITER_NEXT');
const ITER_LEFT = op('_RANGE_ITER_LEFT');
const ITER_INDEX = op('_ITER_INDEX');

export class Heap extends TablePass {
  private pure = new Map<number, Inst[]>();
  private memory = new Map<HeapClass, Known[]>();
  /** Values that are certainly different objects, two in a number. */
  private apart = new Set<number>();
  /** Where the loop's copy may rely on what was known before it; index by position in the saved lists. */
  assumptions: Assumption[] = [];

  constructor() {
    super();
    this.on('_STORE_SLOT', (i) => this.store(i, 'slots', LOAD_SLOT, 1, NO_REF, i.imms[0], 0));
    this.on('_STORE_OVERFLOW_SLOT', (i) =>
      this.store(i, 'slots', LOAD_OVERFLOW, 1, NO_REF, i.imms[0] * 0x10000 + i.imms[1], 0),
    );
    this.on('_STORE_ADD_SLOT', this.addSlot);
    this.on('_STORE_CELL', (i) => this.store(i, 'cell', LOAD_CELL, 0, NO_REF, 0, 1));
    this.on('_STORE_ITEM', (i) => this.store(i, 'list', LOAD_ITEM, 0, this.arg(i, 1), 0, 2));
    this.on('_STORE_DICT_ENTRY _STORE_DICT_ENTRY_UNWATCHED', (i) =>
      this.store(i, 'dict', LOAD_ENTRY, 0, NO_REF, i.imms[0], 1),
    );
    this.on('_RANGE_ITER_ADVANCE', this.advance);
    this.on('_GUARD_GENERATOR', (i) => {
      this.load(i, 'generator');
      this.tellApart(this.arg(i, 0));
    });
    this.on('_STORE_GENERATOR_SLOT', (i) =>
      this.store(i, 'generator', LOAD_GENERATOR, 0, NO_REF, i.imms[0], 1),
    );
    this.on('_SUSPEND_GENERATOR', this.suspendGenerator);
    this.on('_GENERATOR_RUNS', (i) => {
      this.next.visit(i);
      this.forgetPlace(this.arg(i, 0));
    });
    this.on('_ITER_SET_INDEX', (i) => this.store(i, 'iter', ITER_INDEX, 0, NO_REF, 0, 1));
  }

  override begin(chain: Chain): void {
    super.begin(chain);
    this.pure = new Map();
    this.apart = new Set();
    for (const name of CLASSES) this.memory.set(name, []);
    this.assumptions = [];
  }

  protected override ruleFor({ location }: Uop): Handler | null {
    return location ? (i) => this.load(i, location) : null;
  }

  // ---- loads ----

  private load(inst: Inst, where: HeapClass): void {
    const base = inst.args.length ? this.arg(inst, 0) : NO_REF;
    const index = inst.args.length > 1 ? this.arg(inst, 1) : NO_REF;
    const imm = inst.imms.length > 1 ? inst.imms[0] * 0x10000 + inst.imms[1] : (inst.imms[0] ?? 0);
    for (const known of this.memory.get(where)!) {
      if (known.op !== inst.op || known.imm !== imm) continue;
      if (this.chain.resolve(known.base) !== base || this.chain.resolve(known.index) !== index) continue;
      this.use(known);
      if (inst.outs.length) this.chain.replace(inst.outs[0], this.chain.resolve(known.value));
      return;
    }
    this.next.visit(inst);
    this.memory
      .get(where)!
      .push({ op: inst.op, base, index, imm, value: inst.outs[0] ?? NO_REF, assumed: false });
  }

  private use(known: Known): void {
    if (!known.assumed) return;
    for (const assumption of this.assumptions) if (assumption.known === known) assumption.used = true;
  }

  // ---- stores ----

  private store(
    inst: Inst,
    where: HeapClass,
    load: Uop,
    baseArg: number,
    index: Ref,
    imm: number,
    valueArg: number,
  ): void {
    const base = this.arg(inst, baseArg);
    const value = this.arg(inst, valueArg);
    for (const known of this.memory.get(where)!) {
      // x.a = x.a: the location already holds it.
      const same = known.op === load && known.imm === imm && this.chain.resolve(known.base) === base;
      if (same && this.chain.resolve(known.index) === index && this.chain.resolve(known.value) === value) {
        this.use(known);
        return;
      }
    }
    this.next.visit(inst);
    this.forget(where, load, base, index, imm);
    this.memory.get(where)!.push({ op: load, base, index, imm, value, assumed: false });
  }

  private forget(where: HeapClass, load: Uop, base: Ref, index: Ref, imm: number): void {
    const kept = this.memory.get(where)!.filter((known) => {
      if (known.op !== load) return true;
      if (load === LOAD_ITEM) return !this.sameItem(known, base, index);
      return known.imm !== imm || this.distinct(this.chain.resolve(known.base), base);
    });
    this.memory.set(where, kept);
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
  private distinct(a: Ref, b: Ref): boolean {
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

  /** A new object holds this. */
  learnSlot(base: Ref, offset: number, value: Ref): void {
    this.memory
      .get('slots')!
      .push({ op: LOAD_SLOT, base, index: NO_REF, imm: offset, value, assumed: false });
  }

  private addSlot = (inst: Inst): void => {
    const owner = this.arg(inst, 1);
    this.next.visit(inst);
    this.forget('slots', LOAD_SLOT, owner, NO_REF, inst.imms[1]);
    this.memory.get('slots')!.push({
      op: LOAD_SLOT,
      base: owner,
      index: NO_REF,
      imm: inst.imms[1],
      value: this.arg(inst, 0),
      assumed: false,
    });
  };

  /** A generator that yields where it yielded before is as it was, once its slots are stored. */
  private suspendGenerator = (inst: Inst): void => {
    const base = this.arg(inst, 0);
    const imm = inst.imms[0] * 0x10000 + inst.imms[2];
    for (const known of this.memory.get('generator')!) {
      if (known.op !== GUARD_GENERATOR || known.imm !== imm || this.chain.resolve(known.base) !== base)
        continue;
      this.use(known);
      return;
    }
    this.next.visit(inst);
    this.forgetPlace(base);
    this.memory
      .get('generator')!
      .push({ op: GUARD_GENERATOR, base, index: NO_REF, imm, value: NO_REF, assumed: false });
  };
  /** Two generators that stand at different places are not the same. */
  private tellApart(base: Ref): void {
    const places = this.memory.get('generator')!.filter((known) => known.op === GUARD_GENERATOR);
    const place = places.find((known) => this.chain.resolve(known.base) === base);
    for (const known of places) {
      const other = this.chain.resolve(known.base);
      if (!place || known.imm === place.imm || this.apart.has(pair(base, other))) continue;
      this.use(known);
      this.apart.add(pair(base, other));
    }
  }

  /** Where the generator, or one that may be the same, goes on. */
  private forgetPlace(base: Ref): void {
    const kept = this.memory
      .get('generator')!
      .filter((known) => known.op !== GUARD_GENERATOR || this.distinct(this.chain.resolve(known.base), base));
    this.memory.set('generator', kept);
  }

  private advance = (inst: Inst): void => {
    const base = this.arg(inst, 0);
    this.next.visit(inst);
    this.forget('iter', ITER_NEXT, base, NO_REF, 0);
    this.forget('iter', ITER_LEFT, base, NO_REF, 0);
    const [next, left] = [this.arg(inst, 1), this.arg(inst, 2)];
    this.memory
      .get('iter')!
      .push(
        { op: ITER_NEXT, base, index: NO_REF, imm: 0, value: next, assumed: false },
        { op: ITER_LEFT, base, index: NO_REF, imm: 0, value: left, assumed: false },
      );
  };

  // ---- everything else ----

  protected override otherwise(inst: Inst): void {
    const { op: uop } = inst;
    const { effects } = uop;
    if (effects.runsCode || effects.writes) {
      this.next.visit(inst);
      this.forgetWritten(effects.runsCode ? ['any'] : effects.writes!);
      return;
    }
    if (!this.isPure(uop, inst)) {
      this.next.visit(inst);
      return;
    }
    const key = this.hash(inst);
    const same = this.pure.get(key);
    const known = same?.find((other) => this.sameComputation(other, inst));
    if (known) {
      for (let i = 0; i < inst.outs.length; i++) this.out(inst, i, known.outs[i]);
      return;
    }
    const copy: Inst = { ...inst, args: inst.args.map((arg) => this.chain.resolve(arg)) };
    this.next.visit(inst);
    if (same) same.push(copy);
    else this.pure.set(key, [copy]);
  }

  private forgetWritten(written: readonly HeapClass[]): void {
    const all = written.includes('any');
    for (const where of all ? CLASSES : written) this.memory.set(where, []);
  }

  /** Same result every time, nothing to see: may be shared. Guards that passed once pass again. */
  private isPure(uop: Uop, inst: Inst): boolean {
    const { effects } = uop;
    if (effects.reads || effects.allocates || effects.raises) return false;
    if (uop.immutable) return true;
    return uop.evaluate !== undefined && inst.args.length > 0;
  }

  private hash(inst: Inst): number {
    let h = inst.args.length;
    for (const arg of inst.args) h = (Math.imul(h, 31) + this.chain.resolve(arg)) | 0;
    for (const imm of inst.imms) h = (Math.imul(h, 31) + imm) | 0;
    return h;
  }
  private sameComputation(a: Inst, b: Inst): boolean {
    if (a.op !== b.op || a.args.length !== b.args.length) return false;
    for (let i = 0; i < a.args.length; i++)
      if (this.chain.resolve(a.args[i]) !== this.arg(b, i)) return false;
    for (let i = 0; i < a.imms.length; i++) if (a.imms[i] !== b.imms[i]) return false;
    return true;
  }

  // ---- peeling ----

  save(): HeapState {
    const pure = new Map<number, Inst[]>();
    for (const [key, list] of this.pure) pure.set(key, list.slice());
    return { pure, memory: copied(this.memory), apart: new Set(this.apart) };
  }
  restore(state: HeapState): void {
    this.pure = new Map();
    for (const [key, list] of state.pure) this.pure.set(key, list.slice());
    this.memory = copied(state.memory);
    this.apart = new Set(state.apart);
    this.assumptions = [];
  }

  /** What is known of memory now, as seen by the peel pass. */
  *known(): Iterable<{ where: HeapClass; known: Known }> {
    for (const [where, list] of this.memory) for (const known of list) yield { where, known };
  }
  /** Starts the loop's copy with these facts and no others. */
  assume(entries: readonly { where: HeapClass; known: Known }[]): void {
    for (const where of CLASSES) this.memory.set(where, []);
    this.assumptions = entries.map(({ where, known }) => {
      const assumed = { ...known, assumed: true };
      this.memory.get(where)!.push(assumed);
      return { known: assumed, used: false };
    });
  }
  /** The value a location is known to hold now; undefined when nothing is known. */
  lookup(known: Known): Ref | undefined {
    for (const list of this.memory.values())
      for (const now of list) {
        if (now.op !== known.op || now.imm !== known.imm) continue;
        if (this.chain.resolve(now.base) !== this.chain.resolve(known.base)) continue;
        if (this.chain.resolve(now.index) === this.chain.resolve(known.index))
          return this.chain.resolve(now.value);
      }
    return undefined;
  }
}

const copied = (memory: Map<HeapClass, Known[]>): Map<HeapClass, Known[]> =>
  new Map([...memory].map(([where, list]) => [where, list.slice()]));

const pair = (a: Ref, b: Ref): number => Math.min(a, b) * 0x1000000 + Math.max(a, b);

interface HeapState {
  readonly pure: Map<number, Inst[]>;
  readonly memory: Map<HeapClass, Known[]>;
  readonly apart: ReadonlySet<number>;
}
