/**
 * combine: several instructions become one that has a stencil of its own.
 *
 *     b3 = _I64_LT i1, i2;  _GUARD_TRUE b3       →   _GUARD_I64_LT i1, i2          compare and leave
 *     b3 = _I64_LT i1, i2;  _GUARD_FALSE b3      →   _GUARD_I64_LE i2, i1
 *     i4 = _I64_ADD i1, 5                        →   i4 = _I64_ADD_IMM i1, #5      immediate operand
 *     i5 = _I64_FLOORDIV i1, 8                   →   a shift, where the divisor is a power of two
 *
 * Comparisons of floats are not mirrored: with a NaN `not a < b` is not `b <= a`; their negations have guards of their own. A comparison
 * that nothing else uses is dropped by dce.
 */
import { intValue } from '../../ir/constants.ts';
import { form, negation, op } from '../../ir/op-table.ts';
import type { Inst, Ref } from '../../ir/trace.ts';
import type { Uop } from '../../ops/types.ts';
import { type Handler, TablePass } from '../table-pass.ts';

const GUARD_TRUE = op('_GUARD_TRUE');
const GUARD_FALSE = op('_GUARD_FALSE');
const BOOL_NOT = op('_BOOL_NOT');
const FLOORDIV_IMM = op('_I64_FLOORDIV_IMM');
const MOD_IMM = op('_I64_MOD_IMM');
const AND_IMM = op('_I64_AND_IMM');
const SHR_IMM = op('_I64_SHR_IMM');

export class Combine extends TablePass {
  constructor() {
    super();
    this.on('_GUARD_TRUE', (i) => this.fuse(i, true));
    this.on('_GUARD_FALSE', (i) => this.fuse(i, false));
    this.on('_I64_FLOORDIV _I64_MOD', this.divide);
    this.on('_I64_SHL _I64_SHR', this.shift);
  }

  protected override ruleFor(uop: Uop): Handler | null {
    return uop.immediate ? this.withImmediate : null;
  }

  /** A constant that fits a signed 32-bit immediate; NaN otherwise. */
  private small(ref: Ref): number {
    if (ref >= 0) return Number.NaN;
    const value = intValue(this.chain.const(ref));
    return value === (value | 0) ? value : Number.NaN;
  }

  private fuse(inst: Inst, wanted: boolean): void {
    const def = this.chain.def[this.arg(inst, 0)];
    if (def?.op === BOOL_NOT) {
      this.fuse({ ...inst, args: [def.args[0]] }, !wanted);
      return;
    }
    const passes = def && form(def.op, 'guard');
    if (!passes) {
      this.next.visit({ ...inst, op: wanted ? GUARD_TRUE : GUARD_FALSE });
      return;
    }
    const fused = wanted ? { op: passes, swapped: false } : negation(passes)!;
    const [left, right] = def.args;
    this.withImmediate({ ...inst, op: fused.op, args: fused.swapped ? [right, left] : [left, right] });
  }

  /** x + 5, x < 5: the constant becomes an immediate. 5 < x => x > 5 */
  private withImmediate = (inst: Inst): void => {
    const { op: uop } = inst;
    const [left, right] = [this.arg(inst, 0), this.arg(inst, 1)];
    const [onRight, onLeft] = [this.small(right), this.small(left)];
    const immediate = Number.isNaN(onRight) ? undefined : form(uop, 'immediate');
    const immediateLeft = Number.isNaN(onLeft) ? undefined : form(uop, 'immediateLeft');
    if (immediate) this.next.visit({ ...inst, op: immediate, args: [left], imms: [onRight] });
    else if (immediateLeft) this.next.visit({ ...inst, op: immediateLeft, args: [right], imms: [onLeft] });
    else this.next.visit(inst);
  };

  private divide = (inst: Inst): void => {
    const value = this.small(this.arg(inst, 1));
    if (!(value > 0)) {
      this.next.visit(inst);
      return;
    }
    const powerOfTwo = (value & (value - 1)) === 0;
    const modulo = inst.op.operator === '%';
    // Python floors: x // 2ᵏ => x >> k   x % 2ᵏ => x & (2ᵏ − 1)
    let [uop, imm] = [modulo ? MOD_IMM : FLOORDIV_IMM, value];
    if (powerOfTwo) [uop, imm] = modulo ? [AND_IMM, value - 1] : [SHR_IMM, 31 - Math.clz32(value)];
    this.next.visit({ ...inst, op: uop, args: [inst.args[0]], imms: [imm], snapshot: null });
  };

  private shift = (inst: Inst): void => {
    const value = this.small(this.arg(inst, 1));
    const immediate = form(inst.op, 'immediate')!;
    if (!(value >= 0) || (inst.op.operator === '<<' && value > 62)) this.next.visit(inst);
    else this.next.visit({ ...inst, op: immediate, args: [inst.args[0]], imms: [Math.min(value, 63)] });
  };
}
