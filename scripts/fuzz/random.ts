/** Random numbers that are the same everywhere for the same seed. */

/** xorshift32: good enough. */
export class Random {
  private state: number;
  constructor(seed: number) {
    this.state = (Math.imul(seed, 2654435761) ^ 0x9e3779b9) | 1;
    for (let i = 0; i < 8; i++) this.below(2);
  }
  below(n: number): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return (x >>> 0) % n;
  }
  pick<X>(from: readonly X[]): X {
    return from[this.below(from.length)];
  }
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}
