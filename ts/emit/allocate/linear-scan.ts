/**
 * Register allocation: one forward scan over the SSA trace that keeps every item in a register until a more urgent one needs it.
 *
 * The trace is straight-line code with at most one back edge, so the scan knows every item's next use exactly: the one used latest is
 * evicted first (Belady; next uses wrap around the loop), weighed by what its eviction costs: nothing when a valid copy is in memory
 * and no register use follows, one move for a constant or a value in memory, two otherwise.
 *
 * The loop is scanned up to three times. The first scan enters it with the registers as the entry section leaves them; its end then
 * tells how registers should be at the header so that the back edge needs no moves (a phi takes the register that its right value
 * ends in), and what the loop evicts that was defined before it: that is stored once, before the loop. The last scan's code is kept.
 *
 * Snapshots are satisfied with any place, as it is before the instruction. The parts:
 *
 *     scan.ts             what all parts share, and the steps of every instruction
 *     live-ranges.ts      the scan's position among the uses (liveness.ts); next uses
 *     register-choice.ts  which register an item gets, which item is evicted
 *     free-operands.ts    instructions with a choice of registers
 *     fixed-operands.ts   calls of C, and what must survive them
 *     loop-edges.ts       the loop's header and the moves into it
 *     trace-end.ts        where the trace leads at its end
 *     register-file.ts    what is where; spill-slots.ts, moves.ts, parallel-move.ts
 *
 * Scheme: after Poletto & Sarkar's linear scan in the second-chance form of Traub, Holloway & Smith (PLDI 1998).
 */
import { tick } from '../../contract/patience.ts';
import type { OptimizedTrace } from '../../ir/trace.ts';
import type { ExitTable } from '../exit-table.ts';
import type { StencilLibrary } from '../library.ts';
import type { CodeList } from '../machine-code.ts';
import { RESULT } from '../registers.ts';
import { FixedOperands } from './fixed-operands.ts';
import { FreeOperands } from './free-operands.ts';
import { LoopEdges, sameRegisters } from './loop-edges.ts';
import type { Place } from './parallel-move.ts';
import { isRegister, SLOT } from './parallel-move.ts';
import { Scan } from './scan.ts';
import { EndWriter } from './trace-end.ts';

export interface AllocateOptions {
  readonly library: StencilLibrary;
  /** Byte offset of the first spill slot from the root frame, after that frame's extent. */
  readonly spillBase: number;
  /** Places of the params of a bridge: what the parent's ExitTable.placeOf says. */
  readonly inherited?: readonly (Place | null)[];
  /** Code objects by id. */
  readonly frames: (code: number) => FrameInfo;
  /** The trace itself writes the frames that its end needs: they have room after the root frame. */
  readonly writesFrames: boolean;
  /** Describe each entry, for dumps. */
  readonly withTexts?: boolean;
}

/** What writing a frame takes. Addresses are exact as doubles. */
export interface FrameInfo {
  /** The Code cell and its first unit. */
  readonly address: number;
  readonly units: number;
  /** Bytes of a frame: header, locals, evaluation stack. */
  readonly extent: number;
}

export interface Allocation {
  readonly code: CodeList;
  readonly exits: ExitTable;
  /** Number of spill slots. */
  readonly slots: number;
  /** First exit of the loop; the number of exits when there is none. */
  readonly loopExit: number;
}

/** Scans of a loop. */
const PASSES = 3;

export function allocateRegisters(trace: OptimizedTrace, options: AllocateOptions): Allocation {
  return new LinearScan(trace, options).run();
}

class LinearScan {
  private readonly scan: Scan;
  private readonly free: FreeOperands;
  private readonly fixed: FixedOperands;

  constructor(trace: OptimizedTrace, options: AllocateOptions) {
    this.scan = new Scan(trace, options);
    this.free = new FreeOperands(this.scan);
    this.fixed = new FixedOperands(this.scan);
  }

  run(): Allocation {
    const { trace, live, code, exits, slots } = this.scan;
    this.placeParams();
    const looping = trace.loopStart >= 0;
    this.allocate(0, looping ? trace.loopStart : live.end);
    const entryExits = exits.length;
    if (looping) this.allocateLoop();
    else new EndWriter(this.scan).write();
    return { code, exits, slots: slots.count, loopExit: looping ? entryExits : exits.length };
  }

  private placeParams(): void {
    const { trace, options, live, file, slots } = this.scan;
    trace.params.forEach((param, i) => {
      if (live.last[param.value] < 0) return;
      const place = trace.kind === 'continuation' ? RESULT : options.inherited?.[i];
      if (place === undefined || place === null || place < 0) throw new Error(`param ${i} has no place`);
      if (isRegister(place)) file.assign(place, param.value);
      else {
        slots.claim(place - SLOT);
        file.itemSlot[param.value] = place - SLOT;
      }
    });
  }

  private allocate(from: number, to: number): void {
    const { trace, options, ranges, choice } = this.scan;
    for (ranges.at = from; ranges.at < to; ranges.at++) {
      tick();
      const inst = trace.insts[ranges.at];
      const set = options.library.set(inst.op);
      choice.pinned = 0;
      if (set.shape.clobbers) this.fixed.allocate(inst, set);
      else this.free.allocate(inst, set);
    }
  }

  private allocateLoop(): void {
    const { trace, live, ranges, choice, code, exits, file } = this.scan;
    const edges = new LoopEdges(this.scan);
    const before = file.save();
    const mark = code.length;
    const exitMark = exits.length;
    let header = edges.firstHeader();
    for (let pass = 1; ; pass++) {
      choice.newHoists = false;
      ranges.inLoop = true;
      edges.enterLoop(header);
      code.loopEntry = code.length;
      ranges.rewind();
      edges.setHints(header);
      this.allocate(trace.loopStart, live.end);
      const better = edges.headerFromEnd(header);
      if (pass === PASSES || (!choice.newHoists && sameRegisters(better, header))) break;
      header = better;
      code.truncate(mark);
      exits.truncate(exitMark);
      file.restore(before);
    }
    edges.backEdge(header);
  }
}
