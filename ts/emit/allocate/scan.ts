/**
 * The state of one allocation, which all its parts share, and the steps that every instruction takes: it is emitted with its
 * immediates and exits, what dies there is forgotten, its results get their registers.
 */
import { ExitKind } from '../../contract/exits.ts';
import { FrameOffset } from '../../contract/frames.ts';
import type { Inst, OptimizedTrace, Snapshot } from '../../ir/trace.ts';
import { PUBLISH } from '../emit-uops.ts';
import type { Locate } from '../exit-table.ts';
import { ExitTable } from '../exit-table.ts';
import type { StencilSet } from '../library.ts';
import { CodeList, Goal, NO_EXIT } from '../machine-code.ts';
import type { Reg } from '../registers.ts';
import { regName, SURVIVES_CALL } from '../registers.ts';
import type { AllocateOptions } from './linear-scan.ts';
import { LiveRanges } from './live-ranges.ts';
import type { Liveness } from './liveness.ts';
import { snapshotRefs } from './liveness.ts';
import { Moves } from './moves.ts';
import { isRegister } from './parallel-move.ts';
import { RegisterChoice } from './register-choice.ts';
import { RegisterFile } from './register-file.ts';
import { SpillSlots } from './spill-slots.ts';

/** Where a root frame has the registers that survive a call, while it is published (ts/contract/frames.ts). */
const SAVED_AT = [FrameOffset.sp, FrameOffset.resumeIp];

/** Immediates that are 64 bits wide: constants of the trace. */
const WIDE_KINDS: ReadonlySet<string> = new Set(['const', 'addr', 'u64', 'i64', 'f64']);

export class Scan {
  readonly trace: OptimizedTrace;
  readonly options: AllocateOptions;
  readonly live: Liveness;
  readonly ranges: LiveRanges;
  readonly code: CodeList;
  readonly exits: ExitTable;
  readonly slots: SpillSlots;
  readonly moves: Moves;
  readonly file: RegisterFile;
  readonly choice: RegisterChoice;

  constructor(trace: OptimizedTrace, options: AllocateOptions) {
    const { library, spillBase } = options;
    this.trace = trace;
    this.options = options;
    this.ranges = new LiveRanges(trace);
    this.live = this.ranges.live;
    this.code = new CodeList(options.withTexts ?? false);
    this.exits = new ExitTable(trace, spillBase / 8);
    this.slots = new SpillSlots();
    this.moves = new Moves(trace, library, this.code, spillBase, this.slots);
    this.file = new RegisterFile(trace, this.live.items, this.slots, this.moves);
    this.choice = new RegisterChoice(this.ranges, this.file);
  }

  /** Its immediates, then the offsets of its arrays, are the stencil's holes. `locate` says where values are at its exits. */
  emitInst(
    inst: Inst<Snapshot>,
    set: StencilSet,
    registers: readonly Reg[],
    locate: Locate,
    arrays: readonly number[] = [],
  ): void {
    const { code, exits, trace, options } = this;
    const { op, imms, snapshot } = inst;
    let exit = NO_EXIT;
    let raise = NO_EXIT;
    if (snapshot) {
      if (op.exits) exit = exits.add(ExitKind.GUARD, snapshot, locate);
      if (op.effects.raises)
        raise =
          exit === NO_EXIT
            ? exits.add(ExitKind.RAISE, snapshot, locate)
            : exits.addShared(ExitKind.RAISE, exit);
    }
    if (op.effects.runsCode && snapshot) this.publish(snapshot, Math.max(exit, raise), locate);
    op.imms.forEach(({ kind }, k) => {
      const value = imms[k];
      if (WIDE_KINDS.has(kind)) {
        const { lo, hi } = trace.consts[-1 - value];
        code.hole(lo, hi);
      } else if (kind === 'slot') code.hole(FrameOffset.SIZE + 8 * value, 0);
      else code.hole(value | 0, value < 0 ? -1 : 0);
    });
    for (const offset of arrays) code.hole(offset, 0);
    if (code.texts) code.texts.push(`${op.name} ${registers.map(regName).join(' ')}`.trimEnd());
    code.append(options.library.body(set, registers), this.ranges.at, exit, raise, Goal.NONE);
  }

  /**
   * C code is called that may look at the trace's frames: the root frame says which exit's record describes them, and has the registers
   * that only C's callees know where to find.
   */
  private publish(snapshot: Snapshot, exit: number, locate: Locate): void {
    const { moves, exits, code, options } = this;
    const record = exit === NO_EXIT ? exits.add(ExitKind.RAISE, snapshot, locate) : exit;
    let used = 0;
    snapshotRefs(snapshot, (ref) => {
      const place = locate(ref);
      if (isRegister(place)) used |= 1 << place;
    });
    SURVIVES_CALL.forEach((reg, k) => {
      if (used & (1 << reg)) moves.storeWord(SAVED_AT[k], reg);
    });
    code.hole(0, 0); // the writer knows the exit's number
    moves.emit(options.library.set(PUBLISH), [], `exit ${record}`, record);
  }

  /** Frees what dies at the current instruction. */
  bury(): void {
    this.ranges.eachDeath((item) => this.file.forget(item));
  }

  /** Results that nobody uses leave their registers free. */
  define(items: readonly number[], regs: readonly Reg[]): void {
    items.forEach((item, k) => {
      if (this.live.last[item] >= 0) this.file.assign(regs[k], item);
    });
  }
}
