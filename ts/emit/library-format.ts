/**
 * The binary stencil library: what scripts/stencils writes and ts/emit reads. One file per target, little-endian:
 *
 *     8 × u32 header   magic, version, bytes of JSON, variants, bodies, relocations, bytes of code, bytes of data
 *     JSON             LibraryIndex, padded to 4 bytes
 *     i32[variants]    body of each variant, −1 where the variant does not exist
 *     i32[4 × bodies]  BODY_* words
 *     i32[3 × relocs]  RELOC words
 *     code, data       bytes
 *
 * Bodies that are equal, relocations included, are stored once.
 */

export const STENCILS_MAGIC = 0x4c545350; // "PSTL"
export const LIBRARY_VERSION = 1;
export const HEADER_WORDS = 8;

/** Words of a body: its hot bytes are at `code`, followed by the cold ones; hot relocations precede cold ones. */
export const BODY_WORDS = 4;
export const BODY_CODE = 0;
/** hot bytes | cold bytes << 16 */
export const BODY_SIZES = 1;
export const BODY_RELOCS = 2;
/** hot relocations | cold relocations << 16 */
export const BODY_RELOC_COUNTS = 3;

/** Relocation: [offset in its stream | formula << 16 | target << 24, index, addend]. */
export const RELOC_WORDS = 3;

/** What is patched in, and the meaning of `index`. */
export const TargetKind = {
  CONTINUE: 0, // where this stencil's hot part ends
  EXIT: 1, // exit stub of the guard
  RAISE: 2, // exit stub that unwinds
  TARGET: 3, // the jump's destination
  HOLE: 4, // index: hole number (immediates, then array inputs)
  SYMBOL: 5, // index into LibraryIndex.symbols
  HOT: 6, // index: offset in this stencil's hot part
  COLD: 7, // index: offset in this stencil's cold part
  DATA: 8, // index into LibraryIndex.data
} as const;

/** Patch formulas. S value, A addend, P address of the patched place. Names and meanings are the ELF ABIs'. */
export const Formula = {
  ABS64: 0, // S + A, 8 bytes
  ABS32: 1, // S + A, 4 bytes, any signedness
  PC32: 2, // S + A − P, 4 bytes
  A64_BRANCH26: 3, // (S + A − P) / 4 in bits 0…25: B, BL
  A64_BRANCH19: 4, // … in bits 5…23: B.cond, CBZ
  A64_ADRP: 5, // (page(S + A) − page(P)) / 4096, immlo bits 29…30, immhi bits 5…23
  A64_LO12: 6, // (S + A) & 4095 in bits 10…21: ADD
  A64_LO12_SCALE1: 7, // … / 2
  A64_LO12_SCALE2: 8, // … / 4
  A64_LO12_SCALE3: 9, // … / 8
  A64_LO12_SCALE4: 10, // … / 16
  A64_MOVW0: 11, // bits 0…15 of S + A in bits 5…20: MOVZ, MOVK
  A64_MOVW1: 12, // bits 16…31
  A64_MOVW2: 13, // bits 32…47
  A64_MOVW3: 14, // bits 48…63
  CALL32: 15, // as PC32; the place is a call or jump, so a veneer will do when S is too far
} as const;

export const FORMULA_OF: Readonly<Record<string, number>> = {
  R_X86_64_64: Formula.ABS64,
  R_X86_64_32: Formula.ABS32,
  R_X86_64_32S: Formula.ABS32,
  R_X86_64_PC32: Formula.PC32,
  R_X86_64_PLT32: Formula.CALL32,
  R_AARCH64_ABS64: Formula.ABS64,
  R_AARCH64_CALL26: Formula.A64_BRANCH26,
  R_AARCH64_JUMP26: Formula.A64_BRANCH26,
  R_AARCH64_CONDBR19: Formula.A64_BRANCH19,
  R_AARCH64_ADR_PREL_PG_HI21: Formula.A64_ADRP,
  R_AARCH64_ADD_ABS_LO12_NC: Formula.A64_LO12,
  R_AARCH64_LDST8_ABS_LO12_NC: Formula.A64_LO12,
  R_AARCH64_LDST16_ABS_LO12_NC: Formula.A64_LO12_SCALE1,
  R_AARCH64_LDST32_ABS_LO12_NC: Formula.A64_LO12_SCALE2,
  R_AARCH64_LDST64_ABS_LO12_NC: Formula.A64_LO12_SCALE3,
  R_AARCH64_LDST128_ABS_LO12_NC: Formula.A64_LO12_SCALE4,
  R_AARCH64_MOVW_UABS_G0_NC: Formula.A64_MOVW0,
  R_AARCH64_MOVW_UABS_G0: Formula.A64_MOVW0,
  R_AARCH64_MOVW_UABS_G1_NC: Formula.A64_MOVW1,
  R_AARCH64_MOVW_UABS_G1: Formula.A64_MOVW1,
  R_AARCH64_MOVW_UABS_G2_NC: Formula.A64_MOVW2,
  R_AARCH64_MOVW_UABS_G2: Formula.A64_MOVW2,
  R_AARCH64_MOVW_UABS_G3: Formula.A64_MOVW3,
};

export interface LibraryIndex {
  readonly target: 'x86_64' | 'aarch64';
  /** Digest of everything the library was built from. */
  readonly digest: string;
  /** By uop name: [first variant, count]. */
  readonly uops: Readonly<Record<string, readonly [number, number]>>;
  /** Runtime functions and data, by name; native/generated/jit_symbols.c has their addresses. */
  readonly symbols: readonly string[];
  /** Constants: [offset, bytes, alignment]. */
  readonly data: readonly (readonly [number, number, number])[];
}
