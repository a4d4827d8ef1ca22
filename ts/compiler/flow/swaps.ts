/** Runs of SWAP: shortened, and where possible replaced by reordering the stores after them. */
import type { Block } from './flow-graph.ts';
import type { Instruction } from './instructions.ts';
import { Op } from './opcodes.ts';

const VISITED = -1;

/**
 * Replaces the run of SWAPs (and NOPs) at `start` by the shortest one with the same
 * effect; returns the index of its last instruction. A permutation's cycles are undone
 * from the end of the run, because every swap involves the top.
 */
export function optimizeSwaps(b: Block, start: number): number {
  const { instructions } = b;
  let depth = 0;
  let swaps = 0;
  let end = start;
  for (; end < instructions.length; end++) {
    const i = instructions[end]!;
    if (i.op === Op.SWAP) {
      depth = Math.max(depth, i.arg);
      swaps++;
    } else if (i.op !== Op.NOP) break;
  }
  if (swaps <= 1) return start;
  const stack = Array.from({ length: depth }, (_, i) => i);
  for (let n = start; n < end; n++) {
    const i = instructions[n]!;
    if (i.op !== Op.SWAP) continue;
    const top = stack[0]!;
    stack[0] = stack[i.arg - 1]!;
    stack[i.arg - 1] = top;
  }
  let current = end - 1;
  for (let i = 0; i < depth; i++) {
    if (stack[i] === VISITED || stack[i] === i) continue;
    for (let j = i; ; ) {
      if (j !== 0) instructions[current--]!.set(Op.SWAP, j + 1);
      if (stack[j] === VISITED) break;
      const next = stack[j]!;
      stack[j] = VISITED;
      j = next;
    }
  }
  for (; current >= start; current--) instructions[current]!.set(Op.NOP, 0);
  return end - 1;
}

/** Pops the top, runs no code, does not jump: may change places with another such instruction. */
const swappable = (i: Instruction): boolean =>
  i.op === Op.STORE_FAST || i.op === Op.STORE_FAST_MAYBE_NULL || i.op === Op.POP_TOP;

const storesTo = (i: Instruction): number => (i.op === Op.POP_TOP ? -1 : i.arg);

/**
 * Next swappable instruction after `n`, on line `line` unless
 * that is negative; -1 if something else comes first.
 */
function nextSwappable(instructions: readonly Instruction[], n: number, line: number): number {
  for (let at = n + 1; at < instructions.length; at++) {
    const i = instructions[at]!;
    if (line >= 0 && i.loc.lineno !== line) return -1;
    if (i.op === Op.NOP) continue;
    return swappable(i) ? at : -1;
  }
  return -1;
}

/** SWAP 2, STORE a, STORE b → STORE b, STORE a; going left from `n` through a run of swaps. */
export function applyStaticSwaps(b: Block, n: number): void {
  const { instructions } = b;
  for (; n >= 0; n--) {
    const swap = instructions[n]!;
    if (swap.op !== Op.SWAP) {
      if (swap.op === Op.NOP || swappable(swap)) continue;
      return;
    }
    const first = nextSwappable(instructions, n, -1);
    if (first < 0) return;
    let second = first;
    const line = instructions[first]!.loc.lineno;
    for (let count = swap.arg - 1; count > 0; count--) {
      second = nextSwappable(instructions, second, line);
      if (second < 0) return;
    }
    const a = storesTo(instructions[first]!);
    const z = storesTo(instructions[second]!);
    if (a >= 0 || z >= 0) {
      if (a === z) return;
      for (let at = first + 1; at < second; at++) {
        const i = instructions[at]!;
        const store = swappable(i) ? storesTo(i) : -1;
        if (store >= 0 && (store === a || store === z)) return;
      }
    }
    swap.set(Op.NOP, 0);
    const moved = instructions[first]!;
    instructions[first] = instructions[second]!;
    instructions[second] = moved;
  }
}
