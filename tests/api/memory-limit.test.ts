/** The memory limit as embedders meet it: what it covers, and what still works when it is reached. */
import { describe, expect, it } from 'vitest';
import type { Runtime, RuntimeOptions } from '../../ts/index.ts';
import { create as createUnlimited, library } from './create-runtime.ts';

const LIMIT = 32 * 2 ** 20;
const create = (options: RuntimeOptions = {}): Runtime => createUnlimited({ memoryLimit: LIMIT, ...options });

/** The type of the exception, or none. */
function ends(action: () => unknown): string {
  try {
    action();
    return 'none';
  } catch (error) {
    if (error instanceof library.PythonError) return error.type;
    throw error;
  }
}

describe('what the limit covers', () => {
  it('source text, before it is parsed', () => {
    const runtime = create();
    expect(ends(() => runtime.run(`x = [${'1,'.repeat(2_000_000)}]`))).toBe('MemoryError');
    expect(ends(() => runtime.run('import sys\nsys.intern("a")\neval("[" + "1," * 2_000_000 + "]")'))).toBe(
      'MemoryError',
    );
    expect(ends(() => runtime.run('x = 1'))).toBe('none');
  });

  it('code objects', () => {
    const runtime = create({ memoryLimit: 8 * 2 ** 20 });
    const before = runtime.heapUsed;
    runtime.run(`def f():\n${'  x = 1\n'.repeat(500)}`);
    // 500 instructions and a position for each; what the compiler made of them is gone.
    expect(runtime.heapUsed - before).toBeGreaterThan(5_000);
    expect(runtime.heapUsed - before).toBeLessThan(40_000);
    const source = 'k = []\ni = 0\nwhile True:\n  i += 1\n  k.append(eval(f"lambda x: x + {i}"))';
    expect(ends(() => runtime.run(source))).toBe('MemoryError');
  }, 60_000);

  it('what C code works with: a format that is too wide fails before it is made', () => {
    const runtime = create();
    for (const source of [
      "format(1, '1000000000d')",
      "'%.1000000000f' % 1.5",
      "'%1000000000d' % 1",
      'bytes(10**9)',
    ])
      expect(
        ends(() => runtime.run(source)),
        source,
      ).toBe('MemoryError');
  });
});

describe('after MemoryError', () => {
  it.each([
    ['small objects', 'x = None\nn = 0\nwhile True:\n  x = (x, n)\n  n += 1'],
    ['one list', 'x = []\nwhile True: x.append(None)'],
    [
      'a program that catches it again and again',
      'x = []\nfor i in range(20):\n  try:\n    while True: x.append([x])\n  except MemoryError: pass\nraise MemoryError',
    ],
  ])('%s: small code runs, the data can be dropped', (_, source) => {
    const runtime = create();
    expect(ends(() => runtime.run(source))).toBe('MemoryError');
    expect(runtime.eval('len(x) > 1')).toBe(true);
    runtime.run("message = f'{len(x):,}'\nprint(end='')");
    runtime.run('del x');
    runtime.run('x = list(range(100_000))');
    expect(runtime.eval('sum(x)')).toBe(4_999_950_000);
  });

  it('globals.clear() drops what the program kept', () => {
    const runtime = create();
    const empty = runtime.heapUsed;
    runtime.globals.set('kept', 1);
    expect(ends(() => runtime.run('class C: pass\nx = []\nwhile True: x.append(C())'))).toBe('MemoryError');
    runtime.globals.clear();
    expect(runtime.heapUsed).toBeLessThan(empty + 2 ** 20);
    expect(runtime.globals.has('kept')).toBe(false);
    expect(runtime.globals.get('__name__')).toBe('__main__');
    runtime.run('def f(n): return sum(range(n))\nx = f(10)');
    expect(runtime.globals.get('x')).toBe(45);
  });

  it('MemoryErrors are objects of their own', () => {
    const runtime = create();
    runtime.run(
      'def fail():\n  try: bytes(10**12)\n  except MemoryError as e: return e\na, b = fail(), fail()\na.args = ("mine",)',
    );
    expect(runtime.eval('a is b, a.args, b.args, a.__traceback__ is None')).toEqual([
      false,
      ['mine'],
      [],
      false,
    ]);
  });
});

describe('requests of memory that fail', () => {
  it('a runtime that cannot be made is an Error, and nothing leaks', () => {
    for (const at of [1, 2, 3, 5, 8, 13, 50, 200, 1000, 2577, 3801, 4093, 4123]) {
      const failAllocation = { at, count: 0 };
      expect(() => create({ jit: { stress: ['allocations'], failAllocation } }), String(at)).toThrow(
        'not enough memory for a runtime',
      );
    }
  });

  it('a program ends with MemoryError and the runtime goes on', () => {
    const source = 'd = {str(i): [i, i * 0.1, 2 ** i] for i in range(50)}\nprint(sorted(d)[:3])';
    for (let skip = 0; skip < 400; skip += 7) {
      let printed = '';
      const runtime = create({
        jit: { stress: ['allocations'] },
        write: (_, bytes) => void (printed += new TextDecoder().decode(bytes)),
      });
      runtime.failAllocations(skip, 1);
      const end = ends(() => runtime.run(source));
      expect(['none', 'MemoryError'], `after ${skip} requests`).toContain(end);
      runtime.failAllocations();
      printed = '';
      runtime.run(source);
      expect(printed).toBe("['0', '1', '10']\n");
      expect(runtime.disposeAndCount(), `bytes left after ${skip} requests`).toBe(0);
    }
  });

  it('hears of recordings that fail when no memory is left to tell of them', () => {
    // Every loop is recorded at once, and the compiler has no memory for most of the traces.
    const source = [1, 2, 3, 4, 5, 6].map((n) => `for i in range(40):\n  i + ${n}`).join('\n');
    for (let skip = 0; skip < 600; skip += 3) {
      const runtime = create({ jit: { threshold: 2, exitThreshold: 2, stress: ['allocations'] } });
      runtime.failAllocations(skip, 30);
      expect(['none', 'MemoryError'], `after ${skip} requests`).toContain(ends(() => runtime.run(source)));
      runtime.failAllocations();
      expect(runtime.disposeAndCount(), `bytes left after ${skip} requests`).toBe(0);
    }
  });
});
