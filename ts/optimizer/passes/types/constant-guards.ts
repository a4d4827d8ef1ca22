/**
 * Part of pass types: guards that leave one value only (a constant, a bool), truth and identity. After such a guard the value is that
 * constant.
 *
 *     _GUARD_CONST v1, #None       →   _GUARD_CONST v1, #None
 *     v2 = _IS_OP v1, None             (v2 is True)
 */
import { boolConst, literalConst } from '../../../ir/constants.ts';
import { op } from '../../../ir/op-table.ts';
import type { Inst } from '../../../ir/trace.ts';
import { T, T_BOOL } from '../../../ir/trace.ts';
import { Ranges } from './ranges.ts';

const GUARD_BOOL = op('_GUARD_BOOL');
const GUARD_CONST = op('_GUARD_CONST');

export abstract class ConstantGuards extends Ranges {
  constructor() {
    super();
    this.on('_GUARD_CONST', this.guardConst);
    this.on('_GUARD_NOT_CONST', this.guardNotConst);
    this.on('_GUARD_TRUE', (i) => this.guardBool(i, true));
    this.on('_GUARD_FALSE', (i) => this.guardBool(i, false));
    this.on('_GUARD_IS_NOT_NONE_POP', this.guardIsNotNone);
    this.on('_TO_BOOL_BOOL', this.toBoolBool);
    this.on('_TO_BOOL_NONE', this.toBoolNone);
    this.on('_REPLACE_WITH_TRUE', (i) => this.out(i, 0, this.chain.constant(literalConst('True'))));
    this.on('_IS_OP', this.isOp);
  }

  private guardConst = (inst: Inst): void => {
    const ref = this.arg(inst, 0);
    if (ref === inst.imms[0]) return;
    const c = this.chain.const(inst.imms[0]);
    if (ref < 0 || this.chain.facts.isNot(ref, c.type)) this.fails(inst);
    this.next.visit(inst);
    this.chain.facts.narrow(ref, c.type);
    this.chain.replace(ref, inst.imms[0]);
  };

  private guardNotConst = (inst: Inst): void => {
    const ref = this.arg(inst, 0);
    const c = this.chain.const(inst.imms[0]);
    // Two pooled constants differ when their refs do; immediates differ from everything of another type.
    if (ref === inst.imms[0]) this.fails(inst);
    if (ref < 0) return;
    const singleton = c.type & (T.NULL | T.NONE | T.TRUE | T.FALSE);
    const immediate = singleton || c.type & T.OTHER_IMM;
    if (immediate && this.chain.facts.isNot(ref, immediate)) return;
    this.next.visit(inst);
    if (singleton) this.chain.facts.narrow(ref, ~singleton);
  };

  private guardBool(inst: Inst, wanted: boolean): void {
    const ref = this.arg(inst, 0);
    if (ref < 0) {
      if ((this.chain.const(ref).lo === 1) === wanted) return;
      this.fails(inst);
    }
    this.next.visit(inst);
    const def = this.chain.def[ref];
    if (def) this.learn(def.op, def.args, wanted);
    this.becomes(ref, this.chain.constant(boolConst(wanted)), wanted ? T.TRUE : T.FALSE);
  }

  private guardIsNotNone = (inst: Inst): void => {
    const ref = this.arg(inst, 0);
    if (this.chain.facts.isNot(ref, T.NONE)) return;
    if (this.chain.facts.is(ref, T.NONE)) this.fails(inst);
    this.next.visit(inst);
    this.chain.facts.narrow(ref, ~T.NONE);
  };

  private toBoolBool = (inst: Inst): void => {
    const ref = this.arg(inst, 0);
    if (this.chain.facts.isNot(ref, T_BOOL)) this.fails(inst);
    if (!this.chain.facts.is(ref, T_BOOL)) {
      this.next.visit({ op: GUARD_BOOL, args: [ref], imms: [], outs: [], snapshot: inst.snapshot });
      this.chain.facts.narrow(ref, T_BOOL);
    }
    this.out(inst, 0, ref);
  };

  private toBoolNone = (inst: Inst): void => {
    const none = this.chain.constant(literalConst('None'));
    this.guardConst({
      op: GUARD_CONST,
      args: [inst.args[0]],
      imms: [none],
      outs: [],
      snapshot: inst.snapshot,
    });
    this.out(inst, 0, this.chain.constant(literalConst('False')));
  };

  private isOp = (inst: Inst): void => {
    const { chain } = this;
    const [left, right] = [this.arg(inst, 0), this.arg(inst, 1)];
    let same: boolean | null = null;
    if ((chain.facts.typeOf(left) & chain.facts.typeOf(right)) === 0) same = false;
    else if (left === right) same = true;
    if (same === null) {
      this.next.visit(inst);
      chain.facts.narrow(chain.resolve(inst.outs[0]), T_BOOL);
    } else this.out(inst, 0, chain.constant(literalConst(same !== (inst.imms[0] === 1) ? 'True' : 'False')));
  };
}
