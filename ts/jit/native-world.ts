/** Facts about the runtime's heap, for the recorder and the optimizer, asked through the addon. Valid during one compilation. */
import type { CodeLookup, CodeObject } from '../compiler/code-object.ts';
import { AttrKind, BlankCall, CellKind } from '../contract/cells.ts';
import { Tag, Word } from '../contract/words.ts';
import type { Const } from '../ir/trace.ts';
import { T } from '../ir/trace.ts';
import type { NativeJit, NativeRecording } from '../native/jit.ts';
import type { CellInfo, CellKindName, ShapeInfo, World } from '../optimizer/world.ts';
import type {
  AttributeFacts,
  ClassFacts,
  FunctionFacts,
  KeywordName,
  RecordingWorld,
  SpecialFacts,
} from '../recorder/recording.ts';
import { Unrecordable } from '../recorder/unrecordable.ts';
import type { Volatility } from './volatility.ts';

/** The kinds that passes distinguish. */
const NAMES: readonly (readonly [number, CellKindName])[] = [
  [CellKind.INSTANCE, 'instance'],
  [CellKind.CLASS, 'class'],
  [CellKind.FLOAT, 'float'],
  [CellKind.BIGINT, 'bigint'],
  [CellKind.STR, 'str'],
  [CellKind.LIST, 'list'],
  [CellKind.TUPLE, 'tuple'],
  [CellKind.DICT, 'dict'],
  [CellKind.RANGE, 'range'],
  [CellKind.SLICE, 'slice'],
  [CellKind.FUNCTION, 'function'],
  [CellKind.METHOD, 'method'],
  [CellKind.CFUNCTION, 'cfunction'],
  [CellKind.CODE, 'code'],
  [CellKind.CLOSURE_CELL, 'cell'],
  [CellKind.GENERATOR, 'generator'],
  [CellKind.MODULE, 'module'],
  [CellKind.ITER, 'iter'],
];
const KINDS: CellKindName[] = new Array(Object.keys(CellKind).length).fill('other');
for (const [kind, name] of NAMES) KINDS[kind] = name;

/** Attributes of classes that traces take for constants. */
const CLASS_ATTRIBUTES = new Map<number, 'method' | 'class-value' | 'class-method'>([
  [AttrKind.METHOD, 'method'],
  [AttrKind.CLASS_VALUE, 'class-value'],
  [AttrKind.CLASS_METHOD, 'class-method'],
]);

const IMMEDIATES = new Map<number, number>([
  [Word.NONE, T.NONE],
  [Word.FALSE, T.FALSE],
  [Word.TRUE, T.TRUE],
]);

export class NativeWorld implements World, RecordingWorld {
  private readonly described = new Map<number, Const[]>();
  private readonly unitsOf = new Map<number, Uint16Array>();

  constructor(
    private readonly native: NativeJit,
    private readonly codes: CodeLookup,
    private readonly volatility: Volatility,
    private readonly recording: NativeRecording,
    /** Whether cells are to be named, for dumps. */
    private readonly withTexts: boolean,
  ) {}

  // ---- constants ----

  describe(lo: number, hi: number): Const {
    const chain = this.described.get(lo);
    if (chain) {
      const known = chain.find((c) => c.hi === hi);
      if (known) return known;
    }
    const made = this.makeConst(lo, hi);
    if (chain) chain.push(made);
    else this.described.set(lo, [made]);
    return made;
  }

  isValue(lo: number, hi: number): boolean {
    return this.native.jitIsValue(lo, hi);
  }

  private makeConst(lo: number, hi: number): Const {
    const base = { repr: 'val' as const, lo, hi, shape: 0, text: '' };
    if (lo & Tag.FIXNUM) return { ...base, type: T.INT };
    if ((lo & Tag.FLONUM_MASK) === Tag.FLONUM) return { ...base, type: T.FLOAT };
    if ((lo & Tag.MASK) === Tag.IMMEDIATE) return { ...base, type: IMMEDIATES.get(lo) ?? T.OTHER_IMM };
    if (lo === Word.NULL && hi === 0) return { ...base, type: T.NULL };
    const [kind, shape] = this.native.jitDescribe(lo, hi);
    // An instance of a subclass is no float to guards and folds: it may have operators of its own.
    if (KINDS[kind] === 'float' && shape === this.canonicalShape('float'))
      return { ...base, type: T.FLOAT, shape };
    return { ...base, type: T.CELL, shape, text: this.withTexts ? this.nameOf(lo, hi, kind) : '' };
  }

  private nameOf(lo: number, hi: number, kind: number): string {
    const name = this.native.jitPart('text', lo, hi, 0) ?? KINDS[kind] ?? 'cell';
    const word = name.replace(/[^\w.<>-]+/g, '_').slice(0, 30);
    return `${word}#${((hi & 0xffff) * 0x100000000 + (lo >>> 0)).toString(16)}`;
  }

  private part(what: string, c: Const, index = 0): Const[] | undefined {
    const words = this.native.jitPart(what, c.lo, c.hi, index);
    if (!words) return undefined;
    const parts: Const[] = [];
    for (let i = 0; i + 1 < words.length; i += 2) parts.push(this.describe(words[i], words[i + 1]));
    return parts;
  }

  // ---- RecordingWorld ----

  code(id: number): CodeObject {
    return this.codes(id);
  }
  iterableKind(c: Const): 'generator' | 'coroutine' | 'other' {
    const info = this.shape(c.shape);
    if (info?.kind !== 'generator') return 'other';
    return this.builtinName(info.cls) === 'generator' ? 'generator' : 'coroutine';
  }
  units(id: number): Uint16Array {
    let units = this.unitsOf.get(id);
    if (!units) {
      units = this.native.jitCodeUnits(id);
      this.unitsOf.set(id, units);
    }
    return units;
  }
  codeObject(id: number): Const {
    const words = this.native.jitPart('code', 0, 0, id) as number[];
    return this.describe(words[0], words[1]);
  }
  codeConstant(id: number, index: number): Const {
    const words = this.native.jitPart('constant', index, 0, id) as number[];
    return this.describe(words[0], words[1]);
  }
  localName(id: number, index: number): Const {
    const words = this.native.jitPart('localName', index, 0, id) as number[];
    return this.describe(words[0], words[1]);
  }
  name(id: number, index: number): Const {
    const words = this.native.jitPart('name', index, 0, id) as number[];
    return this.describe(words[0], words[1]);
  }
  functionFacts(c: Const): FunctionFacts | undefined {
    const parts = this.part('function', c);
    if (!parts) return undefined;
    const [, , codeId, version] = this.native.jitDescribe(c.lo, c.hi);
    const kwdefaults = new Map<string, Const>();
    const words = (this.native.jitPart('kwdefaults', c.lo, c.hi, 0) ?? []) as unknown as (string | number)[];
    for (let i = 0; i + 2 < words.length; i += 3) {
      kwdefaults.set(words[i] as string, this.describe(words[i + 1] as number, words[i + 2] as number));
    }
    return { codeId, version, globals: parts[0], builtins: parts[1], defaults: parts.slice(2), kwdefaults };
  }
  classFacts(c: Const): ClassFacts | undefined {
    const words = this.native.jitPart('class', c.lo, c.hi, 0);
    if (!words) return undefined;
    const [, , , version] = this.native.jitDescribe(c.lo, c.hi);
    return { version, rootShape: words[0], cellSize: words[1], cls: c };
  }
  classOfShape(shape: number): Const | undefined {
    return this.shape(shape)?.cls;
  }
  namespaceOf(codeId: number): { globals: Const; builtins: Const } | undefined {
    const words = this.native.jitPart('namespace', 0, 0, codeId);
    if (!words) return undefined;
    return { globals: this.describe(words[0], words[1]), builtins: this.describe(words[2], words[3]) };
  }
  rootFunction(): Const {
    return this.describe(this.recording.func[0], this.recording.func[1]);
  }
  rootNamespaceIsGlobals(): boolean {
    return this.recording.moduleCode;
  }
  rootCodeIsShared(): boolean {
    return this.recording.sharedCode;
  }
  isModuleFunction(c: Const): boolean {
    return this.native.jitPart('module-function', c.lo, c.hi, 0) !== null;
  }
  methodParts(c: Const): { func: Const; self: Const } | undefined {
    const parts = this.part('method', c);
    return parts && { func: parts[0], self: parts[1] };
  }
  partialParts(c: Const): { func: Const; keywords: Const; args: readonly Const[] } | undefined {
    const parts = this.part('partial', c);
    return parts && { func: parts[0], keywords: parts[1], args: parts.slice(2) };
  }
  commonConstant(index: number): Const {
    const words = this.native.jitPart('common', 0, 0, index) as number[];
    return this.describe(words[0], words[1]);
  }
  exactKind(c: Const): 'list' | 'tuple' | 'str' | 'dict' | undefined {
    if (c.type !== T.CELL) return undefined;
    return (['list', 'tuple', 'str', 'dict'] as const).find((kind) => this.canonicalShape(kind) === c.shape);
  }
  objectClass(c: Const): { cls: Const; version: number } | undefined {
    const cls = c.shape ? this.shape(c.shape)?.cls : this.part('class-of', c)?.[0];
    if (!cls) return undefined;
    return { cls, version: this.native.jitDescribe(cls.lo, cls.hi)[3] };
  }
  superMethod(cls: Const, self: Const, name: Const): { func: Const; takesSelf: boolean } | undefined {
    const words = this.native.jitSuperMethod(cls.lo, cls.hi, self.lo, self.hi, name.lo, name.hi);
    return words ? { func: this.describe(words[0], words[1]), takesSelf: words[2] === 1 } : undefined;
  }
  attribute(object: Const, name: Const): AttributeFacts | undefined {
    const words = this.native.jitAttribute(object.lo, object.hi, name.lo, name.hi);
    if (!words) return undefined;
    const [kind, shape, offset, version, clsLo, clsHi, lo, hi] = words;
    if (kind === AttrKind.SLOT) return offset ? { kind: 'slot', shape, offset } : undefined;
    const found = CLASS_ATTRIBUTES.get(kind);
    if (!found) return undefined;
    const value = this.describe(lo, hi);
    return {
      kind: found,
      shape,
      cls: this.describe(clsLo, clsHi),
      version,
      value,
    };
  }
  specialMethod(which: number, self: Const, other: Const, argument: number): SpecialFacts | undefined {
    const found = this.native.jitSpecialMethod(which, self.lo, self.hi, other.lo, other.hi, argument);
    return found ? { func: this.describe(found[0], found[1]), detail: found[2] } : undefined;
  }
  classAttribute(object: Const, name: Const): Const | undefined {
    const words = this.native.jitClassAttribute(object.lo, object.hi, name.lo, name.hi);
    return words ? this.describe(words[0], words[1]) : undefined;
  }
  emptyText(): Const {
    const words = this.native.jitPart('empty-text', 0, 0, 0) as number[];
    return this.describe(words[0], words[1]);
  }
  storeAttribute(shape: number, name: Const): { shape: number; offset: number } | undefined {
    const found = this.native.jitStoreAttribute(shape, name.lo, name.hi);
    return found ? { shape: found[0], offset: found[1] } : undefined;
  }
  innerIterators(c: Const): readonly Const[] | undefined {
    return c.type === T.CELL ? this.part('inner-iterators', c) : undefined;
  }
  applied(c: Const): { func: Const; to: Const } | undefined {
    const parts = c.type === T.CELL ? this.part('applied', c) : undefined;
    return parts && { func: parts[0], to: parts[1] };
  }
  generatorCode(c: Const): Const | undefined {
    return c.type === T.CELL ? this.part('generator-code', c)?.[0] : undefined;
  }
  makesPairs(c: Const): boolean {
    return c.type === T.CELL && this.native.jitPart('pairs', c.lo, c.hi, 0) !== null;
  }
  builtinName(c: Const): string | undefined {
    return c.type === T.CELL ? (this.native.jitPart('builtin', c.lo, c.hi, 0) ?? undefined) : undefined;
  }
  isBlankClass(c: Const): boolean {
    return c.type === T.CELL && this.native.jitBlankClass(c.lo, c.hi) === BlankCall.CLASS;
  }
  makesBlankInstance(c: Const): boolean {
    if (c.type !== T.CELL) return false;
    const how: number = this.native.jitBlankClass(c.lo, c.hi);
    return how === BlankCall.CLASS || how === BlankCall.NEW;
  }
  isPlainExceptionClass(c: Const): boolean {
    return c.type === T.CELL && this.native.jitBlankClass(c.lo, c.hi) === BlankCall.EXCEPTION;
  }
  matchNames(cls: Const): readonly Const[] | 'itself' | undefined {
    if (cls.type !== T.CELL) return undefined;
    return this.native.jitPart('matches-itself', cls.lo, cls.hi, 0) ? 'itself' : this.part('match-args', cls);
  }
  isTupleLike(c: Const): boolean {
    return c.type === T.CELL && this.native.jitPart('tuple-like', c.lo, c.hi, 0) !== null;
  }
  makesTuples(c: Const): boolean {
    return c.type === T.CELL && this.native.jitPart('makes-tuples', c.lo, c.hi, 0) !== null;
  }
  textLength(c: Const): number | undefined {
    return this.exactKind(c) === 'str' ? this.native.jitPart('characters', c.lo, c.hi, 0)?.[0] : undefined;
  }
  text(c: Const): string | undefined {
    return c.type === T.CELL ? (this.native.jitPart('text', c.lo, c.hi, 0) ?? undefined) : undefined;
  }
  isInstance(object: Const, cls: Const): boolean | undefined {
    const is = this.native.jitIsInstance(object.lo, object.hi, cls.lo, cls.hi);
    return is < 0 ? undefined : is === 1;
  }
  globalEntry(dict: Const, name: Const): { index: number; version: number } | undefined {
    const index = this.native.jitFindGlobal(dict.lo, dict.hi, name.lo, name.hi);
    if (index === -2) throw new Unrecordable('no-global');
    return index < 0 ? undefined : { index, version: this.keysVersion(dict) };
  }
  keysVersion(dict: Const): number {
    return this.native.jitDescribe(dict.lo, dict.hi)[3];
  }
  moduleDict(c: Const): Const | undefined {
    return this.part('module', c)?.[0];
  }
  dictNames(c: Const): readonly KeywordName[] | undefined {
    const words = this.native.jitPart('names', c.lo, c.hi, 0) as unknown as (string | number)[] | null;
    if (!words) return undefined;
    const names: KeywordName[] = [];
    for (let i = 0; i + 2 < words.length; i += 3)
      names.push({
        name: this.describe(words[i + 1] as number, words[i + 2] as number),
        text: words[i] as string,
      });
    return names;
  }
  stringTuple(c: Const): readonly KeywordName[] | undefined {
    const [kind, , length] = this.native.jitDescribe(c.lo, c.hi);
    if (KINDS[kind] !== 'tuple') return undefined;
    const names: KeywordName[] = [];
    for (let i = 0; i < length; i++) {
      const name = this.part('item', c, i)?.[0];
      const text = name && this.native.jitPart('text', name.lo, name.hi, 0);
      if (!name || typeof text !== 'string') return undefined;
      names.push({ name, text });
    }
    return names;
  }

  // ---- World ----

  shape(id: number): ShapeInfo | undefined {
    const known = this.volatility.shapes.get(id);
    if (known) return known;
    const words = this.native.jitShape(id);
    if (!words) return undefined;
    const kind = KINDS[words[0]] ?? 'other';
    const info: ShapeInfo = {
      kind,
      classId: words[1],
      cls: this.describe(words[2], words[3]),
      stable: kind !== 'instance' && kind !== 'other' && [0, id].includes(this.canonicalShape(kind)),
      ...(words[4] ? { iterOp: words[4] } : {}),
      ...(words[5] ? { slotBase: words[5], slots: words[6] } : {}),
    };
    this.volatility.shapes.set(id, info);
    return info;
  }
  cell(c: Const): CellInfo | undefined {
    if (c.type !== T.CELL) return undefined;
    const [kind, , id, version] = this.native.jitDescribe(c.lo, c.hi);
    const name = KINDS[kind];
    switch (name) {
      case undefined:
        return undefined;
      case 'function':
        return { kind: name, function: { codeId: id, version } };
      case 'class':
        return { kind: name, class: { version } };
      case 'dict':
        return { kind: name, dict: c, keysVersion: version };
      case 'module': {
        const dict = this.moduleDict(c);
        return dict ? { kind: name, dict } : { kind: name };
      }
      default:
        return { kind: name };
    }
  }
  tupleItem(tuple: Const, index: number): Const | undefined {
    return this.part('item', tuple, index)?.[0];
  }
  tupleLength(tuple: Const | undefined): number | undefined {
    if (!tuple) return undefined;
    const [kind, , length] = this.native.jitDescribe(tuple.lo, tuple.hi);
    return KINDS[kind] === 'tuple' ? length : undefined;
  }
  entryValue(dict: Const, index: number): Const | undefined {
    return this.part('entry', dict, index)?.[1];
  }
  isInterned(c: Const): boolean {
    return c.type === T.CELL && this.native.jitPart('interned', c.lo, c.hi, 0) !== null;
  }
  watchGlobal(dict: Const, index: number): { value: Const; key: Const } | undefined {
    const entry = this.part('entry', dict, index);
    if (!entry) return undefined;
    const [key, value] = entry;
    return this.volatility.globalIsStable(dict, key) ? { value, key } : undefined;
  }
  claimMutable(dict: Const, index: number): boolean {
    const key = this.part('entry', dict, index)?.[0];
    if (!key) return false;
    this.volatility.markMutable(dict, key);
    // Traces that took the old value for a constant die now rather than at the first store.
    if (this.volatility.isWatched(dict, key)) this.native.jitBreakWatch(dict.lo, dict.hi, key.lo, key.hi);
    return true;
  }
  catches(cls: Const, type: Const): boolean | undefined {
    const answer = this.native.jitCatches(cls.lo, cls.hi, type.lo, type.hi);
    return answer < 0 ? undefined : answer === 1;
  }
  watchClass(cls: Const): boolean {
    return this.volatility.classIsStable(cls);
  }
  canonicalShape(kind: CellKindName): number {
    if (this.volatility.canonical.size === 0) {
      const pairs = this.native.jitCanonicalShapes();
      for (let i = 0; i < pairs.length; i += 2)
        this.volatility.canonical.set(KINDS[pairs[i]] ?? 'other', pairs[i + 1]);
    }
    return this.volatility.canonical.get(kind) ?? 0;
  }
}
