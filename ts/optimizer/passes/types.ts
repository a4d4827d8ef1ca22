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
 */
import type { Kind, Operator, RefValue, Uop } from '../../ops/types.ts';
import { TraceEnds } from '../chain.ts';
import {
  bigintConst,
  bigintValue,
  boolConst,
  FIXNUM_MAX,
  FIXNUM_MIN,
  f64Const,
  floatConst,
  floatValue,
  i64Const,
  literalConst,
} from '../constants.ts';
import { addHigh, addLow, boundHigh, boundLow, FIX_HI, FIX_LO, magnitude } from '../facts.ts';
import type { Const, Inst, Ref } from '../ir.ts';
import { T, T_BOOL } from '../ir.ts';
import { form, general, negation, op, proofs } from '../op-table.ts';
import type { CellKindName } from '../world.ts';
import { type Handler, TablePass } from './table-pass.ts';

const GUARD_BOOL = op('_GUARD_BOOL');
const GUARD_CONST = op('_GUARD_CONST');
const GUARD_SHAPE = op('_GUARD_SHAPE');
const GUARD_CELL_SHAPE = op('_GUARD_CELL_SHAPE');

const TYPES: Readonly<Record<Kind, number>> = {
  int: T.INT,
  float: T.FLOAT,
  bool: T_BOOL,
  True: T.TRUE,
  False: T.FALSE,
  None: T.NONE,
  str: T.CELL,
  list: T.CELL,
  tuple: T.CELL,
  dict: T.CELL,
  object: T.CELL,
};
/** Kinds of which all cells have one shape, which never changes. */
const CELLS: Readonly<Partial<Record<Kind, CellKindName>>> = {
  str: 'str',
  list: 'list',
  tuple: 'tuple',
  dict: 'dict',
};

export class Types extends TablePass {
  readonly name = 'types';

  constructor() {
    super();
    this.on('_GUARD_SHAPE _GUARD_CELL_SHAPE', this.guardShape);
    this.on('_GUARD_CLASS', this.guardClass);
    this.on('_GUARD_GENERATOR', (i) => {
      this.next.visit(i);
      this.chain.facts.narrow(this.arg(i, 0), T.CELL);
    });
    this.on('_ITER_CHECK_LIST _ITER_CHECK_TUPLE _ITER_CHECK_RANGE', this.guardShape);
    this.on('_STORE_ADD_SLOT', (i) => {
      // The object has another shape now, and so have unknown aliases of it: the chain forgot all shapes.
      this.next.visit(i);
      this.chain.facts.narrow(this.arg(i, 1), T.CELL, i.imms[0]);
    });
    this.on('_GUARD_CONST', this.guardConst);
    this.on('_GUARD_NOT_CONST', this.guardNotConst);
    this.on('_GUARD_TRUE', (i) => this.guardBool(i, true));
    this.on('_GUARD_FALSE', (i) => this.guardBool(i, false));
    this.on('_GUARD_IS_NOT_NONE_POP', this.guardIsNotNone);
    this.on('_TO_BOOL_BOOL', this.toBoolBool);
    this.on('_TO_BOOL_NONE', this.toBoolNone);
    this.on('_REPLACE_WITH_TRUE', (i) => this.out(i, 0, this.chain.constant(literalConst('True'))));
    this.on('_IS_OP', this.isOp);
    this.on('_I64_ADD _I64_SUB _I64_MUL', this.arithmetic);
    this.on('_I64_ADD_UNCHECKED _I64_SUB_UNCHECKED _I64_MUL_UNCHECKED', this.arithmetic);
    this.on('_I64_AND', this.bitAnd);
    this.on('_I64_MOD', this.modulo);
    this.on('_I64_FLOORDIV', this.floorDivide);
    this.on('_I64_SHR', this.shiftRight);
    this.on('_GUARD_INDEX', this.guardIndex);
    this.on('_GUARD_I64_EXACT', this.guardExact);
    this.on('_BOOL_NOT', this.boolNot);
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

  protected override ruleFor(uop: Uop): Handler | null {
    const kind = uop.outs[0]?.is;
    if (kind) return (i) => this.result(i, kind);
    return (uop.proves ? this.guardRule(uop) : null) ?? (uop.operator ? this.intTestRule(uop) : null);
  }

  /** A guard that shows one thing of its inputs, and does nothing else. */
  private guardRule(uop: Uop): Handler | null {
    if (uop.outs.length > 0) return null;
    const proved = proofs(uop);
    const [{ is }] = proved;
    const which = proved.map(({ input }) => input);
    const single = form(uop, 'single') ?? uop;
    const cell = CELLS[is];
    if (is === 'True' || is === 'False' || is === 'None') return (i) => this.guardLiteral(i, is);
    if (cell) return (i) => this.guardKind(i, which, cell, single);
    return (i) => this.guardType(i, which, TYPES[is], single);
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

  /** Ops without a rule: fold when every input is a constant and the op has a pure meaning. */
  protected override otherwise(inst: Inst): void {
    if (!this.fold(inst)) this.next.visit(inst);
  }

  // ---- folding ----

  private fold(inst: Inst): boolean {
    const { evaluate } = inst.op;
    if (!evaluate || inst.args.length === 0 || inst.outs.length !== 1) return false;
    for (const arg of inst.args) if (this.chain.resolve(arg) >= 0) return false;
    const ins = inst.args.map((arg) => scalar(this.chain.const(this.chain.resolve(arg))));
    if (ins.includes(undefined)) return false;
    const result = evaluate(ins as RefValue[], inst.imms);
    if (result === 'exit') return false;
    const c = constantOf(result[0], this.chain.repr(inst.outs[0]));
    if (!c) return false;
    this.chain.replace(inst.outs[0], this.chain.constant(c));
    return true;
  }

  // ---- guards on types ----

  private fails(inst: Inst): never {
    throw new TraceEnds(inst.snapshot!);
  }

  private guardType(inst: Inst, which: number[], type: number, single: Uop): void {
    const { facts } = this.chain;
    const open: Ref[] = [];
    for (const index of which) {
      const ref = this.arg(inst, index);
      if (!facts.is(ref, type) && !open.includes(ref)) open.push(ref);
    }
    if (open.length === 0) return;
    if (open.some((ref) => facts.isNot(ref, type))) this.fails(inst);
    // Two unknown operands: one combined check is cheaper than two.
    if (open.length === 2) this.next.visit(inst);
    else this.next.visit({ ...inst, op: single, args: open });
    for (const ref of open) facts.narrow(ref, type);
  }

  private guardKind(inst: Inst, which: number[], kind: CellKindName, single: Uop): void {
    const { facts, world } = this.chain;
    const shape = world.canonicalShape(kind);
    const open: Ref[] = [];
    for (const index of which) {
      const ref = this.arg(inst, index);
      if ((shape === 0 || facts.shapeOf(ref) !== shape) && !open.includes(ref)) open.push(ref);
    }
    for (const ref of open) {
      if (facts.isNot(ref, T.CELL)) this.fails(inst);
      // The id is an immediate; the op of the kind reads it from the context.
      if (shape !== 0) this.next.visit({ ...inst, op: GUARD_SHAPE, args: [ref], imms: [shape] });
      else this.next.visit({ ...inst, op: single, args: [ref] });
      facts.narrow(ref, T.CELL, shape);
    }
  }

  private guardShape = (inst: Inst): void => {
    const { facts } = this.chain;
    const ref = this.arg(inst, 0);
    const shape = inst.imms[0];
    if (facts.shapeOf(ref) === shape) return;
    if (facts.isNot(ref, T.CELL)) this.fails(inst);
    const known = facts.is(ref, T.CELL);
    this.next.visit(known ? { ...inst, op: GUARD_CELL_SHAPE } : inst);
    facts.narrow(ref, T.CELL, shape);
  };

  private guardClass = (inst: Inst): void => {
    const { facts, world } = this.chain;
    const ref = this.arg(inst, 0);
    const cls = this.chain.const(inst.imms[0]);
    const known = world.shape(facts.shapeOf(ref))?.cls;
    if (known && known.lo === cls.lo && known.hi === cls.hi) return;
    if (facts.isNot(ref, T.CELL)) this.fails(inst);
    this.next.visit(inst);
    facts.narrow(ref, T.CELL);
  };

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
    if (singleton && this.chain.facts.isNot(ref, singleton)) return;
    this.next.visit(inst);
    if (singleton) this.chain.facts.narrow(ref, ~singleton);
  };

  private guardLiteral(inst: Inst, literal: 'True' | 'False' | 'None'): void {
    const { chain } = this;
    const ref = this.arg(inst, 0);
    const bits = TYPES[literal];
    if (chain.facts.is(ref, bits)) return;
    if (chain.facts.isNot(ref, bits)) this.fails(inst);
    this.next.visit(inst);
    this.becomes(ref, chain.constant(literalConst(literal)), bits);
  }

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

  /** The value is known from here on. */
  private becomes(ref: Ref, constant: Ref, bits: number): void {
    if (ref < 0) return;
    this.chain.facts.narrow(ref, bits);
    this.chain.replace(ref, constant);
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

  // ---- ints ----

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
  private learn(test: Uop, args: readonly Ref[], holds: boolean): void {
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

  private boolNot = (inst: Inst): void => {
    const def = this.chain.def[this.arg(inst, 0)];
    // not not x => x
    if (def?.op === inst.op) this.out(inst, 0, def.args[0]);
    else this.otherwise(inst);
  };

  private result(inst: Inst, kind: Kind): void {
    this.otherwise(inst);
    const cell = CELLS[kind];
    const shape = cell ? this.chain.world.canonicalShape(cell) : 0;
    for (const out of inst.outs) this.chain.facts.narrow(this.chain.resolve(out), TYPES[kind], shape);
  }
}

// ---- constants as scalars ----

function scalar(c: Const): RefValue | undefined {
  if (c.repr === 'i64') return bigintValue(c);
  if (c.repr === 'f64') return floatValue(c);
  if (c.repr === 'bool') return c.lo === 1;
  if (c.repr !== 'val') return undefined;
  if (c.type === T.INT) return bigintValue(c);
  if (c.type === T.FLOAT && (c.lo & 3) === 2) return floatValue(c);
  if (c.type === T.TRUE) return true;
  if (c.type === T.FALSE) return false;
  if (c.type === T.NONE) return null;
  return undefined;
}

/** Null: no constant of that representation. (Behind a guard that always fails, types may contradict each other.) */
function constantOf(value: RefValue, repr: string): Const | null {
  if (typeof value === 'bigint') {
    if (repr === 'i64') return bigintConst('i64', value);
    const fits = value >= FIXNUM_MIN && value <= FIXNUM_MAX;
    return repr === 'val' && fits ? bigintConst('val', value) : null;
  }
  if (typeof value === 'number')
    return repr === 'f64' ? f64Const(value) : repr === 'val' ? floatConst(value) : null;
  if (typeof value === 'boolean') {
    if (repr === 'bool') return boolConst(value);
    return repr === 'val' ? literalConst(value ? 'True' : 'False') : null;
  }
  return value === null && repr === 'val' ? literalConst('None') : null;
}
