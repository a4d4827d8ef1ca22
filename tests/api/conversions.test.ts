/** The lines of docs/conversions.md. */
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../program-list.ts';

const { Runtime, PythonError, PythonObject } = (await import(
  join(root, 'dist', 'index.js')
)) as typeof import('../../ts/index.ts');

const runtime = new Runtime({ jit: false });
const other = new Runtime({ jit: false });
runtime.run('def shown(x): return f"{type(x).__name__} {x!r}"\ndef same(x): return x');
afterAll(() => {
  runtime.dispose();
  other.dispose();
});

const shown = (value: unknown): unknown => runtime.call('shown', value);
const elsewhere = createContext({});
const foreign = (source: string): unknown => runInContext(source, elsewhere);
function argumentsOf(..._: unknown[]): unknown {
  // biome-ignore lint/complexity/noArguments: such an object is wanted
  return arguments;
}
const detached = new Uint8Array(4);
structuredClone(detached, { transfer: [detached.buffer] });
const bytes = new Uint8Array([1, 2, 3, 4]);
class Point {
  x = 1;
}

describe('JavaScript to Python', () => {
  it.each([
    [undefined, 'NoneType None'],
    [Object(5), 'int 5'],
    [Object('s'), "str 's'"],
    [Object(false), 'bool False'],
    [Object(2n ** 64n), 'int 18446744073709551616'],
    [argumentsOf(1, 'a'), "list [1, 'a']"],
    [[undefined, -0], 'list [None, -0.0]'],
    [{ a: undefined, get b() { return 2; } }, "dict {'a': None, 'b': 2}"], // biome-ignore format: one line
    [Object.assign(Object.create(null), { a: 1 }), "dict {'a': 1}"],
    [
      foreign('({ a: [1], m: new Map([[1, 2]]), s: new Set([3]) })'),
      "dict {'a': [1], 'm': {1: 2}, 's': {3}}",
    ],
    [new Map<unknown, unknown>([[1, 'a'], ['b', null]]), "dict {1: 'a', 'b': None}"], // biome-ignore format: one line
    [new Proxy({ a: 1 }, {}), "dict {'a': 1}"],
    [new Proxy([1], {}), 'list [1]'],
    [new Uint8ClampedArray([255]), "bytes b'\\xff'"],
    [Buffer.from('ab'), "bytes b'ab'"],
    [bytes.buffer, "bytes b'\\x01\\x02\\x03\\x04'"],
    [bytes.subarray(1, 3), "bytes b'\\x02\\x03'"],
    [new DataView(bytes.buffer, 2), "bytes b'\\x03\\x04'"],
    [new SharedArrayBuffer(2), "bytes b'\\x00\\x00'"],
    [foreign('new Uint8Array([7])'), "bytes b'\\x07'"],
    [new Int16Array([-1, 2]), 'list [-1, 2]'],
    [new BigInt64Array([-5n]), 'list [-5]'],
    [new Float32Array([1, 1.5]), 'list [1.0, 1.5]'],
    [new Float64Array([Number.NaN, -0]), 'list [nan, -0.0]'],
    [new RangeError('far'), "RuntimeError RuntimeError('JavaScript: RangeError: far')"],
    [foreign('new TypeError("away")'), "RuntimeError RuntimeError('JavaScript: TypeError: away')"],
  ])('%#: %o', (value, python) => {
    expect(shown(value)).toBe(python);
  });

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a boxed symbol', Object(Symbol('s'))],
    ['a Date', new Date(0)],
    ['a Promise', Promise.resolve()],
    ['class RegExp', /x/],
    ['class WeakMap', new WeakMap()],
    ['class WeakSet', new WeakSet()],
    ['class WeakRef', new WeakRef({})],
    ['class Point', new Point()],
    ['a symbol as key', { [Symbol('k')]: 1 }],
    ['a hole (at [1])', new Array(2).fill(0, 0, 1)],
    ['a hole', new Array(4_000_000_000)],
    ['a Promise; await it first (at .a[1])', { a: [1, Promise.resolve()] }],
    ['detached', detached],
    ['revoked', revoked({})],
    ['revoked', revoked([])],
  ])('%s is a TypeError', (message, value) => {
    expect(() => runtime.globals.set('v', value)).toThrow(TypeError);
    expect(() => runtime.globals.set('v', value)).toThrow(message);
  });

  it('deep, cyclic and endless values', () => {
    const cyclic: unknown[] = [];
    cyclic.push({ cyclic });
    let deep: unknown = 1;
    for (let i = 0; i < 201; i++) deep = [deep];
    expect(() => runtime.globals.set('v', cyclic)).toThrow(RangeError);
    expect(() => runtime.globals.set('v', [deep])).toThrow(RangeError);
    expect(runtime.call('same', (deep as unknown[])[0])).toEqual((deep as unknown[])[0]);
  });

  it('what the value itself throws', () => {
    const error = new Error('mine');
    const trap = () => {
      throw error;
    };
    for (const name of ['ownKeys', 'get', 'getPrototypeOf', 'getOwnPropertyDescriptor']) {
      const proxy = new Proxy({ a: 1 }, { [name]: trap });
      expect(thrown(() => runtime.globals.set('v', proxy))).toBe(error);
    }
    expect(thrown(() => runtime.globals.set('v', Object.defineProperty([1], 0, { get: trap })))).toBe(error);
  });

  it('objects that change meanwhile', () => {
    const shrinking = Object.defineProperty([1, 2, 3], 0, {
      get() {
        shrinking.length = 1;
        return 5;
      },
    });
    expect(shown(shrinking)).toBe('list [5]');
  });

  it('handles of another runtime, and their imitations', () => {
    const foreignObject = other.eval('object()');
    const mine = runtime.eval('same') as InstanceType<typeof PythonObject>;
    expect(() => runtime.globals.set('v', foreignObject)).toThrow('not a Python object of this Runtime');
    expect(() => runtime.globals.set('v', { ...mine, pythonHandle: 1 })).not.toThrow();
    expect(() => runtime.globals.set('v', Object.create(mine))).toThrow(TypeError);
    expect(() => new (PythonObject as never as new () => unknown)()).toThrow('comes from a Runtime');
  });

  it('with patched built-in functions', () => {
    const { from } = Array;
    const { set } = Map.prototype;
    const trap = (): never => {
      throw new Error('patched');
    };
    Array.from = trap as never;
    Map.prototype.set = trap;
    try {
      expect(shown(new Set([1]))).toBe('set {1}');
      expect(() => runtime.eval('{1: 2}')).toThrow('patched');
    } finally {
      Array.from = from;
      Map.prototype.set = set;
    }
    expect(runtime.eval('{1: 2}')).toEqual(new Map([[1, 2]]));
  });
});

describe('Python to JavaScript', () => {
  it.each<[string, unknown]>([
    ['(1, [2.5, None])', [1, [2.5, null]]],
    ['2**53 - 1', 2 ** 53 - 1],
    ['-2**53', -(2n ** 53n)],
    ['float("nan")', Number.NaN],
    ['-0.0', -0],
    ['"\\ud800x"', '\ud800x'],
    ['"\\udc00\\ud800"', '\udc00\ud800'],
    ['b"\\xff"', new Uint8Array([255])],
    ['{"b": 1, "a": {}}', { b: 1, a: {} }],
    ['{1: 2, None: "x"}', new Map<unknown, unknown>([[1, 2], [null, 'x']])], // biome-ignore format: one line
    ['{1, "a"}', new Set([1, 'a'])],
    ['frozenset()', new Set()],
  ])('%s', (source, value) => {
    expect(runtime.eval(source)).toEqual(value);
  });

  it.each([
    'bytearray(b"x")', '1j', 'range(3)', 'len', 'int', 'object()', '(i for i in [])', 'iter([])', '__import__("sys")',
    'ValueError("x")', 'type("L", (list,), {})([1])', 'type("S", (str,), {})("x")', 'type("D", (dict,), {})()', 'slice(1)',
    '{}.items()', '...', 'NotImplemented',
  ])('%s stays a Python object', (source) => {
    expect(runtime.eval(source)).toBeInstanceOf(PythonObject);
  }); // biome-ignore format: a list of sources

  it.each([
    ['(l := [], l.append(l))[0]', 'RecursionError'],
    ['(d := {}, d.update(d=d))[0]', 'RecursionError'],
    ['"\\ud83d\\ude00"', 'ValueError'],
  ])('%s is a %s', (source, type) => {
    const error = thrown(() => runtime.eval(source));
    expect(error).toBeInstanceOf(PythonError);
    expect(error).toMatchObject({ type });
  });

  it('two NaNs are not one', () => {
    expect(() => runtime.eval('{float("nan"), float("nan")}')).toThrow(RangeError);
    expect(() => runtime.eval('{float("nan"): 1, float("nan"): 2}')).toThrow(RangeError);
  });

  it('inherited names and setters', () => {
    expect(Object.keys(runtime.eval('{"__proto__": 1, "toString": 2}') as object)).toEqual([
      '__proto__',
      'toString',
    ]);
  });
});

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function thrown(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
