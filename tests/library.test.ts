/** The image of the standard library: what is in it, how it is read, what becomes of a damaged or foreign one. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { BLOB_MAGIC } from '../ts/contract/blob.ts';
import { CompileMode } from '../ts/contract/code.ts';
import { LIBRARY_MAGIC, LibraryHeader, textKey } from '../ts/contract/library-image.ts';
import { bytecodeIdentity } from '../ts/library/identity.ts';
import { LibraryImage } from '../ts/library/read-image.ts';
import { writeImage } from '../ts/library/write-image.ts';
import { root } from './program-list.ts';

const file = join(root, 'build', 'library', 'python3.14.image');
const identity = bytecodeIdentity(BLOB_MAGIC);
const scratch = mkdtempSync(join(tmpdir(), 'pystitch-library-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A copy of the package whose image is the given one. */
function packageWith(name: string, image: Uint8Array): string {
  const copy = join(scratch, name);
  mkdirSync(join(copy, 'build', 'library'), { recursive: true });
  cpSync(join(root, 'dist'), join(copy, 'dist'), { recursive: true });
  symlinkSync(join(root, 'build', 'native'), join(copy, 'build', 'native'));
  symlinkSync(join(root, 'build', 'stencils'), join(copy, 'build', 'stencils'));
  writeFileSync(join(copy, 'build', 'library', 'python3.14.image'), image);
  return join(copy, 'dist', 'cli.js');
}

function run(cli: string, program: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, [cli, '-c', program], { encoding: 'utf8' });
  return stdout + stderr;
}
const cli = join(root, 'dist', 'cli.js');

it('has modules, packages and their sources, and nothing of the archive that is not the library', () => {
  const image = new LibraryImage(file, identity);
  expect(image.names().length).toBeGreaterThan(500);
  expect(image.find('json')?.isPackage).toBe(true);
  expect(image.find('json.decoder')?.isPackage).toBe(false);
  expect(image.find('toString')).toBeUndefined();
  expect(image.source('keyword')).toContain('def');
  expect(image.names().filter((name) => /pyodide|emscripten|macholib/.test(name))).toEqual([]);
});

it('has its sources where __file__ says, for programs that look at them', () => {
  const program = `import json, os, pkgutil, importlib.resources as resources
modules = [m.name for m in pkgutil.iter_modules(json.__path__)] + ['__init__']
print(sorted(os.listdir(os.path.dirname(json.__file__))) == sorted(name + '.py' for name in modules))
print(open(json.decoder.__file__).read() == resources.read_text('json', 'decoder.py'), os.path.isdir(os.path.dirname(os.__file__)))`;
  expect(run(cli, program)).toBe('True\nTrue True\n');
});

it('imports from archives on sys.path, whether importlib is the system of import yet or not', () => {
  const archive = join(scratch, 'archive.zip');
  const files = { 'zipped.py': 'value = 42', 'package/__init__.py': '', 'package/inner.py': 'value = 43' };
  const encoded = Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]);
  writeFileSync(archive, zipSync(Object.fromEntries(encoded), { level: 0 }));
  for (const before of ['', 'import importlib; ']) {
    const program = `${before}import sys; sys.path.insert(0, ${JSON.stringify(archive)}); import zipped, package.inner
print(zipped.value, package.inner.value, zipped.__loader__.archive == sys.path[0], zipped.__file__ == sys.path[0] + '/zipped.py')`;
    expect(run(cli, program)).toBe('42 43 True True\n');
  }
});

it('shows the lines of modules that importlib has loaded', () => {
  writeFileSync(join(scratch, 'fails.py'), 'def f():\n    return 1 / 0\n');
  const program = `import importlib, sys; sys.path.insert(0, ${JSON.stringify(scratch)}); import fails; fails.f()`;
  expect(run(cli, program)).toMatch(/fails\.py", line 2, in f\n {4}return 1 \/ 0\n/);
});

it('imports modules, shows their lines in tracebacks, and compiles their loops', () => {
  expect(
    run(cli, 'import keyword; print(keyword.__file__.rpartition("/")[2], keyword.iskeyword("if"))'),
  ).toBe('keyword.py True\n');
  const text = run(cli, 'import colorsys; colorsys.rgb_to_hsv(None, 0, 0)');
  expect(text).toMatch(/python3\.14\/colorsys\.py", line \d+, in rgb_to_hsv\n {4}maxc = max\(r, g, b\)/);
  const loop =
    'import colorsys\nfor i in range(5000): h = colorsys.rgb_to_hsv(0.5, 0.25, i / 5000)\nprint(h[2])';
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cli, '--dump=stats', '--jit-threshold=100', '-c', loop],
    {
      encoding: 'utf8',
    },
  );
  expect(stdout).toBe('0.9998\n');
  expect(stderr).toMatch(/^[1-9]\d* traces/m);
});

// What imports much is slow in the modes that collect always, so these programs are not in tests/python.
describe.each(['tour', 'json_text', 'tokens', 'asyncio_loop'])(
  '%s.py prints what CPython printed',
  (name) => {
    it.each([
      ['in the interpreter', ['--jit=off']],
      ['in both tiers', ['--jit-threshold=5', '--jit-exit-threshold=5']],
    ])('%s', (_, options) => {
      const program = join(root, 'tests', 'library', name);
      const { stdout, stderr } = spawnSync(process.execPath, [cli, ...options, `${program}.py`], {
        encoding: 'utf8',
      });
      expect(stdout + stderr).toBe(readFileSync(`${program}.out`, 'utf8'));
    });
  },
);

it('reads a function when something is asked of it', () => {
  const program =
    'import heapq\nf = heapq.nlargest\nprint(f.__doc__.split()[0], f.__code__.co_names[:2], f.__code__.co_argcount, next(f.__code__.co_positions())[0] > 0)';
  expect(run(cli, program)).toBe("Find ('iter', 'object') 3 True\n");
});

it('refuses a damaged image, one of another build, and none', () => {
  const bytes = readFileSync(file);
  const { offset } = new LibraryImage(file, identity).find('keyword') ?? { offset: 0 };
  const inModule = bytes.slice();
  inModule[offset + 100] ^= 1;
  const damaged = packageWith('damaged', inModule);
  expect(run(damaged, 'import keyword')).toMatch(
    /ImportError: the standard library, .*python3\.14\.image, is damaged\n$/,
  );
  expect(run(damaged, 'import heapq; print(1)')).toBe('1\n');
  const inIndex = bytes.slice();
  inIndex[bytes.length - 1] ^= 1;
  expect(run(packageWith('index', inIndex), 'import keyword')).toMatch(/python3\.14\.image is damaged/);
  expect(run(packageWith('short', bytes.subarray(0, 40)), 'import keyword')).toMatch(
    /python3\.14\.image is damaged/,
  );
  expect(run(packageWith('text', Buffer.from('x'.repeat(100))), 'import keyword')).toMatch(
    /is not a library image/,
  );
  const foreign = bytes.slice();
  foreign[LIBRARY_MAGIC.length + 4 * LibraryHeader.identity] ^= 1;
  expect(run(packageWith('foreign', foreign), 'import keyword')).toMatch(
    /was built for another version of pystitch/,
  );
});

it('writes what it reads', () => {
  const module = {
    name: 'a.b',
    isPackage: false,
    blob: Uint8Array.of(1, 2, 3),
    source: Buffer.from('x = 1\n'),
  };
  const path = join(scratch, 'own');
  const key = textKey('x', CompileMode.EXPRESSION, 0);
  writeFileSync(path, writeImage([module], [{ key, blob: Uint8Array.of(4, 5) }], 7));
  const image = new LibraryImage(path, 7);
  expect(image.source('a.b')).toBe('x = 1\n');
  const found = image.find('a.b');
  expect([...readFileSync(path).subarray(found?.offset, (found?.offset ?? 0) + 3)]).toEqual([1, 2, 3]);
  expect(() => new LibraryImage(path, 8)).toThrow('another version');
});

it('modules that are not there say in one sentence why', () => {
  const names = 'ssl ctypes sqlite3 readline termios syslog curses tkinter tracemalloc'.split(' ');
  const program = `for name in ${JSON.stringify(names)}:
    try:
        __import__(name)
    except ImportError as error:
        print(error)`;
  const lines = run(cli, program).trimEnd().split('\n');
  expect(lines).toHaveLength(names.length);
  for (const [i, line] of lines.entries())
    expect(line).toMatch(new RegExp(`^${names[i]} cannot be imported: \\w`));
});
