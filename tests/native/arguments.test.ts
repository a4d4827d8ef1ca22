/** Methods of the addon's Context, which the API calls with what it has checked: what is wrong all the same is a TypeError, no abort. */
import { expect, it } from 'vitest';
import { loadAddon } from '../../ts/native/addon.ts';
import { root } from '../program-list.ts';

const { Context } = loadAddon(root);
const create = () =>
  new Context({
    memoryLimit: 0,
    recursionLimit: 0,
    jitThreshold: 1,
    stress: 0,
    loadModule: () => null,
    compile: () => null,
    timeout: 0,
    outputLimit: 0,
    stopped: () => undefined,
    look: () => undefined,
    error: (details: unknown) => new Error(String((details as unknown[])[1])),
  });

it('the line of a syntax warning', () => {
  const context = create();
  const warn = (line: unknown) => () => context.warnSyntax('message', 'f.py', line as number);
  for (const line of [Symbol('line'), 1n, Number.NaN, -1, 2 ** 40, '3', { valueOf: () => 1 }, null])
    expect(warn(line), String(line)).toThrow(TypeError);
});

it('a compiler that answers nothing', () => {
  expect(() => create().execute('1', 'f.py', 's')).toThrow("the host's compiler returned nothing");
});
