/** Leaving statements early: what `return`, `break` and `continue` must undo on their way out. */
import type { Position } from '../../frontend/ast.ts';
import { NO_LOCATION } from '../flow/instructions.ts';
import { Op } from '../flow/opcodes.ts';
import type { Compiler } from './compiler.ts';
import { awaitTop } from './generators.ts';
import { stmts } from './statements.ts';
import type { FrameBlock } from './unit.ts';
import { callExitWithNones } from './with-statements.ts';

type Loop = Extract<FrameBlock, { exit: unknown }>;

/**
 * Code that leaves one frame block; with `preserve` the top of the stack (a return value)
 * survives. Returns the position for what follows: none after a `finally` or `__exit__`,
 * so that tracing shows the leaving statement first.
 */
export function unwind(c: Compiler, loc: Position, block: FrameBlock, preserve: boolean): Position {
  switch (block.kind) {
    case 'while':
    case 'exceptHandler':
    case 'exceptStarHandler':
    case 'virtual':
      return loc;
    case 'for':
    case 'asyncFor':
    case 'popValue':
      if (preserve) c.op(loc, Op.SWAP, 2);
      c.op(loc, Op.POP_TOP);
      return loc;
    case 'tryExcept':
      c.op(loc, Op.POP_BLOCK);
      return loc;
    case 'finallyTry':
      c.op(loc, Op.POP_BLOCK);
      if (preserve) c.pushBlock(loc, { kind: 'popValue' });
      stmts(c, block.finalbody);
      if (preserve) c.popBlock();
      return NO_LOCATION;
    case 'finallyEnd':
      if (preserve) c.op(loc, Op.SWAP, 2);
      c.op(loc, Op.POP_TOP); // the exception
      if (preserve) c.op(loc, Op.SWAP, 2);
      c.op(loc, Op.POP_BLOCK);
      c.op(loc, Op.POP_EXCEPT);
      return loc;
    case 'with':
    case 'asyncWith':
      loc = block.loc;
      c.op(loc, Op.POP_BLOCK);
      if (preserve) {
        c.op(loc, Op.SWAP, 3);
        c.op(loc, Op.SWAP, 2);
      }
      callExitWithNones(c, loc);
      if (block.kind === 'asyncWith') awaitTop(c, loc, 2);
      c.op(loc, Op.POP_TOP);
      return NO_LOCATION;
    case 'handlerCleanup':
      if (block.name !== null) c.op(loc, Op.POP_BLOCK);
      if (preserve) c.op(loc, Op.SWAP, 2);
      c.op(loc, Op.POP_BLOCK);
      c.op(loc, Op.POP_EXCEPT);
      if (block.name !== null) {
        c.loadNone(loc);
        c.name(loc, block.name, 'Store');
        c.name(loc, block.name, 'Del');
      }
      return loc;
  }
}

/** Leaves all frame blocks, or (with `onLoop`) those inside the innermost loop. */
export function unwindAll(
  c: Compiler,
  loc: Position,
  preserve: boolean,
  onLoop?: (loop: Loop) => void,
): Position {
  const { blocks } = c.unit;
  const top = blocks[blocks.length - 1];
  if (top === undefined) return loc;
  if (top.kind === 'exceptStarHandler')
    c.fail("'break', 'continue' and 'return' cannot appear in an except* block", loc);
  if (onLoop && (top.kind === 'while' || top.kind === 'for' || top.kind === 'asyncFor')) {
    onLoop(top);
    return loc;
  }
  c.popBlock(); // the code of a `finally` is itself outside of it
  loc = unwind(c, loc, top, preserve);
  loc = unwindAll(c, loc, preserve, onLoop);
  c.pushBlock(loc, top);
  return loc;
}
