/**
 * `Runtime`: an isolated Python inside this process. Several may exist at
 * once, in worker threads too; one thread uses one.
 */
import { join } from 'node:path';
import type { CodeObject } from '../compiler/code-object.ts';
import { CompileMode } from '../contract/code.ts';
import { Stress } from '../contract/traces.ts';
import { loadCachedChunk } from '../host/cached-chunk.ts';
import { type Compilable, forImport, keepable, namingFile } from '../host/compilable.ts';
import { CompileCache } from '../host/compile-cache.ts';
import { loadCompiler } from '../host/load-compiler.ts';
import { MemoryAccount } from '../host/memory-account.ts';
import { type FoundModule, ModuleFinder } from '../host/module-finder.ts';
import { readCodeObject } from '../host/native-code.ts';
import { packageRoot } from '../host/package-root.ts';
import { makeV8Patient } from '../host/patient-v8.ts';
import { RecentTexts } from '../host/recent-texts.ts';
import { SourceLines } from '../host/source-lines.ts';
import { libraryPath } from '../host/standard-library.ts';
import { staysIn, systemOf } from '../host/system.ts';
import { isObserved, type JitOptions, type TierTwo } from '../jit/options.ts';
import { type Addon, type LoadResult, loadAddon, type NativeContext } from '../native/addon.ts';
import { apiError, guarded } from './api-error.ts';
import { checked, checkedOptions, flag, sourceText, text, texts } from './checks.ts';
import { fromPython } from './from-python.ts';
import { checkedLimits, type LimitOptions, Limits, type StopHandle } from './limits.ts';
import {
  type RunOptions,
  type RuntimeOptions,
  type RuntimeStatistics,
  runOptionKinds,
  runtimeOptionKinds,
} from './options.ts';
import { PythonError, pythonError } from './python-error.ts';
import { PythonObject, wrapping } from './python-object.ts';
import { thrownText } from './thrown-text.ts';
import { toPython } from './to-python.ts';

/** Recordings after which V8 is made patient. Loading what sets its flag takes as long as compiling a trace, and V8 does not begin before. */
const PATIENT_AFTER = 10;

export class Runtime {
  readonly #context: NativeContext;
  readonly #codes: CodeObject[] = [];
  readonly #jit: JitOptions | undefined;
  readonly #sources: SourceLines;
  readonly #memory: MemoryAccount;
  readonly #limits = new Limits(() => this.#context);
  readonly #optimize: number;
  readonly #cache: CompileCache | undefined;
  readonly #recent = new RecentTexts();
  /** File names of code objects, by id. */
  readonly #names = new Map<number, string>();
  /** The source that run() was last given. */
  #main: string | Uint8Array = '';
  #tierTwo: TierTwo | undefined;
  /** It is the command's. */
  #ownsProcess = false;
  #jitEvents = 0;
  readonly #timeout: number;
  readonly #wrap: (handle: unknown) => PythonObject;

  /** @throws TypeError naming an option that does not exist or has a wrong value. */
  constructor(given?: RuntimeOptions) {
    const options = guarded(() => checkedOptions('new Runtime()', given, runtimeOptionKinds));
    const addon: Addon = guarded(() => loadAddon(packageRoot));
    const jit = typeof options.jit === 'boolean' ? { enabled: options.jit } : (options.jit ?? {});
    this.#jit = jit.enabled === false ? undefined : jit;
    this.#timeout = options.timeout ?? 0;
    this.#optimize = options.optimize ?? 0;
    this.#cache =
      options.cacheFolder === undefined ? undefined : new CompileCache(options.cacheFolder, addon);
    const path = [...(options.path ?? []), libraryPath];
    const stays = staysIn(options, path);
    const modules = new ModuleFinder(path, stays);
    const ask = systemOf(options);
    this.#sources = new SourceLines(stays, ask, (filename) => this.#context.hasKept(filename));
    const stress = jit.stress ?? [];
    this.#context = new addon.Context({
      memoryLimit: options.memoryLimit ?? 0,
      recursionLimit: options.recursionLimit ?? 0,
      jitThreshold: this.#jit ? (this.#jit.threshold ?? defaultThreshold) : 0,
      jitDelay: isObserved(jit) ? 0 : JIT_DELAY,
      stress:
        (stress.includes('gc') ? Stress.GC : 0) |
        (stress.includes('exits') ? Stress.EXITS : 0) |
        (stress.includes('allocations') ? Stress.ALLOCATIONS : 0),
      failRequest: jit.failAllocation?.at ?? 0,
      failCount: jit.failAllocation?.count ?? 0,
      hashSeed: options.hashSeed,
      write: options.write,
      readLine: options.readLine,
      loadModule: (name, folder) => {
        const found = modules.find(name, [folder]);
        if (!found || !('read' in found)) return null;
        const { filename, isPackage } = found;
        return { filename, isPackage, compile: () => this.#compileModule(found) };
      },
      compile: (source, filename, mode) => {
        const result = this.#compile(source, filename, mode);
        const isFile = source === this.#main && typeof source !== 'string';
        return isFile ? namingFile(result, filename) : result;
      },
      sourceText: (filename) => this.#sources.text(filename),
      jit: this.#jit ? (event, argument) => this.#onJit(event, argument) : undefined,
      gone: (codes, traces) => this.#forget(codes, traces),
      error: (details) => pythonError(this.#context, details),
      thrown: (value) => PythonError.handleIn(this.#context, value) ?? thrownText(value),
      bytes: (length) => new Uint8Array(length),
      room: heapRoom,
      timeout: options.timeout ?? 0,
      outputLimit: options.outputLimit ?? 0,
      stopped: (cause, limit, error) => this.#limits.error(cause, limit, error),
      library: libraryPath,
      unoptimized: this.#optimize === 0,
      keptFolder: this.#cache?.folder,
      keptHow: this.#cache?.how(CompileMode.MODULE, { flags: 0, optimize: this.#optimize, imported: true }),
      grantsFiles: options.files === true && options.workingDirectory === undefined,
      look: () => undefined,
      ask,
    });
    if (this.#jit?.front === 'project') this.#context.jitControl('project');
    this.#wrap = wrapping(this.#context);
    this.#memory = new MemoryAccount(() => this.#context, (options.memoryLimit ?? 0) > 0);
    this.#context.setArgv(['list', ...(options.argv ?? [''])]);
    this.#context.setPath(['list', ...path]);
  }

  /** Runs a module's source in `__main__`. @throws PythonError (SyntaxError included) */
  run(source: string | Uint8Array, options?: RunOptions): void {
    guarded(() => {
      const { filename = '<string>', ...limits } = checkedOptions('run()', options, runOptionKinds);
      const program = checked('run()', 'source', source, sourceText);
      this.#limits.within(limits, () => this.#execute(program, filename, CompileMode.MODULE));
    });
  }

  /** Value of one expression, converted to JavaScript. @throws PythonError */
  eval(source: string, options?: RunOptions): unknown {
    return guarded(() => {
      const { filename = '<string>', ...limits } = checkedOptions('eval()', options, runOptionKinds);
      const expression = checked('eval()', 'source', source, text);
      return this.#limits.within(limits, () =>
        fromPython(this.#execute(expression, filename, CompileMode.EXPRESSION), this.#wrap),
      );
    });
  }

  /**
   * Runs one interactive statement: expression statements print
   * their value as the REPL does. @throws PythonError
   */
  runInteractive(source: string, options?: RunOptions): void {
    guarded(() => {
      const { filename = '<stdin>', ...limits } = checkedOptions('runInteractive()', options, runOptionKinds);
      const statement = checked('runInteractive()', 'source', source, text);
      this.#limits.within(limits, () => this.#execute(statement, filename, CompileMode.SINGLE));
    });
  }

  /** Imports a module and returns it. @throws PythonError */
  import(name: string): PythonObject {
    return guarded(() => {
      const module = this.#context.import(checked('import()', 'name', name, text));
      return fromPython(module, this.#wrap) as PythonObject;
    });
  }

  /** The namespace of `__main__`. */
  readonly globals = Object.freeze({
    get: (name: string): unknown =>
      guarded(() =>
        fromPython(this.#context.getGlobal(checked('globals.get()', 'name', name, text)), this.#wrap),
      ),
    set: (name: string, value: unknown): void =>
      guarded(() => {
        const key = checked('globals.set()', 'name', name, text);
        this.#context.setGlobal(key, toPython('globals.set()', 'value', value));
      }),
    delete: (name: string): boolean =>
      guarded(() => this.#context.deleteGlobal(checked('globals.delete()', 'name', name, text))),
    has: (name: string): boolean =>
      guarded(() => this.#globalNames().includes(checked('globals.has()', 'name', name, text))),
    names: (): string[] => guarded(() => this.#globalNames()),
    /** Removes all names but those that every module has (`__name__`, …), and frees what only they kept. */
    clear: (): void => guarded(() => this.#context.clearGlobals()),
  });

  #globalNames(): string[] {
    return (fromPython(this.#context.globalNames(), this.#wrap) as unknown[]).filter(isString);
  }

  /** Calls a global function. @throws PythonError; Error when there is no such global */
  call(name: string, ...args: unknown[]): unknown {
    return guarded(() => {
      const target = this.globals.get(checked('call()', 'name', name, text));
      if (!(target instanceof PythonObject)) throw apiError(Error, `no Python function named ${name}`);
      return target.call(...args);
    });
  }

  /**
   * Runs `body`, and stops the Python that it calls (by `call`, handles, anything) at the end of the time or when the
   * signal is aborted. @throws DOMException named TimeoutError; the signal's reason
   */
  limited<T>(limits: LimitOptions, body: () => T): T {
    return guarded(() => this.#limits.within(checkedLimits(limits), body));
  }

  /** For `stopRuntime` and `interruptRuntime` in another thread. */
  get stopHandle(): StopHandle {
    return { pystitchRuntime: this.#context.stopHandle() };
  }

  setArgv(argv: readonly string[]): void {
    guarded(() => this.#context.setArgv(['list', ...checked('setArgv()', 'argv', argv, texts)]));
  }

  /** What the command line said, for module sys. @internal */
  describeCommand(command: CommandDescription): void {
    this.#ownsProcess = true;
    this.#context.setCommand(
      ['list', ...command.flags],
      ['list', ...command.warnings],
      toPython('describeCommand()', 'xOptions', command.xOptions),
      ['list', ...command.arguments],
      command.executable,
    );
  }

  /** The strings in `sys.path` as it is now. */
  searchPath(): string[] {
    return guarded(() => {
      const path = this.import('sys').get('path');
      return Array.isArray(path) ? path.filter(isString) : [];
    });
  }

  /** Raises KeyboardInterrupt in running code at its next check. Safe to call from callbacks. */
  interrupt(): void {
    guarded(() => this.#context.interrupt());
  }

  /** Whether an interrupt came that no code has noticed yet; it is withdrawn. */
  takeInterrupt(): boolean {
    return guarded(() => this.#context.takeInterrupt());
  }

  /** Makes Ctrl-C raise KeyboardInterrupt in this runtime (the CLI does). */
  catchSigint(on: boolean): void {
    guarded(() => this.#context.catchSigint(checked('catchSigint()', 'on', on, flag)));
  }

  /** Bytes of live and not yet swept Python objects. */
  get heapUsed(): number {
    return guarded(() => this.#context.heapUsed());
  }

  /** What the runtime holds, counted: for tests, and for those who look for leaks. The keys may change. */
  get statistics(): RuntimeStatistics {
    const sources = this.#sources.size;
    const codeObjects = Object.keys(this.#codes).length;
    return { ...this.#context.statistics(), codeObjects, sources, compiledTraces: this.#tierTwo?.size ?? 0 };
  }

  /** Runs a full collection. */
  collect(): void {
    guarded(() => this.#context.collect());
  }

  /**
   * A line as `input()` reads it, with its line end; empty at the end. @throws PythonError: KeyboardInterrupt
   */
  readLine(): string {
    return guarded(() => this.#context.readLine());
  }

  flush(): void {
    guarded(() => this.#context.flush());
  }

  /**
   * For tests, with `stress: ['allocations']`: `count` requests of memory fail after `skip` more of them; 0: all until
   * MemoryError is raised. Without arguments no more fail. Returns how many requests there were, how many of them
   * failed, and how many MemoryErrors were raised.
   * @internal
   */
  failAllocations(skip?: number, count?: number): [requests: number, refused: number, raised: number] {
    return skip === undefined ? this.#context.memoryFail() : this.#context.memoryFail(skip, count ?? 1);
  }

  /**
   * The program is over: calls what it has registered with `atexit`, then the finalizers (`__del__`) of the objects that
   * are left. Output is flushed afterwards. @throws PythonError when it was stopped meanwhile. @internal
   */
  endProgram(): void {
    guarded(() => this.#context.endProgram());
  }

  /**
   * Frees everything, after what the program has registered for its end has run: `atexit`, finalizers. That ends after
   * the runtime's `timeout`, or a second if there is none. Later calls throw; objects from this runtime are dead.
   * Disposing twice is harmless.
   */
  dispose(): void {
    this.#endInTime();
    this.disposeAndCount();
  }

  #endInTime(): void {
    try {
      this.#limits.within({ timeout: this.#timeout || END_TIMEOUT }, () => this.#context.endProgram());
    } catch {
      // Nobody is left who could handle what stopped it, and the runtime goes all the same.
    }
  }

  /** As dispose. Returns how many bytes were not given back: 0, or there is a leak. @internal */
  disposeAndCount(): number {
    // A `--trace` of a program in which nothing is ever recorded has found nothing too.
    if (this.#tierTwo || this.#jit?.trace !== undefined) this.#loadTierTwo().finish();
    const left = this.#context.dispose();
    this.#tierTwo = undefined;
    this.#codes.length = 0;
    this.#names.clear();
    this.#recent.clear();
    this.#sources.clear();
    this.#main = '';
    return left;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #compile(source: Compilable, filename: string, mode: CompileMode): LoadResult {
    const text = this.#recent.key(source, filename, mode);
    const recent = text && this.#recent.find(text);
    if (recent) return { blob: recent, loaded: (ids) => this.#name(filename, ids) };
    const what = this.#cache && keepable(source, filename, mode);
    const asked = what && { ...what, optimize: what.optimize < 0 ? this.#optimize : what.optimize };
    const key = asked && this.#cache?.name(asked, filename, mode);
    const stamp = key && asked.imported ? this.#context.takeStamp(key) : undefined;
    const kept = key && this.#cache?.find(key, asked.source, stamp);
    if (kept) return { blob: kept, loaded: (ids) => this.#name(filename, ids) };
    let warned = false;
    const { compileForRuntime, stoppable } = loadCompiler();
    const compile = () =>
      compileForRuntime(
        source,
        filename,
        mode,
        (ids) => {
          this.#memory.loaded();
          this.#name(filename, ids);
        },
        (message, lineno) => {
          warned = true;
          return this.#context.warnSyntax(message, filename, lineno);
        },
        this.#memory,
        this.#optimize,
      );
    const result = stoppable(() => this.#context.stopWanted(), compile);
    if (text && !warned && result && 'blob' in result) this.#recent.store(text, result.blob);
    // As in CPython, who runs or compiles it again is warned again, but not who imports it again.
    if (key && (!warned || asked?.imported) && result && 'blob' in result)
      this.#cache?.store(key, asked.source, stamp, result.blob);
    return result;
  }

  #compileModule({ filename, isPackage, read }: FoundModule): LoadResult {
    this.#sources.addFile(filename);
    const result = this.#compile(forImport(read()), filename, CompileMode.MODULE);
    if (!result || !('blob' in result)) {
      this.#sources.release(filename);
      return result;
    }
    const loaded = (ids: Uint32Array): void => {
      result.loaded?.(ids);
      this.#sources.release(filename);
    };
    return { ...result, isPackage, loaded };
  }

  #execute(source: string | Uint8Array, filename: string, mode: CompileMode): unknown {
    // As in CPython, the lines of a program on standard input are not shown: a pipe could not be read again.
    const shown = filename !== '<stdin>' || mode === CompileMode.SINGLE;
    if (shown) this.#sources.add(filename, source);
    this.#main = source;
    try {
      // Through the runtime's own compile, so that a SyntaxError is a Python exception with a traceback text.
      return this.#context.execute(source, filename, mode);
    } finally {
      if (shown) this.#sources.release(filename);
    }
  }

  /** The source of these is known as long as they are. */
  #name(filename: string, ids: Uint32Array): void {
    for (const id of ids) {
      this.#names.set(id, filename);
      this.#sources.use(filename);
    }
  }

  /** For tier 2, as the runtime has it: what the compiler made is dropped when it is loaded. Kept until `#forget`. */
  #code(id: number): CodeObject {
    const known = this.#codes[id];
    if (known) return known;
    const code = readCodeObject(this.#context.codeObject(id));
    this.#codes[id] = code;
    this.#sources.use(code.filename);
    return code;
  }

  #forget(codes: Uint32Array, traces: Uint32Array): void {
    for (const id of codes) {
      const code = this.#codes[id];
      if (code) this.#sources.release(code.filename);
      delete this.#codes[id];
      const name = this.#names.get(id);
      if (name !== undefined) this.#sources.release(name);
      this.#names.delete(id);
    }
    this.#tierTwo?.onGone(codes, traces);
  }

  #onJit(event: number, argument: number): void {
    this.#loadTierTwo().onEvent(event, argument);
    if (this.#ownsProcess && ++this.#jitEvents === PATIENT_AFTER) makeV8Patient();
  }

  #loadTierTwo(): TierTwo {
    if (this.#tierTwo) return this.#tierTwo;
    this.#tierTwo = loadTierTwo(this.#context, (id) => this.#code(id), this.#jit ?? {});
    return this.#tierTwo;
  }
}

/** @internal */
export interface CommandDescription {
  /** The fields of `sys.flags`. */
  readonly flags: readonly (number | boolean)[];
  readonly warnings: readonly string[];
  readonly xOptions: Readonly<Record<string, string | true>>;
  /** `sys.orig_argv` */
  readonly arguments: readonly string[];
  readonly executable: string;
}

let warned = false;

/** Without its bundle or its stencils there is no tier 2; then a warning says so, once, and tier 1 runs everything. */
function loadTierTwo(context: NativeContext, code: (id: number) => CodeObject, options: JitOptions): TierTwo {
  try {
    const file = join(packageRoot, 'dist', 'bundle', 'jit.cjs');
    const chunk = loadCachedChunk(file) as typeof import('../jit/tier-two.ts');
    const tierTwo = chunk.createTierTwo(context, code, options, packageRoot);
    tierTwo.assertComplete();
    return tierTwo;
  } catch (error) {
    if (!warned) process.emitWarning(`pystitch runs without its JIT compiler: ${thrownText(error)}`);
    warned = true;
    const onEvent = (): void => void context.jitControl('hopeless');
    return { onEvent, onGone() {}, size: 0, assertComplete() {}, finish() {} };
  }
}

/**
 * Stops what the runtime runs, from any thread of the process: it throws a DOMException named AbortError. False when
 * it was not running.
 */
export function stopRuntime({ pystitchRuntime }: StopHandle): boolean {
  return loadAddon(packageRoot).stopRuntime(pystitchRuntime);
}

/** Raises KeyboardInterrupt in the runtime, from any thread. False when it does not exist any more. */
export function interruptRuntime({ pystitchRuntime }: StopHandle): boolean {
  return loadAddon(packageRoot).interruptRuntime(pystitchRuntime);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function heapRoom(): number {
  const { heap_size_limit, used_heap_size } = process.getBuiltinModule('node:v8').getHeapStatistics();
  return Math.max(0, heap_size_limit - used_heap_size);
}

/**
 * Microseconds of the thread's processor time from the first loop that is hot until the trace compiler is loaded, which takes several times as long: who
 * ends before that has no use for it.
 */
const JIT_DELAY = 4000;

/** Not a power of two: the last iteration of a round loop is not the typical one. */
const defaultThreshold = 1039;

/** Milliseconds for atexit and finalizers in dispose(). */
const END_TIMEOUT = 1000;
