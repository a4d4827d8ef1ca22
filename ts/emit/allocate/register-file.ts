/**
 * What is where, at one point of the trace: the allocator's state, with the primitives that change it and emit the moves.
 *
 * An item (see liveness.ts) is in at most one register and at most one spill slot; both copies may be valid at once. SSA values never
 * change, so a slot that was written stays valid until the item dies. Constants need no slot: they are made again.
 */
import type { OptimizedTrace } from '../../ir/trace.ts';
import type { Reg } from '../registers.ts';
import { REG_COUNT } from '../registers.ts';
import type { Moves } from './moves.ts';
import type { Place } from './parallel-move.ts';
import { SLOT } from './parallel-move.ts';
import type { SpillSlots } from './spill-slots.ts';

export const FREE = -1;

export interface FileState {
  readonly regItem: Int32Array;
  readonly itemReg: Int8Array;
  readonly itemSlot: Int32Array;
  readonly slots: Uint8Array;
}

export class RegisterFile {
  readonly trace: OptimizedTrace;
  /** Number of SSA values: constants are the items from here on. */
  readonly values: number;
  readonly slots: SpillSlots;
  readonly moves: Moves;
  /** The item in each register, FREE when none. */
  regItem = new Int32Array(REG_COUNT).fill(FREE);
  /** Each item's register and slot, FREE when none. */
  itemReg: Int8Array;
  itemSlot: Int32Array;

  constructor(trace: OptimizedTrace, items: number, slots: SpillSlots, moves: Moves) {
    this.trace = trace;
    this.slots = slots;
    this.moves = moves;
    this.values = trace.values.length;
    this.itemReg = new Int8Array(items).fill(FREE);
    this.itemSlot = new Int32Array(items).fill(FREE);
  }

  save(): FileState {
    return {
      regItem: this.regItem.slice(),
      itemReg: this.itemReg.slice(),
      itemSlot: this.itemSlot.slice(),
      slots: this.slots.save(),
    };
  }

  restore(state: FileState): void {
    this.regItem = state.regItem.slice();
    this.itemReg = state.itemReg.slice();
    this.itemSlot = state.itemSlot.slice();
    this.slots.restore(state.slots);
  }

  isConstItem(item: number): boolean {
    return item >= this.values;
  }

  isFloatItem(item: number): boolean {
    const { repr } = item < this.values ? this.trace.values[item] : this.trace.consts[item - this.values];
    return repr === 'f64';
  }

  /** Where the item is: the register, else the slot, else the constant itself. */
  place(item: number): Place {
    if (this.itemReg[item] !== FREE) return this.itemReg[item];
    if (this.itemSlot[item] !== FREE) return SLOT + this.itemSlot[item];
    if (this.isConstItem(item)) return this.values - 1 - item;
    throw new Error(`value ${item} is nowhere`);
  }

  /** The item is in `reg` from here on, and nowhere else but in its slot; what was there is not. */
  assign(reg: Reg, item: number): void {
    const before = this.regItem[reg];
    if (before !== FREE) this.itemReg[before] = FREE;
    const old = this.itemReg[item];
    if (old !== FREE) this.regItem[old] = FREE;
    this.regItem[reg] = item;
    this.itemReg[item] = reg;
  }

  /** Nothing is in `reg` from here on. Whoever needs the item has stored it. */
  drop(reg: Reg): void {
    const item = this.regItem[reg];
    if (item === FREE) return;
    this.regItem[reg] = FREE;
    this.itemReg[item] = FREE;
  }

  /** The item is dead: its register and slot are free. */
  forget(item: number): void {
    if (this.itemReg[item] !== FREE) this.drop(this.itemReg[item]);
    const slot = this.itemSlot[item];
    if (slot !== FREE) {
      this.slots.release(slot);
      this.itemSlot[item] = FREE;
    }
  }

  /** Makes sure that the item is in memory. True when that took a store. */
  store(item: number): boolean {
    if (this.isConstItem(item) || this.itemSlot[item] !== FREE) return false;
    const slot = this.slots.take(1);
    this.itemSlot[item] = slot;
    this.moves.move(SLOT + slot, this.itemReg[item]);
    return true;
  }
}
