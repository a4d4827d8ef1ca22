/**
 * The checks of names in comments and documents (scripts/check/file-names.ts, scripts/check/npm-scripts.ts).
 */
import { describe, expect, test } from 'vitest';
import { complaints as fileComplaints } from '../../scripts/check/file-names.ts';
import { complaints as scriptComplaints } from '../../scripts/check/npm-scripts.ts';
import { prose } from '../../scripts/sources/prose.ts';

describe('prose', () => {
  const comments = (file: string, text: string): [number, string][] =>
    prose(file, text).map((passage) => [passage.line, passage.text]);

  test('is the comments of a source file, by line', () => {
    expect(comments('a.ts', 'f(); // one\n/* two\n three */ g();\n')).toEqual([
      [1, '// one'],
      [2, '/* two'],
      [3, ' three */'],
    ]);
  });

  test('is not in strings', () => {
    expect(comments('a.c', `f("// no", '\\'', "\\"/* no */"); /* yes */`)).toEqual([[1, '/* yes */']]);
  });

  test('is what follows # in other files', () => {
    expect(comments('.ci/run', 'run "#no" # yes')).toEqual([[1, '# yes']]);
  });

  test('is every line of a document', () => {
    expect(comments('a.md', 'one\n\ntwo')).toEqual([
      [1, 'one'],
      [2, ''],
      [3, 'two'],
    ]);
  });
});

describe('file names', () => {
  const files = ['native/heap/heap.c', 'ts/ops/table.ts', 'tests/traces/peel/loop.trace', 'README.md'];
  const check = (text: string): string[] => fileComplaints([{ file: 'a.md', line: 7, text }], files);

  test('may be shortened from the left, at a folder', () => {
    expect(check('heap.c, heap/heap.c, `native/heap/heap.c`, (../ts/ops/table.ts).')).toEqual([]);
    expect(check('eap.c')).toEqual(['a.md:7: eap.c does not exist']);
    expect(check('runtime/heap.c')).toEqual(['a.md:7: runtime/heap.c does not exist']);
  });

  test('may hold placeholders', () => {
    expect(check('tests/traces/PASS/*.trace')).toEqual([]);
    expect(check('tests/PASS/*.trace')).toEqual(['a.md:7: tests/PASS/*.trace does not exist']);
    expect(check('OTHER.md')).toEqual(['a.md:7: OTHER.md does not exist']);
  });

  test('may be examples', () => {
    expect(check('pystitch script.py')).toEqual([]);
  });

  test('are not parts of expressions', () => {
    expect(check('options.json.parse x.h() foo.c_str')).toEqual([]);
  });
});

test('npm scripts', () => {
  const check = (text: string): string[] => scriptComplaints([{ file: 'a.md', line: 7, text }], ['bench']);
  expect(check('`npm run bench -- nbody`')).toEqual([]);
  expect(check('npm run lint')).toEqual(['a.md:7: package.json has no script lint']);
});
