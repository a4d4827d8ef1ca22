/** The options `files`, `environment`, `workingDirectory` and `process`: what is granted works, nothing else does. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { RuntimeOptions } from '../../ts/index.ts';
import { library } from './create-runtime.ts';

const { Runtime, PythonError } = library;

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pystitch-files-')));
const readable = join(folder, 'readable');
const writable = join(folder, 'writable');
const secret = join(folder, 'writable-not');
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  for (const path of [readable, writable, secret]) rmSync(path, { recursive: true, force: true });
  mkdirSync(join(readable, 'below'), { recursive: true });
  mkdirSync(join(writable, 'below'), { recursive: true });
  mkdirSync(secret);
  writeFileSync(join(readable, 'text'), 'readable text');
  writeFileSync(join(secret, 'password'), 'sesame');
  symlinkSync(secret, join(writable, 'out'));
  symlinkSync(join(secret, 'password'), join(writable, 'out-file'));
  symlinkSync(join(secret, 'new'), join(writable, 'out-new'));
  symlinkSync('../writable-not', join(writable, 'out-relative'));
  symlinkSync(join(readable, 'text'), join(writable, 'in'));
  symlinkSync('loop', join(writable, 'loop'));
});

const grants: RuntimeOptions = { files: { read: [readable], write: [writable] } };

/** What a program with `posix` as p leaves in `result`, or the exception's type. */
function run(source: string, options: RuntimeOptions = grants): unknown {
  const runtime = new Runtime({ jit: false, ...options });
  try {
    runtime.globals.set('readable', readable);
    runtime.globals.set('writable', writable);
    runtime.globals.set('secret', secret);
    runtime.run(`import posix as p\nresult = None\n${source}`);
    return runtime.globals.get('result');
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return error.type;
  } finally {
    runtime.dispose();
  }
}

const read = (path: string): string => `fd = p.open(${path}, p.O_RDONLY)\nresult = p.read(fd, 100).decode()`;
const write = (path: string): string =>
  `fd = p.open(${path}, p.O_WRONLY | p.O_CREAT | p.O_TRUNC)\nresult = p.write(fd, b'mine')`;

describe('granted folders', () => {
  it('nothing without the option', () => {
    for (const path of [
      "readable + '/text'",
      "'/etc/passwd'",
      "'text'",
      "'/dev/null'",
      "'/proc/self/environ'",
    ]) {
      expect(run(read(path), {})).toBe('PermissionError');
      expect(run(`p.stat(${path})`, {})).toBe('PermissionError');
    }
    expect(run("p.listdir('/')", {})).toBe('PermissionError');
    expect(run('p.listdir()', {})).toBe('PermissionError');
    expect(run('result = p.getcwd()', {})).toBe('/');
    expect(run('result = len(p.environ)', {})).toBe(0);
  });

  it('reading and writing', () => {
    expect(run(read("readable + '/text'"))).toBe('readable text');
    expect(run(read("readable + '/below/../text'"))).toBe('readable text');
    expect(run(read("writable + '/in'"))).toBe('readable text');
    expect(run(write("writable + '/new'"))).toBe(4);
    expect(run(write("writable + '/below/new'"))).toBe(4);
    expect(run(read("writable + '/new'"))).toBe('mine');
    expect(run('result = sorted(p.listdir(readable))')).toEqual(['below', 'text']);
    expect(readFileSync(join(writable, 'new'), 'utf8')).toBe('mine');
  });

  it('what may be read may not be written', () => {
    for (const change of [
      write("readable + '/text'"),
      write("readable + '/new'"),
      write("writable + '/in'"),
      "p.unlink(readable + '/text')",
      "p.rename(readable + '/text', writable + '/text')",
      "p.rename(writable + '/in', readable + '/in')",
      "p.mkdir(readable + '/new')",
      "p.rmdir(readable + '/below')",
      "p.chmod(readable + '/text', 0o600)",
      "p.utime(readable + '/text')",
      "p.truncate(readable + '/text', 0)",
      "p.symlink('x', readable + '/link')",
      "p.mkfifo(readable + '/fifo')",
      "p.link(readable + '/text', writable + '/hard')",
      "p.truncate(writable + '/in', 0)",
      "p.chmod(writable + '/in', 0o600)",
      'p.rmdir(writable)',
      "p.rename(writable, writable + '/x')",
    ])
      expect([change, run(change)]).toEqual([change, 'PermissionError']);
    expect(readFileSync(join(readable, 'text'), 'utf8')).toBe('readable text');
    expect(run("result = p.access(readable + '/text', p.W_OK)")).toBe(false);
    expect(run("result = p.access(readable + '/text', p.R_OK)")).toBe(true);
  });

  it('links and .. lead nowhere else', () => {
    for (const path of [
      "secret + '/password'",
      "writable + '/out/password'",
      "writable + '/out-relative/password'",
      "writable + '/out-file'",
      "writable + '/../writable-not/password'",
      "writable + '/below/../../writable-not/password'",
      "writable + '/out/../writable-not/password'",
      "writable + '/./out//password'",
      "'/proc/self/root' + secret + '/password'",
      "'/proc/self/cwd/package.json'",
      "'/dev/fd/0'",
    ]) {
      expect([path, run(read(path))]).toEqual([path, 'PermissionError']);
      expect([path, run(write(path))]).toEqual([path, 'PermissionError']);
      expect([path, run(`p.stat(${path})`)]).toEqual([path, 'PermissionError']);
      expect([path, run(`p.truncate(${path}, 0)`)]).toEqual([path, 'PermissionError']);
    }
    expect(run(write("writable + '/out-new'"))).toBe('PermissionError');
    expect(existsSync(join(secret, 'new'))).toBe(false);
    expect(run("p.listdir(writable + '/out')")).toBe('PermissionError');
    expect(run("p.chdir(writable + '/out')")).toBe('PermissionError');
    expect(run("p.mkdir(writable + '/out/new')")).toBe('PermissionError');
    expect(run("p.rename(writable + '/in', writable + '/out/in')")).toBe('PermissionError');
    expect(run("p.link(writable + '/out-file', writable + '/hard', follow_symlinks=True)")).toBe(
      'PermissionError',
    );
    expect(readFileSync(join(secret, 'password'), 'utf8')).toBe('sesame');
  });

  it('links that the program makes', () => {
    expect(run(`p.symlink(secret, writable + '/mine')\n${read("writable + '/mine/password'")}`)).toBe(
      'PermissionError',
    );
    // A relative link that leads out once it is moved.
    const moved = `p.mkdir(writable + '/a')
p.mkdir(writable + '/a/b')
p.symlink('../../writable-not', writable + '/a/b/l')
p.rename(writable + '/a/b/l', writable + '/below/l')
p.rename(writable + '/below/l', writable + '/l')
`;
    expect(run(moved + read("writable + '/below/../l/password'"))).not.toBe('sesame');
    expect(run("result = p.readlink(writable + '/out')")).toBe(secret);
  });

  it('says nothing about what is elsewhere', () => {
    for (const name of ['password', 'nothing', 'nothing/below'])
      expect(run(`p.stat(secret + '/${name}')`)).toBe('PermissionError');
    expect(run("p.stat(writable + '/out/nothing')")).toBe('PermissionError');
    expect(run("p.stat(writable + '/nothing')")).toBe('FileNotFoundError');
    expect(run("p.stat(readable + '/text/x')")).toBe('NotADirectoryError');
    expect(run("p.stat(writable + '/loop')")).toBe('OSError');
  });

  it('descriptors of folders', () => {
    const opened = 'd = p.open(writable, p.O_RDONLY)\n';
    expect(run(`${opened}p.stat('../writable-not/password', dir_fd=d)`)).toBe('PermissionError');
    expect(run(`${opened}p.open('out/password', p.O_RDONLY, dir_fd=d)`)).toBe('PermissionError');
    expect(run(`${opened}fd = p.open('in', p.O_RDONLY, dir_fd=d)\nresult = p.read(fd, 9).decode()`)).toBe(
      'readable ',
    );
    expect(run(`${opened}result = 'in' in p.listdir(d)`)).toBe(true);
  });

  it('descriptors are the runtime’s own', () => {
    for (let fd = 3; fd < 40; fd++) expect(run(`p.read(${fd}, 1)`)).toBe('OSError');
    expect(run(`p.closerange(0, 100)\nresult = 1`)).toBe(1);
    const first = new Runtime({ jit: false, ...grants });
    first.globals.set('path', join(readable, 'text'));
    first.run('import posix\nfd = posix.open(path, posix.O_RDONLY)');
    expect(first.globals.get('fd')).toBe(3);
    expect(run('p.read(3, 1)')).toBe('OSError');
    first.dispose();
    expect(() => process.stdout.write('')).not.toThrow();
  });

  it('modules and tracebacks follow no link that the program made', () => {
    writeFileSync(join(secret, 'hidden.py'), 'password = "sesame"\n');
    const options: RuntimeOptions = { path: [writable], files: { write: [writable] } };
    expect(run('import out.hidden\nresult = out.hidden.password', options)).toBe('ModuleNotFoundError');
    const swapped = `fd = p.open(writable + '/mod.py', p.O_WRONLY | p.O_CREAT)
p.write(fd, b'def f(): 1/0\\n')
import mod
p.unlink(writable + '/mod.py')
p.symlink(secret + '/hidden.py', writable + '/mod.py')
mod.f()`;
    const runtime = new Runtime({ jit: false, ...options });
    runtime.globals.set('writable', writable);
    runtime.globals.set('secret', secret);
    let traceback = '';
    try {
      runtime.run(`import posix as p\n${swapped}`);
    } catch (error) {
      if (error instanceof PythonError) traceback = error.traceback;
    }
    expect(traceback).toContain('ZeroDivisionError');
    expect(traceback).not.toContain('sesame');
    runtime.dispose();
  });

  it('a folder of modules that the program replaces by a link is no folder of modules', () => {
    writeFileSync(join(secret, 'hidden.py'), 'password = "sesame"\n');
    const options: RuntimeOptions = { path: [join(writable, 'below')], files: { write: [writable] } };
    const swapped = `p.rmdir(writable + '/below')
p.symlink(secret, writable + '/below')
import hidden
result = hidden.password`;
    expect(run(swapped, options)).toBe('ModuleNotFoundError');
  });

  it('one sentence says why', () => {
    const runtime = new Runtime({ jit: false });
    const failing =
      "try: __import__('posix').stat('/x')\nexcept OSError as e: result = [e.errno, e.strerror, e.filename]";
    runtime.run(failing);
    expect(runtime.globals.get('result')).toEqual([
      13,
      'Permission denied: the host has not granted it to this runtime',
      '/x',
    ]);
    runtime.dispose();
  });
});

describe('surroundings', () => {
  it('a working directory of its own', () => {
    const options: RuntimeOptions = { ...grants, workingDirectory: writable };
    const before = process.cwd();
    expect(run('result = p.getcwd()', options)).toBe(writable);
    expect(run(`p.chdir('below')\n${write("'x'")}\nresult = p.getcwd()`, options)).toBe(
      join(writable, 'below'),
    );
    expect(existsSync(join(writable, 'below', 'x'))).toBe(true);
    expect(run(read("'../readable/text'"), options)).toBe('readable text');
    expect(run("p.chdir('..')", options)).toBe('PermissionError');
    expect(process.cwd()).toBe(before);
  });

  it('an environment of its own', () => {
    const environment = { A: 'b', Ü: 'ü' };
    expect(run('result = sorted(p.environ.items())[0][1].decode()', { environment })).toBe('b');
    expect(
      run("p.putenv('PYSTITCH_TEST', '1')\nresult = p._create_environ()[b'PYSTITCH_TEST'].decode()", {
        environment,
      }),
    ).toBe('1');
    expect(process.env.PYSTITCH_TEST).toBeUndefined();
    expect(run("p.putenv('PYSTITCH_TEST', '2')", { environment: true })).toBeNull();
    expect(process.env.PYSTITCH_TEST).toBe('2');
    expect(run("p.unsetenv('PYSTITCH_TEST')", { environment: true })).toBeNull();
    expect(process.env.PYSTITCH_TEST).toBeUndefined();
  });

  it('the process is not Python’s', () => {
    for (const act of [
      'p._exit(3)',
      'p.abort()',
      'p.kill(p.getpid(), 9)',
      'p.killpg(0, 9)',
      'p.umask(0)',
      'p.nice(1)',
      'p.setuid(0)',
      'p.setgroups([])',
      'p.setpriority(0, 0, 1)',
      'p.sched_setaffinity(0, [0])',
    ])
      expect([act, run(act)]).toEqual([act, 'PermissionError']);
    expect(run('import _signal\n_signal.signal(2, _signal.SIG_IGN)')).toBe('PermissionError');
    expect(run('import _signal\n_signal.raise_signal(9)')).toBe('PermissionError');
    expect(
      run("result = [hasattr(p, n) for n in ('fork', 'execv', 'posix_spawn', 'system', 'popen', 'chroot')]"),
    ).toEqual(Array(6).fill(false));
  });

  it('options are checked', () => {
    const wrong: unknown[] = [
      { files: 'all' },
      { files: { read: '/' } },
      { files: { execute: [] } },
      { files: [] },
      { environment: { A: 1 } },
      { environment: { 'A=B': 'c' } },
      { environment: [] },
      { workingDirectory: 1 },
      { process: 1 },
      { optimize: 3 },
    ];
    for (const options of wrong) expect(() => new Runtime(options as RuntimeOptions)).toThrow(TypeError);
  });

  it('optimize', () => {
    const source = "assert 0\ndef f():\n  'doc'\nresult = [__debug__, f.__doc__]";
    expect(run(source, {})).toBe('AssertionError');
    expect(run(source, { optimize: 1 })).toEqual([false, 'doc']);
    expect(run(source, { optimize: 2 })).toEqual([false, null]);
  });
});
