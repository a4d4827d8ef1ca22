/** Registers for a trace, within what native code and the root frame have room for. */
import type { Failure } from '../contract/give-up.ts';
import {
  type AllocateOptions,
  type Allocation,
  allocateRegisters,
  type FrameInfo,
} from '../emit/allocate/linear-scan.ts';
import type { Place } from '../emit/allocate/parallel-move.ts';
import { beyondExits } from '../emit/exit-limits.ts';
import type { StencilLibrary } from '../emit/library.ts';
import type { OptimizedTrace } from '../ir/trace.ts';
import type { FrameRoom, Room } from './frame-room.ts';
import { inheritedPlaces } from './inheritance.ts';
import type { Machine } from './machine.ts';
import type { Origin } from './origin.ts';

/** What allocation has to know about the frame in which the trace runs, and about its parent. */
export interface BackEnd {
  readonly room: Room;
  /** Bridges: where the parameters are. */
  readonly places?: readonly Place[];
}

export function allocate(
  { rooms, machine }: { readonly rooms: FrameRoom; readonly machine: Machine },
  origin: Origin,
  trace: OptimizedTrace,
  withTexts: boolean,
): Allocation | Failure {
  const beyond = beyondExits(trace);
  if (beyond) return { failed: beyond };
  const backEnd = backEndFor(rooms, origin, trace);
  if ('failed' in backEnd) return backEnd;
  const options = allocationOptions(backEnd, machine.library, (code) => rooms.infoOf(code), withTexts);
  const allocation = allocateRegisters(trace, options);
  return allocation.slots > backEnd.room.spills ? { failed: 'spills' } : allocation;
}

export function backEndFor(
  rooms: FrameRoom,
  { anchor, parent }: Origin,
  trace: OptimizedTrace,
): BackEnd | Failure {
  const inherited = inheritedPlaces(trace, parent);
  return 'failed' in inherited ? inherited : { room: rooms.roomFor(trace, anchor.codeId), ...inherited };
}

export function allocationOptions(
  { room, places }: BackEnd,
  library: StencilLibrary,
  frames: (code: number) => FrameInfo,
  withTexts = false,
): AllocateOptions {
  return {
    library,
    spillBase: room.spillBase,
    frames,
    writesFrames: room.writesFrames,
    ...(places ? { inherited: places } : {}),
    withTexts,
  };
}
