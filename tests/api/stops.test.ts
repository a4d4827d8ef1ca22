/**
 * Stopping Python: time limits, signals, other threads, the end of the thread, output limits. Times are generous: what
 * is tested is that nothing goes on for ever (scripts/stop-latency.ts measures).
 */
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Runtime as RuntimeClass } from '../../ts/index.ts';
import { create, library, libraryPath } from './create-runtime.ts';

function thrown(body: () => unknown): DOMException {
  try {
    body();
  } catch (error) {
    return error as DOMException;
  }
  throw new Error('nothing was thrown');
}

describe('time limits', () => {
  it.each([
    ['native code', 'while True: pass', true],
    ['the interpreter', 'while True: pass', false],
    ['a loop in C', 'sum(iter(int, 1))', true],
    ['sleep', 'import time\ntime.sleep(100)', true],
    ['arithmetic', '3 ** 100_000_000 % 7', true],
    ['a search', "('a' * 100_000_000 + 'b').rfind('b' + 'a' * 1_000_000)", true],
    ['the compiler', 'compile("x = [1, 2]\\n" * 500_000, "s", "exec")', true],
    ['nested tuples of classes', 't = (str,)\nfor i in range(60): t = (t, t)\nisinstance(1, t)', true],
    ['the same for issubclass', 't = (str,)\nfor i in range(60): t = (t, t)\nissubclass(int, t)', true],
  ])('hold in %s', (_, source, jit) => {
    const runtime = create({ jit });
    const error = thrown(() => runtime.run(source, { timeout: 30 }));
    expect(error).toBeInstanceOf(DOMException);
    expect(error.name).toBe('TimeoutError');
    expect(runtime.eval('1 + 1')).toBe(2);
  });

  it('hold while a collection sees a cell that takes seconds', () => {
    const runtime = create();
    const start = performance.now();
    expect(thrown(() => runtime.run('list(range(10 ** 9))', { timeout: 50 })).name).toBe('TimeoutError');
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('tell where Python was', () => {
    const runtime = create();
    runtime.run('def f():\n  while True: pass');
    const error = thrown(() => runtime.limited({ timeout: 100 }, () => runtime.call('f')));
    expect((error.cause as Error & { traceback: string }).traceback).toContain('in f');
  });

  it('hold however short they are', () => {
    for (const timeout of [Number.MIN_VALUE, 1e-9])
      expect(thrown(() => create().run('while True: pass', { timeout })).name).toBe('TimeoutError');
  });

  it('hold while values are converted', () => {
    const runtime = create();
    runtime.run('x = list(range(3_000_000))');
    const convert = (): unknown => runtime.limited({ timeout: 10 }, () => runtime.eval('x'));
    expect(thrown(convert).name).toBe('TimeoutError');
    const items = new Array(1_000_000).fill('x');
    const set = (): void => runtime.limited({ timeout: 10 }, () => runtime.globals.set('y', items));
    expect(thrown(set).name).toBe('TimeoutError');
  });

  it('are the default of each entry', () => {
    const runtime = create({ timeout: 30 });
    runtime.run('def f():\n  while True: pass');
    expect(thrown(() => runtime.call('f')).name).toBe('TimeoutError');
    expect(thrown(() => runtime.eval('f()')).name).toBe('TimeoutError');
    runtime.run('import time\ntime.sleep(0.06)', { timeout: 60_000 });
  });

  it('cannot be swallowed', () => {
    const runtime = create();
    runtime.run(`log = []
def swallowing():
  while True:
    try:
      while True: pass
    except BaseException as e: log.append(e)
def cleaning():
  try:
    while True: pass
  finally:
    while True: pass`);
    for (const name of ['swallowing', 'cleaning'])
      expect(thrown(() => runtime.limited({ timeout: 100 }, () => runtime.call(name))).name).toBe(
        'TimeoutError',
      );
    expect(runtime.eval('[type(e).__name__ for e in log][:1]')).toEqual(['Stopped']);
    expect(runtime.eval('isinstance(log[0], Exception)')).toBe(false);
    expect(runtime.eval('__import__("sys").exception()')).toBe(null);
  });

  it('leave time for finally, with and generators', () => {
    const runtime = create();
    runtime.run(`log = []
class C:
  def __enter__(self): pass
  def __exit__(self, *a): log.append('with')
def g():
  try: yield 1
  finally:
    for x in range(10): str([C, x])
    log.append('generator')
def f():
  try:
    with C():
      i = g()
      next(i)
      try:
        while True: pass
      finally: i.close()
  except Exception: log.append('wrong')
  finally: log.append('finally')`);
    expect(thrown(() => runtime.limited({ timeout: 100 }, () => runtime.call('f'))).name).toBe(
      'TimeoutError',
    );
    expect(runtime.eval('log')).toEqual(['generator', 'with', 'finally']);
  });

  it('of an inner call end the inner call only', () => {
    let caught = '';
    const runtime: RuntimeClass = create({
      write: () => {
        caught = thrown(() => runtime.run('while True: pass', { timeout: 20 })).name;
      },
    });
    runtime.run('print("x", flush=True)\ndone = 1', { timeout: 60_000 });
    expect([caught, runtime.globals.get('done')]).toEqual(['TimeoutError', 1]);
  });

  it('of an outer call end inner calls too', () => {
    const runtime: RuntimeClass = create({ write: () => runtime.run('while True: pass') });
    const source = 'while True:\n  try: print("x", flush=True)\n  except BaseException: pass';
    expect(thrown(() => runtime.run(source, { timeout: 20 })).name).toBe('TimeoutError');
    expect(runtime.eval('2')).toBe(2);
  });

  it('are checked', () => {
    const runtime = create();
    for (const timeout of [0, -1, Number.NaN, '5' as never])
      expect(() => runtime.run('', { timeout })).toThrow(/timeout/);
    expect(() => runtime.run('', { signal: {} as never })).toThrow(/signal/);
    runtime.run('x = 1', { timeout: Number.POSITIVE_INFINITY });
  });
});

describe('signals', () => {
  it('stop Python when a callback aborts', () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const runtime = create({ write: () => controller.abort(reason) });
    const source = 'print("x", flush=True)\nwhile True: pass';
    expect(thrown(() => runtime.run(source, { signal: controller.signal }))).toBe(reason);
    expect(runtime.eval('1')).toBe(1);
  });

  it('that were aborted before let nothing run', () => {
    const runtime = create();
    const signal = AbortSignal.abort('no');
    expect(thrown(() => runtime.run('x = 1', { signal }))).toBe('no');
    expect(runtime.globals.has('x')).toBe(false);
    expect(thrown(() => runtime.limited({ signal }, () => 1))).toBe('no');
  });

  it('are let go of', () => {
    const { signal } = new AbortController();
    const runtime = create();
    for (let i = 0; i < 3; i++) runtime.limited({ signal, timeout: 1000 }, () => runtime.eval('1'));
    signal.dispatchEvent(new Event('abort'));
    expect(runtime.eval('1')).toBe(1);
  });
});

describe('limits', () => {
  it('of output', () => {
    let text = '';
    const runtime = create({ outputLimit: 1000, write: (_, bytes) => void (text += Buffer.from(bytes)) });
    const error = thrown(() => runtime.run('while True: print("0123456789")'));
    expect(error.name).toBe('QuotaExceededError');
    runtime.flush();
    expect(text.length).toBe(1000);
    runtime.run('print("again")');
    expect(text.slice(1000)).toBe('again\n');
  });

  it('of recursion', () => {
    const runtime = create({ recursionLimit: 50 });
    runtime.run('def f(n): return n and f(n - 1)');
    expect(() => runtime.eval('f(60)')).toThrow(/recursion/);
    expect(() => runtime.run('import sys; sys.setrecursionlimit(1000)')).toThrow(/host's recursion limit/);
    expect(() => runtime.eval('f(60)')).toThrow(/recursion/);
  });
});

/** Runs `source` in a worker; resolves when it is about to run. */
async function inWorker(
  source: string,
  write = '',
): Promise<{ worker: Worker; handle: unknown; end: Promise<unknown> }> {
  const code = `const { parentPort } = require('node:worker_threads');
    import(${JSON.stringify(pathToFileURL(libraryPath).href)}).then(({ Runtime }) => {
      const runtime = new Runtime({ ${write} });
      parentPort.postMessage(runtime.stopHandle);
      try { runtime.run(${JSON.stringify(source)}); } catch (error) { parentPort.postMessage(error.name); }
    });`;
  const worker = new Worker(code, { eval: true });
  const handle = await new Promise((resolve) => worker.once('message', resolve));
  const end = new Promise((resolve) => worker.once('message', resolve));
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { worker, handle, end };
}

describe('worker threads', () => {
  it.each([
    ['native code', 'while True: pass', ''],
    ['a loop in C', 'sum(iter(int, 1))', ''],
    ['sleep', 'import time\ntime.sleep(100)', ''],
    ['the compiler', 'while True: compile("x = 1\\n" * 100_000, "s", "exec")', ''],
    [
      'callbacks',
      'while True:\n  try: print("x", flush=True)\n  except BaseException: pass',
      'write() { throw 1; }',
    ],
    ['a callback', 'print("x", flush=True)', 'write() { for (;;); }'],
  ])('end in %s', async (_, source, write) => {
    const { worker } = await inWorker(source, write);
    expect(await worker.terminate()).toBe(1);
  });

  it('are stopped by another thread', async () => {
    const { stopRuntime } = library;
    const { worker, handle, end } = await inWorker(
      'while True:\n  try:\n    while True: pass\n  except BaseException: pass',
    );
    while (!stopRuntime(handle as never)) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await end).toBe('AbortError');
    expect(stopRuntime(handle as never)).toBe(false);
    await worker.terminate();
  });

  it('do not keep the process from its end', () => {
    const code = `const { Worker } = require('node:worker_threads');
      const worker = new Worker(\`import(${JSON.stringify(pathToFileURL(libraryPath).href)}).then(({ Runtime }) => {
        const runtime = new Runtime();
        require('node:worker_threads').parentPort.postMessage(1);
        runtime.run('while True: pass');
      })\`, { eval: true });
      worker.once('message', () => setTimeout(() => process.exit(7), 50));`;
    expect(spawnSync(process.execPath, ['-e', code], { timeout: 60_000 }).status).toBe(7);
  });
});
