/**
 * Instructions whose stencils exist for a choice of registers (`regs`): inputs come into registers, outputs take those of inputs
 * that die, or others.
 *
 * A two-address stencil overwrites its first input, which is copied first when it lives on; a commutative one gets its inputs
 * exchanged when that saves the copy.
 */
import type { Inst, Snapshot } from '../../ir/trace.ts';
import type { StencilSet } from '../library.ts';
import type { Reg } from '../registers.ts';
import { ALL_FLOAT, ALL_GENERAL, isFloat, maskOf, REG_COUNT, SURVIVORS } from '../registers.ts';
import { itemOf } from './liveness.ts';
import { FREE } from './register-file.ts';
import type { Scan } from './scan.ts';

export class FreeOperands {
  private readonly scan: Scan;

  constructor(scan: Scan) {
    this.scan = scan;
  }

  allocate(inst: Inst<Snapshot>, set: StencilSet): void {
    const { scan } = this;
    const { trace, file, ranges, choice } = scan;
    const { shape } = set;
    const { ins, outs, dims } = shape;
    const items = inst.args.map((ref) => itemOf(trace, ref));
    const tied = outs.length > 0 && outs[0].tied === 0;
    if (
      tied &&
      inst.op.commutative &&
      items.length === 2 &&
      !this.expendable(items[0]) &&
      this.expendable(items[1])
    )
      items.reverse();
    // Operands with a reduced set first: the others can go anywhere.
    const regs: Reg[] = new Array(ins.length);
    for (let k = ins.length - 1; k >= 0; k--) {
      const allowed = maskOf(dims[ins[k].dim]);
      if (k === 0 && tied && this.onlyInMemory(items[0])) {
        regs[0] = this.loadCopy(items[0], allowed, inst.outs[0]);
        continue;
      }
      regs[k] = choice.ensure(items[k], allowed);
      if (k === 0 && tied && !this.expendable(items[0]))
        regs[0] = this.copyFirst(items[0], regs[0], inst.outs[0]);
    }

    const registers: Reg[] = new Array(dims.length);
    ins.forEach((place, k) => {
      registers[place.dim] = regs[k];
    });
    const results = this.chooseOutputs(inst, set, items, regs);
    outs.forEach((place, k) => {
      registers[place.dim] = results[k];
    });
    scan.emitInst(inst, set, registers, (ref) => file.place(ref));
    for (const reg of results) {
      const item = file.regItem[reg];
      if (item !== FREE && !ranges.dies(item)) file.drop(reg);
    }
    scan.bury();
    scan.define(inst.outs, results);
  }

  /** May its register be overwritten at the current instruction? Constants are made again for the price of a copy. */
  private expendable(item: number): boolean {
    const { ranges, file } = this.scan;
    return ranges.dies(item) || file.isConstItem(item);
  }

  private onlyInMemory(item: number): boolean {
    const { file } = this.scan;
    return file.itemReg[item] === FREE && file.itemSlot[item] !== FREE;
  }

  /** The first input is in memory: what the stencil overwrites comes from there, and the value stays where it is. */
  private loadCopy(item: number, allowed: number, out: number): Reg {
    const { file, moves, choice } = this.scan;
    const reg = choice.choose(allowed, out);
    moves.move(reg, file.place(item));
    choice.pinned |= 1 << reg;
    return reg;
  }

  /** The first input lives on: the stencil works on a copy, or on the register itself once the value is in memory. */
  private copyFirst(item: number, reg: Reg, out: number): Reg {
    const { file, moves, choice } = this.scan;
    const allowed = isFloat(reg) ? ALL_FLOAT : ALL_GENERAL;
    const others = allowed & ~choice.pinned;
    let best = -1;
    for (let r = 0; r < REG_COUNT; r++) {
      if (!(others & (1 << r))) continue;
      const score = file.regItem[r] === FREE ? 2e9 : choice.evictionScore(file.regItem[r]);
      if (score > best) best = score;
    }
    if (best < choice.evictionScore(item)) {
      choice.keepInMemory(item);
      return reg;
    }
    const copy = choice.choose(allowed, out);
    moves.move(copy, reg);
    choice.pinned |= 1 << copy;
    return copy;
  }

  private chooseOutputs(
    inst: Inst<Snapshot>,
    set: StencilSet,
    items: readonly number[],
    regs: readonly Reg[],
  ): Reg[] {
    const { file, ranges, choice } = this.scan;
    const { outs, dims } = set.shape;
    const results: Reg[] = [];
    // Inputs that die here leave their registers to the results.
    let reusable = 0;
    items.forEach((item, k) => {
      if (ranges.dies(item) && file.itemReg[item] === regs[k]) reusable |= 1 << regs[k];
    });
    outs.forEach((place, k) => {
      let reg: Reg;
      if (place.tied >= 0) reg = regs[place.tied];
      else {
        const allowed = maskOf(dims[place.dim]);
        const inherited = reusable & allowed;
        const hint = choice.hints[inst.outs[k]];
        if (hint !== FREE && inherited & (1 << hint)) reg = hint;
        else if (inherited && !(ranges.crosses(inst.outs[k]) && !(inherited & SURVIVORS)))
          reg = 31 - Math.clz32(inherited & -inherited);
        else reg = choice.choose(allowed, inst.outs[k]);
      }
      reusable &= ~(1 << reg);
      choice.pinned |= 1 << reg;
      results.push(reg);
    });
    return results;
  }
}
