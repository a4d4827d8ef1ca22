/**
 * The machines that stencils are built for: compiler flags, and what the rewriting of assembly must know of
 * their syntax.
 */

export type TargetName = 'x86_64' | 'aarch64';

export interface Target {
  readonly name: TargetName;
  readonly flags: readonly string[];
  /** Immediate holes on this machine: C expressions that the generated stencils use. */
  readonly imm32: (index: number) => string;
  readonly immSigned32: (index: number) => string;
  readonly imm64: (index: number) => string;
}

export const CLANG = process.env.PYSTITCH_CLANG ?? 'clang-19';
export const READOBJ = process.env.PYSTITCH_READOBJ ?? 'llvm-readobj-19';

const COMMON = [
  '-O3',
  '-std=gnu11',
  // Holes are addresses of symbols: these must be link-time constants, not loads from a table.
  '-fno-pic',
  // No libc: stencils are code fragments, and the AArch64 build has no libc headers.
  '-ffreestanding',
  // Nothing around the code: no frames, no canaries, no unwind tables, no landing pads for indirect branches.
  '-fno-asynchronous-unwind-tables',
  '-fno-stack-protector',
  '-fomit-frame-pointer',
  '-fcf-protection=none',
  // A table of addresses would be data with relocations, which the library cannot hold.
  '-fno-jump-tables',
  // int64_t arithmetic in bodies wraps, cells are read through several struct types.
  '-fwrapv',
  '-fno-strict-aliasing',
  // The registers of dead values are passed on uninitialised on purpose.
  '-Wno-uninitialized',
];

/** An address of `symbol` that the compiler treats as a number known at link time. */
const address = (symbol: string): string => `(uintptr_t)&${symbol}`;

export const X86_64: Target = {
  name: 'x86_64',
  // Small code model: every symbol's address fits 31 bits, so a hole is an imm32 or a displacement.
  flags: [...COMMON, '--target=x86_64-linux-gnu', '-mcmodel=small'],
  imm32: (i) => `(uint32_t)${address(`_JIT_IMM32_${i}`)}`,
  // Used as a whole 64-bit number, so that it folds into operands; the rewriting makes sure that it is
  // sign-extended.
  immSigned32: (i) => `(int64_t)${address(`_JIT_IMMS32_${i}`)}`,
  imm64: (i) => `({ uint64_t _w; __asm__("movabsq $_JIT_IMM64_${i}, %0" : "=r"(_w)); _w; })`,
};

const movz = (symbol: string, groups: number): string => {
  const width = groups > 2 ? 'x' : 'w';
  const text = Array.from({ length: groups }, (_, g) => {
    return `${g === 0 ? 'movz' : 'movk'} %${width}0, #:abs_g${g}${g === 3 ? '' : '_nc'}:${symbol}`;
  }).join('\\n\\t');
  return `({ uint64_t _w; __asm__("${text}" : "=r"(_w)); _w; })`;
};

export const AARCH64: Target = {
  name: 'aarch64',
  flags: [...COMMON, '--target=aarch64-linux-gnu'],
  imm32: (i) => `(uint32_t)${movz(`_JIT_IMM32_${i}`, 2)}`,
  immSigned32: (i) => `(int64_t)(int32_t)${movz(`_JIT_IMM32_${i}`, 2)}`,
  imm64: (i) => movz(`_JIT_IMM64_${i}`, 4),
};

export const TARGETS: readonly Target[] = [X86_64, AARCH64];
