/** First pass over expressions: names used, and the blocks of lambdas and comprehensions. */
import { tick } from '../../contract/patience.ts';
import type * as ast from '../../frontend/ast.ts';
import { defaults, parameters } from './collect-definitions.ts';
import type { Collector } from './collector.ts';
import { type ComprehensionKind, Def } from './scope.ts';

export function exprs(c: Collector, list: readonly ast.Expr[]): void {
  for (const e of list) expr(c, e);
}

export function keywords(c: Collector, list: readonly ast.Keyword[]): void {
  for (const k of list) if (k.arg !== null) c.checkName(k.arg, k, 'Store');
  for (const k of list) expr(c, k.value);
}

export function expr(c: Collector, e: ast.Expr): void {
  tick();
  switch (e.kind) {
    case 'NamedExpr':
      refuseInAnnotation(c, 'named expression', e);
      return namedExpr(c, e);
    case 'BoolOp':
      return exprs(c, e.values);
    case 'BinOp':
      return binaryOperation(c, e);
    case 'UnaryOp':
      return expr(c, e.operand);
    case 'Lambda':
      defaults(c, e.args);
      c.enterBlock('lambda', 'function', e, e);
      parameters(c, e.args);
      expr(c, e.body);
      return c.exit();
    case 'IfExp':
      expr(c, e.test);
      expr(c, e.body);
      return expr(c, e.orelse);
    case 'Dict':
      for (const key of e.keys) if (key) expr(c, key);
      return exprs(c, e.values);
    case 'Set':
    case 'List':
    case 'Tuple':
      return exprs(c, e.elts);
    case 'GeneratorExp':
      return comprehension(c, e, 'generator', e.elt, null);
    case 'ListComp':
      return comprehension(c, e, 'list', e.elt, null);
    case 'SetComp':
      return comprehension(c, e, 'set', e.elt, null);
    case 'DictComp':
      return comprehension(c, e, 'dict', e.key, e.value);
    case 'Yield':
    case 'YieldFrom':
      refuseInAnnotation(c, 'yield expression', e);
      if (e.value) expr(c, e.value);
      c.current.generator = true;
      if (c.current.comprehension !== null) {
        const kind = c.current.comprehension;
        const where = kind === 'generator' ? 'generator expression' : `${kind} comprehension`;
        c.fail(`'yield' inside ${where}`, e);
      }
      return;
    case 'Await':
      refuseInAnnotation(c, 'await expression', e);
      if (!c.current.isFunctionLike && !c.inAsyncModule()) c.fail("'await' outside function", e);
      if (!c.inAsyncFunction() && c.current.comprehension === null)
        c.fail("'await' outside async function", e);
      expr(c, e.value);
      c.current.coroutine = true;
      return;
    case 'Compare':
      expr(c, e.left);
      return exprs(c, e.comparators);
    case 'Call':
      expr(c, e.func);
      exprs(c, e.args);
      return keywords(c, e.keywords);
    case 'FormattedValue':
    case 'Interpolation':
      expr(c, e.value);
      if (e.format_spec) expr(c, e.format_spec);
      return;
    case 'JoinedStr':
    case 'TemplateStr':
      return exprs(c, e.values);
    case 'Constant':
      return;
    case 'Attribute':
      c.checkName(e.attr, e, e.ctx);
      return expr(c, e.value);
    case 'Subscript':
      expr(c, e.value);
      return expr(c, e.slice);
    case 'Starred':
      return expr(c, e.value);
    case 'Slice':
      if (e.lower) expr(c, e.lower);
      if (e.upper) expr(c, e.upper);
      if (e.step) expr(c, e.step);
      return;
    case 'Name':
      return variable(c, e);
  }
}

/** Long chains nest to the left: a loop, not recursion. */
function binaryOperation(c: Collector, e: ast.BinOp): void {
  const chain: ast.BinOp[] = [];
  let left: ast.Expr = e;
  for (; left.kind === 'BinOp'; left = left.left) chain.push(left);
  expr(c, left);
  for (let i = chain.length - 1; i >= 0; i--) expr(c, chain[i]!.right);
}

function variable(c: Collector, e: ast.Name): void {
  if (c.current.inUnevaluatedAnnotation) return;
  if (e.ctx === 'Load') {
    if (e.id === '__debug__') return; // a constant
    c.addDefTo(c.current, e.id, Def.USE, e);
    // `super` without arguments reads __class__.
    if (e.id === 'super' && c.current.isFunctionLike) c.addDef('__class__', Def.USE, e);
    return;
  }
  c.checkName(e.id, e, e.ctx);
  c.addDefTo(c.current, e.id, Def.LOCAL, e);
}

function namedExpr(c: Collector, e: ast.NamedExpr): void {
  if (c.current.compIterExpr > 0)
    c.fail('assignment expression cannot be used in a comprehension iterable expression', e);
  if (c.current.comprehension !== null) bindOutsideComprehension(c, e.target);
  expr(c, e.value);
  expr(c, e.target);
}

/** `:=` in a comprehension binds in the nearest block that is not a comprehension. */
function bindOutsideComprehension(c: Collector, target: ast.Name): void {
  const { id } = target;
  for (let i = c.stack.length - 1; i >= 0; i--) {
    const scope = c.stack[i]!;
    if (scope.comprehension !== null) {
      const symbol = c.lookupIn(scope, id);
      if (symbol & Def.COMP_ITER && symbol & Def.LOCAL)
        c.fail(`assignment expression cannot rebind comprehension iteration variable '${id}'`, target);
      continue;
    }
    switch (scope.type) {
      case 'function': {
        const flag = c.lookupIn(scope, id) & Def.GLOBAL ? Def.GLOBAL : Def.NONLOCAL;
        c.addDef(id, flag, target);
        c.addDirective(id, target);
        c.addDefTo(scope, id, Def.LOCAL, target);
        return;
      }
      case 'module':
        c.addDef(id, Def.GLOBAL, target);
        c.addDirective(id, target);
        c.addDefTo(scope, id, Def.GLOBAL, target);
        return;
      case 'class':
        return c.fail('assignment expression within a comprehension cannot be used in a class body', target);
      case 'typeParameters':
        return c.fail(
          'assignment expression within a comprehension cannot be used within the definition of a generic',
          target,
        );
      case 'typeAlias':
        return c.fail('assignment expression within a comprehension cannot be used in a type alias', target);
      case 'typeVariable':
        return c.fail(
          'assignment expression within a comprehension cannot be used in a TypeVar bound',
          target,
        );
      case 'annotation':
        break; // refused before
    }
  }
}

function comprehension(
  c: Collector,
  e: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
  kind: ComprehensionKind,
  elt: ast.Expr,
  value: ast.Expr | null,
): void {
  const outermost = e.generators[0]!;
  // The outermost iterable is evaluated outside.
  c.current.compIterExpr++;
  expr(c, outermost.iter);
  c.current.compIterExpr--;
  const name = kind === 'generator' ? 'genexpr' : `${kind}comp`;
  const scope = c.enterBlock(name, 'function', e, e);
  scope.comprehension = kind;
  if (outermost.is_async) scope.coroutine = true;
  c.addDef('.0', Def.PARAM, e);
  iterationTarget(c, outermost.target);
  exprs(c, outermost.ifs);
  for (const generator of e.generators.slice(1)) {
    iterationTarget(c, generator.target);
    scope.compIterExpr++;
    expr(c, generator.iter);
    scope.compIterExpr--;
    exprs(c, generator.ifs);
    if (generator.is_async) scope.coroutine = true;
  }
  if (value) expr(c, value);
  expr(c, elt);
  scope.generator = kind === 'generator';
  c.exit();
  if (!scope.coroutine || kind === 'generator') return;
  if (!c.inAsyncFunction() && c.current.comprehension === null)
    c.fail('asynchronous comprehension outside of an asynchronous function', e);
  c.current.coroutine = true;
}

function iterationTarget(c: Collector, target: ast.Expr): void {
  c.current.compIterTarget = true;
  expr(c, target);
  c.current.compIterTarget = false;
}

function refuseInAnnotation(c: Collector, what: string, at: ast.Position): void {
  switch (c.current.type) {
    case 'annotation':
      return c.fail(`${what} cannot be used within an annotation`, at);
    case 'typeVariable':
      return c.fail(`${what} cannot be used within ${c.current.info}`, at);
    case 'typeAlias':
      return c.fail(`${what} cannot be used within a type alias`, at);
    case 'typeParameters':
      return c.fail(`${what} cannot be used within the definition of a generic`, at);
  }
}
