/**
 * Part of pass types: guards on type and shape.
 *
 *     _GUARD_BOTH_INT v1, v2       →   _GUARD_BOTH_INT v1, v2
 *     _GUARD_BOTH_INT v1, v3           _GUARD_INT v3                      (v1 is known)
 *     _GUARD_INT v2
 */
import { op } from '../../../ir/op-table.ts';
import type { Inst, Ref } from '../../../ir/trace.ts';
import { T, T_BOOL } from '../../../ir/trace.ts';
import type { Uop } from '../../../ops/types.ts';
import type { CellKindName } from '../../world.ts';
import { Ranges } from './ranges.ts';

const GUARD_INT = op('_GUARD_INT');
const GUARD_FLOAT = op('_GUARD_FLOAT');
const GUARD_BOOL = op('_GUARD_BOOL');
const GUARD_SHAPE = op('_GUARD_SHAPE');
const GUARD_CELL_SHAPE = op('_GUARD_CELL_SHAPE');

export abstract class TypeGuards extends Ranges {
  constructor() {
    super();
    const both = [0, 1];
    this.on('_GUARD_TOS_INT _GUARD_NOS_INT _GUARD_INT', (i) => this.guardType(i, [0], T.INT, GUARD_INT));
    this.on('_GUARD_BOTH_INT', (i) => this.guardType(i, both, T.INT, GUARD_INT));
    this.on('_GUARD_TOS_FLOAT _GUARD_NOS_FLOAT _GUARD_FLOAT', (i) =>
      this.guardType(i, [0], T.FLOAT, GUARD_FLOAT),
    );
    this.on('_GUARD_BOTH_FLOAT', (i) => this.guardType(i, both, T.FLOAT, GUARD_FLOAT));
    this.on('_GUARD_BOOL', (i) => this.guardType(i, [0], T_BOOL, GUARD_BOOL));
    for (const kind of ['str', 'list', 'tuple', 'dict'] as const) {
      const NAME = kind.toUpperCase();
      const single = op(`_GUARD_TOS_${NAME}`);
      this.on(`_GUARD_TOS_${NAME} _GUARD_NOS_${NAME}`, (i) => this.guardKind(i, [0], kind, single));
      if (kind === 'str') this.on('_GUARD_BOTH_STR', (i) => this.guardKind(i, both, kind, single));
    }
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
}
