/** What `new Runtime(...)` and `runtime.run(...)` take. */
import type { JitOptions } from '../jit/options.ts';
import type { LimitOptions } from './limits.ts';

export interface RuntimeOptions {
  /** Heap limit in bytes; going over it raises MemoryError in Python. Default: none. */
  readonly memoryLimit?: number;
  /** As `sys.setrecursionlimit`. Default: 1000. */
  readonly recursionLimit?: number;
  /** Milliseconds that each call into Python may take, unless it has a limit of its own. Default: none. */
  readonly timeout?: number;
  /** Bytes that each call into Python may write. Default: none. */
  readonly outputLimit?: number;
  /** Receives output; `stream` is 1 for stdout and 2 for stderr. Default: the process's own streams. */
  readonly write?: (stream: 1 | 2, bytes: Uint8Array) => void;
  /** Answers `input()`; null at end of file. Default: the process's stdin. */
  readonly readLine?: () => string | null;
  /** Folders that `sys.path` starts with, before pystitch's own library. Default: none. */
  readonly path?: readonly string[];
  /** `sys.argv`. Default: `['']`. */
  readonly argv?: readonly string[];
  /** Tier 2; `false` runs everything in the interpreter. */
  readonly jit?: boolean | JitOptions;
  /** Seed of str hashing. Default: random. */
  readonly hashSeed?: number;
}

export interface RunOptions extends LimitOptions {
  /** Name shown in tracebacks. Default: `<string>`. */
  readonly filename?: string;
}
