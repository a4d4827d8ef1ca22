/**
 * Code for comprehensions and generator expressions. List, set and dict comprehensions
 * run in the frame around them (PEP 709): locals whose names they use are saved on the
 * stack and restored however the comprehension ends.
 */
import type * as ast from '../../frontend/ast.ts';
import { Label, NO_LOCATION } from '../flow/instructions.ts';
import { Op } from '../flow/opcodes.ts';
import { Def, SCOPE_SHIFT, type Scope, ScopeOf } from '../symbols/scope.ts';
import type { Compiler } from './compiler.ts';
import { jumpIf } from './conditions.ts';
import { expr } from './expressions.ts';
import { makeClosure } from './functions.ts';
import { awaitTop, wrapInStopIterationHandler, yieldFrom, yieldTop } from './generators.ts';

export type Comp = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp;

const NAMES = {
  ListComp: '<listcomp>',
  SetComp: '<setcomp>',
  DictComp: '<dictcomp>',
  GeneratorExp: '<genexpr>',
};
const BUILD = { ListComp: Op.BUILD_LIST, SetComp: Op.BUILD_SET, DictComp: Op.BUILD_MAP };

export function comprehension(c: Compiler, e: Comp): void {
  const scope = c.scopeOf(e);
  const outermost = e.generators[0]!;
  const outermostIterator = (): void => {
    expr(c, outermost.iter);
    c.op(outermost.iter, outermost.is_async ? Op.GET_AITER : Op.GET_ITER);
  };
  if (scope.compInlined) {
    outermostIterator();
    const inlining = new Inlining(c, e, scope);
    inlining.start();
    c.op(e, BUILD[e.kind as keyof typeof BUILD], 0);
    c.op(e, Op.SWAP, 2);
    generator(c, e, 0, 0);
    inlining.finish();
    return;
  }
  c.enter('comprehension', NAMES[e.kind], scope, e.lineno, { argcount: 1, posonly: 0, kwonly: 0 });
  if (e.kind !== 'GeneratorExp') c.op(e, BUILD[e.kind], 0);
  c.op(e, Op.LOAD_FAST, 0);
  generator(c, e, 0, 0);
  if (e.kind === 'GeneratorExp') wrapInStopIterationHandler(c);
  else c.op(e, Op.RETURN_VALUE);
  makeClosure(c, e, c.leave(true), 0);
  outermostIterator();
  c.op(e, Op.CALL, 0);
  if (scope.coroutine && e.kind !== 'GeneratorExp') awaitTop(c, e, 0);
}

/**
 * The `index`-th `for` and all inside it; the outermost's iterator is on the stack.
 * `depth`: values on the stack above the collection under construction.
 */
function generator(c: Compiler, e: Comp, index: number, depth: number): void {
  if (e.generators[index]!.is_async) asyncGenerator(c, e, index, depth);
  else syncGenerator(c, e, index, depth);
}

function syncGenerator(c: Compiler, e: Comp, index: number, depth: number): void {
  const gen = e.generators[index]!;
  const start = new Label();
  const ifCleanup = new Label();
  const anchor = new Label();
  let loops = true;
  if (index > 0) {
    // `for y in [f(x)]` is an assignment.
    const { iter } = gen;
    const single =
      (iter.kind === 'List' || iter.kind === 'Tuple') && iter.elts.length === 1 ? iter.elts[0]! : null;
    if (single !== null && single.kind !== 'Starred') {
      expr(c, single);
      loops = false;
    } else {
      expr(c, iter);
      c.op(iter, Op.GET_ITER);
    }
  }
  if (loops) {
    depth++;
    c.use(start);
    c.jump(gen.iter, Op.FOR_ITER, anchor);
  }
  expr(c, gen.target);
  for (const test of gen.ifs) jumpIf(c, e, test, ifCleanup, false);
  const loc = element(c, e, index, depth);
  c.use(ifCleanup);
  if (!loops) return;
  c.jump(loc, Op.JUMP, start);
  c.use(anchor);
  c.op(NO_LOCATION, Op.END_FOR);
  c.op(NO_LOCATION, Op.POP_ITER);
}

function asyncGenerator(c: Compiler, e: Comp, index: number, depth: number): void {
  const gen = e.generators[index]!;
  const start = new Label();
  const except = new Label();
  const ifCleanup = new Label();
  if (index > 0) {
    expr(c, gen.iter);
    c.op(gen.iter, Op.GET_AITER);
  }
  c.use(start);
  c.pushBlock(e, { kind: 'virtual' });
  c.jump(e, Op.SETUP_FINALLY, except);
  c.op(e, Op.GET_ANEXT);
  c.loadNone(e);
  const send = yieldFrom(c, e, true);
  c.op(e, Op.POP_BLOCK);
  expr(c, gen.target);
  for (const test of gen.ifs) jumpIf(c, e, test, ifCleanup, false);
  const loc = element(c, e, index, depth + 1);
  c.use(ifCleanup);
  c.jump(loc, Op.JUMP, start);
  c.popBlock();
  c.use(except);
  c.jump(e, Op.END_ASYNC_FOR, send);
}

/** The next generator, or in the innermost the element. Returns the position of the jump back. */
function element(c: Compiler, e: Comp, index: number, depth: number): ast.Position {
  const elt = e.kind === 'DictComp' ? e.key : e.elt;
  if (index + 1 < e.generators.length) {
    generator(c, e, index + 1, depth);
    return elt;
  }
  expr(c, elt);
  switch (e.kind) {
    case 'GeneratorExp':
      yieldTop(c, elt);
      c.op(elt, Op.POP_TOP);
      return elt;
    case 'ListComp':
      c.op(elt, Op.LIST_APPEND, depth + 1);
      return elt;
    case 'SetComp':
      c.op(elt, Op.SET_ADD, depth + 1);
      return elt;
    case 'DictComp': {
      expr(c, e.value);
      const { endLineno, endColOffset } = e.value;
      const loc = { lineno: elt.lineno, colOffset: elt.colOffset, endLineno, endColOffset };
      c.op(loc, Op.MAP_ADD, depth + 1);
      return loc;
    }
  }
}

/** Bound by the comprehension itself (not by `:=`, which binds outside). */
const isOwn = (symbol: number): boolean => (symbol & (Def.LOCAL | Def.NONLOCAL)) === Def.LOCAL;

/** Makes the names of an inlined comprehension its own while it is compiled and while it runs. */
class Inlining {
  private readonly c: Compiler;
  private readonly loc: ast.Position;
  private readonly comp: Scope;
  /** Names saved on the stack. */
  private readonly pushed: string[] = [];
  /** Symbols of the scope around that are different inside. */
  private readonly outerSymbols = new Map<string, number>();
  private readonly madeHidden: string[] = [];
  private readonly cleanup = new Label();

  constructor(c: Compiler, loc: ast.Position, comp: Scope) {
    this.c = c;
    this.loc = loc;
    this.comp = comp;
  }

  start(): void {
    const { c, loc } = this;
    const { unit } = c;
    const outer = unit.scope;
    const inClassBody = outer.type === 'class' && unit.inInlinedComprehension === 0;
    unit.inInlinedComprehension++;
    for (const [name, symbol] of this.comp.symbols) {
      const inside = symbol >> SCOPE_SHIFT;
      const outside = outer.scopeOf(name);
      // Free inside is as outside; what is a cell inside and free
      // outside is reached through the cell either way.
      const differs =
        inside !== outside &&
        inside !== ScopeOf.FREE &&
        !(inside === ScopeOf.CELL && outside === ScopeOf.FREE);
      if (differs || inClassBody) {
        this.outerSymbols.set(name, outer.symbol(name));
        outer.symbols.set(name, symbol);
      }
      if (isOwn(symbol) && !outer.isFunctionLike && unit.fastHidden.get(name) !== true) {
        unit.fastHidden.set(name, true);
        this.madeHidden.push(name);
      }
    }
    for (const [name, symbol] of this.comp.symbols) {
      if (!isOwn(symbol)) continue;
      // Of a cell this saves the cell itself; the comprehension gets a new one.
      const outside = outer.scopeOf(name);
      c.op(loc, Op.LOAD_FAST_AND_CLEAR, unit.varnames.indexOf(name));
      if (symbol >> SCOPE_SHIFT === ScopeOf.CELL)
        c.op(
          loc,
          Op.MAKE_CELL,
          outside === ScopeOf.FREE ? unit.freeIndex(name) : unit.cellvars.indexOf(name),
        );
      this.pushed.push(name);
    }
    if (this.pushed.length === 0) return;
    c.op(loc, Op.SWAP, this.pushed.length + 1); // the iterable comes back to the top
    c.jump(loc, Op.SETUP_FINALLY, this.cleanup);
  }

  finish(): void {
    const { c } = this;
    const { unit } = c;
    if (this.pushed.length > 0) {
      const end = new Label();
      c.op(NO_LOCATION, Op.POP_BLOCK);
      c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
      c.use(this.cleanup);
      c.op(NO_LOCATION, Op.SWAP, 2);
      c.op(NO_LOCATION, Op.POP_TOP); // the unfinished collection
      this.restore();
      c.op(NO_LOCATION, Op.RERAISE, 0);
      c.use(end);
      this.restore();
    }
    unit.inInlinedComprehension--;
    for (const [name, symbol] of this.outerSymbols) unit.scope.symbols.set(name, symbol);
    for (const name of this.madeHidden) unit.fastHidden.set(name, false);
  }

  private restore(): void {
    const { c, loc, pushed } = this;
    c.op(loc, Op.SWAP, pushed.length + 1);
    for (let i = pushed.length - 1; i >= 0; i--)
      c.op(loc, Op.STORE_FAST_MAYBE_NULL, c.unit.varnames.indexOf(pushed[i]!));
  }
}
