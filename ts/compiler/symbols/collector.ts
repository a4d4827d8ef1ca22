/**
 * State of the first pass of the scope analysis and the vocabulary of its visitors (`collect-*.ts`): a block
 * begins or ends, a name is bound, used or declared, something is not allowed.
 *
 * Names are in a block's symbol map in the order of first mention, as in CPython's symtable.c. It shows in
 * the bytecode: inlined comprehensions save names in that order.
 */
import type * as ast from '../../frontend/ast.ts';
import { type Origin, syntaxError } from '../errors.ts';
import type { FutureFeatures } from './future.ts';
import { type BlockType, Def, mangleIn, Scope } from './scope.ts';

const NOWHERE: ast.Position = { lineno: 0, colOffset: 0, endLineno: 0, endColOffset: 0 };

export class Collector {
  readonly blocks = new Map<object, Scope>();
  readonly defaultBlocks = new Map<ast.TypeParam, Scope>();
  readonly stack: Scope[] = [];
  /** The block that is being visited; the last of `stack`. */
  current!: Scope;
  readonly top = new Scope('top', 'module', NOWHERE, null);
  /** Name of the class whose body is being visited, for mangling. */
  className: string | null = null;
  readonly future: FutureFeatures;
  private readonly origin: Origin;
  /** A module may wait, which makes its code a coroutine's. */
  private readonly topLevelAwait: boolean;

  constructor(future: FutureFeatures, origin: Origin, topLevelAwait: boolean) {
    this.future = future;
    this.origin = origin;
    this.topLevelAwait = topLevelAwait;
  }

  // blocks ---------------------------------------------------------------------------------------------------------

  newScope(name: string, type: BlockType, key: object, at: ast.Position): Scope {
    const scope = new Scope(name, type, at, this.current ?? null);
    this.blocks.set(key, scope);
    return scope;
  }

  enter(scope: Scope): void {
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

  enterBlock(name: string, type: BlockType, key: object, at: ast.Position): Scope {
    const scope = this.newScope(name, type, key, at);
    this.enter(scope);
    this.addFormatParameter(at);
    return scope;
  }

  /** Lazily evaluated scopes are functions of one argument, the annotation format. */
  addFormatParameter(at: ast.Position): void {
    const { type } = this.current;
    if (type !== 'annotation' && type !== 'typeVariable' && type !== 'typeAlias') return;
    this.addDef('.format', Def.PARAM, at);
    this.addDef('.format', Def.USE, at);
  }

  exit(): void {
    this.stack.pop();
    this.current = this.stack[this.stack.length - 1]!;
  }

  /** `visit` goes over code that may or may not be executed. */
  conditional(visit: () => void): void {
    const scope = this.current;
    const before = scope.inConditionalBlock;
    scope.inConditionalBlock = true;
    visit();
    scope.inConditionalBlock = before;
  }

  // names ----------------------------------------------------------------------------------------------------------

  /** What is known of `name` in `scope`. */
  lookupIn(scope: Scope, name: string): number {
    return scope.symbol(mangleIn(scope, this.className, name));
  }

  checkName(name: string, at: ast.Position, context: ast.ExprContext): void {
    if (name !== '__debug__' || context === 'Load') return;
    this.fail(`cannot ${context === 'Store' ? 'assign to' : 'delete'} __debug__`, at);
  }

  addDef(name: string, flag: number, at: ast.Position): void {
    if (flag & (Def.PARAM | Def.LOCAL | Def.IMPORT)) this.checkName(name, at, 'Store');
    if (flag & Def.TYPE_PARAM) this.current.mangledNames?.add(name);
    this.addDefTo(this.current, name, flag, at);
  }

  addDefTo(scope: Scope, name: string, flag: number, at: ast.Position): void {
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

  addDirective(name: string, at: ast.Position): void {
    this.current.directives.push({ name: mangleIn(this.current, this.className, name), at });
  }

  // refusing ---------------------------------------------------------------------------------------------------------

  fail(message: string, at: ast.Position): never {
    syntaxError(message, this.origin, at);
  }

  inAsyncFunction(): boolean {
    return (this.current.type === 'function' && this.current.coroutine) || this.inAsyncModule();
  }

  inAsyncModule(): boolean {
    return this.topLevelAwait && this.current.type === 'module';
  }

  requireCoroutine(message: string, at: ast.Position): void {
    if (!this.inAsyncFunction()) this.fail(message, at);
    this.current.coroutine = true;
  }
}
