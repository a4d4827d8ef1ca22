/** Names and keywords, and prefixes of strings, which look like names until the quote. */
import { PIECE, tickPiece } from '../../contract/patience.ts';
import { CLASS } from './character.ts';
import { codePointName, invalidIdentifierIndex, isPrintable } from './identifier.ts';
import type { Lexer } from './lexer.ts';
import { scanString } from './string.ts';
import { openTemplate } from './template.ts';
import { KEYWORDS, Tok } from './token.ts';

/** A name, or a string with a prefix; the cursor is at its first character, `first`. */
export function scanName(lexer: Lexer, first: number): void {
  const { text } = lexer;
  const start = lexer.pos;
  let at = start;
  let c = first;
  let ascii = true;
  for (;;) {
    if (c < 128) {
      if (CLASS[c] === 0) break;
    } else ascii = false;
    c = text.charCodeAt(++at);
    if (at % PIECE === 0) tickPiece();
  }
  const length = at - start;
  if (length <= 2 && (c === 34 || c === 39)) {
    const prefix = text.slice(start, at).toLowerCase();
    if (prefix === 'f' || prefix === 'fr' || prefix === 'rf') {
      openTemplate(lexer, start, at, false, length === 2);
      return;
    }
    if (prefix === 't' || prefix === 'tr' || prefix === 'rt') {
      openTemplate(lexer, start, at, true, length === 2);
      return;
    }
    if (prefix === 'r' || prefix === 'b' || prefix === 'u' || prefix === 'br' || prefix === 'rb') {
      lexer.pos = at;
      scanString(lexer, start, c);
      return;
    }
    if (ascii && (prefix.length === 2 || 'rbuft'.includes(prefix))) incompatiblePrefix(lexer, prefix, at);
  } else if (length <= 5 && (c === 34 || c === 39)) {
    incompatiblePrefix(lexer, text.slice(start, at).toLowerCase(), at);
  }
  lexer.pos = at;
  if (!ascii) verifyIdentifier(lexer, start, at);
  let kind = Tok.NAME;
  // All keywords are made of 2 to 8 ASCII letters.
  if (length >= 2 && length <= 8) kind = KEYWORDS.get(text.slice(start, at)) ?? Tok.NAME;
  const col = lexer.column(start);
  const endCol = ascii ? col + length : lexer.column(at);
  lexer.tokens.push(kind, start, at, lexer.line, col, lexer.line, endCol);
}

/** Two string prefixes that exclude each other get a message of their own. */
function incompatiblePrefix(lexer: Lexer, prefix: string, quote: number): void {
  // CPython reads on while each character is one of a prefix and new;
  // after a second `b` or any other it is a name.
  const seen = new Set<string>();
  for (const char of prefix) {
    if (!'burft'.includes(char) || seen.has(char)) return;
    seen.add(char);
  }
  const pairs = ['ub', 'ur', 'uf', 'ut', 'bf', 'bt', 'ft'];
  for (const pair of pairs) {
    if (seen.has(pair[0]!) && seen.has(pair[1]!)) {
      lexer.pos = quote;
      const offset = [...lexer.source.slice(lexer.lineStart, quote - prefix.length)].length + 1;
      const msg = `'${pair[0]}' and '${pair[1]}' prefixes are incompatible`;
      lexer.failRange(msg, offset, offset + prefix.length);
    }
  }
}

function verifyIdentifier(lexer: Lexer, start: number, end: number): void {
  const name = lexer.text.slice(start, end);
  const bad = invalidIdentifierIndex(name);
  if (bad < 0) return;
  const char = String.fromCodePoint(name.codePointAt(bad)!);
  lexer.pos = start + bad + char.length;
  if (isPrintable(char)) lexer.fail(`invalid character '${char}' (${codePointName(char)})`);
  lexer.fail(`invalid non-printable character ${codePointName(char)}`);
}
