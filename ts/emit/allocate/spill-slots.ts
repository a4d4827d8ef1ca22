/**
 * The spill slots of a trace: words after the root frame, numbered from 0. Which ones are taken, and how many there must be.
 */

const SLOT_FREE = 0;
const SLOT_USED = 1;
/** Belongs to a phi: stays through the whole loop. */
const SLOT_RESERVED = 2;

export class SpillSlots {
  private states = new Uint8Array(64);
  private readonly temporaries: number[] = [];
  /** Slots ever used. */
  count = 0;

  save(): Uint8Array {
    return this.states.slice();
  }

  restore(states: Uint8Array): void {
    this.states = states.slice();
  }

  /** `count` consecutive slots. */
  take(count: number): number {
    let run = 0;
    for (let slot = 0; ; slot++) {
      if (slot >= this.states.length) this.grow();
      run = this.states[slot] === SLOT_FREE ? run + 1 : 0;
      if (run < count) continue;
      const first = slot - count + 1;
      this.states.fill(SLOT_USED, first, slot + 1);
      this.count = Math.max(this.count, slot + 1);
      return first;
    }
  }

  free(first: number, count: number): void {
    this.states.fill(SLOT_FREE, first, first + count);
  }

  /** Of a dead item; a reserved slot stays. */
  release(slot: number): void {
    if (this.states[slot] === SLOT_USED) this.states[slot] = SLOT_FREE;
  }

  /** For a phi that is in memory. */
  reserve(slot: number): void {
    this.states[slot] = SLOT_RESERVED;
  }

  /** Claims a certain slot, e.g. one that a bridge inherits. */
  claim(slot: number): void {
    while (slot >= this.states.length) this.grow();
    this.states[slot] = SLOT_USED;
    this.count = Math.max(this.count, slot + 1);
  }

  /** Free again after the next `freeTemporaries`. */
  takeTemporary(): number {
    const slot = this.take(1);
    this.temporaries.push(slot);
    return slot;
  }

  freeTemporaries(): void {
    for (const slot of this.temporaries) this.free(slot, 1);
    this.temporaries.length = 0;
  }

  private grow(): void {
    const grown = new Uint8Array(this.states.length * 2);
    grown.set(this.states);
    this.states = grown;
  }
}
