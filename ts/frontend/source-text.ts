/**
 * Source bytes or text → the text that the lexer reads: decoded (PEP 263), without byte order mark, with `\n` line ends.
 */
import { PythonSyntaxError } from './syntax-error.ts';

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK = /^[ \t\f]*(?:#.*)?$/;

function encodingError(msg: string, lineno = 0, text: string | null = null): PythonSyntaxError {
  return new PythonSyntaxError('SyntaxError', msg, lineno, lineno === 0 ? -1 : 0, lineno, -1, text);
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
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}

function normalizedEncoding(name: string): string {
  const lower = name.toLowerCase().replaceAll('_', '-');
  if (lower === 'utf-8' || lower === 'utf8' || lower.startsWith('utf-8-')) return 'utf-8';
  if (/^(?:latin-1|iso-8859-1|iso-latin-1|latin1|iso8859-1|l1)(?:-|$)/.test(lower)) return 'iso-8859-1';
  return lower;
}

function invalidUtf8(bytes: Uint8Array, filename: string): PythonSyntaxError {
  // Find the first byte that does not decode: the longest prefix that does.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let low = 0;
  let high = bytes.length;
  const decodes = (n: number): boolean => {
    try {
      decoder.decode(bytes.subarray(0, n), { stream: true });
      return true;
    } catch {
      return false;
    } finally {
      try {
        decoder.decode();
      } catch {
        // Only resets the decoder.
      }
    }
  };
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (decodes(middle)) low = middle;
    else high = middle - 1;
  }
  while (low > 0 && bytes[low - 1]! >= 0x80 && bytes[low]! < 0x80) low--;
  const bad = bytes[low] ?? 0;
  let line = 1;
  for (let i = 0; i < low; i++) if (bytes[i] === 10) line++;
  const hex = bad.toString(16).padStart(2, '0');
  return encodingError(
    `Non-UTF-8 code starting with '\\x${hex}' in file ${filename} on line ${line}, but no encoding declared; see https://peps.python.org/pep-0263/ for details`,
    line,
  );
}

function decode(bytes: Uint8Array, filename: string): string {
  let body = bytes;
  const hasBom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (hasBom) body = bytes.subarray(3);
  const declared = declaredEncoding(body);
  const encoding = declared === null ? 'utf-8' : normalizedEncoding(declared);
  if (hasBom && encoding !== 'utf-8') {
    throw encodingError(`encoding problem: ${declared} with BOM`);
  }
  if (encoding === 'iso-8859-1') return latin1(body);
  if (encoding === 'ascii' || encoding === 'us-ascii') {
    const bad = body.findIndex((byte) => byte >= 0x80);
    if (bad < 0) return latin1(body);
    const hex = body[bad]!.toString(16);
    throw encodingError(
      `'ascii' codec can't decode byte 0x${hex} in position ${bad}: ordinal not in range(128)`,
    );
  }
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  } catch {
    throw encodingError(`unknown encoding: ${declared}`);
  }
  try {
    return decoder.decode(body);
  } catch {
    if (declared === null) throw invalidUtf8(body, filename);
    throw encodingError(`encoding problem: ${declared}`);
  }
}

/** `isFile`: the text of a whole file, to which CPython adds a missing line end. */
export function sourceText(source: string | Uint8Array, filename: string, isFile: boolean): string {
  let text = typeof source === 'string' ? source : decode(source, filename);
  if (text.includes('\0')) {
    const msg =
      typeof source === 'string'
        ? 'source code string cannot contain null bytes'
        : 'source code cannot contain null bytes';
    throw encodingError(msg);
  }
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
  if (isFile && text !== '' && !text.endsWith('\n')) text += '\n';
  return text;
}
