/**
 * Source bytes or text → the text that the lexer reads: decoded
 * (PEP 263), without byte order mark, with `\n` line ends.
 */
import { tick } from '../../contract/patience.ts';
import { PythonSyntaxError } from '../syntax-error.ts';

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK = /^[ \t\f]*(?:#.*)?$/;

/** Line 0: CPython has not begun to count. */
function encodingError(msg: string): PythonSyntaxError {
  return new PythonSyntaxError('SyntaxError', msg, 0, -1, 0, -1, null);
}

/** The encoding that a comment in the first two lines declares. */
function declaredEncoding(bytes: Uint8Array): string | null {
  let start = 0;
  for (let line = 0; line < 2; line++) {
    let end = start;
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
    const text = latin1(bytes.subarray(start, end));
    const match = COOKIE.exec(text);
    if (match !== null) return match[1]!;
    if (!BLANK.test(text)) return null;
    start = bytes[end] === 13 && bytes[end + 1] === 10 ? end + 2 : end + 1;
  }
  return null;
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  // In pieces: a call takes a limited number of arguments.
  for (let at = 0; at < bytes.length; at += 8192) {
    tick();
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}

function normalizedEncoding(name: string): string {
  const lower = name.toLowerCase().replaceAll('_', '-');
  if (lower === 'utf-8' || lower.startsWith('utf-8-')) return 'utf-8';
  if (/^(?:latin-1|iso-8859-1|iso-latin-1)(?:-|$)/.test(lower)) return 'iso-8859-1';
  return lower;
}

/** Python's names of codecs that JavaScript does not know, or that mean another codec there. */
const CODECS: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  u8: 'utf-8',
  latin1: 'iso-8859-1',
  'iso8859-1': 'iso-8859-1',
  l1: 'iso-8859-1',
  'us-ascii': 'ascii',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  cp1253: 'windows-1253',
  cp1254: 'windows-1254',
  cp1257: 'windows-1257',
  cp932: 'shift_jis',
  cp949: 'euc-kr',
};

function decode(bytes: Uint8Array): string {
  const hasBom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = hasBom ? bytes.subarray(3) : bytes;
  const declared = declaredEncoding(body);
  const normalized = declared === null ? 'utf-8' : normalizedEncoding(declared);
  if (hasBom && normalized !== 'utf-8') {
    const end = body.findIndex((byte) => byte === 10 || byte === 13);
    const text = latin1(end < 0 ? body : body.subarray(0, end));
    const msg = `encoding problem: ${declared} with BOM`;
    throw new PythonSyntaxError('SyntaxError', msg, 1, 0, 1, text.length, text);
  }
  const encoding = CODECS[normalized] ?? normalized;
  if (encoding === 'iso-8859-1') return latin1(body);
  if (encoding === 'ascii') return ascii(body);
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  } catch {
    throw encodingError(`unknown encoding: ${declared}`);
  }
  try {
    return decoder.decode(body);
  } catch {
    if (encoding === 'utf-8') throw invalidUtf8(body);
    throw encodingError(`encoding problem: ${declared}`);
  }
}

function ascii(bytes: Uint8Array): string {
  const bad = bytes.findIndex((byte) => byte >= 0x80);
  if (bad < 0) return latin1(bytes);
  const hex = bytes[bad]!.toString(16);
  const msg = `'ascii' codec can't decode byte 0x${hex} in position ${bad}: ordinal not in range(128)`;
  throw encodingError(msg);
}

/** Points at the first byte that is not UTF-8. */
function invalidUtf8(bytes: Uint8Array): PythonSyntaxError {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    const text = bytes.subarray(start, end);
    try {
      decoder.decode(text);
    } catch {
      const bad = firstBadByte(text);
      const hex = text[bad]!.toString(16).padStart(2, '0');
      const shown = new TextDecoder().decode(text);
      const offset = [...new TextDecoder().decode(text.subarray(0, bad))].length + 1;
      const msg = `Non-UTF-8 code starting with '\\x${hex}' on line ${line}, but no encoding declared; see https://peps.python.org/pep-0263/ for details`;
      return new PythonSyntaxError('SyntaxError', msg, line, offset, line, offset, shown);
    }
    start = end + 1;
  }
  throw new Error('invalidUtf8: every line decodes');
}

/** Where the first sequence that is not UTF-8 starts. */
function firstBadByte(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at]!;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    try {
      decoder.decode(bytes.subarray(at, at + length));
    } catch {
      return at;
    }
    at += length;
  }
  return bytes.length - 1;
}

/** CPython does not say where it is when the source is a string. */
function nullByte(text: string, at: number, isString: boolean): PythonSyntaxError {
  const what = isString ? 'source code string' : 'source code';
  const msg = `${what} cannot contain null bytes`;
  if (isString) return new PythonSyntaxError('SyntaxError', msg, 0, 0, 0, 0, null);
  const before = text.slice(0, at).split(/\r\n?|\n/);
  return new PythonSyntaxError(
    'SyntaxError',
    msg,
    before.length,
    0,
    before.length,
    0,
    before[before.length - 1]!,
  );
}

/** `isFile`: the text of a whole file, to which CPython adds a missing line end. */
export function sourceText(source: string | Uint8Array, isFile: boolean): string {
  let text = typeof source === 'string' ? source : decode(source);
  const nul = text.indexOf('\0');
  if (nul >= 0) throw nullByte(text, nul, typeof source === 'string');
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
  if (isFile && text !== '' && !text.endsWith('\n')) text += '\n';
  return text;
}
