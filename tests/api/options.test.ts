/** What the API refuses: unknown options and values of a wrong kind, each with a TypeError that names it. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../program-list.ts';

const { Runtime } = (await import(join(root, 'dist', 'index.js'))) as typeof import('../../ts/index.ts');

const wrong: Readonly<Record<string, readonly unknown[]>> = {
  memoryLimit: [-1, 1.5, Number.NaN, '64', null, 2 ** 53],
  recursionLimit: [0, -5, 2 ** 31, '1000', 1.5],
  write: [1, {}, 'f', null],
  readLine: [[], null],
  random: [1, null],
  path: ['/tmp', [1], [null], {}, new Array(3)],
  argv: ['x', [undefined], [Symbol('s')], new Array(4e9)],
  jit: ['on', 1, null, () => 1],
  hashSeed: [-1, 0.5, 'x', 1n],
  timeout: [0, -1, Number.NaN, '5', null],
  outputLimit: [0, -1, 0.5, '5'],
};

const wrongJit: Readonly<Record<string, readonly unknown[]>> = {
  threshold: [0, '7', 2 ** 31],
  exitThreshold: [0, Number.POSITIVE_INFINITY],
  dump: ['opt', ['everything']],
  trace: [1],
  disabledPasses: [['no-such-pass'], 'peel'],
  optimize: [0],
  optLimit: [-1],
  optOnly: [null],
  traceLimit: [0.1],
  perf: [true],
  stress: [['gc', 'fire']],
};

describe('options', () => {
  it.each(Object.entries(wrong))('%s', (name, values) => {
    for (const value of values) {
      const create = () => new Runtime({ [name]: value } as object);
      expect(create).toThrow(TypeError);
      expect(create).toThrow(`new Runtime(): option '${name}' must be`);
    }
  });

  it.each(Object.entries(wrongJit))('jit: %s', (name, values) => {
    for (const value of values) {
      const create = () => new Runtime({ jit: { [name]: value } as object });
      expect(create).toThrow(TypeError);
      expect(create).toThrow(`new Runtime(), option 'jit': option '${name}' must be`);
    }
  });

  it('unknown ones', () => {
    const runtime = new Runtime();
    const unknown = { memoryLimt: 1 } as object;
    expect(() => new Runtime(unknown)).toThrow("new Runtime(): unknown option 'memoryLimt'");
    expect(() => new Runtime({ jit: unknown })).toThrow("option 'jit': unknown option 'memoryLimt'");
    for (const method of ['run', 'eval', 'runInteractive'] as const) {
      expect(() => runtime[method]('1', unknown)).toThrow(`${method}(): unknown option 'memoryLimt'`);
      expect(() => runtime[method]('1', { filename: 5 } as object)).toThrow(
        `${method}(): option 'filename' must be a string, not the number 5`,
      );
    }
    expect(() => new Runtime(null as never)).toThrow('new Runtime(): options must be an object, not null');
    runtime.dispose();
  });

  it('an undefined option is absent; each is read once', () => {
    let reads = 0;
    const options = {
      memoryLimit: undefined,
      get recursionLimit() {
        return ++reads === 1 ? 50 : 'changed';
      },
    };
    const runtime = new Runtime(options as object);
    expect(runtime.eval('__import__("sys").getrecursionlimit()')).toBe(50);
    expect(reads).toBe(1);
    runtime.dispose();
  });
});
