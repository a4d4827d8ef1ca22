/**
 * Part of pass heap: every computation is done once.
 *
 *     i5 = _I64_ADD i1, i2        →   i5 = _I64_ADD i1, i2
 *     i6 = _I64_ADD i1, i2            (i6 is i5)
 *
 * Pure ops are loads from memory that nobody writes.
 */
import type { Inst } from '../../../ir/trace.ts';
import type { Chain } from '../../chain.ts';

export class Computations {
  private done = new Map<number, Inst[]>();
  private chain!: Chain;

  begin(chain: Chain): void {
    this.chain = chain;
    this.done = new Map();
  }

  /** Same result every time, nothing to see: may be shared. Guards that passed once pass again. */
  isPure(inst: Inst): boolean {
    const { op: uop } = inst;
    const { effects } = uop;
    if (effects.reads) return false;
    if (uop.immutable) return true;
    if (effects.allocates || effects.raises) return false;
    return uop.evaluate !== undefined && inst.args.length > 0;
  }

  /**
   * The same computation made before; else this one is remembered as it is now. (It is not in the trace yet: what comes after this pass
   * sends nothing back to it.)
   */
  findOrAdd(inst: Inst): Inst | undefined {
    const key = this.hash(inst);
    const same = this.done.get(key);
    const known = same?.find((other) => this.sameComputation(other, inst));
    if (known) return known;
    const copy: Inst = { ...inst, args: inst.args.map((arg) => this.chain.resolve(arg)) };
    if (same) same.push(copy);
    else this.done.set(key, [copy]);
    return undefined;
  }

  private hash(inst: Inst): number {
    let h = inst.args.length;
    for (const arg of inst.args) h = (Math.imul(h, 31) + this.chain.resolve(arg)) | 0;
    for (const imm of inst.imms) h = (Math.imul(h, 31) + imm) | 0;
    return h;
  }
  private sameComputation(a: Inst, b: Inst): boolean {
    if (a.op !== b.op || a.args.length !== b.args.length) return false;
    for (let i = 0; i < a.args.length; i++)
      if (this.chain.resolve(a.args[i]) !== this.chain.resolve(b.args[i])) return false;
    for (let i = 0; i < a.imms.length; i++) if (a.imms[i] !== b.imms[i]) return false;
    return true;
  }

  save(): ReadonlyMap<number, Inst[]> {
    return copied(this.done);
  }
  restore(state: ReadonlyMap<number, Inst[]>): void {
    this.done = copied(state);
  }
}

const copied = (done: ReadonlyMap<number, Inst[]>): Map<number, Inst[]> =>
  new Map([...done].map(([key, list]) => [key, list.slice()]));
