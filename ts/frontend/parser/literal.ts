/**
 * The values of number and string tokens.
 *
 * Escapes are decoded as CPython does it: errors are reported with positions in the body of the literal, in
 * which a non-ASCII character counts as ten (CPython first rewrites it as `\UXXXXXXXX`).
 */
import { PIECE, tick, tickPiece } from '../../contract/patience.ts';
import { type Constant, joinsSurrogates } from '../constant.ts';

/**
 * What CPython raises as UnicodeDecodeError or ValueError inside
 * the parser; the parser turns it into a SyntaxError.
 */
export class LiteralError {
  readonly msg: string;
  constructor(msg: string) {
    this.msg = msg;
  }
}

/**
 * The first invalid escape sequence of a literal, for a
 * SyntaxWarning: the backslash's place and what follows it.
 */
export interface InvalidEscape {
  readonly sequence: string;
}

const MAX_DECIMAL_DIGITS = 4300;

export function numberValue(text: string): Constant {
  if (text.includes('_')) text = text.replaceAll('_', '');
  const last = text.charCodeAt(text.length - 1);
  const prefix = text.charCodeAt(1) | 32;
  if (text.charCodeAt(0) === 48 && (prefix === 120 || prefix === 111 || prefix === 98)) {
    return { kind: 'int', value: BigInt(text) };
  }
  if (last === 106 || last === 74) return { kind: 'complex', re: 0, im: Number(text.slice(0, -1)) };
  if (/[.eE]/.test(text)) return { kind: 'float', value: Number(text) };
  if (text.length > MAX_DECIMAL_DIGITS) {
    throw new LiteralError(
      `Exceeds the limit (${MAX_DECIMAL_DIGITS} digits) for integer string conversion: value has ${text.length} digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.`,
    );
  }
  return { kind: 'int', value: BigInt(text) };
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const isOctal = (c: number): boolean => c >= 48 && c < 56;

/** How many hexadecimal digits there are from `at` on, counted up to `max`. */
function hexRun(body: string, at: number, max: number): number {
  let n = 0;
  while (n < max && /[0-9a-fA-F]/.test(body.charAt(at + n))) n++;
  return n;
}

/** Position in the text that CPython decodes, for messages. */
function decodedPosition(body: string, index: number): number {
  let position = 0;
  for (const char of body.slice(0, index)) position += char < '\x80' ? 1 : 10;
  return position;
}

function unicodeError(body: string, start: number, length: number, reason: string): LiteralError {
  const from = decodedPosition(body, start);
  const to = from + length - 1;
  const where = length === 1 ? `byte 0x5c in position ${from}` : `bytes in position ${from}-${to}`;
  return new LiteralError(`(unicode error) 'unicodeescape' codec can't decode ${where}: ${reason}`);
}

/** The character of a name; undefined: none has it. */
export type CharacterNamed = (name: string) => string | undefined;

export type EscapeWarning = (sequence: string) => void;

/**
 * Decodes the escapes of a str literal's body. Returns several
 * pieces only if joining them would lose surrogates.
 */
export function decodeText(
  body: string,
  characterNamed: CharacterNamed,
  warn: EscapeWarning | null,
): string[] {
  const pieces: string[] = [];
  let out = '';
  let copied = 0;
  let warned = false;
  for (let at = body.indexOf('\\'); at >= 0; at = body.indexOf('\\', copied)) {
    tick();
    out += body.slice(copied, at);
    const char = body.charAt(at + 1);
    const simple = SIMPLE_ESCAPES[char];
    if (simple !== undefined) {
      out += simple;
      copied = at + 2;
      continue;
    }
    if (char === 'x' || char === 'u' || char === 'U') {
      const want = char === 'x' ? 2 : char === 'u' ? 4 : 8;
      const got = hexRun(body, at + 2, want);
      if (got < want) {
        const shape = `\\${char}${'X'.repeat(want)}`;
        throw unicodeError(body, at, got + 2, `truncated ${shape} escape`);
      }
      const code = Number.parseInt(body.slice(at + 2, at + 2 + want), 16);
      if (code > 0x10ffff) throw unicodeError(body, at, 10, 'illegal Unicode character');
      const decoded = String.fromCodePoint(code);
      if (joinsSurrogates(out, decoded)) {
        pieces.push(out);
        out = '';
      }
      out += decoded;
      copied = at + 2 + want;
      continue;
    }
    if (char === 'N') {
      copied = namedEscape(body, at);
      out += characterNamed(body.slice(at + 3, copied - 1)) ?? unknownName(body, at, copied);
      continue;
    }
    if (char !== '' && isOctal(char.charCodeAt(0))) {
      let end = at + 2;
      while (end < at + 4 && isOctal(body.charCodeAt(end))) end++;
      const code = Number.parseInt(body.slice(at + 1, end), 8);
      if (code > 0o377 && !warned) {
        warned = true;
        warn?.(body.slice(at + 1, end));
      }
      out += String.fromCharCode(code);
      copied = end;
      continue;
    }
    // Not an escape: the backslash stays.
    if (!warned) {
      warned = true;
      warn?.(String.fromCodePoint(body.codePointAt(at + 1) ?? 0x5c));
    }
    out += '\\';
    copied = at + 1;
    if (char === '') break;
    out += char;
    copied++;
  }
  pieces.push(copied === 0 ? body : out + body.slice(copied));
  return pieces;
}

/** The index after the `\N{...}` that starts at `at`. */
function namedEscape(body: string, at: number): number {
  const close = body.charAt(at + 2) === '{' ? body.indexOf('}', at + 3) : -1;
  if (close > at + 3) return close + 1;
  // CPython counts what it has read: all the rest when no brace closes, and `\N{` when the name is empty.
  let length = 2;
  if (body.charAt(at + 2) === '{') {
    length = close < 0 ? decodedPosition(body, body.length) - decodedPosition(body, at) : 3;
  }
  throw unicodeError(body, at, length, 'malformed \\N character escape');
}

function unknownName(body: string, at: number, end: number): never {
  const length = decodedPosition(body, end) - decodedPosition(body, at);
  throw unicodeError(body, at, length, 'unknown Unicode character name');
}

/** Decodes the escapes of a bytes literal's body, which is ASCII. */
export function decodeBytes(body: string, raw: boolean, warn: EscapeWarning | null): Uint8Array {
  const out = new Uint8Array(body.length);
  let n = 0;
  let warned = false;
  for (let at = 0; at < body.length; ) {
    if (at % PIECE === 0) tickPiece();
    const c = body.charCodeAt(at++);
    if (c !== 92 || raw) {
      out[n++] = c;
      continue;
    }
    const char = body.charAt(at);
    const simple = SIMPLE_ESCAPES[char];
    if (simple !== undefined) {
      if (simple !== '') out[n++] = simple.charCodeAt(0);
      at++;
    } else if (char === 'x') {
      if (hexRun(body, at + 1, 2) < 2) {
        throw new LiteralError(`(value error) invalid \\x escape at position ${at - 1}`);
      }
      out[n++] = Number.parseInt(body.slice(at + 1, at + 3), 16);
      at += 3;
    } else if (isOctal(body.charCodeAt(at))) {
      const start = at++;
      while (at < start + 3 && isOctal(body.charCodeAt(at))) at++;
      const code = Number.parseInt(body.slice(start, at), 8);
      if (code > 0o377 && !warned) {
        warned = true;
        warn?.(body.slice(start, at));
      }
      out[n++] = code & 0xff;
    } else {
      if (!warned) {
        warned = true;
        warn?.(char);
      }
      out[n++] = 92;
    }
  }
  return out.slice(0, n);
}
