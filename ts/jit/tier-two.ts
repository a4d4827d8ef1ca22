/**
 * Tier 2 of one runtime: takes native code's events, has what was recorded compiled (compile-trace.ts), counts what came of it. Loaded
 * when the first recording ends.
 */

import { writeSync } from 'node:fs';
import type { CodeLookup } from '../compiler/code-object.ts';
import type { Failure, GiveUp } from '../contract/give-up.ts';
import { Stopped, stoppable } from '../contract/patience.ts';
import { ANCHOR_KINDS } from '../contract/recordings.ts';
import { JitEvent } from '../contract/traces.ts';
import type { NativeJit, NativeRecording } from '../native/jit.ts';
import { Projection } from '../recorder/projection.ts';
import { compileTrace, type Job, type Workshop } from './compile-trace.ts';
import { Dumps } from './dumps.ts';
import { FrameRoom } from './frame-room.ts';
import { frontOf } from './fronts.ts';
import { InternalErrors } from './internal-error.ts';
import { Machine } from './machine.ts';
import { LoggedRecording } from './native-recording.ts';
import { NativeWorld } from './native-world.ts';
import { optimizingFor } from './optimizing.ts';
import type { JitOptions, TierTwo } from './options.ts';
import { Origins } from './origin.ts';
import { Statistics } from './statistics.ts';
import { TraceTree } from './trace-tree.ts';
import { Volatility } from './volatility.ts';
import { Watching } from './watching.ts';

/** `root` is the folder of the package. */
export function createTierTwo(
  native: NativeJit,
  codes: CodeLookup,
  options: JitOptions,
  root: string,
): TierTwo {
  return new Compiler(native, codes, options, root);
}

/** A bridge that is too large, or one too many, is so again. The next recording of a loop may take a shorter way. */
const HOPELESS: ReadonlySet<GiveUp> = new Set<GiveUp>([
  'bridge-depth',
  'tree-size',
  'spills',
  'too-many-values',
  'too-many-virtuals',
]);

/** Milliseconds. */
const DEFAULT_BUDGET = 50;

class Compiler implements TierTwo {
  private readonly volatility = new Volatility();
  private readonly statistics = new Statistics();
  private readonly traces: TraceTree;
  private readonly origins: Origins;
  private readonly dumps: Dumps;
  private readonly errors: InternalErrors;
  private readonly workshop: Workshop;

  constructor(
    private readonly native: NativeJit,
    private readonly codes: CodeLookup,
    private readonly options: JitOptions,
    root: string,
  ) {
    const front = frontOf(options.front);
    const traces = new TraceTree(front);
    this.traces = traces;
    const debugging = process.env.PYSTITCH_DEBUG !== undefined;
    this.origins = new Origins(codes, traces, front);
    this.dumps = new Dumps(options, codes);
    let forced = 0;
    this.workshop = {
      traces,
      rooms: new FrameRoom(native, codes),
      machine: new Machine(native, traces, root),
      watching: new Watching(native, this.volatility),
      dumps: this.dumps,
      verifies: debugging,
      nextForced: options.stress?.includes('exits') ? () => forced++ : undefined,
    };
    this.errors = new InternalErrors(this.workshop, codes, debugging || this.dumps.wantsTexts);
    const exitThreshold = options.exitThreshold ?? front.exitThreshold;
    if (exitThreshold !== undefined) native.jitControl('exit-threshold', exitThreshold);
    // Who says when to compile wants that, and the same each time.
    const isUsual = options.threshold === undefined && exitThreshold === undefined;
    const budget = options.budget ?? (isUsual ? DEFAULT_BUDGET : undefined);
    if (budget !== undefined) native.jitControl('budget', 1000 * budget);
    if (options.codeLimit !== undefined) native.jitControl('code-limit', options.codeLimit);
    if (options.perf !== undefined && !native.jitControl('perf', options.perf)) {
      writeSync(2, `pystitch: cannot write a jitdump file in ${options.perf}\n`);
    }
  }

  onEvent(event: number, argument: number): void {
    if (event === JitEvent.RESTS) this.statistics.count({ failed: 'left-early' });
    else if (event === JitEvent.REFUSED) this.statistics.count({ failed: 'code-is-full' });
    else if (event === JitEvent.INVALIDATED) {
      const installed = this.traces.get(argument);
      if (installed) this.workshop.watching.changed(installed.trace);
    } else if (event === JitEvent.RECORDED) {
      const start = process.hrtime();
      const failure = stoppable(
        () => this.native.stopWanted(),
        () => this.onRecorded(argument),
      );
      this.statistics.addTime(start);
      if (failure) this.statistics.count(failure);
    }
  }

  assertComplete(): void {
    void this.workshop.machine.library;
  }

  get size(): number {
    return this.traces.size;
  }

  onGone(codes: Iterable<number>, traces: Iterable<number>): void {
    for (const code of codes) {
      this.origins.forgetCode(code);
      this.workshop.rooms.forgetCode(code);
    }
    for (const trace of traces) {
      this.traces.forget(trace);
      this.workshop.machine.forget(trace);
    }
    for (const code of codes) this.traces.copies.forgetCode(code);
  }

  finish(): void {
    const text = this.dumps.wants('stats') ? this.statistics.text(this.native) : undefined;
    if (text !== undefined) this.dumps.print('stats', text);
    const missed = this.dumps.missed();
    if (missed !== undefined) writeSync(2, `pystitch: ${missed}\n`);
  }

  /** `end` is how the recording ended: an index into RECORD_ENDS. */
  private onRecorded(end: number): Failure | undefined {
    const recording = this.native.jitRecording();
    const failure = recording ? this.compile(recording, end) : ({ failed: 'no-recording' } as const);
    const isBridge = recording !== null && ANCHOR_KINDS[recording.kind] === 'bridge';
    // After the last round of a loop the next one will do.
    if (failure && failure.failed !== 'left-loop')
      this.native.jitControl(isBridge && HOPELESS.has(failure.failed) ? 'hopeless' : 'failed');
    return failure;
  }

  /** A mistake of the compiler is no harm to the program, which goes on in tier 1. */
  private compile(recording: NativeRecording, end: number): Failure | undefined {
    if (this.traces.nextId >= (this.options.traceLimit ?? Infinity)) return { failed: 'trace-limit' };
    if (!hasStack()) return { failed: 'no-stack' };
    let job: Job | undefined;
    let failure: Failure | undefined;
    try {
      const made = this.jobFor(recording, end, this.dumps.wantsTexts);
      if ('failed' in made) return made;
      job = made;
      this.dumps.begin(job.origin);
      failure = compileTrace(this.workshop, job);
    } catch (error) {
      if (error instanceof Stopped) throw error; // to the runtime; nothing is installed yet
      this.errors.report(job, error, () => this.jobFor(recording, end, true) as Job);
      failure = { failed: 'internal-error' };
    }
    if (failure?.failed === 'left-loop') this.origins.leftLoop(recording);
    if (failure && job) this.dumps.failed(job.origin, failure);
    return failure;
  }

  private jobFor(recording: NativeRecording, end: number, withTexts: boolean): Job | Failure {
    this.volatility.shapesAreOf(recording.shapesFreed);
    const world = new NativeWorld(this.native, this.codes, this.volatility, recording, withTexts);
    const log =
      this.options.front === 'project'
        ? new Projection(world, recording.unit, (code, unit) => this.traces.loopAt(code, unit))
        : new LoggedRecording(recording, end, (lo, hi) => world.describe(lo, hi));
    const origin = this.origins.of(recording, log);
    if ('failed' in origin) return origin;
    const optimizing = optimizingFor(this.options, origin.number);
    return { recording, log, world, origin, optimizing, stage: 'record' };
  }
}

/** Frames that a compilation may need, and more: it must not end in the middle because V8 has no stack. */
const STACK_FRAMES = 1000;

const descend = (frames: number): number => (frames > 0 ? 1 + descend(frames - 1) : 0);

/** Python that was called by C that was called by Python … uses the same stack, of which V8 allows JavaScript a part. */
function hasStack(): boolean {
  try {
    return descend(STACK_FRAMES) === STACK_FRAMES;
  } catch {
    return false;
  }
}
