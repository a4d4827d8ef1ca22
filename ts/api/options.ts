/** What `new Runtime(...)` and `runtime.run(...)` take, and what each option may be. A new option is a line in both. */
import { dumpKinds, fronts, type JitOptions, passNames, stressModes } from '../jit/options.ts';
import type { ContextStatistics } from '../native/addon.ts';
import {
  callback,
  checkedOptions,
  flag,
  type Kind,
  type Kinds,
  text,
  texts,
  wholeNumber,
  wordOf,
  wordsOf,
} from './checks.ts';
import { type LimitOptions, limitKinds, milliseconds } from './limits.ts';

export interface RuntimeOptions {
  /** Heap limit in bytes; going over it raises MemoryError in Python. Default: 0, none. */
  readonly memoryLimit?: number;
  /** Depth of Python calls; `sys.setrecursionlimit` sets no higher one. Default: 1000, and programs may raise it. */
  readonly recursionLimit?: number;
  /** Milliseconds that each call into Python may take, unless it has a limit of its own. Default: none. */
  readonly timeout?: number;
  /** Bytes that each call into Python may write. Default: none. */
  readonly outputLimit?: number;
  /** Receives output; `stream` is 1 for stdout and 2 for stderr. Default: the process's own streams. */
  readonly write?: (stream: 1 | 2, bytes: Uint8Array) => void;
  /** Answers `input()`; null at end of file. Default: the process's stdin. */
  readonly readLine?: () => string | null;
  /**
   * Folders that `sys.path` starts with, before pystitch's own library. Modules are found in these folders and those
   * below them, whatever the program adds to `sys.path`. Default: none.
   */
  readonly path?: readonly string[];
  /**
   * Files and folders that Python may use, folders with everything below them; `true`: every file. What may be written may be
   * read. Neither symbolic links nor `..` lead out. Default: none.
   */
  readonly files?: true | { readonly read?: readonly string[]; readonly write?: readonly string[] };
  /** `os.environ`; `true`: the process's own, which Python then changes. Default: empty. */
  readonly environment?: true | Readonly<Record<string, string>>;
  /** What relative paths are relative to. Default: with `files: true` the process's, which `os.chdir` changes; else `/`. */
  readonly workingDirectory?: string;
  /** May Python end and signal the process (`os._exit`, `os.kill`) and change its file mode mask? Default: no. */
  readonly process?: boolean;
  /** `sys.argv`. Default: `['']`. */
  readonly argv?: readonly string[];
  /** A folder in which modules are kept compiled, between runs. Python must not be able to write there. Default: none. */
  readonly cacheFolder?: string;
  /** 1 leaves out `assert` and what `__debug__` guards, 2 docstrings too, in all that is compiled. Default: 0. */
  readonly optimize?: number;
  /** Tier 2; `false` runs everything in the interpreter. */
  readonly jit?: boolean | JitOptions;
  /**
   * Where random bytes come from: `os.urandom`, `secrets`, `uuid`, seeds of `random`. Asked for at most 65,536 at once. Default: the
   * system.
   */
  readonly random?: (size: number) => Uint8Array;
  /** Seed of str hashing, from 0. Default: random. */
  readonly hashSeed?: number;
}

/** What a runtime holds, counted. Names of `ContextStatistics` are native code's; the others count their counterparts here. */
export interface RuntimeStatistics extends ContextStatistics {
  /** The compiler's code objects: one for each of `codes` that was compiled here, and those of the standard library that tier 2 asked for. */
  readonly codeObjects: number;
  /** Texts kept for tracebacks. */
  readonly sources: number;
  /** Traces kept for their bridges, one for each of `traces`. */
  readonly compiledTraces: number;
}

export interface RunOptions extends LimitOptions {
  /** Name shown in tracebacks. Default: `<string>`. */
  readonly filename?: string;
}

/** C keeps such numbers in an int. */
const MAX_INT = 2 ** 31 - 1;

const failAllocationKind: Kind<NonNullable<JitOptions['failAllocation']>> = {
  wanted: 'an object',
  read(value) {
    if (typeof value !== 'object' || value === null) return undefined;
    const kinds = { at: wholeNumber(1), count: wholeNumber(0) };
    const { at = 1, count = 1 } = checkedOptions('failAllocation', value, kinds);
    return { at, count };
  },
};

/** Microseconds are an unsigned int in C. */
const MAX_BUDGET = 4_000_000;

const jitOptionKinds: Kinds<JitOptions> = {
  front: wordOf(fronts),
  threshold: wholeNumber(1, MAX_INT),
  exitThreshold: wholeNumber(1, MAX_INT),
  budget: wholeNumber(0, MAX_BUDGET),
  dump: wordsOf([...dumpKinds, ...passNames.map((pass) => `opt:${pass}`)]),
  trace: text,
  disabledPasses: wordsOf([...passNames]),
  optimize: flag,
  optLimit: wholeNumber(0),
  optOnly: wholeNumber(0),
  traceLimit: wholeNumber(0),
  codeLimit: wholeNumber(1),
  perf: text,
  stress: wordsOf([...stressModes]),
  enabled: flag,
  failAllocation: failAllocationKind,
};

const jitKind: Kind<boolean | JitOptions> = {
  wanted: 'a boolean or an object',
  read(value) {
    if (typeof value === 'boolean') return value;
    if (typeof value !== 'object' || value === null) return undefined;
    return checkedOptions("new Runtime(), option 'jit'", value, jitOptionKinds);
  },
};

const filesKind: Kind<NonNullable<RuntimeOptions['files']>> = {
  wanted: 'true or an object',
  read(value) {
    if (value === true) return true;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return checkedOptions("new Runtime(), option 'files'", value, { read: texts, write: texts });
  },
};

const environmentKind: Kind<NonNullable<RuntimeOptions['environment']>> = {
  wanted: 'true or an object with strings',
  read(value) {
    if (value === true) return true;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const variables = Object.entries(value);
    const good = variables.every(
      ([name, text]) => typeof text === 'string' && /^[^=\0]+$/.test(name) && !text.includes('\0'),
    );
    return good ? Object.fromEntries(variables) : undefined;
  },
};

export const runtimeOptionKinds: Kinds<RuntimeOptions> = {
  memoryLimit: wholeNumber(0),
  recursionLimit: wholeNumber(1, MAX_INT),
  timeout: milliseconds,
  outputLimit: wholeNumber(1),
  write: callback(),
  readLine: callback(),
  path: texts,
  argv: texts,
  files: filesKind,
  environment: environmentKind,
  workingDirectory: text,
  process: flag,
  cacheFolder: text,
  optimize: wholeNumber(0, 2),
  jit: jitKind,
  random: callback(),
  hashSeed: wholeNumber(0),
};

export const runOptionKinds: Kinds<RunOptions> = {
  filename: text,
  ...limitKinds,
};
