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
import { op } from '../../ir/op-table.ts';
import type { Inst, Ref } from '../../ir/trace.ts';
import { TablePass } from '../table-pass.ts';

const MIRRORED: Record<string, string> = { LT: 'GT', LE: 'GE', EQ: 'EQ', NE: 'NE' };

export class Combine extends TablePass {
  constructor() {
    super();
    this.on('_GUARD_TRUE', (i) => this.fuse(i, true));
    this.on('_GUARD_FALSE', (i) => this.fuse(i, false));
    this.on('_I64_ADD _I64_SUB _I64_MUL _I64_AND _I64_OR _I64_XOR', this.immediate);
    this.on('_I64_ADD_UNCHECKED _I64_SUB_UNCHECKED _I64_MUL_UNCHECKED', this.immediate);
    this.on('_I64_FLOORDIV _I64_MOD', this.divide);
    this.on('_I64_SHL _I64_SHR', this.shift);
    this.on('_GUARD_I64_LT _GUARD_I64_LE _GUARD_I64_EQ _GUARD_I64_NE', this.guardImmediate);
  }

  /** A constant that fits a signed 32-bit immediate; NaN otherwise. */
  private small(ref: Ref): number {
    if (ref >= 0) return Number.NaN;
    const value = intValue(this.chain.const(ref));
    return value === (value | 0) ? value : Number.NaN;
  }

  private fuse(inst: Inst, wanted: boolean): void {
    const def = this.chain.def[this.arg(inst, 0)];
    const match = def && /^_(I64|F64)_(LT|LE|EQ|NE)$/.exec(def.op.name);
    if (def?.op.name === '_BOOL_NOT') {
      this.fuse({ ...inst, args: [def.args[0]] }, !wanted);
      return;
    }
    if (!match) {
      this.next.visit({ ...inst, op: op(wanted ? '_GUARD_TRUE' : '_GUARD_FALSE') });
      return;
    }
    const [, repr, relation] = match;
    let [left, right] = def.args;
    let name = relation;
    if (!wanted) {
      if (relation === 'EQ' || relation === 'NE') name = relation === 'EQ' ? 'NE' : 'EQ';
      else if (repr === 'I64') {
        // not a < b => b <= a
        name = relation === 'LT' ? 'LE' : 'LT';
        [left, right] = [right, left];
      } else name = `NOT_${relation}`;
    }
    const fused = { ...inst, op: op(`_GUARD_${repr}_${name}`), args: [left, right] };
    if (repr === 'I64') this.guardImmediate(fused);
    else this.next.visit(fused);
  }

  private immediate = (inst: Inst): void => {
    const value = this.small(this.arg(inst, 1));
    if (Number.isNaN(value)) this.next.visit(inst);
    else {
      const name = inst.op.name.replace(/(_UNCHECKED)?$/, '_IMM$1');
      this.next.visit({ ...inst, op: op(name), args: [inst.args[0]], imms: [value] });
    }
  };

  private divide = (inst: Inst): void => {
    const value = this.small(this.arg(inst, 1));
    if (!(value > 0)) {
      this.next.visit(inst);
      return;
    }
    const powerOfTwo = (value & (value - 1)) === 0;
    const modulo = inst.op.name === '_I64_MOD';
    // Python floors: x // 2ᵏ => x >> k   x % 2ᵏ => x & (2ᵏ − 1)
    let name = modulo ? '_I64_MOD_IMM' : '_I64_FLOORDIV_IMM';
    let imm = value;
    if (powerOfTwo)
      [name, imm] = modulo ? ['_I64_AND_IMM', value - 1] : ['_I64_SHR_IMM', 31 - Math.clz32(value)];
    this.next.visit({ ...inst, op: op(name), args: [inst.args[0]], imms: [imm], snapshot: null });
  };

  private shift = (inst: Inst): void => {
    const value = this.small(this.arg(inst, 1));
    const left = inst.op.name === '_I64_SHL';
    if (!(value >= 0) || (left && value > 62)) this.next.visit(inst);
    else {
      const next: Inst = {
        ...inst,
        op: op(`${inst.op.name}_IMM`),
        args: [inst.args[0]],
        imms: [Math.min(value, 63)],
      };
      this.next.visit(next);
    }
  };

  private guardImmediate = (inst: Inst): void => {
    const relation = inst.op.name.slice('_GUARD_I64_'.length);
    const [left, right] = [this.arg(inst, 0), this.arg(inst, 1)];
    const [onRight, onLeft] = [this.small(right), this.small(left)];
    if (!Number.isNaN(onRight)) {
      this.next.visit({ ...inst, op: op(`_GUARD_I64_${relation}_IMM`), args: [left], imms: [onRight] });
    } else if (!Number.isNaN(onLeft)) {
      this.next.visit({
        ...inst,
        op: op(`_GUARD_I64_${MIRRORED[relation]}_IMM`),
        args: [right],
        imms: [onLeft],
      });
    } else this.next.visit(inst);
  };
}
