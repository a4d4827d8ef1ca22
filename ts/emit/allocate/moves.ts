/**
 * Emits the code that moves values between registers, spill slots and the frame's memory, and makes constants.
 * Knows places, not items: what is where is the register file's business.
 */
import type { OptimizedTrace } from '../../ir/trace.ts';
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
} from '../emit-uops.ts';
import type { StencilLibrary, StencilSet } from '../library.ts';
import type { CodeList } from '../machine-code.ts';
import { Goal, NO_EXIT } from '../machine-code.ts';
import type { Reg } from '../registers.ts';
import { isFloat, regName } from '../registers.ts';
import type { MoveSink, Place } from './parallel-move.ts';
import { isRegister, parallelMove, SLOT } from './parallel-move.ts';

import type { SpillSlots } from './spill-slots.ts';

export class Moves implements MoveSink {
  private readonly trace: OptimizedTrace;
  private readonly library: StencilLibrary;
  private readonly code: CodeList;
  /** Byte offset of spill slot 0 from the frame. */
  private readonly spillBase: number;
  private readonly slots: SpillSlots;

  constructor(
    trace: OptimizedTrace,
    library: StencilLibrary,
    code: CodeList,
    spillBase: number,
    slots: SpillSlots,
  ) {
    this.trace = trace;
    this.library = library;
    this.code = code;
    this.spillBase = spillBase;
    this.slots = slots;
  }

  /** All at once: every source is read before a target is written. Both arrays are used up. */
  parallel(targets: Place[], sources: Place[]): void {
    parallelMove(targets, sources, this);
    this.slots.freeTemporaries();
  }

  temporarySlot(): Place {
    return SLOT + this.slots.takeTemporary();
  }

  /** In bytes from the frame. */
  slotOffset(slot: number): number {
    return this.spillBase + 8 * slot;
  }

  /** One of the back end's own stencils, with the holes that were pushed before. */
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
