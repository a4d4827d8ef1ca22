/** Large sources: the work grows with their size, not with its square, and nothing of them is handed over as arguments of one call. */
import { describe, expect, it } from 'vitest';
import { ConstantTable } from '../../ts/compiler/constants/table.ts';
import { CompileMode } from '../../ts/contract/code.ts';
import { stoppable } from '../../ts/contract/patience.ts';
import { parseModule } from '../../ts/frontend/parse.ts';
import { compileSource } from '../../ts/host/source-compiler.ts';

/** How often compiling asks whether it is to stop: each time stands for the same number of steps. */
function work(source: string): number {
  let asked = 0;
  const compile = (): unknown => compileSource(source, 'large.py', CompileMode.MODULE);
  stoppable(() => {
    asked++;
    return false;
  }, compile);
  return asked;
}

const lines = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => line(i)).join('');

describe('work is linear in', () => {
  it.each<[string, (n: number) => string]>([
    ['closures', (n) => `def f():\n${lines(n, (i) => ` v${i} = 1\n def g${i}(): return v${i}\n`)}`],
    [
      'names that functions declare global',
      (n) => lines(n, (i) => `def f${i}():\n global g${i}\n g${i} = 1\n`),
    ],
    ['classes', (n) => lines(n, (i) => `class C${i}:\n def f(self): return ${i}\n`)],
    ['comprehensions', (n) => `def f(z):\n${lines(n, (i) => ` x${i} = [y for y in z]\n`)}`],
  ])('%s', (_, source) => {
    const [once, twice] = [work(source(400)), work(source(800))];
    expect(twice).toBeLessThan(2.2 * once);
  });
});

/** How often a table reads something of the functions of one line, when it looks for equal ones. */
function reads(n: number): number {
  let count = 0;
  const { consts } = compileSource(`[${'lambda x: x, '.repeat(n)}]\n`, 'large.py', CompileMode.MODULE);
  const table = new ConstantTable();
  for (const constant of consts) {
    if (constant.kind !== 'code') continue;
    const code = new Proxy(constant.code, {
      get(target, key) {
        count++;
        return Reflect.get(target, key);
      },
    });
    table.add({ kind: 'code', code });
  }
  return count;
}

it('functions that only differ in their place are told apart without comparing all of them', () => {
  expect(reads(400)).toBeLessThan(2.2 * reads(200));
});

it('an f-string may have more fields than a call has arguments', () => {
  const fields = '{x}'.repeat(130_000);
  for (const text of [`f"${fields}"`, `t"${fields}"`, `"a" f"${fields}"`])
    expect(parseModule(`${text}\n`, 'large.py').body).toHaveLength(1);
});
