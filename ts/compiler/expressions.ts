/**
 * Code for expressions: the dispatch, operators, comparisons, conditions, displays, attributes and subscripts. Longer than
 * most files: these are many short functions of one kind. Calls, comprehensions, strings and generators have their own.
 */

import {
  BINARY_OP_SUBSCR,
  BINARY_OPS,
  type BinaryOperator,
  COMPARE_MASKS,
  COMPARE_SHIFT,
  Comparison,
} from '../contract/operators.ts';
import type * as ast from '../frontend/ast.ts';
import type { Constant } from '../frontend/constant.ts';
import { call, canOptimizeSuper, loadSuperArguments } from './calls.ts';
import type { Compiler } from './compiler.ts';
import { comprehension } from './comprehensions.ts';
import { boolConstant, NONE } from './constant-folding.ts';
import { lambda } from './functions.ts';
import { awaitTop, yieldExpr, yieldFromExpr } from './generators.ts';
import { Label, NO_LOCATION } from './instructions.ts';
import { checkComparison, checkIndex, checkSubscripted } from './literal-warnings.ts';
import { intrinsic1, Op, STACK_USE_GUIDELINE } from './opcodes.ts';
import { formattedValue, interpolation, joinedStr, percentFormat, templateStr } from './strings.ts';

/** Evaluates `e`, or assigns the top of the stack to it, or deletes it, as its context says. */
export function expr(c: Compiler, e: ast.Expr): void {
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

function boolOperation(c: Compiler, e: ast.BoolOp): void {
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

function conditionalExpression(c: Compiler, e: ast.IfExp): void {
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
      // Where a decided operand goes: to the target, or behind the whole when the operands decide the other way.
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

// comparisons ----------------------------------------------------------------------------------------------------------

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
function compare(c: Compiler, e: ast.Compare): void {
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

// displays -------------------------------------------------------------------------------------------------------------

export interface DisplayOps {
  readonly build: number;
  readonly add: number;
  readonly extend: number;
  /** The list becomes a tuple in the end. */
  readonly tuple: boolean;
}
const LIST_DISPLAY: DisplayOps = {
  build: Op.BUILD_LIST,
  add: Op.LIST_APPEND,
  extend: Op.LIST_EXTEND,
  tuple: false,
};
export const TUPLE_DISPLAY: DisplayOps = { ...LIST_DISPLAY, tuple: true };
const SET_DISPLAY: DisplayOps = { build: Op.BUILD_SET, add: Op.SET_ADD, extend: Op.SET_UPDATE, tuple: false };

/** `pushed` items are on the stack already; `injected` is a variable to append. */
export function display(
  c: Compiler,
  loc: ast.Position,
  elts: readonly ast.Expr[],
  ops: DisplayOps,
  pushed = 0,
  injected: string | null = null,
): void {
  const count = elts.length + pushed + (injected === null ? 0 : 1);
  const big = count > STACK_USE_GUIDELINE;
  if (!big && !elts.some((elt) => elt.kind === 'Starred')) {
    for (const elt of elts) expr(c, elt);
    if (injected !== null) c.name(loc, injected, 'Load');
    return c.op(loc, ops.tuple ? Op.BUILD_TUPLE : ops.build, count);
  }
  let built = big;
  if (big) c.op(loc, ops.build, pushed);
  elts.forEach((elt, i) => {
    if (elt.kind === 'Starred') {
      if (!built) c.op(loc, ops.build, i + pushed);
      built = true;
      expr(c, elt.value);
      c.op(loc, ops.extend, 1);
    } else {
      expr(c, elt);
      if (built) c.op(loc, ops.add, 1);
    }
  });
  if (injected !== null) {
    c.name(loc, injected, 'Load');
    c.op(loc, ops.add, 1);
  }
  if (ops.tuple) c.op(loc, Op.CALL_INTRINSIC_1, intrinsic1('INTRINSIC_LIST_TO_TUPLE'));
}

function sequence(c: Compiler, e: ast.List | ast.Tuple): void {
  if (e.ctx === 'Load') return display(c, e, e.elts, e.kind === 'Tuple' ? TUPLE_DISPLAY : LIST_DISPLAY);
  if (e.ctx === 'Store') unpack(c, e, e.elts);
  for (const elt of e.elts) expr(c, e.ctx === 'Store' && elt.kind === 'Starred' ? elt.value : elt);
}

function unpack(c: Compiler, loc: ast.Position, elts: readonly ast.Expr[]): void {
  const star = elts.findIndex((elt) => elt.kind === 'Starred');
  if (star < 0) return c.op(loc, Op.UNPACK_SEQUENCE, elts.length);
  const after = elts.length - star - 1;
  if (star >= 1 << 8 || after >= 0x7fffffff >> 8)
    c.fail('too many expressions in star-unpacking assignment', loc);
  c.op(loc, Op.UNPACK_EX, star + (after << 8));
  if (elts.slice(star + 1).some((elt) => elt.kind === 'Starred'))
    c.fail('multiple starred expressions in assignment', loc);
}

function dict(c: Compiler, e: ast.Dict): void {
  let haveDict = false;
  let pending = 0; // items before the current one that are not emitted yet
  const flush = (end: number): void => {
    dictItems(c, e, end - pending, end);
    if (haveDict) c.op(e, Op.DICT_UPDATE, 1);
    haveDict = true;
    pending = 0;
  };
  e.values.forEach((value, i) => {
    if (e.keys[i] === null) {
      if (pending > 0) flush(i);
      if (!haveDict) c.op(e, Op.BUILD_MAP, 0);
      haveDict = true;
      expr(c, value);
      c.op(e, Op.DICT_UPDATE, 1);
    } else if (pending * 2 > STACK_USE_GUIDELINE) {
      pending++;
      flush(i + 1);
    } else pending++;
  });
  if (pending > 0) flush(e.values.length);
  else if (!haveDict) c.op(e, Op.BUILD_MAP, 0);
}

function dictItems(c: Compiler, e: ast.Dict, begin: number, end: number): void {
  const count = end - begin;
  const big = count * 2 > STACK_USE_GUIDELINE;
  if (big) c.op(e, Op.BUILD_MAP, 0);
  for (let i = begin; i < end; i++) {
    expr(c, e.keys[i]!);
    expr(c, e.values[i]!);
    if (big) c.op(e, Op.MAP_ADD, 1);
  }
  if (!big) c.op(e, Op.BUILD_MAP, count);
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
