/** Constant arithmetic against CPython 3.14's results; null = left to run time. */
import { describe, expect, it } from 'vitest';
import { foldBinary, foldUnary } from '../../ts/compiler/constants/folding.ts';
import { constantRepr, floatRepr, strRepr } from '../../ts/compiler/constants/repr.ts';
import type { Expr } from '../../ts/frontend/ast.ts';
import type { Constant } from '../../ts/frontend/constant.ts';
import { parseExpression } from '../../ts/frontend/parse.ts';

/** Literals, with a sign, and tuples and slices of them. */
function constant(e: Expr): Constant {
  if (e.kind === 'Constant') return e.value;
  if (e.kind === 'Tuple') return { kind: 'tuple', items: e.elts.map(constant) };
  if (e.kind === 'UnaryOp') return foldUnary('-', constant(e.operand))!;
  if (e.kind === 'Slice') {
    const part = (bound: Expr | null): Constant => (bound ? constant(bound) : { kind: 'none' });
    return { kind: 'slice', start: part(e.lower), stop: part(e.upper), step: part(e.step) };
  }
  throw new Error(e.kind);
}

const operators: Record<string, string> = {
  Add: '+',
  Sub: '-',
  Mult: '*',
  Div: '/',
  FloorDiv: '//',
  Mod: '%',
  Pow: '**',
  LShift: '<<',
  RShift: '>>',
  BitAnd: '&',
  BitOr: '|',
  BitXor: '^',
};

function fold(source: string): string | null {
  const { body } = parseExpression(source, 'case');
  let result: Constant | null = null;
  if (body.kind === 'BinOp')
    result = foldBinary(operators[body.op]!, constant(body.left), constant(body.right));
  if (body.kind === 'Subscript') result = foldBinary('[]', constant(body.value), constant(body.slice));
  return result && constantRepr(result);
}

describe('binary operations', () => {
  const cases: [string, string | null][] = [
    ['7 // 2', '3'],
    ['-7 // 2', '-4'],
    ['7 // -2', '-4'],
    ['-7 % 3', '2'],
    ['7 % -3', '-2'],
    ['1 // 0', null],
    ['7 / 2', '3.5'],
    ['1 / 3', '0.3333333333333333'],
    ['123456789012345678901234567890 / 3', '4.115226300411523e+28'],
    ['9007199254740993 / 1', '9007199254740992.0'],
    ['2 ** 60', '1152921504606846976'],
    ['2 ** 100', null],
    ['2 ** 200', null],
    ['2 ** -1', null],
    ['0 ** 0', '1'],
    ['1 << 100', '1267650600228229401496703205376'],
    ['1 << 130', null],
    ['0 << 1000', '0'],
    ['1 << -1', null],
    ['-5 >> 1', '-3'],
    ['5 >> 1000', '0'],
    ['-5 >> 1000', '-1'],
    ['6 & 3', '2'],
    ['-6 | 3', '-5'],
    ['True & False', 'False'],
    ['True + True', '2'],
    ['True ^ 3', '2'],
    ['1.5 * 2', '3.0'],
    ['1e308 * 10', 'inf'],
    ['7.5 // 2', '3.0'],
    ['-7.5 // 2', '-4.0'],
    ['-7.5 % 2', '0.5'],
    ['7.5 % -2', '-0.5'],
    ['0.0 % -2', '-0.0'],
    ['1.0 / 0', null],
    ['2.0 ** 2', null],
    ['3 - 2j', '(3-2j)'],
    ['1 + 2j', '(1+2j)'],
    ['2j * 3', '6j'],
    ['1j * 1j', '(-1+0j)'],
    ['2j / 4', '0.5j'],
    ["'a' + 'b'", "'ab'"],
    ["'ab' * 3", "'ababab'"],
    ["3 * 'ab'", "'ababab'"],
    ["'ab' * -1", null],
    ["'x' * 5000", null],
    ["'%s' % 1", null],
    ["b'a' + b'b'", "b'ab'"],
    ["b'ab' * 2", "b'abab'"],
    ['(1, 2) + (3,)', '(1, 2, 3)'],
    ['(1,) * 3', '(1, 1, 1)'],
    ['(1,) * 300', null],
    ["'a' + b'b'", null],
    ["'abc'[1]", "'b'"],
    ["'abc'[-1]", "'c'"],
    ["'abc'[3]", null],
    ["'a\u{1f600}c'[1]", "'\u{1f600}'"],
    ["b'abc'[1]", '98'],
    ['(1, 2, 3)[True]', '2'],
    ["'abcdef'[1:4]", "'bcd'"],
    ["'abcdef'[::-2]", "'fdb'"],
    ["'abcdef'[-2:]", "'ef'"],
    ["'abcdef'[4:1:-1]", "'edc'"],
    ["'abc'[::0]", null],
    ['(1, 2, 3)[5:1]', '()'],
  ];
  for (const [source, expected] of cases) it(source, () => expect(fold(source)).toBe(expected));
});

describe('unary operations', () => {
  const int = (value: bigint): Constant => ({ kind: 'int', value });
  it('leaves ~True to run time, which warns', () => {
    expect(foldUnary('~', { kind: 'bool', value: true })).toBeNull();
    expect(foldUnary('~', int(5n))).toEqual(int(-6n));
  });
  it('makes ints of bools', () => expect(foldUnary('-', { kind: 'bool', value: true })).toEqual(int(-1n)));
  it('refuses strings', () => expect(foldUnary('-', { kind: 'str', value: 'a' })).toBeNull());
  it('negates zero', () => {
    const zero = foldUnary('-', { kind: 'float', value: 0 });
    expect(zero?.kind === 'float' && Object.is(zero.value, -0)).toBe(true);
  });
});

describe('repr', () => {
  it('writes floats as Python does', () => {
    const texts = [1, -0, 0.1, 1e16, 123456789012345680, 1e22, 1e-4, 1e-5, 1.5e300, Number.NaN].map(
      floatRepr,
    );
    expect(texts.join(' ')).toBe('1.0 -0.0 0.1 1e+16 1.2345678901234568e+17 1e+22 0.0001 1e-05 1.5e+300 nan');
  });
  it('chooses quotes and escapes', () => {
    expect(strRepr("it's")).toBe('"it\'s"');
    expect(strRepr('it\'s "x"')).toBe("'it\\'s \"x\"'");
    expect(strRepr('a\n\t\\\x7f\xa0\u2028é\u{1f600}\ud800')).toBe(
      "'a\\n\\t\\\\\\x7f\\xa0\\u2028é\u{1f600}\\ud800'",
    );
  });
});
