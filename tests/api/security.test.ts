/** The lines of docs/security.md: what Python code can reach of the process it runs in. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RuntimeOptions } from '../../ts/index.ts';
import { root } from '../program-list.ts';

const { Runtime, PythonError } = (await import(
  join(root, 'dist', 'index.js')
)) as typeof import('../../ts/index.ts');

const folder = mkdtempSync(join(tmpdir(), 'pystitch-security-'));
const granted = join(folder, 'granted');
const secret = join(folder, 'granted-not');
mkdirSync(join(granted, 'below'), { recursive: true });
mkdirSync(secret);
writeFileSync(join(granted, 'allowed.py'), 'x = 1\n');
writeFileSync(join(granted, 'below', 'deep.py'), 'x = 2\n');
writeFileSync(join(granted, 'broken.py'), 'visible = (\n');
writeFileSync(join(secret, 'hidden.py'), 'password = (\n');
symlinkSync(secret, join(granted, 'link'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The type and the traceback of what a program raises. */
function failure(source: string, options: RuntimeOptions = {}): string {
  const runtime = new Runtime({ jit: false, ...options });
  try {
    runtime.run(source);
    return 'nothing';
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return `${error.type}\n${error.traceback}`;
  } finally {
    runtime.dispose();
  }
}

const appending = (path: string, module: string): string =>
  `import sys\nsys.path.insert(0, ${JSON.stringify(path)})\nimport ${module}`;

describe('files', () => {
  it('modules come from granted folders and those below', () => {
    expect(failure('import allowed', { path: [granted] })).toBe('nothing');
    expect(failure(appending(join(granted, 'below'), 'deep'), { path: [granted] })).toBe('nothing');
    expect(failure('import broken', { path: [granted] })).toContain('visible = (');
  });

  it.each([
    secret,
    `${granted}/../granted-not`,
    `${granted}/below/../../granted-not`,
    '/',
    '',
    '.',
    `${secret}\0`,
    'x'.repeat(5000),
  ])('not from %j', (path) => {
    for (const options of [{}, { path: [granted] }])
      expect(failure(appending(path, 'hidden'), options)).toMatch(/^ModuleNotFoundError/);
  });

  it('nor by odd names', () => {
    for (const name of ['../granted-not/hidden', '..granted-not.hidden', `${secret}/hidden`, 'hidden\0'])
      expect(failure(`__import__(${JSON.stringify(name)})`, { path: [granted] })).not.toContain('password');
  });

  it('a link in a granted folder is the host’s own', () => {
    expect(failure(appending(join(granted, 'link'), 'hidden'), { path: [granted] })).toContain('password');
  });

  it('tracebacks and SyntaxErrors show no file that was not run', () => {
    const file = JSON.stringify(join(secret, 'hidden.py'));
    const sources = [
      `exec(compile('1/0', ${file}, 'exec'))`,
      `compile('x = (', ${file}, 'exec')`,
      `raise SyntaxError('m', (${file}, 1, 1, None))`,
      `eval(compile('f(', ${file}, 'eval'))`,
      `e = SyntaxError('m'); e.filename = ${file}; e.lineno = 1; raise e`,
    ];
    for (const source of sources) expect(failure(source)).not.toContain('password');
  });

  it('open raises PermissionError', () => {
    expect(failure(`open(${JSON.stringify(join(granted, 'allowed.py'))})`, { path: [granted] })).toMatch(
      /^PermissionError/,
    );
  });
});

describe('the process', () => {
  const runtime = new Runtime({ jit: false });
  afterAll(() => runtime.dispose());

  it('modules for processes and sockets import, and make none', () => {
    runtime.run(`import errno, socket, subprocess
told = []
for attempt in (lambda: subprocess.run(['true']), socket.socket, lambda: socket.create_connection(('localhost', 80))):
    try: attempt()
    except OSError as e: told.append(e.errno == errno.ENOSYS)`);
    expect(runtime.globals.get('told')).toEqual([true, true, true]);
  });

  it('waits for descriptors of the runtime alone', () => {
    // The process has more than these; 0 to 2 are the streams that the host gave.
    runtime.run(`import errno, select
told = []
for fd in range(3, 40):
    try: select.select([fd], [], [], 0)
    except OSError as e: told.append(e.errno == errno.EBADF)
    poll = select.poll()
    poll.register(fd)
    told.append(poll.poll(0) == [(fd, select.POLLNVAL)])`);
    const told = runtime.globals.get('told') as unknown as Iterable<boolean | null>;
    expect(new Set(told)).toEqual(new Set([true]));
  });

  it.each(['os', 'posix', '_thread', 'ctypes', '_ctypes'])('no module %s that reaches out', (name) => {
    const source = `try:
    m = __import__('${name}')
    found = [n for n in ('system', 'fork', 'execv', 'posix_spawn', 'Popen', 'socket', 'CDLL') if hasattr(m, n)]
except ImportError: found = []`;
    runtime.run(source);
    expect(runtime.globals.get('found')).toEqual([]);
  });

  it('command line, exit, executable', () => {
    expect(runtime.eval('__import__("sys").argv')).toEqual(['']);
    expect(runtime.eval('__import__("sys").executable')).toBe('');
    expect(failure('import sys; sys.exit(3)')).toMatch(/^SystemExit/);
  });

  it('streams are what the host gives', () => {
    const written: number[] = [];
    const lines = ['a'];
    const granting = new Runtime({
      jit: false,
      write: (stream) => void written.push(stream),
      readLine: () => lines.shift() ?? null,
    });
    granting.run('import sys\nprint(input())\nprint(1, file=sys.stderr)');
    expect(new Set(written)).toEqual(new Set([1, 2]));
    granting.dispose();
  });

  it('randomness is what the host gives', () => {
    const asked: number[] = [];
    const source = `
import os, random, secrets, uuid
print(os.urandom(3), len(os.urandom(70_000)), os.getrandom(2), secrets.token_hex(2), uuid.uuid4())
print(random.Random().random() == random.Random().random())`;
    let text = '';
    const counting = new Runtime({
      jit: false,
      write: (_, bytes) => void (text += Buffer.from(bytes).toString()),
      random: (size) => {
        asked.push(size);
        return new Uint8Array(size).fill(0xe7);
      },
    });
    counting.run(source);
    counting.dispose();
    expect(text).toBe(
      "b'\\xe7\\xe7\\xe7' 70000 b'\\xe7\\xe7' e7e7 e7e7e7e7-e7e7-47e7-a7e7-e7e7e7e7e7e7\nTrue\n",
    );
    expect(asked).toContain(3);
    expect(Math.max(...asked)).toBe(65_536);
  });

  it('a source of randomness that fails, and one that returns something else', () => {
    const program = 'import os\nos.urandom(4)';
    const failing = (): Uint8Array => {
      throw new RangeError('no entropy');
    };
    const short = (): Uint8Array => new Uint8Array(3);
    const none = (): never => undefined as never;
    for (const [random, message] of [
      [failing, 'no entropy'],
      [short, 'random(4) must return a Uint8Array of 4 bytes'],
      [none, 'random(4) must return a Uint8Array of 4 bytes'],
    ] as const) {
      const one = new Runtime({ jit: false, random });
      expect(() => one.run(program)).toThrow(message);
      expect(one.eval('1 + 1')).toBe(2);
      one.dispose();
    }
  });

  it('functions of the host do not get in', () => {
    expect(() => runtime.globals.set('f', () => 1)).toThrow(TypeError);
    expect(() => runtime.globals.set('o', { f() {} })).toThrow(TypeError);
  });

  it('runtimes share nothing, hashes are seeded', () => {
    const other = new Runtime({ jit: false });
    runtime.run('import sys, builtins\nsys.x = builtins.y = 1');
    expect(other.eval('[hasattr(__import__("sys"), "x"), hasattr(__import__("builtins"), "y")]')).toEqual([
      false,
      false,
    ]);
    expect(() => other.globals.set('o', runtime.eval('object()'))).toThrow(TypeError);
    expect(runtime.eval('hash("a")')).not.toBe(other.eval('hash("a")'));
    other.dispose();
  });

  it('memory and recursion have limits', () => {
    expect(failure('x = [0]\nwhile True: x += x', { memoryLimit: 1 << 24 })).toMatch(/^MemoryError/);
    expect(failure('def f(): f()\nf()', { recursionLimit: 50 })).toMatch(/^RecursionError/);
    expect(failure('import os; os.memfd_create("memory")')).toMatch(/^PermissionError/);
  });

  it('descriptors of the process are not used up', () => {
    expect(failure('import os\nwhile True: os.pipe()')).toMatch(/^OSError[\s\S]*Errno 24/);
    expect(failure('import os\nfor n in range(1000): os.dup2(1, n)')).toMatch(/^OSError[\s\S]*Errno 9/);
    expect(failure('import os\nfor n in range(300): os.pipe()', { process: true })).toBe('nothing');
  });
});
