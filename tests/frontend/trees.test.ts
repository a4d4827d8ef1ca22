/** The parser builds CPython's trees, positions included (fixtures/trees, recorded by record.py). */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseExpression, parseInteractive, parseModule } from '../../ts/frontend/parse.ts';
import { loadAddon } from '../../ts/native/addon.ts';
import { dump } from './ast-dump.ts';

const folder = new URL('./fixtures/trees/', import.meta.url);
const { characterNamed } = loadAddon(fileURLToPath(new URL('../..', import.meta.url)));

describe('trees', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.py'))) {
    test(file, () => {
      const expected = readFileSync(new URL(file.replace('.py', '.ast'), folder), 'utf8')
        .trimEnd()
        .split('\n');
      const { body } = parseModule(readFileSync(new URL(file, folder)), file, { characterNamed });
      expect(body.map((statement) => dump(statement))).toEqual(expected);
    });
  }

  test('an empty file', () => {
    for (const source of ['', '\n', '# only a comment', '\n\n  \n\t# x\n']) {
      expect(parseModule(source, 'x').body).toEqual([]);
    }
  });

  test('line ends of all systems make the same tree', () => {
    const source = "if x:\n  y = '''a\nb'''\nz\n";
    const expected = dump(parseModule(source, 'x'));
    expect(dump(parseModule(source.replaceAll('\n', '\r\n'), 'x'))).toBe(expected);
    expect(dump(parseModule(source.replaceAll('\n', '\r'), 'x'))).toBe(expected);
  });

  test('escaped surrogate pairs stay two characters', () => {
    const values = (source: string): unknown[] => {
      const [statement] = parseModule(source, 'x').body;
      if (statement?.kind !== 'Expr' || statement.value.kind !== 'JoinedStr') return [];
      return statement.value.values.map((value) => value.kind === 'Constant' && value.value);
    };
    const expected = [
      { kind: 'str', value: 'a\ud83d' },
      { kind: 'str', value: '\udc0db' },
    ];
    for (const source of [
      "'a\\ud83d\\udc0db'",
      "'a\\ud83d' '\\udc0db'",
      "f'a\\ud83d\\udc0db'",
      "'a' f'\\ud83d' '\\udc0d' 'b'",
    ]) {
      expect(values(source)).toEqual(expected);
    }
    expect(values("'\\U0001F40D'")).toEqual([]);
  });

  test('`<>` is not equal only for those who ask', () => {
    const { body } = parseModule('from __future__ import barry_as_FLUFL\na <> b', 'x');
    expect(dump(body[1]!, false)).toBe(
      "Expr(value=Compare(left=Name(id='a', ctx=Load()), ops=[NotEq()], comparators=[Name(id='b', ctx=Load())]))",
    );
  });
});

describe('other starts', () => {
  test('an expression', () => {
    expect(dump(parseExpression('a, b\n\n', 'x'), false)).toBe(
      "Expression(body=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())], ctx=Load()))",
    );
  });

  test('a statement at the prompt', () => {
    for (const source of ['x = 1', 'x = 1\n', 'x = 1;', 'if x: y\n', 'if x:\n  y\n', 'if x:\n  y']) {
      expect(parseInteractive(source, 'x').body).toHaveLength(1);
    }
    expect(parseInteractive('a; b; c', 'x').body).toHaveLength(3);
  });
});
