/**
 * Annotations (PEP 649, 749): evaluated lazily by an __annotate__ function, or
 * kept as strings under `from __future__ import annotations`. And the bodies of
 * modules and classes, which end by making that function.
 */

import {
  COMMON_CONSTANTS,
  COMPARE_MASKS,
  COMPARE_SHIFT,
  Comparison,
  FunctionAttribute,
} from '../../contract/operators.ts';
import type * as ast from '../../frontend/ast.ts';
import type { CodeObject } from '../code-object.ts';
import { intConstant, strConstant } from '../constants/folding.ts';
import { cleanDoc, docstringOf } from '../docstrings.ts';
import { InstructionList, Label, NO_LOCATION } from '../flow/instructions.ts';
import { Op } from '../flow/opcodes.ts';
import { mangle, type Scope } from '../symbols/scope.ts';
import type { Compiler } from './compiler.ts';
import { expr } from './expressions.ts';
import { makeClosure } from './functions.ts';
import { stmts } from './statements.ts';
import { unparse } from './unparse.ts';

/** annotationlib.Format.VALUE_WITH_FAKE_GLOBALS: the last format a compiled function knows by itself. */
const VALUE_WITH_FAKE_GLOBALS = 2;

/** Enters a function with the parameter `format`, and refuses formats that it does not know. */
export function enterAnnotationScope(c: Compiler, loc: ast.Position, scope: Scope, name: string): void {
  c.enter('annotations', name, scope, loc.lineno, { argcount: 1, posonly: 1, kwonly: 0 });
  const body = new Label();
  c.op(loc, Op.LOAD_FAST, 0);
  c.load(loc, intConstant(VALUE_WITH_FAKE_GLOBALS));
  c.op(loc, Op.COMPARE_OP, (Comparison.GT << COMPARE_SHIFT) | COMPARE_MASKS[Comparison.GT]);
  c.jump(loc, Op.POP_JUMP_IF_FALSE, body);
  c.op(loc, Op.LOAD_COMMON_CONSTANT, COMMON_CONSTANTS.indexOf('NotImplementedError'));
  c.op(loc, Op.RAISE_VARARGS, 1);
  c.use(body);
}

/** Ends that function, which returns the top of the stack; its parameter is shown as `format`. */
function leaveAnnotationScope(c: Compiler, loc: ast.Position): void {
  c.op(loc, Op.RETURN_VALUE);
  const code = c.leave(true);
  const localsplusNames = ['format', ...code.localsplusNames.slice(1)];
  makeClosure(c, loc, { ...code, localsplusNames } satisfies CodeObject, 0);
}

// functions ------------------------------------------------------------------------------------------------------------

/** Pushes the __annotate__ function of `s`, if it has annotations; returns the attribute's flag. */
export function functionAnnotations(c: Compiler, s: ast.FunctionDef | ast.AsyncFunctionDef): number {
  const scope = c.scopeOf(s.args);
  if (!scope.annotationsUsed) return 0;
  enterAnnotationScope(c, s, scope, scope.name);
  const { args, posonlyargs, vararg, kwonlyargs, kwarg } = s.args;
  let count = 0;
  const annotate = (name: string, annotation: ast.Expr | null): void => {
    if (annotation === null) return;
    c.load(s, strConstant(c.mangle(name)));
    annotationValue(c, s, annotation);
    count++;
  };
  for (const arg of [...args, ...posonlyargs]) annotate(arg.arg, arg.annotation);
  if (vararg) annotate(vararg.arg, vararg.annotation);
  for (const arg of kwonlyargs) annotate(arg.arg, arg.annotation);
  if (kwarg) annotate(kwarg.arg, kwarg.annotation);
  annotate('return', s.returns);
  c.op(s, Op.BUILD_MAP, count);
  leaveAnnotationScope(c, s);
  return FunctionAttribute.ANNOTATE;
}

function annotationValue(c: Compiler, loc: ast.Position, annotation: ast.Expr): void {
  if (c.future.annotations) return annotationText(c, annotation);
  if (annotation.kind === 'Starred') {
    // The annotation of `*args: *Ts` is the one item that iterating over Ts yields.
    expr(c, annotation.value);
    return c.op(loc, Op.UNPACK_SEQUENCE, 1);
  }
  expr(c, annotation);
}

function annotationText(c: Compiler, annotation: ast.Expr): void {
  c.load(annotation, strConstant(unparse(annotation)));
}

// variables ------------------------------------------------------------------------------------------------------------

export function annotatedAssignment(c: Compiler, s: ast.AnnAssign): void {
  const { target } = s;
  if (s.value) {
    expr(c, s.value);
    expr(c, target);
  }
  switch (target.kind) {
    case 'Name':
      if (s.simple && (c.unit.type === 'module' || c.unit.type === 'class')) annotateName(c, s, target.id);
      return;
    case 'Attribute':
      if (!s.value) discard(c, target.value);
      return;
    case 'Subscript':
      if (s.value) return;
      discard(c, target.value);
      return discardSubscript(c, target.slice);
  }
}

function annotateName(c: Compiler, s: ast.AnnAssign, name: string): void {
  const { unit } = c;
  if (c.future.annotations) {
    annotationText(c, s.annotation);
    c.nameArg(s, Op.LOAD_NAME, '__annotations__');
    c.load(s, strConstant(c.mangle(name)));
    return c.op(s, Op.STORE_SUBSCR);
  }
  // Whether a conditional annotation was reached is noted in a set of numbers. A module's may run in parts.
  const conditional = unit.type === 'module' || unit.inConditionalBlock > 0;
  const index = conditional ? unit.nextConditionalIndex++ : -1;
  unit.deferredAnnotations.push({ node: s, index });
  if (!conditional) return;
  if (unit.type === 'class') c.op(s, Op.LOAD_DEREF, unit.cellvars.indexOf('__conditional_annotations__'));
  else c.nameArg(s, Op.LOAD_NAME, '__conditional_annotations__');
  c.load(s, intConstant(index));
  c.op(s, Op.SET_ADD, 1);
  c.op(s, Op.POP_TOP);
}

/** Code that evaluates `e` only to see that it can be evaluated. */
function discard(c: Compiler, e: ast.Expr): void {
  expr(c, e);
  c.op(e, Op.POP_TOP);
}

function discardSubscript(c: Compiler, e: ast.Expr): void {
  if (e.kind === 'Slice') {
    for (const bound of [e.lower, e.upper, e.step]) if (bound) discard(c, bound);
  } else if (e.kind === 'Tuple') for (const elt of e.elts) discardSubscript(c, elt);
  else discard(c, e);
}

// bodies of modules and classes ----------------------------------------------------------------------------------------

export function bodyStatements(
  c: Compiler,
  loc: ast.Position,
  body: readonly ast.Stmt[],
  interactive: boolean,
): void {
  const { scope } = c.unit;
  if (c.future.annotations && scope.annotationsUsed) c.op(loc, Op.SETUP_ANNOTATIONS);
  if (body.length === 0) return;
  const docstring = interactive ? null : docstringOf(body);
  if (docstring && c.optimize < 2) {
    c.load(docstring, strConstant(cleanDoc(docstring.value.value)));
    c.name(NO_LOCATION, '__doc__', 'Store');
  }
  stmts(c, docstring ? body.slice(1) : body);
  if (!c.future.annotations) deferredAnnotations(c, loc);
}

/** Makes the block's __annotate__ from the annotations met. */
function deferredAnnotations(c: Compiler, loc: ast.Position): void {
  const { unit } = c;
  const deferred = unit.deferredAnnotations;
  if (deferred.length === 0) return;
  // A module's must exist before its first statement runs: its code goes to the placeholder.
  const mainList = unit.list;
  const isModule = unit.type === 'module';
  if (isModule) unit.list = new InstructionList();
  const scope = unit.scope.annotationBlock!;
  enterAnnotationScope(c, loc, scope, scope.name);
  c.op(loc, Op.BUILD_MAP, 0);
  for (const { node, index } of deferred) {
    const notSet = new Label();
    if (index >= 0) {
      c.load(node, intConstant(index));
      if (isModule) c.nameArg(node, Op.LOAD_GLOBAL, '__conditional_annotations__');
      else c.op(node, Op.LOAD_DEREF, c.unit.freeIndex('__conditional_annotations__'));
      c.op(node, Op.CONTAINS_OP, 0);
      c.jump(node, Op.POP_JUMP_IF_FALSE, notSet);
    }
    expr(c, node.annotation);
    c.op(node, Op.COPY, 2);
    c.load(node, strConstant(mangle(c.unit.className, (node.target as ast.Name).id)));
    c.op(loc, Op.STORE_SUBSCR);
    c.use(notSet);
  }
  leaveAnnotationScope(c, loc);
  c.name(loc, isModule ? '__annotate__' : '__annotate_func__', 'Store');
  if (isModule) {
    mainList.annotations = unit.list;
    unit.list = mainList;
  }
}
