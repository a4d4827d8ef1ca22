/**
 * Token kinds and the token buffer that the lexer fills and the parsers read.
 *
 * The buffer is a structure of arrays: a thousand-line file has some ten thousand tokens, and
 * arrays of small integers cost neither an allocation nor a pointer each. Token texts are
 * slices of the source, cut only where they are needed.
 */
import { PythonSyntaxError } from '../syntax-error.ts';

export enum Tok {
  ENDMARKER,
  NEWLINE,
  INDENT,
  DEDENT,
  NAME,
  NUMBER,
  STRING,
  FSTRING_START,
  FSTRING_MIDDLE,
  FSTRING_END,
  TSTRING_START,
  TSTRING_MIDDLE,
  TSTRING_END,
  /** A character that is no token of the language (`$`, `?`, a backquote): always a syntax error. */
  OP,
  /** The lexer stopped; `TokenBuffer.lexError` says why. */
  ERROR,
  LPAR,
  RPAR,
  LSQB,
  RSQB,
  LBRACE,
  RBRACE,
  COLON,
  COMMA,
  SEMI,
  DOT,
  ELLIPSIS,
  EXCLAMATION,
  RARROW,
  COLONEQUAL,
  EQUAL,
  PLUS,
  MINUS,
  STAR,
  SLASH,
  DOUBLESLASH,
  PERCENT,
  AT,
  DOUBLESTAR,
  VBAR,
  AMPER,
  CIRCUMFLEX,
  TILDE,
  LEFTSHIFT,
  RIGHTSHIFT,
  LESS,
  GREATER,
  EQEQUAL,
  NOTEQUAL,
  LESSEQUAL,
  GREATEREQUAL,
  PLUSEQUAL,
  MINEQUAL,
  STAREQUAL,
  SLASHEQUAL,
  DOUBLESLASHEQUAL,
  PERCENTEQUAL,
  ATEQUAL,
  DOUBLESTAREQUAL,
  VBAREQUAL,
  AMPEREQUAL,
  CIRCUMFLEXEQUAL,
  LEFTSHIFTEQUAL,
  RIGHTSHIFTEQUAL,
  FALSE,
  NONE,
  TRUE,
  AND,
  AS,
  ASSERT,
  ASYNC,
  AWAIT,
  BREAK,
  CLASS,
  CONTINUE,
  DEF,
  DEL,
  ELIF,
  ELSE,
  EXCEPT,
  FINALLY,
  FOR,
  FROM,
  GLOBAL,
  IF,
  IMPORT,
  IN,
  IS,
  LAMBDA,
  NONLOCAL,
  NOT,
  OR,
  PASS,
  RAISE,
  RETURN,
  TRY,
  WHILE,
  WITH,
  YIELD,
}

/** Reserved words. The soft keywords (`match`, `case`, `type`, `_`) are plain names to the lexer. */
export const KEYWORDS: ReadonlyMap<string, Tok> = new Map([
  ['False', Tok.FALSE],
  ['None', Tok.NONE],
  ['True', Tok.TRUE],
  ['and', Tok.AND],
  ['as', Tok.AS],
  ['assert', Tok.ASSERT],
  ['async', Tok.ASYNC],
  ['await', Tok.AWAIT],
  ['break', Tok.BREAK],
  ['class', Tok.CLASS],
  ['continue', Tok.CONTINUE],
  ['def', Tok.DEF],
  ['del', Tok.DEL],
  ['elif', Tok.ELIF],
  ['else', Tok.ELSE],
  ['except', Tok.EXCEPT],
  ['finally', Tok.FINALLY],
  ['for', Tok.FOR],
  ['from', Tok.FROM],
  ['global', Tok.GLOBAL],
  ['if', Tok.IF],
  ['import', Tok.IMPORT],
  ['in', Tok.IN],
  ['is', Tok.IS],
  ['lambda', Tok.LAMBDA],
  ['nonlocal', Tok.NONLOCAL],
  ['not', Tok.NOT],
  ['or', Tok.OR],
  ['pass', Tok.PASS],
  ['raise', Tok.RAISE],
  ['return', Tok.RETURN],
  ['try', Tok.TRY],
  ['while', Tok.WHILE],
  ['with', Tok.WITH],
  ['yield', Tok.YIELD],
]);

/** Why the lexer stopped. */
export interface LexError {
  readonly error: PythonSyntaxError;
  /**
   * CPython's lexer sets an exception for some errors (they win over any syntax error found earlier in the
   * file) and only a status for others (they count when the parser gets there). True: the first kind.
   */
  readonly eager: boolean;
  /** The source ended too early: a REPL asks for more lines. */
  readonly incomplete: boolean;
  /** "'(' was never closed" for the innermost open bracket, if one is open. */
  readonly unclosed: PythonSyntaxError | null;
}

/** More source than the memory limit has room for. */
export function sourceTooLarge(): PythonSyntaxError {
  return new PythonSyntaxError('MemoryError', 'source is too large for the memory limit', 0, 0, 0, 0, null);
}

export class TokenBuffer {
  kind!: Uint8Array;
  /** Offsets into `source`, in UTF-16 units. */
  start!: Int32Array;
  end!: Int32Array;
  line!: Int32Array;
  /** Columns in UTF-8 bytes, from 0. */
  col!: Int32Array;
  endLine!: Int32Array;
  endCol!: Int32Array;
  count = 0;
  lexError: LexError | null = null;
  readonly source: string;
  private readonly limit: number;

  /** @throws PythonSyntaxError, a MemoryError, from here or from `push` when there are more tokens than `limit`. */
  constructor(source: string, limit = Infinity) {
    this.source = source;
    this.limit = limit;
    // Real code has about one token per four characters.
    this.resize(Math.min((source.length >> 2) + 16, limit));
  }

  /** Room for `capacity` tokens, in one buffer: for a short text, seven would cost more than filling them. */
  private resize(capacity: number): void {
    const buffer = new ArrayBuffer(capacity * 25);
    let at = 0;
    const column = (old: Int32Array | undefined): Int32Array => {
      const numbers = new Int32Array(buffer, at, capacity);
      at += capacity * 4;
      if (old) numbers.set(old);
      return numbers;
    };
    this.start = column(this.start);
    this.end = column(this.end);
    this.line = column(this.line);
    this.col = column(this.col);
    this.endLine = column(this.endLine);
    this.endCol = column(this.endCol);
    const kind = new Uint8Array(buffer, at, capacity);
    if (this.kind) kind.set(this.kind);
    this.kind = kind;
  }

  push(
    kind: Tok,
    start: number,
    end: number,
    line: number,
    col: number,
    endLine: number,
    endCol: number,
  ): void {
    const i = this.count++;
    if (i >= this.kind.length) this.grow();
    this.kind[i] = kind;
    this.start[i] = start;
    this.end[i] = end;
    this.line[i] = line;
    this.col[i] = col;
    this.endLine[i] = endLine;
    this.endCol[i] = endCol;
  }

  private grow(): void {
    if (this.kind.length >= this.limit) throw sourceTooLarge();
    this.resize(Math.min(this.kind.length * 2, this.limit));
  }

  text(i: number): string {
    return this.source.slice(this.start[i]!, this.end[i]!);
  }
}
