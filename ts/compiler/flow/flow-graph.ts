/**
 * Basic blocks of one code object: built from the instruction list, linked in emission order. A block ends at
 * a jump, at an instruction that leaves the code object, or before a jump target.
 *
 * Invariants: only a block's last instruction jumps; exception handlers are reached through SETUP_*
 * instructions and `except` fields, never by falling through.
 */
import { tick } from '../../contract/patience.ts';
import { Instruction, type InstructionList, NO_LOCATION } from './instructions.ts';
import {
  BLOCK_PUSH,
  effectOf,
  HAS_TARGET,
  JUMP,
  NO_FALLTHROUGH,
  Op,
  Resume,
  SCOPE_EXIT,
  TERMINATOR,
} from './opcodes.ts';

export class Block {
  instructions: Instruction[] = [];
  next: Block | null = null;
  /** Target of some jump, now or earlier. */
  labelled = false;
  exceptHandler = false;
  /** The handler's exception table entry also saves the raising instruction's offset. */
  preserveLasti = false;
  predecessors = 0;
  visited = false;
  warm = false;
  cold = false;
  /** Stack height on entry; -1 = not known. */
  startDepth = -1;
  /** Bit i: local i may be unbound on entry. */
  unsafeLow = 0;
  unsafeHigh = 0;
  exceptStack: Block[] | null = null;
  /** Position in units, during assembly. */
  offset = 0;

  get last(): Instruction | undefined {
    return this.instructions[this.instructions.length - 1];
  }

  get fallsThrough(): boolean {
    const { last } = this;
    return last === undefined || NO_FALLTHROUGH[last.op] === 0;
  }

  get exitsScope(): boolean {
    const { last } = this;
    return last !== undefined && SCOPE_EXIT[last.op] === 1;
  }

  get hasNoLine(): boolean {
    return this.instructions.every((i) => i.loc.lineno < 0);
  }

  /** A copy without its links. */
  copy(): Block {
    const copy = new Block();
    copy.instructions = this.instructions.map((i) => i.copy());
    return copy;
  }
}

/**
 * The blocks in order, as they are now; code that links in new ones while it walks follows `next` instead.
 */
export function blocksFrom(entry: Block): Block[] {
  const blocks: Block[] = [];
  for (let b: Block | null = entry; b !== null; b = b.next) {
    tick();
    blocks.push(b);
  }
  return blocks;
}

export function nextNonEmpty(b: Block | null): Block | null {
  while (b !== null && b.instructions.length === 0) b = b.next;
  return b;
}

export const isJump = (i: Instruction): boolean => JUMP[i.op] === 1;

/** Cuts the list into blocks; returns the first. */
export function buildFlowGraph(list: InstructionList): Block {
  const { instructions } = list;
  const isTarget = new Uint8Array(instructions.length + 1);
  for (const i of instructions) if (i.label) isTarget[i.label.index] = 1;
  const blockAt = new Map<number, Block>();
  const entry = new Block();
  let current = entry;
  let ended = false;
  const start = (): void => {
    const block = new Block();
    current.next = block;
    current = block;
  };
  const append = (i: Instruction): void => {
    if (ended) start();
    current.instructions.push(i);
    ended = TERMINATOR[i.op] === 1;
  };
  instructions.forEach((i, index) => {
    tick();
    if (isTarget[index]) {
      if (current.instructions.length > 0 || current.labelled) start();
      ended = false;
      current.labelled = true;
      blockAt.set(index, current);
    }
    if (i.op !== Op.ANNOTATIONS_PLACEHOLDER) append(i);
    else if (list.annotations) list.annotations.instructions.forEach(append);
  });
  for (const i of instructions) if (i.label) i.target = blockAt.get(i.label.index)!;
  return entry;
}

/** Notes for each instruction the innermost handler around it. POP_BLOCK becomes NOP. */
export function labelExceptionTargets(entry: Block): void {
  for (const b of blocksFrom(entry)) {
    b.visited = false;
    for (const i of b.instructions) {
      tick();
      if (BLOCK_PUSH[i.op]) i.target!.exceptHandler = true;
    }
  }
  const todo: Block[] = [entry];
  entry.visited = true;
  entry.exceptStack = [];
  const visit = (b: Block, stack: Block[]): void => {
    if (b.visited) return;
    b.visited = true;
    b.exceptStack = stack;
    todo.push(b);
  };
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    const stack = b.exceptStack!;
    b.exceptStack = null;
    let handler = stack[stack.length - 1] ?? null;
    let yieldDepth = -1;
    for (const i of b.instructions) {
      tick();
      if (BLOCK_PUSH[i.op]) {
        const target = i.target!;
        visit(target, stack.slice());
        if (i.op !== Op.SETUP_FINALLY) target.preserveLasti = true;
        stack.push(target);
        handler = target;
      } else if (i.op === Op.POP_BLOCK) {
        stack.pop();
        handler = stack[stack.length - 1] ?? null;
        i.set(Op.NOP, 0);
      } else {
        i.except = handler;
        if (JUMP[i.op]) visit(i.target!, stack.slice());
        else if (i.op === Op.YIELD_VALUE) yieldDepth = stack.length;
        else if (i.op === Op.RESUME && i.arg !== Resume.START) {
          // Only the generator's own StopIteration handler surrounds it: the common case when it is closed.
          if (yieldDepth === 1) i.arg |= Resume.DEPTH1;
          yieldDepth = -1;
        }
      }
    }
    if (b.next !== null && b.fallsThrough) visit(b.next, stack);
  }
}

/** Empties blocks that nothing leads to, and counts the predecessors of the others. */
export function removeUnreachable(entry: Block): void {
  for (const b of blocksFrom(entry)) {
    b.predecessors = 0;
    b.visited = false;
  }
  const todo = [entry];
  entry.predecessors = 1;
  entry.visited = true;
  const reach = (b: Block): void => {
    if (!b.visited) {
      b.visited = true;
      todo.push(b);
    }
    b.predecessors++;
  };
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    if (b.next !== null && b.fallsThrough) reach(b.next);
    for (const i of b.instructions) if (HAS_TARGET[i.op]) reach(i.target!);
  }
  for (const b of blocksFrom(entry)) {
    if (b.predecessors > 0) continue;
    b.instructions = [];
    b.exceptHandler = false;
  }
}

/** Sets the blocks' entry depths; returns the greatest height. Throws where paths disagree. */
export function computeStackDepth(entry: Block): number {
  for (const b of blocksFrom(entry)) b.startDepth = -1;
  const todo: Block[] = [];
  const reach = (b: Block, depth: number): void => {
    if (b.startDepth === depth) return;
    if (b.startDepth >= 0) throw new Error('inconsistent stack depth');
    b.startDepth = depth;
    todo.push(b);
  };
  reach(entry, 0);
  let max = 0;
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    let depth = b.startDepth;
    for (const i of b.instructions) {
      tick();
      if (depth > max) max = depth;
      const after = depth + effectOf(i.op, i.arg, false);
      if (after < 0) throw new Error('stack underflow');
      if (HAS_TARGET[i.op] && i.op !== Op.END_ASYNC_FOR)
        reach(i.target!, depth + effectOf(i.op, i.arg, true));
      depth = after;
    }
    if (depth > max) max = depth;
    if (b.next !== null && b.fallsThrough) reach(b.next, depth);
  }
  return max;
}

/** Blocks that only exceptions lead to go to the end, so that normal flow falls through. */
export function pushColdBlocksToEnd(entry: Block): boolean {
  if (entry.next === null) return false;
  markWarm(entry);
  markCold(entry);
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const next: Block | null = b.next;
    if (!b.cold || !b.fallsThrough || next === null || !next.warm) continue;
    const jump = new Block();
    next.labelled = true;
    const i = new Instruction(Op.JUMP_NO_INTERRUPT, 0, NO_LOCATION);
    i.target = next;
    i.except = b.last?.except ?? null;
    jump.instructions.push(i);
    jump.cold = true;
    jump.predecessors = 1;
    jump.next = next;
    b.next = jump;
  }
  const warm: Block[] = [];
  const cold: Block[] = [];
  for (const b of blocksFrom(entry)) (b.cold ? cold : warm).push(b);
  const order = [...warm, ...cold];
  order.forEach((b, index) => {
    b.next = order[index + 1] ?? null;
  });
  return cold.length > 0;
}

function markWarm(entry: Block): void {
  for (const b of blocksFrom(entry)) b.visited = false;
  const todo = [entry];
  entry.visited = true;
  const reach = (b: Block): void => {
    if (b.visited) return;
    b.visited = true;
    todo.push(b);
  };
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    b.warm = true;
    if (b.next !== null && b.fallsThrough) reach(b.next);
    for (const i of b.instructions) if (isJump(i)) reach(i.target!);
  }
}

function markCold(entry: Block): void {
  for (const b of blocksFrom(entry)) b.visited = false;
  const todo: Block[] = [];
  const reach = (b: Block): void => {
    if (b.warm || b.visited) return;
    b.visited = true;
    todo.push(b);
  };
  for (const b of blocksFrom(entry)) if (b.exceptHandler) reach(b);
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    b.cold = true;
    if (b.next !== null && b.fallsThrough) reach(b.next);
    for (const i of b.instructions) if (isJump(i)) reach(i.target!);
  }
}
