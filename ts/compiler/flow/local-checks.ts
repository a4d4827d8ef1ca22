/**
 * LOAD_FAST becomes LOAD_FAST_CHECK where the local may be unbound: a forward data-flow analysis over the
 * first 64 locals; those beyond are followed only within a block.
 */
import { tick } from '../../contract/patience.ts';
import { type Block, blocksFrom, isJump } from './flow-graph.ts';
import { Op } from './opcodes.ts';

const TRACKED = 64;

export function checkUnboundLocals(entry: Block, localCount: number, parameterCount: number): void {
  if (localCount === 0) return;
  if (localCount > TRACKED) checkWithinBlocks(entry);
  const todo: Block[] = [];
  for (const b of blocksFrom(entry)) {
    b.visited = false;
    b.unsafeLow = 0;
    b.unsafeHigh = 0;
  }
  let low = 0;
  let high = 0;
  for (let i = parameterCount; i < Math.min(localCount, TRACKED); i++)
    if (i < 32) low |= 1 << i;
    else high |= 1 << (i - 32);
  push(entry, low, high, todo);
  // Each block once, for locals that are deleted somewhere; then again
  // whenever more locals may be unbound on entry.
  for (const b of blocksFrom(entry)) scan(b, todo);
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    b.visited = false;
    scan(b, todo);
  }
}

/** More locals may be unbound when `b` is entered. `visited` = waiting in `todo`. */
function push(b: Block, low: number, high: number, todo: Block[]): void {
  const bothLow = b.unsafeLow | low;
  const bothHigh = b.unsafeHigh | high;
  if (bothLow === b.unsafeLow && bothHigh === b.unsafeHigh) return;
  b.unsafeLow = bothLow;
  b.unsafeHigh = bothHigh;
  if (b.visited) return;
  b.visited = true;
  todo.push(b);
}

function scan(b: Block, todo: Block[]): void {
  let low = b.unsafeLow;
  let high = b.unsafeHigh;
  for (const i of b.instructions) {
    tick();
    if (i.except !== null) push(i.except, low, high, todo);
    if (i.arg >= TRACKED) continue;
    const lowBit = i.arg < 32 ? 1 << i.arg : 0;
    const highBit = i.arg < 32 ? 0 : 1 << (i.arg - 32);
    switch (i.op) {
      case Op.DELETE_FAST:
      case Op.LOAD_FAST_AND_CLEAR:
      case Op.STORE_FAST_MAYBE_NULL:
        low |= lowBit;
        high |= highBit;
        break;
      case Op.LOAD_FAST:
        if ((low & lowBit) | (high & highBit)) i.op = Op.LOAD_FAST_CHECK;
        low &= ~lowBit;
        high &= ~highBit;
        break;
      case Op.LOAD_FAST_CHECK: // past it, the local is bound
      case Op.STORE_FAST:
        low &= ~lowBit;
        high &= ~highBit;
        break;
    }
  }
  if (b.next !== null && b.fallsThrough) push(b.next, low, high, todo);
  const { last } = b;
  if (last !== undefined && isJump(last)) push(last.target!, low, high, todo);
}

function checkWithinBlocks(entry: Block): void {
  for (const b of blocksFrom(entry)) {
    const bound = new Set<number>();
    for (const i of b.instructions) {
      tick();
      if (i.arg < TRACKED) continue;
      switch (i.op) {
        case Op.DELETE_FAST:
        case Op.LOAD_FAST_AND_CLEAR:
        case Op.STORE_FAST_MAYBE_NULL:
          bound.delete(i.arg);
          break;
        case Op.STORE_FAST:
          bound.add(i.arg);
          break;
        case Op.LOAD_FAST:
          if (!bound.has(i.arg)) i.op = Op.LOAD_FAST_CHECK;
          bound.add(i.arg);
          break;
      }
    }
  }
}
