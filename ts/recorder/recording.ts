/**
 * What the recorder reads: the steps that the interpreter logged, and facts about the objects that appear in them.
 * The compiler side implements both over the addon; tests write them by hand.
 */
import type { CodeObject } from '../compiler/code-object.ts';
import type { GiveUp } from '../contract/give-up.ts';
import type { Const } from '../ir/trace.ts';
import type { Recorder } from './recorder.ts';

/** The log of one recording, oldest step first. A step is one executed instruction; EXTENDED_ARG is folded into its successor. */
export interface Recording {
  readonly length: number;
  code(step: number): number;
  /** Code unit of the opcode itself. */
  unit(step: number): number;
  opcode(step: number): number;
  oparg(step: number): number;
  /** Frames above the one in which the recording started; negative once that one has returned. */
  depth(step: number): number;
  /** Value that lay `place` below the top of the stack before the step (0 = top); undefined beyond what was logged. */
  value(step: number, place: number): Const | undefined;
  /** It raised: the next step is the handler's first, if the handler was found. */
  raised(step: number): boolean;
  /** What was called; undefined for steps that are no calls. */
  callable(step: number): Const | undefined;
  /** Function of the frame in which the step ran; undefined for calls. */
  frameFunction(step: number): Const | undefined;
  /** Unit at which the innermost frame goes on after the last step. */
  readonly resumeUnit: number | undefined;
  /** But for calls: values on the frame's stack before the step. */
  stackDepth(step: number): number;
  /** For calls: whether self was given. */
  hasSelf(step: number): boolean;
  /** STORE_ATTR: shape of the object before. */
  ownerShape(step: number): number | undefined;
  /** Where nothing has run (projection.ts): adds the step after the recorder's last one, or says why there is none. */
  project?(recorder: Recorder): void;
  /** … which way the current instruction is taken to go: the unit after it. */
  predict?(): number;
  /** … the current instruction raises, and is handled there. */
  goesOnAt?(recorder: Recorder, unit: number): void;
  /** Why it stopped. */
  readonly end:
    | { readonly kind: 'closed' } // back at the anchor
    | { readonly kind: 'executor'; readonly trace: number; readonly depth: number } // at the entry of another trace
    | { readonly kind: 'stopped'; readonly reason: GiveUp };
}

export interface FunctionFacts {
  readonly codeId: number;
  readonly version: number;
  readonly globals: Const;
  readonly builtins: Const;
  /** Items of `__defaults__`. */
  readonly defaults: readonly Const[];
  /** `__kwdefaults__` by parameter name. */
  readonly kwdefaults: ReadonlyMap<string, Const>;
}

export interface KeywordName {
  readonly name: Const;
  readonly text: string;
}

export interface ClassFacts {
  readonly version: number;
  /** Shape and size in bytes of a fresh instance. */
  readonly rootShape: number;
  readonly cellSize: number;
  readonly cls: Const;
}

export type AttributeFacts =
  | { readonly kind: 'slot'; readonly shape: number; readonly offset: number }
  | {
      /**
       * A function of the class that takes self, a plain value of the class, or the function of a class method, which takes the class. Of a
       * class itself (`shape` 0) only that.
       */
      readonly kind: 'method' | 'class-value' | 'class-method';
      readonly shape: number;
      readonly cls: Const;
      readonly version: number;
      readonly value: Const;
    };

export interface SpecialFacts {
  readonly func: Const;
  /** What SpecialCall says that it gives. */
  readonly detail: number;
}

export interface RecordingWorld {
  code(id: number): CodeObject;
  /** What `yield from` does with an object depends on this. */
  iterableKind(c: Const): 'generator' | 'coroutine' | 'other';
  /** The live code units, inline caches included. */
  units(id: number): Uint16Array;
  /** The code object itself. */
  codeObject(id: number): Const;
  /** Constant `index` of a code object. */
  codeConstant(id: number, index: number): Const;
  /** Interned name `index` of a code object. */
  name(id: number, index: number): Const;
  /** Name of a local, cell or free variable. */
  localName(id: number, index: number): Const;
  /** Whether the word of an inline cache is a value: caches keep nothing alive, so its object may be gone. */
  isValue(lo: number, hi: number): boolean;
  /** Describes any tagged word. */
  describe(lo: number, hi: number): Const;
  /** Undefined when the constant is no Python function. */
  functionFacts(c: Const): FunctionFacts | undefined;
  classFacts(c: Const): ClassFacts | undefined;
  /** The class whose instances have that shape. */
  classOfShape(shape: number): Const | undefined;
  /** Globals and builtins of all functions made from the code; undefined when they differ. */
  namespaceOf(codeId: number): { globals: Const; builtins: Const } | undefined;
  /** The function of the frame in which the recording started. */
  rootFunction(): Const;
  /** `frame.locals is func.globals` there: module code. */
  rootNamespaceIsGlobals(): boolean;
  /** Frames of the root's code do not all see the same globals: a trace has to ask. */
  rootCodeIsShared(): boolean;
  /** A built-in function that is bound to no object but its module, or a class's constructor. */
  isModuleFunction(c: Const): boolean;
  /** Function and self of a bound method. */
  methodParts(c: Const): { func: Const; self: Const } | undefined;
  /** Of a functools.partial: its function, the dict of its keywords, and its positional arguments. */
  partialParts(c: Const): { func: Const; keywords: Const; args: readonly Const[] } | undefined;
  /** LOAD_COMMON_CONSTANT's values. */
  commonConstant(index: number): Const;
  /** What exactly it is, no subclass. */
  exactKind(c: Const): 'list' | 'tuple' | 'str' | 'dict' | undefined;
  /** Class of an object, and that class's version. */
  objectClass(c: Const): { cls: Const; version: number } | undefined;
  /** What `super(cls, self).name()` calls, with self or without it; undefined when that is no plain function. */
  superMethod(cls: Const, self: Const, name: Const): { func: Const; takesSelf: boolean } | undefined;
  /** How loading an attribute of this object resolves now; undefined when that is no matter of shape and class. */
  attribute(object: Const, name: Const): AttributeFacts | undefined;
  /** The Python function that an instruction enters (SpecialCall) for such objects; undefined when it goes through C. */
  specialMethod(which: number, self: Const, other: Const, argument: number): SpecialFacts | undefined;
  /** What its class has by that name, in its own namespace or a base's. */
  classAttribute(object: Const, name: Const): Const | undefined;
  /** `''` */
  emptyText(): Const;
  /** The slot that storing an attribute of an object of this shape sets, and the shape afterwards; undefined when it is not that simple. */
  storeAttribute(shape: number, name: Const): { shape: number; offset: number } | undefined;
  /** What an enumerate, or a zip without `strict`, goes through, when it counts in small ints and is not exhausted. */
  innerIterators(c: Const): readonly Const[] | undefined;
  /** The function of a filter, or of a map of one iterable, and the iterator that it goes through. */
  applied(c: Const): { func: Const; to: Const } | undefined;
  /** The code object of a generator. */
  generatorCode(c: Const): Const | undefined;
  /** An iterator for _ITER_NEXT_PAIR. */
  makesPairs(c: Const): boolean;
  /** What is built in: a class (`range`), a function (`abs`, `math.sqrt`), a method (`int.bit_length`); nothing that a program has named so. */
  builtinName(c: Const): string | undefined;
  /** A class whose call, without arguments, makes a blank instance and runs nothing. */
  isBlankClass(c: Const): boolean;
  /** object.__new__ of the class makes a blank instance and runs nothing. */
  makesBlankInstance(c: Const): boolean;
  /** What positional patterns of a class are compared with: attributes, or the object; undefined: it is not that simple. */
  matchNames(cls: Const): readonly Const[] | 'itself' | undefined;
  /** A class of exceptions whose call only keeps its arguments, and runs nothing. */
  isPlainExceptionClass(c: Const): boolean;
  /** Characters of what is exactly a str. */
  textLength(c: Const): number | undefined;
  /** Of a str, or the name of a function, class or module. */
  text(c: Const): string | undefined;
  /** isinstance(object, cls), when the classes alone decide. */
  isInstance(object: Const, cls: Const): boolean | undefined;
  /** Entry of `name` in a dict and the version of its keys. @throws Unrecordable for a subclass of dict, which may find others */
  globalEntry(dict: Const, name: Const): { index: number; version: number } | undefined;
  keysVersion(dict: Const): number;
  /** The value of entry `index` of a dict. */
  entryValue(dict: Const, index: number): Const | undefined;
  moduleDict(c: Const): Const | undefined;
  /** An instance of a subclass of tuple that has the items, the length and the iterator of a tuple. */
  isTupleLike(c: Const): boolean;
  /** tuple.__new__ of the class makes a tuple of it and runs nothing. */
  makesTuples(c: Const): boolean;
  /** Of exactly a tuple. */
  tupleLength(c: Const | undefined): number | undefined;
  /** The keys of exactly a dict, when they are strs and none was deleted, in order. */
  dictNames(c: Const): readonly KeywordName[] | undefined;
  /** An interned str: one like it that is interned too is the same object. */
  isInterned(c: Const): boolean;
  /** Items of a tuple of strs. */
  stringTuple(c: Const): readonly KeywordName[] | undefined;
}
