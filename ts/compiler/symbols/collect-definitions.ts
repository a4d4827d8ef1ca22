/** First pass over what opens blocks: functions, classes, type parameters and aliases, annotations. */
import type * as ast from '../../frontend/ast.ts';
import { docstringOf } from '../docstrings.ts';
import { expr, exprs, keywords } from './collect-expressions.ts';
import { stmts } from './collect-statements.ts';
import type { Collector } from './collector.ts';
import { Def, Scope } from './scope.ts';

export function functionDef(c: Collector, s: ast.FunctionDef | ast.AsyncFunctionDef): void {
  c.addDef(s.name, Def.LOCAL, s);
  defaults(c, s.args);
  exprs(c, s.decorator_list);
  const generic = s.type_params.length > 0;
  if (generic) {
    enterTypeParameters(c, s.name, s.type_params, s);
    c.addDef('.defaults', Def.PARAM, s); // a slot even without defaults, as in CPython
    if (s.args.kw_defaults.some((d) => d !== null)) c.addDef('.kwdefaults', Def.PARAM, s);
    typeParameters(c, s.type_params);
  }
  const scope = c.newScope(s.name, 'function', s, s);
  scope.hasDocstring = docstringOf(s.body) !== null;
  functionAnnotations(c, s);
  c.enter(scope);
  scope.coroutine = s.kind === 'AsyncFunctionDef';
  parameters(c, s.args);
  stmts(c, s.body);
  c.exit();
  if (generic) c.exit();
}

export function defaults(c: Collector, args: ast.Arguments): void {
  exprs(c, args.defaults);
  for (const value of args.kw_defaults) if (value) expr(c, value);
}

export function parameters(c: Collector, args: ast.Arguments): void {
  for (const list of [args.posonlyargs, args.args, args.kwonlyargs])
    for (const arg of list) c.addDef(arg.arg, Def.PARAM, arg);
  if (args.vararg) {
    c.addDef(args.vararg.arg, Def.PARAM, args.vararg);
    c.current.varargs = true;
  }
  if (args.kwarg) {
    c.addDef(args.kwarg.arg, Def.PARAM, args.kwarg);
    c.current.varkeywords = true;
  }
}

function functionAnnotations(c: Collector, s: ast.FunctionDef | ast.AsyncFunctionDef): void {
  const seesClass = c.current.canSeeClassScope || c.current.type === 'class';
  const scope = c.enterBlock('__annotate__', 'annotation', s.args, s);
  if (seesClass) {
    scope.canSeeClassScope = true;
    c.addDef('__classdict__', Def.USE, s);
  }
  const { posonlyargs, args, vararg, kwarg, kwonlyargs } = s.args;
  const all = [...posonlyargs, ...args, vararg, kwarg, ...kwonlyargs].map((arg) => arg?.annotation ?? null);
  for (const annotation of [...all, s.returns]) {
    if (annotation === null) continue;
    scope.annotationsUsed = true;
    expr(c, annotation);
  }
  c.exit();
}

export function classDef(c: Collector, s: ast.ClassDef): void {
  c.addDef(s.name, Def.LOCAL, s);
  exprs(c, s.decorator_list);
  const outerClass = c.className;
  const generic = s.type_params.length > 0;
  if (generic) {
    enterTypeParameters(c, s.name, s.type_params, s);
    // Set once the tuple of type parameters exists, used for the bases; then the generic base itself.
    for (const name of ['.type_params', '.generic_base']) {
      c.addDef(name, Def.LOCAL, s);
      c.addDef(name, Def.USE, s);
    }
    c.className = s.name;
    c.current.mangledNames = new Set();
    typeParameters(c, s.type_params);
  }
  exprs(c, s.bases);
  keywords(c, s.keywords);
  const scope = c.enterBlock(s.name, 'class', s, s);
  c.className = s.name;
  if (generic) {
    c.addDef('__type_params__', Def.LOCAL, s);
    c.addDef('.type_params', Def.USE, s);
  }
  scope.hasDocstring = docstringOf(s.body) !== null;
  stmts(c, s.body);
  c.exit();
  if (generic) c.exit();
  c.className = outerClass;
}

export function typeAlias(c: Collector, s: ast.TypeAlias): void {
  expr(c, s.name);
  const inClass = c.current.type === 'class';
  const generic = s.type_params.length > 0;
  if (generic) {
    enterTypeParameters(c, s.name.id, s.type_params, s);
    typeParameters(c, s.type_params);
  }
  const scope = c.enterBlock(s.name.id, 'typeAlias', s, s);
  scope.canSeeClassScope = inClass;
  if (inClass) c.addDef('__classdict__', Def.USE, s.value);
  expr(c, s.value);
  c.exit();
  if (generic) c.exit();
}

function enterTypeParameters(c: Collector, name: string, params: ast.TypeParam[], at: ast.Position): void {
  const inClass = c.current.type === 'class';
  const scope = c.enterBlock(name, 'typeParameters', params, at);
  if (inClass) {
    scope.canSeeClassScope = true;
    c.addDef('__classdict__', Def.USE, at);
  }
}

function typeParameters(c: Collector, params: readonly ast.TypeParam[]): void {
  for (const param of params) {
    c.addDef(param.name, Def.TYPE_PARAM | Def.LOCAL, param);
    if (param.name === '__classdict__')
      c.fail(`reserved name '${param.name}' cannot be used for type parameter`, param);
    if (param.kind === 'TypeVar' && param.bound) {
      const info = param.bound.kind === 'Tuple' ? 'a TypeVar constraint' : 'a TypeVar bound';
      c.blocks.set(param, typeVariable(c, param.bound, param.name, info));
    }
    if (param.default_value)
      c.defaultBlocks.set(param, typeVariable(c, param.default_value, param.name, `a ${param.kind} default`));
  }
}

function typeVariable(c: Collector, value: ast.Expr, name: string, info: string): Scope {
  const inClass = c.current.canSeeClassScope;
  const scope = new Scope(name, 'typeVariable', value, c.current);
  c.enter(scope);
  c.addFormatParameter(value);
  scope.canSeeClassScope = inClass;
  if (inClass) c.addDef('__classdict__', Def.USE, value);
  scope.info = info;
  expr(c, value);
  c.exit();
  return scope;
}

export function annotatedAssignment(c: Collector, s: ast.AnnAssign): void {
  c.current.annotationsUsed = true;
  if (s.target.kind === 'Name') {
    const { id } = s.target;
    const before = c.lookupIn(c.current, id);
    if (before & (Def.GLOBAL | Def.NONLOCAL) && c.current !== c.top && s.simple)
      c.fail(`annotated name '${id}' can't be ${before & Def.GLOBAL ? 'global' : 'nonlocal'}`, s);
    if (s.simple) c.addDef(id, Def.ANNOT | Def.LOCAL, s.target);
    if (s.value) c.addDef(id, Def.LOCAL, s.target);
  } else expr(c, s.target);
  variableAnnotation(c, s.annotation);
  if (s.value) expr(c, s.value);
}

/** An annotation of a variable: evaluated in the block's __annotate__, or (in a function) never. */
function variableAnnotation(c: Collector, annotation: ast.Expr): void {
  const parent = c.current;
  const unevaluated = parent.type === 'function';
  // A module may be run in part, so all its annotations count as conditional.
  const conditional = parent.type === 'module' || (parent.type === 'class' && parent.inConditionalBlock);
  if (conditional && !parent.hasConditionalAnnotations) {
    parent.hasConditionalAnnotations = true;
    c.addDef('__conditional_annotations__', Def.USE, annotation);
  }
  if (parent.annotationBlock === null) {
    const scope = new Scope('__annotate__', 'annotation', annotation, parent);
    c.enter(scope);
    c.addFormatParameter(annotation);
    parent.annotationBlock = scope;
    if (parent.type === 'class' && !c.future.annotations) {
      scope.canSeeClassScope = true;
      c.addDef('__classdict__', Def.USE, annotation);
    }
  } else c.enter(parent.annotationBlock);
  if (unevaluated) c.current.inUnevaluatedAnnotation = true;
  expr(c, annotation);
  if (unevaluated) c.current.inUnevaluatedAnnotation = false;
  c.exit();
}
