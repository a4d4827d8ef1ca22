/**
 * First pass of the scope analysis: walks the tree and notes in which block each name is bound, used or declared, and
 * refuses what no block may contain. The second pass (symtable-analyze.ts) then decides the scopes.
 *
 * One long file because it is one visitor, a case for every kind of node, and the cases share its state.
 *
 * The order of names in a block's symbol map is the order of first mention as in CPython's symtable.c; comprehension
 * inlining saves names in that order, so it shows in the bytecode.
 */
import type * as ast from '../../frontend/ast.ts';
import { type Origin, syntaxError } from '../errors.ts';
import { analyzeScopes } from './analyze.ts';
import type { FutureFeatures } from './future.ts';
import { type BlockType, type ComprehensionKind, Def, mangleIn, Scope } from './scope.ts';

export class SymbolTable {
  readonly top: Scope;
  /** Keys: the module; function, lambda, class and comprehension nodes; `arguments` for a function's annotations; the
   * list of type parameters; a type parameter for its bound; a `type` statement for its value. */
  readonly blocks: Map<object, Scope>;
  /** Scope of a type parameter's default value. */
  readonly defaultBlocks: Map<ast.TypeParam, Scope>;

  constructor(top: Scope, blocks: Map<object, Scope>, defaultBlocks: Map<ast.TypeParam, Scope>) {
    this.top = top;
    this.blocks = blocks;
    this.defaultBlocks = defaultBlocks;
  }
}

const NOWHERE: ast.Position = { lineno: 0, colOffset: 0, endLineno: 0, endColOffset: 0 };

export function buildSymbolTable(tree: ast.Mod, future: FutureFeatures, origin: Origin): SymbolTable {
  const collector = new Collector(future, origin);
  const top = collector.module(tree);
  analyzeScopes(top, origin);
  return new SymbolTable(top, collector.blocks, collector.defaultBlocks);
}

/** The docstring's node, when the body starts with one. */
export function docstringOf(body: readonly ast.Stmt[]): (ast.Constant & { value: { kind: 'str' } }) | null {
  const first = body[0];
  if (first?.kind !== 'Expr' || first.value.kind !== 'Constant' || first.value.value.kind !== 'str')
    return null;
  return first.value as ast.Constant & { value: { kind: 'str' } };
}

class Collector {
  readonly blocks = new Map<object, Scope>();
  readonly defaultBlocks = new Map<ast.TypeParam, Scope>();
  private readonly stack: Scope[] = [];
  private current!: Scope;
  private top!: Scope;
  /** Name of the class whose body is being visited, for mangling. */
  private className: string | null = null;
  private readonly future: FutureFeatures;
  private readonly origin: Origin;

  constructor(future: FutureFeatures, origin: Origin) {
    this.future = future;
    this.origin = origin;
  }

  module(tree: ast.Mod): Scope {
    const top = new Scope('top', 'module', NOWHERE, null);
    this.blocks.set(tree, top);
    this.top = top;
    this.enter(top);
    if (tree.kind === 'Expression') this.expr(tree.body);
    else {
      top.hasDocstring = tree.kind === 'Module' && docstringOf(tree.body) !== null;
      this.stmts(tree.body);
    }
    this.exit();
    return top;
  }

  // blocks ---------------------------------------------------------------------------------------------------------

  private newScope(name: string, type: BlockType, key: object, at: ast.Position): Scope {
    const scope = new Scope(name, type, at, this.current ?? null);
    this.blocks.set(key, scope);
    return scope;
  }

  private enter(scope: Scope): void {
    const parent = this.current as Scope | undefined;
    this.stack.push(scope);
    if (parent) {
      // All assignment expressions in a comprehension's iterable are refused, those of nested lambdas too.
      scope.compIterExpr = parent.compIterExpr;
      if (parent.mangledNames !== null && scope.type !== 'class') scope.mangledNames = parent.mangledNames;
    }
    this.current = scope;
    // With `from __future__ import annotations` annotations become strings: they bind and use nothing.
    if (this.future.annotations && scope.type === 'annotation') return;
    if (parent && !parent.children.includes(scope)) parent.children.push(scope);
  }

  private enterBlock(name: string, type: BlockType, key: object, at: ast.Position): Scope {
    const scope = this.newScope(name, type, key, at);
    this.enter(scope);
    this.addFormatParameter(at);
    return scope;
  }

  /** Lazily evaluated scopes are functions of one argument, the annotation format. */
  private addFormatParameter(at: ast.Position): void {
    const { type } = this.current;
    if (type !== 'annotation' && type !== 'typeVariable' && type !== 'typeAlias') return;
    this.addDef('.format', Def.PARAM, at);
    this.addDef('.format', Def.USE, at);
  }

  private exit(): void {
    this.stack.pop();
    this.current = this.stack[this.stack.length - 1]!;
  }

  private conditional(visit: () => void): void {
    const scope = this.current;
    const before = scope.inConditionalBlock;
    scope.inConditionalBlock = true;
    visit();
    scope.inConditionalBlock = before;
  }

  // names ----------------------------------------------------------------------------------------------------------

  private fail(message: string, at: ast.Position): never {
    syntaxError(message, this.origin, at);
  }

  private lookupIn(scope: Scope, name: string): number {
    return scope.symbol(mangleIn(scope, this.className, name));
  }

  private checkName(name: string, at: ast.Position, context: ast.ExprContext): void {
    if (name !== '__debug__' || context === 'Load') return;
    this.fail(`cannot ${context === 'Store' ? 'assign to' : 'delete'} __debug__`, at);
  }

  private addDef(name: string, flag: number, at: ast.Position): void {
    if (flag & (Def.PARAM | Def.LOCAL | Def.IMPORT)) this.checkName(name, at, 'Store');
    if (flag & Def.TYPE_PARAM) this.current.mangledNames?.add(name);
    this.addDefTo(this.current, name, flag, at);
  }

  private addDefTo(scope: Scope, name: string, flag: number, at: ast.Position): void {
    const mangled = mangleIn(this.current, this.className, name);
    const before = scope.symbols.get(mangled) ?? 0;
    if (flag & before & Def.PARAM) this.fail(`duplicate argument '${name}' in function definition`, at);
    if (flag & before & Def.TYPE_PARAM) this.fail(`duplicate type parameter '${name}'`, at);
    let value = before | flag;
    if (scope.compIterTarget) {
      if (value & (Def.GLOBAL | Def.NONLOCAL))
        this.fail(`comprehension inner loop cannot rebind assignment expression target '${name}'`, at);
      value |= Def.COMP_ITER;
    }
    if (value !== before) scope.symbols.set(mangled, value);
    if (flag & Def.PARAM) scope.varnames.push(mangled);
    else if (flag & Def.GLOBAL) this.top.symbols.set(mangled, this.top.symbol(mangled) | flag);
  }

  private addDirective(name: string, at: ast.Position): void {
    this.current.directives.push({ name: mangleIn(this.current, this.className, name), at });
  }

  // statements -----------------------------------------------------------------------------------------------------

  private stmts(body: readonly ast.Stmt[]): void {
    for (const stmt of body) this.stmt(stmt);
  }

  private stmt(s: ast.Stmt): void {
    switch (s.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        return this.functionDef(s);
      case 'ClassDef':
        return this.classDef(s);
      case 'TypeAlias':
        return this.typeAlias(s);
      case 'Return':
        if (s.value) this.expr(s.value);
        return;
      case 'Delete':
        return this.exprs(s.targets);
      case 'Assign':
        this.exprs(s.targets);
        return this.expr(s.value);
      case 'AnnAssign':
        return this.annAssign(s);
      case 'AugAssign':
        this.expr(s.target);
        return this.expr(s.value);
      case 'AsyncFor':
        this.requireCoroutine("'async for' outside async function", s);
        return this.forLoop(s);
      case 'For':
        return this.forLoop(s);
      case 'While':
        this.expr(s.test);
        return this.conditional(() => {
          this.stmts(s.body);
          this.stmts(s.orelse);
        });
      case 'If':
        return this.ifStmt(s);
      case 'Match':
        this.expr(s.subject);
        return this.conditional(() => {
          for (const c of s.cases) {
            this.pattern(c.pattern);
            if (c.guard) this.expr(c.guard);
            this.stmts(c.body);
          }
        });
      case 'Raise':
        if (s.exc) this.expr(s.exc);
        if (s.exc && s.cause) this.expr(s.cause);
        return;
      case 'Try':
      case 'TryStar':
        return this.conditional(() => {
          this.stmts(s.body);
          for (const handler of s.handlers) {
            if (handler.type) this.expr(handler.type);
            if (handler.name !== null) this.addDef(handler.name, Def.LOCAL, handler);
            this.stmts(handler.body);
          }
          this.stmts(s.orelse);
          this.stmts(s.finalbody);
        });
      case 'Assert':
        this.expr(s.test);
        if (s.msg) this.expr(s.msg);
        return;
      case 'Import':
        for (const alias of s.names) this.alias(alias);
        return;
      case 'ImportFrom':
        for (const alias of s.names) this.alias(alias);
        return this.checkFutureImport(s);
      case 'Global':
        return this.declare(s, Def.GLOBAL, 'global');
      case 'Nonlocal':
        return this.declare(s, Def.NONLOCAL, 'nonlocal');
      case 'Expr':
        return this.expr(s.value);
      case 'AsyncWith':
        this.requireCoroutine("'async with' outside async function", s);
        return this.withStmt(s);
      case 'With':
        return this.withStmt(s);
      case 'Pass':
      case 'Break':
      case 'Continue':
        return;
    }
  }

  private requireCoroutine(message: string, at: ast.Position): void {
    if (!this.inAsyncFunction()) this.fail(message, at);
  }

  private inAsyncFunction(): boolean {
    return this.current.type === 'function' && this.current.coroutine;
  }

  private forLoop(s: ast.For | ast.AsyncFor): void {
    this.expr(s.target);
    this.expr(s.iter);
    this.conditional(() => {
      this.stmts(s.body);
      this.stmts(s.orelse);
    });
  }

  /** Down a chain of `elif` by a loop. */
  private ifStmt(s: ast.If): void {
    this.expr(s.test);
    this.conditional(() => {
      this.stmts(s.body);
      let rest = s.orelse;
      for (let only = rest[0]; rest.length === 1 && only?.kind === 'If'; only = rest[0]) {
        this.expr(only.test);
        this.stmts(only.body);
        rest = only.orelse;
      }
      this.stmts(rest);
    });
  }

  private withStmt(s: ast.With | ast.AsyncWith): void {
    this.conditional(() => {
      for (const item of s.items) {
        this.expr(item.context_expr);
        if (item.optional_vars) this.expr(item.optional_vars);
      }
      this.stmts(s.body);
    });
  }

  private functionDef(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
    this.addDef(s.name, Def.LOCAL, s);
    this.defaults(s.args);
    this.exprs(s.decorator_list);
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParameters(s.name, s.type_params, s);
      this.addDef('.defaults', Def.PARAM, s); // a slot even without defaults, as in CPython
      if (s.args.kw_defaults.some((d) => d !== null)) this.addDef('.kwdefaults', Def.PARAM, s);
      this.typeParams(s.type_params);
    }
    const scope = this.newScope(s.name, 'function', s, s);
    scope.hasDocstring = docstringOf(s.body) !== null;
    this.functionAnnotations(s);
    this.enter(scope);
    scope.coroutine = s.kind === 'AsyncFunctionDef';
    this.parameters(s.args);
    this.stmts(s.body);
    this.exit();
    if (generic) this.exit();
  }

  private defaults(args: ast.Arguments): void {
    this.exprs(args.defaults);
    for (const value of args.kw_defaults) if (value) this.expr(value);
  }

  private parameters(args: ast.Arguments): void {
    for (const list of [args.posonlyargs, args.args, args.kwonlyargs])
      for (const arg of list) this.addDef(arg.arg, Def.PARAM, arg);
    if (args.vararg) {
      this.addDef(args.vararg.arg, Def.PARAM, args.vararg);
      this.current.varargs = true;
    }
    if (args.kwarg) {
      this.addDef(args.kwarg.arg, Def.PARAM, args.kwarg);
      this.current.varkeywords = true;
    }
  }

  private functionAnnotations(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
    const seesClass = this.current.canSeeClassScope || this.current.type === 'class';
    const scope = this.enterBlock('__annotate__', 'annotation', s.args, s);
    if (seesClass) {
      scope.canSeeClassScope = true;
      this.addDef('__classdict__', Def.USE, s);
    }
    const { posonlyargs, args, vararg, kwarg, kwonlyargs } = s.args;
    const all = [...posonlyargs, ...args, vararg, kwarg, ...kwonlyargs].map((arg) => arg?.annotation ?? null);
    for (const annotation of [...all, s.returns]) {
      if (annotation === null) continue;
      scope.annotationsUsed = true;
      this.expr(annotation);
    }
    this.exit();
  }

  private classDef(s: ast.ClassDef): void {
    this.addDef(s.name, Def.LOCAL, s);
    this.exprs(s.decorator_list);
    const outerClass = this.className;
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParameters(s.name, s.type_params, s);
      // Set once the tuple of type parameters exists, used for the bases; then the generic base itself.
      for (const name of ['.type_params', '.generic_base']) {
        this.addDef(name, Def.LOCAL, s);
        this.addDef(name, Def.USE, s);
      }
      this.className = s.name;
      this.current.mangledNames = new Set();
      this.typeParams(s.type_params);
    }
    this.exprs(s.bases);
    this.keywords(s.keywords);
    const scope = this.enterBlock(s.name, 'class', s, s);
    this.className = s.name;
    if (generic) {
      this.addDef('__type_params__', Def.LOCAL, s);
      this.addDef('.type_params', Def.USE, s);
    }
    scope.hasDocstring = docstringOf(s.body) !== null;
    this.stmts(s.body);
    this.exit();
    if (generic) this.exit();
    this.className = outerClass;
  }

  private typeAlias(s: ast.TypeAlias): void {
    this.expr(s.name);
    const inClass = this.current.type === 'class';
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParameters(s.name.id, s.type_params, s);
      this.typeParams(s.type_params);
    }
    const scope = this.enterBlock(s.name.id, 'typeAlias', s, s);
    scope.canSeeClassScope = inClass;
    if (inClass) this.addDef('__classdict__', Def.USE, s.value);
    this.expr(s.value);
    this.exit();
    if (generic) this.exit();
  }

  private enterTypeParameters(name: string, params: ast.TypeParam[], at: ast.Position): void {
    const inClass = this.current.type === 'class';
    const scope = this.enterBlock(name, 'typeParameters', params, at);
    if (inClass) {
      scope.canSeeClassScope = true;
      this.addDef('__classdict__', Def.USE, at);
    }
  }

  private typeParams(params: readonly ast.TypeParam[]): void {
    for (const param of params) {
      this.addDef(param.name, Def.TYPE_PARAM | Def.LOCAL, param);
      if (param.name === '__classdict__')
        this.fail(`reserved name '${param.name}' cannot be used for type parameter`, param);
      if (param.kind === 'TypeVar' && param.bound) {
        const info = param.bound.kind === 'Tuple' ? 'a TypeVar constraint' : 'a TypeVar bound';
        this.blocks.set(param, this.typeVariable(param.bound, param.name, info));
      }
      if (param.default_value)
        this.defaultBlocks.set(
          param,
          this.typeVariable(param.default_value, param.name, `a ${param.kind} default`),
        );
    }
  }

  private typeVariable(value: ast.Expr, name: string, info: string): Scope {
    const inClass = this.current.canSeeClassScope;
    const scope = new Scope(name, 'typeVariable', value, this.current);
    this.enter(scope);
    this.addFormatParameter(value);
    scope.canSeeClassScope = inClass;
    if (inClass) this.addDef('__classdict__', Def.USE, value);
    scope.info = info;
    this.expr(value);
    this.exit();
    return scope;
  }

  private annAssign(s: ast.AnnAssign): void {
    this.current.annotationsUsed = true;
    if (s.target.kind === 'Name') {
      const { id } = s.target;
      const before = this.lookupIn(this.current, id);
      if (before & (Def.GLOBAL | Def.NONLOCAL) && this.current !== this.top && s.simple)
        this.fail(`annotated name '${id}' can't be ${before & Def.GLOBAL ? 'global' : 'nonlocal'}`, s);
      if (s.simple) this.addDef(id, Def.ANNOT | Def.LOCAL, s.target);
      if (s.value) this.addDef(id, Def.LOCAL, s.target);
    } else this.expr(s.target);
    this.annotation(s.annotation);
    if (s.value) this.expr(s.value);
  }

  /** An annotation of a variable: evaluated in the block's __annotate__, or (in a function) never. */
  private annotation(annotation: ast.Expr): void {
    const parent = this.current;
    const unevaluated = parent.type === 'function';
    // A module may be run in part, so all its annotations count as conditional.
    const conditional = parent.type === 'module' || (parent.type === 'class' && parent.inConditionalBlock);
    if (conditional && !parent.hasConditionalAnnotations) {
      parent.hasConditionalAnnotations = true;
      this.addDef('__conditional_annotations__', Def.USE, annotation);
    }
    if (parent.annotationBlock === null) {
      const scope = new Scope('__annotate__', 'annotation', annotation, parent);
      this.enter(scope);
      this.addFormatParameter(annotation);
      parent.annotationBlock = scope;
      if (parent.type === 'class' && !this.future.annotations) {
        scope.canSeeClassScope = true;
        this.addDef('__classdict__', Def.USE, annotation);
      }
    } else this.enter(parent.annotationBlock);
    if (unevaluated) this.current.inUnevaluatedAnnotation = true;
    this.expr(annotation);
    if (unevaluated) this.current.inUnevaluatedAnnotation = false;
    this.exit();
  }

  private declare(s: ast.Global | ast.Nonlocal, flag: number, word: string): void {
    for (const name of s.names) {
      const before = this.lookupIn(this.current, name);
      if (before & Def.PARAM) this.fail(`name '${name}' is parameter and ${word}`, s);
      if (before & Def.USE) this.fail(`name '${name}' is used prior to ${word} declaration`, s);
      if (before & Def.ANNOT) this.fail(`annotated name '${name}' can't be ${word}`, s);
      if (before & Def.LOCAL) this.fail(`name '${name}' is assigned to before ${word} declaration`, s);
      this.addDef(name, flag, s);
      this.addDirective(name, s);
    }
  }

  private alias(alias: ast.Alias): void {
    const name = alias.asname ?? alias.name;
    if (name === '*') {
      if (this.current.type !== 'module') this.fail('import * only allowed at module level', alias);
      return;
    }
    const dot = name.indexOf('.');
    this.addDef(dot < 0 ? name : name.slice(0, dot), Def.IMPORT, alias);
  }

  private checkFutureImport(s: ast.ImportFrom): void {
    if (s.module !== '__future__' || s.level !== 0) return;
    const last = this.future.location;
    if (s.lineno > last.lineno || (s.lineno === last.endLineno && s.colOffset > last.endColOffset))
      this.fail('from __future__ imports must occur at the beginning of the file', s);
  }

  private pattern(p: ast.Pattern): void {
    switch (p.kind) {
      case 'MatchValue':
        return this.expr(p.value);
      case 'MatchSingleton':
        return;
      case 'MatchSequence':
      case 'MatchOr':
        for (const sub of p.patterns) this.pattern(sub);
        return;
      case 'MatchStar':
        if (p.name !== null) this.addDef(p.name, Def.LOCAL, p);
        return;
      case 'MatchMapping':
        this.exprs(p.keys);
        for (const sub of p.patterns) this.pattern(sub);
        if (p.rest !== null) this.addDef(p.rest, Def.LOCAL, p);
        return;
      case 'MatchClass':
        this.expr(p.cls);
        for (const sub of p.patterns) this.pattern(sub);
        p.kwd_attrs.forEach((attr, i) => {
          this.checkName(attr, p.kwd_patterns[i]!, 'Store');
        });
        for (const sub of p.kwd_patterns) this.pattern(sub);
        return;
      case 'MatchAs':
        if (p.pattern) this.pattern(p.pattern);
        if (p.name !== null) this.addDef(p.name, Def.LOCAL, p);
        return;
    }
  }

  // expressions ----------------------------------------------------------------------------------------------------

  private exprs(list: readonly ast.Expr[]): void {
    for (const e of list) this.expr(e);
  }

  private keywords(list: readonly ast.Keyword[]): void {
    for (const k of list) if (k.arg !== null) this.checkName(k.arg, k, 'Store');
    for (const k of list) this.expr(k.value);
  }

  private expr(e: ast.Expr): void {
    switch (e.kind) {
      case 'NamedExpr':
        this.refuseInAnnotation('named expression', e);
        return this.namedExpr(e);
      case 'BoolOp':
        return this.exprs(e.values);
      case 'BinOp':
        return this.binaryOperation(e);
      case 'UnaryOp':
        return this.expr(e.operand);
      case 'Lambda':
        this.defaults(e.args);
        this.enterBlock('lambda', 'function', e, e);
        this.parameters(e.args);
        this.expr(e.body);
        return this.exit();
      case 'IfExp':
        this.expr(e.test);
        this.expr(e.body);
        return this.expr(e.orelse);
      case 'Dict':
        for (const key of e.keys) if (key) this.expr(key);
        return this.exprs(e.values);
      case 'Set':
      case 'List':
      case 'Tuple':
        return this.exprs(e.elts);
      case 'GeneratorExp':
        return this.comprehension(e, 'generator', e.elt, null);
      case 'ListComp':
        return this.comprehension(e, 'list', e.elt, null);
      case 'SetComp':
        return this.comprehension(e, 'set', e.elt, null);
      case 'DictComp':
        return this.comprehension(e, 'dict', e.key, e.value);
      case 'Yield':
      case 'YieldFrom':
        this.refuseInAnnotation('yield expression', e);
        if (e.value) this.expr(e.value);
        this.current.generator = true;
        if (this.current.comprehension !== null) {
          const kind = this.current.comprehension;
          const where = kind === 'generator' ? 'generator expression' : `${kind} comprehension`;
          this.fail(`'yield' inside ${where}`, e);
        }
        return;
      case 'Await':
        this.refuseInAnnotation('await expression', e);
        if (!this.current.isFunctionLike) this.fail("'await' outside function", e);
        if (!this.inAsyncFunction() && this.current.comprehension === null)
          this.fail("'await' outside async function", e);
        this.expr(e.value);
        this.current.coroutine = true;
        return;
      case 'Compare':
        this.expr(e.left);
        return this.exprs(e.comparators);
      case 'Call':
        this.expr(e.func);
        this.exprs(e.args);
        return this.keywords(e.keywords);
      case 'FormattedValue':
      case 'Interpolation':
        this.expr(e.value);
        if (e.format_spec) this.expr(e.format_spec);
        return;
      case 'JoinedStr':
      case 'TemplateStr':
        return this.exprs(e.values);
      case 'Constant':
        return;
      case 'Attribute':
        this.checkName(e.attr, e, e.ctx);
        return this.expr(e.value);
      case 'Subscript':
        this.expr(e.value);
        return this.expr(e.slice);
      case 'Starred':
        return this.expr(e.value);
      case 'Slice':
        if (e.lower) this.expr(e.lower);
        if (e.upper) this.expr(e.upper);
        if (e.step) this.expr(e.step);
        return;
      case 'Name':
        return this.name(e);
    }
  }

  /** Long chains nest to the left: a loop, not recursion. */
  private binaryOperation(e: ast.BinOp): void {
    const chain: ast.BinOp[] = [];
    let left: ast.Expr = e;
    for (; left.kind === 'BinOp'; left = left.left) chain.push(left);
    this.expr(left);
    for (let i = chain.length - 1; i >= 0; i--) this.expr(chain[i]!.right);
  }

  private name(e: ast.Name): void {
    if (this.current.inUnevaluatedAnnotation) return;
    if (e.ctx === 'Load') {
      if (e.id === '__debug__') return; // a constant
      this.addDefTo(this.current, e.id, Def.USE, e);
      // `super` without arguments reads __class__.
      if (e.id === 'super' && this.current.isFunctionLike) this.addDef('__class__', Def.USE, e);
      return;
    }
    this.checkName(e.id, e, e.ctx);
    this.addDefTo(this.current, e.id, Def.LOCAL, e);
  }

  private namedExpr(e: ast.NamedExpr): void {
    if (this.current.compIterExpr > 0)
      this.fail('assignment expression cannot be used in a comprehension iterable expression', e);
    if (this.current.comprehension !== null) this.bindOutsideComprehension(e.target);
    this.expr(e.value);
    this.expr(e.target);
  }

  /** `:=` in a comprehension binds in the nearest block that is not a comprehension. */
  private bindOutsideComprehension(target: ast.Name): void {
    const { id } = target;
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const scope = this.stack[i]!;
      if (scope.comprehension !== null) {
        const symbol = this.lookupIn(scope, id);
        if (symbol & Def.COMP_ITER && symbol & Def.LOCAL)
          this.fail(`assignment expression cannot rebind comprehension iteration variable '${id}'`, target);
        continue;
      }
      switch (scope.type) {
        case 'function': {
          const flag = this.lookupIn(scope, id) & Def.GLOBAL ? Def.GLOBAL : Def.NONLOCAL;
          this.addDef(id, flag, target);
          this.addDirective(id, target);
          this.addDefTo(scope, id, Def.LOCAL, target);
          return;
        }
        case 'module':
          this.addDef(id, Def.GLOBAL, target);
          this.addDirective(id, target);
          this.addDefTo(scope, id, Def.GLOBAL, target);
          return;
        case 'class':
          return this.fail(
            'assignment expression within a comprehension cannot be used in a class body',
            target,
          );
        case 'typeParameters':
          return this.fail(
            'assignment expression within a comprehension cannot be used within the definition of a generic',
            target,
          );
        case 'typeAlias':
          return this.fail(
            'assignment expression within a comprehension cannot be used in a type alias',
            target,
          );
        case 'typeVariable':
          return this.fail(
            'assignment expression within a comprehension cannot be used in a TypeVar bound',
            target,
          );
        case 'annotation':
          break; // refused before
      }
    }
  }

  private comprehension(
    e: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
    kind: ComprehensionKind,
    elt: ast.Expr,
    value: ast.Expr | null,
  ): void {
    const outermost = e.generators[0]!;
    // The outermost iterable is evaluated outside.
    this.current.compIterExpr++;
    this.expr(outermost.iter);
    this.current.compIterExpr--;
    const name = kind === 'generator' ? 'genexpr' : `${kind}comp`;
    const scope = this.enterBlock(name, 'function', e, e);
    scope.comprehension = kind;
    if (outermost.is_async) scope.coroutine = true;
    this.addDef('.0', Def.PARAM, e);
    this.iterationTarget(outermost.target);
    this.exprs(outermost.ifs);
    for (const generator of e.generators.slice(1)) {
      this.iterationTarget(generator.target);
      scope.compIterExpr++;
      this.expr(generator.iter);
      scope.compIterExpr--;
      this.exprs(generator.ifs);
      if (generator.is_async) scope.coroutine = true;
    }
    if (value) this.expr(value);
    this.expr(elt);
    scope.generator = kind === 'generator';
    this.exit();
    if (!scope.coroutine || kind === 'generator') return;
    if (!this.inAsyncFunction() && this.current.comprehension === null)
      this.fail('asynchronous comprehension outside of an asynchronous function', e);
    this.current.coroutine = true;
  }

  private iterationTarget(target: ast.Expr): void {
    this.current.compIterTarget = true;
    this.expr(target);
    this.current.compIterTarget = false;
  }

  private refuseInAnnotation(what: string, at: ast.Position): void {
    switch (this.current.type) {
      case 'annotation':
        return this.fail(`${what} cannot be used within an annotation`, at);
      case 'typeVariable':
        return this.fail(`${what} cannot be used within ${this.current.info}`, at);
      case 'typeAlias':
        return this.fail(`${what} cannot be used within a type alias`, at);
      case 'typeParameters':
        return this.fail(`${what} cannot be used within the definition of a generic`, at);
    }
  }
}
