/**
 * A syntax error as CPython shows it:
 *
 *     File "x.py", line 1
 *       foo(
 *          ^
 *   SyntaxError: '(' was never closed
 *
 * Follows `traceback.TracebackException`. As there, misspelt keywords are looked for when the error is shown
 * and not in the parser: the exception's own message stays "invalid syntax".
 */

import type { PythonSyntaxError } from '../syntax-error.ts';
import { findKeywordTypo } from './keyword-typo.ts';

interface Shown {
  readonly msg: string;
  readonly offset: number;
  readonly endOffset: number;
  readonly oneLine: boolean;
  readonly text: string | null;
}

/** The lines, each with its newline. */
export function formatSyntaxError(error: PythonSyntaxError): string {
  const shown = misspelt(error) ?? { ...pick(error), oneLine: error.lineno === error.endLineno };
  let out = '';
  // Null bytes and source that is too deep have no place at all;
  // wrong encodings and empty source have line 0.
  if (error.lineno > 0 || error.offset === -1 || error.text !== null)
    out += `  File "${error.filename}", line ${error.lineno}\n`;
  if (shown.text !== null) out += excerpt(shown, shown.text);
  return `${out}${error.type}: ${shown.msg}\n`;
}

function pick({ msg, offset, endOffset, text }: PythonSyntaxError): Omit<Shown, 'oneLine'> {
  return { msg, offset, endOffset, text };
}

function misspelt(error: PythonSyntaxError): Shown | null {
  const { msg, filename } = error;
  if (msg !== 'invalid syntax' && !msg.includes('Perhaps you forgot a comma')) return null;
  // Names like <string> and <stdin> are those of source that is not in a file.
  const found = findKeywordTypo(error, !filename.startsWith('<'));
  if (found === null) return null;
  const { keyword, offset, endOffset, text } = found;
  return { msg: `invalid syntax. Did you mean '${keyword}'?`, offset, endOffset, oneLine: true, text };
}

/**
 * The source line and the carets below it. Offsets count
 * characters, so the line is taken apart into characters.
 */
function excerpt(shown: Shown, lineText: string): string {
  const line = [...lineText.replace(/\n+$/, '')];
  const length = [...lineText].length;
  let indent = 0;
  while (indent < line.length && ' \n\f'.includes(line[indent]!)) indent++;
  const visible = line.slice(indent);
  let { offset } = shown;
  let end = line.length + 1;
  if (shown.oneLine) end = shown.endOffset !== 0 ? shown.endOffset : offset;
  if (length > 0 && offset > length) offset = line.length + 1;
  if (length > 0 && end > length) end = line.length + 1;
  if (offset >= end || end < 0) end = offset + 1;
  const from = offset - 1 - indent;
  const to = end - 1 - indent;
  const source = `    ${visible.join('')}\n`;
  if (from < 0) return source;
  // White space other than blanks, such as tabs, is kept, so that the carets line up.
  const padding = visible.slice(0, from).map((char) => (/\s/.test(char) ? char : ' '));
  return `${source}    ${padding.join('')}${'^'.repeat(to - from)}\n`;
}
