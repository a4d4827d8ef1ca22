/**
 * What the optimizer may ask about the heap. The compiler side implements it over the addon; tests use a model heap.
 * Facts are about the moment of the call; those that may change later are asked through `watch…`, which makes the trace
 * depend on them.
 */
import type { Const } from '../ir/trace.ts';

/** CellKind (ts/contract/cells.ts) by name; `other` for those that no pass distinguishes. */
export type CellKindName =
  | 'instance'
  | 'class'
  | 'float'
  | 'bigint'
  | 'str'
  | 'list'
  | 'tuple'
  | 'dict'
  | 'range'
  | 'slice'
  | 'function'
  | 'method'
  | 'cfunction'
  | 'code'
  | 'cell'
  | 'generator'
  | 'iter'
  | 'module'
  | 'other';

export interface ShapeInfo {
  readonly kind: CellKindName;
  /** Class.id */
  readonly classId: number;
  /** Word of the class cell. */
  readonly cls: Const;
  /** The shape of such a cell never changes (everything but instances, also of subclasses of built-in classes: they gain attributes). */
  readonly stable: boolean;
  /** Instances: bytes to slot 0, attributes in the cell. Undefined when some are elsewhere. */
  readonly slotBase?: number;
  readonly slots?: number;
  /** `kind` iter: IterOp. */
  readonly iterOp?: number;
}

export interface FunctionInfo {
  readonly codeId: number;
  readonly version: number;
}

export interface ClassInfo {
  readonly version: number;
}

/** What a constant cell is, where that matters. */
export interface CellInfo {
  readonly kind: CellKindName;
  readonly function?: FunctionInfo;
  readonly class?: ClassInfo;
  /** For modules: the module's dict. For dicts: itself. */
  readonly dict?: Const;
  /** For dicts: the keys version now. */
  readonly keysVersion?: number;
}

export interface World {
  /** Undefined for an unknown id. */
  shape(id: number): ShapeInfo | undefined;
  cell(c: Const): CellInfo | undefined;
  /** Value of a tuple's item; tuples never change. Undefined when out of range or not a tuple. */
  tupleItem(tuple: Const, index: number): Const | undefined;
  tupleLength(tuple: Const | undefined): number | undefined;
  /** An interned str: one like it that is interned too is the same object. */
  isInterned(c: Const): boolean;
  /**
   * The value that entry `index` of a dict (globals, builtins, a module's) holds now, as a constant that stays true until the
   * dict's watcher fires. Undefined: do not promote (absent, or changes too often). Asking registers nothing; the optimizer lists what
   * it relied on in `OptimizedTrace.dependencies`.
   */
  watchGlobal(dict: Const, index: number): { value: Const; key: Const } | undefined;
  /**
   * Promises that entry `index` of the dict is not watched by anything and will never be, so that a trace may store to it unchecked. False:
   * it is watched now.
   */
  claimMutable(dict: Const, index: number): boolean;
  /** Shape id that all plain cells of that kind have (str, list, tuple, dict …); 0 = no such shape. */
  canonicalShape(kind: CellKindName): number;
  /** Whether `except type` takes exceptions of that class; undefined: type is no class of exceptions. */
  catches(cls: Const, type: Const): boolean | undefined;
  /** True when the class's attributes may be assumed constant until its watcher fires. */
  watchClass(cls: Const): boolean;
}
