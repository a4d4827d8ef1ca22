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
 * The rules are in types/, each file adding to the one before: folding, comparisons, ranges, type guards, constant guards. Here
 * are the types of results.
 */
import type { Inst } from '../../ir/trace.ts';
import { T, T_BOOL } from '../../ir/trace.ts';
import type { CellKindName } from '../world.ts';
import { ConstantGuards } from './types/constant-guards.ts';

export class Types extends ConstantGuards {
  constructor() {
    super();
    this.on('_BOOL_NOT', this.boolNot);
    for (const [names, type, kind] of RESULT_TYPES) this.on(names, (i) => this.resultType(i, type, kind));
  }

  private boolNot = (inst: Inst): void => {
    const def = this.chain.def[this.arg(inst, 0)];
    // not not x => x
    if (def?.op === inst.op) this.out(inst, 0, def.args[0]);
    else this.otherwise(inst);
  };

  private resultType(inst: Inst, type: number, kind: CellKindName | null): void {
    this.otherwise(inst);
    const shape = kind ? this.chain.world.canonicalShape(kind) : 0;
    for (const out of inst.outs) this.chain.facts.narrow(this.chain.resolve(out), type, shape);
  }
}

const RESULT_TYPES: readonly [string, number, CellKindName | null][] = [
  [
    '_BINARY_OP_ADD_INT _BINARY_OP_SUBTRACT_INT _BINARY_OP_MULTIPLY_INT _BINARY_OP_FLOOR_DIVIDE_INT ' +
      '_BINARY_OP_REMAINDER_INT _BINARY_OP_LSHIFT_INT _BINARY_OP_RSHIFT_INT _BINARY_OP_AND_INT _BINARY_OP_OR_INT ' +
      '_BINARY_OP_XOR_INT _ITER_NEXT_RANGE',
    T.INT,
    null,
  ],
  [
    '_BINARY_OP_ADD_FLOAT _BINARY_OP_SUBTRACT_FLOAT _BINARY_OP_MULTIPLY_FLOAT _BINARY_OP_TRUE_DIVIDE_FLOAT ' +
      '_BINARY_OP_TRUE_DIVIDE_INT _BINARY_OP_POWER_FLOAT_INT _INT_TO_FLOAT',
    T.FLOAT,
    null,
  ],
  [
    '_COMPARE_OP_INT _COMPARE_OP_FLOAT _COMPARE_OP_STR _CONTAINS_OP _CONTAINS_OP_SET _CONTAINS_OP_DICT ' +
      '_CONTAINS_OP_LIST _UNARY_NOT _TO_BOOL _TO_BOOL_INT _TO_BOOL_LIST _TO_BOOL_STR _CALL_ISINSTANCE',
    T_BOOL,
    null,
  ],
  ['_BUILD_TUPLE', T.CELL, 'tuple'],
  ['_BUILD_LIST', T.CELL, 'list'],
  ['_BUILD_MAP', T.CELL, 'dict'],
  ['_BUILD_STRING _BINARY_OP_ADD_UNICODE _BINARY_OP_SUBSCR_STR_INT', T.CELL, 'str'],
  ['_BUILD_SLICE _BUILD_SET _NEW_CELL _BUILD_RANGE _NEW_RANGE_ITER', T.CELL, null],
];
