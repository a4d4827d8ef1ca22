/**
 * State of one compilation and the vocabulary in which the code generators
 * (statements.ts, expressions.ts, …) speak: emit an instruction, place a label, enter and
 * leave the scope of a code object, push and pop a frame block.
 */
import { CodeFlag } from '../../contract/code.ts';
import type { ExprContext, Position } from '../../frontend/ast.ts';
import { assemble } from '../assembly/assemble.ts';
import type { CodeConstant, CodeObject } from '../code-object.ts';
import { NONE } from '../constants/folding.ts';
import { type Origin, syntaxError } from '../errors.ts';
import { type Label, NO_LOCATION } from '../flow/instructions.ts';
import { Op } from '../flow/opcodes.ts';
import type { FutureFeatures } from '../symbols/future.ts';
import { mangle, mangleIn, type Scope, ScopeOf } from '../symbols/scope.ts';
import type { SymbolTable } from '../symbols/symtable.ts';
import { type FrameBlock, NO_PARAMETERS, Unit, type UnitType } from './unit.ts';

/** CPython's CO_MAXBLOCKS. */
const MAX_BLOCKS = 40;

export type Warn = (message: string, at: Position) => void;

export interface CompilerSettings {
  readonly symtable: SymbolTable;
  readonly future: FutureFeatures;
  readonly origin: Origin;
  readonly interactive: boolean;
  /** 1 leaves out asserts, 2 docstrings too. */
  readonly optimize: number;
  readonly warn: Warn | null;
}

export class Compiler {
  readonly symtable: SymbolTable;
  readonly future: FutureFeatures;
  readonly origin: Origin;
  readonly interactive: boolean;
  readonly optimize: number;
  unit!: Unit;
  private readonly outer: Unit[] = [];
  private readonly warnTo: Warn | null;
  /** While positive, code is compiled a second time and must not warn again. */
  private silent = 0;

  constructor(settings: CompilerSettings) {
    this.symtable = settings.symtable;
    this.future = settings.future;
    this.origin = settings.origin;
    this.interactive = settings.interactive;
    this.optimize = settings.optimize;
    this.warnTo = settings.warn;
  }

  // emitting ---------------------------------------------------------------------------------------------------------

  op(loc: Position, op: number, arg = 0): void {
    this.unit.list.add(op, arg, loc);
  }

  jump(loc: Position, op: number, target: Label): void {
    this.unit.list.add(op, 0, loc, target);
  }

  use(label: Label): void {
    this.unit.list.use(label);
  }

  load(loc: Position, constant: CodeConstant): void {
    this.unit.list.add(Op.LOAD_CONST, this.unit.consts.add(constant), loc);
  }

  loadNone(loc: Position): void {
    this.load(loc, NONE);
  }

  /** Emits `op` on the (mangled) name; `flags` are the low bits below the index. */
  nameArg(loc: Position, op: number, name: string, shift = 0, flags = 0): void {
    this.op(loc, op, (this.unit.names.indexOf(this.mangle(name)) << shift) | flags);
  }

  // names ------------------------------------------------------------------------------------------------------------

  mangle(name: string): string {
    return mangleIn(this.unit.scope, this.unit.className, name);
  }

  /** Load, store or delete a variable, by its scope. */
  name(loc: Position, name: string, context: ExprContext): void {
    const { unit } = this;
    const { scope } = unit;
    const mangled = this.mangle(name);
    const where = scope.scopeOf(mangled);
    const load = context === 'Load';
    switch (where) {
      case ScopeOf.FREE:
      case ScopeOf.CELL: {
        const index = where === ScopeOf.FREE ? unit.freeIndex(mangled) : unit.cellvars.indexOf(mangled);
        if (!load) return this.op(loc, context === 'Store' ? Op.STORE_DEREF : Op.DELETE_DEREF, index);
        if (scope.type === 'class' && unit.inInlinedComprehension === 0) this.op(loc, Op.LOAD_LOCALS);
        else if (scope.canSeeClassScope) this.loadClassDict(loc);
        else return this.op(loc, Op.LOAD_DEREF, index);
        return this.op(loc, Op.LOAD_FROM_DICT_OR_DEREF, index);
      }
      case ScopeOf.LOCAL:
        if (scope.isFunctionLike || unit.fastHidden.get(mangled) === true) {
          const op = load ? Op.LOAD_FAST : context === 'Store' ? Op.STORE_FAST : Op.DELETE_FAST;
          return this.op(loc, op, unit.varnames.indexOf(mangled));
        }
        break;
      case ScopeOf.GLOBAL_IMPLICIT:
        if (scope.isFunctionLike) return this.global(loc, mangled, context, scope.canSeeClassScope);
        break;
      case ScopeOf.GLOBAL_EXPLICIT:
        return this.global(loc, mangled, context, false);
    }
    const index = unit.names.indexOf(mangled);
    if (load && scope.type === 'class' && unit.inInlinedComprehension > 0)
      return this.op(loc, Op.LOAD_GLOBAL, index << 1);
    this.op(loc, load ? Op.LOAD_NAME : context === 'Store' ? Op.STORE_NAME : Op.DELETE_NAME, index);
  }

  private global(loc: Position, mangled: string, context: ExprContext, throughClass: boolean): void {
    const index = this.unit.names.indexOf(mangled);
    if (context === 'Store') return this.op(loc, Op.STORE_GLOBAL, index);
    if (context === 'Del') return this.op(loc, Op.DELETE_GLOBAL, index);
    if (!throughClass) return this.op(loc, Op.LOAD_GLOBAL, index << 1);
    this.loadClassDict(loc);
    this.op(loc, Op.LOAD_FROM_DICT_OR_GLOBALS, index);
  }

  private loadClassDict(loc: Position): void {
    this.op(loc, Op.LOAD_DEREF, this.unit.freeIndex('__classdict__'));
  }

  // scopes -----------------------------------------------------------------------------------------------------------

  /** Starts a code object. `className`: for classes and their type parameters, else inherited. */
  enter(
    type: UnitType,
    name: string,
    scope: Scope,
    firstLine: number,
    parameters = NO_PARAMETERS,
    className: string | null = null,
  ): void {
    const parent = this.unit as Unit | undefined;
    const unit = new Unit(scope, type, name, className ?? parent?.className ?? null, firstLine, parameters);
    if (parent) this.outer.push(parent);
    this.unit = unit;
    if (type !== 'module') unit.qualname = this.qualnameOf(unit);
    const line = type === 'module' ? 0 : firstLine;
    const loc = { lineno: line, colOffset: 0, endLineno: firstLine, endColOffset: 0 };
    this.op(loc, Op.RESUME, 0);
    if (type === 'module') this.op(loc, Op.ANNOTATIONS_PLACEHOLDER);
  }

  private qualnameOf(unit: Unit): string {
    const { outer } = this;
    if (outer.length <= 1) return unit.name;
    let parent = outer[outer.length - 1]!;
    if (parent.type === 'annotations') {
      if (outer.length === 2) return unit.name;
      parent = outer[outer.length - 2]!;
    }
    if (unit.type === 'function' || unit.type === 'asyncFunction' || unit.type === 'class') {
      const mangled = mangle(parent.className, unit.name);
      if (parent.scope.scopeOf(mangled) === ScopeOf.GLOBAL_EXPLICIT) return unit.name;
    }
    const inFunction =
      parent.type === 'function' || parent.type === 'asyncFunction' || parent.type === 'lambda';
    return `${parent.qualname}${inFunction ? '.<locals>' : ''}.${unit.name}`;
  }

  /** Finishes the current code object and returns to the one around it. */
  leave(returnNone: boolean): CodeObject {
    const { unit } = this;
    if (returnNone) this.loadNone(NO_LOCATION);
    this.op(NO_LOCATION, Op.RETURN_VALUE);
    const code = assemble(unit, this.flags(unit), this.origin.filename);
    this.unit = this.outer.pop()!;
    return code;
  }

  private flags({ scope }: Unit): number {
    let flags = 0;
    if (scope.isFunctionLike) {
      flags |= CodeFlag.NEWLOCALS | CodeFlag.OPTIMIZED;
      if (scope.nested) flags |= CodeFlag.NESTED;
      if (scope.generator) flags |= scope.coroutine ? CodeFlag.ASYNC_GENERATOR : CodeFlag.GENERATOR;
      if (scope.varargs) flags |= CodeFlag.VARARGS;
      if (scope.varkeywords) flags |= CodeFlag.VARKEYWORDS;
      if (scope.hasDocstring && this.optimize < 2) flags |= CodeFlag.HAS_DOCSTRING;
      if (scope.method) flags |= CodeFlag.METHOD;
    }
    if (scope.coroutine && !scope.generator) flags |= CodeFlag.COROUTINE;
    if (this.future.annotations) flags |= CodeFlag.FUTURE_ANNOTATIONS;
    return flags;
  }

  /** The units around the current one, innermost first. */
  enclosingUnits(): Unit[] {
    return this.outer.slice().reverse();
  }

  get atTopLevel(): boolean {
    return this.outer.length === 0;
  }

  scopeOf(key: object): Scope {
    const scope = this.symtable.blocks.get(key);
    if (!scope) throw new Error('unknown symbol table entry');
    return scope;
  }

  // frame blocks -----------------------------------------------------------------------------------------------------

  pushBlock(loc: Position, block: FrameBlock): void {
    if (this.unit.blocks.length >= MAX_BLOCKS) this.fail('too many statically nested blocks', loc);
    this.unit.blocks.push(block);
    if (block.kind === 'finallyEnd') this.silent++;
  }

  popBlock(): FrameBlock {
    const block = this.unit.blocks.pop()!;
    if (block.kind === 'finallyEnd') this.silent--;
    return block;
  }

  // refusing ---------------------------------------------------------------------------------------------------------

  fail(message: string, at: Position): never {
    syntaxError(message, this.origin, at);
  }

  /** A SyntaxWarning. */
  warn(message: string, at: Position): void {
    if (this.silent === 0) this.warnTo?.(message, at);
  }
}
