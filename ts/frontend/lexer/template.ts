/**
 * The lexer's part for f-strings and t-strings (PEP 701, PEP 750):
 * the stack of modes, and the text between the fields.
 *
 *   f'a{x!r:>{w}}b'  →  FSTRING_START  MIDDLE(a) { NAME ! NAME : MIDDLE(>) { NAME }  } MIDDLE(b)  FSTRING_END
 *
 * A doubled brace ends a MIDDLE after its first brace, so
 * that a MIDDLE's text is always a slice of the source.
 */
import type { Lexer } from './lexer.ts';
import { Tok } from './token.ts';

const MAX_OPEN = 150;
const MAX_FIELD_NESTING = 3;

export interface TemplateMode {
  readonly letter: 'f' | 't';
  readonly raw: boolean;
  readonly quote: number;
  /** 1 or 3 quotes. */
  readonly size: number;
  readonly start: number;
  readonly line: number;
  readonly lineStart: number;
  /** Reading text (also of a format specification), not tokens. */
  inText: boolean;
  inSpec: boolean;
  /** Brackets of any kind open inside this string. */
  depth: number;
  /** `depth` outside the innermost open field; -1 when no field is open. */
  fieldDepth: number;
}

/** `start` at the prefix, `quoteAt` at the first quote. */
export function openTemplate(lexer: Lexer, start: number, quoteAt: number, isT: boolean, raw: boolean): void {
  const { text } = lexer;
  const quote = text.charCodeAt(quoteAt);
  const size = text.charCodeAt(quoteAt + 1) === quote && text.charCodeAt(quoteAt + 2) === quote ? 3 : 1;
  lexer.pos = quoteAt + size;
  // The level outside all f-strings counts too.
  if (lexer.templates.length + 2 > MAX_OPEN) lexer.fail('too many nested f-strings or t-strings');
  const col = lexer.column(start);
  lexer.tokens.push(
    isT ? Tok.TSTRING_START : Tok.FSTRING_START,
    start,
    lexer.pos,
    lexer.line,
    col,
    lexer.line,
    col + lexer.pos - start,
  );
  lexer.templates.push({
    letter: isT ? 't' : 'f',
    raw,
    quote,
    size,
    start,
    line: lexer.line,
    lineStart: lexer.lineStart,
    inText: true,
    inSpec: false,
    depth: 0,
    fieldDepth: -1,
  });
}

/** One token in text mode: MIDDLE or END; or none, when a field starts here and token mode takes over. */
export function scanTemplateText(lexer: Lexer, mode: TemplateMode): void {
  const { text } = lexer;
  const start = lexer.pos;
  const first = text.charCodeAt(start);
  if (first === 123 && text.charCodeAt(start + 1) !== 123) {
    openField(lexer, mode);
    return;
  }
  if (closes(text, start, mode)) {
    const col = lexer.column(start);
    lexer.pos = start + mode.size;
    lexer.templates.pop();
    const kind = mode.letter === 't' ? Tok.TSTRING_END : Tok.FSTRING_END;
    lexer.tokens.push(kind, start, lexer.pos, lexer.line, col, lexer.line, col + mode.size);
    return;
  }
  const line = lexer.line;
  const col = lexer.column(start);
  const inSpec = mode.inSpec && mode.fieldDepth >= 0;
  // The text ends at `end`; the range reported for it, as in CPython, at `next`, after a doubled brace.
  const middle = (end: number, next: number): void => {
    const kind = mode.letter === 't' ? Tok.TSTRING_MIDDLE : Tok.FSTRING_MIDDLE;
    lexer.tokens.push(kind, start, end, line, col, lexer.line, lexer.column(next));
    lexer.pos = next;
  };
  let namedEscape = false;
  for (let at = start; ; ) {
    if (closes(text, at, mode)) {
      middle(at, at);
      return;
    }
    const c = text.charCodeAt(at++);
    if (c === 123) {
      if (text.charCodeAt(at) === 123 && !inSpec) {
        middle(at, at + 1);
        return;
      }
      middle(at - 1, at - 1);
      openField(lexer, mode);
      return;
    }
    if (c === 125) {
      if (namedEscape) {
        middle(at, at);
        return;
      }
      if (text.charCodeAt(at) === 125 && !inSpec && mode.depth === 0) {
        middle(at, at + 1);
        return;
      }
      middle(at - 1, at - 1);
      mode.inText = false;
      mode.inSpec = false;
      return;
    }
    if (c === 92) {
      const next = text.charCodeAt(at);
      // A brace keeps its meaning after a backslash.
      if (next === 123 || next === 125 || (next === 0 && at >= lexer.length)) continue;
      at++;
      if (next === 10) lexer.newline(at);
      else if (!mode.raw && next === 78 && text.charCodeAt(at) === 123) {
        namedEscape = true;
        at++;
      }
    } else if (c === 10) {
      if (mode.size === 1) {
        if (inSpec) {
          lexer.pos = at;
          lexer.fail(
            `${mode.letter}-string: newlines are not allowed in format specifiers for single quoted ${mode.letter}-strings`,
          );
        }
        unterminated(lexer, mode);
      }
      lexer.newline(at);
    } else if (c === 0 && at > lexer.length) unterminated(lexer, mode);
  }
}

function closes(text: string, at: number, mode: TemplateMode): boolean {
  const { quote } = mode;
  return (
    text.charCodeAt(at) === quote &&
    (mode.size === 1 || (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote))
  );
}

function openField(lexer: Lexer, mode: TemplateMode): void {
  mode.fieldDepth++;
  if (mode.fieldDepth >= MAX_FIELD_NESTING) {
    lexer.fail(`${mode.letter}-string: expressions nested too deeply`);
  }
  mode.inText = false;
  mode.inSpec = false;
}

function unterminated(lexer: Lexer, mode: TemplateMode): never {
  // CPython notices the end before a last line that is empty.
  const atEmptyLine = lexer.lineStart === lexer.length && lexer.line > mode.line;
  const detected = lexer.line - (atEmptyLine ? 1 : 0);
  lexer.line = mode.line;
  lexer.lineStart = mode.lineStart;
  lexer.pos = mode.start + 1;
  const kind = mode.size === 3 ? `triple-quoted ${mode.letter}-string` : `${mode.letter}-string`;
  lexer.fail(`unterminated ${kind} literal (detected at line ${detected})`, mode.size === 3);
}
