/**
 * Where things are in a frame while a trace runs in it.
 *
 *     root frame on the stack:     header, locals, stack | room for the frames that the trace writes itself | its spills
 *     frame of a generator's cell: header, locals, stack | spills
 *
 * The same for a trace and its bridges, which inherit spilled values.
 */
import type { CodeLookup } from '../compiler/code-object.ts';
import { isGeneratorLike } from '../contract/code.ts';
import { FrameFlag, frameBytes } from '../contract/frames.ts';
import { GEN_SPILL_WORDS, TRACE_FRAME_WORDS, TRACE_SPILL_WORDS } from '../contract/limits.ts';
import type { FrameInfo } from '../emit/allocate/linear-scan.ts';
import type { OptimizedTrace } from '../ir/trace.ts';
import type { NativeJit } from '../native/jit.ts';

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
    private readonly codes: CodeLookup,
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

  forgetCode(code: number): void {
    this.infos.delete(code);
  }

  /** Room for a trace whose root frame runs the code `codeId`. */
  roomFor(trace: OptimizedTrace, codeId: number): Room {
    const extent = this.extentOf(codeId);
    if (isGeneratorLike(this.codes(codeId).flags))
      return { spillBase: extent, spills: GEN_SPILL_WORDS, writesFrames: false };
    return {
      spillBase: extent + 8 * TRACE_FRAME_WORDS,
      spills: TRACE_SPILL_WORDS,
      writesFrames: this.canWriteFrames(trace),
    };
  }

  private canWriteFrames({ end }: OptimizedTrace): boolean {
    const { frames } = end.snapshot;
    const goesOn = end.kind === 'call' || (end.kind === 'link' && frames.length > 1);
    if (!goesOn || frames.some(({ flags }) => flags & FrameFlag.OWNED_BY_GENERATOR)) return false;
    let words = 0;
    for (const frame of frames.slice(1)) words += this.infoOf(frame.code).extent / 8;
    return words <= TRACE_FRAME_WORDS;
  }

  private extentOf(codeId: number): number {
    const { localsplusNames, stacksize } = this.codes(codeId);
    return frameBytes(localsplusNames.length, stacksize);
  }
}
