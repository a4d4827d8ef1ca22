/**
 * The error that every part of the front end throws, and the
 * conversions between the ways to name a place in the source.
 *
 * Fields are those of Python's SyntaxError: `offset` and `endOffset` count characters (code points) from 1;
 * an `endOffset` of 0 or -1 means that CPython does not know the end, and then it underlines one character.
 */

export type SyntaxErrorType =
  | 'SyntaxError'
  | 'IndentationError'
  | 'TabError'
  | 'MemoryError'
  | 'RecursionError';

export class PythonSyntaxError extends Error {
  /**
   * `MemoryError` is what CPython's parser raises for source that is nested too deeply, `RecursionError` its
   * compiler; all others are SyntaxError and its subclasses.
   */
  readonly type: SyntaxErrorType;
  msg: string;
  filename: string;
  lineno: number;
  offset: number;
  endLineno: number;
  endOffset: number;
  /** The source line, with its newline if it has one; null where CPython has none. */
  text: string | null;
  /** The whole source, for what is found out only when the error is shown (`report/keyword-typo.ts`). */
  source: string | null = null;
  /** The line from which `source` is searched then; 0: from its start. */
  sourceFrom = 0;
  /** More input could make the source right (for a REPL). */
  incomplete = false;

  constructor(
    type: SyntaxErrorType,
    msg: string,
    lineno: number,
    offset: number,
    endLineno: number,
    endOffset: number,
    text: string | null,
  ) {
    super(msg);
    this.name = 'PythonSyntaxError';
    this.type = type;
    this.msg = msg;
    this.filename = '<unknown>';
    this.lineno = lineno;
    this.offset = offset;
    this.endLineno = endLineno;
    this.endOffset = endOffset;
    this.text = text;
  }
}

/** Line `lineno` (from 1) of `source` without its newline. */
export function sourceLine(source: string, lineno: number): string {
  let start = 0;
  for (let line = 1; line < lineno; line++) {
    const newline = source.indexOf('\n', start);
    if (newline < 0) return '';
    start = newline + 1;
  }
  const end = source.indexOf('\n', start);
  return end < 0 ? source.slice(start) : source.slice(start, end);
}

/**
 * How many characters the first `bytes` UTF-8 bytes of `line` are; a character cut in two counts as one, and
 * bytes beyond the end count as far as CPython lets them, which is one.
 */
export function charactersInBytes(line: string, bytes: number): number {
  let count = 0;
  let i = 0;
  while (bytes > 0 && i < line.length) {
    const point = line.codePointAt(i)!;
    i += point > 0xffff ? 2 : 1;
    bytes -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    count++;
  }
  return bytes > 0 ? count + 1 : count;
}
