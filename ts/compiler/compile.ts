/**
 * The compiler's entry points: a syntax tree in, a code object out.
 *
 *   future imports → symbol table → instruction lists → flow graphs, optimized → units and tables
 *
 * Refusals are thrown as the front end's PythonSyntaxError (errors.ts).
 */
import type { Expression, Interactive, Mod, Module, Position } from '../frontend/ast.ts';
import type { CodeObject } from './code-object.ts';
import { bodyStatements } from './codegen/annotations.ts';
import { Compiler, type Warn } from './codegen/compiler.ts';
import { expr } from './codegen/expressions.ts';
import { warnOfFinallyExits } from './codegen/finally-warnings.ts';
import { nestingError, type Origin } from './errors.ts';
import { Op } from './flow/opcodes.ts';
import { futureFeatures } from './symbols/future.ts';
import { buildSymbolTable } from './symbols/symtable.ts';

export interface CompileOptions {
  /**
   * Returns the source text, for the line shown with errors.
   * As in CPython, only for what was read from a file.
   */
  readonly source?: () => string;
  /** 0: all; 1: no asserts, __debug__ is False; 2: no docstrings either. */
  readonly optimize?: number;
  /** As if the source began with `from __future__ import annotations`. */
  readonly futureAnnotations?: boolean;
  /** A module may wait: then its code, run, returns a coroutine. */
  readonly topLevelAwait?: boolean;
  /** Receives SyntaxWarnings. */
  readonly warn?: Warn;
}

/** A module's code object. */
export function compileModule(ast: Module, filename: string, options: CompileOptions = {}): CodeObject {
  return compile(ast, filename, options);
}

/** Code that returns the expression's value (`eval` mode). */
export function compileExpression(
  ast: Expression,
  filename: string,
  options: CompileOptions = {},
): CodeObject {
  return compile(ast, filename, options);
}

/** Code that prints the values of its expression statements (`single` mode). */
export function compileInteractive(
  ast: Interactive,
  filename: string,
  options: CompileOptions = {},
): CodeObject {
  return compile(ast, filename, options);
}

function compile(tree: Mod, filename: string, options: CompileOptions): CodeObject {
  const origin: Origin = { filename, source: options.source ?? null };
  try {
    return compileTree(tree, origin, options);
  } catch (error) {
    throw error instanceof RangeError ? nestingError(origin) : error;
  }
}

function compileTree(tree: Mod, origin: Origin, options: CompileOptions): CodeObject {
  const future = futureFeatures(tree, origin, options.futureAnnotations ?? false);
  if (options.warn) warnOfFinallyExits(tree, options.warn);
  const symtable = buildSymbolTable(tree, future, origin, options.topLevelAwait);
  const c = new Compiler({
    symtable,
    future,
    origin,
    interactive: tree.kind === 'Interactive',
    optimize: options.optimize ?? 0,
    warn: options.warn ?? null,
  });
  c.enter('module', '<module>', symtable.top, 1);
  if (tree.kind === 'Expression') {
    expr(c, tree.body);
    return c.leave(false);
  }
  const loc: Position = tree.body[0] ?? { lineno: 1, colOffset: 0, endLineno: 1, endColOffset: 0 };
  if (symtable.top.hasConditionalAnnotations) {
    c.op(loc, Op.BUILD_SET, 0);
    c.op(loc, Op.STORE_NAME, c.unit.names.indexOf('__conditional_annotations__'));
  }
  bodyStatements(c, loc, tree.body, tree.kind === 'Interactive');
  return c.leave(true);
}
