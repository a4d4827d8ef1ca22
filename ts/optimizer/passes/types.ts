/**
 * types: abstract interpretation. Knows for every value its type, shape, int range and perhaps that it is a constant; removes guards
 * that must hold, weakens guards that hold for one operand, folds constants.
 *
 *     _GUARD_BOTH_INT v1, v1      →   _GUARD_INT v1
 *     _GUARD_BOTH_INT v2, v1      →   _GUARD_INT v2            (v1 is known)
 *     _GUARD_INT v1               →
 *     i3 = _I64_ADD i1, i2        →   i3 = _I64_ADD_UNCHECKED i1, i2     (ranges exclude overflow)
 *
 * A guard that is known to fail ends the trace with an exit.
 *
 * The rules are in types/, each file adding to the one before: folding, type guards, comparisons, ranges, constant guards.
 */
import type { Inst } from '../../ir/trace.ts';
import { ConstantGuards } from './types/constant-guards.ts';

export class Types extends ConstantGuards {
  constructor() {
    super();
    this.on('_BOOL_NOT', this.boolNot);
  }

  private boolNot = (inst: Inst): void => {
    const def = this.chain.def[this.arg(inst, 0)];
    // not not x => x
    if (def?.op === inst.op) this.out(inst, 0, def.args[0]);
    else this.otherwise(inst);
  };
}
