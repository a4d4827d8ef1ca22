/**
 * The end of a straight trace: through an exit, or in machine code where that can do the exit's work.
 *
 *     return            the value in r0, then the runtime's return
 *     yield             the generator's frame written, the value in r0, then the runtime's yield
 *     link              the frame's slots written, then a jump to the other trace
 *     call, link        all frames written one after the other, then into the last, at its start or with the other trace
 *
 * Frames can be written when every word of them is tagged and exists; else, and at all other ends, an exit does it.
 */
import { ExitKind } from '../../contract/exits.ts';
import { FrameFlag, FrameOffset } from '../../contract/frames.ts';
import type { Ref, Snapshot, SnapshotFrame } from '../../ir/trace.ts';
import { isConst, isValue, UNCHANGED } from '../../ir/trace.ts';
import { ENTER_CALLEE, ENTER_LINKED, JUMP, MAKE_FRAME, RETURN, SUSPEND_FRAME, YIELD } from '../emit-uops.ts';
import type { Locate } from '../exit-table.ts';
import type { CodeList } from '../machine-code.ts';
import { Goal, LAYOUT_TARGETS } from '../machine-code.ts';
import { RESULT } from '../registers.ts';
import type { FrameInfo } from './linear-scan.ts';
import { itemOf } from './liveness.ts';
import { isRegister, SLOT } from './parallel-move.ts';
import type { Scan } from './scan.ts';

export class EndWriter {
  private readonly scan: Scan;

  constructor(scan: Scan) {
    this.scan = scan;
  }

  write(): void {
    const { trace, file, moves, exits, code, options } = this.scan;
    const { end } = trace;
    const locate: Locate = (ref) => file.place(ref);
    const jump = options.library.set(JUMP);
    if (end.kind === 'return' && this.returnsWord(end.value)) {
      moves.parallel([RESULT], [file.place(itemOf(trace, end.value))]);
      moves.emit(
        options.library.set(RETURN),
        [RESULT],
        'return',
        Goal.SYMBOL + LAYOUT_TARGETS.indexOf('jit_return'),
      );
      return;
    }
    if (end.kind === 'yield') {
      this.writeYield(end.snapshot.frames[0], end.value);
      return;
    }
    const kind = {
      loop: ExitKind.LEAVE,
      exit: ExitKind.LEAVE,
      link: ExitKind.LINK,
      return: ExitKind.RETURN,
      call: ExitKind.CALL,
    }[end.kind];
    const exit = exits.add(kind, end.snapshot, locate, end);
    const { frames } = end.snapshot;
    if (end.kind === 'link' && frames.length === 1 && this.canWrite(end.snapshot)) {
      this.writeSlots(frames[0], 0);
      moves.emit(jump, [], `link ${end.target}`, code.link(end.target, exit));
      return;
    }
    if ((end.kind === 'call' || end.kind === 'link') && options.writesFrames && this.canWrite(end.snapshot)) {
      this.writeFrames(frames, options.frames, exit, end.kind === 'link' ? end.target : undefined);
      return;
    }
    moves.emit(jump, [], `exit ${exit}`, exit);
  }

  /** The generator's frame takes what changed, then its resumer the value. */
  private writeYield(frame: SnapshotFrame, value: Ref): void {
    const { file, moves, code, options, trace } = this.scan;
    this.writeSlots(frame, 0);
    moves.parallel([RESULT], [file.place(itemOf(trace, value))]);
    const { units } = options.frames(frame.code);
    holeOf(code, units, 2 * frame.ip);
    holeOf(code, units, 2 * frame.resume);
    code.hole(FrameOffset.SIZE + 8 * frame.slots.length, 0);
    const goal = Goal.SYMBOL + LAYOUT_TARGETS.indexOf('jit_yield');
    moves.emit(options.library.set(YIELD), [RESULT], 'yield', goal);
  }

  /**
   * Writes all frames, root first, and goes on in the last: from its start (a call), or with the trace `target`. Frames lie one after
   * the other.
   */
  private writeFrames(
    frames: readonly SnapshotFrame[],
    info: (code: number) => FrameInfo,
    exit: number,
    target: number | undefined,
  ): void {
    const { moves, code, options } = this.scan;
    const { library } = options;
    const last = frames.length - 1;
    let at = 0;
    frames.forEach((frame, k) => {
      const { units, address, extent } = info(frame.code);
      if (k > 0) {
        this.writeWord(at + FrameOffset.func, frame.func);
        this.writeWord(at + FrameOffset.selfOrExtra, frame.extra);
      }
      this.writeSlots(frame, at);
      if (k < last) {
        code.hole(at, 0);
        code.hole(at + FrameOffset.SIZE + 8 * frame.slots.length, 0);
        holeOf(code, units, 2 * frame.ip);
        holeOf(code, units, 2 * frame.resume);
        moves.emit(library.set(SUSPEND_FRAME), [], `frame ${k}`);
        const callee = info(frames[k + 1].code);
        code.hole(at + extent, 0);
        code.hole(at, 0);
        holeOf(code, callee.address, 0);
        code.hole(frames[k + 1].flags, 0);
        moves.emit(library.set(MAKE_FRAME), [], `frame ${k + 1}`);
        at += extent;
      } else {
        code.hole(at, 0);
        code.hole(at + extent, 0);
        code.hole(frames.slice(1).filter(({ flags }) => (flags & FrameFlag.TWIN) === 0).length, 0);
        if (target === undefined) {
          holeOf(code, address, 0);
          moves.emit(library.set(ENTER_CALLEE), [], `call exit ${exit}`);
        } else {
          moves.emit(
            library.set(ENTER_LINKED),
            [],
            `link ${target}`,
            code.link(target, this.entered(frame, target)),
          );
        }
        code.exits[code.length - 1] = exit;
      }
    });
  }

  /** The exit of a jump that was to enter the trace `target`: `frame` is written already, and the running one. */
  private entered(frame: SnapshotFrame, target: number): number {
    const { exits, file, trace } = this.scan;
    const slots = frame.slots.map(() => UNCHANGED);
    const { snapshot } = trace.end;
    const frames = [{ ...frame, func: UNCHANGED, extra: UNCHANGED, slots }];
    return exits.add(
      ExitKind.LINK,
      { ...snapshot, frames, virtuals: [], stores: [] },
      (ref) => file.place(ref),
      { kind: 'link', target, snapshot },
    );
  }

  private returnsWord(value: Ref): boolean {
    const { trace } = this.scan;
    const repr = isConst(value) ? trace.consts[-1 - value].repr : trace.values[value].repr;
    return repr === 'val';
  }

  /** Whether every slot of every frame is a tagged word that exists: machine code can then write the frames. */
  private canWrite({ frames, virtuals, stores }: Snapshot): boolean {
    const word = (ref: Ref): boolean =>
      ref === UNCHANGED || ((isValue(ref) || isConst(ref)) && this.returnsWord(ref));
    return (
      virtuals.length === 0 &&
      stores.length === 0 &&
      frames.every(({ slots, func, extra }) => slots.every(word) && word(func) && word(extra))
    );
  }

  private writeSlots(frame: SnapshotFrame, at: number): void {
    frame.slots.forEach((ref, i) => {
      this.writeWord(at + FrameOffset.SIZE + 8 * i, ref);
    });
  }

  private writeWord(offset: number, ref: Ref): void {
    if (ref === UNCHANGED) return;
    const { file, moves, trace } = this.scan;
    const place = file.place(itemOf(trace, ref));
    if (place < 0) moves.storeConstant(offset, -1 - place);
    else if (isRegister(place)) moves.storeWord(offset, place);
    else moves.copyWord(offset, moves.slotOffset(place - SLOT));
  }
}

/** A 64-bit hole holding base + offset. */
function holeOf(code: CodeList, base: number, offset: number): void {
  const address = base + offset;
  code.hole(address | 0, Math.floor(address / 0x100000000));
}
