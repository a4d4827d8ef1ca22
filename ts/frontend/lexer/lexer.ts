/**
 * Source text → tokens, in one pass before parsing.
 *
 * Takes text with `\n` line ends and no NUL (see `source-text.ts`). Gives a TokenBuffer that ends with ENDMARKER, or with
 * ERROR when the lexer had to stop; the error is thrown only when a parser reaches that token, or when CPython would
 * prefer it to a syntax error found earlier (`LexError.eager`). Follows CPython's lexer in what it accepts and in where it
 * notices an error, because the reported columns depend on that.
 *
 * Indentation is measured twice, with tabs to the next multiple of 8 and with tabs of width 1; the two must agree.
 * Inside f- and t-strings a stack of modes decides whether characters are text or tokens (`lex-template.ts`).
 * This file is longer than most: it is one state machine, and its parts share the cursor.
 */

import { charactersInBytes, PythonSyntaxError, type SyntaxErrorType, sourceLine } from '../syntax-error.ts';
import { codePointName, invalidIdentifierIndex, isPrintable } from './identifier.ts';
import { scanNumber } from './number.ts';
import { openTemplate, scanTemplateText, type TemplateMode } from './template.ts';
import { KEYWORDS, Tok, TokenBuffer } from './token.ts';

const MAX_INDENT = 100;
const MAX_PARENTHESES = 200;
const TAB_SIZE = 8;

/** How the text is to end: `file` closes open blocks, `line` (the REPL's mode) does so only if told to. */
export interface LexMode {
  readonly single: boolean;
  /** In single mode: end open blocks at the end of the text (a REPL that still waits for lines does not). */
  readonly implyDedent: boolean;
}

/** Thrown inside the lexer to stop it; never leaves this module. */
export class LexStop {
  readonly error: PythonSyntaxError;
  readonly eager: boolean;
  readonly incomplete: boolean;
  constructor(error: PythonSyntaxError, eager: boolean, incomplete: boolean) {
    this.error = error;
    this.eager = eager;
    this.incomplete = incomplete;
  }
}

const CHAR_IDENTIFIER = 1;
const CHAR_DIGIT = 2;
/** Class of each ASCII character: may start an identifier, is a digit. */
const CLASS = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95) CLASS[c] = CHAR_IDENTIFIER;
  else if (c >= 48 && c <= 57) CLASS[c] = CHAR_DIGIT;
}

/** Operators of one character. */
const ONE = new Uint8Array(128);
/** Operators of two characters, indexed by `first << 7 | second`. */
const TWO = new Uint8Array(128 * 128);
/** What an operator of two characters becomes with one more: `//` and `=`. */
const THREE: (readonly [third: number, kind: Tok] | undefined)[] = [];
const OPERATORS: readonly [string, Tok][] = [
  ['(', Tok.LPAR],
  [')', Tok.RPAR],
  ['[', Tok.LSQB],
  [']', Tok.RSQB],
  ['{', Tok.LBRACE],
  ['}', Tok.RBRACE],
  [':', Tok.COLON],
  [',', Tok.COMMA],
  [';', Tok.SEMI],
  ['.', Tok.DOT],
  ['!', Tok.EXCLAMATION],
  ['=', Tok.EQUAL],
  ['+', Tok.PLUS],
  ['-', Tok.MINUS],
  ['*', Tok.STAR],
  ['/', Tok.SLASH],
  ['%', Tok.PERCENT],
  ['@', Tok.AT],
  ['|', Tok.VBAR],
  ['&', Tok.AMPER],
  ['^', Tok.CIRCUMFLEX],
  ['~', Tok.TILDE],
  ['<', Tok.LESS],
  ['>', Tok.GREATER],
  ['->', Tok.RARROW],
  [':=', Tok.COLONEQUAL],
  ['//', Tok.DOUBLESLASH],
  ['**', Tok.DOUBLESTAR],
  ['<<', Tok.LEFTSHIFT],
  ['>>', Tok.RIGHTSHIFT],
  ['==', Tok.EQEQUAL],
  ['!=', Tok.NOTEQUAL],
  ['<>', Tok.NOTEQUAL],
  ['<=', Tok.LESSEQUAL],
  ['>=', Tok.GREATEREQUAL],
  ['+=', Tok.PLUSEQUAL],
  ['-=', Tok.MINEQUAL],
  ['*=', Tok.STAREQUAL],
  ['/=', Tok.SLASHEQUAL],
  ['%=', Tok.PERCENTEQUAL],
  ['@=', Tok.ATEQUAL],
  ['|=', Tok.VBAREQUAL],
  ['&=', Tok.AMPEREQUAL],
  ['^=', Tok.CIRCUMFLEXEQUAL],
];
for (const [text, kind] of OPERATORS) {
  const first = text.charCodeAt(0);
  if (text.length === 1) ONE[first] = kind;
  else TWO[(first << 7) | text.charCodeAt(1)] = kind;
}
THREE[Tok.DOUBLESLASH] = [61, Tok.DOUBLESLASHEQUAL];
THREE[Tok.DOUBLESTAR] = [61, Tok.DOUBLESTAREQUAL];
THREE[Tok.LEFTSHIFT] = [61, Tok.LEFTSHIFTEQUAL];
THREE[Tok.RIGHTSHIFT] = [61, Tok.RIGHTSHIFTEQUAL];

export class Lexer {
  /** The text with one NUL behind it, so that reading at the end needs no bounds check. */
  readonly text: string;
  readonly length: number;
  readonly tokens: TokenBuffer;
  pos = 0;
  line = 1;
  lineStart = 0;
  /** f- and t-strings that are open, innermost last. */
  readonly templates: TemplateMode[] = [];
  private readonly source: string;
  private readonly mode: LexMode;
  private readonly ascii: boolean;
  /** Columns are found by counting on from the last one asked for: up to `scanned`, this line has `extra` more bytes than units. */
  private scanned = 0;
  private scannedLine = 0;
  private extra = 0;
  /** The first backslash at or behind the place where it was last looked for. */
  private nextBackslash = -1;
  private readonly parenChar: number[] = [];
  private readonly parenLine: number[] = [];
  private readonly parenCol: number[] = [];
  private readonly indents = [0];
  private readonly altIndents = [0];

  constructor(source: string, mode: LexMode) {
    this.source = source;
    this.text = `${source}\0`;
    this.length = source.length;
    this.mode = mode;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
    this.ascii = !/[^\x00-\x7f]/.test(source);
    this.tokens = new TokenBuffer(source);
  }

  run(): TokenBuffer {
    try {
      this.lines();
    } catch (stop) {
      if (!(stop instanceof LexStop)) throw stop;
      // An error inside an f-string does not hide an earlier one: CPython wants the one in the expression to be seen.
      const inTemplate = this.templates.length > 0;
      this.tokens.lexError = {
        error: stop.error,
        eager: stop.eager && !inTemplate,
        incomplete: stop.incomplete,
        unclosed: inTemplate ? null : this.unclosedBracket(),
      };
      const line = stop.error.lineno;
      this.tokens.push(Tok.ERROR, this.pos, this.pos, line, -1, line, -1);
    }
    return this.tokens;
  }

  /** Column of `at`, in bytes. */
  column(at: number): number {
    if (this.ascii) return at - this.lineStart;
    if (this.scannedLine !== this.lineStart || at < this.scanned) {
      this.scannedLine = this.lineStart;
      this.scanned = this.lineStart;
      this.extra = 0;
    }
    for (let i = this.scanned; i < at; i++) {
      const c = this.text.charCodeAt(i);
      // The two halves of a surrogate pair are four bytes together.
      if (c >= 0x80) this.extra += c < 0x800 || (c >= 0xd800 && c < 0xe000) ? 1 : 2;
    }
    this.scanned = at;
    return at - this.lineStart + this.extra;
  }

  newline(at: number): void {
    this.line++;
    this.lineStart = at;
  }

  /** Stop with an error that CPython's lexer raises itself; `pos` stands behind the character at fault. */
  fail(msg: string, incomplete = false): never {
    const lineText = sourceLine(this.source, this.line);
    const offset = [...this.source.slice(this.lineStart, this.pos)].length;
    this.stop('SyntaxError', msg, this.line, offset, offset, lineText, true, incomplete);
  }

  failRange(msg: string, offset: number, endOffset: number): never {
    const lineText = sourceLine(this.source, this.line);
    this.stop('SyntaxError', msg, this.line, offset, endOffset, lineText, true, false);
  }

  private stop(
    type: SyntaxErrorType,
    msg: string,
    line: number,
    offset: number,
    endOffset: number,
    text: string,
    eager: boolean,
    incomplete: boolean,
  ): never {
    throw new LexStop(
      new PythonSyntaxError(type, msg, line, offset, line, endOffset, text),
      eager,
      incomplete,
    );
  }

  /** Stop with an error that counts only when the parser gets here. */
  private stopLater(type: SyntaxErrorType, msg: string, offset: number, endOffset: number): never {
    const text = `${sourceLine(this.source, this.line)}\n`;
    this.stop(type, msg, this.line, offset, endOffset, text, false, false);
  }

  private endOfInput(): never {
    const unclosed = this.unclosedBracket();
    if (unclosed !== null) throw new LexStop(unclosed, false, true);
    const text = sourceLine(this.source, this.line);
    const offset = [...text].length + 1;
    this.stop('SyntaxError', 'unexpected EOF while parsing', this.line, offset, -1, `${text}\n`, false, true);
  }

  private unclosedBracket(): PythonSyntaxError | null {
    const depth = this.parenChar.length;
    if (depth === 0) return null;
    const line = this.parenLine[depth - 1]!;
    const text = sourceLine(this.source, line);
    const offset = charactersInBytes(text, this.parenCol[depth - 1]! + 1);
    const char = String.fromCharCode(this.parenChar[depth - 1]!);
    const shown = line >= this.lastLine() ? `${text}\n` : text;
    return new PythonSyntaxError('SyntaxError', `'${char}' was never closed`, line, offset, line, 0, shown);
  }

  /** The line that CPython is on at the end of the text: it does not start a line after the last newline. */
  private lastLine(): number {
    return this.line - (this.lineStart >= this.length && this.line > 1 ? 1 : 0);
  }

  private lines(): void {
    let atLineStart = true;
    const text = this.text;
    for (;;) {
      let blank = false;
      if (atLineStart) {
        atLineStart = false;
        blank = this.indentation();
      }
      // One line's tokens; inside brackets it goes on over line ends.
      for (;;) {
        const template = this.templates.length > 0 ? this.templates[this.templates.length - 1]! : null;
        if (template?.inText) {
          scanTemplateText(this, template);
          continue;
        }
        let c = text.charCodeAt(this.pos);
        while (c === 32 || c === 9 || c === 12) c = text.charCodeAt(++this.pos);
        // A NEWLINE token starts at the comment before it.
        const newlineStart = this.pos;
        if (c === 35) {
          const end = text.indexOf('\n', this.pos);
          this.pos = end < 0 ? this.length : end;
          c = text.charCodeAt(this.pos);
        }
        if (c === 10) {
          const at = this.pos++;
          if (!blank && this.parenChar.length === 0) {
            const col = this.column(newlineStart);
            const endCol = this.column(at) + 1;
            this.tokens.push(Tok.NEWLINE, newlineStart, at + 1, this.line, col, this.line, endCol);
          }
          this.newline(this.pos);
          if (this.parenChar.length === 0) {
            atLineStart = true;
            break;
          }
          blank = false;
          continue;
        }
        if (c === 0) {
          this.finish();
          return;
        }
        this.token(c);
      }
    }
  }

  /** Reads the white space at the start of a line and gives INDENT and DEDENTs. Says whether the line is blank. */
  private indentation(): boolean {
    const text = this.text;
    let col = 0;
    let altCol = 0;
    let continued = 0;
    let c = 0;
    for (;;) {
      c = text.charCodeAt(this.pos);
      if (c === 32) {
        col++;
        altCol++;
      } else if (c === 9) {
        col = (Math.floor(col / TAB_SIZE) + 1) * TAB_SIZE;
        altCol++;
      } else if (c === 12) {
        col = 0;
        altCol = 0;
      } else if (c === 92) {
        // Indentation cannot be split over lines: what stands before the first backslash counts.
        if (continued === 0) continued = col;
        this.pos++;
        this.continuation();
        continue;
      } else break;
      this.pos++;
    }
    if (c === 35 || c === 10) return true;
    if (continued > 0) {
      col = continued;
      altCol = continued;
    }
    this.dent(col, altCol);
    return false;
  }

  private dent(col: number, altCol: number): void {
    const { indents, altIndents } = this;
    const top = indents.length - 1;
    if (col === indents[top]) {
      if (altCol !== altIndents[top]) this.inconsistent();
      return;
    }
    if (col > indents[top]!) {
      if (indents.length >= MAX_INDENT) {
        this.stopLater('IndentationError', 'too many levels of indentation', 1, 0);
      }
      if (altCol <= altIndents[top]!) this.inconsistent();
      indents.push(col);
      altIndents.push(altCol);
      this.pushUnplaced(Tok.INDENT);
      return;
    }
    let pending = 0;
    while (indents.length > 1 && col < indents[indents.length - 1]!) {
      indents.pop();
      altIndents.pop();
      pending++;
    }
    if (col !== indents[indents.length - 1]) {
      // CPython has read the line with its newline, if there is one.
      const lineText = sourceLine(this.source, this.line);
      const hasNewline = this.text.indexOf('\n', this.pos) >= 0;
      const offset = [...lineText].length + (hasNewline ? 1 : 0);
      const msg = 'unindent does not match any outer indentation level';
      this.stopLater('IndentationError', msg, offset, -1);
    }
    if (altCol !== altIndents[altIndents.length - 1]) this.inconsistent();
    while (pending-- > 0) this.pushUnplaced(Tok.DEDENT);
  }

  private inconsistent(): never {
    this.stopLater('TabError', 'inconsistent use of tabs and spaces in indentation', 1, 0);
  }

  /** A token without text: errors at it are shown at the cursor. */
  private pushUnplaced(kind: Tok): void {
    const line = this.length === 0 ? 0 : this.pos >= this.length ? this.lastLine() : this.line;
    this.tokens.push(kind, this.pos, this.pos, line, -1, line, -1);
  }

  /** After a backslash: the line must end here, and another must follow. */
  private continuation(): void {
    const c = this.text.charCodeAt(this.pos);
    if (c !== 10) {
      if (this.pos < this.length) this.pos++;
      const text = sourceLine(this.source, this.line);
      const offset = charactersInBytes(text, this.column(this.pos));
      this.stopLater('SyntaxError', 'unexpected character after line continuation character', offset, 0);
    }
    this.pos++;
    if (this.pos >= this.length) this.endOfInput();
    this.newline(this.pos);
  }

  private finish(): void {
    if (this.parenChar.length > 0) this.endOfInput();
    const { tokens } = this;
    const { single, implyDedent } = this.mode;
    // The REPL's grammar wants a NEWLINE behind everything, behind the DEDENTs of compound statements too.
    if (single && tokens.count > 0) this.pushUnplaced(Tok.NEWLINE);
    if ((!single || implyDedent) && this.indents.length > 1) {
      while (this.indents.length > 1) {
        this.indents.pop();
        this.altIndents.pop();
        this.pushUnplaced(Tok.DEDENT);
      }
      if (single) this.pushUnplaced(Tok.NEWLINE);
    }
    this.pushUnplaced(Tok.ENDMARKER);
  }

  private token(c: number): void {
    const { text } = this;
    const start = this.pos;
    const group = c < 128 ? CLASS[c]! : CHAR_IDENTIFIER;
    if (group === CHAR_IDENTIFIER) {
      this.nameOrString(c);
      return;
    }
    if (group === CHAR_DIGIT || (c === 46 && CLASS[text.charCodeAt(start + 1)] === CHAR_DIGIT)) {
      scanNumber(this);
      const col = this.column(start);
      this.tokens.push(Tok.NUMBER, start, this.pos, this.line, col, this.line, col + this.pos - start);
      return;
    }
    if (c === 34 || c === 39) {
      this.string(start, c);
      return;
    }
    if (c === 92) {
      this.pos++;
      this.continuation();
      return;
    }
    this.operator(c);
  }

  private nameOrString(first: number): void {
    const { text } = this;
    const start = this.pos;
    let at = start;
    let c = first;
    let ascii = true;
    for (;;) {
      if (c < 128) {
        if (CLASS[c] === 0) break;
      } else ascii = false;
      c = text.charCodeAt(++at);
    }
    const length = at - start;
    if (length <= 2 && (c === 34 || c === 39)) {
      const prefix = text.slice(start, at).toLowerCase();
      if (prefix === 'f' || prefix === 'fr' || prefix === 'rf') {
        openTemplate(this, start, at, false, length === 2);
        return;
      }
      if (prefix === 't' || prefix === 'tr' || prefix === 'rt') {
        openTemplate(this, start, at, true, length === 2);
        return;
      }
      if (prefix === 'r' || prefix === 'b' || prefix === 'u' || prefix === 'br' || prefix === 'rb') {
        this.pos = at;
        this.string(start, c);
        return;
      }
      if (ascii && (prefix.length === 2 || 'rbuft'.includes(prefix))) this.incompatiblePrefix(prefix, at);
    } else if (length <= 5 && (c === 34 || c === 39)) {
      this.incompatiblePrefix(text.slice(start, at).toLowerCase(), at);
    }
    this.pos = at;
    if (!ascii) this.verifyIdentifier(start, at);
    let kind = Tok.NAME;
    // All keywords are made of 2 to 8 ASCII letters.
    if (length >= 2 && length <= 8) kind = KEYWORDS.get(text.slice(start, at)) ?? Tok.NAME;
    const col = this.column(start);
    const endCol = ascii ? col + length : this.column(at);
    this.tokens.push(kind, start, at, this.line, col, this.line, endCol);
  }

  /** Two string prefixes that exclude each other get a message of their own. */
  private incompatiblePrefix(prefix: string, quote: number): void {
    // The lexer reads prefix characters while each is one it has not seen; a second `b` or a stranger makes it a name.
    const seen = new Set<string>();
    for (const char of prefix) {
      if (!'burft'.includes(char) || seen.has(char)) return;
      seen.add(char);
    }
    const pairs = ['ub', 'ur', 'uf', 'ut', 'bf', 'bt', 'ft'];
    for (const pair of pairs) {
      if (seen.has(pair[0]!) && seen.has(pair[1]!)) {
        this.pos = quote;
        const offset = [...this.source.slice(this.lineStart, quote - prefix.length)].length + 1;
        const msg = `'${pair[0]}' and '${pair[1]}' prefixes are incompatible`;
        this.failRange(msg, offset, offset + prefix.length);
      }
    }
  }

  private verifyIdentifier(start: number, end: number): void {
    const name = this.text.slice(start, end);
    const bad = invalidIdentifierIndex(name);
    if (bad < 0) return;
    const char = String.fromCodePoint(name.codePointAt(bad)!);
    this.pos = start + bad + char.length;
    if (isPrintable(char)) this.fail(`invalid character '${char}' (${codePointName(char)})`);
    this.fail(`invalid non-printable character ${codePointName(char)}`);
  }

  /** A string without replacement fields; `pos` is at the opening quote, `start` at its prefix. */
  private string(start: number, quote: number): void {
    const { text } = this;
    const startLine = this.line;
    const startLineStart = this.lineStart;
    const col = this.column(start);
    let at = this.pos + 1;
    let size = 1;
    if (text.charCodeAt(at) === quote) {
      if (text.charCodeAt(at + 1) !== quote) {
        this.pos = at + 1;
        this.tokens.push(Tok.STRING, start, at + 1, startLine, col, startLine, col + at + 1 - start);
        return;
      }
      size = 3;
      at += 2;
    }
    if (size === 3) {
      const end = this.plainTripleEnd(at, quote);
      if (end >= 0) {
        this.pos = end;
        this.tokens.push(Tok.STRING, start, end, startLine, col, this.line, this.column(end));
        return;
      }
    }
    let escapedQuote = false;
    let run = 0;
    for (;;) {
      const c = text.charCodeAt(at++);
      if (c === quote) {
        if (++run === size) break;
        continue;
      }
      run = 0;
      if (c === 92) {
        const next = text.charCodeAt(at);
        if (next === quote) escapedQuote = true;
        if (next === 0 && at >= this.length) continue;
        at++;
        if (next === 10) this.newline(at);
      } else if (c === 10) {
        if (size === 1) {
          this.unterminated(start, startLine, startLineStart, size, quote, escapedQuote, false);
        }
        this.newline(at);
      } else if (c === 0 && at > this.length) {
        if (this.lineStart === this.length && this.line > startLine) this.line--;
        this.unterminated(start, startLine, startLineStart, size, quote, escapedQuote, true);
      }
    }
    this.pos = at;
    this.tokens.push(Tok.STRING, start, at, startLine, col, this.line, this.column(at));
  }

  /** The end of a triple-quoted string without backslashes (most docstrings), found fast; or -1. */
  private plainTripleEnd(start: number, quote: number): number {
    const { text } = this;
    const close = text.indexOf(quote === 34 ? '"""' : "'''", start);
    if (close < 0) return -1;
    if (this.nextBackslash < start) {
      const found = text.indexOf('\\', start);
      this.nextBackslash = found < 0 ? text.length : found;
    }
    if (this.nextBackslash < close) return -1;
    for (let at = text.indexOf('\n', start); at >= 0 && at < close; at = text.indexOf('\n', at + 1)) {
      this.newline(at + 1);
    }
    return close + 3;
  }

  private unterminated(
    start: number,
    line: number,
    lineStart: number,
    size: number,
    quote: number,
    escapedQuote: boolean,
    atEnd: boolean,
  ): never {
    const detected = this.line;
    this.line = line;
    this.lineStart = lineStart;
    this.pos = start + 1;
    const template = this.templates[this.templates.length - 1];
    if (template !== undefined && template.quote === quote && template.size === size) {
      // The string's opening quote was probably meant to close the f-string.
      this.fail(`${template.letter}-string: expecting '}'`);
    }
    if (size === 3) {
      this.fail(`unterminated triple-quoted string literal (detected at line ${detected})`, true);
    }
    const hint = escapedQuote ? '; perhaps you escaped the end quote?' : '';
    this.fail(`unterminated string literal (detected at line ${detected})${hint}`, atEnd);
  }

  private operator(c: number): void {
    const { text } = this;
    const start = this.pos;
    const template = this.templates.length > 0 ? this.templates[this.templates.length - 1]! : null;
    if (c === 58 && template !== null && template.depth - 1 === template.fieldDepth) {
      // The colon that starts a format specification, even before `=`.
      template.inText = true;
      template.inSpec = true;
      this.pos = start + 1;
      const col = this.column(start);
      this.tokens.push(Tok.COLON, start, start + 1, this.line, col, this.line, col + 1);
      return;
    }
    let length = 1;
    let kind: Tok = c < 128 ? ONE[c]! : 0;
    const second = text.charCodeAt(start + 1);
    if (c === 46) {
      if (second === 46 && text.charCodeAt(start + 2) === 46) {
        length = 3;
        kind = Tok.ELLIPSIS;
      }
    } else if (c < 128 && second < 128 && TWO[(c << 7) | second] !== 0) {
      length = 2;
      kind = TWO[(c << 7) | second]!;
      const three = THREE[kind];
      if (three !== undefined && text.charCodeAt(start + 2) === three[0]) {
        length = 3;
        kind = three[1];
      }
    }
    this.pos = start + length;
    if (length === 1) {
      if (c === 40 || c === 91 || c === 123) this.open(c, start, template);
      else if (c === 41 || c === 93 || c === 125) this.close(c, template);
      else if (kind === 0) {
        if (!isPrintable(String.fromCharCode(c))) {
          this.fail(`invalid non-printable character ${codePointName(String.fromCharCode(c))}`);
        }
        kind = Tok.OP;
      }
    }
    const col = this.column(start);
    this.tokens.push(kind, start, this.pos, this.line, col, this.line, col + length);
  }

  private open(c: number, start: number, template: TemplateMode | null): void {
    if (this.parenChar.length >= MAX_PARENTHESES) this.fail('too many nested parentheses');
    this.parenChar.push(c);
    this.parenLine.push(this.line);
    this.parenCol.push(this.column(start));
    if (template !== null) template.depth++;
  }

  private close(c: number, template: TemplateMode | null): void {
    const char = String.fromCharCode(c);
    if (template !== null && template.depth === 0 && c === 125) {
      this.fail(`${template.letter}-string: single '}' is not allowed`);
    }
    if (this.parenChar.length === 0) this.fail(`unmatched '${char}'`);
    const opening = this.parenChar.pop()!;
    const openingLine = this.parenLine.pop()!;
    this.parenCol.pop();
    // Closing brackets are one ('(') or two behind the opening ones in ASCII.
    if (c !== opening + (opening === 40 ? 1 : 2)) {
      if (template !== null && opening === 123 && template.depth - 1 === template.fieldDepth) {
        this.fail(`${template.letter}-string: unmatched '${char}'`);
      }
      const where = openingLine === this.line ? '' : ` on line ${openingLine}`;
      const expected = String.fromCharCode(opening);
      this.fail(`closing parenthesis '${char}' does not match opening parenthesis '${expected}'${where}`);
    }
    if (template !== null) {
      template.depth--;
      if (template.depth < 0) this.fail(`${template.letter}-string: unmatched '${char}'`);
      if (c === 125 && template.depth === template.fieldDepth) {
        template.fieldDepth--;
        template.inText = true;
        template.inSpec = false;
      }
    }
  }
}

export function tokenize(source: string, mode: LexMode): TokenBuffer {
  return new Lexer(source, mode).run();
}
