/** SyntaxWarnings, with CPython's words. */
import { expect, it } from 'vitest';
import { compileModule } from '../../ts/compiler/compile.ts';
import { parseModule } from '../../ts/frontend/parse.ts';

function warnings(source: string): string[] {
  const found: string[] = [];
  const warn = (message: string, at: { lineno: number }): void => void found.push(`${at.lineno}: ${message}`);
  compileModule(parseModule(source, 'file.py'), 'file.py', { warn });
  return found;
}

it('literals used where they make no sense', () => {
  const lines = [
    ['x is 1', '"is" with \'int\' literal. Did you mean "=="?'],
    ['(1, 2) is not x', '"is not" with \'tuple\' literal. Did you mean "!="?'],
    ["assert (a, 'b')", 'assertion is always true, perhaps remove parentheses?'],
    ['[1, 2](3)', "'list' object is not callable; perhaps you missed a comma?"],
    ['{1}[0]', "'set' object is not subscriptable; perhaps you missed a comma?"],
    ["'abc'['b']", 'str indices must be integers or slices, not str; perhaps you missed a comma?'],
    ['(lambda: 1)[0]', "'function' object is not subscriptable; perhaps you missed a comma?"],
    ['x is None', null],
    ["'abc'[1]", null],
  ];
  const expected = lines.flatMap(([, message], i) => (message === null ? [] : [`${i + 1}: ${message}`]));
  expect(warnings(lines.map(([line]) => `${line}\n`).join(''))).toEqual(expected);
});

it('leaving a finally block', () => {
  const source = `def f():
    try: pass
    finally:
        return 1
for i in x:
    try: pass
    finally:
        for j in y: break
        else: break
        def g():
            return 1
        while 1:
            try: continue
            finally:
                if a: continue
`;
  expect(warnings(source)).toEqual([
    "4: 'return' in a 'finally' block",
    "9: 'break' in a 'finally' block",
    "15: 'continue' in a 'finally' block",
  ]);
});

it('code compiled twice warns once', () => {
  expect(warnings('try: pass\nfinally:\n    x is 1\n')).toHaveLength(1);
});
