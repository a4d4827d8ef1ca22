/**
 * Register allocation: one forward scan over the SSA trace that keeps every item in a register until a more urgent one needs it.
 *
 * The trace is straight-line code with at most one back edge, so the scan knows every item's next use exactly: the one used latest is
 * evicted first (Belady; next uses wrap around the loop), weighed by what its eviction costs: nothing when a valid copy is in memory
 * and no register use follows, one move for a constant or a value in memory, two otherwise.
 *
 * The loop is scanned up to three times. The first scan enters it with the registers as the entry section leaves them; its end then
 * tells how registers should be at the header so that the back edge needs no moves (a phi takes the register that its right value
 * ends in), and what the loop evicts that was defined before it: that is stored once, in front of the loop. The last scan's code is kept.
 *
 * Constraints: two-address stencils overwrite their first input (copied first when it lives on); `fixed` stencils take operands in r2… /
 * f0… and clobber all but r0 and r1, which values that live across calls therefore prefer; array operands sit in consecutive
 * slots. Snapshots are satisfied with any place, as it is before the instruction.
 *
 * Longer than most files here: state and decisions of one scan belong together; register-file.ts has the primitives.
 *
 * Scheme: after Poletto & Sarkar's linear scan in the second-chance form of Traub, Holloway & Smith (PLDI 1998).
 */
import { ExitKind } from '../contract/exits.ts';
import { FrameOffset } from '../contract/frames.ts';
import type { Inst, OptimizedTrace, Ref, Snapshot, SnapshotFrame } from '../optimizer/ir.ts';
import { isConst, isValue, UNCHANGED } from '../optimizer/ir.ts';
import { ENTER_CALLEE, ENTER_LINKED, JUMP, MAKE_FRAME, RETURN, SUSPEND_FRAME, YIELD } from './emit-uops.ts';
import type { Locate } from './exit-table.ts';
import { DEAD, ExitTable } from './exit-table.ts';
import type { StencilLibrary, StencilSet } from './library.ts';
import type { Liveness } from './liveness.ts';
import { analyseLiveness, itemOf, NEVER, snapshotRefs } from './liveness.ts';
import { CodeList, Goal, LAYOUT_TARGETS, NO_EXIT } from './machine-code.ts';
import type { Place } from './parallel-move.ts';
import { isRegister, parallelMove, SLOT } from './parallel-move.ts';
import { FREE, RegisterFile } from './register-file.ts';
import type { Reg } from './registers.ts';
import { FIRST_FLOAT, isFloat, REG_COUNT, RESULT, regName, SURVIVES_CALL } from './registers.ts';
import { arrayIndex } from './variants.ts';

export interface AllocateOptions {
  readonly library: StencilLibrary;
  /** Byte offset of the first spill slot from the root frame, behind that frame's extent. */
  readonly spillBase: number;
  /** Places of the params of a bridge: what the parent's ExitTable.placeOf says. */
  readonly inherited?: readonly (Place | null)[];
  /** Code objects by id. */
  readonly frames: (code: number) => FrameInfo;
  /** The trace writes the frames that its end needs itself: they have room behind the root frame. */
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
  /** Spill slots in use at most. */
  readonly slots: number;
  /** First exit of the loop; the number of exits when there is none. */
  readonly loopExit: number;
}

/** Registers and phi places at the loop's header. */
interface Header {
  readonly regItem: Int32Array;
  /** Phis that live in memory there. */
  readonly inMemory: number[];
}

const PASSES = 3;
const ALL_GENERAL = 0x00ff;
const ALL_FLOAT = 0xff00;
const SURVIVORS = SURVIVES_CALL.reduce((mask, reg) => mask | (1 << reg), 0);
const WIDE_KINDS: ReadonlySet<string> = new Set(['const', 'addr', 'u64', 'i64', 'f64']);

export function allocateRegisters(trace: OptimizedTrace, options: AllocateOptions): Allocation {
  return new LinearScan(trace, options).run();
}

class LinearScan {
  private readonly trace: OptimizedTrace;
  private readonly options: AllocateOptions;
  private readonly live: Liveness;
  private readonly code: CodeList;
  private readonly exits: ExitTable;
  private readonly file: RegisterFile;
  /** Items that die at each position: deaths[i] first item, nextDeath[item] the next one; −1 ends. */
  private readonly deaths: Int32Array;
  private readonly nextDeath: Int32Array;
  /** Per item: index of the first strong use not yet passed. */
  private readonly cursor: Int32Array;
  /** Register that the item should go to if it can: where its phi sits at the header. */
  private readonly hints: Int8Array;
  /** Stored in front of the loop, since the loop would evict them. */
  private readonly hoisted = new Set<number>();
  /** Registers that the current instruction's operands occupy. */
  private pinned = 0;
  private at = 0;
  private inLoop = false;
  private newHoists = false;

  constructor(trace: OptimizedTrace, options: AllocateOptions) {
    this.trace = trace;
    this.options = options;
    this.live = analyseLiveness(trace);
    const { items, end, last } = this.live;
    this.code = new CodeList(options.withTexts ?? false);
    this.exits = new ExitTable(trace, options.spillBase / 8);
    this.file = new RegisterFile(trace, options.library, this.code, options.spillBase, items);
    this.cursor = this.live.start.slice();
    this.hints = new Int8Array(items).fill(FREE);
    this.deaths = new Int32Array(end + 1).fill(-1);
    this.nextDeath = new Int32Array(items);
    for (let item = 0; item < items; item++) {
      const position = last[item];
      if (position < 0 || position > end) continue;
      this.nextDeath[item] = this.deaths[position];
      this.deaths[position] = item;
    }
  }

  run(): Allocation {
    const { trace, live, code, exits, file } = this;
    this.placeParams();
    const looping = trace.loopStart >= 0;
    this.scan(0, looping ? trace.loopStart : live.end);
    const entryExits = exits.length;
    if (looping) this.allocateLoop();
    else this.finish();
    return { code, exits, slots: file.slotCount, loopExit: looping ? entryExits : exits.length };
  }

  private placeParams(): void {
    const { params, kind } = this.trace;
    params.forEach((param, i) => {
      if (this.live.last[param.value] < 0) return;
      const place = kind === 'continuation' ? RESULT : this.options.inherited?.[i];
      if (place === undefined || place === null || place < 0) throw new Error(`param ${i} has no place`);
      if (isRegister(place)) this.file.assign(place, param.value);
      else {
        this.file.claimSlot(place - SLOT);
        this.file.itemSlot[param.value] = place - SLOT;
      }
    });
  }

  private scan(from: number, to: number): void {
    for (this.at = from; this.at < to; this.at++) {
      const inst = this.trace.insts[this.at];
      const set = this.options.library.set(inst.op);
      this.pinned = 0;
      if (set.shape.clobbers) this.fixed(inst, set);
      else this.free(inst, set);
    }
  }

  // ---- the loop ----

  private allocateLoop(): void {
    const { trace, live, code, exits, file } = this;
    const before = file.save();
    const mark = code.length;
    const exitMark = exits.length;
    let header = this.firstHeader();
    for (let pass = 1; ; pass++) {
      this.newHoists = false;
      this.inLoop = true;
      this.enterLoop(header);
      code.loopEntry = code.length;
      for (let item = 0; item < live.items; item++) this.cursor[item] = live.start[item];
      this.setHints(header);
      this.scan(trace.loopStart, live.end);
      const better = this.headerFromEnd(header);
      if (pass === PASSES || (!this.newHoists && sameRegisters(better, header))) break;
      header = better;
      code.truncate(mark);
      exits.truncate(exitMark);
      file.restore(before);
    }
    this.backEdge(header);
  }

  /** The registers as they are, phis in place of left values that die here. */
  private firstHeader(): Header {
    const { trace, live, file } = this;
    const regItem = new Int32Array(REG_COUNT).fill(FREE);
    for (let reg = 0; reg < REG_COUNT; reg++) {
      const item = file.regItem[reg];
      if (item !== FREE && live.throughLoop[item]) regItem[reg] = item;
    }
    const waiting: number[] = [];
    for (const phi of trace.phis) {
      if (live.last[phi.value] < 0) continue;
      const reg = file.itemReg[itemOf(trace, phi.left)];
      if (reg !== FREE && regItem[reg] === FREE) regItem[reg] = phi.value;
      else waiting.push(phi.value);
    }
    return { regItem, inMemory: this.fillIn(regItem, waiting) };
  }

  /** Gives phis that have no register yet a free one; gives back those for which there is none. */
  private fillIn(regItem: Int32Array, phis: readonly number[]): number[] {
    const inMemory: number[] = [];
    for (const phi of phis) {
      const first = this.file.isFloatItem(phi) ? FIRST_FLOAT : 0;
      let found = FREE;
      // From the top: r0 and r1 are for what lives across calls.
      for (let reg = first + FIRST_FLOAT - 1; reg >= first; reg--) if (regItem[reg] === FREE) found = reg;
      if (!this.crosses(phi)) {
        for (let reg = first; reg < first + FIRST_FLOAT; reg++)
          if (regItem[reg] === FREE && !(SURVIVORS & (1 << reg))) found = reg;
      }
      if (found === FREE || this.live.firstInLoop[phi] === NEVER) inMemory.push(phi);
      else regItem[found] = phi;
    }
    return inMemory;
  }

  /** The header that the loop's end would like: what is in registers there, phis for their right values. */
  private headerFromEnd(current: Header): Header {
    const { trace, live, file } = this;
    const regItem = new Int32Array(REG_COUNT).fill(FREE);
    const waiting: number[] = [];
    for (const phi of trace.phis) {
      if (live.last[phi.value] < 0) continue;
      const reg = file.itemReg[itemOf(trace, phi.right)];
      if (reg !== FREE && regItem[reg] === FREE && !current.inMemory.includes(phi.value))
        regItem[reg] = phi.value;
      else waiting.push(phi.value);
    }
    for (let reg = 0; reg < REG_COUNT; reg++) {
      const item = file.regItem[reg];
      if (item !== FREE && regItem[reg] === FREE && live.throughLoop[item]) regItem[reg] = item;
    }
    return { regItem, inMemory: this.fillIn(regItem, waiting) };
  }

  private setHints(header: Header): void {
    for (const phi of this.trace.phis) {
      const reg = header.regItem.indexOf(phi.value);
      if (isValue(phi.right)) this.hints[phi.right] = reg;
    }
  }

  /** Moves from the entry section's state into the header's. */
  private enterLoop(header: Header): void {
    const { trace, live, file } = this;
    for (const item of this.hoisted) file.store(item);
    for (let reg = 0; reg < REG_COUNT; reg++) {
      const item = file.regItem[reg];
      if (item !== FREE && live.throughLoop[item] && header.regItem.indexOf(item) < 0) file.store(item);
    }
    const leftOf = new Map<number, number>();
    for (const phi of trace.phis) leftOf.set(phi.value, itemOf(trace, phi.left));
    const targets: Place[] = [];
    const sources: Place[] = [];
    const memory = header.inMemory.map((phi) => {
      const slot = file.takeSlots(1);
      targets.push(SLOT + slot);
      sources.push(file.place(leftOf.get(phi) as number));
      return slot;
    });
    for (let reg = 0; reg < REG_COUNT; reg++) {
      const item = header.regItem[reg];
      if (item === FREE) continue;
      targets.push(reg);
      sources.push(file.place(leftOf.get(item) ?? item));
    }
    parallelMove(targets, sources, file);
    file.releaseTemporaries();
    // What only the entry section used is gone.
    for (let item = 0; item < live.items; item++)
      if (live.last[item] < trace.loopStart && (file.itemReg[item] !== FREE || file.itemSlot[item] !== FREE))
        file.forget(item);
    for (let reg = 0; reg < REG_COUNT; reg++) file.drop(reg);
    for (let reg = 0; reg < REG_COUNT; reg++)
      if (header.regItem[reg] !== FREE) file.assign(reg, header.regItem[reg]);
    header.inMemory.forEach((phi, i) => {
      file.itemSlot[phi] = memory[i];
      file.reserveSlot(memory[i]);
    });
    this.headerSlots = memory;
  }

  private headerSlots: number[] = [];

  private backEdge(header: Header): void {
    const { trace, file } = this;
    const rightOf = new Map<number, number>();
    for (const phi of trace.phis) rightOf.set(phi.value, itemOf(trace, phi.right));
    const targets: Place[] = [];
    const sources: Place[] = [];
    header.inMemory.forEach((phi, i) => {
      targets.push(SLOT + this.headerSlots[i]);
      sources.push(file.place(rightOf.get(phi) as number));
    });
    for (let reg = 0; reg < REG_COUNT; reg++) {
      const item = header.regItem[reg];
      if (item === FREE) continue;
      targets.push(reg);
      sources.push(file.place(rightOf.get(item) ?? item));
    }
    parallelMove(targets, sources, file);
    file.releaseTemporaries();
    file.emit(this.options.library.set(JUMP), [], 'loop', Goal.LOOP);
  }

  // ---- uses and victims ----

  /** Position of the item's next strong use at or after the current instruction; wraps around the loop. */
  private nextUse(item: number, after: number): number {
    const { start, uses, throughLoop, firstInLoop, end } = this.live;
    const stop = start[item + 1];
    let c = this.cursor[item];
    while (c < stop && uses[c] < this.at) c++;
    this.cursor[item] = c;
    while (c < stop && uses[c] < after) c++;
    if (c < stop) return uses[c];
    if (!this.inLoop || !throughLoop[item] || firstInLoop[item] === NEVER) return NEVER;
    return end + firstInLoop[item] - this.trace.loopStart;
  }

  /** Does the item live across a clobbering instruction from here on? */
  private crosses(item: number): boolean {
    const { clobbers, last, throughLoop } = this.live;
    if (clobbers.length === 0) return false;
    const final = clobbers[clobbers.length - 1];
    if (throughLoop[item] && final >= this.trace.loopStart) return true;
    let low = 0;
    let high = clobbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (clobbers[middle] > this.at) high = middle;
      else low = middle + 1;
    }
    return low < clobbers.length && clobbers[low] < last[item];
  }

  /** How good it is to evict the item: distance of its next use over the moves that costs. */
  private evictionScore(item: number): number {
    const next = this.nextUse(item, this.at + 1);
    const stored = this.file.isConstItem(item) || this.file.itemSlot[item] !== FREE;
    const distance = Math.min(next === NEVER ? 4096 : next - this.at, 4096);
    const cost = (stored ? 0 : 1) + (next === NEVER ? 0 : 1);
    return cost === 0 ? 1e9 : distance / cost;
  }

  /** A register out of `allowed` for the item; evicts when none is free. Never one that is pinned. */
  private choose(allowed: number, item: number): Reg {
    const { file } = this;
    const usable = allowed & ~this.pinned;
    const hint = this.hints[item];
    if (hint !== FREE && usable & (1 << hint) && file.regItem[hint] === FREE) return hint;
    const preferSurvivors = (allowed & ALL_GENERAL) !== 0 && this.crosses(item);
    let found = FREE;
    for (let reg = 0; reg < REG_COUNT; reg++) {
      if (!(usable & (1 << reg)) || file.regItem[reg] !== FREE) continue;
      const survives = (SURVIVORS & (1 << reg)) !== 0;
      if (found === FREE || survives === preferSurvivors) found = reg;
      if (survives === preferSurvivors) break;
    }
    if (found !== FREE) return found;
    let best = -1;
    for (let reg = 0; reg < REG_COUNT; reg++) {
      if (!(usable & (1 << reg))) continue;
      const score = this.evictionScore(file.regItem[reg]);
      if (score <= best) continue;
      best = score;
      found = reg;
    }
    if (found === FREE) throw new Error(`no register for operand at ${this.at}`);
    this.evict(found);
    return found;
  }

  private evict(reg: Reg): void {
    this.keepInMemory(this.file.regItem[reg]);
    this.file.drop(reg);
  }

  private keepInMemory(item: number): void {
    if (!this.file.store(item)) return;
    if (this.inLoop && this.live.throughLoop[item] && !this.hoisted.has(item)) {
      this.hoisted.add(item);
      this.newHoists = true;
    }
  }

  /** Brings the item into one of the allowed registers and pins that. */
  private ensure(item: number, allowed: number): Reg {
    const { file } = this;
    let reg: Reg = file.itemReg[item];
    if (reg === FREE || !(allowed & (1 << reg))) {
      const source = file.place(item);
      reg = this.choose(allowed, item);
      file.move(reg, source);
      file.assign(reg, item);
    }
    this.pinned |= 1 << reg;
    return reg;
  }

  // ---- instructions with free registers ----

  private free(inst: Inst, set: StencilSet): void {
    const { trace, file, live } = this;
    const { shape } = set;
    const { ins, outs, dims } = shape;
    const items = inst.args.map((ref) => itemOf(trace, ref));
    const dies = (item: number): boolean => live.last[item] <= this.at;
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
      regs[k] = this.ensure(items[k], allowed);
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
    this.emitInst(inst, set, registers, (ref) => file.place(ref));
    for (const reg of results) {
      const item = file.regItem[reg];
      if (item !== FREE && !dies(item)) file.drop(reg);
    }
    this.bury();
    this.define(inst.outs, results);
  }

  /** May its register be overwritten at the current instruction? Constants are made again for the price of a copy. */
  private expendable(item: number): boolean {
    return this.live.last[item] <= this.at || this.file.isConstItem(item);
  }

  private onlyInMemory(item: number): boolean {
    return this.file.itemReg[item] === FREE && this.file.itemSlot[item] !== FREE;
  }

  /** The first input is in memory: what the stencil overwrites comes from there, and the value stays where it is. */
  private loadCopy(item: number, allowed: number, out: number): Reg {
    const reg = this.choose(allowed, out);
    this.file.move(reg, this.file.place(item));
    this.pinned |= 1 << reg;
    return reg;
  }

  /** The first input lives on: the stencil works on a copy, or on the register itself once the value is in memory. */
  private copyFirst(item: number, reg: Reg, out: number): Reg {
    const { file } = this;
    const allowed = isFloat(reg) ? ALL_FLOAT : ALL_GENERAL;
    const others = allowed & ~this.pinned;
    let best = -1;
    for (let r = 0; r < REG_COUNT; r++) {
      if (!(others & (1 << r))) continue;
      const score = file.regItem[r] === FREE ? 2e9 : this.evictionScore(file.regItem[r]);
      if (score > best) best = score;
    }
    if (best < this.evictionScore(item)) {
      this.keepInMemory(item);
      return reg;
    }
    const copy = this.choose(allowed, out);
    file.move(copy, reg);
    this.pinned |= 1 << copy;
    return copy;
  }

  private chooseOutputs(inst: Inst, set: StencilSet, items: readonly number[], regs: readonly Reg[]): Reg[] {
    const { live, file } = this;
    const { outs, dims } = set.shape;
    const results: Reg[] = [];
    // Inputs that die here leave their registers to the results.
    let reusable = 0;
    items.forEach((item, k) => {
      if (live.last[item] <= this.at && file.itemReg[item] === regs[k]) reusable |= 1 << regs[k];
    });
    outs.forEach((place, k) => {
      let reg: Reg;
      if (place.tied >= 0) reg = regs[place.tied];
      else {
        const allowed = maskOf(dims[place.dim]);
        const inherited = reusable & allowed;
        const hint = this.hints[inst.outs[k]];
        if (hint !== FREE && inherited & (1 << hint)) reg = hint;
        else if (inherited && !(this.crosses(inst.outs[k]) && !(inherited & SURVIVORS)))
          reg = 31 - Math.clz32(inherited & -inherited);
        else reg = this.choose(allowed, inst.outs[k]);
      }
      reusable &= ~(1 << reg);
      this.pinned |= 1 << reg;
      results.push(reg);
    });
    return results;
  }

  // ---- instructions with fixed registers ----

  private fixed(inst: Inst, set: StencilSet): void {
    const { trace, file, live } = this;
    const { ins, outs } = set.shape;
    const array = arrayIndex(inst.op.ins);
    const arrayLength = array < 0 ? 0 : inst.args.length - inst.op.ins.length + 1;
    const items = inst.args.map((ref) => itemOf(trace, ref));
    const arrayItems = array < 0 ? [] : items.splice(array, arrayLength);
    this.saveFromClobber(inst);

    let arraySlot = 0;
    if (array >= 0) {
      // The slot in front of the array is the body's too: calls put self there (args[-1], as on the evaluation stack).
      arraySlot = file.takeSlots(arrayLength + 1) + 1;
      arrayItems.forEach((item, k) => {
        file.move(SLOT + arraySlot + k, file.place(item));
      });
    }
    const outArray = arrayIndex(inst.op.outs);
    const outLength = outArray < 0 ? 0 : inst.outs.length - inst.op.outs.length + 1;
    const outSlot = outArray < 0 ? 0 : file.takeSlots(Math.max(outLength, 1));

    parallelMove(
      ins.map((place) => place.fixed),
      items.map((item) => file.place(item)),
      file,
    );
    file.releaseTemporaries();
    for (let reg = 0; reg < REG_COUNT; reg++) if (!(SURVIVORS & (1 << reg))) file.drop(reg);
    const arrays: number[] = [];
    if (array >= 0) arrays.push(file.slotOffset(arraySlot));
    if (outArray >= 0) arrays.push(file.slotOffset(outSlot));
    const locate: Locate = (ref) =>
      file.itemReg[ref] === FREE && file.itemSlot[ref] === FREE ? DEAD : file.place(ref);
    this.emitInst(inst, set, [], locate, arrays);
    if (array >= 0) file.freeSlots(arraySlot - 1, arrayLength + 1);
    this.bury();

    const results = inst.outs.slice();
    const spread = outArray < 0 ? [] : results.splice(outArray, outLength);
    if (outArray >= 0 && outLength === 0) file.freeSlots(outSlot, 1);
    spread.forEach((item, k) => {
      if (live.last[item] < 0) file.freeSlots(outSlot + k, 1);
      else file.itemSlot[item] = outSlot + k;
    });
    this.define(
      results,
      outs.map((place) => place.fixed),
    );
  }

  /** What must outlive the instruction, or be known at its exit, moves to r0, r1 or memory. */
  private saveFromClobber(inst: Inst): void {
    const { file, live } = this;
    const keep: number[] = [];
    for (let reg = 0; reg < REG_COUNT; reg++) {
      const item = file.regItem[reg];
      if (item === FREE || SURVIVORS & (1 << reg)) continue;
      if (live.last[item] > this.at) keep.push(item);
    }
    if (inst.snapshot)
      exitValues(inst.snapshot, inst.op.exits, (ref) => {
        const reg = file.itemReg[ref];
        if (reg !== FREE && !(SURVIVORS & (1 << reg)) && live.last[ref] <= this.at && !keep.includes(ref))
          keep.push(ref);
      });
    const later = (item: number): number => this.nextUse(item, this.at + 1);
    keep.sort((a, b) => later(a) - later(b));
    for (const item of keep) {
      if (file.isConstItem(item) || file.itemSlot[item] !== FREE) continue;
      const survivor = SURVIVES_CALL.find((reg) => file.regItem[reg] === FREE);
      if (survivor !== undefined && !file.isFloatItem(item) && later(item) !== NEVER) {
        const from = file.itemReg[item];
        file.move(survivor, from);
        file.assign(survivor, item);
      } else this.keepInMemory(item);
    }
  }

  // ---- common ----

  private emitInst(
    inst: Inst,
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
    code.append(options.library.body(set, registers), this.at, exit, raise, Goal.NONE);
  }

  /** Frees what dies at the current instruction. */
  private bury(): void {
    for (let item = this.deaths[this.at]; item >= 0; item = this.nextDeath[item]) this.file.forget(item);
  }

  private define(items: readonly number[], regs: readonly Reg[]): void {
    items.forEach((item, k) => {
      if (this.live.last[item] >= 0) this.file.assign(regs[k], item);
    });
  }

  // ---- the end of a straight trace ----

  private finish(): void {
    const { trace, file, exits, code, options } = this;
    const { end } = trace;
    const locate: Locate = (ref) => file.place(ref);
    const jump = options.library.set(JUMP);
    if (end.kind === 'return' && this.returnsWord(end.value)) {
      parallelMove([RESULT], [file.place(itemOf(trace, end.value))], file);
      file.emit(
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
      code.links.push(end.target);
      file.emit(jump, [], `link ${end.target}`, Goal.LINK + code.links.length - 1);
      code.exits[code.length - 1] = exit;
      return;
    }
    if ((end.kind === 'call' || end.kind === 'link') && options.writesFrames && this.canWrite(end.snapshot)) {
      this.writeFrames(frames, options.frames, exit, end.kind === 'link' ? end.target : -1);
      return;
    }
    file.emit(jump, [], `exit ${exit}`, exit);
  }

  /** The generator's frame takes what changed, then its resumer the value. */
  private writeYield(frame: SnapshotFrame, value: Ref): void {
    const { file, code, options, trace } = this;
    this.writeSlots(frame, 0);
    parallelMove([RESULT], [file.place(itemOf(trace, value))], file);
    const { units } = options.frames(frame.code);
    holeOf(code, units, 2 * frame.ip);
    holeOf(code, units, 2 * frame.resume);
    code.hole(FrameOffset.SIZE + 8 * frame.slots.length, 0);
    const goal = Goal.SYMBOL + LAYOUT_TARGETS.indexOf('jit_yield');
    file.emit(options.library.set(YIELD), [RESULT], 'yield', goal);
  }

  /**
   * Writes all frames, root first, and goes on in the last: from its start (a call), or with the trace `target`. Frames lie one behind
   * the other.
   */
  private writeFrames(
    frames: readonly SnapshotFrame[],
    info: (code: number) => FrameInfo,
    exit: number,
    target: number,
  ): void {
    const { file, code, options } = this;
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
        file.emit(library.set(SUSPEND_FRAME), [], `frame ${k}`);
        const callee = info(frames[k + 1].code);
        code.hole(at + extent, 0);
        code.hole(at, 0);
        holeOf(code, callee.address, 0);
        code.hole(frames[k + 1].flags, 0);
        file.emit(library.set(MAKE_FRAME), [], `frame ${k + 1}`);
        at += extent;
      } else {
        code.hole(at, 0);
        code.hole(at + extent, 0);
        code.hole(last, 0);
        if (target < 0) {
          holeOf(code, address, 0);
          file.emit(library.set(ENTER_CALLEE), [], `call exit ${exit}`);
        } else {
          code.links.push(target);
          file.emit(library.set(ENTER_LINKED), [], `link ${target}`, Goal.LINK + code.links.length - 1);
        }
        code.exits[code.length - 1] = exit;
      }
    });
  }

  private returnsWord(value: Ref): boolean {
    const { trace } = this;
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
    const { file, trace } = this;
    const place = file.place(itemOf(trace, ref));
    if (place < 0) file.storeConstant(offset, -1 - place);
    else if (isRegister(place)) file.storeWord(offset, place);
    else file.copyWord(offset, file.slotOffset(place - SLOT));
  }
}

/** A 64-bit hole holding base + offset. */
function holeOf(code: CodeList, base: number, offset: number): void {
  const address = base + offset;
  code.hole(address | 0, Math.floor(address / 0x100000000));
}

const masks = new WeakMap<readonly Reg[], number>();
function maskOf(regs: readonly Reg[]): number {
  let mask = masks.get(regs);
  if (mask === undefined) masks.set(regs, (mask = regs.reduce((bits, reg) => bits | (1 << reg), 0)));
  return mask;
}

const sameRegisters = (a: Header, b: Header): boolean =>
  a.regItem.every((item, reg) => item === b.regItem[reg]) && a.inMemory.length === b.inMemory.length;

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
