/**
 * Code for comparisons and truth: `and`, `or`, `if … else`, chains of comparisons, and jumps on any of them.
 */

import { COMPARE_MASKS, COMPARE_SHIFT, Comparison } from '../../contract/operators.ts';
import type * as ast from '../../frontend/ast.ts';
import { Label, NO_LOCATION } from '../flow/instructions.ts';
import { Op } from '../flow/opcodes.ts';
import type { Compiler } from './compiler.ts';
import { expr } from './expressions.ts';
import { checkComparison } from './literal-warnings.ts';

export function boolOperation(c: Compiler, e: ast.BoolOp): void {
  const end = new Label();
  const jump = e.op === 'And' ? Op.JUMP_IF_FALSE : Op.JUMP_IF_TRUE;
  const last = e.values.length - 1;
  for (let i = 0; i < last; i++) {
    expr(c, e.values[i]!);
    c.jump(e, jump, end);
    c.op(e, Op.POP_TOP);
  }
  expr(c, e.values[last]!);
  c.use(end);
}

export function conditionalExpression(c: Compiler, e: ast.IfExp): void {
  const end = new Label();
  const next = new Label();
  jumpIf(c, e, e.test, next, false);
  expr(c, e.body);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.use(next);
  expr(c, e.orelse);
  c.use(end);
}

/** Jumps to `target` if the truth of `e` is `condition`, else goes on. */
export function jumpIf(c: Compiler, loc: ast.Position, e: ast.Expr, target: Label, condition: boolean): void {
  switch (e.kind) {
    case 'UnaryOp':
      if (e.op === 'Not') return jumpIf(c, loc, e.operand, target, !condition);
      break;
    case 'BoolOp': {
      const stopOn = e.op === 'Or';
      // Where an operand that decides jumps: to the target, or past the whole when it decides the other way.
      const decided = stopOn === condition ? target : new Label();
      const last = e.values.length - 1;
      for (let i = 0; i < last; i++) jumpIf(c, loc, e.values[i]!, decided, stopOn);
      jumpIf(c, loc, e.values[last]!, target, condition);
      if (decided !== target) c.use(decided);
      return;
    }
    case 'IfExp': {
      const end = new Label();
      const next = new Label();
      jumpIf(c, loc, e.test, next, false);
      jumpIf(c, loc, e.body, target, condition);
      c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
      c.use(next);
      jumpIf(c, loc, e.orelse, target, condition);
      c.use(end);
      return;
    }
    case 'Compare':
      if (e.ops.length > 1) return jumpIfChain(c, e, target, condition);
      break;
  }
  expr(c, e);
  c.op(e, Op.TO_BOOL);
  c.jump(e, condition ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, target);
}

const COMPARISONS: Partial<Record<ast.CompareOperator, number>> = {
  Lt: Comparison.LT,
  LtE: Comparison.LE,
  Eq: Comparison.EQ,
  NotEq: Comparison.NE,
  Gt: Comparison.GT,
  GtE: Comparison.GE,
};

export function compareOp(c: Compiler, loc: ast.Position, op: ast.CompareOperator): void {
  switch (op) {
    case 'Is':
    case 'IsNot':
      return c.op(loc, Op.IS_OP, op === 'Is' ? 0 : 1);
    case 'In':
    case 'NotIn':
      return c.op(loc, Op.CONTAINS_OP, op === 'In' ? 0 : 1);
  }
  const number = COMPARISONS[op]!;
  c.op(loc, Op.COMPARE_OP, (number << COMPARE_SHIFT) | COMPARE_MASKS[number]!);
}

/** `a < b < c`: b is evaluated once. */
export function compare(c: Compiler, e: ast.Compare): void {
  checkComparison(c, e);
  expr(c, e.left);
  const last = e.ops.length - 1;
  if (last === 0) {
    expr(c, e.comparators[0]!);
    return compareOp(c, e, e.ops[0]!);
  }
  const cleanup = new Label();
  const end = new Label();
  for (let i = 0; i < last; i++) {
    expr(c, e.comparators[i]!);
    c.op(e, Op.SWAP, 2);
    c.op(e, Op.COPY, 2);
    compareOp(c, e, e.ops[i]!);
    c.op(e, Op.COPY, 1);
    c.op(e, Op.TO_BOOL);
    c.jump(e, Op.POP_JUMP_IF_FALSE, cleanup);
    c.op(e, Op.POP_TOP);
  }
  expr(c, e.comparators[last]!);
  compareOp(c, e, e.ops[last]!);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.use(cleanup);
  c.op(e, Op.SWAP, 2);
  c.op(e, Op.POP_TOP);
  c.use(end);
}

function jumpIfChain(c: Compiler, e: ast.Compare, target: Label, condition: boolean): void {
  checkComparison(c, e);
  const cleanup = new Label();
  const end = new Label();
  const last = e.ops.length - 1;
  expr(c, e.left);
  for (let i = 0; i < last; i++) {
    expr(c, e.comparators[i]!);
    c.op(e, Op.SWAP, 2);
    c.op(e, Op.COPY, 2);
    compareOp(c, e, e.ops[i]!);
    c.op(e, Op.TO_BOOL);
    c.jump(e, Op.POP_JUMP_IF_FALSE, cleanup);
  }
  expr(c, e.comparators[last]!);
  compareOp(c, e, e.ops[last]!);
  c.op(e, Op.TO_BOOL);
  c.jump(e, condition ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, target);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.use(cleanup);
  c.op(e, Op.POP_TOP);
  if (!condition) c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, target);
  c.use(end);
}
