/**
 * Source text to a code object and its blob: the one way from the front end to the runtime, whoever asks (the embedder,
 * `import`, Python's own compile()).
 */

import type { CodeObject } from '../compiler/code-object.ts';
import { compileExpression, compileInteractive, compileModule } from '../compiler/compile.ts';
import { serializeCode } from '../compiler/serialize.ts';
import { parseExpression, parseInteractive, parseModule } from '../frontend/parse.ts';
import { PythonSyntaxError } from '../frontend/syntax-error.ts';
import type { LoadResult, SyntaxErrorDetails } from './addon.ts';

export type CompileMode = 'm' | 'e' | 's';

/** @throws PythonSyntaxError */
export function compileSource(source: string | Uint8Array, filename: string, mode: CompileMode): CodeObject {
  // Like CPython, the compiler shows source lines of files only.
  const text = (): string => (typeof source === 'string' ? source : new TextDecoder().decode(source));
  const options = filename.startsWith('<') ? {} : { source: text };
  if (mode === 'e') return compileExpression(parseExpression(source, filename), filename, options);
  if (mode === 's') return compileInteractive(parseInteractive(source, filename), filename, options);
  return compileModule(parseModule(source, filename), filename, options);
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
  onLoaded: (code: CodeObject, firstId: number) => void,
): LoadResult {
  try {
    const code = compileSource(source, filename, mode);
    return { blob: serializeCode(code), loaded: (firstId) => onLoaded(code, firstId) };
  } catch (error) {
    if (error instanceof PythonSyntaxError) return { syntaxError: syntaxErrorDetails(error) };
    throw error;
  }
}
