/**
 * A code object in the making: the names, constants and
 * instructions that code generation has collected for it.
 */
import type { AnnAssign, Position, Stmt } from '../../frontend/ast.ts';
import type { UnassembledCode } from '../assembly/assemble.ts';
import { ConstantTable } from '../constants/table.ts';
import { InstructionList, type Label } from '../flow/instructions.ts';
import { compareCodePoints, Def, SCOPE_SHIFT, type Scope, ScopeOf } from '../symbols/scope.ts';

/** What kind of code object is being compiled. */
export type UnitType =
  | 'module'
  | 'class'
  | 'function'
  | 'asyncFunction'
  | 'lambda'
  | 'comprehension'
  | 'annotations'; // also type parameters, bounds and `type` values

/** Names with the index they got on first use. */
export class NameTable extends Map<string, number> {
  indexOf(name: string): number {
    let index = this.get(name);
    if (index === undefined) {
      index = this.size;
      this.set(name, index);
    }
    return index;
  }
}

/** A statement around the current one that `return`, `break` and `continue` must undo. */
export type FrameBlock =
  | { readonly kind: 'while' | 'for' | 'asyncFor'; readonly start: Label; readonly exit: Label }
  | {
      readonly kind:
        | 'tryExcept'
        | 'exceptHandler'
        | 'exceptStarHandler'
        | 'popValue'
        | 'finallyEnd'
        | 'virtual';
    }
  | { readonly kind: 'finallyTry'; readonly finalbody: readonly Stmt[] }
  | { readonly kind: 'with' | 'asyncWith'; readonly loc: Position }
  | { readonly kind: 'handlerCleanup'; readonly name: string | null };

export interface Parameters {
  readonly argcount: number;
  readonly posonly: number;
  readonly kwonly: number;
}
export const NO_PARAMETERS: Parameters = { argcount: 0, posonly: 0, kwonly: 0 };

export class Unit implements UnassembledCode {
  readonly scope: Scope;
  readonly type: UnitType;
  readonly name: string;
  qualname: string;
  /** Class whose private names are mangled. */
  readonly className: string | null;
  readonly parameters: Parameters;
  readonly firstLine: number;

  readonly consts = new ConstantTable();
  readonly names = new NameTable();
  readonly varnames = new NameTable();
  /** Cells, then free variables: indices are consecutive over both, in order of name. */
  readonly cellvars = new NameTable();
  readonly freevars = new Map<string, number>();
  /** Locals of inlined comprehensions in a class or module: true while one is compiled, false later. */
  readonly fastHidden = new Map<string, boolean>();
  inInlinedComprehension = 0;

  list = new InstructionList();
  readonly blocks: FrameBlock[] = [];

  /** Attributes assigned through `self` in methods of this class. */
  readonly staticAttributes = new Set<string>();
  /** Annotated names; `index` is -1 for those that are always executed. */
  readonly deferredAnnotations: { readonly node: AnnAssign; readonly index: number }[] = [];
  nextConditionalIndex = 0;
  inConditionalBlock = 0;

  constructor(
    scope: Scope,
    type: UnitType,
    name: string,
    className: string | null,
    firstLine: number,
    parameters: Parameters,
  ) {
    this.scope = scope;
    this.type = type;
    this.name = name;
    this.qualname = name;
    this.className = className;
    this.firstLine = firstLine;
    this.parameters = parameters;
    for (const varname of scope.varnames) this.varnames.indexOf(varname);
    const sorted = [...scope.symbols].sort(([a], [b]) => compareCodePoints(a, b));
    for (const [symbol, value] of sorted)
      if (value >> SCOPE_SHIFT === ScopeOf.CELL || value & Def.COMP_CELL) this.cellvars.indexOf(symbol);
    if (scope.needsClassClosure) this.cellvars.indexOf('__class__');
    if (scope.needsClassDict) this.cellvars.indexOf('__classdict__');
    if (scope.hasConditionalAnnotations) this.cellvars.indexOf('__conditional_annotations__');
    for (const [symbol, value] of sorted)
      if (value >> SCOPE_SHIFT === ScopeOf.FREE || value & Def.FREE_CLASS)
        this.freevars.set(symbol, this.cellvars.size + this.freevars.size);
  }

  /** Index of a free variable; the symbol table need not know of it. */
  freeIndex(name: string): number {
    let index = this.freevars.get(name);
    if (index === undefined) {
      index = this.cellvars.size + this.freevars.size;
      this.freevars.set(name, index);
    }
    return index;
  }

  /** Index of the cell or free variable `name` for LOAD_CLOSURE. */
  closureIndex(name: string): number {
    const implicit = this.type === 'class' && IMPLICIT_CLASS_CELLS.has(name);
    const cell = implicit || this.scope.scopeOf(name) === ScopeOf.CELL;
    const index = (cell ? this.cellvars : this.freevars).get(name);
    if (index === undefined) throw new Error(`no cell ${name} in ${this.qualname}`);
    return index;
  }
}

const IMPLICIT_CLASS_CELLS = new Set(['__class__', '__classdict__', '__conditional_annotations__']);
