/** Modules that `cacheFolder` has compiled, for programs that may import them and read no files. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { SETTLED_SECONDS } from '../../ts/contract/kept-code.ts';
import { PythonError, Runtime } from '../../ts/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'pystitch-kept-'));
afterAll(() => rmSync(folder, { recursive: true }));
const modules = join(folder, 'modules');
const module = join(modules, 'failing.py');
mkdirSync(modules);
writeFileSync(module, 'def fail():\n  def inner(): return 1 / 0\n  return inner()\n');
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETTLED_SECONDS * 1000 + 100);

const tracebackOf = (runtime: Runtime, source: string): string => {
  try {
    runtime.run(source);
  } catch (error) {
    if (error instanceof PythonError) return error.traceback;
    throw error;
  }
  return '';
};

it.each(['compiled', 'kept'])('source lines in tracebacks: %s', () => {
  using runtime = new Runtime({ path: [modules], cacheFolder: join(folder, 'cache') });
  // A name for a file says nothing about it before it is imported.
  const named = `exec(compile('\\n1/0', ${JSON.stringify(module)}, 'exec'))`;
  expect(tracebackOf(runtime, named)).not.toContain('inner');
  const traceback = tracebackOf(runtime, 'import failing\nfailing.fail()');
  expect(traceback).toContain('return inner()');
  expect(traceback).toContain('return 1 / 0');
});

it('what is imported again and again', () => {
  using runtime = new Runtime({ path: [modules], cacheFolder: join(folder, 'cache') });
  const again = (): void =>
    runtime.run('for i in range(200):\n  import failing, sys\n  del failing, sys.modules["failing"]');
  again();
  runtime.collect();
  const { codes, heapBytes } = runtime.statistics as unknown as Record<string, number>;
  for (let i = 0; i < 5; i++) again();
  runtime.collect();
  const after = runtime.statistics as unknown as Record<string, number>;
  expect(after.codes).toBeLessThan(codes + 10);
  expect(after.heapBytes).toBeLessThan(heapBytes + 100_000);
});

it('entries that nobody made again go, but they are looked at once a day', () => {
  const cacheFolder = join(folder, 'full');
  mkdirSync(cacheFolder);
  const entry = (number: number): string => join(cacheFolder, number.toString(16).padStart(64, '0'));
  const old = new Date(Date.now() - 40 * 24 * 3600 * 1000);
  const add = (number: number): void => {
    writeFileSync(entry(number), '');
    if (number % 2) utimesSync(entry(number), old, old);
  };
  const run = (source: string): void => {
    using runtime = new Runtime({ path: [modules], cacheFolder });
    writeFileSync(join(modules, `${source}.py`), '');
    runtime.run(`import ${source}`);
  };
  for (let number = 0; number < 400; number++) add(number);
  run('first');
  expect(existsSync(entry(0))).toBe(true);
  expect(existsSync(entry(1))).toBe(false);
  add(1);
  run('second');
  expect(existsSync(entry(1))).toBe(true);
});
