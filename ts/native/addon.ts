/**
 * The native addon as TypeScript sees it (native/addon). The only place that loads it.
 *
 * 64-bit words cross as pairs of 32-bit integers `[lo, hi]`:
 * BigInt would cost more than the work done with them.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CompileMode } from '../contract/code.ts';
import type { NativeJit } from './jit.ts';

/** What the callbacks `loadModule` and `compile` return to the runtime. */
export type LoadResult =
  | {
      readonly blob: Uint8Array;
      readonly isPackage?: boolean;
      /** Gets the ids of the code object and of those in it, outer before inner. */
      readonly loaded?: (ids: Uint32Array) => void;
    }
  | ModuleFile
  | { readonly syntaxError: SyntaxErrorDetails }
  | null;

/** A code object without its constants. Rows of `exceptions` and `positions`: ts/contract/blob.ts. */
export interface NativeCode {
  readonly name: string;
  readonly qualname: string;
  readonly filename: string;
  /** firstLine, argcount, posonly, kwonly, flags, stacksize */
  readonly numbers: readonly number[];
  readonly localsplusNames: readonly string[];
  readonly localsplusKinds: Uint8Array;
  readonly names: readonly string[];
  /** As compiled: nothing specialized. */
  readonly units: Uint16Array;
  readonly exceptions: Uint32Array;
  readonly positions: Uint8Array;
}

/** A module in a file, which `keptFolder` may have compiled. */
export interface ModuleFile {
  readonly filename: string;
  readonly isPackage: boolean;
  /** Called when it has not. */
  readonly compile: () => LoadResult;
}

export interface SyntaxErrorDetails {
  readonly type: string;
  readonly message: string;
  readonly filename: string;
  readonly line: number | null;
  readonly offset: number | null;
  readonly endLine: number | null;
  readonly endOffset: number | null;
  readonly text: string | null;
}

export interface ContextOptions {
  /** Bytes; 0 = no limit. */
  readonly memoryLimit: number;
  /** 0 = CPython's default of 1000. */
  readonly recursionLimit: number;
  /** Back-edges before a loop is recorded; 0 = tier 2 off. */
  readonly jitThreshold: number;
  /** Microseconds from when something is hot until the first recording. */
  readonly jitDelay: number;
  /** Bits of Stress. */
  readonly stress: number;
  /** With Stress.ALLOCATIONS: the first request of memory that fails, from 1; 0 = none. */
  readonly failRequest?: number;
  /** How many fail; 0: all, until MemoryError is raised. */
  readonly failCount?: number;
  /** Absent: random. */
  readonly hashSeed?: number | undefined;
  readonly write?: ((stream: 1 | 2, bytes: Uint8Array) => void) | undefined;
  readonly readLine?: (() => string | null) | undefined;
  /** `folder`: an entry of Python's `sys.path`. */
  readonly loadModule: (name: string, folder: string) => LoadResult;
  /** A source that is an array: a tuple of the source and other arguments of compile(). */
  readonly compile: (
    source: string | Uint8Array | readonly unknown[],
    filename: string,
    mode: CompileMode,
  ) => LoadResult;
  /** Text of a file that was compiled, for the source lines in tracebacks. */
  readonly sourceText?: ((filename: string) => string | null) | undefined;
  readonly jit?: ((event: number, argument: number) => void) | undefined;
  /** Ids of code objects and traces that are no more; those of code objects are used again. */
  readonly gone?: ((codes: Uint32Array, traces: Uint32Array) => void) | undefined;
  /** Milliseconds for each outermost call; 0 = no limit. */
  readonly timeout: number;
  /** Bytes for each outermost call; 0 = no limit. */
  readonly outputLimit: number;
  /**
   * Python was stopped (StopCause of ts/contract/stops.ts) inside limit number `limit`, or -1; `error` is what it ended
   * with. Returns what is thrown instead.
   */
  readonly stopped: (cause: number, limit: number, error: unknown) => unknown;
  /** The standard library's entry of `sys.path`: its sources, its image beside them; undefined: there is none. */
  readonly library?: string;
  /** compile() does not optimize, unless it is told to. */
  readonly unoptimized?: boolean;
  /** Where compiled modules are kept; undefined: nowhere. */
  readonly keptFolder?: string | undefined;
  /** What the names of its entries begin with (ts/contract/kept-code.ts): which compiler, and how it compiles modules. */
  readonly keptHow?: string | undefined;
  /** Any file may be read and written: `ask` would return every path as it is. */
  readonly grantsFiles?: boolean;
  /** Does nothing: when calling it fails, the thread is about to end. */
  readonly look: () => void;
  /** HostQuestion; the text's bytes, a character each. Returns such a text, an error's number, or NOT_GRANTED. */
  readonly ask?: (question: number, text: string) => string | number;
  /** Makes the JavaScript error that a Python exception is thrown as. */
  readonly error?: (details: ExceptionDetails) => unknown;
  /** What JavaScript threw into Python, in a line; or the handle of the Python exception that it stands for. */
  readonly thrown?: (value: unknown) => unknown;
  /** `new Uint8Array(length)`, for large ones. */
  readonly bytes?: (length: number) => Uint8Array;
  /** Bytes that the JavaScript heap may still grow. */
  readonly room?: () => number;
}

/** Texts are empty where they could not be made. The cause is null, a handle, or ['js', value]. */
export type ExceptionDetails = readonly [
  type: string,
  message: string,
  traceback: string,
  exitCode: unknown,
  handle: unknown,
  cause: unknown,
];

/** What a context holds: counts, and bytes of what is shared by the process. */
export interface ContextStatistics {
  /** Contexts of the process that are not disposed. */
  readonly runtimes: number;
  /** Python objects that JavaScript holds. */
  readonly handles: number;
  readonly codes: number;
  readonly shapes: number;
  readonly interned: number;
  readonly watches: number;
  /** Objects that have weak references. */
  readonly weaklyReferenced: number;
  /** Objects whose end runs code: with `__del__`, generators inside a `try`. */
  readonly finalizable: number;
  readonly traces: number;
  readonly exits: number;
  /** Bytes of machine code, of all contexts of the process. */
  readonly codeBytes: number;
  readonly heapBytes: number;
}

/** Values cross in the forms of ts/api/to-python.ts and ts/api/from-python.ts. */
export interface NativeContext extends NativeJit {
  /** What there is of a code object in the runtime. */
  codeObject(id: number): NativeCode;
  loadCode(blob: Uint8Array): number;
  /** Compiles through the `compile` callback and runs in `__main__`; returns the value of an expression. */
  execute(source: string | Uint8Array, filename: string, mode: CompileMode): unknown;
  run(codeId: number): unknown;
  getGlobal(name: string): unknown;
  setGlobal(name: string, value: unknown): void;
  deleteGlobal(name: string): boolean;
  globalNames(): unknown;
  clearGlobals(): void;
  call(handle: unknown, args: unknown, keywords?: unknown): unknown;
  describe(handle: unknown): ExceptionDetails;
  getAttr(handle: unknown, name: string): unknown;
  repr(handle: unknown): string;
  typeName(handle: unknown): string;
  import(name: string): unknown;
  setArgv(argv: unknown): void;
  setPath(folders: unknown): void;
  /** sys.flags, warnoptions, _xoptions, orig_argv, executable */
  setCommand(flags: unknown, warnings: unknown, xOptions: unknown, args: unknown, executable: string): void;
  readLine(): string;
  flush(): void;
  endProgram(): void;
  /** Through the filters of the program; false: they make it an error. */
  warnSyntax(message: string, filename: string, lineno: number): boolean;
  /** The stamp of the file for which there was no entry of this name when it was looked for just now, before it was read. */
  takeStamp(name: Uint8Array): Uint8Array | undefined;
  /** Is there code of this file out of `keptFolder`? */
  hasKept(filename: string): boolean;
  collect(): void;
  heapUsed(): number;
  /** Bytes below the limit; Infinity without one. If there are fewer than `wanted`, garbage is collected first. */
  memoryRoom(wanted: number): number;
  /**
   * With Stress.ALLOCATIONS: `count` requests of memory fail after `skip` more, 0: all until MemoryError is raised. Without
   * arguments no more fail. Returns how many requests there were so far, how many were refused, and how many MemoryErrors raised.
   */
  memoryFail(skip?: number, count?: number): [requests: number, refused: number, raised: number];
  interrupt(): void;
  takeInterrupt(): boolean;
  catchSigint(on: boolean): void;
  /** A limit around the calls that follow, until it is closed. Milliseconds, 0 = none. Limits nest. */
  openLimit(timeout: number): number;
  closeLimit(): void;
  stopLimit(limit: number): void;
  stopHandle(): number;
  /** Returns the bytes that were not given back: 0, or there is a leak. */
  dispose(): number;
  statistics(): ContextStatistics;
}

export interface Addon {
  readonly Context: new (options: ContextOptions) => NativeContext;
  /** By a number from stopHandle, in any thread. Was it running? */
  stopRuntime(handle: number): boolean;
  /** Does it exist? */
  interruptRuntime(handle: number): boolean;
  /** The character that `\N{name}` means; undefined: there is none. */
  characterNamed(name: string): string | undefined;
  /** That of ts/library/checksum.ts. @throws TypeError */
  checksum(bytes: Uint8Array): number;
  /** ts/library/identity.ts */
  readonly bytecodeIdentity: number;
  /** SHA-256 of the parts one after the other, strings as UTF-8. */
  digest(...parts: (string | Uint8Array)[]): Uint8Array;
}

let loaded: Addon | undefined;

/**
 * `root` is the folder that the package is in.
 * @throws Error saying what to do when the addon was not built.
 */
export function loadAddon(root: string): Addon {
  if (loaded) return loaded;
  const file = join(root, 'build', 'native', 'Release', 'pystitch.node');
  const module = { exports: {} };
  try {
    process.dlopen(module, file);
  } catch (error) {
    if (existsSync(file)) throw error;
    throw new Error(`pystitch: the native addon is missing (${file}); run \`npm run bootstrap\``);
  }
  loaded = module.exports as Addon;
  return loaded;
}
