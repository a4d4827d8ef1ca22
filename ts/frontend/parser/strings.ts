/**
 * String literals: plain ones, f-strings and t-strings, and their implicit concatenation.
 *
 * Adjacent pieces of text become one Constant, which runs from its first piece to its last;
 * empty text disappears from f- and t-strings. `f'{x = }'` becomes the text `x = ` and a field
 * that is shown by `repr` unless it says otherwise.
 */
import type {
  Constant,
  Conversion,
  Expr,
  FormattedValue,
  Interpolation,
  JoinedStr,
  Position,
  TemplateStr,
} from '../ast.ts';
import { joinsSurrogates } from '../constant.ts';
import { Tok } from '../lexer/token.ts';
import { yieldOrStarExpressions } from './expressions.ts';
import { decodeBytes, decodeText, numberValue } from './literal.ts';
import type { Parser } from './parser.ts';

/** One or more literals side by side. */
export function strings(p: Parser): Expr {
  const s = p.pos;
  if (p.kind[s] === Tok.STRING && !continues(p.kind[s + 1]!)) {
    p.pos++;
    return plain(p, s);
  }
  if (p.kind[s] === Tok.TSTRING_START) return templateString(p);
  const pieces: Expr[] = [];
  let bytes = 0;
  let plains = 0;
  let templates = 0;
  for (;;) {
    const kind = p.kind[p.pos];
    if (kind === Tok.STRING) {
      const piece = plain(p, p.pos++);
      if (piece.kind === 'Constant' && piece.value.kind === 'bytes') bytes++;
      else plains++;
      if (piece.kind === 'JoinedStr') for (const value of piece.values) pieces.push(value);
      else pieces.push(piece);
    } else if (kind === Tok.FSTRING_START) {
      templates++;
      for (const piece of template(p)) pieces.push(piece);
    } else break;
  }
  if (p.kind[p.pos] === Tok.TSTRING_START) p.fail();
  if (bytes > 0) {
    if (plains + templates > 0) p.raiseAtToken('cannot mix bytes and nonbytes literals', p.pos);
    return joinBytes(p, s, pieces as Constant[]);
  }
  if (templates > 0) return joined(p, s, fold(pieces), 'JoinedStr');
  // Without fields the text stays, even when it is empty.
  const texts = fold(pieces, false);
  return texts.length === 1 ? texts[0]! : joined(p, s, texts, 'JoinedStr');
}

function continues(kind: Tok): boolean {
  return kind === Tok.STRING || kind === Tok.FSTRING_START || kind === Tok.TSTRING_START;
}

function templateString(p: Parser): Expr {
  const s = p.pos;
  const pieces: Expr[] = [];
  while (p.kind[p.pos] === Tok.TSTRING_START) for (const piece of template(p)) pieces.push(piece);
  if (p.kind[p.pos] === Tok.STRING || p.kind[p.pos] === Tok.FSTRING_START) p.fail();
  return joined(p, s, fold(pieces), 'TemplateStr');
}

function joined(
  p: Parser,
  s: number,
  values: Expr[],
  kind: 'JoinedStr' | 'TemplateStr',
): JoinedStr | TemplateStr {
  const e = p.pos - 1;
  return {
    kind,
    values,
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** Merges neighbouring texts and drops empty ones. */
function fold(pieces: readonly Expr[], dropEmpty = true): Expr[] {
  const out: Expr[] = [];
  for (const piece of pieces) {
    const last = out[out.length - 1];
    if (piece.kind === 'Constant' && piece.value.kind === 'str') {
      if (dropEmpty && piece.value.value === '') continue;
      if (
        last?.kind === 'Constant' &&
        last.value.kind === 'str' &&
        !joinsSurrogates(last.value.value, piece.value.value)
      ) {
        out[out.length - 1] = {
          ...last,
          value: { kind: 'str', value: last.value.value + piece.value.value },
          endLineno: piece.endLineno,
          endColOffset: piece.endColOffset,
        };
        continue;
      }
    }
    out.push(piece);
  }
  return out;
}

function joinBytes(p: Parser, s: number, pieces: readonly Constant[]): Expr {
  const all = pieces.map((piece) => (piece.value as { value: Uint8Array }).value);
  const value = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    value.set(part, at);
    at += part.length;
  }
  const e = p.pos - 1;
  return {
    kind: 'Constant',
    value: { kind: 'bytes', value },
    u: false,
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

function escapeWarning(p: Parser, line: number): ((sequence: string) => void) | null {
  const { warn } = p;
  if (warn === null) return null;
  return (sequence) => {
    const what = /^[0-7]+$/.test(sequence) ? 'octal escape sequence' : 'escape sequence';
    const msg = `"\\${sequence}" is an invalid ${what}. Such sequences will not work in the future. Did you mean "\\\\${sequence}"? A raw string is also an option.`;
    warn({ msg, lineno: line });
  };
}

/** The STRING token `i`; a JoinedStr only for surrogate pairs that were written as escapes. */
function plain(p: Parser, i: number): Constant | JoinedStr {
  const { source, tokens } = p;
  let at = tokens.start[i]!;
  let raw = false;
  let isBytes = false;
  const u = source.charCodeAt(at) === 117;
  let quote = source.charCodeAt(at);
  while (quote !== 34 && quote !== 39) {
    if ((quote | 32) === 114) raw = true;
    else if ((quote | 32) === 98) isBytes = true;
    quote = source.charCodeAt(++at);
  }
  let end = tokens.end[i]! - 1;
  at++;
  if (end - at >= 4 && source.charCodeAt(at) === quote && source.charCodeAt(at + 1) === quote) {
    at += 2;
    end -= 2;
  }
  const body = source.slice(at, end);
  let value: Constant['value'];
  if (isBytes) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
    if (/[^\x00-\x7f]/.test(body)) p.raiseAtToken('bytes can only contain ASCII literal characters', i);
    const warn = escapeWarning(p, p.line[i]!);
    value = { kind: 'bytes', value: p.literal(i, () => decodeBytes(body, raw, warn)) };
  } else if (raw || !body.includes('\\')) value = { kind: 'str', value: body };
  else {
    const warn = escapeWarning(p, p.line[i]!);
    const texts = p.literal(i, () => decodeText(body, p.characterNamed, warn));
    if (texts.length > 1) {
      const values = texts.map((text) => tokenConstant(p, i, { kind: 'str', value: text }, u));
      return { kind: 'JoinedStr', values, ...tokenPosition(p, i) };
    }
    value = { kind: 'str', value: texts[0]! };
  }
  return tokenConstant(p, i, value, u);
}

function tokenPosition(p: Parser, i: number): Position {
  return {
    lineno: p.line[i]!,
    colOffset: p.col[i]!,
    endLineno: p.endLine[i]!,
    endColOffset: p.endCol[i]!,
  };
}

function tokenConstant(p: Parser, i: number, value: Constant['value'], u: boolean): Constant {
  return {
    kind: 'Constant',
    value,
    u,
    lineno: p.line[i]!,
    colOffset: p.col[i]!,
    endLineno: p.endLine[i]!,
    endColOffset: p.endCol[i]!,
  };
}

/** The pieces of one f-string or t-string. */
function template(p: Parser): Expr[] {
  const s = p.pos++;
  const isT = p.kind[s] === Tok.TSTRING_START;
  const middle = isT ? Tok.TSTRING_MIDDLE : Tok.FSTRING_MIDDLE;
  const raw = /r/i.test(p.tokens.text(s));
  const pieces: Expr[] = [];
  for (;;) {
    const kind = p.kind[p.pos];
    if (kind === middle) for (const piece of text(p, p.pos++, raw)) pieces.push(piece);
    else if (kind === Tok.LBRACE) field(p, isT, isT, raw, pieces);
    else break;
  }
  p.expect(isT ? Tok.TSTRING_END : Tok.FSTRING_END);
  return pieces;
}

/** The MIDDLE token `i`. */
function text(p: Parser, i: number, raw: boolean): Constant[] {
  const body = p.tokens.text(i);
  if (raw || !body.includes('\\')) return [tokenConstant(p, i, { kind: 'str', value: body }, false)];
  const warn = escapeWarning(p, p.line[i]!);
  const texts = p.literal(i, () => decodeText(body, p.characterNamed, warn));
  return texts.map((value) => tokenConstant(p, i, { kind: 'str', value }, false));
}

/**
 * A replacement field; adds its pieces to `pieces`. In a t-string's format specification fields are those of
 * an f-string (`asInterpolation` false), though the tokens are a t-string's (`isT`).
 */
function field(p: Parser, isT: boolean, asInterpolation: boolean, raw: boolean, pieces: Expr[]): void {
  const s = p.pos++;
  const value = yieldOrStarExpressions(p);
  const equal = p.pos;
  const debug = p.accept(Tok.EQUAL);
  const sourceEnd = p.pos;
  let conversion: Conversion = -1;
  let conversionName = -1;
  if (p.kind[p.pos] === Tok.EXCLAMATION) {
    conversionName = p.pos + 1;
    conversion = conversionCode(p, isT);
  }
  let spec: JoinedStr | null = null;
  let colon = -1;
  if (p.kind[p.pos] === Tok.COLON) {
    colon = p.pos;
    spec = formatSpec(p, isT, raw);
  }
  p.expect(Tok.RBRACE);
  const e = p.pos - 1;
  if (debug && conversionName < 0 && spec === null) conversion = 114;
  const position = {
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
  if (debug) {
    // The text ends where the next part starts: before `!`, at `:`, or before `}`.
    const next = conversionName >= 0 ? conversionName - 1 : colon >= 0 ? colon : e;
    pieces.push({
      kind: 'Constant',
      value: { kind: 'str', value: fieldSource(p, s, sourceEnd) },
      u: false,
      lineno: p.line[s]!,
      colOffset: p.col[s]! + 1,
      endLineno: p.line[next]!,
      endColOffset: p.col[next]!,
    });
  }
  let node: FormattedValue | Interpolation;
  if (asInterpolation) {
    const str = debug ? fieldSource(p, s, equal) : fieldSource(p, s, sourceEnd);
    node = { kind: 'Interpolation', value, str, conversion, format_spec: spec, ...position };
  } else node = { kind: 'FormattedValue', value, conversion, format_spec: spec, ...position };
  pieces.push(node);
}

/** At `!`. */
function conversionCode(p: Parser, isT: boolean): Conversion {
  const bang = p.pos++;
  const i = p.pos;
  if (p.kind[i] !== Tok.NAME) p.fail();
  const letter = isT ? 't' : 'f';
  if (p.line[bang] !== p.line[i] || p.endCol[bang] !== p.col[i]) {
    const msg = `${letter}-string: conversion type must come right after the exclamation mark`;
    p.raiseAt(msg, p.line[bang]!, p.col[bang]!, p.endLine[i]!, p.endCol[i]!);
  }
  const name = p.name();
  if (name !== 's' && name !== 'r' && name !== 'a') {
    p.raiseAtToken(`${letter}-string: invalid conversion character '${name}': expected 's', 'r', or 'a'`, i);
  }
  return name.charCodeAt(0) as Conversion;
}

/** At the colon of a format specification. */
function formatSpec(p: Parser, isT: boolean, raw: boolean): JoinedStr {
  const s = p.pos++;
  const middle = isT ? Tok.TSTRING_MIDDLE : Tok.FSTRING_MIDDLE;
  const pieces: Expr[] = [];
  for (;;) {
    const kind = p.kind[p.pos];
    if (kind === middle) for (const piece of text(p, p.pos++, raw)) pieces.push(piece);
    else if (kind === Tok.LBRACE) field(p, isT, false, raw, pieces);
    else break;
  }
  return joined(p, s, fold(pieces), 'JoinedStr') as JoinedStr;
}

/** The source between the brace at token `open` and the token at `end`, without comments. */
function fieldSource(p: Parser, open: number, end: number): string {
  const source = p.source.slice(p.tokens.end[open]!, p.tokens.start[end]!);
  if (!source.includes('#')) return source;
  // A `#` inside a string is no comment: cut comments only between tokens.
  let out = '';
  let at = p.tokens.end[open]!;
  for (let i = open + 1; i <= end; i++) {
    out += p.source.slice(at, p.tokens.start[i]!).replace(/#[^\n]*/g, '');
    at = p.tokens.start[i]!;
    if (i < end) {
      out += p.tokens.text(i);
      at = p.tokens.end[i]!;
    }
  }
  return out;
}

/**
 * For the diagnosis, which has no tree: throws what building
 * the tree from the STRING or NUMBER token `i` would.
 */
export function checkLiteralToken(p: Parser, i: number): void {
  if (p.kind[i] === Tok.NUMBER) p.literal(i, () => numberValue(p.tokens.text(i)));
  else plain(p, i);
}

/** The same for the MIDDLE token `i`. */
export function checkTextToken(p: Parser, i: number, raw: boolean): void {
  text(p, i, raw);
}

/** The same for a conversion, at `!`. */
export function checkConversion(p: Parser, isT: boolean): void {
  conversionCode(p, isT);
}
