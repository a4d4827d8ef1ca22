/**
 * Writes a planned trace: copies the stencils of its code list to their offsets and patches their holes, for the address that the
 * code will run at. Throws PatchRangeError when something is out of reach.
 */
import { FrameMark } from '../contract/frames.ts';
import { fillNops, writeVeneer } from './encode.ts';
import type { StencilLibrary } from './library.ts';
import {
  BODY_CODE,
  BODY_RELOC_COUNTS,
  BODY_RELOCS,
  BODY_SIZES,
  BODY_WORDS,
  Formula,
  RELOC_WORDS,
  TargetKind,
} from './library-format.ts';
import type { CodeList } from './machine-code.ts';
import { Goal } from './machine-code.ts';
import { isBranch, isPcRelative, patchDistance, patchPage, patchWord } from './patch.ts';
import type { SymbolAddresses } from './symbols.ts';

/** Where everything of a trace is: what `planLayout` finds and the writer goes by. All offsets are bytes from the trace's start. */
export interface Plan {
  readonly code: CodeList;
  readonly library: StencilLibrary;
  readonly symbols: SymbolAddresses;
  /** Bytes in all. */
  readonly size: number;
  /** Of each entry of the code list. */
  readonly hotOffsets: Int32Array;
  readonly coldOffsets: Int32Array;
  /** Loop header, −1 in a straight trace. */
  readonly loopOffset: number;
  /** Exit i's stub. Its start becomes a jump when the exit gets a bridge (native/jit/links.c). */
  readonly stubOffsets: Int32Array;
  /** The stencil of an exit stub, and the one that says which exit's record describes the frames. */
  readonly stubBody: number;
  readonly publishBody: number;
  /** Constants that the trace's stencils use, by index into StencilLibrary.dataTable. */
  readonly dataOffsets: ReadonlyMap<number, number>;
  /** By index into StencilLibrary.symbols. */
  readonly veneers: ReadonlyMap<number, number>;
}

/** See FrameMark (ts/contract/frames.ts). */
const publishMark = (exit: number): number => (exit << FrameMark.EXIT_SHIFT) | FrameMark.IN_TRACE;

/** A jump to another trace: its rel32 or branch instruction, to be redirected to the exit's stub when the target dies. */
export interface Link {
  readonly offset: number;
  /** Index into CodeList.links. */
  readonly link: number;
  readonly exit: number;
}

/** One writing of a planned trace. */
export class CodeWriter {
  private readonly plan: Plan;
  private readonly memory: Uint8Array;
  private readonly view: DataView;
  private readonly address: number;
  private readonly linkAddress: (target: number) => number;
  private readonly links: Link[] = [];
  private firstExit = 0;

  constructor(plan: Plan, memory: Uint8Array, address: number, linkAddress: (target: number) => number) {
    this.plan = plan;
    this.memory = memory;
    this.view = new DataView(memory.buffer, memory.byteOffset, plan.size);
    this.address = address;
    this.linkAddress = linkAddress;
  }

  /** Everything; returns the jumps to other traces. */
  write(firstExit: number): Link[] {
    const { plan, memory, view } = this;
    const { code, library } = plan;
    this.firstExit = firstExit;
    this.padLoop();
    for (let i = 0; i < code.length; i++) this.copy(i);
    for (let exit = 0; exit < plan.stubOffsets.length; exit++) this.copyStub(exit, firstExit + exit);
    for (const [index, offset] of plan.dataOffsets) {
      const [from, bytes] = library.dataTable[index];
      memory.set(library.data.subarray(from, from + bytes), offset);
    }
    for (const [symbol, offset] of plan.veneers)
      writeVeneer(view, offset, plan.symbols.library[symbol], library.target);
    return this.links;
  }

  private padLoop(): void {
    const { code, library, hotOffsets, loopOffset } = this.plan;
    const { loopEntry } = code;
    if (loopEntry < 0) return;
    // Where the entry section's code ends: after the entry before the header.
    let from = 0;
    if (loopEntry > 0) {
      const body = code.bodies[loopEntry - 1] * BODY_WORDS;
      from = hotOffsets[loopEntry - 1] + (library.bodies[body + BODY_SIZES] & 0xffff);
    }
    fillNops(this.memory, from, loopOffset, library.target);
  }

  /** Entry i of the code list: its bytes and, patched, its relocations. */
  private copy(i: number): void {
    const { plan, memory } = this;
    const { bodies, code: bytes } = plan.library;
    const body = plan.code.bodies[i] * BODY_WORDS;
    const sizes = bodies[body + BODY_SIZES];
    const hotSize = sizes & 0xffff;
    const coldSize = sizes >>> 16;
    const hot = plan.hotOffsets[i];
    const cold = plan.coldOffsets[i];
    let from = bodies[body + BODY_CODE];
    for (let k = 0; k < hotSize; k++) memory[hot + k] = bytes[from++];
    for (let k = 0; k < coldSize; k++) memory[cold + k] = bytes[from++];
    const counts = bodies[body + BODY_RELOC_COUNTS];
    const hotRelocs = counts & 0xffff;
    const total = hotRelocs + (counts >>> 16);
    let r = bodies[body + BODY_RELOCS] * RELOC_WORDS;
    for (let k = 0; k < total; k++, r += RELOC_WORDS) this.patch(k < hotRelocs ? hot : cold, r, i);
  }

  /** Relocation r of entry i, in the hot or cold part that begins at `stream`. */
  private patch(stream: number, r: number, i: number): void {
    const { plan } = this;
    const { code, library } = plan;
    const { relocs } = library;
    const word = relocs[r];
    const at = stream + (word & 0xffff);
    const formula = (word >> 16) & 0xff;
    const index = relocs[r + 1];
    const addend = relocs[r + 2];
    let offset: number;
    switch (word >>> 24) {
      case TargetKind.HOLE: {
        if (code.bodies[i] === plan.publishBody) {
          this.patchHole(at, formula, publishMark(this.firstExit + code.goals[i]), 0, addend);
          return;
        }
        const hole = 2 * (code.holeStart[i] + index);
        this.patchHole(at, formula, code.holes[hole], code.holes[hole + 1], addend);
        return;
      }
      case TargetKind.CONTINUE:
        offset = plan.hotOffsets[i] + (library.bodies[code.bodies[i] * BODY_WORDS + BODY_SIZES] & 0xffff);
        break;
      case TargetKind.EXIT:
        offset = this.stub(code.exits[i], i);
        break;
      case TargetKind.RAISE:
        offset = this.stub(code.raises[i], i);
        break;
      case TargetKind.HOT:
        offset = plan.hotOffsets[i] + index;
        break;
      case TargetKind.COLD:
        offset = plan.coldOffsets[i] + index;
        break;
      case TargetKind.DATA:
        offset = plan.dataOffsets.get(index) as number;
        break;
      case TargetKind.SYMBOL: {
        const veneer = plan.veneers.get(index);
        if (veneer === undefined || !isBranch(formula)) {
          this.patchAddress(at, formula, plan.symbols.library[index], addend);
          return;
        }
        offset = veneer;
        break;
      }
      default:
        this.patchGoal(at, formula, addend, i);
        return;
    }
    this.patchOffset(at, formula, offset, addend);
  }

  /** The jump of entry i: to a place of this trace, to runtime code, or to another trace. */
  private patchGoal(at: number, formula: number, addend: number, i: number): void {
    const { code, symbols, loopOffset } = this.plan;
    const goal = code.goals[i];
    if (goal === Goal.LOOP) this.patchOffset(at, formula, loopOffset, addend);
    else if (goal >= Goal.LINK) {
      const link = goal - Goal.LINK;
      this.links.push({ offset: at, link, exit: code.linkExits[link] });
      // There is none yet, or no more: through the exit, until the runtime turns it.
      const address = this.linkAddress(code.links[link]);
      if (address) this.patchAddress(at, formula, address, addend);
      else this.patchOffset(at, formula, this.stub(code.linkExits[link], i), addend);
    } else if (goal >= Goal.SYMBOL)
      this.patchAddress(at, formula, symbols.targets[goal - Goal.SYMBOL], addend);
    else this.patchOffset(at, formula, this.stub(goal, i), addend);
  }

  private stub(exit: number, entry: number): number {
    if (exit < 0)
      throw new Error(
        `entry ${entry} (instruction ${this.plan.code.origins[entry]}) leaves, but has no snapshot or does not say so`,
      );
    return this.plan.stubOffsets[exit];
  }

  private patchHole(at: number, formula: number, low: number, high: number, addend: number): void {
    if (addend === 0) {
      patchWord(this.view, at, formula, low, high);
      return;
    }
    // The compiler folded a constant into the hole: a 64-bit sum, or a 32-bit one.
    const sum = (low >>> 0) + addend;
    const carry = Math.floor(sum / 0x100000000);
    patchWord(this.view, at, formula, sum | 0, (high + carry) | 0);
  }

  /** Patches in a place of this trace. */
  private patchOffset(at: number, formula: number, offset: number, addend: number): void {
    if (isPcRelative(formula)) patchDistance(this.view, at, formula, offset + addend - at);
    else this.patchAddress(at, formula, this.address + offset, addend);
  }

  private patchAddress(at: number, formula: number, target: number, addend: number): void {
    const { view, address: base } = this;
    const value = target + addend;
    if (isPcRelative(formula)) patchDistance(view, at, formula, value - (base + at));
    else if (formula === Formula.A64_ADRP) patchPage(view, at, value, base + at);
    else {
      const high = Math.floor(value / 0x100000000);
      patchWord(view, at, formula, (value - high * 0x100000000) | 0, high | 0);
    }
  }

  private copyStub(exit: number, number: number): void {
    const { plan, memory } = this;
    const { library } = plan;
    const { bodies, code: bytes, relocs } = library;
    const body = plan.stubBody * BODY_WORDS;
    const start = plan.stubOffsets[exit];
    const size = bodies[body + BODY_SIZES] & 0xffff;
    const from = bodies[body + BODY_CODE];
    for (let k = 0; k < size; k++) memory[start + k] = bytes[from + k];
    for (const r of library.relocations([plan.stubBody])) {
      const word = relocs[r];
      const at = start + (word & 0xffff);
      const formula = (word >> 16) & 0xff;
      if (word >>> 24 === TargetKind.HOLE) this.patchHole(at, formula, number, 0, relocs[r + 2]);
      else this.patchAddress(at, formula, plan.symbols.jitExit, relocs[r + 2]);
    }
  }
}
