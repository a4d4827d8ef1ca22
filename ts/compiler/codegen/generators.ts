/** Code for `yield`, `yield from` and `await`. */
import type * as ast from '../../frontend/ast.ts';
import { Label, NO_LOCATION } from '../flow/instructions.ts';
import { intrinsic1, Op, Resume } from '../flow/opcodes.ts';
import type { Compiler } from './compiler.ts';
import { expr } from './expressions.ts';

/**
 * With [iterator, None] on the stack: runs it, handing its values out and sent values in; leaves its result.
 * Returns the place of the SEND.
 */
export function yieldFrom(c: Compiler, loc: ast.Position, isAwait: boolean): Label {
  const send = new Label();
  const fail = new Label();
  const exit = new Label();
  c.use(send);
  c.jump(loc, Op.SEND, exit);
  // YIELD_VALUE raises only when the generator is closed or thrown into.
  c.jump(loc, Op.SETUP_FINALLY, fail);
  c.op(loc, Op.YIELD_VALUE, 1);
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.op(loc, Op.RESUME, isAwait ? Resume.AFTER_AWAIT : Resume.AFTER_YIELD_FROM);
  c.jump(loc, Op.JUMP_NO_INTERRUPT, send);
  c.use(fail);
  c.op(loc, Op.CLEANUP_THROW);
  c.use(exit);
  c.op(loc, Op.END_SEND);
  return send;
}

/** Awaits the top of the stack. `kind`: GET_AWAITABLE's argument. */
export function awaitTop(c: Compiler, loc: ast.Position, kind: number): void {
  c.op(loc, Op.GET_AWAITABLE, kind);
  c.loadNone(loc);
  yieldFrom(c, loc, true);
}

/** Yields the value on the stack. */
export function yieldTop(c: Compiler, loc: ast.Position): void {
  const { scope } = c.unit;
  if (scope.generator && scope.coroutine)
    c.op(loc, Op.CALL_INTRINSIC_1, intrinsic1('INTRINSIC_ASYNC_GEN_WRAP'));
  c.op(loc, Op.YIELD_VALUE, 0);
  c.op(loc, Op.RESUME, Resume.AFTER_YIELD);
}

export function yieldExpr(c: Compiler, e: ast.Yield): void {
  if (!c.unit.scope.isFunctionLike) c.fail("'yield' outside function", e);
  if (e.value) expr(c, e.value);
  else c.loadNone(e);
  yieldTop(c, e);
}

export function yieldFromExpr(c: Compiler, e: ast.YieldFrom): void {
  if (!c.unit.scope.isFunctionLike) c.fail("'yield from' outside function", e);
  if (c.unit.type === 'asyncFunction') c.fail("'yield from' inside async function", e);
  expr(c, e.value);
  c.op(e, Op.GET_YIELD_FROM_ITER);
  c.loadNone(e);
  yieldFrom(c, e, false);
}

/** A StopIteration that leaves a generator's body becomes a RuntimeError. */
export function wrapInStopIterationHandler(c: Compiler): void {
  const handler = new Label();
  c.unit.list.insertFirst(Op.SETUP_CLEANUP, NO_LOCATION, handler);
  c.loadNone(NO_LOCATION);
  c.op(NO_LOCATION, Op.RETURN_VALUE);
  c.use(handler);
  c.op(NO_LOCATION, Op.CALL_INTRINSIC_1, intrinsic1('INTRINSIC_STOPITERATION_ERROR'));
  c.op(NO_LOCATION, Op.RERAISE, 1);
}
