/** Code for `try`: except, except*, else, finally. */
import type * as ast from '../../frontend/ast.ts';
import { Label, NO_LOCATION } from '../flow/instructions.ts';
import { intrinsic2, Op } from '../flow/opcodes.ts';
import type { Compiler } from './compiler.ts';
import { expr } from './expressions.ts';
import { stmts } from './statements.ts';

export function tryStatement(c: Compiler, s: ast.Try): void {
  if (s.finalbody.length > 0) tryFinally(c, s, tryExcept);
  else tryExcept(c, s);
}

export function tryStarStatement(c: Compiler, s: ast.TryStar): void {
  if (s.finalbody.length > 0) tryFinally(c, s, tryExceptStar);
  else tryExceptStar(c, s);
}

/** [previously handled, lasti, exc]: an exception inside a handler. */
export function popExceptAndReraise(c: Compiler, loc: ast.Position): void {
  c.op(loc, Op.COPY, 3);
  c.op(loc, Op.POP_EXCEPT);
  c.op(loc, Op.RERAISE, 1);
}

/** The body of `finally` is compiled twice: for the way out without an exception, and for that with one. */
function tryFinally<S extends ast.Try | ast.TryStar>(
  c: Compiler,
  s: S,
  inner: (c: Compiler, s: S) => void,
): void {
  const end = new Label();
  const exit = new Label();
  const cleanup = new Label();
  c.jump(s, Op.SETUP_FINALLY, end);
  c.pushBlock(s, { kind: 'finallyTry', finalbody: s.finalbody });
  if (s.handlers.length > 0) inner(c, s);
  else stmts(c, s.body);
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.popBlock();
  stmts(c, s.finalbody);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, exit);

  c.use(end);
  c.jump(NO_LOCATION, Op.SETUP_CLEANUP, cleanup);
  c.op(NO_LOCATION, Op.PUSH_EXC_INFO);
  c.pushBlock(NO_LOCATION, { kind: 'finallyEnd' });
  stmts(c, s.finalbody);
  c.popBlock();
  c.op(NO_LOCATION, Op.RERAISE, 0);
  c.use(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.use(exit);
}

function tryExcept(c: Compiler, s: ast.Try): void {
  const except = new Label();
  const end = new Label();
  const cleanup = new Label();
  c.jump(s, Op.SETUP_FINALLY, except);
  c.pushBlock(s, { kind: 'tryExcept' });
  stmts(c, s.body);
  c.popBlock();
  c.op(NO_LOCATION, Op.POP_BLOCK);
  stmts(c, s.orelse);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);

  c.use(except);
  c.jump(NO_LOCATION, Op.SETUP_CLEANUP, cleanup);
  c.op(NO_LOCATION, Op.PUSH_EXC_INFO);
  c.pushBlock(s, { kind: 'exceptHandler' });
  s.handlers.forEach((handler, i) => {
    if (!handler.type && i < s.handlers.length - 1) c.fail("default 'except:' must be last", handler);
    const next = new Label();
    if (handler.type) {
      expr(c, handler.type);
      c.op(handler, Op.CHECK_EXC_MATCH);
      c.jump(handler, Op.POP_JUMP_IF_FALSE, next);
    }
    if (handler.name !== null) namedHandler(c, handler, handler.name, end);
    else {
      c.op(handler, Op.POP_TOP);
      c.pushBlock(handler, { kind: 'handlerCleanup', name: null });
      stmts(c, handler.body);
      c.popBlock();
      c.op(NO_LOCATION, Op.POP_BLOCK);
      c.op(NO_LOCATION, Op.POP_EXCEPT);
      c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
    }
    c.use(next);
  });
  c.popBlock();
  c.op(NO_LOCATION, Op.RERAISE, 0);
  c.use(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.use(end);
}

/** `except T as name:` unbinds the name however its body ends. */
function namedHandler(c: Compiler, handler: ast.ExceptHandler, name: string, end: Label): void {
  const cleanup = new Label();
  c.name(handler, name, 'Store');
  c.jump(handler, Op.SETUP_CLEANUP, cleanup);
  c.pushBlock(handler, { kind: 'handlerCleanup', name });
  stmts(c, handler.body);
  c.popBlock();
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.op(NO_LOCATION, Op.POP_EXCEPT);
  unbind(c, name);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.use(cleanup);
  unbind(c, name);
  c.op(NO_LOCATION, Op.RERAISE, 1);
}

/** The body may have deleted the name already, so it is bound first. */
function unbind(c: Compiler, name: string): void {
  c.loadNone(NO_LOCATION);
  c.name(NO_LOCATION, name, 'Store');
  c.name(NO_LOCATION, name, 'Del');
}

/**
 * The stack during the handlers is [previously handled, original group, list of
 * exceptions raised by handlers, rest]; each handler takes its part of the rest; what is
 * left in the end is raised again together with the list.
 */
function tryExceptStar(c: Compiler, s: ast.TryStar): void {
  const except = new Label();
  const orelse = new Label();
  const end = new Label();
  const cleanup = new Label();
  const reraiseStar = new Label();
  c.jump(s, Op.SETUP_FINALLY, except);
  c.pushBlock(s, { kind: 'tryExcept' });
  stmts(c, s.body);
  c.popBlock();
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, orelse);

  c.use(except);
  c.jump(NO_LOCATION, Op.SETUP_CLEANUP, cleanup);
  c.op(NO_LOCATION, Op.PUSH_EXC_INFO);
  c.pushBlock(s, { kind: 'exceptStarHandler' });
  s.handlers.forEach((handler, i) => {
    if (i === 0) {
      c.op(handler, Op.BUILD_LIST, 0);
      c.op(handler, Op.COPY, 2);
    }
    starHandler(c, handler);
    if (i < s.handlers.length - 1) return;
    c.op(NO_LOCATION, Op.LIST_APPEND, 1); // the unhandled rest, or None
    c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, reraiseStar);
  });
  c.popBlock();

  const reraise = new Label();
  c.use(reraiseStar);
  c.op(NO_LOCATION, Op.CALL_INTRINSIC_2, intrinsic2('INTRINSIC_PREP_RERAISE_STAR'));
  c.op(NO_LOCATION, Op.COPY, 1);
  c.jump(NO_LOCATION, Op.POP_JUMP_IF_NOT_NONE, reraise);
  c.op(NO_LOCATION, Op.POP_TOP); // nothing to raise
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.op(NO_LOCATION, Op.POP_EXCEPT);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.use(reraise);
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.op(NO_LOCATION, Op.SWAP, 2);
  c.op(NO_LOCATION, Op.POP_EXCEPT);
  c.op(NO_LOCATION, Op.RERAISE, 0);
  c.use(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.use(orelse);
  stmts(c, s.orelse);
  c.use(end);
}

function starHandler(c: Compiler, handler: ast.ExceptHandler): void {
  const next = new Label();
  const nextWithError = new Label();
  const noMatch = new Label();
  const cleanup = new Label();
  if (handler.type) {
    expr(c, handler.type);
    c.op(handler, Op.CHECK_EG_MATCH);
    c.op(handler, Op.COPY, 1);
    c.jump(handler, Op.POP_JUMP_IF_NONE, noMatch);
  }
  if (handler.name !== null) c.name(handler, handler.name, 'Store');
  else c.op(handler, Op.POP_TOP);
  c.jump(handler, Op.SETUP_CLEANUP, cleanup);
  c.pushBlock(handler, { kind: 'handlerCleanup', name: handler.name });
  stmts(c, handler.body);
  c.popBlock();
  c.op(NO_LOCATION, Op.POP_BLOCK);
  if (handler.name !== null) unbind(c, handler.name);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, next);

  c.use(cleanup);
  if (handler.name !== null) unbind(c, handler.name);
  c.op(NO_LOCATION, Op.LIST_APPEND, 3); // raised by the handler: to the list
  c.op(NO_LOCATION, Op.POP_TOP); // lasti
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, nextWithError);
  c.use(next);
  c.op(NO_LOCATION, Op.NOP);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, nextWithError);
  c.use(noMatch);
  c.op(handler, Op.POP_TOP); // None
  c.use(nextWithError);
}
