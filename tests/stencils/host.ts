/**
 * Runs stitched code in this process: koffi calls a small shared object (native/tests/stencil_host.c with
 * code memory), built once per content into build/tests. Missing stencil libraries are built first.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import koffi from 'koffi';
import { StencilLibrary } from '../../ts/emit/library.ts';
import type { SymbolAddresses } from '../../ts/emit/symbols.ts';
import { resolveSymbols } from '../../ts/emit/symbols.ts';

const root = join(import.meta.dirname, '..', '..');

export const OUTCOME = { continue: 1, exit: 2, missing: 3 } as const;

/** Registers in and out: eight words, eight doubles, then outcome and exit number. */
export class HostState {
  readonly bytes = new Uint8Array(136);
  private readonly view = new DataView(this.bytes.buffer);

  word(register: number): bigint {
    return this.view.getBigUint64(8 * register, true);
  }
  setWord(register: number, value: bigint): void {
    this.view.setBigUint64(8 * register, BigInt.asUintN(64, value), true);
  }
  float(register: number): number {
    return this.view.getFloat64(8 * register, true);
  }
  setFloat(register: number, value: number): void {
    this.view.setFloat64(8 * register, value, true);
  }
  get exit(): number {
    return this.view.getUint32(132, true);
  }
}

export interface StencilHost {
  readonly library: StencilLibrary;
  readonly symbols: SymbolAddresses;
  /** The address that code written by `install` will have; blocks are handed out by size and kept. */
  reserve(size: number): number;
  install(address: number, code: Uint8Array): void;
  run(address: number, state: HostState): number;
  /** The words of the test frame, from its address on. */
  readFrame(word: number): bigint;
  writeFrame(word: number, value: bigint): void;
}

export function loadLibrary(target: 'x86_64' | 'aarch64'): StencilLibrary {
  const file = join(root, 'build', 'stencils', `${target}.bin`);
  if (!existsSync(file))
    execFileSync('npx', ['tsx', join(root, 'scripts', 'build-stencils.ts')], { cwd: root });
  return new StencilLibrary(readFileSync(file));
}

export function buildHost(): string {
  const sources = ['native/tests/stencil_host.c', 'native/jit/code_memory.c', 'native/jit/ranges.c'].map(
    (file) => join(root, file),
  );
  const headers = [
    'native/generated/contract.h',
    'native/jit/exits.h',
    'native/core/ctx.h',
    'native/core/layout.h',
  ].map((file) => join(root, file));
  const hash = createHash('sha256');
  for (const file of [...sources, ...headers]) hash.update(readFileSync(file));
  const folder = join(root, 'build', 'tests');
  const object = join(folder, `stencil_host-${hash.digest('hex').slice(0, 16)}.so`);
  if (!existsSync(object)) {
    mkdirSync(folder, { recursive: true });
    const include = ['-I', join(root, 'native')];
    const flags = ['-std=gnu11', '-O2', '-shared', '-fPIC', ...include];
    execFileSync(process.env.PYSTITCH_CLANG ?? 'clang-19', [...flags, '-o', object, ...sources, '-lm']);
  }
  return object;
}

let host: StencilHost | undefined;

export function stencilHost(): StencilHost {
  return (host ??= openHost());
}

function openHost(): StencilHost {
  const library = loadLibrary(process.arch === 'arm64' ? 'aarch64' : 'x86_64');
  const native = koffi.load(buildHost());
  const run = native.func(
    'uint32_t host_run(uint64_t code, uint64_t ctx, uint64_t frame, _Inout_ uint8_t *state)',
  );
  const context = native.func('uint64_t host_context()')() as number | bigint;
  const frame = native.func('uint64_t host_frame()')() as number | bigint;
  const symbol = native.func('uint64_t host_symbol(const char *name)');
  const reserve = native.func('uint64_t host_reserve(uint64_t size, _Out_ uint64_t *write)');
  const install = native.func('void host_install(uint64_t exec, const uint8_t *code, uint64_t size)');
  const read = native.func('uint64_t host_frame_read(uint64_t word)');
  const write = native.func('void host_frame_write(uint64_t word, uint64_t value)');
  const missing = Number(symbol('host_missing'));
  const probe = Number(reserve(64, [0]));
  const reach = 64 << 20;
  const addressOf = (name: string): number => Number(symbol(name)) || missing;
  const symbols = resolveSymbols(library, addressOf, probe - reach, probe + reach);
  return {
    library,
    symbols,
    reserve: (size) => Number(reserve(size, [0])),
    install: (address, code) => install(address, code, code.length),
    run: (address, state) => Number(run(address, context, frame, state.bytes)),
    readFrame: (word) => BigInt(read(word)),
    writeFrame: (word, value) => write(word, BigInt.asUintN(64, value)),
  };
}
