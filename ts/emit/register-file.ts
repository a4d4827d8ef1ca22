/**
 * What is where, at one point of the trace: the allocator's state, with the primitives that change it and emit the moves.
 *
 * An item (see liveness.ts) is in at most one register and at most one spill slot; both copies may be valid at once. SSA values never
 * change, so a slot that was written stays valid until the item dies. Constants need no slot: they are made again.
 */
import type { OptimizedTrace } from '../ir/trace.ts';
import {
  CONST_F,
  CONST_R,
  CONST32_R,
  CONST32S_R,
  COPY_SLOT,
  MOVE_F,
  MOVE_R,
  RELOAD_F,
  RELOAD_R,
  SPILL_F,
  SPILL_R,
  STORE_CONST,
  SWAP_F,
  SWAP_R,
  ZERO_F,
} from './emit-uops.ts';
import type { StencilLibrary, StencilSet } from './library.ts';
import type { CodeList } from './machine-code.ts';
import { Goal, NO_EXIT } from './machine-code.ts';
import type { MoveSink, Place } from './parallel-move.ts';
import { isRegister, SLOT } from './parallel-move.ts';
import type { Reg } from './registers.ts';
import { isFloat, REG_COUNT, regName } from './registers.ts';

export const FREE = -1;

export interface FileState {
  readonly regItem: Int32Array;
  readonly itemReg: Int8Array;
  readonly itemSlot: Int32Array;
  readonly slots: Uint8Array;
}

const SLOT_FREE = 0;
const SLOT_USED = 1;
/** Belongs to a phi: stays through the whole loop. */
const SLOT_RESERVED = 2;

export class RegisterFile implements MoveSink {
  readonly trace: OptimizedTrace;
  readonly library: StencilLibrary;
  readonly code: CodeList;
  /** Byte offset of spill slot 0 from the frame. */
  readonly spillBase: number;
  readonly values: number;
  regItem = new Int32Array(REG_COUNT).fill(FREE);
  itemReg: Int8Array;
  itemSlot: Int32Array;
  slots = new Uint8Array(64);
  /** Slots ever used. */
  slotCount = 0;

  constructor(
    trace: OptimizedTrace,
    library: StencilLibrary,
    code: CodeList,
    spillBase: number,
    items: number,
  ) {
    this.trace = trace;
    this.library = library;
    this.code = code;
    this.spillBase = spillBase;
    this.values = trace.values.length;
    this.itemReg = new Int8Array(items).fill(FREE);
    this.itemSlot = new Int32Array(items).fill(FREE);
  }

  save(): FileState {
    return {
      regItem: this.regItem.slice(),
      itemReg: this.itemReg.slice(),
      itemSlot: this.itemSlot.slice(),
      slots: this.slots.slice(),
    };
  }

  restore(state: FileState): void {
    this.regItem = state.regItem.slice();
    this.itemReg = state.itemReg.slice();
    this.itemSlot = state.itemSlot.slice();
    this.slots = state.slots.slice();
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

  assign(reg: Reg, item: number): void {
    const before = this.regItem[reg];
    if (before !== FREE) this.itemReg[before] = FREE;
    const old = this.itemReg[item];
    if (old !== FREE) this.regItem[old] = FREE;
    this.regItem[reg] = item;
    this.itemReg[item] = reg;
  }

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
      if (this.slots[slot] === SLOT_USED) this.slots[slot] = SLOT_FREE;
      this.itemSlot[item] = FREE;
    }
  }

  /** `count` consecutive slots. */
  takeSlots(count: number): number {
    let run = 0;
    for (let slot = 0; ; slot++) {
      if (slot >= this.slots.length) {
        const grown = new Uint8Array(this.slots.length * 2);
        grown.set(this.slots);
        this.slots = grown;
      }
      run = this.slots[slot] === SLOT_FREE ? run + 1 : 0;
      if (run < count) continue;
      const first = slot - count + 1;
      this.slots.fill(SLOT_USED, first, slot + 1);
      this.slotCount = Math.max(this.slotCount, slot + 1);
      return first;
    }
  }

  freeSlots(first: number, count: number): void {
    this.slots.fill(SLOT_FREE, first, first + count);
  }

  reserveSlot(slot: number): void {
    this.slots[slot] = SLOT_RESERVED;
  }

  /** Claims a certain slot, e.g. one that a bridge inherits. */
  claimSlot(slot: number): void {
    while (slot >= this.slots.length) {
      const grown = new Uint8Array(this.slots.length * 2);
      grown.set(this.slots);
      this.slots = grown;
    }
    this.slots[slot] = SLOT_USED;
    this.slotCount = Math.max(this.slotCount, slot + 1);
  }

  private readonly temporaries: number[] = [];

  temporarySlot(): Place {
    const slot = this.takeSlots(1);
    this.temporaries.push(slot);
    return SLOT + slot;
  }

  releaseTemporaries(): void {
    for (const slot of this.temporaries) this.freeSlots(slot, 1);
    this.temporaries.length = 0;
  }

  /** Makes sure that the item is in memory. True when that took a store. */
  store(item: number): boolean {
    if (this.isConstItem(item) || this.itemSlot[item] !== FREE) return false;
    const slot = this.takeSlots(1);
    this.itemSlot[item] = slot;
    this.move(SLOT + slot, this.itemReg[item]);
    return true;
  }

  // ---- emitting ----

  slotOffset(slot: number): number {
    return this.spillBase + 8 * slot;
  }

  emit(set: StencilSet, registers: readonly Reg[], text = '', goal: number = Goal.NONE): void {
    if (this.code.texts)
      this.code.texts.push(`${set.uop.name} ${registers.map(regName).join(' ')} ${text}`.trimEnd());
    this.code.append(this.library.body(set, registers), -1, NO_EXIT, NO_EXIT, goal);
  }

  move(target: Place, source: Place): void {
    const { library, code } = this;
    if (source < 0) {
      this.loadConstant(target, -1 - source);
    } else if (isRegister(target) && isRegister(source)) {
      if (isFloat(target) !== isFloat(source)) throw new Error('a move between register classes');
      this.emit(library.set(isFloat(target) ? MOVE_F : MOVE_R), [source, target]);
    } else if (isRegister(target)) {
      code.hole(this.slotOffset(source - SLOT), 0);
      this.emit(library.set(isFloat(target) ? RELOAD_F : RELOAD_R), [target], `s${source - SLOT}`);
    } else if (isRegister(source)) {
      code.hole(this.slotOffset(target - SLOT), 0);
      this.emit(library.set(isFloat(source) ? SPILL_F : SPILL_R), [source], `s${target - SLOT}`);
    } else {
      this.copyWord(this.slotOffset(target - SLOT), this.slotOffset(source - SLOT));
    }
  }

  swap(a: Place, b: Place): void {
    this.emit(this.library.set(isFloat(a) ? SWAP_F : SWAP_R), [a, b]);
  }

  /** Memory to memory, byte offsets from the frame. */
  copyWord(target: number, source: number): void {
    this.code.hole(source, 0);
    this.code.hole(target, 0);
    this.emit(this.library.set(COPY_SLOT), [], `[${target}] ← [${source}]`);
  }

  storeWord(target: number, reg: Reg): void {
    this.code.hole(target, 0);
    this.emit(this.library.set(isFloat(reg) ? SPILL_F : SPILL_R), [reg], `[${target}]`);
  }

  storeConstant(target: number, constant: number): void {
    const { lo, hi } = this.trace.consts[constant];
    this.code.hole(target, 0);
    this.code.hole(lo, hi);
    this.emit(this.library.set(STORE_CONST), [], `[${target}] ← c${constant}`);
  }

  private loadConstant(target: Place, constant: number): void {
    const { lo, hi } = this.trace.consts[constant];
    const { code, library } = this;
    if (!isRegister(target)) {
      this.storeConstant(this.slotOffset(target - SLOT), constant);
      return;
    }
    const text = `c${constant}`;
    if (isFloat(target)) {
      if (lo === 0 && hi === 0) {
        this.emit(library.set(ZERO_F), [target], text);
        return;
      }
      code.hole(lo, hi);
      this.emit(library.set(CONST_F), [target], text);
      return;
    }
    code.hole(lo, hi);
    const short = hi === 0 ? CONST32_R : hi === -1 && lo < 0 ? CONST32S_R : CONST_R;
    this.emit(library.set(short), [target], text);
  }
}
