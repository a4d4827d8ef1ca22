/** How many traces have gone through a join: after some copies of what follows it, bridges end there (ts/recorder/blocks.ts). */

/** Joins that a trace goes through: a code object's number and a unit by turns. */
export type Joins = readonly number[];

export class Copies {
  /** `most` copies of a join there are; then one more, which all others share. */
  constructor(private readonly most: number) {}

  /** By code object, then by unit. */
  private readonly counts = new Map<number, Map<number, number>>();

  isCrowded(code: number, unit: number): boolean {
    return (this.counts.get(code)?.get(unit) ?? 0) >= this.most;
  }

  add(joins: Joins): void {
    this.change(joins, 1);
  }

  /** The trace is gone. */
  remove(joins: Joins): void {
    this.change(joins, -1);
  }

  forgetCode(code: number): void {
    this.counts.delete(code);
  }

  private change(joins: Joins, by: number): void {
    for (let i = 0; i < joins.length; i += 2) {
      let units = this.counts.get(joins[i]);
      if (!units) this.counts.set(joins[i], (units = new Map()));
      units.set(joins[i + 1], (units.get(joins[i + 1]) ?? 0) + by);
    }
  }
}
