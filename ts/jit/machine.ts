/** The machine that traces are compiled for: its stencils, the addresses that they refer to, code memory. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../contract/give-up.ts';
import { ARM64_REACH, ARM64_REGION_BYTES, X64_REACH, X64_REGION_BYTES } from '../contract/limits.ts';
import { TraceLinkWords } from '../contract/traces.ts';
import type { Allocation } from '../emit/allocate/linear-scan.ts';
import { type Layout, planLayout } from '../emit/layout.ts';
import { StencilLibrary } from '../emit/library.ts';
import { resolveSymbols, type SymbolAddresses } from '../emit/symbols.ts';
import type { NativeJit, NativeRecording } from '../native/jit.ts';
import type { Origin } from './origin.ts';
import type { TraceTree } from './trace-tree.ts';

/** How far code memory may lie from the runtime. */
const CODE_REACH = process.arch === 'x64' ? X64_REGION_BYTES + X64_REACH : ARM64_REGION_BYTES + ARM64_REACH;
const targets: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/** Machine code that is patched for its address, not yet there. */
export interface MachineCode {
  readonly layout: Layout;
  readonly bytes: Uint8Array;
  readonly address: number;
  /** The number that native code has for the trace's first exit; the others follow. */
  readonly firstExit: number;
}

/** Of this thread, by file: all runtimes share one, and the addresses of the process. */
const libraries = new Map<string, { readonly library: StencilLibrary; symbols?: SymbolAddresses }>();

export class Machine {
  constructor(
    private readonly native: NativeJit,
    private readonly traces: TraceTree,
    private readonly root: string,
  ) {}

  get library(): StencilLibrary {
    return this.shared.library;
  }

  private get shared() {
    const file = join(this.root, 'build', 'stencils', `${targets[process.arch]}.bin`);
    let shared = libraries.get(file);
    if (!shared) libraries.set(file, (shared = { library: new StencilLibrary(readFileSync(file)) }));
    return shared;
  }

  /** Takes code memory and stitches the stencils together for its address. */
  stitch(allocation: Allocation): MachineCode | Failure {
    const { shared, native, traces } = this;
    const { library } = shared;
    shared.symbols ??= this.resolve(library);
    const layout = planLayout(allocation.code, allocation.exits, library, shared.symbols);
    const block = native.jitAllocate(layout.size, allocation.exits.length);
    if (typeof block === 'string') return { failed: block };
    const address = (block[2] >>> 0) * 0x100000000 + (block[1] >>> 0);
    const firstExit = block[3];
    const bytes = new Uint8Array(layout.size);
    layout.write(bytes, address, firstExit, (target) => traces.addressOf(target));
    return { layout, bytes, address, firstExit };
  }

  /** What is charged for each trace. */
  private readonly held = new Map<number, number>();

  /** Makes the trace run: its number. */
  install(
    recording: NativeRecording,
    { anchor, title }: Origin,
    allocation: Allocation,
    { layout, bytes, firstExit }: MachineCode,
    roots: Uint32Array,
  ): number | Failure {
    const held = heldBytes(bytes.length);
    if (!this.native.memoryHold(held)) return { failed: 'out-of-memory' };
    const id = this.native.jitInstall({
      kind: recording.kind,
      code: anchor.codeId,
      unit: anchor.unit,
      exit: recording.exit,
      entryOffset: 0,
      loopExit: allocation.loopExit,
      bytes,
      table: allocation.exits.serialize(firstExit),
      roots,
      stubs: Uint32Array.from(layout.stubOffsets),
      links: linkRows(layout.links, allocation.code.links),
      name: title,
    });
    if (id >= 0) {
      this.held.set(id, held);
      return id;
    }
    this.native.memoryHold(-held);
    return { failed: 'install' };
  }

  /** The trace does not exist any more. */
  forget(id: number): void {
    this.native.memoryHold(-(this.held.get(id) ?? 0));
    this.held.delete(id);
  }

  private resolve(library: StencilLibrary): SymbolAddresses {
    const addresses = new Map<string, number>();
    const flat = this.native.jitSymbols();
    for (let i = 0; i < flat.length; i += 3) {
      const hi = (flat[i + 2] as number) >>> 0;
      addresses.set(flat[i] as string, hi * 0x100000000 + ((flat[i + 1] as number) >>> 0));
    }
    const near = addresses.get('jit_exit') ?? 0;
    return resolveSymbols(library, (name) => addresses.get(name), near - CODE_REACH, near + CODE_REACH);
  }
}

/**
 * What is kept of an installed trace here, for its bridges: its operations, snapshots, registers. An estimate: 1,200 bytes
 * and 15 for each byte of machine code.
 */
export function heldBytes(codeBytes: number): number {
  return 1200 + 15 * codeBytes;
}

/** Rows of TraceLinkWords. */
function linkRows(links: Layout['links'], targets: readonly number[]): Uint32Array {
  const rows = new Uint32Array(links.length * TraceLinkWords.WORDS);
  links.forEach(({ offset, link, exit }, i) => {
    const row = i * TraceLinkWords.WORDS;
    rows[row + TraceLinkWords.offset] = offset;
    rows[row + TraceLinkWords.target] = targets[link];
    rows[row + TraceLinkWords.exit] = exit;
  });
  return rows;
}
