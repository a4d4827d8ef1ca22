/**
 * The optimizations of the flow graph, in CPython's order and with its results: jumps to jumps, dead code,
 * constants, redundant instructions, known-bound locals, superinstructions. Rewrites leave NOPs behind; those
 * that no line needs are removed at the end of each step.
 */
import { tick } from '../../contract/patience.ts';
import type { CodeConstant } from '../code-object.ts';
import type { ConstantTable } from '../constants/table.ts';
import {
  type Block,
  blocksFrom,
  isJump,
  labelExceptionTargets,
  nextNonEmpty,
  pushColdBlocksToEnd,
  removeUnreachable,
} from './flow-graph.ts';
import type { Instruction } from './instructions.ts';
import { resolveLineNumbers } from './line-numbers.ts';
import { checkUnboundLocals } from './local-checks.ts';
import { Op, UNCONDITIONAL_JUMP } from './opcodes.ts';
import { optimizeBlock, optimizeConstantLoads } from './peephole.ts';

/** Optimizes in place; `consts` may grow. Returns the constants that are still used. */
export function optimizeFlowGraph(
  entry: Block,
  consts: ConstantTable,
  localCount: number,
  parameterCount: number,
): CodeConstant[] {
  labelExceptionTargets(entry);
  inlineSmallExits(entry);
  removeUnreachable(entry);
  resolveLineNumbers(entry);
  for (const b of blocksFrom(entry)) optimizeConstantLoads(b, consts);
  for (const b of blocksFrom(entry)) optimizeBlock(b, consts);
  removeRedundantPairs(entry);
  removeUnreachable(entry);
  removeRedundantNopsAndJumps(entry);
  const used = removeUnusedConstants(entry, consts);
  checkUnboundLocals(entry, localCount, parameterCount);
  insertSuperinstructions(entry);
  if (pushColdBlocksToEnd(entry)) removeRedundantNopsAndJumps(entry);
  resolveLineNumbers(entry);
  return used;
}

// jumps ----------------------------------------------------------------------------------------------------------------

const MAX_COPY_SIZE = 4;

/**
 * A jump to a few instructions that leave the frame is replaced by them; so is one to code without a line.
 */
function inlineSmallExits(entry: Block): void {
  let changed: boolean;
  do {
    changed = false;
    for (const b of blocksFrom(entry)) {
      const { last } = b;
      if (last === undefined || !UNCONDITIONAL_JUMP[last.op]) continue;
      const target = last.target!;
      const smallExit = target.exitsScope && target.instructions.length <= MAX_COPY_SIZE;
      const noLine = target.hasNoLine && !target.fallsThrough;
      if (!smallExit && !noLine) continue;
      const removed = last.op;
      last.set(Op.NOP, 0);
      last.target = null;
      for (const i of target.instructions) b.instructions.push(i.copy());
      const end = b.last!;
      // The removed jump checked for interrupts; so must what replaces it.
      if (noLine && UNCONDITIONAL_JUMP[end.op] && removed === Op.JUMP) end.op = Op.JUMP;
      target.predecessors--;
      changed = true;
    }
  } while (changed); // each round removes a jump
}

function removeRedundantJumps(entry: Block): number {
  let changes = 0;
  for (const b of blocksFrom(entry)) {
    const { last } = b;
    if (last === undefined || !UNCONDITIONAL_JUMP[last.op]) continue;
    if (nextNonEmpty(last.target) !== nextNonEmpty(b.next)) continue;
    last.set(Op.NOP, 0);
    last.target = null;
    changes++;
  }
  return changes;
}

// NOPs and pairs -------------------------------------------------------------------------------------------------------

/** A NOP stays only where it is the only instruction of its line. */
function removeNopsFrom(b: Block): number {
  const { instructions } = b;
  let kept = 0;
  let previousLine = -1;
  for (let n = 0; n < instructions.length; n++) {
    tick();
    const i = instructions[n]!;
    const line = i.loc.lineno;
    if (i.op === Op.NOP) {
      if (line < 0 || line === previousLine) continue;
      const next = instructions[n + 1];
      if (next !== undefined) {
        if (next.loc.lineno === line) continue;
        if (next.loc.lineno < 0) {
          next.loc = i.loc;
          continue;
        }
      } else {
        const following = nextNonEmpty(b.next);
        // NOPs without a line will be removed themselves.
        const first = following?.instructions.find((f) => f.op !== Op.NOP || f.loc.lineno >= 0);
        if (following !== null && line === (first?.loc.lineno ?? -1)) continue;
      }
    }
    instructions[kept++] = i;
    previousLine = line;
  }
  const removed = instructions.length - kept;
  if (removed > 0) instructions.length = kept; // which costs a call
  return removed;
}

function removeNops(entry: Block): number {
  let removed = 0;
  for (const b of blocksFrom(entry)) removed += removeNopsFrom(b);
  return removed;
}

export function removeRedundantNopsAndJumps(entry: Block): void {
  while (removeNops(entry) + removeRedundantJumps(entry) > 0);
}

/** Removes a constant or copy that is popped at once. */
function removeRedundantPairs(entry: Block): void {
  let done: boolean;
  do {
    done = true;
    let current: Instruction | null = null;
    for (const b of blocksFrom(entry)) {
      removeNopsFrom(b);
      if (b.labelled) current = null;
      for (const i of b.instructions) {
        tick();
        const previous: Instruction | null = current;
        current = i;
        if (i.op !== Op.POP_TOP || previous === null) continue;
        const { op, arg } = previous;
        if (op !== Op.LOAD_CONST && op !== Op.LOAD_SMALL_INT && !(op === Op.COPY && arg === 1)) continue;
        previous.set(Op.NOP, 0);
        i.set(Op.NOP, 0);
        done = false;
      }
      if ((current !== null && isJump(current)) || !b.fallsThrough) current = null;
    }
  } while (!done);
}

// constants ------------------------------------------------------------------------------------------------------------

/** Renumbers the constants that are left. The first stays: it may be the docstring. */
function removeUnusedConstants(entry: Block, consts: ConstantTable): CodeConstant[] {
  const { items } = consts;
  if (items.length === 0) return [];
  const isUsed = new Uint8Array(items.length);
  isUsed[0] = 1;
  for (const b of blocksFrom(entry))
    for (const i of b.instructions) {
      if (i.op !== Op.LOAD_CONST) continue;
      i.arg = consts.settled(i.arg);
      isUsed[i.arg] = 1;
    }
  const renumbered = new Int32Array(items.length);
  const kept: CodeConstant[] = [];
  items.forEach((item, index) => {
    if (isUsed[index]) renumbered[index] = kept.push(item) - 1;
  });
  if (kept.length < items.length)
    for (const b of blocksFrom(entry))
      for (const i of b.instructions) if (i.op === Op.LOAD_CONST) i.arg = renumbered[i.arg]!;
  return kept;
}

// superinstructions ----------------------------------------------------------------------------------------------------

function insertSuperinstructions(entry: Block): void {
  for (const b of blocksFrom(entry)) {
    const { instructions } = b;
    for (let n = 0; n + 1 < instructions.length; n++) {
      tick();
      const first = instructions[n]!;
      const second = instructions[n + 1]!;
      if (first.op === Op.LOAD_FAST && second.op === Op.LOAD_FAST)
        combine(first, second, Op.LOAD_FAST_LOAD_FAST);
      else if (first.op === Op.STORE_FAST && second.op === Op.LOAD_FAST)
        combine(first, second, Op.STORE_FAST_LOAD_FAST);
      else if (first.op === Op.STORE_FAST && second.op === Op.STORE_FAST)
        combine(first, second, Op.STORE_FAST_STORE_FAST);
    }
  }
  removeNops(entry);
}

function combine(first: Instruction, second: Instruction, op: number): void {
  const a = first.loc.lineno;
  const b = second.loc.lineno;
  if (a >= 0 && b >= 0 && a !== b) return;
  if (first.arg >= 16 || second.arg >= 16) return;
  first.set(op, (first.arg << 4) | second.arg);
  second.set(Op.NOP, 0);
}
