/** Code for `with` and `async with`. */

import { SPECIAL_METHODS } from '../../contract/operators.ts';
import type * as ast from '../../frontend/ast.ts';
import { Label, NO_LOCATION } from '../flow/instructions.ts';
import { Op } from '../flow/opcodes.ts';
import type { Compiler } from './compiler.ts';
import { expr } from './expressions.ts';
import { awaitTop } from './generators.ts';
import { stmts } from './statements.ts';
import { popExceptAndReraise } from './try-statements.ts';

export const withStatement = (c: Compiler, s: ast.With): void => withItem(c, s, 0);
export const asyncWith = (c: Compiler, s: ast.AsyncWith): void => withItem(c, s, 0);

const special = (name: (typeof SPECIAL_METHODS)[number]): number => SPECIAL_METHODS.indexOf(name);

/** [exit, self or null] → result of exit(None, None, None). */
export function callExitWithNones(c: Compiler, loc: ast.Position): void {
  for (let i = 0; i < 3; i++) c.loadNone(loc);
  c.op(loc, Op.CALL, 3);
}

/** Item number `index` and everything it encloses. */
function withItem(c: Compiler, s: ast.With | ast.AsyncWith, index: number): void {
  const item = s.items[index]!;
  const loc = item.context_expr;
  const isAsync = s.kind === 'AsyncWith';
  const final = new Label();
  const exit = new Label();
  const cleanup = new Label();

  expr(c, item.context_expr);
  c.op(loc, Op.COPY, 1);
  c.op(loc, Op.LOAD_SPECIAL, special(isAsync ? '__aexit__' : '__exit__'));
  c.op(loc, Op.SWAP, 2);
  c.op(loc, Op.SWAP, 3);
  c.op(loc, Op.LOAD_SPECIAL, special(isAsync ? '__aenter__' : '__enter__'));
  c.op(loc, Op.CALL, 0);
  if (isAsync) awaitTop(c, loc, 1);
  c.jump(loc, Op.SETUP_WITH, final);
  c.pushBlock(loc, { kind: isAsync ? 'asyncWith' : 'with', loc });
  if (item.optional_vars) expr(c, item.optional_vars);
  else c.op(loc, Op.POP_TOP);
  if (index + 1 < s.items.length) withItem(c, s, index + 1);
  else stmts(c, s.body);
  c.popBlock();
  c.op(isAsync ? loc : NO_LOCATION, Op.POP_BLOCK);

  // The body ended well.
  callExitWithNones(c, loc);
  if (isAsync) awaitTop(c, loc, 2);
  c.op(loc, Op.POP_TOP);
  c.jump(loc, Op.JUMP, exit);

  // An exception left it.
  c.use(final);
  c.jump(loc, Op.SETUP_CLEANUP, cleanup);
  c.op(loc, Op.PUSH_EXC_INFO);
  c.op(loc, Op.WITH_EXCEPT_START);
  if (isAsync) awaitTop(c, loc, 2);
  const suppress = new Label();
  c.op(NO_LOCATION, Op.TO_BOOL);
  c.jump(NO_LOCATION, Op.POP_JUMP_IF_TRUE, suppress);
  c.op(NO_LOCATION, Op.RERAISE, 2);
  c.use(suppress);
  c.op(NO_LOCATION, Op.POP_TOP); // the exception
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.op(NO_LOCATION, Op.POP_EXCEPT);
  for (let i = 0; i < 3; i++) c.op(NO_LOCATION, Op.POP_TOP); // lasti, self, exit
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, exit);
  c.use(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.use(exit);
}
