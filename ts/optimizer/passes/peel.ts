/**
 * peel: a loop is its body twice. The first copy (entry section) makes every guard, load and conversion; the second goes through the same
 * passes knowing all that, and what did not change is not repeated. Where a value differs from one round to the next there is a phi.
 *
 *     _GUARD_INT v1                              _GUARD_INT v1
 *     i3 = _UNBOX_INT v1                 →       i3 = _UNBOX_INT v1
 *     i4 = _I64_ADD i2, i3                       i4 = _I64_ADD i2, i3
 *                                              loop:
 *                                                i5 = phi i4, i6
 *                                                i6 = _I64_ADD i5, i3
 *
 * The loop's copy is made under a *plan*: which slots have a phi, of which representation and type; which memory contents, shapes
 * and iterator positions hold at its start. After the copy all of it must hold at its end again. Where it does not, that item of the
 * plan is weakened and the copy is made anew; every item can be weakened a few times only, so this ends. A slot that turns out to hold
 * the same value every time loses its phi.
 *
 * Without this pass the first copy consists of the reads of frame slots and nothing is known at the loop's start.
 */
import { op } from '../../ir/op-table.ts';
import type { AnySnapshot, Phi, RecordedSnapshot, Ref, Snapshot, TraceEnd } from '../../ir/trace.ts';
import { NO_REF, T, T_ANY, T_BOOL, UNCHANGED } from '../../ir/trace.ts';
import type { HeapClass, Repr } from '../../ops/types.ts';
import type { Chain } from '../chain.ts';
import { boundLow, FIX_HI, FIX_LO } from '../facts.ts';
import { TraceEnds } from '../pass.ts';
import type { Known } from './heap/memory.ts';
import type { Heap } from './heap.ts';
import type { Virtual } from './virtual.ts';

const FRAME_SLOT = op('_FRAME_SLOT');
const GENERATOR_SLOT = op('_LOAD_GENERATOR_SLOT');
const CHECK_PERIODIC = op('_CHECK_PERIODIC');

/** What is assumed of a value that changes from round to round. */
interface Carried {
  /** The value at the end of the first copy. */
  left: Ref;
  repr: Repr;
  type: number;
  shape: number;
  /** Range: 2 = not negative and a fixnum, 1 = a fixnum, 0 = nothing. */
  range: number;
}

interface SlotPlan extends Carried {
  readonly slot: number;
  /** The slot holds `left` in every round. */
  invariant: boolean;
  /** It was tried and does not. */
  settled: boolean;
}
interface MemoryPlan {
  readonly where: HeapClass;
  readonly known: Known;
  /** The content changes from round to round. */
  varies: boolean;
  carried: Carried | null;
}
interface IterPlan {
  readonly iter: Ref;
  readonly next: Carried;
  readonly left: Carried;
}

interface Plan {
  slots: SlotPlan[];
  memory: MemoryPlan[];
  shapes: { ref: Ref; shape: number }[];
  iters: IterPlan[];
}

interface OpenPhi {
  readonly carried: Carried;
  /** The phi itself and the tagged value that stands for it (the same for `val`). */
  phi: Ref;
  value: Ref;
  readonly entry: Ref;
}

export interface PeelPasses {
  readonly heap: Heap | null;
  readonly virtual: Virtual | null;
}

const MAX_ATTEMPTS = 8;

export class Peel {
  phis: Phi[] = [];
  loopStart = -1;
  /** The back edge; an exit when the second round always leaves: then there is no loop. */
  end!: TraceEnd<Snapshot>;
  private changed = false;

  constructor(
    private readonly chain: Chain,
    private readonly passes: PeelPasses,
    /** Sends the recorded body through the chain; `slot` gives what `_FRAME_SLOT` reads in the loop. */
    private readonly feed: (slot: (index: number) => Ref | undefined) => void,
    private readonly recordedEnd: RecordedSnapshot,
    /** False: there was no first copy. */
    private readonly peeled: boolean,
  ) {}

  /** After the first copy: makes the loop. False when no plan held. */
  run(): boolean {
    const plan = this.firstPlan();
    const state = this.chain.save();
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (attempt > 0) this.chain.restore(state);
      if (attempt === MAX_ATTEMPTS - 2) {
        // Last resort: nothing but the phis of changing slots.
        plan.memory = [];
        plan.shapes = [];
        plan.iters = [];
        for (const slot of plan.slots)
          Object.assign(slot, {
            repr: 'val',
            type: T_ANY,
            shape: 0,
            range: 0,
            invariant: false,
            settled: true,
          });
      }
      try {
        if (this.attempt(plan)) return true;
      } catch (error) {
        if (!(error instanceof TraceEnds)) throw error;
        this.unroll(error.snapshot);
        return true;
      }
    }
    return false;
  }

  /** The loop's body is left before its end: it runs once, behind the first copy, and its phis are their left sides. */
  private unroll(at: AnySnapshot): void {
    const { chain } = this;
    this.end = { kind: 'exit', snapshot: chain.translate(at) };
    this.loopStart = -1;
    for (const { phi, entry } of this.opened) this.aliases.set(phi, entry);
  }
  /** Phis of an unrolled loop and what they are. */
  readonly aliases = new Map<Ref, Ref>();
  private opened: OpenPhi[] = [];

  // ---- planning ----

  private firstPlan(): Plan {
    const { chain } = this;
    const { heap, virtual } = this.passes;
    const slots: SlotPlan[] = [];
    this.recordedEnd.frames[0].slots.forEach((ref, slot) => {
      if (ref === UNCHANGED) return;
      const unknown = { repr: 'val', type: T_ANY, shape: 0, range: 0 } as const;
      const carried = this.peeled
        ? this.carry(chain.mapped(ref))
        : { ...unknown, left: chain.apply(FRAME_SLOT, [], [slot]) };
      slots.push({ ...carried, slot, invariant: false, settled: !this.peeled });
    });
    const memory = heap
      ? [...heap.memory.known()].map(({ where, known }) => ({ where, known, varies: false, carried: null }))
      : [];
    const shapes = chain.facts.unstableShapes().map((ref) => ({ ref, shape: chain.facts.shapeOf(ref) }));
    const varying = new Set(slots.map(({ left }) => left));
    const iters: IterPlan[] = [];
    for (const state of virtual?.iters ?? []) {
      const iter = chain.resolve(state.iter);
      // The loop can only go on with an iterator that is the same one in every round.
      const from = chain.def[iter]?.op;
      if (state.virtual || varying.has(iter) || (from !== FRAME_SLOT && from !== GENERATOR_SLOT)) continue;
      iters.push({ iter, next: this.carry(state.next), left: this.carry(state.left) });
    }
    return { slots, memory, shapes, iters };
  }

  private carry(ref: Ref): Carried {
    const { facts } = this.chain;
    const left = this.chain.resolve(ref);
    let type = facts.typeOf(left);
    if (type & T_BOOL && (type & ~T_BOOL) === 0) type = T_BOOL;
    let repr: Repr = this.chain.repr(left);
    if (repr === 'val') {
      const unboxed = left >= 0 && this.chain.native[left] !== NO_REF;
      const constant = left < 0;
      if (type === T.INT && (unboxed || constant)) repr = 'i64';
      else if (type === T.FLOAT && (unboxed || (constant && (this.chain.const(left).lo & 3) === 2)))
        repr = 'f64';
      else if (type === T_BOOL && unboxed) repr = 'bool';
    }
    const range = facts.fitsFixnum(left) ? (facts.lowest(left) >= 0 ? 2 : 1) : 0;
    return { left, repr, type, shape: facts.shapeOf(left), range };
  }

  // ---- one attempt ----

  private attempt(plan: Plan): boolean {
    const { chain } = this;
    const { heap, virtual } = this.passes;
    this.changed = false;
    this.opened = [];

    // Still before the loop: left sides are made, positions that the loop does not carry are written back.
    const slotPhis = plan.slots.map((slot) => (slot.invariant ? null : this.entryOf(slot)));
    const iterPhis = plan.iters.map(({ next, left }) => ({
      next: this.entryOf(next),
      left: this.entryOf(left),
    }));
    // Not when it was found out: by then the loop's guards had narrowed what is known of the value.
    for (const item of plan.memory) if (item.varies) item.carried ??= this.carry(item.known.value);
    const memoryPhis = plan.memory.map(({ carried }) => carried && this.entryOf(carried));
    for (const slot of plan.slots)
      if (slot.invariant && slot.left >= 0) chain.force(slot.left, this.recordedEnd);
    const carriedIters = new Set(plan.iters.map(({ iter }) => iter));
    const dropOtherIters = (): void => {
      if (!virtual) return;
      virtual.flush(({ iter }) => !carriedIters.has(chain.resolve(iter)));
      virtual.iters = virtual.iters.filter(({ iter }) => carriedIters.has(chain.resolve(iter)));
    };
    dropOtherIters();

    // The loop begins with what the plan says and no other knowledge of memory.
    this.loopStart = chain.insts.length;
    const planned = new Set(plan.shapes.map(({ ref }) => ref));
    for (const ref of chain.facts.unstableShapes()) if (!planned.has(ref)) chain.facts.dropShape(ref);
    const start: (Ref | undefined)[] = [];
    plan.slots.forEach((slot, i) => {
      const phi = slotPhis[i];
      if (phi) this.open(phi);
      start[slot.slot] = phi ? phi.value : slot.left;
    });
    plan.iters.forEach(({ iter }, i) => {
      const { next, left } = iterPhis[i];
      this.open(next);
      this.open(left);
      const state = virtual!.iters.find((other) => chain.resolve(other.iter) === iter)!;
      Object.assign(state, { next: next.phi, left: left.phi, dirty: true });
      chain.epoch++;
    });
    for (const phi of memoryPhis) if (phi) this.open(phi);
    heap?.memory.assume(
      plan.memory.map(({ where, known }, i) => {
        const phi = memoryPhis[i];
        return { where, known: phi ? { ...known, value: phi.value } : known };
      }),
    );
    const forgotten = chain.facts.forgotten;

    chain.rootSlots = start;
    chain.startCopy();
    this.feed((slot) => start[slot]);
    this.end = { kind: 'loop', snapshot: chain.translate(this.recordedEnd) };
    const checked = chain.input.insts.some((inst) => inst.op === CHECK_PERIODIC);
    if (!checked)
      chain.first.visit({ op: CHECK_PERIODIC, args: [], imms: [], outs: [], snapshot: this.recordedEnd });

    // All of it must hold again; what does not is weakened.
    const phis: Phi[] = [];
    const slots = this.recordedEnd.frames[0].slots;
    plan.slots.forEach((slot, i) => {
      const phi = slotPhis[i];
      const right = chain.mapped(slots[slot.slot]);
      if (phi) this.close(phi, right, phis);
      else if (!this.same(right, slot.left)) {
        slot.invariant = false;
        slot.settled = true;
        this.changed = true;
      }
    });
    plan.iters = plan.iters.filter(({ iter }, i) => {
      const now = virtual!.iters.find((state) => chain.resolve(state.iter) === iter);
      if (!now) {
        this.changed = true;
        return false;
      }
      this.close(iterPhis[i].next, now.next, phis);
      this.close(iterPhis[i].left, now.left, phis);
      return true;
    });
    dropOtherIters();
    this.checkMemory(plan, memoryPhis, phis);
    if (chain.facts.forgotten !== forgotten) this.checkShapes(plan);
    if (this.changed || this.foundInvariants(plan, slotPhis, phis)) return false;
    this.phis = phis;
    return true;
  }

  /** Two refs that certainly are the same Python value. */
  private same(a: Ref, b: Ref): boolean {
    const { chain } = this;
    [a, b] = [chain.resolve(a), chain.resolve(b)];
    if (a === b) return true;
    if (a < 0 || b < 0) return false;
    const [nativeA, nativeB] = [chain.native[a], chain.native[b]];
    return nativeA !== NO_REF && nativeB !== NO_REF && chain.resolve(nativeA) === chain.resolve(nativeB);
  }

  /** Makes the left side ready before the loop: unboxed, boxed or created. */
  private entryOf(carried: Carried): OpenPhi {
    const { chain } = this;
    const { left, repr } = carried;
    let entry = left;
    if (repr === 'val') {
      if (left >= 0) chain.force(left, this.recordedEnd);
    } else if (chain.repr(left) === 'val') entry = chain.unboxed(left, repr as 'i64');
    return { carried, phi: NO_REF, value: NO_REF, entry };
  }

  /** Defines the phi's value with what the plan says of it. */
  private open(pending: OpenPhi): void {
    const { chain } = this;
    const { carried } = pending;
    const phi = chain.value(carried.repr, carried.type);
    if (carried.shape) chain.facts.narrow(phi, carried.type, carried.shape);
    if (carried.range > 0) chain.facts.narrowRange(phi, carried.range === 2 ? 0 : FIX_LO, FIX_HI);
    let value = phi;
    // Memory contents and slots are tagged values; positions of iterators are numbers.
    if (carried.repr !== 'val' && chain.repr(carried.left) === 'val') {
      value = chain.value('val', carried.type);
      chain.defineBoxed(value, phi, this.recordedEnd);
    }
    pending.phi = phi;
    this.opened.push(pending);
    pending.value = value;
  }

  /** Checks that the value at the loop's end is what its phi promised; records the phi or weakens the plan. */
  private close(open: OpenPhi, right: Ref, phis: Phi[]): void {
    const { chain } = this;
    const { facts } = chain;
    const { carried } = open;
    right = chain.resolve(right);
    const type = facts.typeOf(right);
    if (type & ~carried.type) {
      carried.type |= type;
      this.changed = true;
    }
    const native: Record<string, number> = { i64: T.INT, f64: T.FLOAT, bool: T_BOOL };
    if (carried.repr !== 'val' && type & ~native[carried.repr]) {
      carried.repr = 'val';
      carried.range = 0;
      this.changed = true;
    }
    if (carried.shape && facts.shapeOf(right) !== carried.shape) {
      carried.shape = 0;
      this.changed = true;
    }
    if (carried.range === 2 && boundLow(facts.lowest(right)) < 0) {
      carried.range = 1;
      this.changed = true;
    }
    if (carried.range > 0 && carried.repr === 'i64' && !facts.fitsFixnum(right)) {
      carried.range = 0;
      this.changed = true;
    }
    if (this.changed) return;
    let value = right;
    if (carried.repr === 'val') {
      if (right >= 0) chain.force(right, this.recordedEnd);
    } else if (chain.repr(right) === 'val') value = chain.unboxed(right, carried.repr as 'i64');
    phis.push({ value: open.phi, left: open.entry, right: value, repr: carried.repr });
  }

  private checkShapes(plan: Plan): void {
    const { facts } = this.chain;
    const holds = plan.shapes.filter(({ ref, shape }) => facts.shapeOf(this.chain.resolve(ref)) === shape);
    if (holds.length !== plan.shapes.length) this.changed = true;
    plan.shapes = holds;
  }

  /** What the copy relied on must hold again; contents that changed become phis, others are given up. */
  private checkMemory(plan: Plan, open: readonly (OpenPhi | null)[], phis: Phi[]): void {
    const { heap } = this.passes;
    if (!heap) return;
    const gone = new Set<MemoryPlan>();
    plan.memory.forEach((item, i) => {
      if (!heap.memory.assumptions[i]?.used) return;
      const now = heap.memory.lookup(item.known);
      const phi = open[i];
      if (now === undefined) gone.add(item);
      else if (phi) this.close(phi, now, phis);
      else if (now !== this.chain.resolve(item.known.value)) {
        const before = this.chain.resolve(item.known.value);
        if (before === NO_REF || this.chain.repr(before) === 'ptr') gone.add(item);
        else item.varies = true;
        this.changed = true;
      }
    });
    if (gone.size > 0) {
      this.changed = true;
      plan.memory = plan.memory.filter((item) => !gone.has(item));
    }
  }

  /** A phi whose sides are one value is no phi; tried once per slot. */
  private foundInvariants(plan: Plan, open: readonly (OpenPhi | null)[], phis: readonly Phi[]): boolean {
    let found = false;
    plan.slots.forEach((slot, i) => {
      const phi = open[i] && phis.find(({ value }) => value === open[i]!.phi);
      if (!phi || slot.settled) return;
      const [left, right] = [this.chain.resolve(phi.left), this.chain.resolve(phi.right)];
      if (left !== right && right !== phi.value) return;
      slot.invariant = true;
      found = true;
    });
    return found;
  }
}
