/**
 * Part of pass peel: the phis of one attempt at the loop. Each is prepared before the loop (`entryOf`: its left side is unboxed, boxed or
 * made), opened at the loop's start, and closed at its end, where the value must be what the plan promised.
 */
import type { Phi, RecordedSnapshot, Ref } from '../../../ir/trace.ts';
import { NO_REF, T, T_BOOL } from '../../../ir/trace.ts';
import type { Chain } from '../../chain.ts';
import { boundLow, FIX_HI, FIX_LO } from '../../facts.ts';
import type { Virtual } from '../virtual.ts';
import type { Carried, CarriedField } from './plan.ts';

export interface OpenPhi {
  readonly carried: Carried;
  /** Of an object that is carried by its contents; `phi` is none then. */
  readonly fields: readonly (OpenPhi | null)[] | null;
  /** The phi itself and the tagged value that stands for it (the same for `val`). */
  phi: Ref;
  value: Ref;
  readonly entry: Ref;
}

export class LoopPhis {
  /** Closed ones. */
  readonly phis: Phi[] = [];
  readonly opened: OpenPhi[] = [];
  /** Something of the plan was weakened: the loop must be made anew. */
  changed = false;

  constructor(
    private readonly chain: Chain,
    /** The state at the back edge. */
    private readonly at: RecordedSnapshot,
    private readonly virtual: Virtual | null,
  ) {}

  /** Makes the left side ready before the loop: unboxed, boxed or created. */
  entryOf(carried: Carried): OpenPhi {
    const { chain } = this;
    const { left, repr, object } = carried;
    if (object) {
      const fields = object.fields.map((field) => {
        if (!field.fixed) return this.entryOf(field);
        if (field.left >= 0) chain.force(field.left, this.at);
        return null;
      });
      return { carried, fields, phi: NO_REF, value: NO_REF, entry: left };
    }
    let entry = left;
    if (repr === 'val') {
      if (left >= 0) chain.force(left, this.at);
    } else if (chain.repr(left) === 'val') entry = chain.unboxed(left, repr as 'i64');
    return { carried, fields: null, phi: NO_REF, value: NO_REF, entry };
  }

  /** Defines the phi's value with what the plan says of it. */
  open(pending: OpenPhi): void {
    const { chain } = this;
    const { carried } = pending;
    if (carried.object) {
      this.openObject(pending);
      return;
    }
    const phi = chain.value(carried.repr, carried.type);
    if (carried.shape) chain.facts.narrow(phi, carried.type, carried.shape);
    if (carried.range > 0) chain.facts.narrowRange(phi, carried.range === 2 ? 0 : FIX_LO, FIX_HI);
    let value = phi;
    // Memory contents and slots are tagged values; positions of iterators are numbers.
    if (carried.repr !== 'val' && chain.repr(carried.left) === 'val') {
      value = chain.value('val', carried.type);
      chain.defineBoxed(value, phi, this.at);
    }
    pending.phi = phi;
    this.opened.push(pending);
    pending.value = value;
  }

  /** The loop begins with the object not made, its contents being phis. */
  private openObject(pending: OpenPhi): void {
    const { kind, shape, fields } = pending.carried.object!;
    const contents = fields.map((field, i) => {
      const open = pending.fields![i];
      if (!open) return field.left;
      this.open(open);
      return open.value;
    });
    pending.value = this.chain.value('val', T.CELL);
    this.virtual!.adopt(pending.value, { kind, shape, fields: contents });
  }

  private closeObject(open: OpenPhi, right: Ref): void {
    const { chain } = this;
    const { object } = open.carried;
    const now = this.virtual!.describe(right);
    if (
      now?.kind !== object!.kind ||
      now.shape !== object!.shape ||
      now.fields.length !== object!.fields.length ||
      (now.kind === 'dict' && now.fields.some((key, i) => i % 2 === 0 && key !== object!.fields[i].left))
    ) {
      this.carryWhole(open.carried);
      return;
    }
    object!.fields.forEach((field, i) => {
      const value = chain.resolve(now.fields[i]);
      const inner = open.fields![i];
      const same = value === chain.resolve(inner ? inner.value : field.left);
      if (inner && !(same && !field.settled && !field.object)) this.close(inner, value);
      else if (inner || !same) this.changeField(field, same);
    });
  }

  /** The object has to exist at the loop's start. */
  carryWhole(carried: Carried): void {
    carried.object = null;
    this.changed = true;
  }

  private changeField(field: CarriedField, fixed: boolean): void {
    field.fixed = fixed;
    field.settled = !fixed;
    this.changed = true;
  }

  /** Checks that the value at the loop's end is what its phi promised; records the phi or weakens the plan. */
  close(open: OpenPhi, right: Ref): void {
    const { chain } = this;
    const { facts } = chain;
    const { carried } = open;
    right = chain.resolve(right);
    if (carried.object) {
      this.closeObject(open, right);
      return;
    }
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
      if (right >= 0) chain.force(right, this.at);
    } else if (chain.repr(right) === 'val') value = chain.unboxed(right, carried.repr as 'i64');
    this.phis.push({ value: open.phi, left: open.entry, right: value, repr: carried.repr });
  }
}
