/**
 * Part of pass types: ranges of ints, from the operands' ranges.
 *
 *     i3 = _I64_AND i1, 255        →   i3 = _I64_AND i1, 255
 *     i4 = _I64_ADD i3, 1              i4 = _I64_ADD_UNCHECKED i3, 1      (at most 256: no overflow)
 */
import { form } from '../../../ir/op-table.ts';
import type { Inst } from '../../../ir/trace.ts';
import { addHigh, addLow, boundHigh, boundLow, FIX_HI, FIX_LO, magnitude } from '../../facts.ts';
import { Comparisons } from './comparisons.ts';

export abstract class Ranges extends Comparisons {
  constructor() {
    super();
    this.on('_I64_ADD _I64_SUB _I64_MUL', this.arithmetic);
    this.on('_I64_ADD_UNCHECKED _I64_SUB_UNCHECKED _I64_MUL_UNCHECKED', this.arithmetic);
    this.on('_I64_AND', this.bitAnd);
    this.on('_I64_MOD', this.modulo);
    this.on('_I64_FLOORDIV', this.floorDivide);
    this.on('_I64_SHR', this.shiftRight);
    this.on('_UNBOX_INT', (i) => {
      this.otherwise(i);
      const [from, to] = [this.arg(i, 0), this.chain.resolve(i.outs[0])];
      this.chain.facts.narrowRange(to, this.chain.facts.lowest(from), this.chain.facts.highest(from));
    });
    this.on('_I64_DISTANCE', (i) => {
      const { facts } = this.chain;
      const [left, right] = [this.arg(i, 0), this.arg(i, 1)];
      this.ranged(i, 0, Math.max(0, addHigh(facts.highest(right), -facts.lowest(left))));
    });
    this.on('_LIST_LENGTH _TUPLE_LENGTH _STR_LENGTH _RANGE_ITER_LEFT _ITER_INDEX', (i) =>
      this.ranged(i, 0, 2 ** 48),
    );
    this.on('_RANGE_ITER_NEXT _RANGE_ITER_STEP', (i) => this.ranged(i, FIX_LO, FIX_HI));
  }

  private ranged(inst: Inst, lo: number, hi: number): void {
    this.otherwise(inst);
    this.chain.facts.narrowRange(this.chain.resolve(inst.outs[0]), lo, hi);
  }

  private arithmetic = (inst: Inst): void => {
    const { facts } = this.chain;
    let [a, b] = [this.arg(inst, 0), this.arg(inst, 1)];
    const { operator } = inst.op;
    // Constants go right: x is the value.
    if (inst.op.commutative && a < 0 && b >= 0) {
      [a, b] = [b, a];
      inst = { ...inst, args: [a, b] };
    }
    if (b < 0) {
      const value = facts.lowest(b) === facts.highest(b) ? facts.lowest(b) : Number.NaN;
      // x + 0 => x   x − 0 => x   x * 1 => x   x * 0 => 0
      if (value === (operator === '*' ? 1 : 0)) return this.out(inst, 0, a);
      if (value === 0) return this.out(inst, 0, b);
    }
    const [al, ah, bl, bh] = [facts.lowest(a), facts.highest(a), facts.lowest(b), facts.highest(b)];
    let [lo, hi] = [-Infinity, Infinity];
    if (operator === '+') [lo, hi] = [addLow(al, bl), addHigh(ah, bh)];
    else if (operator === '-') [lo, hi] = [addLow(al, -bh), addHigh(ah, -bl)];
    else {
      const corners = [al, ah].flatMap((x) => [bl, bh].map((y) => magnitude(x) * magnitude(y)));
      // 0 * ∞: the unbounded side decides.
      if (!corners.some(Number.isNaN))
        [lo, hi] = [boundLow(Math.min(...corners)), boundHigh(Math.max(...corners))];
    }
    // Two fixnums cannot overflow 64 bits when added or subtracted, though their sum may be no fixnum.
    const small = operator !== '*' && facts.fitsFixnum(a) && facts.fitsFixnum(b);
    const unchecked = small || (Number.isFinite(lo) && Number.isFinite(hi));
    const uop = form(inst.op, 'unchecked') ?? inst.op;
    this.otherwise(unchecked ? { ...inst, op: uop, snapshot: null } : inst);
    facts.narrowRange(this.chain.resolve(inst.outs[0]), lo, hi);
  };

  private bitAnd = (inst: Inst): void => {
    this.otherwise(inst);
    const { facts } = this.chain;
    const out = this.chain.resolve(inst.outs[0]);
    for (const index of [0, 1]) {
      const ref = this.arg(inst, index);
      if (facts.lowest(ref) >= 0) facts.narrowRange(out, 0, facts.highest(ref));
    }
  };

  private modulo = (inst: Inst): void => {
    this.otherwise(inst);
    const { facts } = this.chain;
    const divisor = this.arg(inst, 1);
    if (facts.lowest(divisor) > 0) {
      facts.narrowRange(this.chain.resolve(inst.outs[0]), 0, addHigh(facts.highest(divisor), -1));
    }
  };

  private floorDivide = (inst: Inst): void => {
    this.otherwise(inst);
    const { facts } = this.chain;
    const [a, b] = [this.arg(inst, 0), this.arg(inst, 1)];
    if (facts.lowest(b) > 0) {
      const lowest = facts.lowest(a);
      facts.narrowRange(this.chain.resolve(inst.outs[0]), Math.min(lowest, 0), Math.max(0, facts.highest(a)));
    }
  };

  private shiftRight = (inst: Inst): void => {
    this.otherwise(inst);
    const { facts } = this.chain;
    const lowest = facts.lowest(this.arg(inst, 0));
    const highest = facts.highest(this.arg(inst, 0));
    facts.narrowRange(this.chain.resolve(inst.outs[0]), Math.min(0, lowest), Math.max(0, highest));
  };
}
