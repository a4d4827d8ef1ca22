/** Options of tier 2 and the contract between the runtime and the lazily loaded compiler. No code of weight here: it is loaded always. */

/** Ways of finding what a trace consists of (fronts.ts). */
export type FrontName = 'record' | 'project' | 'blocks';
export const fronts: readonly FrontName[] = ['record', 'project', 'blocks'];

export const dumpKinds = ['record', 'ir', 'opt', 'regs', 'asm', 'exits', 'rewrite', 'stats'] as const;
export type DumpKind = (typeof dumpKinds)[number];

/** The optimizer's passes, in order (`PASSES` of ts/optimizer/optimize.ts, which is not loaded for this). */
export const passNames = [
  'promote',
  'inline',
  'types',
  'unbox',
  'virtual',
  'heap',
  'combine',
  'peel',
  'dce',
] as const;

export type StressMode = 'gc' | 'exits' | 'allocations';
export const stressModes: readonly StressMode[] = ['gc', 'exits', 'allocations'];

export interface JitOptions {
  /** How it is found what a trace consists of. Default: record. */
  readonly front?: FrontName;
  /** `false`: everything runs in the interpreter; the stress modes work there too. */
  readonly enabled?: boolean;
  /** Loop iterations or calls before a recording starts. */
  readonly threshold?: number;
  /** Executions of a side exit before a bridge is recorded. */
  readonly exitThreshold?: number;
  /**
   * Milliseconds of processor time that compiling may take from the start. After that it has to wait: it takes a part of the time, or what is far hotter than the
   * thresholds say. Default: 50; with a threshold there is no such limit.
   */
  readonly budget?: number;
  /** Dumps to write to stderr; `opt:NAME` shows the trace after one pass. */
  readonly dump?: readonly string[];
  /** Only traces and bridges that begin at this `file.py:line` are dumped. */
  readonly trace?: string;
  /** Passes to leave out. */
  readonly disabledPasses?: readonly string[];
  /** `false`: no optimization at all. */
  readonly optimize?: boolean;
  /** Stop after this many rewrites in a trace: bisecting a miscompile. */
  readonly optLimit?: number;
  /** The trace that the three options before this one are about, by number. Default: all. */
  readonly optOnly?: number;
  /** Compile only this many traces. */
  readonly traceLimit?: number;
  /** Bytes of machine code that all runtimes of the process may have together. Default: 64 MB. */
  readonly codeLimit?: number;
  /** Write a jitdump file into this folder for `perf inject --jit`. */
  readonly perf?: string;
  /** Stress modes: a collection at every allocation, after some hundreds at ever fewer; every guard fails once; `failAllocation` works. */
  readonly stress?: readonly StressMode[];
  /** Under `allocations`: the request of memory that fails, counted from 1 since before the runtime is made, and how
   * many fail; 0: all until MemoryError is raised. */
  readonly failAllocation?: { readonly at: number; readonly count: number };
}

/** Whether somebody looks at traces, or says when they are made: then they are made at once, and the same each time. */
export function isObserved(options: JitOptions): boolean {
  const { dump = [], stress = [], ...others } = options;
  const { threshold, exitThreshold, budget, trace, traceLimit, optLimit, optOnly, disabledPasses, perf } =
    others;
  const given = [
    threshold,
    exitThreshold,
    budget,
    trace,
    traceLimit,
    optLimit,
    optOnly,
    disabledPasses,
    perf,
  ];
  return (
    given.some((value) => value !== undefined) || dump.some((kind) => kind !== 'stats') || stress.length > 0
  );
}

/** What the lazily loaded chunk provides. */
export interface TierTwo {
  onEvent(event: number, argument: number): void;
  /** @throws when the stencils cannot be read. */
  assertComplete(): void;
  /** The runtime has freed them; their ids are used again, those of code objects at least. */
  onGone(codes: Iterable<number>, traces: Iterable<number>): void;
  /** Traces that are kept for their bridges. */
  readonly size: number;
  /** Prints pending statistics. */
  finish(): void;
}
