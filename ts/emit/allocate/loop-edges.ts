/**
 * The loop's header and the edges that lead to it: which item each register holds there, and the moves that make it so, from the
 * entry section and along the back edge.
 *
 * A header is first guessed from the entry section's end; a scan of the loop then tells a better one, with which the back edge needs
 * fewer moves. Phis for which there is no register live in memory, in slots of their own.
 */
import { isValue } from '../../ir/trace.ts';
import { JUMP } from '../emit-uops.ts';
import { Goal } from '../machine-code.ts';
import { FIRST_FLOAT, REG_COUNT, SURVIVORS } from '../registers.ts';
import { itemOf, NEVER } from './liveness.ts';
import type { Place } from './parallel-move.ts';
import { SLOT } from './parallel-move.ts';
import { FREE } from './register-file.ts';
import type { Scan } from './scan.ts';

/** Registers and phi places at the loop's header. */
export interface Header {
  readonly regItem: Int32Array;
  /** Phis that live in memory there. */
  readonly inMemory: number[];
}

export class LoopEdges {
  private readonly scan: Scan;
  /** Slots of the phis that are in memory. */
  private headerSlots: number[] = [];

  constructor(scan: Scan) {
    this.scan = scan;
  }

  /** The registers as they are, phis in place of left values that die here. */
  firstHeader(): Header {
    const { trace, live, file } = this.scan;
    const regItem = new Int32Array(REG_COUNT).fill(FREE);
    for (let reg = 0; reg < REG_COUNT; reg++) {
      const item = file.regItem[reg];
      if (item !== FREE && live.throughLoop[item]) regItem[reg] = item;
    }
    const waiting: number[] = [];
    for (const phi of trace.phis) {
      if (live.last[phi.value] < 0) continue;
      const reg = file.itemReg[itemOf(trace, phi.left)];
      if (reg !== FREE && regItem[reg] === FREE) regItem[reg] = phi.value;
      else waiting.push(phi.value);
    }
    return { regItem, inMemory: this.fillIn(regItem, waiting) };
  }

  /** Phis that have no register yet get a free one; returns those for which there is none. */
  private fillIn(regItem: Int32Array, phis: readonly number[]): number[] {
    const { live, ranges, file } = this.scan;
    const inMemory: number[] = [];
    for (const phi of phis) {
      const first = file.isFloatItem(phi) ? FIRST_FLOAT : 0;
      let found = FREE;
      // From the top: r0 and r1 are for what lives across calls.
      for (let reg = first + FIRST_FLOAT - 1; reg >= first; reg--) if (regItem[reg] === FREE) found = reg;
      if (!ranges.crosses(phi)) {
        for (let reg = first; reg < first + FIRST_FLOAT; reg++)
          if (regItem[reg] === FREE && !(SURVIVORS & (1 << reg))) found = reg;
      }
      if (found === FREE || live.firstInLoop[phi] === NEVER) inMemory.push(phi);
      else regItem[found] = phi;
    }
    return inMemory;
  }

  /** The header that the loop's end would like: what is in registers there, phis for their right values. */
  headerFromEnd(current: Header): Header {
    const { trace, live, file } = this.scan;
    const regItem = new Int32Array(REG_COUNT).fill(FREE);
    const waiting: number[] = [];
    for (const phi of trace.phis) {
      if (live.last[phi.value] < 0) continue;
      const reg = file.itemReg[itemOf(trace, phi.right)];
      if (reg !== FREE && regItem[reg] === FREE && !current.inMemory.includes(phi.value))
        regItem[reg] = phi.value;
      else waiting.push(phi.value);
    }
    for (let reg = 0; reg < REG_COUNT; reg++) {
      const item = file.regItem[reg];
      if (item !== FREE && regItem[reg] === FREE && live.throughLoop[item]) regItem[reg] = item;
    }
    return { regItem, inMemory: this.fillIn(regItem, waiting) };
  }

  setHints(header: Header): void {
    const { trace, choice } = this.scan;
    for (const phi of trace.phis) {
      const reg = header.regItem.indexOf(phi.value);
      if (isValue(phi.right)) choice.hints[phi.right] = reg;
    }
  }

  /** Moves from the entry section's state into the header's. */
  enterLoop(header: Header): void {
    const { trace, live, file, slots, moves, choice } = this.scan;
    for (const item of choice.hoisted) file.store(item);
    for (let reg = 0; reg < REG_COUNT; reg++) {
      const item = file.regItem[reg];
      if (item !== FREE && live.throughLoop[item] && header.regItem.indexOf(item) < 0) file.store(item);
    }
    const leftOf = new Map<number, number>();
    for (const phi of trace.phis) leftOf.set(phi.value, itemOf(trace, phi.left));
    const targets: Place[] = [];
    const sources: Place[] = [];
    const memory = header.inMemory.map((phi) => {
      const slot = slots.take(1);
      targets.push(SLOT + slot);
      sources.push(file.place(leftOf.get(phi) as number));
      return slot;
    });
    for (let reg = 0; reg < REG_COUNT; reg++) {
      const item = header.regItem[reg];
      if (item === FREE) continue;
      targets.push(reg);
      sources.push(file.place(leftOf.get(item) ?? item));
    }
    moves.parallel(targets, sources);
    // What only the entry section used is gone.
    for (let item = 0; item < live.items; item++)
      if (live.last[item] < trace.loopStart && (file.itemReg[item] !== FREE || file.itemSlot[item] !== FREE))
        file.forget(item);
    for (let reg = 0; reg < REG_COUNT; reg++) file.drop(reg);
    for (let reg = 0; reg < REG_COUNT; reg++)
      if (header.regItem[reg] !== FREE) file.assign(reg, header.regItem[reg]);
    header.inMemory.forEach((phi, i) => {
      file.itemSlot[phi] = memory[i];
      slots.reserve(memory[i]);
    });
    this.headerSlots = memory;
  }

  backEdge(header: Header): void {
    const { trace, options, file, moves } = this.scan;
    const rightOf = new Map<number, number>();
    for (const phi of trace.phis) rightOf.set(phi.value, itemOf(trace, phi.right));
    const targets: Place[] = [];
    const sources: Place[] = [];
    header.inMemory.forEach((phi, i) => {
      targets.push(SLOT + this.headerSlots[i]);
      sources.push(file.place(rightOf.get(phi) as number));
    });
    for (let reg = 0; reg < REG_COUNT; reg++) {
      const item = header.regItem[reg];
      if (item === FREE) continue;
      targets.push(reg);
      sources.push(file.place(rightOf.get(item) ?? item));
    }
    moves.parallel(targets, sources);
    moves.emit(options.library.set(JUMP), [], 'loop', Goal.LOOP);
  }
}

export const sameRegisters = (a: Header, b: Header): boolean =>
  a.regItem.every((item, reg) => item === b.regItem[reg]) && a.inMemory.length === b.inMemory.length;
