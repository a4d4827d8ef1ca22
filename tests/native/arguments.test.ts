/** Methods of the addon's Context, which the API calls with what it has checked: what is wrong all the same is a TypeError, no abort. */
import { expect, it } from 'vitest';
import { bareContext } from './bare-context.ts';

it('the line of a syntax warning', () => {
  const context = bareContext();
  const warn = (line: unknown) => () => context.warnSyntax('message', 'f.py', line as number);
  for (const line of [Symbol('line'), 1n, Number.NaN, -1, 2 ** 40, '3', { valueOf: () => 1 }, null])
    expect(warn(line), String(line)).toThrow(TypeError);
});

it('a compiler that answers nothing', () => {
  expect(() => bareContext().execute('1', 'f.py', 's')).toThrow("the host's compiler returned nothing");
});
