/** String literals without replacement fields. */
import { PIECE, tick, tickPiece } from '../../contract/patience.ts';
import type { Lexer } from './lexer.ts';
import { Tok } from './token.ts';

/** The cursor is at the opening quote, `start` at its prefix. */
export function scanString(lexer: Lexer, start: number, quote: number): void {
  const { text } = lexer;
  const startLine = lexer.line;
  const startLineStart = lexer.lineStart;
  const col = lexer.column(start);
  let at = lexer.pos + 1;
  let size = 1;
  if (text.charCodeAt(at) === quote) {
    if (text.charCodeAt(at + 1) !== quote) {
      lexer.pos = at + 1;
      lexer.tokens.push(Tok.STRING, start, at + 1, startLine, col, startLine, col + at + 1 - start);
      return;
    }
    size = 3;
    at += 2;
  }
  if (size === 3) {
    const end = plainTripleEnd(lexer, at, quote);
    if (end >= 0) {
      lexer.pos = end;
      lexer.tokens.push(Tok.STRING, start, end, startLine, col, lexer.line, lexer.column(end));
      return;
    }
  }
  let escapedQuote = false;
  let run = 0;
  for (;;) {
    if (at % PIECE === 0) tickPiece();
    const c = text.charCodeAt(at++);
    if (c === quote) {
      if (++run === size) break;
      continue;
    }
    run = 0;
    if (c === 92) {
      const next = text.charCodeAt(at);
      if (next === quote) escapedQuote = true;
      if (next === 0 && at >= lexer.length) continue;
      at++;
      if (next === 10) lexer.newline(at);
    } else if (c === 10) {
      if (size === 1) {
        unterminated(lexer, start, startLine, startLineStart, size, quote, escapedQuote, false);
      }
      lexer.newline(at);
    } else if (c === 0 && at > lexer.length) {
      if (lexer.lineStart === lexer.length && lexer.line > startLine) lexer.line--;
      unterminated(lexer, start, startLine, startLineStart, size, quote, escapedQuote, true);
    }
  }
  lexer.pos = at;
  lexer.tokens.push(Tok.STRING, start, at, startLine, col, lexer.line, lexer.column(at));
}

/** The end of a triple-quoted string without backslashes (most docstrings), found fast; or -1. */
function plainTripleEnd(lexer: Lexer, start: number, quote: number): number {
  const { text } = lexer;
  const close = text.indexOf(quote === 34 ? '"""' : "'''", start);
  if (close < 0) return -1;
  if (lexer.nextBackslash < start) {
    const found = text.indexOf('\\', start);
    lexer.nextBackslash = found < 0 ? text.length : found;
  }
  if (lexer.nextBackslash < close) return -1;
  for (let at = text.indexOf('\n', start); at >= 0 && at < close; at = text.indexOf('\n', at + 1)) {
    tick();
    lexer.newline(at + 1);
  }
  return close + 3;
}

function unterminated(
  lexer: Lexer,
  start: number,
  line: number,
  lineStart: number,
  size: number,
  quote: number,
  escapedQuote: boolean,
  atEnd: boolean,
): never {
  const detected = lexer.line;
  lexer.line = line;
  lexer.lineStart = lineStart;
  lexer.pos = start + 1;
  const template = lexer.templates[lexer.templates.length - 1];
  if (template !== undefined && template.quote === quote && template.size === size) {
    // The string's opening quote was probably meant to close the f-string.
    lexer.fail(`${template.letter}-string: expecting '}'`);
  }
  if (size === 3) {
    lexer.fail(`unterminated triple-quoted string literal (detected at line ${detected})`, true);
  }
  const hint = escapedQuote ? '; perhaps you escaped the end quote?' : '';
  lexer.fail(`unterminated string literal (detected at line ${detected})${hint}`, atEnd);
}
