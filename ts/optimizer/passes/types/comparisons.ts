/**
 * Part of pass types: comparisons of ints that ranges decide, and what a comparison that held says about the ranges of both sides.
 *
 *     _GUARD_I64_LT i1, 10         →   _GUARD_I64_LT i1, 10
 *     b2 = _I64_LT i1, 20              (b2 is true)
 */
import { boolConst, i64Const } from '../../../ir/constants.ts';
import { form, general, negation } from '../../../ir/op-table.ts';
import type { Inst, Ref } from '../../../ir/trace.ts';
import type { Operator, Uop } from '../../../ops/types.ts';
import { addHigh, addLow } from '../../facts.ts';
import type { Handler } from '../../table-pass.ts';
import { TypeGuards } from './type-guards.ts';

export abstract class Comparisons extends TypeGuards {
  constructor() {
    super();
    this.on('_GUARD_INDEX', this.guardIndex);
    this.on('_GUARD_I64_EXACT', this.guardExact);
  }

  protected override ruleFor(uop: Uop): Handler | null {
    return super.ruleFor(uop) ?? (uop.operator ? this.intTestRule(uop) : null);
  }

  /** A comparison of two ints, its guard, or that with an immediate. */
  private intTestRule(uop: Uop): Handler | null {
    if (uop.ins[0].repr !== 'i64') return null;
    if (uop.guard) return this.compare;
    const guard = uop.imms.length > 0 ? general(uop) : uop;
    if (!guard || guard.outs.length > 0) return null;
    if (guard === uop) return this.guardCompare;
    return (i) => {
      const right = this.chain.constant(i64Const(i.imms[0]));
      this.guardCompare({ ...i, op: guard, args: [i.args[0], right], imms: [] });
    };
  }

  /** What the ranges say about `left relation right`; null when open. */
  private decide(relation: Operator | undefined, left: Ref, right: Ref): boolean | null {
    const { facts } = this.chain;
    const [al, ah, bl, bh] = [
      facts.lowest(left),
      facts.highest(left),
      facts.lowest(right),
      facts.highest(right),
    ];
    switch (relation) {
      case '<':
        return left === right ? false : ah < bl ? true : al >= bh ? false : null;
      case '<=':
        return left === right ? true : ah <= bl ? true : al > bh ? false : null;
      case '==':
        return left === right ? true : ah < bl || al > bh ? false : null;
      default:
        return left === right ? false : ah < bl || al > bh ? true : null;
    }
  }

  private compare = (inst: Inst): void => {
    const decided = this.decide(inst.op.operator, this.arg(inst, 0), this.arg(inst, 1));
    if (decided === null) this.otherwise(inst);
    else this.chain.replace(inst.outs[0], this.chain.constant(boolConst(decided)));
  };

  private guardCompare = (inst: Inst): void => {
    const [left, right] = [this.arg(inst, 0), this.arg(inst, 1)];
    const decided = this.decide(inst.op.operator, left, right);
    if (decided) return;
    if (decided === false) this.fails(inst);
    this.next.visit(inst);
    this.learn(inst.op, [left, right], true);
  };

  /** A test or guard of two ints turned out to hold or not: narrow the ranges of both. Tests at 64-bit limits are never bounds. */
  protected learn(test: Uop, args: readonly Ref[], holds: boolean): void {
    if (test.ins.length !== 2 || test.ins[0].repr !== 'i64') return;
    const { facts } = this.chain;
    const known = holds ? { op: test, swapped: false } : negation(form(test, 'guard')!)!;
    const relation = known.op.operator;
    let [a, b] = [this.chain.resolve(args[0]), this.chain.resolve(args[1])];
    if (known.swapped) [a, b] = [b, a];
    if (relation === '<' || relation === '<=') {
      const step = relation === '<' ? 1 : 0;
      facts.narrowRange(a, -Infinity, addHigh(facts.highest(b), -step));
      facts.narrowRange(b, addLow(facts.lowest(a), step), Infinity);
    } else if (relation === '==') {
      facts.narrowRange(a, facts.lowest(b), facts.highest(b));
      facts.narrowRange(b, facts.lowest(a), facts.highest(a));
      if (b < 0 && a >= 0) this.chain.replace(a, b);
    } else if (facts.lowest(b) === facts.highest(b)) {
      if (facts.lowest(a) === facts.lowest(b)) facts.narrowRange(a, facts.lowest(a) + 1, Infinity);
      if (facts.highest(a) === facts.highest(b)) facts.narrowRange(a, -Infinity, facts.highest(a) - 1);
    }
  }

  private guardIndex = (inst: Inst): void => {
    const { facts } = this.chain;
    const [index, length] = [this.arg(inst, 0), this.arg(inst, 1)];
    if (facts.lowest(index) >= 0 && facts.highest(index) < facts.lowest(length)) return;
    this.next.visit(inst);
    facts.narrowRange(index, 0, addHigh(facts.highest(length), -1));
    facts.narrowRange(length, addLow(facts.lowest(index), 1), Infinity);
  };

  private guardExact = (inst: Inst): void => {
    const { facts } = this.chain;
    const ref = this.arg(inst, 0);
    const limit = 2 ** 51;
    if (facts.lowest(ref) >= -limit && facts.highest(ref) <= limit) return;
    this.next.visit(inst);
  };
}
