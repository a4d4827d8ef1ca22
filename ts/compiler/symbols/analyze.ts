/**
 * Second pass of the scope analysis: decides for every name of every block whether it is
 * local, a cell, free, or global, from the facts of the first pass; and inlines
 * comprehensions' names into their parents (PEP 709).
 *
 * A block sees the names bound by the functions around it. Its own free names flow back to its parent, which
 * makes cells of those it binds and passes on the rest. Together that is linear: what a block sees is a chain of
 * what each block around it adds, and no block copies another's names.
 */
import { tick } from '../../contract/patience.ts';
import { type Origin, syntaxError } from '../errors.ts';
import { DEF_BOUND, Def, FACTS_MASK, SCOPE_SHIFT, type Scope, ScopeOf } from './scope.ts';

/** Cells that a class body has for its methods and annotations. */
const IMPLICIT_CELLS = ['__class__', '__classdict__', '__conditional_annotations__'];

/** A set of names as a block sees it: what the block puts in and takes out, before what the blocks around it do. */
class Names {
  private readonly own = new Map<string, boolean>();

  constructor(private readonly outer: Names | null) {}

  has(name: string): boolean {
    for (let names: Names | null = this; names !== null; names = names.outer) {
      const here = names.own.get(name);
      if (here !== undefined) return here;
    }
    return false;
  }

  put(name: string, member: boolean): void {
    this.own.set(name, member);
  }
}

/** What a block inherits from the blocks around it. */
interface Surroundings {
  /** Names bound in enclosing functions; null in the module. */
  readonly bound: Names | null;
  readonly typeParams: Names;
  /** The class whose namespace this annotation-like scope can see. */
  readonly classEntry: Scope | null;
}

export function analyzeScopes(top: Scope, origin: Origin): void {
  analyzeBlock(top, { bound: null, typeParams: new Names(null), classEntry: null }, origin);
}

/** Returns the free names of the block and of those in it. */
function analyzeBlock(scope: Scope, around: Surroundings, origin: Origin): Set<string> {
  const free = new Set<string>();
  const scopes = new Map<string, number>();
  const childFree = new Set<string>();
  const inlinedCells = new Set<string>();
  const isClass = scope.type === 'class';
  const inside = { ...around, bound: new Names(around.bound), typeParams: new Names(around.typeParams) };

  for (const [name, facts] of scope.symbols) {
    tick();
    scopes.set(name, decide(scope, name, facts, around, inside, free, origin));
  }

  // A class's own names, and what it declares, are invisible in its methods.
  let childBound = inside.bound;
  if (isClass) {
    childBound = new Names(around.bound);
    for (const name of IMPLICIT_CELLS) childBound.put(name, true);
  }

  for (const child of scope.children) {
    tick();
    let classEntry: Scope | null = null;
    if (child.canSeeClassScope) classEntry = isClass ? scope : around.classEntry;
    const freeOfChild = analyzeBlock(
      child,
      { bound: childBound, typeParams: inside.typeParams, classEntry },
      origin,
    );
    // Generator expressions stay functions; so do comprehensions in annotation scopes of classes.
    if (child.comprehension !== null && child.comprehension !== 'generator' && !scope.canSeeClassScope) {
      inlineComprehension(scope, child, scopes, freeOfChild, inlinedCells);
      child.compInlined = true;
    }
    addAll(childFree, freeOfChild);
  }
  if (scope.children.some((child) => child.compInlined))
    scope.children = scope.children.flatMap((child) => (child.compInlined ? child.children : [child]));

  if (scope.isFunctionLike) makeCells(scopes, childFree, inlinedCells);
  else if (isClass) dropClassFree(scope, childFree);
  updateSymbols(scope, scopes, around.bound, childFree, inlinedCells);
  addAll(free, childFree);
  return free;
}

function addAll(to: Set<string>, names: Iterable<string>): void {
  for (const name of names) {
    tick();
    to.add(name);
  }
}

/** The scope of one name of the block itself. */
function decide(
  scope: Scope,
  name: string,
  facts: number,
  { bound, typeParams, classEntry }: Surroundings,
  inside: { readonly bound: Names; readonly typeParams: Names },
  free: Set<string>,
  origin: Origin,
): number {
  if (facts & Def.GLOBAL) {
    if (facts & Def.NONLOCAL) directiveError(scope, name, `name '${name}' is nonlocal and global`, origin);
    inside.bound.put(name, false);
    return ScopeOf.GLOBAL_EXPLICIT;
  }
  if (facts & Def.NONLOCAL) {
    if (bound === null)
      directiveError(scope, name, 'nonlocal declaration not allowed at module level', origin);
    if (!bound.has(name)) directiveError(scope, name, `no binding for nonlocal '${name}' found`, origin);
    if (typeParams.has(name))
      directiveError(scope, name, `nonlocal binding not allowed for type parameter '${name}'`, origin);
    free.add(name);
    return ScopeOf.FREE;
  }
  if (facts & DEF_BOUND) {
    if (scope.isFunctionLike) inside.bound.put(name, true);
    inside.typeParams.put(name, (facts & Def.TYPE_PARAM) !== 0);
    return ScopeOf.LOCAL;
  }
  if (classEntry !== null) {
    // The name resolves in the class namespace or globally; an
    // enclosing function's binding must not interfere.
    const inClass = classEntry.symbol(name);
    if (inClass & Def.GLOBAL) return ScopeOf.GLOBAL_EXPLICIT;
    if (inClass & DEF_BOUND && !(inClass & Def.NONLOCAL)) return ScopeOf.GLOBAL_IMPLICIT;
  }
  if (bound?.has(name)) {
    free.add(name);
    return ScopeOf.FREE;
  }
  return ScopeOf.GLOBAL_IMPLICIT;
}

/** Moves the names of comprehension `comp` into `scope`, whose code will contain it. */
function inlineComprehension(
  scope: Scope,
  comp: Scope,
  scopes: Map<string, number>,
  compFree: Set<string>,
  inlinedCells: Set<string>,
): void {
  const dropped: string[] = [];
  const needed = new Set<string>();
  for (const child of comp.children) {
    for (const [name, symbol] of child.symbols) {
      tick();
      if (symbol >> SCOPE_SHIFT === ScopeOf.FREE) needed.add(name);
    }
  }
  for (const [name, symbol] of comp.symbols) {
    if (symbol & Def.PARAM) continue; // the iterable, `.0`
    let where = symbol >> SCOPE_SHIFT;
    const facts = symbol & FACTS_MASK;
    if (where === ScopeOf.CELL || facts & Def.COMP_CELL) inlinedCells.add(name);
    // The implicit cells of a class are never free through its body.
    if (where === ScopeOf.FREE && scope.type === 'class' && IMPLICIT_CELLS.includes(name)) {
      where = ScopeOf.GLOBAL_IMPLICIT;
      if (!needed.has(name)) compFree.delete(name);
      dropped.push(name);
    }
    const existing = scope.symbols.get(name);
    if (existing === undefined) {
      scope.symbols.set(name, facts);
      scopes.set(name, where);
    } else if (existing & DEF_BOUND && scope.type !== 'class') {
      // What was free in the comprehension is simply local now, unless a
      // function inside the comprehension needs it.
      if (!needed.has(name)) compFree.delete(name);
    }
  }
  for (const name of dropped) comp.symbols.delete(name);
}

function makeCells(scopes: Map<string, number>, free: Set<string>, inlinedCells: Set<string>): void {
  for (const [name, where] of scopes) {
    if (where !== ScopeOf.LOCAL || !(free.has(name) || inlinedCells.has(name))) continue;
    scopes.set(name, ScopeOf.CELL);
    free.delete(name);
  }
}

/** The implicit cells of a class body satisfy its methods' needs; they are not free further out. */
function dropClassFree(scope: Scope, free: Set<string>): void {
  if (free.delete('__class__')) scope.needsClassClosure = true;
  if (free.delete('__classdict__')) scope.needsClassDict = true;
  if (free.delete('__conditional_annotations__')) scope.hasConditionalAnnotations = true;
}

function updateSymbols(
  scope: Scope,
  scopes: Map<string, number>,
  bound: Names | null,
  free: Set<string>,
  inlinedCells: Set<string>,
): void {
  const { symbols } = scope;
  for (const [name, facts] of symbols)
    symbols.set(
      name,
      facts | (inlinedCells.has(name) ? Def.COMP_CELL : 0) | (scopes.get(name)! << SCOPE_SHIFT),
    );
  const classLike = scope.type === 'class' || scope.canSeeClassScope;
  for (const name of free) {
    const existing = symbols.get(name);
    if (existing !== undefined) {
      // A method's free variable that the class itself also has: reached through the closure *and* by name.
      if (classLike) symbols.set(name, existing | Def.FREE_CLASS);
    } else if (bound === null || bound.has(name)) {
      symbols.set(name, ScopeOf.FREE << SCOPE_SHIFT); // only passed on to a nested function
    }
  }
}

function directiveError(scope: Scope, name: string, message: string, origin: Origin): never {
  const directive = scope.directives.find((d) => d.name === name);
  syntaxError(message, origin, directive?.at ?? scope.position);
}
