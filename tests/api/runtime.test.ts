/** The library as embedders use it (dist/index.js): limits, conversions, several runtimes, threads. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { PythonObject, Runtime as RuntimeClass, RuntimeOptions } from '../../ts/index.ts';
import { root } from '../program-list.ts';
import { create, library, libraryPath } from './create-runtime.ts';

const { Runtime, PythonError } = library;

/** A runtime and what it has printed so far, by stream. */
function capturing(options: RuntimeOptions = {}): { runtime: RuntimeClass; text: Record<1 | 2, string> } {
  const text = { 1: '', 2: '' };
  const decoder = new TextDecoder();
  const runtime = create({
    ...options,
    write: (stream, bytes) => void (text[stream] += decoder.decode(bytes)),
  });
  return { runtime, text };
}

function errorOf(action: () => unknown): InstanceType<typeof PythonError> {
  try {
    action();
  } catch (error) {
    if (error instanceof PythonError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('running', () => {
  it('run, eval, globals, call', () => {
    const runtime = create();
    runtime.run(
      'def add(a, b=10, *rest, **named):\n    return a + b + sum(rest) + sum(named.values())\nx = 5',
    );
    expect(runtime.eval('add(x, 1)')).toBe(6);
    expect(runtime.call('add', 1)).toBe(11);
    expect(runtime.call('add', 1, 2, 3, 4)).toBe(10);
    expect((runtime.globals.get('add') as PythonObject).callWithKeywords([1], { b: 2, other: 3 })).toBe(6);
    runtime.globals.set('x', 40);
    runtime.run('x += 2');
    expect(runtime.globals.get('x')).toBe(42);
    expect(runtime.globals.has('x')).toBe(true);
    expect(runtime.globals.names()).toContain('add');
    expect(runtime.globals.delete('x')).toBe(true);
    expect(runtime.globals.delete('x')).toBe(false);
    expect(runtime.globals.get('x')).toBeUndefined();
    expect(() => runtime.call('nothing')).toThrow('no Python function named nothing');
    expect(runtime.eval('__name__')).toBe('__main__');
  });

  it('source may be bytes, with a declared encoding', () => {
    const runtime = create();
    runtime.run(Buffer.from('# coding: latin-1\nx = "\xe9"', 'latin1'));
    expect(runtime.globals.get('x')).toBe('é');
  });

  it('output reaches the callback before control comes back', () => {
    const { runtime, text } = capturing();
    runtime.run('import sys\nprint("out", "é€😀")\nprint("err", file=sys.stderr)');
    expect(text).toEqual({ 1: 'out é€😀\n', 2: 'err\n' });
    runtime.runInteractive('1 + 1');
    expect(text[1]).toBe('out é€😀\n2\n');
  });

  it('input comes from readLine', () => {
    const lines = ['first\n', 'second'];
    const { runtime, text } = capturing({ readLine: () => lines.shift() ?? null });
    runtime.run('a = input("? ")\nb = input()\ntry:\n    input()\nexcept EOFError as e:\n    c = str(e)');
    expect(['a', 'b', 'c'].map((name) => runtime.globals.get(name))).toEqual([
      'first',
      'second',
      'EOF when reading a line',
    ]);
    expect(text[1]).toBe('? ');
  });

  it('argv, path, import', () => {
    const { runtime } = capturing({ argv: ['prog', 'a'], path: [join(root, 'tests/python')] });
    expect(runtime.eval('__import__("sys").argv')).toEqual(['prog', 'a']);
    const leaf = runtime.import('import_fixture.sub.leaf');
    expect(leaf.type).toBe('module');
    expect(leaf.get('__name__')).toBe('import_fixture.sub.leaf');
    expect(errorOf(() => runtime.import('no_such_module')).type).toBe('ModuleNotFoundError');
  });
});

describe('conversions', () => {
  const identity = (value: unknown): unknown => {
    const runtime = create();
    runtime.globals.set('value', value);
    return runtime.eval('value');
  };
  const asPython = (value: unknown): unknown => {
    const runtime = create();
    runtime.globals.set('value', value);
    return runtime.eval('f"{type(value).__name__} {value!r}"');
  };

  it.each([
    [0, 'int 0'],
    [-1, 'int -1'],
    [2 ** 31, 'int 2147483648'],
    [Number.MAX_SAFE_INTEGER, 'int 9007199254740991'],
    [-Number.MAX_SAFE_INTEGER, 'int -9007199254740991'],
    [1.5, 'float 1.5'],
    [-0, 'float -0.0'],
    [2 ** 53, 'float 9007199254740992.0'],
    [1e300, 'float 1e+300'],
    [5e-324, 'float 5e-324'],
    [Number.NaN, 'float nan'],
    [Number.POSITIVE_INFINITY, 'float inf'],
    [2n ** 64n, 'int 18446744073709551616'],
    [-(2n ** 100n), 'int -1267650600228229401496703205376'],
    [2n ** 62n, 'int 4611686018427387904'],
    [-(2n ** 63n), 'int -9223372036854775808'],
    ['', "str ''"],
    ['plain', "str 'plain'"],
    ['é€😀', "str 'é€😀'"],
    ['a\ud800b', "str 'a\\ud800b'"],
    ['\udc00\ud800', "str '\\udc00\\ud800'"],
    ['nul\0inside', "str 'nul\\x00inside'"],
    [true, 'bool True'],
    [false, 'bool False'],
    [null, 'NoneType None'],
    [[1, 'two', [null, [true]]], "list [1, 'two', [None, [True]]]"],
    [[], 'list []'],
    [new Uint8Array([0, 255]), "bytes b'\\x00\\xff'"],
    [{ a: 1, 'b c': [2] }, "dict {'a': 1, 'b c': [2]}"],
    [new Set([1, 'a']), "set {1, 'a'}"],
  ])('%s there and back', (value, python) => {
    if (!(value instanceof Set)) expect(asPython(value)).toBe(python);
    expect(identity(value)).toEqual(value);
  });

  it('what does not come back as it went', () => {
    expect(identity(undefined)).toBeNull();
    expect(identity(5n)).toBe(5);
    expect(identity(new Map([['a', 1]]))).toEqual({ a: 1 });
    const map = new Map<unknown, unknown>([
      [1, 'int key'],
      ['a', 'str key'],
    ]);
    expect(identity(map)).toEqual(map);
    const runtime = create();
    expect(runtime.eval('(1, 2)')).toEqual([1, 2]);
    expect(runtime.eval('frozenset([1])')).toEqual(new Set([1]));
    expect(runtime.eval('{1: 2, "a": (3,)}')).toEqual(
      new Map<unknown, unknown>([
        [1, 2],
        ['a', [3]],
      ]),
    );
    expect(runtime.eval('{"__proto__": 1}')).toSatisfy((value: object) => Object.hasOwn(value, '__proto__'));
    expect(runtime.eval('2**53')).toBe(2n ** 53n);
    expect(runtime.eval('bytearray(b"x")')).toBeDefined();
  });

  it('objects without a counterpart stay Python objects', () => {
    const runtime = create();
    runtime.run(
      'class P:\n    def __init__(self, x): self.x = x\n    def twice(self): return P(self.x * 2)\n    def __repr__(self): return f"P({self.x})"',
    );
    const p = (runtime.globals.get('P') as PythonObject).call(21) as PythonObject;
    expect(p.type).toBe('P');
    expect(String(p)).toBe('P(21)');
    expect(p.get('x')).toBe(21);
    const twice = (p.get('twice') as PythonObject).call() as PythonObject;
    expect(twice.get('x')).toBe(42);
    runtime.globals.set('same', p);
    runtime.globals.set('inside', [p, { key: p }]);
    expect(runtime.eval('same is inside[0] is inside[1]["key"]')).toBe(true);
    expect(runtime.eval('[same, {"k": same}]')).toSatisfy(
      (value: [PythonObject, { k: PythonObject }]) => value[0].get('x') === 21 && value[1].k.get('x') === 21,
    );
    expect(errorOf(() => p.get('nothing')).message).toBe("'P' object has no attribute 'nothing'");
    expect(errorOf(() => (p.get('twice') as PythonObject).call(1)).type).toBe('TypeError');
  });

  it('what cannot be converted is an error', () => {
    const runtime = create();
    expect(() => runtime.globals.set('f', () => 1)).toThrow(TypeError);
    expect(() => runtime.globals.set('s', Symbol('s'))).toThrow(TypeError);
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(() => runtime.globals.set('c', cyclic)).toThrow(RangeError);
    expect(errorOf(() => runtime.eval('(l := [], l.append(l))[0]')).type).toBe('RecursionError');
    const other = create();
    other.run('def f(): pass');
    expect(() => runtime.globals.set('f', other.globals.get('f'))).toThrow();
    expect(errorOf(() => runtime.globals.set('k', new Set([[1]]))).type).toBe('TypeError');
    // The runtime still works after all that.
    expect(runtime.eval('1 + 1')).toBe(2);
  });
});

describe('errors', () => {
  it('an exception is a PythonError', () => {
    const runtime = create();
    const error = errorOf(() =>
      runtime.run('def f(x):\n    return {}[x]\n\nf("k")', { filename: 'shown.py' }),
    );
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.type, error.message]).toEqual(['PythonError', 'KeyError', "'k'"]);
    expect(error.traceback).toBe(
      'Traceback (most recent call last):\n  File "shown.py", line 4, in <module>\n    f("k")\n    ~^^^^^\n' +
        '  File "shown.py", line 2, in f\n    return {}[x]\n           ~~^^^\nKeyError: \'k\'\n',
    );
    expect(error.exitCode).toBeUndefined();
    expect(errorOf(() => runtime.run('import sys; sys.exit(3)'))).toMatchObject({
      type: 'SystemExit',
      exitCode: 3,
    });
    expect(errorOf(() => runtime.run('import sys; sys.exit()'))).toMatchObject({ exitCode: null });
  });

  it('a syntax error too', () => {
    const error = errorOf(() => create().run('x = (1', { filename: 'bad.py' }));
    expect([error.type, error.message]).toEqual(['SyntaxError', "'(' was never closed (bad.py, line 1)"]);
    expect(error.traceback).toBe(
      '  File "bad.py", line 1\n    x = (1\n        ^\nSyntaxError: \'(\' was never closed\n',
    );
    expect(errorOf(() => create().eval('1 +')).type).toBe('SyntaxError');
  });

  it('tracebacks show no files but those that run', () => {
    const runtime = create();
    const source = `exec(compile("1/0", ${JSON.stringify(join(root, 'package.json'))}, "exec"))`;
    expect(errorOf(() => runtime.run(source)).traceback).not.toContain('"name"');
  });

  it('an exception whose str fails', () => {
    const runtime = create();
    const error = errorOf(() =>
      runtime.run('class E(Exception):\n    def __str__(self): raise self\nraise E'),
    );
    expect([error.type, error.message]).toEqual(['E', '']);
    expect(error.traceback).toMatch(/E: <exception str\(\) failed>\n$/);
  });

  it('has written what was printed before an exception', () => {
    const seen: string[] = [];
    const runtime = create({ write: (_, bytes) => void seen.push(Buffer.from(bytes).toString()) });
    expect(() => runtime.run('print(1)\n1 / 0')).toThrow('division by zero');
    expect(seen).toEqual(['1\n']);
    runtime.run('def f():\n  print(2)\n  raise KeyError(3)');
    expect(() => runtime.call('f')).toThrow('3');
    expect(seen).toEqual(['1\n', '2\n']);
  });

  it('exceptions of callbacks pass through Python', () => {
    const runtime = create({
      write: () => {
        throw new RangeError('no more output');
      },
      readLine: () => {
        throw new Error('no input');
      },
    });
    expect(() => runtime.run('print("x", flush=True)')).toThrow(RangeError);
    expect(() => runtime.run('print("x")')).toThrow(RangeError);
    expect(() => runtime.run('input()')).toThrow('no input');
    runtime.run('try:\n    print("x", flush=True)\nexcept RuntimeError as e:\n    caught = str(e)');
    expect(runtime.globals.get('caught')).toContain('RangeError: no more output');
  });
});

describe('limits', () => {
  it('memory', () => {
    const runtime = create({ memoryLimit: 32 << 20 });
    expect(errorOf(() => runtime.run('l = []\nwhile True: l.append([0] * 1000)')).type).toBe('MemoryError');
    expect(errorOf(() => runtime.run('"a" * 10**9')).type).toBe('MemoryError');
    runtime.run('del l');
    runtime.collect();
    expect(runtime.heapUsed).toBeLessThan(16 << 20);
    expect(runtime.eval('sum(range(10))')).toBe(45);
  });

  it('recursion', () => {
    const runtime = create({ recursionLimit: 100 });
    runtime.run('def depth(n=1):\n    try: return depth(n + 1)\n    except RecursionError: return n');
    expect(runtime.call('depth')).toBeLessThanOrEqual(100);
    expect(runtime.call('depth')).toBeGreaterThan(90);
    const deeper = create({ recursionLimit: 20_000 });
    deeper.run('def f(n): return n and 1 + f(n - 1)');
    expect(deeper.call('f', 15_000)).toBe(15_000);
  });

  it('interrupt from a callback', () => {
    let printed = 0;
    const runtime: RuntimeClass = create({
      write: () => {
        if (++printed === 3) runtime.interrupt();
      },
    });
    const error = errorOf(() => runtime.run('while True: print("x", flush=True)'));
    expect(error.type).toBe('KeyboardInterrupt');
    expect(runtime.eval('1')).toBe(1);
  });

  it('calls from a callback into the same runtime', () => {
    const seen: unknown[] = [];
    const runtime: RuntimeClass = create({ write: () => void seen.push(runtime.eval('depth')) });
    runtime.run('depth = 7\nprint("x", flush=True)\ndepth = 8');
    expect(seen).toEqual([7]);
    expect(runtime.eval('depth')).toBe(8);
  });
});

describe('life', () => {
  it('runtimes know nothing of each other', () => {
    const [a, b] = [create(), create()];
    a.run('import sys\nsys.shared = 1\nx = "a"');
    b.run('import sys\nx = "b"');
    expect([a.eval('x'), b.eval('x'), b.eval('hasattr(sys, "shared")')]).toEqual(['a', 'b', false]);
    expect(a.eval('[1, 2]')).toEqual(b.eval('[1, 2]'));
  });

  it('dispose', () => {
    const runtime = new Runtime();
    runtime.run('def f(): return 1');
    const f = runtime.globals.get('f') as PythonObject;
    runtime.dispose();
    runtime.dispose();
    expect(() => runtime.run('1')).toThrow('this Runtime was disposed');
    expect(() => runtime.eval('1')).toThrow('this Runtime was disposed');
    expect(() => runtime.globals.get('f')).toThrow('this Runtime was disposed');
    expect(() => runtime.call('f')).toThrow('this Runtime was disposed');
    expect(() => f.call()).toThrow('this Runtime was disposed');
    expect(() => String(f)).toThrow('this Runtime was disposed');
    expect(() => runtime.heapUsed).toThrow('this Runtime was disposed');
    expect(() => runtime.collect()).toThrow('this Runtime was disposed');
  });

  it('cannot be disposed by its own callback', () => {
    let message = '';
    const runtime: RuntimeClass = create({
      write: () => {
        try {
          runtime.dispose();
        } catch (error) {
          message = (error as Error).message;
        }
      },
    });
    runtime.run('print("x", flush=True)\nx = 1');
    expect(message).toBe('cannot dispose a Runtime while it runs');
    expect(runtime.eval('x')).toBe(1);
  });

  it('many, one after the other', () => {
    for (let i = 0; i < 200; i++) {
      const runtime = new Runtime();
      runtime.run('x = [i for i in range(100)]');
      runtime.dispose();
    }
  });

  it('hash seed', () => {
    const hashes = [1, 1, 2].map((hashSeed) => create({ hashSeed }).eval('hash("text")'));
    expect(hashes[0]).toEqual(hashes[1]);
    expect(hashes[0]).not.toEqual(hashes[2]);
  });

  it('worker threads', async () => {
    const source = `
      import { parentPort } from 'node:worker_threads';
      import { Runtime, PythonError } from ${JSON.stringify(pathToFileURL(libraryPath).href)};
      const runtime = new Runtime();
      runtime.run('def f(n):\\n    t = 0\\n    for i in range(n): t += i * i\\n    return t');
      const answers = [runtime.call('f', 200000)];
      try { runtime.run('def r(): return [r()]\\nr()'); } catch (e) { answers.push(e instanceof PythonError && e.type); }
      try { runtime.run('l = []\\nfor i in range(10**5): l = [l]\\nrepr(l)'); } catch (e) { answers.push(e.type); }
      runtime.dispose();
      parentPort.postMessage(answers);`;
    const url = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
    const answers = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise((resolve, reject) => {
            const worker = new Worker(url);
            worker.on('message', resolve);
            worker.on('error', reject);
          }),
      ),
    );
    const expected = [
      Array.from({ length: 200_000 }, (_, i) => i * i).reduce((a, b) => a + b),
      'RecursionError',
      'RecursionError',
    ];
    expect(answers).toEqual([expected, expected, expected]);
  });
});
