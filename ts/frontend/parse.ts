/**
 * The front end's entry points: source → syntax tree, or a PythonSyntaxError as CPython 3.14 reports it.
 *
 * The tokens are made first, then a fast recursive-descent parser builds the tree. Only if it fails,
 * `diagnosis/` parses again to find out what CPython would say.
 */
import type { Expression, Interactive, Module, Stmt } from './ast.ts';
import { diagnose, type StartRule } from './diagnosis/diagnose.ts';
import { tokenize } from './lexer/lexer.ts';
import { sourceText } from './lexer/source-text.ts';
import { Tok, type TokenBuffer } from './lexer/token.ts';
import { compoundStatement } from './parser/compound.ts';
import { expressions } from './parser/expressions.ts';
import type { CharacterNamed } from './parser/literal.ts';
import { ParseFailure, Parser, type SyntaxWarning } from './parser/parser.ts';
import { simpleStatements, statements } from './parser/statements.ts';
import { charactersInBytes, PythonSyntaxError, sourceLine } from './syntax-error.ts';

export type { SyntaxWarning } from './parser/parser.ts';
export { PythonSyntaxError } from './syntax-error.ts';

export interface ParseOptions {
  /** Called for each SyntaxWarning: invalid escape sequences and the like. */
  readonly warn?: (warning: SyntaxWarning) => void;
  /** Source with more tokens is a MemoryError. */
  readonly maxTokens?: number;
  /** The character that `\N{name}` is; undefined: there is none. Without it no name is known. */
  readonly characterNamed?: CharacterNamed;
  /**
   * For `parseInteractive`: a block still open at the end of the
   * text is complete (default), or waits for more lines.
   */
  readonly implyDedent?: boolean;
}

/** For those who only ask whether source is complete or correct: every name is known. */
export const anyName: CharacterNamed = () => '\ufffd';

const FILE_MODE = { single: false, implyDedent: true };

/** A whole file. */
export function parseModule(
  source: string | Uint8Array,
  filename: string,
  options: ParseOptions = {},
): Module {
  return parse('file', filename, options, () => {
    const tokens = tokenize(sourceText(source, true), FILE_MODE, options.maxTokens);
    return [tokens, (p) => ({ kind: 'Module', body: statements(p, Tok.ENDMARKER) })];
  });
}

/** One expression. `eval()` accepts spaces and tabs before it: it removes them itself, as in CPython. */
export function parseExpression(
  source: string | Uint8Array,
  filename: string,
  options: ParseOptions = {},
): Expression {
  return parse('eval', filename, options, () => {
    const tokens = tokenize(sourceText(source, false), FILE_MODE, options.maxTokens);
    return [
      tokens,
      (p) => {
        if (p.kind[0] === Tok.INDENT) p.fail();
        const body = expressions(p);
        while (p.kind[p.pos] === Tok.NEWLINE) p.pos++;
        p.expect(Tok.ENDMARKER);
        return { kind: 'Expression', body };
      },
    ];
  });
}

/** One statement typed at a prompt. An error's `incomplete` says that more lines could complete it. */
export function parseInteractive(
  source: string | Uint8Array,
  filename: string,
  options: ParseOptions = {},
): Interactive {
  return parse('interactive', filename, options, () => {
    const mode = { single: true, implyDedent: options.implyDedent ?? true };
    const tokens = tokenize(sourceText(source, false), mode, options.maxTokens);
    return [tokens, interactive];
  });
}

/**
 * Whether a REPL should ask for another line: `typed` is all that was entered so far, with the newline of
 * the last line. True for source that breaks off, and for a block until an empty line ends it; source that
 * is wrong is complete. This is CPython's `codeop`.
 */
export function isIncomplete(typed: string): boolean {
  const text = typed.endsWith('\n') ? typed.slice(0, -1) : typed;
  if (/^(?:[ \t\f]*(?:#.*)?\n)*[ \t\f]*(?:#.*)?$/.test(text)) return false;
  const attempt = (source: string): PythonSyntaxError | null => {
    try {
      parseInteractive(source, '<stdin>', { implyDedent: false, characterNamed: anyName });
      return null;
    } catch (error) {
      if (error instanceof PythonSyntaxError) return error;
      throw error;
    }
  };
  if (attempt(text) === null) return false;
  const error = attempt(`${text}\n`);
  return error === null || error.incomplete;
}

function interactive(p: Parser): Interactive {
  if (p.kind[p.pos] === Tok.NEWLINE) {
    const at = {
      lineno: p.line[0]!,
      colOffset: p.col[0]!,
      endLineno: p.endLine[0]!,
      endColOffset: p.endCol[0]!,
    };
    return { kind: 'Interactive', body: [{ kind: 'Pass', ...at }] };
  }
  const body: Stmt[] = [];
  const compound = compoundStatement(p);
  if (compound !== null) {
    body.push(compound);
    p.expect(Tok.NEWLINE);
  } else simpleStatements(p, body);
  const rest = p.kind[p.pos];
  if (rest !== Tok.NEWLINE && rest !== Tok.ENDMARKER) {
    p.raiseAtToken('multiple statements found while compiling a single statement', p.pos - 1);
  }
  return { kind: 'Interactive', body };
}

type Prepared<T> = [TokenBuffer, (p: Parser) => T];

function parse<T>(rule: StartRule, filename: string, options: ParseOptions, prepare: () => Prepared<T>): T {
  let parser: Parser | null = null;
  try {
    const [tokens, start] = prepare();
    const names = options.characterNamed;
    const p = new Parser(tokens, options.warn ?? null, names);
    parser = p;
    try {
      return start(p);
    } catch (error) {
      if (error === ParseFailure) throw diagnose(tokens, rule, names, () => generic(p));
      if (error instanceof PythonSyntaxError) throw diagnose(tokens, rule, names, () => error);
      throw error;
    }
  } catch (error) {
    if (error instanceof PythonSyntaxError) {
      error.filename = filename;
      error.source = parser?.source ?? null;
      error.sourceFrom = parser?.lastCompoundLine ?? 0;
      throw error;
    }
    // V8's stack ran out: CPython's parser has a limit of its own and says this.
    if (error instanceof RangeError) {
      const msg = 'Parser stack overflowed - Python source too complex to parse';
      const overflow = new PythonSyntaxError('MemoryError', msg, 0, 0, 0, 0, null);
      overflow.filename = filename;
      throw overflow;
    }
    throw error;
  }
}

/** The error where the fast parser stopped, when there is nothing better to say. */
function generic(p: Parser): PythonSyntaxError {
  const { lexError } = p.tokens;
  if (lexError !== null && (lexError.eager || p.kind[p.pos] === Tok.ERROR)) return lexError.error;
  const i = p.pos;
  const line = p.line[i]!;
  const endLine = p.endLine[i]!;
  const text = sourceLine(p.source, line);
  const offset = charactersInBytes(text, p.col[i]! + 1);
  const endOffset = charactersInBytes(text, p.endCol[i]! + 1);
  return new PythonSyntaxError('SyntaxError', 'invalid syntax', line, offset, endLine, endOffset, text);
}
