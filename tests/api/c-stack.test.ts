/** Recursion in C, deeper than any stack: RecursionError, where CPython may end the process. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { root } from '../program-list.ts';

const { Runtime } = (await import(
  pathToFileURL(join(root, 'dist', 'index.js')).href
)) as typeof import('../../ts/index.ts');

/** Two values that are each 300,000 deep, 27 bytes of an 8 MB stack a level; `nest` makes `x` one level deeper. */
function deep(nest: string, use: string): unknown {
  const runtime = new Runtime();
  runtime.run(`
def make():
    x = ()
    for i in range(300000): x = ${nest}
    return x
x, y = make(), make()
try: result = ${use}
except RecursionError as e: result = str(e)
`);
  const result = runtime.eval('result');
  runtime.dispose();
  return result;
}

const uses: Readonly<Record<string, readonly string[]>> = {
  'hash(x)': ['(x,)', 'slice(x)', '(1, slice(2, x))'],
  'repr(x)': ['(x,)', '[x]', '{1: x}', 'slice(x)'],
  'x == y': ['(x,)', '[x]', '{1: x}', 'slice(x)'],
};

describe.each(Object.entries(uses))('%s', (use, nests) => {
  it.each(nests)('of x = %s, again and again', (nest) => {
    expect(deep(nest, use)).toMatch(/^maximum recursion depth exceeded/);
  });
});
