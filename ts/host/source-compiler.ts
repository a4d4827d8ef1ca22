/**
 * Source text to a code object and its blob: the one way from the front end to the runtime, whoever asks
 * (the embedder, `import`, Python's own compile()).
 */

import { serializeCode } from '../compiler/assembly/serialize.ts';
import type { CodeObject } from '../compiler/code-object.ts';
import {
  type CompileOptions,
  compileExpression,
  compileInteractive,
  compileModule,
} from '../compiler/compile.ts';
import { CompileMode } from '../contract/code.ts';
import { sourceTooLarge } from '../frontend/lexer/token.ts';
import { type ParseOptions, parseExpression, parseInteractive, parseModule } from '../frontend/parse.ts';
import { PythonSyntaxError } from '../frontend/syntax-error.ts';
import type { LoadResult, SyntaxErrorDetails } from '../native/addon.ts';
import { heldBytes, type MemoryAccount } from './memory-account.ts';

/** Called for each SyntaxWarning. */
export type WarningSink = (message: string, lineno: number) => void;
/** The same; false: the program's filters make it an error. */
export type WarningFilter = (message: string, lineno: number) => boolean;

/**
 * What compiling takes at its peak, in bytes: the source as text, twice; for each token its place, its node in the tree,
 * instructions, positions. Measured over all kinds of source: 290 to 960 a token.
 */
const CHARACTER_BYTES = 6;
const TOKEN_BYTES = 600;

/** `room` is how many bytes there are for it. @throws PythonSyntaxError */
export function compileSource(
  source: string | Uint8Array,
  filename: string,
  mode: CompileMode,
  warn?: WarningSink,
  room = Infinity,
): CodeObject {
  const maxTokens = Math.floor((room - source.length * CHARACTER_BYTES) / TOKEN_BYTES);
  if (maxTokens < 1) throw sourceTooLarge();
  // As in CPython, the compiler shows source lines only for files.
  const text = (): string => (typeof source === 'string' ? source : new TextDecoder().decode(source));
  const parsing: ParseOptions = {
    maxTokens,
    ...(warn ? { warn: ({ msg, lineno }) => warn(msg, lineno) } : {}),
  };
  const options: CompileOptions = {
    ...(filename.startsWith('<') ? {} : { source: text }),
    ...(warn ? { warn: (message, { lineno }) => warn(message, lineno) } : {}),
  };
  if (mode === CompileMode.EXPRESSION)
    return compileExpression(parseExpression(source, filename, parsing), filename, options);
  if (mode === CompileMode.SINGLE)
    return compileInteractive(parseInteractive(source, filename, parsing), filename, options);
  return compileModule(parseModule(source, filename, parsing), filename, options);
}

export function syntaxErrorDetails(error: PythonSyntaxError): SyntaxErrorDetails {
  return {
    type: error.type,
    message: error.msg,
    filename: error.filename,
    line: error.lineno,
    offset: error.offset,
    endLine: error.endLineno,
    endOffset: error.endOffset,
    text: error.text,
  };
}

/** Compiles for the runtime; a syntax error becomes a value that the runtime raises as a Python exception. */
export function compileForRuntime(
  source: string | Uint8Array,
  filename: string,
  mode: CompileMode,
  onLoaded: (code: CodeObject, ids: Uint32Array) => void,
  show: WarningFilter,
  account: MemoryAccount,
): LoadResult {
  const warn = (message: string, lineno: number): void => {
    if (show(message, lineno)) return;
    const error = new PythonSyntaxError('SyntaxError', message, lineno, 1, lineno, 0, null);
    error.filename = filename;
    throw error;
  };
  try {
    const code = compileSource(source, filename, mode, warn, account.room(source.length * CHARACTER_BYTES));
    if (!account.hold(heldBytes(code))) throw sourceTooLarge();
    return { blob: serializeCode(code), loaded: (ids) => onLoaded(code, ids) };
  } catch (error) {
    if (error instanceof PythonSyntaxError) return { syntaxError: syntaxErrorDetails(error) };
    throw error;
  }
}

/**
 * CPython names the file when it reads the program itself, and
 * does not when it is given bytes (import, compile()).
 */
export function namingFile(result: LoadResult, filename: string): LoadResult {
  if (!result || !('syntaxError' in result)) return result;
  const { syntaxError } = result;
  const message = syntaxError.message.replace(
    /^(Non-UTF-8 code .*)( on line \d+, but)/,
    `$1 in file ${filename}$2`,
  );
  return { syntaxError: { ...syntaxError, message } };
}
