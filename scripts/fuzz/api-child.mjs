// Calls the API, and the addon below it, with values of every wrong kind (see api.ts). One message: { seeds }; the answer
// is a line for each error of a kind that the API does not throw.
import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import { PythonError, PythonObject, Runtime } from '../../dist/index.js';
import { odd, patches, setters, trap, trapped } from './api-values.mjs';

const addon = createRequire(import.meta.url)('../../build/native/Release/pystitch.node');
const CALLS = 12;

/** mulberry32 */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const optionNames = [
  'memoryLimit',
  'recursionLimit',
  'write',
  'readLine',
  'path',
  'argv',
  'jit',
  'hashSeed',
  'timeout',
  'signal',
  'x',
];
const sources = [
  'f',
  'f(1)',
  '[1, (2, {"a": {3}})]',
  'b"bytes"',
  '2**70000',
  '"\\ud83d\\ude00"',
  '{1: 2, (3,): [4]}',
  '{float("nan"), float("nan")}',
  '[l := [], l.append(l)]',
  'print("out")',
  '1/0',
  'raise_',
  'input()',
  'K()',
  'o',
  '(i for i in [1])',
  'keep',
  'keep.append(o)',
  'float("nan")',
  '{"__proto__": 1, "toString": 2}',
  '"a" * 10**6',
  'E("x")',
  'x = (',
  'import sys',
  'f.__code__',
  'globals()',
  'type',
  '...',
  'print',
];

function world(pick) {
  const runtime = new Runtime({
    write() {},
    readLine: () => 'line',
    memoryLimit: 1 << 26,
    jit: pick([true, false, { threshold: 2 }]),
  });
  runtime.run(`
class K:
    def __repr__(self): raise ValueError('repr')
    def __getattr__(self, name): raise KeyError(name)
class E(Exception):
    def __str__(self): raise self
def f(*args, **named): return args[0] if args else named
def raise_(x=None): raise E(x) from ValueError('cause')
keep = []
o = K()
`);
  const caught = (action) => {
    try {
      action();
    } catch (error) {
      return error;
    }
    return undefined;
  };
  const other = new Runtime({ jit: false });
  const gone = new Runtime({ jit: false });
  const disposed = gone.eval('object()');
  gone.dispose();
  return {
    runtime,
    other,
    pick,
    gone,
    object: runtime.eval('f'),
    generator: runtime.eval('(i for i in [1])'),
    error: caught(() => runtime.call('raise_')),
    foreign: other.eval('object()'),
    foreignError: caught(() => other.eval('1/0')),
    disposed,
  };
}

const methods = [
  'run',
  'eval',
  'runInteractive',
  'import',
  'call',
  'setArgv',
  'searchPath',
  'interrupt',
  'takeInterrupt',
  'collect',
  'readLine',
  'flush',
];
const globalsMethods = ['get', 'set', 'delete', 'has', 'names'];
const objectMethods = ['call', 'callWithKeywords', 'get', 'toString'];

/** [what is called, as text; the call] */
function choose(w, args) {
  const { pick, runtime } = w;
  const name = pick(methods);
  switch (
    pick([
      'method',
      'method',
      'eval',
      'eval',
      'globals',
      'globals',
      'object',
      'object',
      'new',
      'callback',
      'error',
      'this',
      'addon',
      'addon',
      'dead',
    ])
  ) {
    case 'method':
      return [name, () => runtime[name](...args)];
    case 'eval': {
      const source = pick(sources);
      return [`eval ${source}`, () => runtime.eval(source, args[1])];
    }
    case 'globals': {
      const method = pick(globalsMethods);
      return [`globals.${method}`, () => runtime.globals[method](pick([args[0], 'f', 'v']), args[1])];
    }
    case 'object': {
      // Made by the call: an interrupt that an earlier call asked for may be raised there.
      const object = pick([
        () => w.object,
        () => w.generator,
        () => w.disposed,
        () => w.foreign,
        () => runtime.eval('raise_'),
        () => runtime.eval('o'),
        () => runtime.eval('keep.append'),
      ]);
      const method = pick(objectMethods);
      return [`object.${method}`, () => object()[method](...args)];
    }
    case 'new': {
      const Class = pick([Runtime, PythonObject, PythonError]);
      const option = pick(optionNames);
      return [
        `new ${Class.name} ${option}`,
        () => new Class(pick([args[0], { [option]: args[0] }, { jit: args[0] }]), ...args),
      ];
    }
    case 'callback': {
      const made = new Runtime({
        jit: false,
        write: () => args[0],
        readLine: pick([
          trap,
          () => args[0],
          () => {
            throw args[0];
          },
        ]),
      });
      return ['callback', () => made.eval(pick(['print(1)', 'input()', '[input()]']))];
    }
    case 'error': {
      const { error } = w;
      return [
        'error',
        () => [
          inspect(error),
          error.type,
          error.cause,
          error.exception,
          error.exitCode,
          error.stack,
          inspect(w),
        ],
      ];
    }
    case 'this': {
      const [from, method] = pick([
        [Runtime.prototype, 'run'],
        [PythonObject.prototype, 'get'],
        [PythonObject.prototype, 'call'],
        [Runtime.prototype, 'dispose'],
      ]);
      if (method === 'dispose' && args[0] === runtime) w.ended = true;
      return [`${method} of another`, () => from[method].call(args[0], ...args.slice(1))];
    }
    case 'dead':
      return [`${name} after dispose`, () => w.gone[name](...args)];
    default:
      return lower(w, args);
  }
}

/** The addon itself. Words of machine code are the one thing that it must trust: no jitInstall of code that is run. */
function lower(w, args) {
  const { pick } = w;
  const names = Object.getOwnPropertyNames(addon.Context.prototype).filter(
    (name) => name !== 'constructor' && name !== 'catchSigint',
  );
  const callbacks = [
    'write',
    'loadModule',
    'compile',
    'jit',
    'readLine',
    'sourceText',
    'error',
    'thrown',
    'bytes',
    'room',
  ];
  if (pick([0, 1, 2, 3]) === 0) {
    const option = pick([
      'heapLimit',
      'memoryLimit',
      'recursionLimit',
      'jitThreshold',
      'hashSeed',
      ...callbacks,
    ]);
    const options = pick([
      args[0],
      { [option]: args[0] },
      { [option]: () => args[0], [pick(callbacks)]: trap },
    ]);
    return [`new Context ${option}`, () => new addon.Context(options)];
  }
  w.context ??= new addon.Context({
    heapLimit: 1 << 24,
    recursionLimit: 0,
    jitThreshold: pick([0, 2]),
    stress: 0,
    look() {},
  });
  const answer = pick(args);
  w.answering ??= new addon.Context({
    heapLimit: 1 << 24,
    recursionLimit: 0,
    jitThreshold: 0,
    stress: 0,
    look() {},
    write() {},
    compile: () => answer,
    loadModule: () => answer,
    sourceText: () => answer,
    error: () => answer,
    thrown: () => answer,
  });
  const context = pick([w.context, w.answering]);
  const name = pick([...names, 'execute', 'import', 'setGlobal', 'call', 'jitPart']);
  if (name === 'jitControl')
    args = [pick(['failed', 'hopeless', 'exit-threshold', 'invalidate', args[0]]), ...args.slice(1)];
  if (name === 'jitPart')
    args = [
      pick(['constant', 'code', 'name', 'common', 'function', 'class', 'item', 'entry', 'text', args[0]]),
      ...args.slice(1),
    ];
  if (name === 'execute')
    args = [pick(['1', args[0]]), pick(['<string>', args[1]]), pick(['s', 'e', args[2]])];
  if (name === 'setGlobal')
    args = [
      pick(['v', args[0]]),
      pick([['list', ...args], ['dict', 'a', args[1]], ['js', 'text', args[2]], ['set', args[0]], args[1]]),
    ];
  return [`Context.${name}`, () => context[name](...args)];
}

function expected(error) {
  const isA = (Class) => {
    try {
      return error instanceof Class;
    } catch {
      return false; // a revoked proxy
    }
  };
  if (error === trapped || isA(PythonError) || isA(TypeError) || isA(RangeError)) return true;
  if (!isA(Error)) return true; // an odd value, thrown by a callback
  const { message } = error;
  if (typeof message !== 'string') return true; // an odd value too
  return !/internal error|Unknown failure|call of Node-API|failed$|A JavaScript exception is pending/.test(
    message,
  );
}

function shown(value) {
  try {
    return inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY }).slice(0, 80);
  } catch {
    return `a ${typeof value} that cannot be shown`;
  }
}

function run(seed, log) {
  const next = random(seed);
  const pick = (list) => list[next(list.length)];
  const w = world(pick);
  const wrong = [];
  for (let i = 0; i < CALLS; i++) {
    const args = Array.from({ length: 4 }, () => pick(odd)(w));
    const [name, call] = choose(w, args);
    const undo = [];
    const texts = log ? args.map(shown).join(', ') : '';
    // Node's own inspect() does not end when arrays have setters.
    const patching = name === 'error' ? '' : pick(['patch', 'setter', '', '', '', '']);
    if (patching === 'patch') {
      const [object, property] = pick(patches);
      const before = Object.getOwnPropertyDescriptor(object, property);
      undo.push(() => {
        delete object[property];
        if (before) defineProperty(object, property, before);
      });
      if (log) log(`patched ${String(property)}`);
      object[property] = trap;
    } else if (patching === 'setter') {
      const [object, property] = pick(setters);
      undo.push(() => delete object[property]);
      defineProperty(object, property, {
        configurable: true,
        get: trap,
        set: pick([trap, once(() => w.runtime.run('keep.clear()'))]),
      });
      if (log) log(`setter ${property}`);
    }
    if (log) log(`${name}(${texts})`);
    let failure;
    try {
      call();
    } catch (error) {
      failure = { error };
    }
    for (let k = 0; k < undo.length; k++) undo[k]();
    if (log && failure) log(`  throws ${shown(failure.error).split('\n')[0]}`);
    if (failure && !expected(failure.error)) wrong.push(`seed ${seed}: ${name}: ${shown(failure.error)}`);
  }
  // It still works after all that, unless it was disposed of.
  if (!w.ended) w.runtime.takeInterrupt();
  if (!w.ended && w.runtime.eval('[1, {"a": (2,)}][1]["a"][0] + sum([40])') !== 42)
    wrong.push(`seed ${seed}: the runtime is broken`);
  w.runtime.dispose();
  w.other.dispose();
  return wrong;
}

/** What runs Python may be asked for again by what it runs. */
function once(action) {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}

const { defineProperty } = Object;
process.on('message', ({ seeds, log }) => {
  const lines = [];
  for (const seed of seeds)
    lines.push(...run(seed, log ? (line) => process.stdout.write(`${line}\n`) : undefined));
  process.send(lines.join('\n'));
});
