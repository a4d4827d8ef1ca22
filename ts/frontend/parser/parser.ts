/**
 * The cursor that the parsing functions share, and how they fail.
 *
 * The functions of the other files here only decide whether the source is right, and build the tree. They do
 * not explain: the first token that does not fit makes them throw `ParseFailure`, and the slow second parser
 * in `diagnosis/` finds CPython's message. So correct programs pay nothing for good error messages.
 */
import type { Expr } from '../ast.ts';
import { Tok, type TokenBuffer } from '../lexer/token.ts';
import { charactersInBytes, PythonSyntaxError, sourceLine } from '../syntax-error.ts';
import { type CharacterNamed, LiteralError } from './literal.ts';

/** Thrown (without a stack trace: it is only a signal) when the source does not fit the grammar. */
export const ParseFailure = { failure: true } as const;

/** A SyntaxWarning, such as for an invalid escape sequence. */
export interface SyntaxWarning {
  readonly msg: string;
  readonly lineno: number;
}

export class Parser {
  readonly tokens: TokenBuffer;
  readonly kind: Uint8Array;
  readonly line: Int32Array;
  readonly col: Int32Array;
  readonly endLine: Int32Array;
  readonly endCol: Int32Array;
  readonly source: string;
  readonly warn: ((warning: SyntaxWarning) => void) | null;
  readonly characterNamed: CharacterNamed;
  /** Index of the next token. */
  pos = 0;
  /** `from __future__ import barry_as_FLUFL` is in force: not equal is spelt `<>` (PEP 401). */
  flufl = false;
  /**
   * Line of the last compound statement that was read, functions and
   * classes aside: where `report/keyword-typo.ts` starts.
   */
  lastCompoundLine = 0;
  /** One string object for each name, however often it is written. */
  private readonly names = new Map<string, string>();

  constructor(
    tokens: TokenBuffer,
    warn: ((warning: SyntaxWarning) => void) | null,
    characterNamed: CharacterNamed = () => undefined,
  ) {
    this.tokens = tokens;
    this.kind = tokens.kind;
    this.line = tokens.line;
    this.col = tokens.col;
    this.endLine = tokens.endLine;
    this.endCol = tokens.endCol;
    this.source = tokens.source;
    this.warn = warn;
    this.characterNamed = characterNamed;
  }

  fail(): never {
    throw ParseFailure;
  }

  expect(kind: Tok): void {
    if (this.kind[this.pos] !== kind) throw ParseFailure;
    this.pos++;
  }

  accept(kind: Tok): boolean {
    if (this.kind[this.pos] !== kind) return false;
    this.pos++;
    return true;
  }

  /** Consumes a NAME and returns it in normal form NFKC. */
  name(): string {
    if (this.kind[this.pos] !== Tok.NAME) throw ParseFailure;
    return this.identifier(this.pos++);
  }

  /** The name at token `i`. */
  identifier(i: number): string {
    const text = this.tokens.text(i);
    const known = this.names.get(text);
    if (known !== undefined) return known;
    // Normalization costs more than the rest of this function, and changes nothing in ASCII.
    const name = /^\w+$/.test(text) ? text : text.normalize('NFKC');
    this.names.set(text, name);
    return name;
  }

  /** Whether token `i` is the name `text` (a soft keyword). */
  isSoft(i: number, text: string): boolean {
    const { tokens } = this;
    return (
      this.kind[i] === Tok.NAME &&
      tokens.end[i]! - tokens.start[i]! === text.length &&
      this.source.startsWith(text, tokens.start[i]!)
    );
  }

  /** The last token before the cursor that is not white space: where a compound statement ends. */
  lastVisible(): number {
    let i = this.pos - 1;
    while (this.kind[i]! <= Tok.DEDENT) i--;
    return i;
  }

  /** An error that CPython notices only while it builds the tree. */
  raiseAt(msg: string, line: number, col: number, endLine: number, endCol: number): never {
    const text = `${sourceLine(this.source, line)}\n`;
    const offset = charactersInBytes(text, col + 1);
    const endOffset = charactersInBytes(text, endCol + 1);
    throw new PythonSyntaxError('SyntaxError', msg, line, offset, endLine, endOffset, text);
  }

  raiseAtNode(msg: string, node: Expr): never {
    this.raiseAt(msg, node.lineno, node.colOffset, node.endLineno, node.endColOffset);
  }

  raiseAtToken(msg: string, i: number): never {
    this.raiseAt(msg, this.line[i]!, this.col[i]!, this.endLine[i]!, this.endCol[i]!);
  }

  /** Runs the decoder of the literal at token `i`; its errors become SyntaxErrors there. */
  literal<T>(i: number, decode: () => T): T {
    try {
      return decode();
    } catch (error) {
      if (!(error instanceof LiteralError)) throw error;
      if (this.kind[i] !== Tok.NUMBER) return this.raiseAtToken(error.msg, i);
      const line = this.line[i]!;
      const text = `${sourceLine(this.source, line)}\n`;
      throw new PythonSyntaxError('SyntaxError', error.msg, line, 0, line, 0, text);
    }
  }
}
