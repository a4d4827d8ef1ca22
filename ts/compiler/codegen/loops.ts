/** Code for `for`, `async for` and `while`. */
import type * as ast from '../../frontend/ast.ts';
import { Label, NO_LOCATION } from '../flow/instructions.ts';
import { Op } from '../flow/opcodes.ts';
import type { Compiler } from './compiler.ts';
import { jumpIf } from './conditions.ts';
import { expr } from './expressions.ts';
import { yieldFrom } from './generators.ts';
import { stmts } from './statements.ts';

export function forLoop(c: Compiler, s: ast.For): void {
  const start = new Label();
  const cleanup = new Label();
  const exit = new Label();
  c.pushBlock(s, { kind: 'for', start, exit });
  expr(c, s.iter);
  c.op(s.iter, Op.GET_ITER);
  c.use(start);
  c.jump(s.iter, Op.FOR_ITER, cleanup);
  c.op(s.target, Op.NOP); // keeps the target's line in a `for` over several lines
  expr(c, s.target);
  stmts(c, s.body);
  c.jump(NO_LOCATION, Op.JUMP, start);
  c.use(cleanup);
  c.op(NO_LOCATION, Op.END_FOR);
  c.op(NO_LOCATION, Op.POP_ITER);
  c.popBlock();
  stmts(c, s.orelse);
  c.use(exit);
}

export function asyncForLoop(c: Compiler, s: ast.AsyncFor): void {
  const start = new Label();
  const except = new Label();
  const exit = new Label();
  expr(c, s.iter);
  c.op(s.iter, Op.GET_AITER);
  c.use(start);
  c.pushBlock(s, { kind: 'asyncFor', start, exit });
  c.jump(s, Op.SETUP_FINALLY, except); // StopAsyncIteration of __anext__
  c.op(s, Op.GET_ANEXT);
  c.loadNone(s);
  const send = yieldFrom(c, s, true);
  c.op(s, Op.POP_BLOCK);
  c.op(s, Op.NOT_TAKEN);
  expr(c, s.target);
  stmts(c, s.body);
  c.jump(NO_LOCATION, Op.JUMP, start);
  c.popBlock();
  c.use(except);
  // On the iterator's line: it follows the loop, not the body.
  c.jump(s.iter, Op.END_ASYNC_FOR, send);
  stmts(c, s.orelse);
  c.use(exit);
}

export function whileLoop(c: Compiler, s: ast.While): void {
  const start = new Label();
  const exit = new Label();
  const anchor = new Label();
  c.use(start);
  c.pushBlock(s, { kind: 'while', start, exit });
  jumpIf(c, s, s.test, anchor, false);
  stmts(c, s.body);
  c.jump(NO_LOCATION, Op.JUMP, start);
  c.popBlock();
  c.use(anchor);
  stmts(c, s.orelse);
  c.use(exit);
}
