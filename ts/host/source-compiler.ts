/**
 * Source text to a code object and its blob: the one way from the front end to the runtime, whoever asks
 * (the embedder, `import`, Python's own compile()).
 */

import { scopesAsCode, tokensAsCode } from '../compiler/answers/answers.ts';
import { treeFromJson, treeToCode } from '../compiler/answers/trees.ts';
import { serializeCode } from '../compiler/assembly/serialize.ts';
import type { CodeObject } from '../compiler/code-object.ts';
import {
  type CompileOptions,
  compileExpression,
  compileInteractive,
  compileModule,
} from '../compiler/compile.ts';
import { CompileMode } from '../contract/code.ts';
import type { Mod } from '../frontend/ast.ts';
import { sourceTooLarge } from '../frontend/lexer/token.ts';
import { type ParseOptions, parseExpression, parseInteractive, parseModule } from '../frontend/parse.ts';
import { PythonSyntaxError } from '../frontend/syntax-error.ts';
import { type LoadResult, loadAddon, type SyntaxErrorDetails } from '../native/addon.ts';
import { type Compilable, CompileFlag, NO_ARGUMENTS, splitCompilable } from './compilable.ts';
import { heldBytes, type MemoryAccount } from './memory-account.ts';
import { packageRoot } from './package-root.ts';

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
  { flags, optimize } = NO_ARGUMENTS,
): CodeObject {
  const maxTokens = Math.floor((room - source.length * CHARACTER_BYTES) / TOKEN_BYTES);
  if (maxTokens < 1) throw sourceTooLarge();
  // As in CPython, the compiler shows source lines only for files.
  const text = (): string => (typeof source === 'string' ? source : new TextDecoder().decode(source));
  const parsing: ParseOptions = {
    maxTokens,
    characterNamed: (name) => loadAddon(packageRoot).characterNamed(name),
    ...(warn ? { warn: ({ msg, lineno }) => warn(msg, lineno) } : {}),
  };
  const options: CompileOptions = {
    optimize: Math.max(0, optimize),
    futureAnnotations: (flags & CompileFlag.FUTURE_ANNOTATIONS) !== 0,
    topLevelAwait: (flags & CompileFlag.TOP_LEVEL_AWAIT) !== 0,
    ...(filename.startsWith('<') ? {} : { source: text }),
    ...(warn ? { warn: (message, { lineno }) => warn(message, lineno) } : {}),
  };
  if (flags & CompileFlag.TOKENS) return tokensAsCode(text(), filename, mode === CompileMode.EXPRESSION);
  const implyDedent = (flags & CompileFlag.DONT_IMPLY_DEDENT) === 0;
  const parse = (): Mod => {
    if (mode === CompileMode.EXPRESSION) return parseExpression(source, filename, parsing);
    if (mode === CompileMode.SINGLE) return parseInteractive(source, filename, { ...parsing, implyDedent });
    return parseModule(source, filename, parsing);
  };
  const tree = flags & CompileFlag.FROM_TREE ? treeFromJson(source as string) : parse();
  if (flags & CompileFlag.SCOPES) return scopesAsCode(tree, filename, text);
  return flags & CompileFlag.ONLY_AST ? treeToCode(tree, filename) : compileTree(tree, filename, options);
}

function compileTree(tree: Mod, filename: string, options: CompileOptions): CodeObject {
  switch (tree.kind) {
    case 'Expression':
      return compileExpression(tree, filename, options);
    case 'Interactive':
      return compileInteractive(tree, filename, options);
    case 'Module':
      return compileModule(tree, filename, options);
  }
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
  given: Compilable,
  filename: string,
  mode: CompileMode,
  onLoaded: (ids: Uint32Array) => void,
  show: WarningFilter,
  account: MemoryAccount,
  optimize = 0,
): LoadResult {
  const warn = (message: string, lineno: number): void => {
    if (show(message, lineno)) return;
    const error = new PythonSyntaxError('SyntaxError', message, lineno, 1, lineno, 0, null);
    error.filename = filename;
    throw error;
  };
  const [source, asked] = splitCompilable(given);
  const compileArguments = asked.optimize < 0 ? { ...asked, optimize } : asked;
  try {
    const room = account.room(source.length * CHARACTER_BYTES);
    const code = compileSource(source, filename, mode, warn, room, compileArguments);
    if (!account.hold(heldBytes(code))) throw sourceTooLarge();
    return { blob: serializeCode(code), loaded: onLoaded };
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    const details = syntaxErrorDetails(error);
    const missing = error.incomplete && (compileArguments.flags & CompileFlag.INCOMPLETE_INPUT) !== 0;
    return {
      syntaxError: missing
        ? { ...details, type: '_IncompleteInputError', message: 'incomplete input' }
        : details,
    };
  }
}
