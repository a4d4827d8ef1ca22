/**
 * Stitching: finds where the stencils of an allocated trace go, one after the other.
 *
 *     hot parts, in order; the loop header aligned       ← entry, offset 0
 *     cold parts
 *     exit stubs
 *     constants of the stencils
 *     veneers for runtime functions out of reach
 *
 * `planLayout` finds all offsets, so that memory can be taken; `Layout.write` (code-writer.ts) copies and patches for the address
 * that the code will run at.
 */
import type { Link, Plan } from './code-writer.ts';
import { CodeWriter } from './code-writer.ts';
import { EXIT_STUB, PUBLISH } from './emit-uops.ts';
import { VENEER_BYTES } from './encode.ts';
import type { ExitTable } from './exit-table.ts';
import type { StencilLibrary } from './library.ts';
import { BODY_SIZES, BODY_WORDS, TargetKind } from './library-format.ts';
import type { CodeList } from './machine-code.ts';
import type { SymbolAddresses } from './symbols.ts';

/** Cache lines are 64 bytes, but fetch and branch prediction work on 16 or 32. */
const LOOP_ALIGNMENT = 16;

export interface Layout extends Plan {
  /** Where hot code ends. */
  readonly hotSize: number;
  /** Jumps to other traces; known once the code is written. */
  readonly links: readonly Link[];
  /**
   * Writes the code into `memory` (at least `size` bytes), to run at `address`. `firstExit` numbers the exits; `linkAddress` returns the
   * entry of a trace, 0 when there is none. Throws PatchRangeError.
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
  readonly publishBody: number;
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
    this.publishBody = library.body(library.set(PUBLISH), []);
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
