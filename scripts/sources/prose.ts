/**
 * What people write for people: the comments of source files, and documents. Checks of names read it
 * (check/file-names.ts, check/npm-scripts.ts); checks of code leave it out (check/contract.ts, check/allocations.ts).
 */
import { readFileSync } from 'node:fs';
import { sourceFiles } from './files.ts';

export interface Passage {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** Strings come first, so that a `//` in a string begins no comment. */
const SLASH_COMMENTS = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(\/\*[\s\S]*?\*\/|\/\/.*)/g;
const HASH_COMMENTS = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(#.*)/g;

/** Every line of a document, or of the comments of a source file. */
export function prose(file: string, text: string): Passage[] {
  const lines = (start: number, part: string): Passage[] => {
    const line = text.slice(0, start).split('\n').length;
    return part.split('\n').map((words, i) => ({ file, line: line + i, text: words }));
  };
  if (file.endsWith('.md')) return lines(0, text);
  const comments = /\.(ts|mjs|c|cc|h)$/.test(file) ? SLASH_COMMENTS : HASH_COMMENTS;
  return [...text.matchAll(comments)].flatMap((match) => (match[1] ? lines(match.index, match[1]) : []));
}

/** The rest of a source file: comments are blanks, so that what they say is not taken for code. */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"])\/\/.*/g, (comment) => comment.replace(/[^\n]/g, ' '));

/**
 * The prose of the whole project. Programs in Python are data here: what they say about files is about
 * CPython's.
 */
export function allProse(): Passage[] {
  const files = [
    ...sourceFiles('.', ['.ts', '.mjs', '.md', '.c', '.cc', '.h']),
    'CMakeLists.txt',
    '.ci/run',
    '.clang-format',
    '.clang-tidy',
    '.editorconfig',
  ];
  return files.flatMap((file) => prose(file, readFileSync(file, 'utf8')));
}
