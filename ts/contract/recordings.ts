/** What tier 1 logs while a trace is recorded, and why it stops. Written by native/interp/record.c, read by ts/jit. */

import type { GiveUp } from './give-up.ts';

/** One instruction of the log, in 32-bit words; Values take two. */
export const RecordWords = {
  codeId: 0,
  unit: 1, // of the instruction, after its EXTENDED_ARGs
  opcode: 2, // lower half; RECORD_ENTRY_RAISED. The upper half is `depth`
  oparg: 3,
  top: 4, // RECORD_TOP_VALUES before the instruction; top[0] = top of stack; V_NULL beyond the bottom
  callable: 12, // CALL, CALL_KW: what is called; otherwise the frame's function
  self: 14, // CALL, CALL_KW: self, or V_NULL; STORE_ATTR: the object's shape id, a fixnum, or V_NULL; otherwise values on the stack, a fixnum
  WORDS: 16,
} as const;
export const RECORD_TOP_VALUES = 4;
/** Bit of `opcode`: it raised: the next entry is the handler's first instruction. */
export const RECORD_ENTRY_RAISED = 0x100;
/** The opcode without that bit. */
export const RECORD_OPCODE_MASK = 0xff;
/** Where `depth` (frames above the one in which the recording began, signed) is in the word of `opcode`. */
export const RECORD_DEPTH_SHIFT = 16;

/** Why a recording ended, in the order of the numbers. */
export const RECORD_ENDS = [
  'unknown',
  'closed', // back at its first instruction in the same frame
  'linked', // at an ENTER_EXECUTOR (not logged): stop_ip
  'too-long',
  'too-deep',
  'returned', // the frame in which it began returns or yields (that instruction is logged)
  'raised', // an exception leaves the frame in which it began
  'abandoned', // record_stop from outside, or ctx->pending
] as const satisfies readonly (GiveUp | 'closed')[];

/** Where a trace begins, in the order of the numbers. */
export const ANCHOR_KINDS = [
  'loop', // a loop's first instruction
  'entry', // a function's RESUME
  'continuation', // the instruction after a call
  'join', // where paths that many traces follow meet again
  'bridge', // an exit of another trace
] as const;
export type AnchorKind = (typeof ANCHOR_KINDS)[number];
