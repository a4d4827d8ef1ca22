/**
 * Tier 2 in one function: what happens to a recording until machine code runs. Each step returns its result or the reason why there is
 * none; a mistake of the compiler throws, and the job tells how far it had got (internal-error.ts).
 */
import type { Failure } from '../contract/give-up.ts';
import { verify } from '../ir/verifier.ts';
import type { NativeRecording } from '../native/jit.ts';
import type { World } from '../optimizer/world.ts';
import { type RecordResult, record } from '../recorder/recorder.ts';
import type { Recording, RecordingWorld } from '../recorder/recording.ts';
import { allocate } from './allocating.ts';
import type { Dumps } from './dumps.ts';
import { forceExits } from './force-exits.ts';
import type { FrameRoom } from './frame-room.ts';
import { inheritedState } from './inheritance.ts';
import type { Machine } from './machine.ts';
import { type Optimizing, optimizeTrace } from './optimizing.ts';
import type { Origin } from './origin.ts';
import { rootsOf } from './roots.ts';
import type { TraceTree } from './trace-tree.ts';
import type { Watching } from './watching.ts';

/** What all compilations share. */
export interface Workshop {
  readonly traces: TraceTree;
  readonly rooms: FrameRoom;
  readonly machine: Machine;
  readonly watching: Watching;
  readonly dumps: Dumps;
  /** Whether traces are verified: with PYSTITCH_DEBUG, so in the tests. A user's program does not wait for that. */
  readonly verifies: boolean;
  /** `--stress=exits`: numbers the exits that are forced. */
  readonly nextForced: (() => number) | undefined;
}

/** One compilation. */
export interface Job {
  readonly recording: NativeRecording;
  readonly log: Recording;
  readonly world: World & RecordingWorld;
  readonly origin: Origin;
  readonly optimizing: Optimizing;
  /** The step that runs. */
  stage: 'record' | 'optimize' | 'allocate' | 'stitch' | 'install' | 'watch';
}

/** Returns the reason when it comes to nothing. */
export function compileTrace(shop: Workshop, job: Job): Failure | undefined {
  const { traces, machine, dumps } = shop;
  const { origin, world, optimizing } = job;
  dumps.recording(origin, job.log);
  const recorded = recordTrace(job);
  if ('failed' in recorded) return recorded;
  if (shop.verifies) verify(recorded.trace);
  dumps.recorded(origin, recorded.trace, world, optimizing);

  job.stage = 'optimize';
  const optimized = optimizeTrace(recorded.trace, world, optimizing);
  if ('failed' in optimized) return optimized;
  if (shop.verifies) verify(optimized);
  dumps.trace('opt', origin, optimized);
  const trace = shop.nextForced ? forceExits(optimized, shop.nextForced) : optimized;

  job.stage = 'allocate';
  const allocation = allocate(shop, origin, trace, dumps.wantsRegisters);
  if ('failed' in allocation) return allocation;

  job.stage = 'stitch';
  const code = machine.stitch(allocation);
  if ('failed' in code) return code;

  job.stage = 'install';
  const id = machine.install(job.recording, origin, allocation, code, rootsOf(trace, world));
  if (typeof id !== 'number') return id;
  const { address, firstExit } = code;
  const installed = traces.add(
    id,
    { trace, allocation, address, firstExit, joins: recorded.joins, start: origin.start },
    origin.anchor,
    origin.parent,
  );
  dumps.code(origin, installed, code, machine.library);

  job.stage = 'watch';
  shop.watching.watch(id, trace);
  return undefined;
}

export function recordTrace({ log, world, origin }: Job): RecordResult {
  const { anchor, parent } = origin;
  return record(log, world, anchor, parent && (() => inheritedState(parent, world)));
}
