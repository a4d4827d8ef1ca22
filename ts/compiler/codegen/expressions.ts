/**
 * Code for expressions: the dispatch, operators, attributes and
 * subscripts. What needs more has a file of its own.
 */

import { BINARY_OP_SUBSCR, BINARY_OPS, type BinaryOperator } from '../../contract/operators.ts';
import { tick } from '../../contract/patience.ts';
import type * as ast from '../../frontend/ast.ts';
import type { Constant } from '../../frontend/constant.ts';
import { boolConstant, NONE } from '../constants/folding.ts';
import { intrinsic1, Op } from '../flow/opcodes.ts';
import { call, canOptimizeSuper, loadSuperArguments } from './calls.ts';
import type { Compiler } from './compiler.ts';
import { comprehension } from './comprehensions.ts';
import { boolOperation, compare, conditionalExpression } from './conditions.ts';
import { dict, display, SET_DISPLAY, sequence } from './displays.ts';
import { lambda } from './functions.ts';
import { awaitTop, yieldExpr, yieldFromExpr } from './generators.ts';
import { checkIndex, checkSubscripted } from './literal-warnings.ts';
import { formattedValue, interpolation, joinedStr, percentFormat, templateStr } from './strings.ts';

/** Evaluates `e`, or assigns the top of the stack to it, or deletes it, as its context says. */
export function expr(c: Compiler, e: ast.Expr): void {
  tick();
  switch (e.kind) {
    case 'Constant':
      return c.load(e, e.value);
    case 'Name':
      if (e.id === '__debug__' && e.ctx === 'Load') return c.load(e, boolConstant(c.optimize === 0));
      return c.name(e, e.id, e.ctx);
    case 'Attribute':
      return attribute(c, e);
    case 'Call':
      return call(c, e);
    case 'Subscript':
      return subscript(c, e);
    case 'BinOp':
      return binaryOperation(c, e);
    case 'Compare':
      return compare(c, e);
    case 'UnaryOp':
      return unaryOperation(c, e);
    case 'BoolOp':
      return boolOperation(c, e);
    case 'IfExp':
      return conditionalExpression(c, e);
    case 'NamedExpr':
      expr(c, e.value);
      c.op(e, Op.COPY, 1);
      return expr(c, e.target);
    case 'Lambda':
      return lambda(c, e);
    case 'Tuple':
    case 'List':
      return sequence(c, e);
    case 'Set':
      return display(c, e, e.elts, SET_DISPLAY);
    case 'Dict':
      return dict(c, e);
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      return comprehension(c, e);
    case 'Yield':
      return yieldExpr(c, e);
    case 'YieldFrom':
      return yieldFromExpr(c, e);
    case 'Await':
      expr(c, e.value);
      return awaitTop(c, e, 0);
    case 'JoinedStr':
      return joinedStr(c, e);
    case 'FormattedValue':
      return formattedValue(c, e);
    case 'TemplateStr':
      return templateStr(c, e);
    case 'Interpolation':
      return interpolation(c, e);
    case 'Starred':
      // Where a star is allowed, the parent has dealt with it.
      if (e.ctx === 'Store') c.fail('starred assignment target must be in a list or tuple', e);
      return c.fail("can't use starred expression here", e);
    case 'Slice':
      return slice(c, e);
  }
}

// operators ------------------------------------------------------------------------------------------------------------

const OPERATORS: Record<ast.Operator, BinaryOperator> = {
  Add: '+',
  Sub: '-',
  Mult: '*',
  MatMult: '@',
  Div: '/',
  Mod: '%',
  Pow: '**',
  LShift: '<<',
  RShift: '>>',
  BitOr: '|',
  BitXor: '^',
  BitAnd: '&',
  FloorDiv: '//',
};
const OPERATOR_NUMBERS = new Map(
  Object.entries(OPERATORS).map(([name, op]) => [name as ast.Operator, BINARY_OPS.indexOf(op)]),
);

/** BINARY_OP's argument. */
export const binaryOperator = (op: ast.Operator): number => OPERATOR_NUMBERS.get(op)!;

/** Long chains `a + b + c + …` nest to the left: walked down by a loop, not by recursion. */
function binaryOperation(c: Compiler, e: ast.BinOp): void {
  const chain: ast.BinOp[] = [];
  let left: ast.Expr = e;
  let done = false;
  while (left.kind === 'BinOp') {
    if (percentFormat(c, left)) {
      done = true;
      break;
    }
    chain.push(left);
    left = left.left;
  }
  if (!done) expr(c, left);
  for (let i = chain.length - 1; i >= 0; i--) {
    const node = chain[i]!;
    expr(c, node.right);
    c.op(node, Op.BINARY_OP, binaryOperator(node.op));
  }
}

function unaryOperation(c: Compiler, e: ast.UnaryOp): void {
  expr(c, e.operand);
  switch (e.op) {
    case 'UAdd':
      return c.op(e, Op.CALL_INTRINSIC_1, intrinsic1('INTRINSIC_UNARY_POSITIVE'));
    case 'USub':
      return c.op(e, Op.UNARY_NEGATIVE);
    case 'Invert':
      return c.op(e, Op.UNARY_INVERT);
    case 'Not':
      c.op(e, Op.TO_BOOL);
      return c.op(e, Op.UNARY_NOT);
  }
}

// attributes and subscripts --------------------------------------------------------------------------------------------

/** In an attribute chain over several lines the access is placed at the attribute's name. */
export function attributeStart(loc: ast.Position, e: ast.Attribute): ast.Position {
  if (loc.lineno === e.endLineno) return loc;
  const length = Array.from(e.attr).length;
  const known = length <= e.endColOffset;
  const colOffset = known ? e.endColOffset - length : -1;
  const endLineno = Math.max(e.endLineno, loc.endLineno);
  let endColOffset = known ? loc.endColOffset : -1;
  if (e.endLineno === endLineno) endColOffset = Math.max(colOffset, endColOffset);
  return { lineno: e.endLineno, colOffset, endLineno, endColOffset };
}

function attribute(c: Compiler, e: ast.Attribute): void {
  if (e.ctx === 'Load' && canOptimizeSuper(c, e)) {
    const twoArguments = loadSuperArguments(c, e.value as ast.Call) ? 2 : 0;
    c.nameArg(e, Op.LOAD_SUPER_ATTR, e.attr, 2, twoArguments);
    return c.op(attributeStart(e, e), Op.NOP);
  }
  if (e.ctx === 'Store' && e.value.kind === 'Name' && e.value.id === 'self')
    c.enclosingUnits()
      .find((unit) => unit.type === 'class')
      ?.staticAttributes.add(e.attr);
  expr(c, e.value);
  const loc = attributeStart(e, e);
  if (e.ctx === 'Load') c.nameArg(loc, Op.LOAD_ATTR, e.attr, 1);
  else c.nameArg(loc, e.ctx === 'Store' ? Op.STORE_ATTR : Op.DELETE_ATTR, e.attr);
}

const isConstantOrMissing = (e: ast.Expr | null): boolean => e === null || e.kind === 'Constant';

const isConstantSlice = (s: ast.Slice): boolean =>
  isConstantOrMissing(s.lower) && isConstantOrMissing(s.upper) && isConstantOrMissing(s.step);

/** `[a:b]` with two bounds on the stack rather than a slice object. */
export function wantsSlicePair(s: ast.Expr): s is ast.Slice {
  return s.kind === 'Slice' && s.step === null && !isConstantSlice(s);
}

export function slicePair(c: Compiler, s: ast.Slice): void {
  for (const bound of [s.lower, s.upper])
    if (bound) expr(c, bound);
    else c.loadNone(s);
}

function slice(c: Compiler, s: ast.Slice): void {
  if (isConstantSlice(s)) {
    const value = (e: ast.Expr | null): Constant => (e?.kind === 'Constant' ? e.value : NONE);
    return c.load(s, { kind: 'slice', start: value(s.lower), stop: value(s.upper), step: value(s.step) });
  }
  slicePair(c, s);
  if (s.step) expr(c, s.step);
  c.op(s, Op.BUILD_SLICE, s.step ? 3 : 2);
}

function subscript(c: Compiler, e: ast.Subscript): void {
  if (e.ctx === 'Load') {
    checkSubscripted(c, e.value);
    checkIndex(c, e.value, e.slice);
  }
  expr(c, e.value);
  if (wantsSlicePair(e.slice) && e.ctx !== 'Del') {
    slicePair(c, e.slice);
    return c.op(e, e.ctx === 'Load' ? Op.BINARY_SLICE : Op.STORE_SLICE);
  }
  expr(c, e.slice);
  if (e.ctx === 'Load') c.op(e, Op.BINARY_OP, BINARY_OP_SUBSCR);
  else c.op(e, e.ctx === 'Store' ? Op.STORE_SUBSCR : Op.DELETE_SUBSCR);
}
