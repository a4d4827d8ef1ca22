/** Code for `def`, `async def` and `lambda`, and for making a function out of a code object. */

import { LocalKind } from '../../contract/code.ts';
import { FunctionAttribute } from '../../contract/operators.ts';
import type * as ast from '../../frontend/ast.ts';
import type { CodeObject } from '../code-object.ts';
import { strConstant } from '../constants/folding.ts';
import { cleanDoc, docstringOf } from '../docstrings.ts';
import { intrinsic2, Op } from '../flow/opcodes.ts';
import { functionAnnotations } from './annotations.ts';
import type { Compiler } from './compiler.ts';
import { expr } from './expressions.ts';
import { wrapInStopIterationHandler } from './generators.ts';
import { stmts } from './statements.ts';
import { enterTypeParameters } from './type-parameters.ts';
import type { Parameters } from './unit.ts';

/** The order of the attributes on the stack, top first. */
const ATTRIBUTE_ORDER = [
  FunctionAttribute.CLOSURE,
  FunctionAttribute.ANNOTATIONS,
  FunctionAttribute.ANNOTATE,
  FunctionAttribute.KWDEFAULTS,
  FunctionAttribute.DEFAULTS,
];

/** A function from `code`; `attributes` says which values are on the stack. */
export function makeClosure(c: Compiler, loc: ast.Position, code: CodeObject, attributes: number): void {
  const free = code.localsplusNames.filter((_, i) => code.localsplusKinds[i]! & LocalKind.FREE);
  if (free.length > 0) {
    for (const name of free) c.op(loc, Op.LOAD_CLOSURE, c.unit.closureIndex(name));
    c.op(loc, Op.BUILD_TUPLE, free.length);
    attributes |= FunctionAttribute.CLOSURE;
  }
  c.load(loc, { kind: 'code', code });
  c.op(loc, Op.MAKE_FUNCTION);
  for (const attribute of ATTRIBUTE_ORDER)
    if (attributes & attribute) c.op(loc, Op.SET_FUNCTION_ATTRIBUTE, attribute);
}

export function decorators(c: Compiler, list: readonly ast.Expr[]): void {
  for (const decorator of list) expr(c, decorator);
}

export function applyDecorators(c: Compiler, list: readonly ast.Expr[]): void {
  for (let i = list.length - 1; i >= 0; i--) c.op(list[i]!, Op.CALL, 0);
}

/** Pushes the tuple and the dict of default values where there are any; returns which it pushed. */
function defaultArguments(c: Compiler, loc: ast.Position, args: ast.Arguments): number {
  let attributes = 0;
  if (args.defaults.length > 0) {
    for (const value of args.defaults) expr(c, value);
    c.op(loc, Op.BUILD_TUPLE, args.defaults.length);
    attributes |= FunctionAttribute.DEFAULTS;
  }
  let count = 0;
  args.kwonlyargs.forEach((arg, i) => {
    const value = args.kw_defaults[i];
    if (!value) return;
    c.load(loc, strConstant(c.mangle(arg.arg)));
    expr(c, value);
    count++;
  });
  if (count > 0) {
    c.op(loc, Op.BUILD_MAP, count);
    attributes |= FunctionAttribute.KWDEFAULTS;
  }
  return attributes;
}

const parametersOf = (args: ast.Arguments): Parameters => ({
  argcount: args.posonlyargs.length + args.args.length,
  posonly: args.posonlyargs.length,
  kwonly: args.kwonlyargs.length,
});

export function functionDef(c: Compiler, s: ast.FunctionDef | ast.AsyncFunctionDef): void {
  decorators(c, s.decorator_list);
  const firstLine = s.decorator_list[0]?.lineno ?? s.lineno;
  const attributes = defaultArguments(c, s, s.args);
  if (s.type_params.length > 0) genericFunction(c, s, firstLine, attributes);
  else functionBody(c, s, firstLine, attributes | functionAnnotations(c, s));
  applyDecorators(c, s.decorator_list);
  c.name(s, s.name, 'Store');
}

/** The function is made in a scope of its type parameters, which is called with the defaults. */
function genericFunction(
  c: Compiler,
  s: ast.FunctionDef | ast.AsyncFunctionDef,
  firstLine: number,
  attributes: number,
): void {
  let argcount = 0;
  if (attributes & FunctionAttribute.DEFAULTS) argcount++;
  if (attributes & FunctionAttribute.KWDEFAULTS) argcount++;
  if (argcount === 2) c.op(s, Op.SWAP, 2);
  enterTypeParameters(c, s.name, s.type_params, firstLine, { argcount, posonly: 0, kwonly: 0 });
  for (let i = 0; i < argcount; i++) c.op(s, Op.LOAD_FAST, i);
  functionBody(c, s, firstLine, attributes | functionAnnotations(c, s));
  c.op(s, Op.SWAP, 2);
  c.op(s, Op.CALL_INTRINSIC_2, intrinsic2('INTRINSIC_SET_FUNCTION_TYPE_PARAMS'));
  makeClosure(c, s, c.leave(false), 0);
  if (argcount > 0) {
    // The first default takes the place of a call's self.
    c.op(s, Op.SWAP, argcount + 1);
    c.op(s, Op.CALL, argcount - 1);
  } else {
    c.op(s, Op.PUSH_NULL);
    c.op(s, Op.CALL, 0);
  }
}

function functionBody(
  c: Compiler,
  s: ast.FunctionDef | ast.AsyncFunctionDef,
  firstLine: number,
  attributes: number,
): void {
  const scope = c.scopeOf(s);
  const type = s.kind === 'AsyncFunctionDef' ? 'asyncFunction' : 'function';
  c.enter(type, s.name, scope, firstLine, parametersOf(s.args));
  const docstring = docstringOf(s.body);
  // With a docstring it is constant 0.
  if (docstring && c.optimize < 2) c.unit.consts.add(strConstant(cleanDoc(docstring.value.value)));
  const wrap = scope.coroutine || scope.generator;
  if (wrap) c.pushBlock(s, { kind: 'virtual' });
  stmts(c, docstring ? s.body.slice(1) : s.body);
  if (wrap) {
    wrapInStopIterationHandler(c);
    c.popBlock();
  }
  makeClosure(c, s, c.leave(true), attributes);
}

export function lambda(c: Compiler, e: ast.Lambda): void {
  const attributes = defaultArguments(c, e, e.args);
  const scope = c.scopeOf(e);
  c.enter('lambda', '<lambda>', scope, e.lineno, parametersOf(e.args));
  expr(c, e.body);
  let code: CodeObject;
  if (scope.generator) code = c.leave(false);
  else {
    c.op(e.body, Op.RETURN_VALUE);
    code = c.leave(true);
  }
  makeClosure(c, e, code, attributes);
}
