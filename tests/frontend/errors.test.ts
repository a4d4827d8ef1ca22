/**
 * Syntax errors are CPython's: type, message, place, and what is shown (fixtures/errors.*, recorded by
 * record.py).
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isIncomplete, parseExpression, parseInteractive, parseModule } from '../../ts/frontend/parse.ts';
import { formatSyntaxError } from '../../ts/frontend/report/format-error.ts';
import { PythonSyntaxError } from '../../ts/frontend/syntax-error.ts';
import { loadAddon } from '../../ts/native/addon.ts';

const folder = new URL('./fixtures/', import.meta.url);
const { characterNamed } = loadAddon(fileURLToPath(new URL('../..', import.meta.url)));
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

function errorOf(parse: () => unknown): PythonSyntaxError {
  try {
    parse();
  } catch (error) {
    if (error instanceof PythonSyntaxError) return error;
    throw error;
  }
  throw new Error('no error');
}

type Recorded = [string, string, string, number, number, number, number, string];

describe('errors', () => {
  for (const [source, type, msg, lineno, offset, endLineno, endOffset, shown] of read(
    'errors.json',
  ) as Recorded[]) {
    test(JSON.stringify(source), () => {
      const error = errorOf(() => parseModule(source, '<test>', { characterNamed }));
      expect({
        type: error.type,
        msg: error.msg,
        from: [error.lineno, error.offset],
        to: [error.endLineno, error.endOffset],
        shown: formatSyntaxError(error),
      }).toEqual({ type, msg, from: [lineno, offset], to: [endLineno, endOffset], shown });
    });
  }
});

describe('bytes', () => {
  const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

  test('a byte order mark is skipped', () => {
    expect(parseModule(bytes('\xef\xbb\xbfx'), 'x').body[0]).toMatchObject({ colOffset: 0, endColOffset: 1 });
  });

  test('the declared encoding counts, in either of the first two lines', () => {
    for (const first of ['# coding: latin-1\n', '#!/bin/python\n# -*- coding: iso-8859-1 -*-\n']) {
      const { body } = parseModule(bytes(`${first}'\xe9'`), 'x');
      expect(body[0]).toMatchObject({ value: { value: { kind: 'str', value: 'é' } } });
    }
    const cyrillic = parseModule(bytes("# vim: set fileencoding=koi8-r :\n'\xc1'"), 'x');
    expect(cyrillic.body[0]).toMatchObject({ value: { value: { value: 'а' } } });
  });

  test('wrong encodings', () => {
    const message = (text: string): string => errorOf(() => parseModule(bytes(text), 'x')).msg;
    expect(message('# coding: foo\n')).toBe('unknown encoding: foo');
    expect(message('\xef\xbb\xbf# coding: latin1\n')).toBe('encoding problem: latin1 with BOM');
    expect(message('x\ny = "\xf6"')).toBe(
      "Non-UTF-8 code starting with '\\xf6' on line 2, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    );
    expect(message('a\0b')).toBe('source code cannot contain null bytes');
  });
});

describe('limits', () => {
  test('nesting', () => {
    expect(() => parseModule('('.repeat(200) + ')'.repeat(200), 'x')).not.toThrow();
    expect(errorOf(() => parseModule('('.repeat(201), 'x')).msg).toBe('too many nested parentheses');
    const blocks = (n: number): string => {
      let source = '';
      for (let i = 0; i < n; i++) source += `${' '.repeat(i)}if x:\n`;
      return `${source + ' '.repeat(n)}y`;
    };
    expect(() => parseModule(blocks(99), 'x')).not.toThrow();
    expect(errorOf(() => parseModule(blocks(100), 'x')).msg).toBe('too many levels of indentation');
  });

  test('long chains need no stack', () => {
    const long = [
      `x${'.y'.repeat(50_000)}`,
      `1${'+1'.repeat(50_000)}`,
      `${'-'.repeat(50_000)}1`,
      `${'not '.repeat(50_000)}x`,
      `${'x if y else '.repeat(20_000)}z`,
      `if x: y\n${'elif x: y\n'.repeat(20_000)}`,
    ];
    for (const source of long) expect(() => parseModule(source, 'x')).not.toThrow();
  });

  test('nesting without brackets ends in an error, not in a crash', () => {
    for (const source of [`${'lambda:'.repeat(100_000)}1`, `1${'**1'.repeat(100_000)}`]) {
      const error = errorOf(() => parseModule(source, 'x'));
      expect(formatSyntaxError(error)).toBe(
        'MemoryError: Parser stack overflowed - Python source too complex to parse\n',
      );
    }
  });

  test('deep nesting with an error is still a SyntaxError', () => {
    const error = errorOf(() => parseModule(`${'['.repeat(199)}a b${']'.repeat(199)}`, 'x'));
    expect([error.type, error.lineno]).toEqual(['SyntaxError', 1]);
  });
});

describe('prompt', () => {
  for (const [typed, incomplete] of read('typed.json') as [string, boolean][]) {
    test(`${incomplete ? 'waits after' : 'takes'} ${JSON.stringify(typed)}`, () => {
      expect(isIncomplete(`${typed}\n`)).toBe(incomplete);
    });
  }

  test('one statement at a time', () => {
    const error = errorOf(() => parseInteractive('a\nb', 'x'));
    expect(error.msg).toBe('multiple statements found while compiling a single statement');
  });
});

test('an expression must be one', () => {
  for (const source of ['', 'x = 1', 'a b', 'pass', 'a;', 'yield']) {
    expect(errorOf(() => parseExpression(source, 'x')).msg).toMatch(/^invalid syntax/);
  }
});

test('warnings for invalid escape sequences', () => {
  const warnings: string[] = [];
  parseModule("x = '\\d \\e'\ny = b'\\q'\nz = '\\777'\nw = f'\\w{x}'\nr'\\d'", 'x', {
    warn: ({ msg, lineno }) => warnings.push(`${lineno}: ${msg}`),
  });
  const advice = (sequence: string): string =>
    `Such sequences will not work in the future. Did you mean "\\\\${sequence}"? A raw string is also an option.`;
  expect(warnings).toEqual([
    `1: "\\d" is an invalid escape sequence. ${advice('d')}`,
    `2: "\\q" is an invalid escape sequence. ${advice('q')}`,
    `3: "\\777" is an invalid octal escape sequence. ${advice('777')}`,
    `4: "\\w" is an invalid escape sequence. ${advice('w')}`,
  ]);
});
