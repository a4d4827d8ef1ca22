/**
 * Instructions that call C (`fixed`, `memory`): operands in r2… and f0…, arrays in consecutive spill slots, every register but r0
 * and r1 clobbered. What lives on is saved before.
 */
import type { Inst, Ref, Snapshot } from '../../ir/trace.ts';
import type { Locate } from '../exit-table.ts';
import { DEAD } from '../exit-table.ts';
import type { StencilSet } from '../library.ts';
import { REG_COUNT, SURVIVES_CALL, SURVIVORS } from '../registers.ts';
import { arrayIndex } from '../variants.ts';
import { itemOf, NEVER, snapshotRefs } from './liveness.ts';
import { SLOT } from './parallel-move.ts';
import { FREE } from './register-file.ts';
import type { Scan } from './scan.ts';

export class FixedOperands {
  private readonly scan: Scan;

  constructor(scan: Scan) {
    this.scan = scan;
  }

  allocate(inst: Inst<Snapshot>, set: StencilSet): void {
    const { scan } = this;
    const { trace, file, slots, moves, live } = scan;
    const { ins, outs } = set.shape;
    const array = arrayIndex(inst.op.ins);
    const arrayLength = array < 0 ? 0 : inst.args.length - inst.op.ins.length + 1;
    const items = inst.args.map((ref) => itemOf(trace, ref));
    const arrayItems = array < 0 ? [] : items.splice(array, arrayLength);
    this.saveFromClobber(inst);

    let arraySlot = 0;
    if (array >= 0) {
      // The slot before the array is the body's too: calls put self there (args[-1], as on the evaluation stack).
      arraySlot = slots.take(arrayLength + 1) + 1;
      arrayItems.forEach((item, k) => {
        moves.move(SLOT + arraySlot + k, file.place(item));
      });
    }
    const outArray = arrayIndex(inst.op.outs);
    const outLength = outArray < 0 ? 0 : inst.outs.length - inst.op.outs.length + 1;
    const outSlot = outArray < 0 ? 0 : slots.take(Math.max(outLength, 1));

    moves.parallel(
      ins.map((place) => place.fixed),
      items.map((item) => file.place(item)),
    );
    for (let reg = 0; reg < REG_COUNT; reg++) if (!(SURVIVORS & (1 << reg))) file.drop(reg);
    const arrays: number[] = [];
    if (array >= 0) arrays.push(moves.slotOffset(arraySlot));
    if (outArray >= 0) arrays.push(moves.slotOffset(outSlot));
    const locate: Locate = (ref) =>
      file.itemReg[ref] === FREE && file.itemSlot[ref] === FREE ? DEAD : file.place(ref);
    scan.emitInst(inst, set, [], locate, arrays);
    if (array >= 0) slots.free(arraySlot - 1, arrayLength + 1);
    scan.bury();

    const results = inst.outs.slice();
    const spread = outArray < 0 ? [] : results.splice(outArray, outLength);
    if (outArray >= 0 && outLength === 0) slots.free(outSlot, 1);
    spread.forEach((item, k) => {
      if (live.last[item] < 0) slots.free(outSlot + k, 1);
      else file.itemSlot[item] = outSlot + k;
    });
    scan.define(
      results,
      outs.map((place) => place.fixed),
    );
  }

  /** What must outlive the instruction, or be known at its exit, moves to r0, r1 or memory. */
  private saveFromClobber(inst: Inst<Snapshot>): void {
    const { file, moves, ranges, choice } = this.scan;
    const keep: number[] = [];
    for (let reg = 0; reg < REG_COUNT; reg++) {
      const item = file.regItem[reg];
      if (item === FREE || SURVIVORS & (1 << reg)) continue;
      if (!ranges.dies(item)) keep.push(item);
    }
    if (inst.snapshot)
      exitValues(inst.snapshot, inst.op.exits, (ref) => {
        const reg = file.itemReg[ref];
        if (reg !== FREE && !(SURVIVORS & (1 << reg)) && ranges.dies(ref) && !keep.includes(ref))
          keep.push(ref);
      });
    const later = (item: number): number => ranges.nextUse(item, ranges.at + 1);
    keep.sort((a, b) => later(a) - later(b));
    for (const item of keep) {
      if (file.isConstItem(item) || file.itemSlot[item] !== FREE) continue;
      const survivor = SURVIVES_CALL.find((reg) => file.regItem[reg] === FREE);
      if (survivor !== undefined && !file.isFloatItem(item) && later(item) !== NEVER) {
        const from = file.itemReg[item];
        moves.move(survivor, from);
        file.assign(survivor, item);
      } else choice.keepInMemory(item);
    }
  }
}

/**
 * Values that an exit of a clobbering instruction must find. When the instruction can only raise, the innermost frame's stack words
 * that die here are left out: they are its operands, pushed inside any `try` that could catch, so unwinding discards them.
 */
function exitValues(snapshot: Snapshot, exits: boolean, each: (ref: Ref) => void): void {
  if (exits) {
    snapshotRefs(snapshot, each);
    return;
  }
  const innermost = snapshot.frames[snapshot.frames.length - 1];
  const frames = [
    ...snapshot.frames.slice(0, -1),
    { ...innermost, slots: innermost.slots.slice(0, innermost.nlocals) },
  ];
  snapshotRefs({ ...snapshot, frames }, each);
}
