/**
 * Gives lines to instructions that have none: a frame's line must be right whenever code leaves it or looks
 * for interrupts (PEP 626), without a line being recorded for every artificial instruction.
 */
import { type Block, blocksFrom, isJump, nextNonEmpty } from './flow-graph.ts';
import { NO_LOCATION } from './instructions.ts';
import { EVAL_BREAK } from './opcodes.ts';

const NO_LINE = NO_LOCATION.lineno;

export function resolveLineNumbers(entry: Block): void {
  duplicateExitsWithoutLine(entry);
  propagate(entry);
}

/** Leaves the frame, or may run a signal handler, but has no line. */
function needsLine(b: Block): boolean {
  return (b.exitsScope || b.instructions.some((i) => EVAL_BREAK[i.op] === 1)) && b.hasNoLine;
}

/** Each way to such a block gets a copy with its own line. */
function duplicateExitsWithoutLine(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const { last } = b;
    if (last === undefined || !isJump(last)) continue;
    const target: Block = nextNonEmpty(last.target)!;
    if (target.predecessors <= 1 || !needsLine(target)) continue;
    const copy = target.copy();
    copy.instructions[0]!.loc = last.loc;
    last.target = copy;
    target.predecessors--;
    copy.predecessors = 1;
    copy.next = target.next;
    copy.labelled = true;
    target.next = copy;
  }
  // What is left is reached by falling through alone.
  for (const b of blocksFrom(entry)) {
    const { last, next } = b;
    if (
      last !== undefined &&
      next !== null &&
      b.fallsThrough &&
      next.instructions.length > 0 &&
      needsLine(next)
    )
      next.instructions[0]!.loc = last.loc;
  }
}

function propagate(entry: Block): void {
  for (const b of blocksFrom(entry)) {
    const { last } = b;
    if (last === undefined) continue;
    let loc = NO_LOCATION;
    for (const i of b.instructions)
      if (i.loc.lineno === NO_LINE) i.loc = loc;
      else loc = i.loc;
    const inherit = (target: Block): void => {
      const first = target.instructions[0];
      if (target.predecessors === 1 && first && first.loc.lineno === NO_LINE) first.loc = loc;
    };
    if (b.next !== null && b.fallsThrough) inherit(b.next);
    if (isJump(last)) inherit(last.target!);
  }
}
