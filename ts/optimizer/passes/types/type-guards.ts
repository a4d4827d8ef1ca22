/**
 * Part of pass types: guards on type and shape, and the types of results, by what the op table declares of an op.
 *
 *     _GUARD_BOTH_INT v1, v2       →   _GUARD_BOTH_INT v1, v2
 *     _GUARD_BOTH_INT v1, v3           _GUARD_INT v3                      (v1 is known)
 *     _GUARD_INT v2
 */
import { literalConst } from '../../../ir/constants.ts';
import { form, op, proofs } from '../../../ir/op-table.ts';
import type { Inst, Ref } from '../../../ir/trace.ts';
import { T, T_BOOL } from '../../../ir/trace.ts';
import type { Kind, Uop } from '../../../ops/types.ts';
import type { Handler } from '../../table-pass.ts';
import type { CellKindName } from '../../world.ts';
import { Folding } from './folding.ts';

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
const GUARD_SHAPE = op('_GUARD_SHAPE');
const GUARD_CELL_SHAPE = op('_GUARD_CELL_SHAPE');

export abstract class TypeGuards extends Folding {
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
  }

  protected override ruleFor(uop: Uop): Handler | null {
    const kind = uop.outs[0]?.is;
    if (kind) return (i) => this.result(i, kind);
    return uop.proves ? this.guardRule(uop) : null;
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

  private guardLiteral(inst: Inst, literal: 'True' | 'False' | 'None'): void {
    const { chain } = this;
    const ref = this.arg(inst, 0);
    const bits = TYPES[literal];
    if (chain.facts.is(ref, bits)) return;
    if (chain.facts.isNot(ref, bits)) this.fails(inst);
    this.next.visit(inst);
    this.becomes(ref, chain.constant(literalConst(literal)), bits);
  }

  /** The value is known from here on. */
  protected becomes(ref: Ref, constant: Ref, bits: number): void {
    if (ref < 0) return;
    this.chain.facts.narrow(ref, bits);
    this.chain.replace(ref, constant);
  }

  private result(inst: Inst, kind: Kind): void {
    this.otherwise(inst);
    const cell = CELLS[kind];
    const shape = cell ? this.chain.world.canonicalShape(cell) : 0;
    for (const out of inst.outs) this.chain.facts.narrow(this.chain.resolve(out), TYPES[kind], shape);
  }
}
