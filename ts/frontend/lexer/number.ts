/**
 * Where a number ends, and the errors about numbers. Its value is computed
 * later from the token's text (`parser/literal.ts`).
 */
import { PIECE, tickPiece } from '../../contract/patience.ts';
import type { Lexer } from './lexer.ts';

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isHex = (c: number): boolean => isDigit(c) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70);
const isNameChar = (c: number): boolean =>
  (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || isDigit(c) || c === 95;

/** Keywords that may follow a number without a space (CPython only warns): `1if x else y`. */
const GLUED_KEYWORDS = ['and', 'else', 'for', 'if', 'in', 'is', 'or', 'not'];

/** Moves the lexer's cursor from the start of a number to its end. */
export function scanNumber(lexer: Lexer): void {
  const { text } = lexer;
  const first = text.charCodeAt(lexer.pos);
  if (first === 46) {
    lexer.pos++;
    fraction(lexer);
    return;
  }
  if (first === 48) {
    const base = text.charCodeAt(lexer.pos + 1) | 32;
    if (base === 120) prefixed(lexer, 'hexadecimal', isHex);
    else if (base === 111) prefixed(lexer, 'octal', (c) => c >= 48 && c < 56);
    else if (base === 98) prefixed(lexer, 'binary', (c) => c === 48 || c === 49);
    else zero(lexer);
    return;
  }
  digits(lexer);
  if (text.charCodeAt(lexer.pos) === 46) {
    lexer.pos++;
    fraction(lexer);
  } else exponent(lexer);
}

function prefixed(lexer: Lexer, kind: string, accepts: (c: number) => boolean): void {
  const { text } = lexer;
  lexer.pos += 2;
  let c = 0;
  do {
    c = text.charCodeAt(lexer.pos);
    if (c === 95) c = text.charCodeAt(++lexer.pos);
    if (!accepts(c)) {
      if (isDigit(c)) wrongDigit(lexer, kind);
      lexer.fail(`invalid ${kind} literal`);
    }
    do {
      c = text.charCodeAt(++lexer.pos);
      if (lexer.pos % PIECE === 0) tickPiece();
    } while (accepts(c));
  } while (c === 95);
  if (isDigit(c)) wrongDigit(lexer, kind);
  end(lexer, kind);
}

function wrongDigit(lexer: Lexer, kind: string): never {
  const digit = lexer.text[lexer.pos++]!;
  lexer.fail(`invalid digit '${digit}' in ${kind} literal`);
}

/** A number that starts with 0: zero itself, or a float or imaginary number with leading zeros. */
function zero(lexer: Lexer): void {
  const { text } = lexer;
  const start = lexer.pos;
  let c = 48;
  for (;;) {
    if (c === 95) {
      c = text.charCodeAt(++lexer.pos);
      if (!isDigit(c)) lexer.fail('invalid decimal literal');
    }
    if (c !== 48) break;
    c = text.charCodeAt(++lexer.pos);
    if (lexer.pos % PIECE === 0) tickPiece();
  }
  const zerosEnd = lexer.pos;
  const nonzero = isDigit(c);
  if (nonzero) {
    digits(lexer);
    c = text.charCodeAt(lexer.pos);
  }
  if (c === 46) {
    lexer.pos++;
    fraction(lexer);
  } else if (c === 101 || c === 69 || c === 106 || c === 74) exponent(lexer);
  else if (nonzero) {
    if (lexer.lenient) return;
    const column = (at: number): number => [...text.slice(lexer.lineStart, at)].length;
    lexer.failRange(
      'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
      column(start) + 1,
      // CPython has read one digit beyond the zeros.
      column(zerosEnd) + 1,
    );
  } else end(lexer, 'decimal');
}

/** At a digit. Single underscores may stand between digits. */
function digits(lexer: Lexer): void {
  const { text } = lexer;
  for (;;) {
    let c = text.charCodeAt(lexer.pos);
    while (isDigit(c)) {
      c = text.charCodeAt(++lexer.pos);
      if (lexer.pos % PIECE === 0) tickPiece();
    }
    if (c !== 95) return;
    if (!isDigit(text.charCodeAt(++lexer.pos))) lexer.fail('invalid decimal literal');
  }
}

/** After the point. */
function fraction(lexer: Lexer): void {
  if (isDigit(lexer.text.charCodeAt(lexer.pos))) digits(lexer);
  exponent(lexer);
}

/** An exponent and a `j`, if there are any, and the end. */
function exponent(lexer: Lexer): void {
  const { text } = lexer;
  let c = text.charCodeAt(lexer.pos);
  if (c === 101 || c === 69) {
    const next = text.charCodeAt(lexer.pos + 1);
    if (next === 43 || next === 45) {
      lexer.pos += 2;
      if (!isDigit(text.charCodeAt(lexer.pos))) lexer.fail('invalid decimal literal');
    } else if (!isDigit(next)) {
      // The `e` belongs to a keyword (`1else`), or to nothing.
      end(lexer, 'decimal');
      return;
    } else lexer.pos++;
    digits(lexer);
    c = text.charCodeAt(lexer.pos);
  }
  if (c === 106 || c === 74) {
    lexer.pos++;
    end(lexer, 'imaginary');
  } else end(lexer, 'decimal');
}

function end(lexer: Lexer, kind: string): void {
  const { text, pos } = lexer;
  if (lexer.lenient || !isNameChar(text.charCodeAt(pos))) return;
  for (const keyword of GLUED_KEYWORDS) {
    // `if`, `in` and `is` are recognized by their two letters alone, the others as whole words.
    if (
      text.startsWith(keyword, pos) &&
      (keyword[0] === 'i' || !isNameChar(text.charCodeAt(pos + keyword.length)))
    ) {
      return;
    }
  }
  lexer.fail(`invalid ${kind} literal`);
}
