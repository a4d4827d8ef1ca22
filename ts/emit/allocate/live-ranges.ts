/**
 * The live ranges of a trace as the scan sees them from its position: when an item is used next, whether it lives across a
 * clobbering instruction, what dies here. Next uses wrap around the loop.
 */
import type { OptimizedTrace } from '../../ir/trace.ts';
import type { Liveness } from './liveness.ts';
import { analyseLiveness, NEVER } from './liveness.ts';

export class LiveRanges {
  readonly trace: OptimizedTrace;
  readonly live: Liveness;
  /** The current instruction. */
  at = 0;
  inLoop = false;
  /** Items that die at each position: deaths[i] first item, nextDeath[item] the next one; −1 ends. */
  private readonly deaths: Int32Array;
  private readonly nextDeath: Int32Array;
  /** Per item: index of the first strong use not yet passed. */
  private readonly cursor: Int32Array;

  constructor(trace: OptimizedTrace) {
    this.trace = trace;
    this.live = analyseLiveness(trace);
    const { items, end, last } = this.live;
    this.cursor = this.live.start.slice();
    this.deaths = new Int32Array(end + 1).fill(-1);
    this.nextDeath = new Int32Array(items);
    for (let item = 0; item < items; item++) {
      const position = last[item];
      if (position < 0 || position > end) continue;
      this.nextDeath[item] = this.deaths[position];
      this.deaths[position] = item;
    }
  }

  /** The scan goes back. */
  rewind(): void {
    this.cursor.set(this.live.start);
  }

  /** Is the current instruction the item's last use? */
  dies(item: number): boolean {
    return this.live.last[item] <= this.at;
  }

  /** Calls `each` for every item whose last use is the current instruction. */
  eachDeath(each: (item: number) => void): void {
    for (let item = this.deaths[this.at]; item >= 0; item = this.nextDeath[item]) each(item);
  }

  /** Position of the item's next strong use at or after the current instruction; wraps around the loop. */
  nextUse(item: number, after: number): number {
    const { start, uses, throughLoop, firstInLoop, end } = this.live;
    const stop = start[item + 1];
    let c = this.cursor[item];
    while (c < stop && uses[c] < this.at) c++;
    this.cursor[item] = c;
    while (c < stop && uses[c] < after) c++;
    if (c < stop) return uses[c];
    if (!this.inLoop || !throughLoop[item] || firstInLoop[item] === NEVER) return NEVER;
    return end + firstInLoop[item] - this.trace.loopStart;
  }

  /** Does the item live across a clobbering instruction from here on? */
  crosses(item: number): boolean {
    const { clobbers, last, throughLoop } = this.live;
    if (clobbers.length === 0) return false;
    const final = clobbers[clobbers.length - 1];
    if (throughLoop[item] && final >= this.trace.loopStart) return true;
    let low = 0;
    let high = clobbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (clobbers[middle] > this.at) high = middle;
      else low = middle + 1;
    }
    return low < clobbers.length && clobbers[low] < last[item];
  }
}
