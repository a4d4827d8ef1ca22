/**
 * Second pass of the scope analysis: decides for every name of every block whether it is
 * local, a cell, free, or global, from the facts of the first pass; and inlines
 * comprehensions' names into their parents (PEP 709).
 *
 * A block sees the names bound by the functions around it. Its own free names flow back to its parent, which
 * makes cells of those it binds and passes on the rest.
 */
import { tick } from '../../contract/patience.ts';
import { type Origin, syntaxError } from '../errors.ts';
import { DEF_BOUND, Def, FACTS_MASK, SCOPE_SHIFT, type Scope, ScopeOf } from './scope.ts';

/** Cells that a class body has for its methods and annotations. */
const IMPLICIT_CELLS = ['__class__', '__classdict__', '__conditional_annotations__'];

/** What a block inherits from the blocks around it. */
interface Surroundings {
  /** Names bound in enclosing functions; null in the module. */
  bound: Set<string> | null;
  /** Names declared `global` around. */
  global: Set<string>;
  typeParams: Set<string>;
  /** The class whose namespace this annotation-like scope can see. */
  classEntry: Scope | null;
}

export function analyzeScopes(top: Scope, origin: Origin): void {
  analyzeBlock(
    top,
    { bound: null, global: new Set(), typeParams: new Set(), classEntry: null },
    new Set(),
    origin,
  );
}

function analyzeBlock(scope: Scope, around: Surroundings, free: Set<string>, origin: Origin): void {
  const local = new Set<string>();
  const scopes = new Map<string, number>();
  const childFree = new Set<string>();
  const inlinedCells = new Set<string>();
  const isClass = scope.type === 'class';

  // A class's own names are invisible in its methods, so what
  // they see is fixed before its names are looked at.
  const childGlobal = new Set(isClass ? around.global : undefined);
  const childBound = new Set(isClass ? around.bound : undefined);

  for (const [name, facts] of scope.symbols) {
    tick();
    scopes.set(name, decide(scope, name, facts, around, local, free, origin));
  }

  if (isClass) {
    for (const name of IMPLICIT_CELLS) childBound.add(name);
  } else {
    if (scope.isFunctionLike) addAll(childBound, local);
    if (around.bound) addAll(childBound, around.bound);
    addAll(childGlobal, around.global);
  }

  for (const child of scope.children) {
    tick();
    let classEntry: Scope | null = null;
    if (child.canSeeClassScope) classEntry = isClass ? scope : around.classEntry;
    const freeOfChild = new Set<string>();
    addAll(freeOfChild, childFree);
    analyzeBlock(
      child,
      {
        bound: new Set(childBound),
        global: new Set(childGlobal),
        typeParams: new Set(around.typeParams),
        classEntry,
      },
      freeOfChild,
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
}

/** Every block has a share in the names around it: together that may be quadratic. */
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
  around: Surroundings,
  local: Set<string>,
  free: Set<string>,
  origin: Origin,
): number {
  const { bound, global, typeParams, classEntry } = around;
  if (facts & Def.GLOBAL) {
    if (facts & Def.NONLOCAL) directiveError(scope, name, `name '${name}' is nonlocal and global`, origin);
    global.add(name);
    bound?.delete(name);
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
    local.add(name);
    global.delete(name);
    if (facts & Def.TYPE_PARAM) typeParams.add(name);
    else typeParams.delete(name);
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
  for (const [name, symbol] of comp.symbols) {
    if (symbol & Def.PARAM) continue; // the iterable, `.0`
    let where = symbol >> SCOPE_SHIFT;
    const facts = symbol & FACTS_MASK;
    if (where === ScopeOf.CELL || facts & Def.COMP_CELL) inlinedCells.add(name);
    const neededInside = (): boolean => comp.children.some((child) => child.scopeOf(name) === ScopeOf.FREE);
    // The implicit cells of a class are never free through its body.
    if (where === ScopeOf.FREE && scope.type === 'class' && IMPLICIT_CELLS.includes(name)) {
      where = ScopeOf.GLOBAL_IMPLICIT;
      if (!neededInside()) compFree.delete(name);
      dropped.push(name);
    }
    const existing = scope.symbols.get(name);
    if (existing === undefined) {
      scope.symbols.set(name, facts);
      scopes.set(name, where);
    } else if (existing & DEF_BOUND && scope.type !== 'class') {
      // What was free in the comprehension is simply local now, unless a
      // function inside the comprehension needs it.
      if (!neededInside()) compFree.delete(name);
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
  bound: Set<string> | null,
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
