/**
 * Code for calls: functions, methods, super(), and the shortcuts for all(), any() and tuple() of a generator.
 */

import { COMMON_CONSTANTS } from '../../contract/operators.ts';
import type * as ast from '../../frontend/ast.ts';
import { boolConstant, strConstant } from '../constants/folding.ts';
import { Label, NO_LOCATION } from '../flow/instructions.ts';
import { intrinsic1, Op, STACK_USE_GUIDELINE } from '../flow/opcodes.ts';
import { Def, ScopeOf } from '../symbols/scope.ts';
import type { Compiler } from './compiler.ts';
import { display, TUPLE_DISPLAY } from './displays.ts';
import { attributeStart, expr } from './expressions.ts';
import { checkCalled } from './literal-warnings.ts';

export function call(c: Compiler, e: ast.Call): void {
  validateKeywords(c, e.keywords);
  if (methodCall(c, e)) return;
  const skip = new Label();
  checkCalled(c, e.func);
  expr(c, e.func);
  generatorShortcut(c, e, skip);
  c.op(e.func, Op.PUSH_NULL);
  callWith(c, e, 0, e.args, e.keywords);
  c.use(skip);
}

function validateKeywords(c: Compiler, keywords: readonly ast.Keyword[]): void {
  const seen = new Set<string>();
  let repeated: ast.Keyword | null = null;
  for (const keyword of keywords) {
    if (keyword.arg === null) continue;
    if (seen.has(keyword.arg)) repeated ??= keyword;
    seen.add(keyword.arg);
  }
  if (repeated !== null) c.fail(`keyword argument repeated: ${repeated.arg}`, repeated);
}

/**
 * The arguments and the call itself, after [callable, null or self] and `pushed` arguments; `injected`
 * is a variable to pass as last positional argument.
 */
export function callWith(
  c: Compiler,
  loc: ast.Position,
  pushed: number,
  args: readonly ast.Expr[],
  keywords: readonly ast.Keyword[],
  injected: string | null = null,
): void {
  validateKeywords(c, keywords);
  if (
    args.length + keywords.length * 2 > STACK_USE_GUIDELINE ||
    args.some((arg) => arg.kind === 'Starred') ||
    keywords.some((keyword) => keyword.arg === null)
  )
    return callEx(c, loc, pushed, args, keywords, injected);
  for (const arg of args) expr(c, arg);
  if (injected !== null) c.name(loc, injected, 'Load');
  const count = pushed + args.length + (injected === null ? 0 : 1);
  if (keywords.length === 0) return c.op(loc, Op.CALL, count);
  for (const keyword of keywords) expr(c, keyword.value);
  keywordNames(c, loc, keywords);
  c.op(loc, Op.CALL_KW, count + keywords.length);
}

function keywordNames(c: Compiler, loc: ast.Position, keywords: readonly ast.Keyword[]): void {
  c.load(loc, { kind: 'tuple', items: keywords.map((keyword) => strConstant(keyword.arg!)) });
}

/** With a tuple of positional and a dict of keyword arguments. */
function callEx(
  c: Compiler,
  loc: ast.Position,
  pushed: number,
  args: readonly ast.Expr[],
  keywords: readonly ast.Keyword[],
  injected: string | null,
): void {
  if (pushed === 0 && args.length === 1 && args[0]!.kind === 'Starred') expr(c, args[0]!.value);
  else display(c, loc, args, TUPLE_DISPLAY, pushed, injected);
  let haveDict = false;
  let pending = 0;
  const flush = (end: number): void => {
    keywordItems(c, loc, keywords.slice(end - pending, end));
    if (haveDict) c.op(loc, Op.DICT_MERGE, 1);
    haveDict = true;
    pending = 0;
  };
  keywords.forEach((keyword, i) => {
    if (keyword.arg !== null) {
      pending++;
      return;
    }
    if (pending > 0) flush(i);
    if (!haveDict) c.op(loc, Op.BUILD_MAP, 0);
    haveDict = true;
    expr(c, keyword.value);
    c.op(loc, Op.DICT_MERGE, 1);
  });
  if (pending > 0) flush(keywords.length);
  if (keywords.length === 0) c.op(loc, Op.PUSH_NULL);
  c.op(loc, Op.CALL_FUNCTION_EX);
}

function keywordItems(c: Compiler, loc: ast.Position, keywords: readonly ast.Keyword[]): void {
  const big = keywords.length * 2 > STACK_USE_GUIDELINE;
  if (big) c.op(NO_LOCATION, Op.BUILD_MAP, 0);
  for (const keyword of keywords) {
    c.load(loc, strConstant(keyword.arg!));
    expr(c, keyword.value);
    if (big) c.op(NO_LOCATION, Op.MAP_ADD, 1);
  }
  if (!big) c.op(loc, Op.BUILD_MAP, keywords.length);
}

// methods --------------------------------------------------------------------------------------------------------------

/**
 * `value.method(args)` without stars, unless `value` is an
 * imported name (then it is a module, and not bound).
 */
function methodCall(c: Compiler, e: ast.Call): boolean {
  const method = e.func;
  const { args, keywords } = e;
  if (method.kind !== 'Attribute' || method.ctx !== 'Load') return false;
  if (method.value.kind === 'Name' && c.symtable.top.symbol(method.value.id) & Def.IMPORT) return false;
  if (args.length + keywords.length + (keywords.length > 0 ? 1 : 0) >= STACK_USE_GUIDELINE) return false;
  if (args.some((arg) => arg.kind === 'Starred')) return false;
  if (keywords.some((keyword) => keyword.arg === null)) return false;

  let loc: ast.Position = method;
  if (canOptimizeSuper(c, method)) {
    const twoArguments = loadSuperArguments(c, method.value as ast.Call) ? 2 : 0;
    c.nameArg(loc, Op.LOAD_SUPER_ATTR, method.attr, 2, twoArguments | 1);
    loc = attributeStart(loc, method);
    c.op(loc, Op.NOP);
  } else {
    expr(c, method.value);
    loc = attributeStart(loc, method);
    c.nameArg(loc, Op.LOAD_ATTR, method.attr, 1, 1);
  }
  for (const arg of args) expr(c, arg);
  if (keywords.length > 0) {
    for (const keyword of keywords) expr(c, keyword.value);
    keywordNames(c, loc, keywords);
    c.op(attributeStart(e, method), Op.CALL_KW, args.length + keywords.length);
  } else c.op(attributeStart(e, method), Op.CALL, args.length);
  return true;
}

/** `super().name` and `super(A, b).name`, where as far as the compiler can see `super` is the built-in. */
export function canOptimizeSuper(c: Compiler, attribute: ast.Attribute): boolean {
  const e = attribute.value;
  if (e.kind !== 'Call' || e.func.kind !== 'Name' || e.func.id !== 'super') return false;
  if (attribute.attr === '__class__' || e.keywords.length > 0) return false;
  const { unit } = c;
  if (unit.scope.scopeOf('super') !== ScopeOf.GLOBAL_IMPLICIT) return false;
  if (c.symtable.top.scopeOf('super') !== ScopeOf.NONE) return false;
  if (e.args.length === 2) return e.args.every((arg) => arg.kind !== 'Starred');
  // Without arguments: needs a first parameter and the class's cell.
  if (e.args.length > 0 || unit.parameters.argcount === 0) return false;
  return unit.type !== 'class' && unit.scope.scopeOf('__class__') === ScopeOf.FREE;
}

/** Pushes [super, class, self]; returns whether the call spells out its two arguments. */
export function loadSuperArguments(c: Compiler, e: ast.Call): boolean {
  c.name(e.func, 'super', 'Load');
  if (e.args.length === 2) {
    for (const arg of e.args) expr(c, arg);
    return true;
  }
  c.name(e, '__class__', 'Load');
  c.name(e, c.unit.varnames.keys().next().value!, 'Load');
  return false;
}

// all(…), any(…), tuple(…) of a generator expression -------------------------------------------------------------------

/**
 * If the function on the stack really is the built-in, runs the generator in a loop here and jumps to `done`
 * with the result; otherwise leaves the function where it is.
 */
function generatorShortcut(c: Compiler, e: ast.Call, done: Label): void {
  const { func, args } = e;
  const generator = args[0];
  if (func.kind !== 'Name' || args.length !== 1 || e.keywords.length > 0) return;
  if (generator!.kind !== 'GeneratorExp' || c.scopeOf(generator!).coroutine) return;
  const { id } = func;
  if (id !== 'all' && id !== 'any' && id !== 'tuple') return;
  const loc = func;
  const skip = new Label();
  const loop = new Label();
  const cleanup = new Label();
  c.op(loc, Op.COPY, 1);
  c.op(loc, Op.LOAD_COMMON_CONSTANT, COMMON_CONSTANTS.indexOf(id));
  c.op(loc, Op.IS_OP, 0);
  c.jump(loc, Op.POP_JUMP_IF_FALSE, skip);
  c.op(loc, Op.POP_TOP);
  if (id === 'tuple') c.op(loc, Op.BUILD_LIST, 0);
  expr(c, generator!);
  c.use(loop);
  c.jump(loc, Op.FOR_ITER, cleanup);
  if (id === 'tuple') {
    c.op(loc, Op.LIST_APPEND, 2);
    c.jump(loc, Op.JUMP, loop);
  } else {
    c.op(loc, Op.TO_BOOL);
    c.jump(loc, id === 'all' ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, loop);
  }
  c.op(NO_LOCATION, Op.POP_ITER);
  if (id !== 'tuple') c.load(loc, boolConstant(id === 'any'));
  c.jump(loc, Op.JUMP, done);
  c.use(cleanup);
  c.op(NO_LOCATION, Op.END_FOR);
  c.op(NO_LOCATION, Op.POP_ITER);
  if (id === 'tuple') c.op(loc, Op.CALL_INTRINSIC_1, intrinsic1('INTRINSIC_LIST_TO_TUPLE'));
  else c.load(loc, boolConstant(id === 'all'));
  c.jump(loc, Op.JUMP, done);
  c.use(skip);
}
