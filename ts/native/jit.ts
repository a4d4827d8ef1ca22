/**
 * The addon's methods for tier 2 (native/addon/jit/binding.cc).
 * Words cross as `lo, hi`: signed 32-bit halves.
 */

import type { GiveUp } from '../contract/give-up.ts';

/** `NativeContext` of addon.ts has these methods too; only ts/jit uses them. */
export interface NativeJit {
  /** Charges bytes that JavaScript keeps for this context; negative: they are gone. false: there is no room. */
  memoryHold(bytes: number): boolean;
  /** Is Python to stop? What compiles for it asks now and then (ts/contract/patience.ts). */
  stopWanted(): boolean;
  jitRecording(): NativeRecording | null;
  jitCodeUnits(code: number): Uint16Array;
  jitIsValue(lo: number, hi: number): boolean;
  /** [CellKind or −1, shape id, id, version] */
  jitDescribe(lo: number, hi: number): [number, number, number, number];
  /** [CellKind, class id, class lo, class hi, IterOp or 0] */
  jitShape(id: number): number[] | null;
  /**
   * Parts of an object as words; `what` is one of the cases of JitPart.
   * For constant and name: (what, index, 0, code id).
   */
  /** 'builtin': name of a class, function or method that is built in */
  jitPart(what: 'text' | 'builtin', lo: number, hi: number, index: number): string | null;
  jitPart(what: string, lo: number, hi: number, index: number): number[] | null;
  /** [CellKind, shape id, …] */
  jitCanonicalShapes(): number[];
  jitSuperMethod(
    clsLo: number,
    clsHi: number,
    selfLo: number,
    selfHi: number,
    nameLo: number,
    nameHi: number,
  ): number[] | null;
  /** SpecialCall says of what. */
  jitSpecialMethod(
    which: number,
    selfLo: number,
    selfHi: number,
    otherLo: number,
    otherHi: number,
    argument: number,
  ): [lo: number, hi: number, detail: number] | null;
  /** What its class has by that name. */
  jitClassAttribute(objectLo: number, objectHi: number, nameLo: number, nameHi: number): number[] | null;
  /** BlankCall */
  jitBlankClass(lo: number, hi: number): number;
  /** -1: not a class of exceptions */
  jitCatches(lo: number, hi: number, typeLo: number, typeHi: number): number;
  /** -1: not decided by the classes alone */
  jitIsInstance(lo: number, hi: number, clsLo: number, clsHi: number): number;
  jitStoreAttribute(shape: number, nameLo: number, nameHi: number): [shape: number, offset: number] | null;
  /** [AttrKind, shape id, byte offset, class version, class lo, hi, value lo, hi] */
  jitAttribute(objectLo: number, objectHi: number, nameLo: number, nameHi: number): number[] | null;
  /** -1: the name is not there; -2: a subclass of dict, which may find it all the same. */
  jitFindGlobal(dictLo: number, dictHi: number, nameLo: number, nameHi: number): number;
  /** [name, lo, hi, …] */
  jitSymbols(): (string | number)[];
  /** [size, exec lo, exec hi, number of the first of the exits], or why there is no room. */
  jitAllocate(bytes: number, exits: number): [number, number, number, number] | GiveUp;
  jitInstall(request: InstallRequest): number;
  jitWatchDict(trace: number, dictLo: number, dictHi: number, keyLo: number, keyHi: number): boolean;
  jitWatchClass(trace: number, lo: number, hi: number): boolean;
  /** Tells the traces that depend on dict[key] that it changes. */
  jitBreakWatch(dictLo: number, dictHi: number, keyLo: number, keyHi: number): void;
  jitControl(
    what:
      | 'failed'
      | 'hopeless'
      | 'exit-threshold'
      | 'project'
      | 'budget'
      | 'code-limit'
      | 'invalidate'
      | 'perf',
    argument?: number | string,
  ): boolean;
  /** [traces, exits taken, recordings, invalidated, bytes of code, evicted]: all that there were so far. */
  jitStats(): number[] | null;
}

export interface NativeRecording {
  readonly log: ArrayBuffer;
  readonly count: number;
  /** Index into ANCHOR_KINDS. */
  readonly kind: number;
  readonly code: number;
  readonly unit: number;
  /** Bridges: the number of the exit. */
  readonly exit: number;
  /** Bridges: the trace whose exit it is, and its index there; −1 when the trace is gone. */
  readonly parent: number;
  readonly exitIndex: number;
  readonly stackDepth: number;
  /** Shapes that were freed so far: when it has changed, ids may be of other shapes. */
  readonly shapesFreed: number;
  readonly func: [number, number];
  readonly moduleCode: boolean;
  /** Other frames of the root's code may see other globals, or none as their namespace. */
  readonly sharedCode: boolean;
  /** Where the recording stopped, −1 when unknown; the trace anchored there, or −1. */
  readonly stopCode: number;
  readonly stopUnit: number;
  readonly stopTrace: number;
  /** Frames above the recording's root there. */
  readonly stopDepth: number;
}

export interface InstallRequest {
  readonly kind: number;
  readonly code: number;
  readonly unit: number;
  readonly exit: number;
  readonly entryOffset: number;
  /** Exits from this one on belong to the loop's second copy. */
  readonly loopExit: number;
  readonly bytes: Uint8Array;
  readonly table: Uint32Array;
  /** Pairs of words: objects that live as long as the trace. */
  readonly roots: Uint32Array;
  readonly stubs: Uint32Array;
  /** Rows of TraceLinkWords. */
  readonly links: Uint32Array;
  readonly name: string;
}
