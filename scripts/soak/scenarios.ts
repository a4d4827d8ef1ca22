/** What scripts/soak.ts does again and again. A round is short; what it makes is garbage when it is over. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { PythonObject, Runtime as RuntimeClass } from '../../ts/index.ts';

const bundle = pathToFileURL(join(import.meta.dirname, '..', '..', 'dist', 'index.js')).href;
const { Runtime, PythonError } = (await import(bundle)) as typeof import('../../ts/index.ts');

export interface Subject {
  /** Whose statistics are compared; with those of the process in them. */
  readonly runtime: RuntimeClass;
  readonly round: (i: number) => void | Promise<void>;
  readonly end: () => void;
}

export interface Scenario {
  readonly name: string;
  /** Rounds of a batch; by default as many as there is time for. */
  readonly rounds?: number;
  /** By how much a count may differ from batch to batch. */
  readonly slack?: number;
  readonly make: () => Subject;
}

/** With a runtime of its own, in which `setup` has run. */
function on(
  name: string,
  setup: string,
  round: (runtime: RuntimeClass, i: number) => void,
  more: Pick<Scenario, 'rounds' | 'slack'> & { readonly options?: object } = {},
): Scenario {
  const make = (): Subject => {
    const runtime = new Runtime(more.options);
    runtime.run(setup);
    return { runtime, round: (i) => round(runtime, i), end: () => runtime.dispose() };
  };
  return { name, make, ...more };
}

/** A part of a program, run again and again: `code` is the body of a function. */
const inPython = (name: string, code: string, setup = '', more: Pick<Scenario, 'slack'> = {}): Scenario => {
  const body = code.replace(/^/gm, '    ');
  return on(
    name,
    `${setup}\ndef round_(i):\n${body}\n`,
    (runtime, i) => void runtime.call('round_', i),
    more,
  );
};

const HOT = 'def f(n):\n    t = 0\n    for i in range(n): t += i\n    return t\nf(3000)\n';

export const SCENARIOS: readonly Scenario[] = [
  on('create, run, dispose', '', () => {
    const runtime = new Runtime();
    runtime.run('x = [i for i in range(100)]');
    runtime.dispose();
  }),
  inPython(
    'weak references and finalizers',
    'a = Watched(i)\na.other = Watched(-i)\nkeys[a] = i\nrefs = [weakref.ref(a, seen.append) for _ in range(20)]\nnext(guarded())\nif i % 50 == 0: gc.collect()\nseen.clear()',
    'import gc, weakref\nseen = []\nkeys = weakref.WeakKeyDictionary()\nclass Watched:\n    def __init__(self, i): self.i = i\n    def __del__(self): seen.append(self.i)\ndef guarded():\n    try: yield 1\n    finally: seen.append(0)\n',
    { slack: 100 },
  ),
  // Until the engine looks, some are there.
  on(
    'create, run, drop',
    '',
    () => {
      new Runtime().run('x = [i for i in range(100)]');
    },
    { slack: 3 },
  ),
  on('create, compile traces, dispose', '', () => {
    const runtime = new Runtime({ jit: { threshold: 100 } });
    runtime.run(HOT);
    runtime.dispose();
  }),
  on('eval of equal source', '', (runtime) => void runtime.eval('1 + 1')),
  on('eval of changing source', '', (runtime, i) => void runtime.eval(`${i + 1} + ${i + 2}`)),
  on('run under changing file names', '', (runtime, i) => runtime.run('x = 1', { filename: `file${i}.py` })),
  inPython('eval and exec in Python', "eval(f'{i + 1} + 1'); exec(f'def g(): return {i + 1}', {})"),
  on('exec of hot code', '', (runtime) => runtime.run(HOT), { options: { jit: { threshold: 200 } } }),
  on(
    'exec of hot code in namespaces of its own',
    `HOT = ${JSON.stringify(`g = 1\n${HOT.replace('t += i', 't += g')}`)}`,
    (runtime) => runtime.run('exec(HOT, {})'),
    { options: { jit: { threshold: 200 } } },
  ),
  on(
    'calls of Python',
    'def f(a, b=2, *c, d=3): return a',
    (runtime) => void runtime.call('f', 1, 'two', [3], { x: 4 }),
  ),
  {
    name: 'output to JavaScript',
    make: () => {
      let bytes = 0;
      const runtime = new Runtime({ write: (_, text) => (bytes += text.length) });
      return { runtime, round: () => runtime.run('print("x" * 100)'), end: () => runtime.dispose() };
    },
  },
  on(
    'handles',
    'class A: pass\ndef make(): return A()',
    (runtime) => void (runtime.call('make') as PythonObject).type,
  ),
  on('conversions', '', (runtime, i) => {
    runtime.globals.set('x', {
      a: [i, 1.5, 'text', new Map([[1, new Set([i])]]), new Uint8Array(100)],
      b: 2n ** 80n,
    });
    runtime.globals.get('x');
  }),
  on('exceptions to JavaScript', 'def f(): raise ValueError(f())if 0 else ValueError(1)', (runtime) => {
    try {
      runtime.call('f');
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
    }
  }),
  on('syntax errors', '', (runtime, i) => {
    try {
      runtime.run(`x = = ${i}`, { filename: `wrong${i}.py` });
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
    }
  }),
  inPython('exceptions in Python', 'try: [][i]\nexcept IndexError as e: x = e.__traceback__'),
  inPython(
    'functions and closures',
    'def g(a=i):\n    return lambda: a + i\nh = g()\nh(); h.x = i',
    '',
    // In a short run its code becomes hot, trace by trace, until the end.
    { slack: 200 },
  ),
  inPython(
    'classes',
    `class A:
    __slots__ = ('p', 'q')
class B(A):
    def m(self): return super().__repr__() and 1
    x = property(lambda self: i)
b = B(); b.p = 1
b.y = 1; b.z = 2
b.m(), b.x, isinstance(b, A), A.__subclasses__()
T = type('T' + str(i), (B,), {'n' + str(i): 1})`,
  ),
  inPython(
    'attributes of changing names',
    "o = C()\nfor k in range(5): setattr(o, f'a{i % 100}_{k}', k)\nsetattr(o, 'u' + str(i), 1)",
    'class C: pass',
    // A class has thousands of shapes, each with a name, before its instances get dicts instead (SHAPE_MAX_TREE).
    { slack: 5000 },
  ),
  inPython(
    'interned strings',
    "x = {}\nsetattr(C(), 'name' + str(i), 1)\ngetattr(C, 'other' + str(i), 1)",
    'class C: pass',
  ),
  inPython(
    'suspended generators',
    'def g():\n    try:\n        yield from range(i + 5)\n    finally: pass\nx = g(); next(x)',
  ),
  inPython('cyclic garbage', 'a = []; a.append(a)\nclass N: pass\nn = N(); n.n = n; n.f = lambda: n'),
  inPython(
    'watched globals that change',
    'global G\nG = i\nfor k in range(1200): use()',
    'G = 0\ndef use(): return G',
  ),
  {
    ...on(
      'ten thousand hot loops, one after another',
      '',
      (runtime, i) =>
        runtime.run(
          `def f${i % 50}(n):\n    t = 0\n    for i in range(n): t += i * ${i}\n    return t\nf${i % 50}(500)\n`,
        ),
      { options: { jit: { threshold: 100 } } },
    ),
  },
  on(
    'hot loops that do not fit into code memory',
    Array.from(
      { length: 300 },
      (_, k) => `def f${k}(n):\n    t = 0\n    for i in range(n): t += i * ${k}\n    return t\n`,
    ).join(''),
    (runtime, i) => void runtime.call(`f${i % 300}`, 300),
    { options: { jit: { threshold: 100, codeLimit: 65536 } }, slack: 1500 },
  ),
  {
    name: 'a runtime in a worker thread',
    rounds: 3,
    make: () => {
      const runtime = new Runtime();
      const source = `import(${JSON.stringify(bundle)}).then(({ Runtime }) => { new Runtime({ jit: { threshold: 100 } }).run(${JSON.stringify(HOT)}); });`;
      const round = (): Promise<void> =>
        new Promise((resolve, reject) => {
          const worker = new Worker(source, { eval: true });
          worker.once('error', reject).once('exit', () => resolve());
        });
      return { runtime, round, end: () => runtime.dispose() };
    },
  },
];
