/** Code for displays of tuples, lists, sets and dicts, and for assignments to tuples and lists. */
import type * as ast from '../../frontend/ast.ts';
import { intrinsic1, Op, STACK_USE_GUIDELINE } from '../flow/opcodes.ts';
import type { Compiler } from './compiler.ts';
import { expr } from './expressions.ts';

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
export const SET_DISPLAY: DisplayOps = {
  build: Op.BUILD_SET,
  add: Op.SET_ADD,
  extend: Op.SET_UPDATE,
  tuple: false,
};

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

export function sequence(c: Compiler, e: ast.List | ast.Tuple): void {
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

export function dict(c: Compiler, e: ast.Dict): void {
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
