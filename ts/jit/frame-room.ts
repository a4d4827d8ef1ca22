/**
 * Where things are in a frame while a trace runs in it.
 *
 *     root frame on the stack:     header, locals, stack | room for the frames that the trace writes itself | its spills
 *     frame of a generator's cell: header, locals, stack | spills
 *
 * The same for a trace and its bridges, which inherit spilled values.
 */
import type { CodeObject } from '../compiler/code-object.ts';
import type { FrameInfo } from '../emit/linear-scan.ts';
import { type OptimizedTrace, OWNED_BY_GENERATOR } from '../ir/trace.ts';
import type { NativeJit } from '../native/jit.ts';

export const SIZEOF_FRAME = 80;
/** TRACE_ROOM_WORDS of native/jit/jit.h. */
const TRACE_ROOM = 256;
const FRAME_ROOM = 160;
const GENERATOR_SPILLS = 32;

/** What the back end may use of the root frame. */
export interface Room {
  /** Byte offset of spill slot 0 from the frame. */
  readonly spillBase: number;
  /** Spill slots that there are. */
  readonly spills: number;
  /** The frames that the trace's end needs have room after the root frame: machine code writes them. */
  readonly writesFrames: boolean;
}

export class FrameRoom {
  private readonly infos = new Map<number, FrameInfo>();

  constructor(
    private readonly native: NativeJit,
    private readonly codes: readonly CodeObject[],
  ) {}

  /** What writing a frame of that code takes. */
  infoOf(codeId: number): FrameInfo {
    const known = this.infos.get(codeId);
    if (known) return known;
    const words = this.native.jitPart('code', 0, 0, codeId) as number[];
    const address = (at: number): number => (words[at + 1] >>> 0) * 0x100000000 + (words[at] >>> 0);
    const info = { address: address(0), units: address(2), extent: this.extentOf(codeId) };
    this.infos.set(codeId, info);
    return info;
  }

  /** Room for a trace whose root frame runs the code `codeId`. */
  roomFor(trace: OptimizedTrace, codeId: number): Room {
    const extent = this.extentOf(codeId);
    const isGenerator = (this.codes[codeId].flags & 0x2a0) !== 0;
    if (isGenerator) return { spillBase: extent, spills: GENERATOR_SPILLS, writesFrames: false };
    return {
      spillBase: extent + 8 * FRAME_ROOM,
      spills: TRACE_ROOM - FRAME_ROOM,
      writesFrames: this.canWriteFrames(trace),
    };
  }

  private canWriteFrames({ end }: OptimizedTrace): boolean {
    const { frames } = end.snapshot;
    const goesOn = end.kind === 'call' || (end.kind === 'link' && frames.length > 1);
    if (!goesOn || frames.some(({ flags }) => flags & OWNED_BY_GENERATOR)) return false;
    let words = 0;
    for (const frame of frames.slice(1)) words += this.infoOf(frame.code).extent / 8;
    return words <= FRAME_ROOM;
  }

  private extentOf(codeId: number): number {
    const { localsplusNames, stacksize } = this.codes[codeId];
    return SIZEOF_FRAME + 8 * (localsplusNames.length + stacksize);
  }
}
