/** What goes when: runtimes, handles, code objects, traces, classes. Counts are compared, not bytes; scripts/soak.ts does both for longer. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { RuntimeStatistics } from '../../ts/api/options.ts';
import { root } from '../program-list.ts';

const { Runtime, PythonObject } = (await import(
  pathToFileURL(join(root, 'dist', 'index.js')).href
)) as typeof import('../../ts/index.ts');

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

const HOT = 'def f(n):\n    t = 0\n    for i in range(n): t += i\n    return t\nf(500)\n';
const eager = { jit: { threshold: 50 } };

/** After collections on both sides. */
function counts(runtime: InstanceType<typeof Runtime>): RuntimeStatistics {
  gc();
  runtime.collect();
  // What the collection found is told when a call ends.
  runtime.eval('0');
  return runtime.statistics;
}

describe('runtimes', () => {
  it.each(['disposed of', 'dropped'])('are collected when they are %s, their traces too', async (how) => {
    const observer = new Runtime();
    const before = counts(observer);
    const make = (): WeakRef<object> => {
      const runtime = new Runtime(eager);
      runtime.run(HOT);
      expect(runtime.statistics.traces).toBeGreaterThan(0);
      if (how === 'disposed of') runtime.dispose();
      return new WeakRef(runtime);
    };
    const made = Array.from({ length: 10 }, make);
    for (let i = 0; i < 5; i++) {
      await setImmediate();
      gc();
    }
    // The last one may be on the stack still.
    expect(made.filter((runtime) => runtime.deref()).length).toBeLessThanOrEqual(1);
    const after = counts(observer);
    expect(after.runtimes - before.runtimes).toBeLessThanOrEqual(1);
    expect(after.codeBytes - before.codeBytes).toBeLessThan(4096);
    observer.dispose();
  });

  it('that were dropped go in a synchronous loop too', () => {
    const observer = new Runtime();
    const { runtimes } = observer.statistics;
    for (let i = 0; i < 40; i++) {
      new Runtime().run('x = 1');
      if (i % 10 === 9) gc();
    }
    expect(observer.statistics.runtimes - runtimes).toBeLessThan(25);
    observer.dispose();
  });
});

describe('handles', () => {
  it('of objects that JavaScript drops are free at once, without the event loop', () => {
    const runtime = new Runtime();
    runtime.run('class A: pass\ndef make(): return A()');
    for (let i = 0; i < 2000; i++) runtime.call('make');
    gc();
    expect(runtime.statistics.handles).toBeLessThan(10);
    runtime.dispose();
  });

  it('keep their objects, and are no others after those in between went', () => {
    const runtime = new Runtime();
    runtime.run('class A:\n    def __init__(self, n): self.n = n\ndef make(n): return A(n)');
    const kept = [];
    for (let i = 0; i < 3000; i++) {
      const made = runtime.call('make', i);
      if (made instanceof PythonObject && i % 30 === 0) kept.push(made);
      if (i % 1000 === 0) {
        gc();
        runtime.collect();
      }
    }
    expect(kept.map((object) => object.get('n'))).toEqual(kept.map((_, i) => i * 30));
    runtime.dispose();
  });

  it('of another runtime are refused', () => {
    const [one, other] = [new Runtime(), new Runtime()];
    one.run('def f(): pass');
    other.run('x = []\ndef g(y): return y');
    const f = one.globals.get('f');
    one.dispose();
    expect(other.eval('len(x)')).toBe(0);
    expect(() => other.call('g', f)).toThrow();
    other.dispose();
  });
});

describe('code objects', () => {
  it('that nothing refers to go, on both sides', () => {
    const runtime = new Runtime(eager);
    const before = counts(runtime);
    for (let i = 0; i < 100; i++) runtime.eval(`[lambda: ${i + 1}][0]()`, { filename: `eval${i}` });
    runtime.run('for i in range(100): exec(f"def g(): return {i}")\ndel g, i');
    const after = counts(runtime);
    expect({ ...after, heapBytes: 0, interned: 0 }).toEqual({ ...before, heapBytes: 0, interned: 0 });
    expect(after.interned - before.interned).toBeLessThan(5);
    runtime.dispose();
  });

  it('take their traces with them, though these watch a namespace that refers to the code', () => {
    const runtime = new Runtime(eager);
    runtime.globals.set('HOT', `step = 1\n${HOT.replace('t += i', 't += step')}`);
    const before = counts(runtime);
    runtime.run('for i in range(5): exec(HOT, {})\ndel i');
    const during = runtime.statistics;
    expect(during.traces - before.traces).toBeGreaterThan(2);
    const after = counts(runtime);
    expect(after.traces).toBe(before.traces);
    expect(after.compiledTraces).toBe(before.compiledTraces);
    expect(after.watches).toBe(before.watches);
    expect(after.exits).toBe(before.exits);
    runtime.dispose();
  });

  it('stay while somebody may run them', () => {
    const runtime = new Runtime(eager);
    runtime.run(
      'def make(k):\n    return eval(f"lambda n: sum(i * {k} for i in range(n))")\nfs = [make(k) for k in range(15)]',
    );
    for (let i = 0; i < 100; i++) runtime.eval(`${i}`);
    runtime.collect();
    expect(runtime.eval('[f(200) for f in fs]')).toEqual(Array.from({ length: 15 }, (_, k) => 19900 * k));
    runtime.dispose();
  });
});

describe('classes', () => {
  it('that nothing refers to go with their shapes; bases forget them', () => {
    const runtime = new Runtime();
    runtime.run(
      'class Base: pass\ndef make(i):\n    class C(Base):\n        def m(self): return i\n    c = C(); c.x = c.y = i\n    return c.m()',
    );
    runtime.call('make', 0);
    const before = counts(runtime);
    for (let i = 0; i < 300; i++) runtime.call('make', i);
    const after = counts(runtime);
    expect(after.shapes).toBe(before.shapes);
    expect(runtime.eval('len(Base.__subclasses__())')).toBe(0);
    runtime.dispose();
  });

  it('with attributes of ever new names have a bounded number of shapes', () => {
    const runtime = new Runtime();
    runtime.run(
      'class C: pass\nfor i in range(20000):\n    c = C()\n    for k in range(3): setattr(c, f"a{(i >> k * 3) % 40}", k)\n',
    );
    expect(runtime.statistics.shapes).toBeLessThan(5000);
    runtime.dispose();
  });
});

describe('cold traces', () => {
  const functions = Array.from(
    { length: 60 },
    (_, k) => `def f${k}(n):\n    t = 0\n    for i in range(n): t += i * ${k}\n    return t\n`,
  ).join('');

  it('are evicted when code memory is full; results stay right', () => {
    // In a process of its own: the limit is the process's.
    const script = `
      const { Runtime } = await import(${JSON.stringify(pathToFileURL(join(root, 'dist', 'index.js')).href)});
      const runtime = new Runtime({ jit: { threshold: 50, codeLimit: 10000, dump: ['stats'] } });
      runtime.run(${JSON.stringify(functions)});
      let wrong = 0;
      for (let round = 0; round < 1; round++)
        for (let k = 0; k < 60; k++) {
          if (runtime.call('f' + k, 200) !== 19900 * k) wrong++;
          if (runtime.call('f0', 200) !== 0) wrong++;
        }
      console.log(JSON.stringify({ wrong, ...runtime.statistics }));
      runtime.dispose();`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    const result = JSON.parse(stdout);
    expect(result.wrong).toBe(0);
    expect(result.codeBytes).toBeLessThanOrEqual(10000);
    expect(result.compiledTraces).toBe(result.traces);
    expect(result.traces).toBeLessThan(30);
    const [, traces, evicted] = /^(\d+) traces.* (\d+) evicted/m.exec(stderr) ?? [];
    // f0 is in use all the time: it is not compiled again and again.
    expect(Number(evicted)).toBe(Number(traces) - result.traces);
    expect(Number(traces)).toBeLessThan(59 + 12);
  });
});
