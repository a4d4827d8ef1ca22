/**
 * Stitching: copies the stencils of an allocated trace one behind the other and patches their holes.
 *
 *     hot parts, in order; the loop header aligned       ← entry, offset 0
 *     cold parts
 *     exit stubs
 *     constants of the stencils
 *     veneers for runtime functions out of reach
 *
 * `planLayout` finds all offsets, so that memory can be taken; `Layout.write` copies and patches for the address it will run at.
 */
import { EXIT_STUB } from './emit-uops.ts';
import type { ExitTable } from './exit-table.ts';
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
import { Goal, LAYOUT_TARGETS } from './machine-code.ts';
import { isBranch, isPcRelative, patchDistance, patchPage, patchWord } from './patch.ts';

/** Cache lines are 64 bytes, but fetch and branch prediction work on 16 or 32. */
const LOOP_ALIGNMENT = 16;
const VENEER_BYTES = 16;

/** Addresses of what stencils and layout refer to, in this process. */
export interface SymbolAddresses {
  /** By index into StencilLibrary.symbols. */
  readonly library: Float64Array;
  /** 1 where a call from code memory can not reach. */
  readonly far: Uint8Array;
  readonly jitExit: number;
  /** By index into LAYOUT_TARGETS. */
  readonly targets: readonly number[];
}

/**
 * Resolves the library's symbols with the runtime's table (native/generated/jit_symbols.c). `low` and `high` bound code memory. Throws
 * when the runtime lacks one: it was built from other stencils.
 */
export function resolveSymbols(
  library: StencilLibrary,
  addressOf: (name: string) => number | undefined,
  low: number,
  high: number,
): SymbolAddresses {
  const find = (name: string): number => {
    const address = addressOf(name);
    if (address === undefined)
      throw new Error(`the runtime has no symbol ${name}: build stencils and addon again`);
    return address;
  };
  const reach = library.target === 'x86_64' ? 0x7fff0000 : 0x7ff0000;
  const addresses = Float64Array.from(library.symbols, find);
  const far = Uint8Array.from(addresses, (address) =>
    Math.abs(address - low) < reach && Math.abs(address - high) < reach ? 0 : 1,
  );
  return { library: addresses, far, jitExit: find('jit_exit'), targets: LAYOUT_TARGETS.map(find) };
}

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
  /** Exit i's stub. Its first bytes may be replaced by `encodeJump`. */
  readonly stubOffsets: Int32Array;
  /** The stencil of an exit stub. */
  readonly stubBody: number;
  /** Constants that the trace's stencils use, by index into StencilLibrary.dataTable. */
  readonly dataOffsets: ReadonlyMap<number, number>;
  /** By index into StencilLibrary.symbols. */
  readonly veneers: ReadonlyMap<number, number>;
}

/** A jump to another trace: its rel32 or branch instruction, to be redirected to the exit's stub when the target dies. */
export interface Link {
  readonly offset: number;
  /** Index into CodeList.links. */
  readonly link: number;
  readonly exit: number;
}

export interface Layout extends Plan {
  /** Where hot code ends. */
  readonly hotSize: number;
  /** Jumps to other traces; known once the code is written. */
  readonly links: readonly Link[];
  /**
   * Writes the code into `memory` (at least `size` bytes), to run at `address`. `firstExit` numbers the exits; `linkAddress` gives the
   * entry of the trace that link i goes to. Throws PatchRangeError.
   */
  write(
    memory: Uint8Array,
    address: number,
    firstExit: number,
    linkAddress: (target: number) => number,
  ): void;
}

export function planLayout(
  code: CodeList,
  exits: ExitTable,
  library: StencilLibrary,
  symbols: SymbolAddresses,
): Layout {
  return new TraceLayout(code, exits, library, symbols);
}

class TraceLayout implements Layout {
  readonly size: number;
  readonly hotSize: number;
  readonly hotOffsets: Int32Array;
  readonly coldOffsets: Int32Array;
  readonly loopOffset: number;
  readonly stubOffsets: Int32Array;
  readonly dataOffsets = new Map<number, number>();
  readonly veneers = new Map<number, number>();
  readonly code: CodeList;
  readonly library: StencilLibrary;
  readonly symbols: SymbolAddresses;
  readonly stubBody: number;
  links: readonly Link[] = [];

  constructor(code: CodeList, exits: ExitTable, library: StencilLibrary, symbols: SymbolAddresses) {
    this.code = code;
    this.library = library;
    this.symbols = symbols;
    const used = new Set(code.bodies);
    this.hotOffsets = new Int32Array(code.length + 1);
    this.coldOffsets = new Int32Array(code.length);
    this.stubOffsets = new Int32Array(exits.length);
    this.stubBody = library.body(library.set(EXIT_STUB), []);
    this.loopOffset = this.placeHot();
    this.hotSize = this.hotOffsets[code.length];
    let at = this.placeCold(this.hotSize);
    at = this.placeStubs(at);
    at = this.placeData(used, at);
    this.size = this.placeVeneers(used, at);
  }

  /** Hot parts; returns the loop's offset. */
  private placeHot(): number {
    const { code, library, hotOffsets } = this;
    const { bodies } = library;
    const count = code.length;
    let at = 0;
    let loopOffset = -1;
    for (let i = 0; i < count; i++) {
      if (i === code.loopEntry) {
        at = (at + LOOP_ALIGNMENT - 1) & -LOOP_ALIGNMENT;
        loopOffset = at;
      }
      hotOffsets[i] = at;
      at += bodies[code.bodies[i] * BODY_WORDS + BODY_SIZES] & 0xffff;
    }
    if (code.loopEntry === count) loopOffset = at;
    hotOffsets[count] = at;
    return loopOffset;
  }

  // The others take the offset where they may begin and return where they end.

  private placeCold(at: number): number {
    const { code, library, coldOffsets } = this;
    const { bodies } = library;
    for (let i = 0; i < code.length; i++) {
      coldOffsets[i] = at;
      at += bodies[code.bodies[i] * BODY_WORDS + BODY_SIZES] >>> 16;
    }
    return at;
  }

  private placeStubs(at: number): number {
    const { stubOffsets, library } = this;
    const stubSize = library.bodies[this.stubBody * BODY_WORDS + BODY_SIZES] & 0xffff;
    for (let i = 0; i < stubOffsets.length; i++) {
      stubOffsets[i] = at;
      at += stubSize;
    }
    return at;
  }

  private placeData(used: ReadonlySet<number>, at: number): number {
    const { relocs, dataTable } = this.library;
    for (const r of this.library.relocations(used)) {
      if (relocs[r] >>> 24 !== TargetKind.DATA || this.dataOffsets.has(relocs[r + 1])) continue;
      const [, bytes, alignment] = dataTable[relocs[r + 1]];
      at = (at + alignment - 1) & -alignment;
      this.dataOffsets.set(relocs[r + 1], at);
      at += bytes;
    }
    return at;
  }

  private placeVeneers(used: ReadonlySet<number>, at: number): number {
    const { relocs } = this.library;
    for (const r of this.library.relocations(used)) {
      const symbol = relocs[r + 1];
      if (relocs[r] >>> 24 !== TargetKind.SYMBOL || !this.symbols.far[symbol] || this.veneers.has(symbol))
        continue;
      at = (at + 7) & -8;
      this.veneers.set(symbol, at);
      at += VENEER_BYTES;
    }
    return at;
  }

  write(
    memory: Uint8Array,
    address: number,
    firstExit: number,
    linkAddress: (target: number) => number,
  ): void {
    this.links = new CodeWriter(this, memory, address, linkAddress).write(firstExit);
  }
}

/** One writing of a planned trace. */
export class CodeWriter {
  private readonly plan: Plan;
  private readonly memory: Uint8Array;
  private readonly view: DataView;
  private readonly address: number;
  private readonly linkAddress: (target: number) => number;
  private readonly links: Link[] = [];

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
      this.links.push({ offset: at, link: goal - Goal.LINK, exit: code.exits[i] });
      this.patchAddress(at, formula, this.linkAddress(code.links[goal - Goal.LINK]), addend);
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

/** A jump to an address at any distance, VENEER_BYTES long. */
function writeVeneer(view: DataView, at: number, to: number, target: StencilLibrary['target']): void {
  const high = Math.floor(to / 0x100000000);
  const low = (to - high * 0x100000000) | 0;
  if (target === 'x86_64') {
    // jmp *2(%rip): the address comes after two bytes of padding.
    view.setUint16(at, 0x25ff, true);
    view.setInt32(at + 2, 2, true);
    view.setUint16(at + 6, 0x9066, true);
  } else {
    view.setUint32(at, 0x58000050, true); // ldr x16, #8
    view.setUint32(at + 4, 0xd61f0200, true); // br x16
  }
  view.setInt32(at + 8, low, true);
  view.setInt32(at + 12, high, true);
}

/** Recommended multi-byte no-ops (Intel SDM, NOP). */
const X86_NOPS = [
  [],
  [0x90],
  [0x66, 0x90],
  [0x0f, 0x1f, 0x00],
  [0x0f, 0x1f, 0x40, 0x00],
  [0x0f, 0x1f, 0x44, 0x00, 0x00],
  [0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00],
  [0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00],
  [0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
];

function fillNops(memory: Uint8Array, from: number, to: number, target: StencilLibrary['target']): void {
  while (from < to) {
    const bytes = target === 'x86_64' ? X86_NOPS[Math.min(to - from, 8)] : [0x1f, 0x20, 0x03, 0xd5];
    memory.set(bytes, from);
    from += bytes.length;
  }
}

/** An unconditional jump that replaces the start of an exit stub: to a bridge. Throws PatchRangeError. */
export function encodeJump(target: StencilLibrary['target'], from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(target === 'x86_64' ? 5 : 4);
  const view = new DataView(bytes.buffer);
  if (target === 'x86_64') {
    bytes[0] = 0xe9;
    patchDistance(view, 1, Formula.PC32, to - (from + 5));
  } else {
    view.setUint32(0, 0x14000000, true);
    patchDistance(view, 0, Formula.A64_BRANCH26, to - from);
  }
  return bytes;
}
