/**
 * unbox: arithmetic on machine numbers. Tagged operators become `_I64_…` and `_F64_…` on untagged values; the tagged result is made only
 * if something needs the word (a store, a call), for snapshots accept native values.
 *
 *     v3 = _BINARY_OP_ADD_INT v1, v2      →   i4 = _UNBOX_INT v1
 *     v5 = _BINARY_OP_ADD_INT v3, 1           i5 = _UNBOX_INT v2
 *                                             i6 = _I64_ADD i4, i5
 *                                             i7 = _I64_ADD i6, 1
 *
 * An i64 may exceed the 63 bits of a fixnum and still is the right Python int: `_BOX_INT` checks, exits box as needed. List and
 * tuple subscripts are taken apart into length, bounds check and load, so that later passes share the parts.
 */

import { CompareMask } from '../../contract/operators.ts';

import { f64Const, i64Const, intValue, literalConst } from '../../ir/constants.ts';
import { form, negation, op, proofs } from '../../ir/op-table.ts';
import type { Inst, Ref } from '../../ir/trace.ts';
import { NO_REF, T } from '../../ir/trace.ts';

import type { Uop } from '../../ops/types.ts';
import { type Handler, TablePass } from '../table-pass.ts';

/** BINARY_OP's arguments. */
const [POWER, INPLACE_POWER] = [8, 21];

const TO_F64 = op('_I64_TO_F64');
const GUARD_UNBOX_FLOAT = op('_GUARD_UNBOX_FLOAT');
const EXACT = op('_GUARD_I64_EXACT');
const DIV = op('_F64_DIV');
const GUARD_F64_NE = op('_GUARD_F64_NE');
const MUL_F64 = op('_F64_MUL');
const NOT = op('_BOOL_NOT');
const IS = op('_VAL_IS');
const I64_NE = op('_I64_NE');
const GUARD_EQ = op('_GUARD_I64_EQ');
const GUARD_INT = op('_GUARD_INT');
const GUARD_LIST = op('_GUARD_TOS_LIST');
const GUARD_STR = op('_GUARD_TOS_STR');
const GUARD_INDEX = op('_GUARD_INDEX');
const LIST_LENGTH = op('_LIST_LENGTH');
const LIST_ITEMS = op('_LIST_ITEMS');
const LOAD_ITEM = op('_LOAD_ITEM');
const STORE_ITEM = op('_STORE_ITEM');
const TUPLE_LENGTH = op('_TUPLE_LENGTH');
const LOAD_TUPLE_ITEM = op('_LOAD_TUPLE_ITEM');
const LOAD_TUPLE_INDEX = op('_LOAD_TUPLE_INDEX');
const STR_LENGTH = op('_STR_LENGTH');
const NORMALIZE_INDEX = op('_NORMALIZE_INDEX');
const NEG_I64 = op('_I64_NEG');
const NEG_F64 = op('_F64_NEG');
const POW_F64 = op('_F64_POW');
const INVERT = op('_I64_INVERT');

interface Comparison {
  readonly i64: Uop;
  readonly f64: Uop;
  readonly swap?: true;
}
const LESS = { i64: op('_I64_LT'), f64: op('_F64_LT') };
const LESS_OR_EQUAL = { i64: op('_I64_LE'), f64: op('_F64_LE') };
const { LESS: LT, GREATER: GT, EQUAL: EQ } = CompareMask;
/** By COMPARE_OP's mask, whatever it says of NaN. Greater is less with swapped operands. */
const COMPARISONS: Readonly<Record<number, Comparison>> = {
  [LT]: LESS,
  [LT | EQ]: LESS_OR_EQUAL,
  [GT]: { ...LESS, swap: true },
  [GT | EQ]: { ...LESS_OR_EQUAL, swap: true },
  [EQ]: { i64: op('_I64_EQ'), f64: op('_F64_EQ') },
  [LT | GT]: { i64: op('_I64_NE'), f64: op('_F64_NE') },
};

export class Unbox extends TablePass {
  constructor() {
    super();
    this.on('_BINARY_OP_TRUE_DIVIDE_INT', this.trueDivide);
    this.on('_BINARY_OP', this.power);
    this.on('_BINARY_OP_POWER_FLOAT_INT', this.square);
    this.on('_GUARD_FLOAT _GUARD_BOTH_FLOAT', this.guardFloats);
    this.on('_COMPARE_OP_INT', (i) => this.compare(i, 'i64'));
    this.on('_COMPARE_OP_FLOAT', (i) => this.compare(i, 'f64'));
    this.on('_UNARY_NEGATIVE', this.negative);
    this.on('_UNARY_INVERT', this.invert);
    this.on('_CALL_LEN', this.len);
    this.on('_TO_BOOL_INT', this.intTruth);
    this.on('_TO_BOOL_LIST', (i) => this.lengthTruth(i, GUARD_LIST, LIST_LENGTH));
    this.on('_TO_BOOL_STR', (i) => this.lengthTruth(i, GUARD_STR, STR_LENGTH));
    this.on('_IS_OP', this.is);
    this.on('_GUARD_IS_TRUE_POP _GUARD_IS_FALSE_POP', this.branch);
    this.on('_BINARY_OP_SUBSCR_LIST_INT', this.listItem);
    this.on('_STORE_SUBSCR_LIST_INT', this.storeListItem);
    this.on('_BINARY_OP_SUBSCR_TUPLE_INT', this.tupleItem);
  }

  protected override ruleFor(uop: Uop): Handler | null {
    // A bridge's prologue boxes what its parent held unboxed.
    if (uop.boxes) return (i) => this.define(i, this.arg(i, 0));
    const unboxed = form(uop, 'unboxed');
    return unboxed ? (i) => this.onNumbers(i, unboxed) : null;
  }

  private native(inst: Inst, index: number, repr: 'i64' | 'f64' | 'bool'): Ref {
    return this.chain.unboxed(inst.args[index], repr);
  }
  private define(inst: Inst, native: Ref): void {
    this.chain.defineBoxed(inst.outs[0], native, inst.snapshot);
  }

  /** The same op on machine numbers. */
  private onNumbers(inst: Inst, unboxed: Uop): void {
    const operands = unboxed.ins.map(({ repr }, index) => this.native(inst, index, repr as 'i64'));
    const result = this.chain.apply(unboxed, operands, [], inst.snapshot);
    if (inst.outs.length > 0) this.define(inst, result);
  }

  /** Who asks whether a word is a float will want the float: one instruction for both. */
  private guardFloats = (inst: Inst): void => {
    const { chain } = this;
    for (const ref of inst.args.map((arg) => chain.resolve(arg))) {
      if (ref < 0 || chain.native[ref] !== NO_REF) continue;
      const native = chain.value('f64');
      this.next.visit({ ...inst, op: GUARD_UNBOX_FLOAT, args: [ref], outs: [native] });
      chain.native[ref] = chain.resolve(native);
    }
  };

  /** int / int: exact when both fit a double; others are left to the interpreter. */
  private trueDivide = (inst: Inst): void => {
    const { chain } = this;
    const parts = [0, 1].map((index) => {
      const value = this.native(inst, index, 'i64');
      chain.apply(EXACT, [value], [], inst.snapshot);
      return chain.apply(TO_F64, [value]);
    });
    this.define(inst, chain.apply(DIV, parts, [], inst.snapshot));
  };

  /** Unspecialized in the interpreter: `x ** y` of floats. */
  private power = (inst: Inst): void => {
    const { facts } = this.chain;
    const floats = facts.is(this.arg(inst, 0), T.FLOAT) && facts.is(this.arg(inst, 1), T.FLOAT);
    if (floats && (inst.imms[0] === POWER || inst.imms[0] === INPLACE_POWER)) this.onNumbers(inst, POW_F64);
    else this.next.visit(inst);
  };

  private square = (inst: Inst): void => {
    const { chain } = this;
    const base = this.native(inst, 0, 'f64');
    chain.apply(GUARD_EQ, [this.native(inst, 1, 'i64'), chain.constant(i64Const(2))], [], inst.snapshot);
    const square = chain.apply(MUL_F64, [base, base]);
    // Too large is an OverflowError, unlike the product: the interpreter decides.
    chain.apply(GUARD_F64_NE, [square, chain.constant(f64Const(Infinity))], [], inst.snapshot);
    this.define(inst, square);
  };

  private compare(inst: Inst, repr: 'i64' | 'f64'): void {
    const found = COMPARISONS[inst.imms[0] & (LT | GT | EQ)];
    // `!=` is also true of unordered floats, every other relation is false of them: masks without that pattern stay as they are.
    const unordered = (inst.imms[0] & 1) !== 0;
    if (!found || (repr === 'f64' && unordered !== (found[repr].operator === '!='))) {
      this.next.visit(inst);
      return;
    }
    const operands = [this.native(inst, 0, repr), this.native(inst, 1, repr)];
    if (found.swap) operands.reverse();
    this.define(inst, this.chain.apply(found[repr], operands));
  }

  /** Unspecialized in the interpreter; known operand types make them arithmetic. */
  private negative = (inst: Inst): void => {
    const { chain } = this;
    const ref = this.arg(inst, 0);
    if (chain.facts.is(ref, T.INT))
      this.define(inst, chain.apply(NEG_I64, [this.native(inst, 0, 'i64')], [], inst.snapshot));
    else if (chain.facts.is(ref, T.FLOAT))
      this.define(inst, chain.apply(NEG_F64, [this.native(inst, 0, 'f64')]));
    else this.next.visit(inst);
  };
  private invert = (inst: Inst): void => {
    const { chain } = this;
    if (chain.facts.is(this.arg(inst, 0), T.INT))
      this.define(inst, chain.apply(INVERT, [this.native(inst, 0, 'i64')]));
    else this.next.visit(inst);
  };

  /** len() of what is known to be a list, tuple or str. */
  private len = (inst: Inst): void => {
    const { chain } = this;
    const { facts, world } = chain;
    const object = this.arg(inst, inst.args.length - 1);
    const shape = facts.shapeOf(object);
    const kind = (['list', 'tuple', 'str'] as const).find(
      (name) => shape !== 0 && world.canonicalShape(name) === shape,
    );
    const uop = { list: LIST_LENGTH, tuple: TUPLE_LENGTH, str: STR_LENGTH }[kind ?? 'list'];
    if (kind) this.define(inst, chain.apply(uop, [object]));
    else this.next.visit(inst);
  };

  private is = (inst: Inst): void => {
    const { facts } = this.chain;
    const [left, right] = [this.arg(inst, 0), this.arg(inst, 1)];
    // Identity of floats is the runtime's business: one that is boxed lazily has no identity yet.
    if (!facts.isNot(left, T.FLOAT) && !facts.isNot(right, T.FLOAT)) {
      this.next.visit(inst);
      return;
    }
    let result = this.chain.apply(IS, [left, right], [], inst.snapshot);
    if (inst.imms[0] === 1) result = this.chain.apply(NOT, [result]);
    this.define(inst, result);
  };

  private intTruth = (inst: Inst): void => {
    const { chain } = this;
    chain.apply(GUARD_INT, [inst.args[0]], [], inst.snapshot);
    this.define(inst, chain.apply(I64_NE, [this.native(inst, 0, 'i64'), chain.constant(i64Const(0))]));
  };

  private lengthTruth(inst: Inst, guard: Uop, length: Uop): void {
    const { chain } = this;
    chain.apply(guard, [inst.args[0]], [], inst.snapshot);
    const value = chain.apply(length, [this.arg(inst, 0)]);
    this.define(inst, chain.apply(I64_NE, [value, chain.constant(i64Const(0))]));
  }

  /** The exit of a branch sees the other truth value, so the bool itself need not live for it. */
  private branch = (inst: Inst): void => {
    const { chain } = this;
    const ref = this.arg(inst, 0);
    const value = this.native(inst, 0, 'bool');
    const [{ is }] = proofs(negation(inst.op)!.op);
    const other = chain.constant(literalConst(is as 'True' | 'False'));
    const snapshot =
      inst.snapshot && !chain.forcible ? chain.translate(inst.snapshot, ref, other) : inst.snapshot;
    chain.apply(form(inst.op, 'unboxed')!, [value], [], snapshot);
  };

  /** Checks bounds; returns the index, from the end for a negative constant. */
  private checkedIndex(inst: Inst, index: number, length: Ref): Ref {
    const { chain } = this;
    let value = this.native(inst, index, 'i64');
    // An index that turned out negative leaves the main trace; the bridge for it counts from the end.
    const fromEnd = value < 0 ? intValue(chain.const(value)) < 0 : chain.input.kind === 'bridge';
    if (fromEnd && chain.facts.lowest(value) < 0) value = chain.apply(NORMALIZE_INDEX, [value, length]);
    chain.apply(GUARD_INDEX, [value, length], [], inst.snapshot);
    return value;
  }

  private listItem = (inst: Inst): void => {
    const { chain } = this;
    const list = this.arg(inst, 0);
    const index = this.checkedIndex(inst, 1, chain.apply(LIST_LENGTH, [list]));
    this.out(inst, 0, chain.apply(LOAD_ITEM, [chain.apply(LIST_ITEMS, [list]), index]));
  };

  private storeListItem = (inst: Inst): void => {
    const { chain } = this;
    const list = this.arg(inst, 1);
    const index = this.checkedIndex(inst, 2, chain.apply(LIST_LENGTH, [list]));
    chain.apply(STORE_ITEM, [chain.apply(LIST_ITEMS, [list]), index, this.arg(inst, 0)], [], inst.snapshot);
  };

  private tupleItem = (inst: Inst): void => {
    const { chain } = this;
    const tuple = this.arg(inst, 0);
    const index = this.checkedIndex(inst, 1, chain.apply(TUPLE_LENGTH, [tuple]));
    const constant = index < 0 ? intValue(chain.const(index)) : Number.NaN;
    this.out(
      inst,
      0,
      Number.isNaN(constant)
        ? chain.apply(LOAD_TUPLE_INDEX, [tuple, index])
        : chain.apply(LOAD_TUPLE_ITEM, [tuple], [constant]),
    );
  };
}
