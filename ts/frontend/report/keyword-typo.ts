/**
 * "invalid syntax. Did you mean 'while'?": finds a name that,
 * replaced by a similar keyword, makes the source right.
 *
 * Follows what CPython's `traceback` module does when it shows a SyntaxError. The source is tried up to the
 * end of the line with the error. Names are tried in order, each with up to three keywords: the nearest by
 * edit distance, then the most similar by the ratio of matching blocks (`difflib`). The first that fits wins.
 */
import type { Node } from '../ast.ts';
import { tokenize } from '../lexer/lexer.ts';
import { KEYWORDS, Tok } from '../lexer/token.ts';
import { anyName, parseModule } from '../parse.ts';
import { PythonSyntaxError } from '../syntax-error.ts';

const MAX_SOURCE = 1024;
const MAX_NAMES = 10;
const MAX_MATCHES = 3;
const CUTOFF = 0.5;

export interface KeywordTypo {
  readonly keyword: string;
  /** In characters of `text`, from 1; the end is exclusive. */
  readonly offset: number;
  readonly endOffset: number;
  readonly text: string;
}

/**
 * `onlyErrorLine`: consider only names on the line of the error (CPython does so for files, not for strings).
 */
export function findKeywordTypo(error: PythonSyntaxError, onlyErrorLine: boolean): KeywordTypo | null {
  if (error.source === null) return null;
  const first = Math.max(error.sourceFrom - 1, 0);
  const lines = dedent(error.source.split('\n').slice(first, error.lineno));
  const code = lines.join('\n');
  if ([...code].length > MAX_SOURCE) return null;
  const tokens = tokenize(`${code}\n`, { single: false, implyDedent: true });
  let names = 0;
  for (let i = 0; i < tokens.count; i++) {
    const line = tokens.line[i]!;
    if (tokens.kind[i] !== Tok.NAME || (onlyErrorLine && line !== lines.length)) continue;
    if (++names > MAX_NAMES) return null;
    const name = tokens.text(i);
    for (const keyword of similarKeywords(name)) {
      const start = tokens.start[i]!;
      if (!compiles(code.slice(0, start) + keyword + code.slice(tokens.end[i]!))) continue;
      const lineStart = code.lastIndexOf('\n', start - 1) + 1;
      const offset = [...code.slice(lineStart, start)].length + 1;
      return { keyword, offset, endOffset: offset + [...name].length, text: lines[line - 1]! };
    }
  }
  return null;
}

/** Without the white space that all lines start with; blank lines do not count. */
function dedent(lines: readonly string[]): string[] {
  let margin: string | null = null;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent = /^[ \t]*/.exec(line)![0];
    if (margin === null) margin = indent;
    else while (!indent.startsWith(margin)) margin = margin.slice(0, -1);
  }
  const width = margin?.length ?? 0;
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(width)));
}

function compiles(code: string): boolean {
  try {
    return placesAreRight(parseModule(code, '', { characterNamed: anyName }), false, false);
  } catch (error) {
    if (error instanceof PythonSyntaxError) return error.incomplete;
    throw error;
  }
}

/**
 * What CPython's compiler checks beyond the grammar: a keyword
 * may fit the syntax and still not be allowed there.
 */
function placesAreRight(node: Node, inFunction: boolean, inLoop: boolean): boolean {
  switch (node.kind) {
    case 'Return':
    case 'Yield':
    case 'YieldFrom':
    case 'Await':
    case 'Nonlocal':
      if (!inFunction) return false;
      break;
    case 'Break':
    case 'Continue':
      if (!inLoop) return false;
      break;
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'Lambda':
      inFunction = true;
      inLoop = false;
      break;
    case 'ClassDef':
      inFunction = false;
      inLoop = false;
      break;
    case 'For':
    case 'AsyncFor':
    case 'While':
      inLoop = true;
  }
  for (const value of Object.values(node)) {
    const children: unknown[] = Array.isArray(value) ? value : [value];
    for (const child of children) {
      if (child === null || typeof child !== 'object' || !('kind' in child)) continue;
      if (!placesAreRight(child as Node, inFunction, inLoop)) return false;
    }
  }
  return true;
}

function similarKeywords(name: string): string[] {
  const nearest = nearestKeyword(name);
  const matches = nearest === null ? [] : [nearest];
  const scored = [...KEYWORDS.keys()]
    .map((keyword) => ({ keyword, score: similarity(keyword, name) }))
    .filter(({ score }) => score >= CUTOFF)
    .sort((a, b) => b.score - a.score || (a.keyword < b.keyword ? 1 : -1))
    .slice(0, MAX_MATCHES);
  for (const { keyword } of scored) matches.push(keyword);
  return matches.slice(0, MAX_MATCHES);
}

const MOVE_COST = 2;
const CASE_COST = 1;

function nearestKeyword(name: string): string | null {
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const keyword of KEYWORDS.keys()) {
    // No more than a third of the characters involved may differ.
    const limit = Math.floor(((keyword.length + name.length + 3) * MOVE_COST) / 6);
    const distance = editDistance(name, keyword);
    if (distance <= limit && distance < bestDistance) {
      best = keyword;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance, in which a difference in case alone costs half. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j * MOVE_COST);
  for (let i = 1; i <= a.length; i++) {
    const next = [i * MOVE_COST];
    for (let j = 1; j <= b.length; j++) {
      const x = a[i - 1]!;
      const y = b[j - 1]!;
      const cost = x === y ? 0 : x.toLowerCase() === y.toLowerCase() ? CASE_COST : MOVE_COST;
      next.push(Math.min(row[j - 1]! + cost, row[j]! + MOVE_COST, next[j - 1]! + MOVE_COST));
    }
    row = next;
  }
  return row[b.length]!;
}

/** Twice the characters in matching blocks, over all characters (Ratcliff and Obershelp). */
function similarity(a: string, b: string): number {
  return (2 * matching(a, 0, a.length, b, 0, b.length)) / (a.length + b.length);
}

function matching(a: string, a0: number, a1: number, b: string, b0: number, b1: number): number {
  let size = 0;
  let atA = 0;
  let atB = 0;
  for (let i = a0; i < a1; i++) {
    for (let j = b0; j < b1; j++) {
      let n = 0;
      while (i + n < a1 && j + n < b1 && a[i + n] === b[j + n]) n++;
      if (n > size) [size, atA, atB] = [n, i, j];
    }
  }
  if (size === 0) return 0;
  return size + matching(a, a0, atA, b, b0, atB) + matching(a, atA + size, a1, b, atB + size, b1);
}
