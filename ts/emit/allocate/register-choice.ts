/**
 * Which register an item gets, and which item loses its own when none is free: the one whose next use is farthest, weighed by
 * what the eviction costs. What must stay is stored in a spill slot.
 *
 * A value from before the loop that the loop evicts is stored once, before the loop: `hoisted` collects them for the next scan.
 */

import type { Reg } from '../registers.ts';
import { ALL_GENERAL, REG_COUNT, SURVIVORS } from '../registers.ts';
import type { LiveRanges } from './live-ranges.ts';
import { NEVER } from './liveness.ts';
import type { RegisterFile } from './register-file.ts';
import { FREE } from './register-file.ts';

export class RegisterChoice {
  private readonly ranges: LiveRanges;
  private readonly file: RegisterFile;
  /** Registers that the current instruction's operands occupy. */
  pinned = 0;
  /** Register that the item should go to if it can: where its phi sits at the header. */
  readonly hints: Int8Array;
  /** Stored before the loop, since the loop would evict them. */
  readonly hoisted = new Set<number>();
  /** Set when `hoisted` grows. */
  newHoists = false;

  constructor(ranges: LiveRanges, file: RegisterFile) {
    this.ranges = ranges;
    this.file = file;
    this.hints = new Int8Array(ranges.live.items).fill(FREE);
  }

  /** How good it is to evict the item: distance of its next use over the moves that costs. */
  evictionScore(item: number): number {
    const { at } = this.ranges;
    const next = this.ranges.nextUse(item, at + 1);
    const stored = this.file.isConstItem(item) || this.file.itemSlot[item] !== FREE;
    const distance = Math.min(next === NEVER ? 4096 : next - at, 4096);
    const cost = (stored ? 0 : 1) + (next === NEVER ? 0 : 1);
    return cost === 0 ? 1e9 : distance / cost;
  }

  /** A register out of `allowed` for the item; evicts when none is free. Never one that is pinned. */
  choose(allowed: number, item: number): Reg {
    const { file } = this;
    const usable = allowed & ~this.pinned;
    const hint = this.hints[item];
    if (hint !== FREE && usable & (1 << hint) && file.regItem[hint] === FREE) return hint;
    const preferSurvivors = (allowed & ALL_GENERAL) !== 0 && this.ranges.crosses(item);
    let found = FREE;
    for (let reg = 0; reg < REG_COUNT; reg++) {
      if (!(usable & (1 << reg)) || file.regItem[reg] !== FREE) continue;
      const survives = (SURVIVORS & (1 << reg)) !== 0;
      if (found === FREE || survives === preferSurvivors) found = reg;
      if (survives === preferSurvivors) break;
    }
    if (found !== FREE) return found;
    let best = -1;
    for (let reg = 0; reg < REG_COUNT; reg++) {
      if (!(usable & (1 << reg))) continue;
      const score = this.evictionScore(file.regItem[reg]);
      if (score <= best) continue;
      best = score;
      found = reg;
    }
    if (found === FREE) throw new Error(`no register for operand at ${this.ranges.at}`);
    this.evict(found);
    return found;
  }

  private evict(reg: Reg): void {
    this.keepInMemory(this.file.regItem[reg]);
    this.file.drop(reg);
  }

  /** Makes sure that the item is in memory. */
  keepInMemory(item: number): void {
    const { inLoop, live } = this.ranges;
    if (!this.file.store(item)) return;
    if (inLoop && live.throughLoop[item] && !this.hoisted.has(item)) {
      this.hoisted.add(item);
      this.newHoists = true;
    }
  }

  /** Brings the item into one of the allowed registers and pins that. */
  ensure(item: number, allowed: number): Reg {
    const { file } = this;
    let reg: Reg = file.itemReg[item];
    if (reg === FREE || !(allowed & (1 << reg))) {
      const source = file.place(item);
      reg = this.choose(allowed, item);
      file.moves.move(reg, source);
      file.assign(reg, item);
    }
    this.pinned |= 1 << reg;
    return reg;
  }
}
