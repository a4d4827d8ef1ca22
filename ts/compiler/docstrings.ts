/** Docstrings: which statement is one, and what text it becomes. */
import type * as ast from '../frontend/ast.ts';

/** The docstring's node, when the body starts with one. */
export function docstringOf(body: readonly ast.Stmt[]): (ast.Constant & { value: { kind: 'str' } }) | null {
  const first = body[0];
  if (first?.kind !== 'Expr' || first.value.kind !== 'Constant' || first.value.value.kind !== 'str')
    return null;
  return first.value as ast.Constant & { value: { kind: 'str' } };
}

/**
 * Common indentation is removed at compile time (Python
 * 3.13), as by inspect.cleandoc but keeping blank lines.
 */
export function cleanDoc(doc: string): string {
  const lines = expandTabs(doc).split('\n');
  const indentOf = (line: string): number => line.length - line.replace(/^ +/, '').length;
  let margin = Number.POSITIVE_INFINITY;
  for (const line of lines.slice(1)) {
    const indent = indentOf(line);
    if (indent < line.length) margin = Math.min(margin, indent);
  }
  if (margin === Number.POSITIVE_INFINITY) margin = 0;
  return lines
    .map((line, i) => line.slice(Math.min(indentOf(line), i === 0 ? line.length : margin)))
    .join('\n');
}

/** str.expandtabs(): tab stops every 8 columns, counted from the last line break. */
function expandTabs(text: string): string {
  if (!text.includes('\t')) return text;
  let result = '';
  let column = 0;
  for (const char of text) {
    if (char === '\t') {
      const width = 8 - (column % 8);
      result += ' '.repeat(width);
      column += width;
      continue;
    }
    result += char;
    column = char === '\n' || char === '\r' ? 0 : column + 1;
  }
  return result;
}
