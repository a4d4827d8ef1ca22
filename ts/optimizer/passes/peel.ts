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
import { NO_REF } from '../../ir/trace.ts';
import type { Chain } from '../chain.ts';
import { TraceEnds } from '../pass.ts';
import { LoopPhis, type OpenPhi } from './peel/loop-phis.ts';
import {
  carry,
  firstPlan,
  type MemoryPlan,
  type PeelPasses,
  type Plan,
  sharedObjects,
  weaken,
} from './peel/plan.ts';

const CHECK_PERIODIC = op('_CHECK_PERIODIC');

const MAX_ATTEMPTS = 8;

/** What a plan's items are carried by; null where they are not. */
interface Carriers {
  readonly slots: readonly (OpenPhi | null)[];
  readonly iters: readonly { readonly next: OpenPhi; readonly left: OpenPhi }[];
  readonly memory: readonly (OpenPhi | null)[];
}

export class Peel {
  phis: Phi[] = [];
  loopStart = -1;
  /** The back edge; an exit when the second round always leaves: then there is no loop. */
  end!: TraceEnd<Snapshot>;
  /** Phis of an unrolled loop and what they are. */
  readonly aliases = new Map<Ref, Ref>();
  /** Those of the attempt being made. */
  private open!: LoopPhis;

  constructor(
    private readonly chain: Chain,
    private readonly passes: PeelPasses,
    /** Sends the recorded body through the chain; `slot` returns what `_FRAME_SLOT` reads in the loop. */
    private readonly feed: (slot: (index: number) => Ref | undefined) => void,
    private readonly recordedEnd: RecordedSnapshot,
    /** False: there was no first copy. */
    private readonly peeled: boolean,
  ) {}

  /** After the first copy: makes the loop. False when no plan held. */
  run(): boolean {
    const { chain } = this;
    const plan = firstPlan(chain, this.passes, this.recordedEnd, this.peeled);
    const state = chain.save();
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (attempt > 0) chain.restore(state);
      if (attempt === MAX_ATTEMPTS - 2) weaken(plan);
      this.open = new LoopPhis(chain, this.recordedEnd, this.passes.virtual);
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

  /** The loop's body is left before its end: it runs once, after the first copy, and its phis are their left sides. */
  private unroll(at: AnySnapshot): void {
    this.end = { kind: 'exit', snapshot: this.chain.translate(at) };
    this.loopStart = -1;
    for (const { phi, entry } of this.open.opened) this.aliases.set(phi, entry);
  }

  private attempt(plan: Plan): boolean {
    const { chain } = this;
    const carriers = this.prepare(plan);
    const start = this.begin(plan, carriers);
    const { forgotten } = chain.facts;

    chain.rootSlots = start;
    chain.startCopy();
    this.feed((slot) => start[slot]);
    chain.exposedCheck.check(this.recordedEnd);
    this.end = { kind: 'loop', snapshot: chain.translate(this.recordedEnd) };
    const checked = chain.input.insts.some((inst) => inst.op === CHECK_PERIODIC);
    if (!checked)
      chain.first.visit({ op: CHECK_PERIODIC, args: [], imms: [], outs: [], snapshot: this.recordedEnd });

    return this.holds(plan, carriers, chain.facts.forgotten !== forgotten);
  }

  /** Still before the loop: left sides are made, positions that the loop does not carry are written back. */
  private prepare(plan: Plan): Carriers {
    const { chain, open } = this;
    const slots = plan.slots.map((slot) => (slot.invariant ? null : open.entryOf(slot)));
    const iters = plan.iters.map(({ next, left }) => ({
      next: open.entryOf(next),
      left: open.entryOf(left),
    }));
    // Not when it was found out: by then the loop's guards had narrowed what is known of the value.
    for (const item of plan.memory) if (item.varies) item.carried ??= carry(chain, item.known.value);
    const memory = plan.memory.map(({ carried }) => carried && open.entryOf(carried));
    for (const slot of plan.slots)
      if (slot.invariant && slot.left >= 0) chain.force(slot.left, this.recordedEnd);
    this.dropOtherIters(new Set(plan.iters.map(({ iter }) => iter)));
    return { slots, iters, memory };
  }

  /** The loop begins with what the plan says and no other knowledge of memory. Returns what root slots hold. */
  private begin(plan: Plan, carriers: Carriers): (Ref | undefined)[] {
    const { chain, open } = this;
    const { heap, virtual } = this.passes;
    this.loopStart = chain.insts.length;
    const planned = new Set(plan.shapes.map(({ ref }) => ref));
    for (const ref of chain.facts.unstableShapes()) if (!planned.has(ref)) chain.facts.dropShape(ref);
    const start: (Ref | undefined)[] = [];
    plan.slots.forEach((slot, i) => {
      const phi = carriers.slots[i];
      if (phi) open.open(phi);
      start[slot.slot] = phi ? phi.value : slot.left;
    });
    plan.iters.forEach(({ iter }, i) => {
      const { next, left } = carriers.iters[i];
      open.open(next);
      open.open(left);
      const state = virtual!.iters.find((other) => chain.resolve(other.iter) === iter)!;
      Object.assign(state, { next: next.phi, left: left.phi, dirty: true });
      chain.epoch++;
    });
    for (const phi of carriers.memory) if (phi) open.open(phi);
    heap?.memory.assume(
      plan.memory.map(({ where, known }, i) => {
        const phi = carriers.memory[i];
        return { where, known: phi ? { ...known, value: phi.value } : known };
      }),
    );
    return start;
  }

  /** At the loop's end all of it must hold again; what does not is weakened. */
  private holds(plan: Plan, carriers: Carriers, shapesForgotten: boolean): boolean {
    const { chain, open } = this;
    const { virtual } = this.passes;
    const carried = new Set(plan.iters.map(({ iter }) => iter));
    const slots = this.recordedEnd.frames[0].slots;
    const shared = sharedObjects(chain, virtual, this.recordedEnd);
    plan.slots.forEach((slot, i) => {
      const phi = carriers.slots[i];
      const right = chain.mapped(slots[slot.slot]);
      if (slot.object && shared.has(chain.resolve(right))) open.carryWhole(slot);
      else if (phi) open.close(phi, right);
      else if (!this.same(right, slot.left)) {
        slot.invariant = false;
        slot.settled = true;
        open.changed = true;
      }
    });
    plan.iters = plan.iters.filter(({ iter }, i) => {
      const now = virtual!.iters.find((state) => chain.resolve(state.iter) === iter);
      if (!now) {
        open.changed = true;
        return false;
      }
      open.close(carriers.iters[i].next, now.next);
      open.close(carriers.iters[i].left, now.left);
      return true;
    });
    this.dropOtherIters(carried);
    this.checkMemory(plan, carriers.memory);
    if (shapesForgotten) this.checkShapes(plan);
    if (open.changed || this.foundInvariants(plan, carriers.slots)) return false;
    this.phis = open.phis;
    return true;
  }

  private dropOtherIters(carried: ReadonlySet<Ref>): void {
    const { chain } = this;
    const { virtual } = this.passes;
    if (!virtual) return;
    virtual.settleHandled();
    virtual.flush(({ iter }) => !carried.has(chain.resolve(iter)));
    virtual.iters = virtual.iters.filter(({ iter }) => carried.has(chain.resolve(iter)));
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

  private checkShapes(plan: Plan): void {
    const { facts } = this.chain;
    const holds = plan.shapes.filter(({ ref, shape }) => facts.shapeOf(this.chain.resolve(ref)) === shape);
    if (holds.length !== plan.shapes.length) this.open.changed = true;
    plan.shapes = holds;
  }

  /** What the copy relied on must hold again; contents that changed become phis, others are given up. */
  private checkMemory(plan: Plan, carriers: readonly (OpenPhi | null)[]): void {
    const { heap } = this.passes;
    if (!heap) return;
    const gone = new Set<MemoryPlan>();
    plan.memory.forEach((item, i) => {
      if (!heap.memory.assumptions[i]?.used) return;
      const now = heap.memory.lookup(item.known);
      const phi = carriers[i];
      if (now === undefined) gone.add(item);
      else if (phi) this.open.close(phi, now);
      else if (now !== this.chain.resolve(item.known.value)) {
        const before = this.chain.resolve(item.known.value);
        if (before === NO_REF || this.chain.repr(before) === 'ptr') gone.add(item);
        else item.varies = true;
        this.open.changed = true;
      }
    });
    if (gone.size > 0) {
      this.open.changed = true;
      plan.memory = plan.memory.filter((item) => !gone.has(item));
    }
  }

  /** A phi whose sides are one value is no phi; tried once per slot. */
  private foundInvariants(plan: Plan, carriers: readonly (OpenPhi | null)[]): boolean {
    let found = false;
    plan.slots.forEach((slot, i) => {
      const phi = carriers[i] && this.open.phis.find(({ value }) => value === carriers[i]!.phi);
      if (!phi || slot.settled) return;
      const [left, right] = [this.chain.resolve(phi.left), this.chain.resolve(phi.right)];
      if (left !== right && right !== phi.value) return;
      slot.invariant = true;
      found = true;
    });
    return found;
  }
}
