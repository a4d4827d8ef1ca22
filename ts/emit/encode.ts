/**
 * The machine instructions that come from no stencil: the padding before a loop, and veneers. (The jump that turns an exit stub into
 * the way to a bridge is written by native/jit/links.c.)
 */
import type { StencilLibrary } from './library.ts';

export const VENEER_BYTES = 16;

/** A jump to an address at any distance, VENEER_BYTES long. */
export function writeVeneer(view: DataView, at: number, to: number, target: StencilLibrary['target']): void {
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

export function fillNops(
  memory: Uint8Array,
  from: number,
  to: number,
  target: StencilLibrary['target'],
): void {
  while (from < to) {
    const bytes = target === 'x86_64' ? X86_NOPS[Math.min(to - from, 8)] : [0x1f, 0x20, 0x03, 0xd5];
    memory.set(bytes, from);
    from += bytes.length;
  }
}
