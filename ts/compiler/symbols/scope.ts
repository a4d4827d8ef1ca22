/**
 * One block's names: what the first pass notes (collector.ts) and what the second
 * decides (analyze.ts). Code generation reads the result.
 *
 * A symbol is one number as in CPython's symtable: facts in
 * the low bits, the decided scope in the bits above.
 */
import type { Position } from '../../frontend/ast.ts';

/** Facts about a name in a block. */
export const Def = {
  GLOBAL: 1, // `global` statement
  LOCAL: 2, // bound by assignment
  PARAM: 4,
  NONLOCAL: 8, // `nonlocal` statement
  USE: 16,
  FREE_CLASS: 64, // free in a method of this class, and local or global in the class itself
  IMPORT: 128,
  ANNOT: 256,
  COMP_ITER: 512, // iteration variable of this comprehension
  TYPE_PARAM: 1024,
  COMP_CELL: 2048, // a cell in a comprehension that was inlined here
} as const;
export const DEF_BOUND = Def.LOCAL | Def.PARAM | Def.IMPORT | Def.TYPE_PARAM;

/** Where a name lives. */
export const ScopeOf = {
  NONE: 0,
  LOCAL: 1,
  GLOBAL_EXPLICIT: 2,
  GLOBAL_IMPLICIT: 3,
  FREE: 4,
  CELL: 5,
} as const;
export const SCOPE_SHIFT = 12;
export const FACTS_MASK = (1 << SCOPE_SHIFT) - 1;

export type BlockType =
  | 'function'
  | 'class'
  | 'module'
  | 'annotation' // __annotate__ of a function, class or module
  | 'typeAlias' // value of a `type` statement
  | 'typeParameters' // around a generic function, class or alias
  | 'typeVariable'; // bound, constraints or default of a type parameter

export type ComprehensionKind = 'list' | 'set' | 'dict' | 'generator';

export class Scope {
  readonly name: string;
  readonly type: BlockType;
  readonly position: Position;
  /** Inside some function. */
  readonly nested: boolean;
  /** A function directly in a class body. */
  readonly method: boolean;

  symbols = new Map<string, number>();
  /** Parameters in the order of the frame's slots. */
  varnames: string[] = [];
  children: Scope[] = [];
  /** `global` and `nonlocal` statements (and what acts like one), for error positions. */
  directives: { name: string; at: Position }[] = [];
  annotationBlock: Scope | null = null;
  /** In the type parameter scope of a class: only these names are mangled. */
  mangledNames: Set<string> | null = null;
  /** For error messages in a typeVariable block, e.g. "a TypeVar bound". */
  info = '';

  comprehension: ComprehensionKind | null = null;
  generator = false;
  coroutine = false;
  varargs = false;
  varkeywords = false;
  hasDocstring = false;
  annotationsUsed = false;
  inConditionalBlock = false;
  hasConditionalAnnotations = false;
  inUnevaluatedAnnotation = false;
  needsClassClosure = false;
  needsClassDict = false;
  /** Annotation and type parameter scopes of a class body look names up in the class namespace first. */
  canSeeClassScope = false;
  /** This comprehension is compiled into its parent (PEP 709). */
  compInlined = false;
  /** While visiting: the iteration target is being visited. */
  compIterTarget = false;
  /** While visiting: depth of comprehension iterables, where `:=` is not allowed. */
  compIterExpr = 0;

  constructor(name: string, type: BlockType, position: Position, parent: Scope | null) {
    this.name = name;
    this.type = type;
    this.position = position;
    this.nested = parent !== null && (parent.nested || parent.isFunctionLike);
    this.method = type === 'function' && parent !== null && parent.type === 'class';
  }

  /** Names are fast locals here: everything but modules and classes. */
  get isFunctionLike(): boolean {
    return this.type !== 'module' && this.type !== 'class';
  }

  symbol(name: string): number {
    return this.symbols.get(name) ?? 0;
  }

  scopeOf(name: string): number {
    return this.symbol(name) >> SCOPE_SHIFT;
  }
}

/** `__private` in class C becomes `_C__private`. Dotted names (imports) and `__dunder__` stay. */
export function mangle(className: string | null, name: string): string {
  if (className === null || !name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
  const stripped = className.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}

/** Mangling as seen from `scope`: type parameter scopes of a class mangle only the parameters themselves. */
export function mangleIn(scope: Scope, className: string | null, name: string): string {
  if (scope.mangledNames !== null && !scope.mangledNames.has(name)) return name;
  return mangle(className, name);
}

/** Python's str order: by code point, not by UTF-16 unit. */
export function compareCodePoints(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for code points above every other unit.
    const xs = x >= 0xd800 && x < 0xe000;
    const ys = y >= 0xd800 && y < 0xe000;
    return xs === ys ? x - y : xs ? 1 : -1;
  }
  return a.length - b.length;
}
