/** Code for statements: the dispatch, and those that have no file of their own. */

import { BINARY_OP_INPLACE, BINARY_OP_SUBSCR, COMMON_CONSTANTS } from '../../contract/operators.ts';
import { tick } from '../../contract/patience.ts';
import type * as ast from '../../frontend/ast.ts';
import { intConstant, strConstant } from '../constants/folding.ts';
import { Label, NO_LOCATION } from '../flow/instructions.ts';
import { intrinsic1, Op } from '../flow/opcodes.ts';
import { annotatedAssignment } from './annotations.ts';
import { classDef } from './classes.ts';
import type { Compiler } from './compiler.ts';
import { jumpIf } from './conditions.ts';
import { attributeStart, binaryOperator, expr, slicePair, wantsSlicePair } from './expressions.ts';
import { functionDef } from './functions.ts';
import { asyncForLoop, forLoop, whileLoop } from './loops.ts';
import { match } from './patterns.ts';
import { tryStarStatement, tryStatement } from './try-statements.ts';
import { typeAlias } from './type-parameters.ts';
import { unwind, unwindAll } from './unwinding.ts';
import { asyncWith, withStatement } from './with-statements.ts';

export function stmts(c: Compiler, body: readonly ast.Stmt[]): void {
  for (const s of body) stmt(c, s);
}

/** Annotations inside such statements may or may not be executed; see annotations.ts. */
function conditional<S>(c: Compiler, s: S, generate: (c: Compiler, s: S) => void): void {
  const { unit } = c;
  unit.inConditionalBlock++;
  generate(c, s);
  unit.inConditionalBlock--;
}

function stmt(c: Compiler, s: ast.Stmt): void {
  tick();
  switch (s.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return functionDef(c, s);
    case 'ClassDef':
      return classDef(c, s);
    case 'TypeAlias':
      return typeAlias(c, s);
    case 'Return':
      return returnStatement(c, s);
    case 'Delete':
      for (const target of s.targets) expr(c, target);
      return;
    case 'Assign':
      return assign(c, s);
    case 'AugAssign':
      return augmentedAssignment(c, s);
    case 'AnnAssign':
      return annotatedAssignment(c, s);
    case 'For':
      return conditional(c, s, forLoop);
    case 'AsyncFor':
      return conditional(c, s, asyncForLoop);
    case 'While':
      return conditional(c, s, whileLoop);
    case 'If':
      return conditional(c, s, ifStatement);
    case 'With':
      return conditional(c, s, withStatement);
    case 'AsyncWith':
      return conditional(c, s, asyncWith);
    case 'Match':
      return conditional(c, s, match);
    case 'Raise':
      return raise(c, s);
    case 'Try':
      return conditional(c, s, tryStatement);
    case 'TryStar':
      return conditional(c, s, tryStarStatement);
    case 'Assert':
      return assert(c, s);
    case 'Import':
      return importStatement(c, s);
    case 'ImportFrom':
      return importFrom(c, s);
    case 'Global':
    case 'Nonlocal':
      return;
    case 'Expr':
      return expressionStatement(c, s);
    case 'Pass':
      return c.op(s, Op.NOP);
    case 'Break':
      return breakStatement(c, s);
    case 'Continue':
      return continueStatement(c, s);
  }
}

function expressionStatement(c: Compiler, s: ast.ExprStmt): void {
  if (c.interactive && c.atTopLevel) {
    expr(c, s.value);
    c.op(s, Op.CALL_INTRINSIC_1, intrinsic1('INTRINSIC_PRINT'));
    return c.op(NO_LOCATION, Op.POP_TOP);
  }
  if (s.value.kind === 'Constant') return c.op(s, Op.NOP); // only its line counts
  expr(c, s.value);
  c.op(NO_LOCATION, Op.POP_TOP);
}

/** A chain of `elif` nests in `orelse`; a loop walks down it. */
function ifStatement(c: Compiler, s: ast.If): void {
  const ends: Label[] = [];
  for (let current = s; ; ) {
    const { test, body, orelse } = current;
    const end = new Label();
    const next = orelse.length > 0 ? new Label() : end;
    ends.push(end);
    jumpIf(c, current, test, next, false);
    stmts(c, body);
    if (orelse.length === 0) break;
    c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
    c.use(next);
    const only = orelse[0]!;
    if (orelse.length > 1 || only.kind !== 'If') {
      stmts(c, orelse);
      break;
    }
    current = only;
  }
  for (const end of ends.reverse()) c.use(end);
}

// jumps out ------------------------------------------------------------------------------------------------------------

function returnStatement(c: Compiler, s: ast.Return): void {
  const { scope } = c.unit;
  const { value } = s;
  // A constant needs no place on the stack while `finally` blocks run.
  const preserve = value !== null && value.kind !== 'Constant';
  if (!scope.isFunctionLike) c.fail("'return' outside function", s);
  if (value !== null && scope.coroutine && scope.generator)
    c.fail("'return' with value in async generator", s);
  let loc: ast.Position = s;
  if (preserve) expr(c, value);
  else if (value !== null) {
    loc = value;
    c.op(loc, Op.NOP);
  }
  if (value === null || value.lineno !== s.lineno) {
    loc = s;
    c.op(loc, Op.NOP);
  }
  loc = unwindAll(c, loc, preserve);
  if (value === null) c.loadNone(loc);
  else if (value.kind === 'Constant') c.load(loc, value.value);
  c.op(loc, Op.RETURN_VALUE);
}

function breakStatement(c: Compiler, s: ast.Break): void {
  c.op(s, Op.NOP);
  const { loop, loc } = unwindToLoop(c, s);
  if (loop === null) c.fail("'break' outside loop", s);
  c.jump(unwind(c, loc, loop, false), Op.JUMP, loop.exit);
}

function continueStatement(c: Compiler, s: ast.Continue): void {
  c.op(s, Op.NOP);
  const { loop, loc } = unwindToLoop(c, s);
  if (loop === null) c.fail("'continue' not properly in loop", s);
  c.jump(loc, Op.JUMP, loop.start);
}

type Loop = Extract<Compiler['unit']['blocks'][number], { exit: Label }>;

function unwindToLoop(c: Compiler, loc: ast.Position): { loop: Loop | null; loc: ast.Position } {
  let loop: Loop | null = null;
  const at = unwindAll(c, loc, false, (found) => {
    loop = found;
  });
  return { loop, loc: at };
}

function raise(c: Compiler, s: ast.Raise): void {
  let count = 0;
  if (s.exc) {
    expr(c, s.exc);
    count++;
    if (s.cause) {
      expr(c, s.cause);
      count++;
    }
  }
  c.op(s, Op.RAISE_VARARGS, count);
}

function assert(c: Compiler, s: ast.Assert): void {
  const { test } = s;
  if (
    (test.kind === 'Tuple' && test.elts.length > 0) ||
    (test.kind === 'Constant' && test.value.kind === 'tuple' && test.value.items.length > 0)
  )
    c.warn('assertion is always true, perhaps remove parentheses?', s);
  if (c.optimize > 0) return;
  const end = new Label();
  jumpIf(c, s, test, end, true);
  c.op(s, Op.LOAD_COMMON_CONSTANT, COMMON_CONSTANTS.indexOf('AssertionError'));
  if (s.msg) {
    expr(c, s.msg);
    c.op(s, Op.CALL, 0);
  }
  c.op(test, Op.RAISE_VARARGS, 1);
  c.use(end);
}

// assignment -----------------------------------------------------------------------------------------------------------

function assign(c: Compiler, s: ast.Assign): void {
  expr(c, s.value);
  s.targets.forEach((target, i) => {
    if (i < s.targets.length - 1) c.op(s, Op.COPY, 1);
    expr(c, target);
  });
}

function augmentedAssignment(c: Compiler, s: ast.AugAssign): void {
  const { target } = s;
  let loc: ast.Position = target;
  switch (target.kind) {
    case 'Attribute':
      expr(c, target.value);
      c.op(loc, Op.COPY, 1);
      loc = attributeStart(loc, target);
      c.nameArg(loc, Op.LOAD_ATTR, target.attr, 1);
      break;
    case 'Subscript':
      expr(c, target.value);
      if (wantsSlicePair(target.slice)) {
        slicePair(c, target.slice);
        for (let i = 0; i < 3; i++) c.op(loc, Op.COPY, 3);
        c.op(loc, Op.BINARY_SLICE);
      } else {
        expr(c, target.slice);
        c.op(loc, Op.COPY, 2);
        c.op(loc, Op.COPY, 2);
        c.op(loc, Op.BINARY_OP, BINARY_OP_SUBSCR);
      }
      break;
    case 'Name':
      c.name(loc, target.id, 'Load');
  }
  expr(c, s.value);
  c.op(s, Op.BINARY_OP, binaryOperator(s.op) + BINARY_OP_INPLACE);
  loc = target;
  switch (target.kind) {
    case 'Attribute':
      loc = attributeStart(loc, target);
      c.op(loc, Op.SWAP, 2);
      return c.nameArg(loc, Op.STORE_ATTR, target.attr);
    case 'Subscript':
      if (wantsSlicePair(target.slice)) {
        for (const depth of [4, 3, 2]) c.op(loc, Op.SWAP, depth);
        return c.op(loc, Op.STORE_SLICE);
      }
      c.op(loc, Op.SWAP, 3);
      c.op(loc, Op.SWAP, 2);
      return c.op(loc, Op.STORE_SUBSCR);
    case 'Name':
      return c.name(loc, target.id, 'Store');
  }
}

// imports --------------------------------------------------------------------------------------------------------------

function importStatement(c: Compiler, s: ast.Import): void {
  for (const { name, asname } of s.names) {
    c.load(s, intConstant(0));
    c.loadNone(s);
    c.nameArg(s, Op.IMPORT_NAME, name);
    const [first, ...rest] = name.split('.') as [string, ...string[]];
    if (asname === null) c.name(s, first, 'Store');
    else if (rest.length === 0) c.name(s, asname, 'Store');
    else {
      // `import a.b.c as d`: IMPORT_NAME has pushed a.
      rest.forEach((part, i) => {
        if (i > 0) {
          c.op(s, Op.SWAP, 2);
          c.op(s, Op.POP_TOP);
        }
        c.op(s, Op.IMPORT_FROM, c.unit.names.indexOf(part));
      });
      c.name(s, asname, 'Store');
      c.op(s, Op.POP_TOP);
    }
  }
}

function importFrom(c: Compiler, s: ast.ImportFrom): void {
  c.load(s, intConstant(s.level));
  c.load(s, { kind: 'tuple', items: s.names.map((alias) => strConstant(alias.name)) });
  c.nameArg(s, Op.IMPORT_NAME, s.module ?? '');
  if (s.names[0]!.name === '*') {
    c.op(s, Op.CALL_INTRINSIC_1, intrinsic1('INTRINSIC_IMPORT_STAR'));
    return c.op(NO_LOCATION, Op.POP_TOP);
  }
  for (const { name, asname } of s.names) {
    c.nameArg(s, Op.IMPORT_FROM, name);
    c.name(s, asname ?? name, 'Store');
  }
  c.op(s, Op.POP_TOP);
}
