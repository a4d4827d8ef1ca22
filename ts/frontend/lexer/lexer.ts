/**
 * Source text → tokens, in one pass before parsing.
 *
 * Takes text with `\n` line ends and no NUL (see `source-text.ts`). Returns a TokenBuffer that ends with
 * ENDMARKER, or with ERROR when the lexer had to stop. That error is thrown only when a parser reaches the
 * token, or when CPython would prefer it to a syntax error found earlier (`LexError.eager`). Follows
 * CPython's lexer in what it accepts and in where it notices an error, because the reported columns depend on
 * that.
 *
 * Indentation is measured twice, with tabs to the next multiple of 8 and with tabs of
 * width 1; the two must agree. Inside f- and t-strings a stack of modes decides
 * whether characters are text or tokens (`template.ts`).
 *
 * This file has the cursor, lines and indentation. The functions of `name.ts`, `number.ts`, `string.ts`,
 * `operator.ts` and `template.ts` each move the cursor over one token and append it.
 */
import { PIECE, tick, tickPiece } from '../../contract/patience.ts';
import { charactersInBytes, PythonSyntaxError, type SyntaxErrorType, sourceLine } from '../syntax-error.ts';
import { CHAR_DIGIT, CHAR_IDENTIFIER, CLASS } from './character.ts';
import { scanName } from './name.ts';
import { scanNumber } from './number.ts';
import { scanOperator } from './operator.ts';
import { scanString } from './string.ts';
import { scanTemplateText, type TemplateMode } from './template.ts';
import { Tok, TokenBuffer } from './token.ts';

const MAX_INDENT = 100;
const TAB_SIZE = 8;

/**
 * What happens at the end of the text. A file's end closes all open
 * blocks; in single mode (the REPL's) that is a choice.
 */
export interface LexMode {
  readonly single: boolean;
  /** In single mode: end open blocks at the end of the text (a REPL that still waits for lines does not). */
  readonly implyDedent: boolean;
  /** For the module `tokenize`: brackets that do not match and numbers that are none are left to who reads the tokens. */
  readonly lenient?: boolean;
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

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += PIECE) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
    if (/[^\x00-\x7f]/.test(text.slice(at, at + PIECE))) return false;
    tickPiece();
  }
  return true;
}

export class Lexer {
  /** The text and a NUL, so that reading at the end needs no bounds check. */
  readonly text: string;
  readonly length: number;
  readonly tokens: TokenBuffer;
  pos = 0;
  line = 1;
  lineStart = 0;
  /** Where the last line starts that did not begin inside a token or after a backslash: CPython keeps the text from there. */
  private bufferStart = 0;
  /** f- and t-strings that are open, innermost last. */
  readonly templates: TemplateMode[] = [];
  readonly source: string;
  private readonly mode: LexMode;
  readonly lenient: boolean;
  private readonly ascii: boolean;
  /**
   * Columns are counted on from the last one asked for: up to
   * `scanned`, this line has `extra` more bytes than units.
   */
  private scanned = 0;
  private scannedLine = 0;
  private extra = 0;
  /** The first backslash at or after the place from which one was last looked for. */
  nextBackslash = -1;
  private flufl: boolean | undefined;
  readonly parenChar: number[] = [];
  readonly parenLine: number[] = [];
  readonly parenCol: number[] = [];
  private readonly indents = [0];
  private readonly altIndents = [0];

  constructor(source: string, mode: LexMode, limit: number | undefined) {
    // One copy of a long text and no other: as a part of `text`, `source` needs none.
    this.text = `${source}\0`;
    this.length = source.length;
    this.source = this.text.slice(0, this.length);
    this.mode = mode;
    this.lenient = mode.lenient === true;
    this.ascii = isAscii(this.source);
    this.tokens = new TokenBuffer(this.source, limit);
  }

  run(): TokenBuffer {
    try {
      this.lines();
    } catch (stop) {
      if (!(stop instanceof LexStop)) throw stop;
      // An error inside an f-string does not hide an earlier one: CPython
      // wants the one in the expression to be seen.
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

  /** Whether `<>` may be spelt for `!=` in this source (PEP 401); where it is, the parser knows. */
  mayBeFlufl(): boolean {
    this.flufl ??= !this.lenient && this.source.includes('barry_as_FLUFL');
    return this.flufl;
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

  /** Stops with an error that CPython's lexer raises itself; `pos` is after the character at fault. */
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

  /** Stops with an error that counts only when the parser gets here. */
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
      // The tokens of one line, which inside brackets goes on after line ends.
      for (;;) {
        tick();
        const template = this.templates.length > 0 ? this.templates[this.templates.length - 1]! : null;
        if (template?.inText) {
          scanTemplateText(this, template);
          continue;
        }
        let c = text.charCodeAt(this.pos);
        while (c === 32 || c === 9 || c === 12) {
          c = text.charCodeAt(++this.pos);
          if (this.pos % PIECE === 0) tickPiece();
        }
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
          this.bufferStart = this.pos;
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

  /**
   * Reads the white space at the start of a line and adds
   * INDENT or DEDENTs. Returns whether the line is blank.
   */
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
        // Indentation cannot be split over lines: what comes before the first backslash counts.
        if (continued === 0) continued = col;
        this.pos++;
        this.continuation();
        continue;
      } else break;
      this.pos++;
      if (this.pos % PIECE === 0) tickPiece();
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
      // CPython counts from the start of its buffer, as if all that were on this line.
      const before = Buffer.byteLength(this.source.slice(this.bufferStart, this.pos));
      const offset = charactersInBytes(sourceLine(this.source, this.line), before) + 1;
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
    // The REPL's grammar wants a NEWLINE after everything, also after the DEDENTs of compound statements.
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
      scanName(this, c);
      return;
    }
    if (group === CHAR_DIGIT || (c === 46 && CLASS[text.charCodeAt(start + 1)] === CHAR_DIGIT)) {
      scanNumber(this);
      const col = this.column(start);
      this.tokens.push(Tok.NUMBER, start, this.pos, this.line, col, this.line, col + this.pos - start);
      return;
    }
    if (c === 34 || c === 39) {
      scanString(this, start, c);
      return;
    }
    if (c === 92) {
      this.pos++;
      this.continuation();
      return;
    }
    scanOperator(this, c);
  }
}

export function tokenize(source: string, mode: LexMode, limit?: number): TokenBuffer {
  return new Lexer(source, mode, limit).run();
}
