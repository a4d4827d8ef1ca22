import { boolConst, i64Const } from '../../../ir/constants.ts';
import { op } from '../../../ir/op-table.ts';
import type { Inst, Ref } from '../../../ir/trace.ts';
import { NO_REF } from '../../../ir/trace.ts';
import { addHigh, addLow } from '../../facts.ts';
import { Folding } from './folding.ts';

export abstract class Comparisons extends Folding {
  constructor() {
    super();
    this.on('_I64_LT _I64_LE _I64_EQ _I64_NE', this.compare);
    this.on('_GUARD_I64_LT _GUARD_I64_LE _GUARD_I64_EQ _GUARD_I64_NE', this.guardCompare);
    for (const relation of ['LT', 'LE', 'EQ', 'NE']) {
      this.on(`_GUARD_I64_${relation}_IMM`, (i) => {
        const right = this.chain.constant(i64Const(i.imms[0]));
        this.guardCompare({ ...i, op: op(`_GUARD_I64_${relation}`), args: [i.args[0], right], imms: [] });
      });
    }
    this.on('_GUARD_INDEX', this.guardIndex);
    this.on('_GUARD_I64_EXACT', this.guardExact);
  }

  /** What the ranges say about `left relation right`; null when open. */
  private decide(relation: string, left: Ref, right: Ref): boolean | null {
    const { facts } = this.chain;
    const [al, ah, bl, bh] = [
      facts.lowest(left),
      facts.highest(left),
      facts.lowest(right),
      facts.highest(right),
    ];
    switch (relation) {
      case 'LT':
        return left === right ? false : ah < bl ? true : al >= bh ? false : null;
      case 'LE':
        return left === right ? true : ah <= bl ? true : al > bh ? false : null;
      case 'EQ':
        return left === right ? true : ah < bl || al > bh ? false : null;
      default:
        return left === right ? false : ah < bl || al > bh ? true : null;
    }
  }

  private compare = (inst: Inst): void => {
    const decided = this.decide(inst.op.name.slice(5), this.arg(inst, 0), this.arg(inst, 1));
    if (decided === null) this.otherwise(inst);
    else this.chain.replace(inst.outs[0], this.chain.constant(boolConst(decided)));
  };

  private guardCompare = (inst: Inst): void => {
    const [left, right] = [this.arg(inst, 0), this.arg(inst, 1)];
    const decided = this.decide(inst.op.name.slice(11), left, right);
    if (decided) return;
    if (decided === false) this.fails(inst);
    this.next.visit(inst);
    this.learn(inst.op.name.slice(7), [left, right], true);
  };

  /** `name`(args) turned out to be `holds`: narrow the ranges of both sides. Tests at 64-bit limits are never bounds. */
  protected learn(name: string, args: readonly Ref[], holds: boolean): void {
    if (!name.startsWith('I64_')) return;
    const { facts } = this.chain;
    let relation = name.slice(4);
    let [a, b] = [this.chain.resolve(args[0]), this.chain.resolve(args[1] ?? NO_REF)];
    if (args.length !== 2) return;
    if (!holds) {
      if (relation === 'EQ' || relation === 'NE') relation = relation === 'EQ' ? 'NE' : 'EQ';
      else {
        // not a < b => b <= a
        [a, b] = [b, a];
        relation = relation === 'LT' ? 'LE' : 'LT';
      }
    }
    if (relation === 'LT' || relation === 'LE') {
      const step = relation === 'LT' ? 1 : 0;
      facts.narrowRange(a, -Infinity, addHigh(facts.highest(b), -step));
      facts.narrowRange(b, addLow(facts.lowest(a), step), Infinity);
    } else if (relation === 'EQ') {
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
