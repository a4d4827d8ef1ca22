/** How the compiler refuses a program: with the front end's PythonSyntaxError. */
import type { Position } from '../frontend/ast.ts';
import { PythonSyntaxError, sourceLine } from '../frontend/syntax-error.ts';

/** Where messages point and where their source line comes from. */
export interface Origin {
  readonly filename: string;
  /** Returns the source text, for the line shown with an error; null: errors show no line. */
  readonly source: (() => string) | null;
}

function located(error: PythonSyntaxError, origin: Origin): PythonSyntaxError {
  error.filename = origin.filename;
  return error;
}

/** Like CPython's, the compiler's offsets count UTF-8 bytes, not characters. */
function fields(origin: Origin, at: Position): [number, number, number, number, string | null] {
  const { lineno, colOffset, endLineno, endColOffset } = at;
  const text = origin.source === null || lineno < 1 ? null : `${sourceLine(origin.source(), lineno)}\n`;
  return [lineno, colOffset + 1, endLineno, endColOffset + 1, text];
}

/** A SyntaxError with CPython's wording at `at`. Never returns. */
export function syntaxError(message: string, origin: Origin, at: Position): never {
  throw located(new PythonSyntaxError('SyntaxError', message, ...fields(origin, at)), origin);
}

/**
 * The tree is nested more deeply than JavaScript's stack can follow; CPython says the same at its own limit.
 */
export function nestingError(origin: Origin): PythonSyntaxError {
  const message = 'maximum recursion depth exceeded during compilation';
  return located(new PythonSyntaxError('RecursionError', message, 0, 0, 0, 0, null), origin);
}
