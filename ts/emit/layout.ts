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

export interface Layout {
  /** Bytes in all. */
  readonly size: number;
  /** Where hot code ends. */
  readonly hotSize: number;
  /** Of each entry of the code list. */
  readonly hotOffsets: Int32Array;
  readonly coldOffsets: Int32Array;
  /** Loop header, −1 in a straight trace. */
  readonly loopOffset: number;
  /** Exit i's stub. Its first bytes may be replaced by `encodeJump`. */
  readonly stubOffsets: Int32Array;
  /** Places of jumps to other traces: rel32 or branch instruction, to be redirected to the stub when the target dies. */
  readonly links: readonly { readonly offset: number; readonly link: number; readonly exit: number }[];
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
  readonly links: { offset: number; link: number; exit: number }[] = [];
  private readonly dataOffsets = new Map<number, number>();
  private readonly veneers = new Map<number, number>();
  private readonly code: CodeList;
  private readonly library: StencilLibrary;
  private readonly symbols: SymbolAddresses;
  private readonly stubBody: number;

  constructor(code: CodeList, exits: ExitTable, library: StencilLibrary, symbols: SymbolAddresses) {
    this.code = code;
    this.library = library;
    this.symbols = symbols;
    const { bodies } = library;
    const count = code.length;
    this.hotOffsets = new Int32Array(count + 1);
    this.coldOffsets = new Int32Array(count);
    const used = new Set<number>();
    let at = 0;
    let loopOffset = -1;
    for (let i = 0; i < count; i++) {
      if (i === code.loopEntry) {
        at = (at + LOOP_ALIGNMENT - 1) & -LOOP_ALIGNMENT;
        loopOffset = at;
      }
      const body = code.bodies[i] * BODY_WORDS;
      used.add(code.bodies[i]);
      this.hotOffsets[i] = at;
      at += bodies[body + BODY_SIZES] & 0xffff;
    }
    if (code.loopEntry === count) loopOffset = at;
    this.hotOffsets[count] = at;
    this.hotSize = at;
    this.loopOffset = loopOffset;
    for (let i = 0; i < count; i++) {
      this.coldOffsets[i] = at;
      at += bodies[code.bodies[i] * BODY_WORDS + BODY_SIZES] >>> 16;
    }
    this.stubBody = library.body(library.set(EXIT_STUB), []);
    const stubSize = bodies[this.stubBody * BODY_WORDS + BODY_SIZES] & 0xffff;
    this.stubOffsets = new Int32Array(exits.length);
    for (let i = 0; i < exits.length; i++) {
      this.stubOffsets[i] = at;
      at += stubSize;
    }
    at = this.placeData(used, at);
    for (const symbol of this.farSymbols(used)) {
      at = (at + 7) & -8;
      this.veneers.set(symbol, at);
      at += VENEER_BYTES;
    }
    this.size = at;
  }

  private *relocations(bodies: Iterable<number>): Iterable<number> {
    const table = this.library.bodies;
    for (const body of bodies) {
      const first = table[body * BODY_WORDS + BODY_RELOCS];
      const counts = table[body * BODY_WORDS + BODY_RELOC_COUNTS];
      const count = (counts & 0xffff) + (counts >>> 16);
      for (let r = first; r < first + count; r++) yield r * RELOC_WORDS;
    }
  }

  private placeData(used: ReadonlySet<number>, at: number): number {
    const { relocs, dataTable } = this.library;
    for (const r of this.relocations(used)) {
      if (relocs[r] >>> 24 !== TargetKind.DATA || this.dataOffsets.has(relocs[r + 1])) continue;
      const [, bytes, alignment] = dataTable[relocs[r + 1]];
      at = (at + alignment - 1) & -alignment;
      this.dataOffsets.set(relocs[r + 1], at);
      at += bytes;
    }
    return at;
  }

  private farSymbols(used: ReadonlySet<number>): Set<number> {
    const { relocs } = this.library;
    const far = new Set<number>();
    for (const r of this.relocations(used))
      if (relocs[r] >>> 24 === TargetKind.SYMBOL && this.symbols.far[relocs[r + 1]]) far.add(relocs[r + 1]);
    return far;
  }

  write(
    memory: Uint8Array,
    address: number,
    firstExit: number,
    linkAddress: (target: number) => number,
  ): void {
    const { code, library } = this;
    const view = new DataView(memory.buffer, memory.byteOffset, this.size);
    this.links.length = 0;
    this.padLoop(memory);
    for (let i = 0; i < code.length; i++) this.copy(memory, view, address, i, linkAddress);
    for (let exit = 0; exit < this.stubOffsets.length; exit++)
      this.copyStub(memory, view, address, exit, firstExit + exit);
    for (const [index, offset] of this.dataOffsets) {
      const [from, bytes] = library.dataTable[index];
      memory.set(library.data.subarray(from, from + bytes), offset);
    }
    for (const [symbol, offset] of this.veneers) this.writeVeneer(view, offset, this.symbols.library[symbol]);
  }

  private padLoop(memory: Uint8Array): void {
    const { loopEntry } = this.code;
    if (loopEntry < 0) return;
    // Where the entry section's code ends: behind the entry before the header.
    let from = 0;
    if (loopEntry > 0) {
      const body = this.code.bodies[loopEntry - 1] * BODY_WORDS;
      from = this.hotOffsets[loopEntry - 1] + (this.library.bodies[body + BODY_SIZES] & 0xffff);
    }
    fillNops(memory, from, this.loopOffset, this.library.target);
  }

  private copy(
    memory: Uint8Array,
    view: DataView,
    address: number,
    i: number,
    linkAddress: (target: number) => number,
  ): void {
    const { bodies, code: bytes } = this.library;
    const body = this.code.bodies[i] * BODY_WORDS;
    const sizes = bodies[body + BODY_SIZES];
    const hotSize = sizes & 0xffff;
    const coldSize = sizes >>> 16;
    const hot = this.hotOffsets[i];
    const cold = this.coldOffsets[i];
    let from = bodies[body + BODY_CODE];
    for (let k = 0; k < hotSize; k++) memory[hot + k] = bytes[from++];
    for (let k = 0; k < coldSize; k++) memory[cold + k] = bytes[from++];
    const counts = bodies[body + BODY_RELOC_COUNTS];
    const hotRelocs = counts & 0xffff;
    const total = hotRelocs + (counts >>> 16);
    let r = bodies[body + BODY_RELOCS] * RELOC_WORDS;
    for (let k = 0; k < total; k++, r += RELOC_WORDS)
      this.patch(view, address, k < hotRelocs ? hot : cold, r, i, linkAddress);
  }

  private patch(
    view: DataView,
    address: number,
    stream: number,
    r: number,
    i: number,
    linkAddress: (target: number) => number,
  ): void {
    const { relocs } = this.library;
    const { code } = this;
    const word = relocs[r];
    const at = stream + (word & 0xffff);
    const formula = (word >> 16) & 0xff;
    const index = relocs[r + 1];
    const addend = relocs[r + 2];
    let offset: number;
    switch (word >>> 24) {
      case TargetKind.HOLE: {
        const hole = 2 * (code.holeStart[i] + index);
        this.patchHole(view, at, formula, code.holes[hole], code.holes[hole + 1], addend);
        return;
      }
      case TargetKind.CONTINUE:
        offset =
          this.hotOffsets[i] + (this.library.bodies[code.bodies[i] * BODY_WORDS + BODY_SIZES] & 0xffff);
        break;
      case TargetKind.EXIT:
        offset = this.stub(code.exits[i], i);
        break;
      case TargetKind.RAISE:
        offset = this.stub(code.raises[i], i);
        break;
      case TargetKind.HOT:
        offset = this.hotOffsets[i] + index;
        break;
      case TargetKind.COLD:
        offset = this.coldOffsets[i] + index;
        break;
      case TargetKind.DATA:
        offset = this.dataOffsets.get(index) as number;
        break;
      case TargetKind.SYMBOL: {
        const veneer = this.veneers.get(index);
        if (veneer === undefined || !isBranch(formula)) {
          this.patchAddress(view, at, formula, this.symbols.library[index], addend, address);
          return;
        }
        offset = veneer;
        break;
      }
      default: {
        const goal = code.goals[i];
        if (goal === Goal.LOOP) offset = this.loopOffset;
        else if (goal >= Goal.LINK) {
          this.links.push({ offset: at, link: goal - Goal.LINK, exit: code.exits[i] });
          const target = linkAddress(code.links[goal - Goal.LINK]);
          this.patchAddress(view, at, formula, target, addend, address);
          return;
        } else if (goal >= Goal.SYMBOL) {
          const target = this.symbols.targets[goal - Goal.SYMBOL];
          this.patchAddress(view, at, formula, target, addend, address);
          return;
        } else offset = this.stub(goal, i);
      }
    }
    if (isPcRelative(formula)) patchDistance(view, at, formula, offset + addend - at);
    else this.patchAddress(view, at, formula, address + offset, addend, address);
  }

  private stub(exit: number, entry: number): number {
    if (exit < 0)
      throw new Error(
        `entry ${entry} (instruction ${this.code.origins[entry]}) leaves, but has no snapshot or does not say so`,
      );
    return this.stubOffsets[exit];
  }

  private patchHole(
    view: DataView,
    at: number,
    formula: number,
    low: number,
    high: number,
    addend: number,
  ): void {
    if (addend === 0) {
      patchWord(view, at, formula, low, high);
      return;
    }
    // The compiler folded a constant into the hole: a 64-bit sum, or a 32-bit one.
    const sum = (low >>> 0) + addend;
    const carry = Math.floor(sum / 0x100000000);
    patchWord(view, at, formula, sum | 0, (high + carry) | 0);
  }

  private patchAddress(
    view: DataView,
    at: number,
    formula: number,
    target: number,
    addend: number,
    base: number,
  ): void {
    const value = target + addend;
    if (isPcRelative(formula)) patchDistance(view, at, formula, value - (base + at));
    else if (formula === Formula.A64_ADRP) patchPage(view, at, value, base + at);
    else {
      const high = Math.floor(value / 0x100000000);
      patchWord(view, at, formula, (value - high * 0x100000000) | 0, high | 0);
    }
  }

  private copyStub(memory: Uint8Array, view: DataView, address: number, exit: number, number: number): void {
    const { bodies, code: bytes, relocs } = this.library;
    const body = this.stubBody * BODY_WORDS;
    const start = this.stubOffsets[exit];
    const size = bodies[body + BODY_SIZES] & 0xffff;
    const from = bodies[body + BODY_CODE];
    for (let k = 0; k < size; k++) memory[start + k] = bytes[from + k];
    for (const r of this.relocations([this.stubBody])) {
      const word = relocs[r];
      const at = start + (word & 0xffff);
      const formula = (word >> 16) & 0xff;
      if (word >>> 24 === TargetKind.HOLE) this.patchHole(view, at, formula, number, 0, relocs[r + 2]);
      else this.patchAddress(view, at, formula, this.symbols.jitExit, relocs[r + 2], address);
    }
  }

  private writeVeneer(view: DataView, at: number, target: number): void {
    const high = Math.floor(target / 0x100000000);
    const low = (target - high * 0x100000000) | 0;
    if (this.library.target === 'x86_64') {
      // jmp *2(%rip): the address lies behind two bytes of padding.
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
