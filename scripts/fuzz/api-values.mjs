// Values of every wrong kind for the API, and ways to patch JavaScript's built-in functions (see api.ts).
import { createContext, runInContext } from 'node:vm';

const elsewhere = createContext({});

/** Thrown by the odd values themselves: comes out as it is. One object, for making another may need what is patched. */
export const trapped = new Error('trap');
export const trap = () => {
  throw trapped;
};

const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const detached = () => {
  const bytes = new Uint8Array(8);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
};
const cyclic = () => {
  const value = [];
  value.push({ value });
  return value;
};
const nested = (depth) => {
  let value = 1;
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { value };
  return value;
};
const growing = () => {
  const list = [1, 2, 3];
  Object.defineProperty(list, 1, {
    get() {
      if (list.length < 50) list.push(4);
      return list.length;
    },
  });
  return list;
};
const shrinking = () =>
  Object.defineProperty([1, 2, 3, 4], 0, {
    get() {
      this.length = 1;
      return 5;
    },
  });
const traps = [
  'get',
  'has',
  'ownKeys',
  'getPrototypeOf',
  'getOwnPropertyDescriptor',
  'apply',
  'construct',
  'set',
];

/** Each makes a value; `world` has a runtime and things of its and of another one. */
export const odd = [
  () => undefined,
  () => null,
  () => true,
  () => 0,
  () => -0,
  () => -1,
  () => 1.5,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => 2 ** 31,
  () => 2 ** 32,
  () => 2 ** 53,
  () => 5n,
  () => -(2n ** 63n),
  () => 1n << 70_000n,
  () => '',
  () => 'x',
  () => 'f',
  () => '\0',
  () => '\ud800',
  () => '💥\ude00',
  () => 'a'.repeat(70_000),
  () => Symbol('s'),
  () => Symbol.iterator,
  () => () => 1,
  () => trap,
  () => class {},
  () => async () => 1,
  () => [],
  () => [1, 'two', [null]],
  () => new Array(2).fill(1, 1),
  () => new Array(4e9),
  () => ({}),
  () => ({ a: 1, b: { c: [2] } }),
  () => ({ filename: 5 }),
  () => ({ filename: '\0' }),
  () => ({ __proto__: null, a: 1 }),
  () => ({ [Symbol('k')]: 1 }),
  () => ({
    get a() {
      return trap();
    },
  }),
  () => ({ toString: trap, valueOf: trap, toJSON: trap, [Symbol.toPrimitive]: trap }),
  () => ({ length: 3, 0: 1 }),
  () =>
    new Map([
      [1, 2],
      ['a', {}],
    ]),
  () => new Map([[[], 1]]),
  () => new Map([[Number.NaN, 1]]),
  () => new Set([1, 'a', null]),
  () => new Set([{}]),
  () => new Date(),
  () => new Date(Number.NaN),
  () => /x/g,
  () => new Error('e'),
  () => new AggregateError([new Error('a')], 'b'),
  () => Object.assign(new Error('e'), { message: Symbol('m') }),
  () => Promise.resolve(1),
  () => new WeakMap(),
  () => new WeakSet(),
  () => new WeakRef({}),
  () => Object(1),
  () => Object('s'),
  () => Object(1n),
  () => Object(Symbol('s')),
  () => new ArrayBuffer(8),
  () => new SharedArrayBuffer(8),
  () => new DataView(new ArrayBuffer(8), 2, 3),
  () => new Uint8Array([1, 2]),
  () => new Uint8ClampedArray(2),
  () => new Int8Array([-1]),
  () => new Float32Array([1.5, Number.NaN]),
  () => new Float64Array(2),
  () => new BigInt64Array([-5n]),
  () => new Uint32Array(new SharedArrayBuffer(8)),
  () => Buffer.from('x = 1'),
  detached,
  () => new Float64Array(structuredClone(new ArrayBuffer(0), {})),
  cyclic,
  () => nested(199),
  () => nested(250),
  () => nested(20_000),
  growing,
  shrinking,
  () => revoked({}),
  () => revoked([]),
  () => revoked(() => 1),
  () => new Proxy([1, 2], {}),
  () => new Proxy(new Map(), {}),
  ({ pick }) => new Proxy({ a: 1 }, { [pick(traps)]: trap }),
  ({ pick }) => new Proxy([1], { [pick(traps)]: trap }),
  ({ pick }) => new Proxy({ a: 1 }, { [pick(traps)]: () => undefined }),
  () => runInContext('({ a: [1], m: new Map([[1, 2]]), s: new Set([3]) })', elsewhere),
  () => runInContext('new Error("elsewhere")', elsewhere),
  () => runInContext('(class P {}) && new (class P { x = 1 })', elsewhere),
  () => withArguments(1, 2),
  () => Object.setPrototypeOf(new Map([[1, 2]]), null),
  () => Object.setPrototypeOf([1], null),
  () => Object.setPrototypeOf(new Error('x'), Object.prototype),
  () => globalThis.process.binding,
  () => new (class extends Array {})(3),
  () => new (class extends Map {})([[1, 2]]),
  () =>
    new (class P {
      x = 1;
    })(),
  ({ runtime }) => runtime.globals,
  ({ runtime }) => runtime,
  ({ object }) => object,
  ({ object }) => [object, { object }],
  ({ generator }) => generator,
  ({ error }) => error,
  ({ foreign }) => foreign,
  ({ foreignError }) => foreignError,
  ({ disposed }) => disposed,
  ({ object }) => Object.create(object),
  ({ object }) => new Proxy(object, {}),
  ({ error }) => Object.create(error),
];
function withArguments() {
  // biome-ignore lint/complexity/noArguments: such an object is wanted
  return arguments;
}

export const patches = [
  [Array, 'from'],
  [Array, 'isArray'],
  [Array.prototype, 'push'],
  [Array.prototype, 'filter'],
  [Array.prototype, Symbol.iterator],
  [Map.prototype, 'set'],
  [Map.prototype, 'forEach'],
  [Map.prototype, Symbol.iterator],
  [Set.prototype, 'add'],
  [Object, 'keys'],
  [Object, 'defineProperty'],
  [Object, 'getPrototypeOf'],
  [Function.prototype, 'call'],
  [Reflect, 'apply'],
  [globalThis, 'Map'],
  [globalThis, 'Set'],
  [globalThis, 'Uint8Array'],
  [globalThis, 'Promise'],
  [Error, 'captureStackTrace'],
  [Error, 'prepareStackTrace'],
  [String.prototype, 'split'],
];

/** Setters where results are built. */
export const setters = [
  [Array.prototype, '0'],
  [Array.prototype, '1'],
  [Object.prototype, 'a'],
  [Object.prototype, 'get'],
  [Object.prototype, 'syntaxError'],
];
