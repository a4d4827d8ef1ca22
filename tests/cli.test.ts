/**
 * The command as its user meets it: exit status, standard output and standard error, word for word CPython
 * 3.14's (but for the program's own name).
 */
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { KeptEntry, SETTLED_SECONDS } from '../ts/contract/kept-code.ts';
import { root } from './program-list.ts';

const cli = join(root, 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'pystitch-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in the scratch folder; its name is removed from what the command prints. */
function run(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}): Outcome {
  const result: SpawnSyncReturns<string> = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: { ...process.env, ...env },
    timeout: 60_000,
  });
  const short = (text: string): string => text.replaceAll(`${folder}/`, '');
  return { status: result.status, out: short(result.stdout), err: short(result.stderr) };
}

const ok = (out: string): Outcome => ({ status: 0, out, err: '' });
const failed = (status: number, err: string, out = ''): Outcome => ({ status, out, err });

const usage =
  "usage: pystitch [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `pystitch -h' for more information.\n";

describe('command line', () => {
  it('PYTHONHASHSEED', () => {
    const hashes = (PYTHONHASHSEED: string): Outcome =>
      run(['-c', "print(hash('abc'))"], '', { PYTHONHASHSEED });
    expect(hashes('0')).toEqual(ok('-4594863902769663758\n')); // as in CPython
    expect(hashes('1')).toEqual(ok('-4667308735975688587\n'));
    expect(hashes('random')).not.toEqual(hashes('random'));
    const message = 'pystitch: PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]\n';
    for (const wrong of ['-1', '4294967296', 'x']) expect(hashes(wrong)).toEqual(failed(1, message));
  });

  it('wrong options', () => {
    expect(run(['-Q'])).toEqual(failed(2, `Unknown option: -Q\n${usage}`));
    expect(run(['--nope'])).toEqual(failed(2, `unknown option --nope\n${usage}`));
    expect(run(['-c'])).toEqual(failed(2, `Argument expected for the -c option\n${usage}`));
    expect(run(['-m'])).toEqual(failed(2, `Argument expected for the -m option\n${usage}`));
    expect(run(['--jit=maybe', 'x.py']).status).toBe(2);
    expect(run(['--jit-threshold=no', 'x.py']).status).toBe(2);
    expect(run(['--memory-limit=0', 'x.py']).status).toBe(2);
    expect(run(['--dump=nonsense', 'x.py']).status).toBe(2);
    expect(run(['--stress=nonsense', 'x.py']).status).toBe(2);
  });

  it('help and version', () => {
    expect(run(['--help']).out).toMatch(/^usage: pystitch .*--memory-limit/s);
    expect(run(['-h']).status).toBe(0);
    expect(run(['--version']).out).toMatch(/^pystitch \d+\.\d+\.\d+ \(Python 3\.14\)\n$/);
  });

  it('letters share a dash, arguments follow theirs', () => {
    expect(run(['-cprint(1)'])).toEqual(ok('1\n'));
    expect(run(['-Bsc', 'print(2)'])).toEqual(ok('2\n'));
    expect(run(['-Bcimport sys; print(sys.argv, sys.flags.dont_write_bytecode)', '-x'])).toEqual(
      ok("['-c', '-x'] 1\n"),
    );
    expect(run(['-W'])).toEqual(failed(2, `Argument expected for the -W option\n${usage}`));
    expect(run(['-BX'])).toEqual(failed(2, `Argument expected for the -X option\n${usage}`));
    expect(run(['-BZ'])).toEqual(failed(2, `Unknown option: -Z\n${usage}`));
    file('plain.py', 'print("plain")\n');
    expect(run(['--', 'plain.py'])).toEqual(ok('plain\n'));
    expect(run(['-B', '--', '-c'])).toEqual(
      failed(2, "pystitch: can't open file '-c': [Errno 2] No such file or directory\n"),
    );
  });

  it('sys says what the command line said', () => {
    const names = ['debug', 'inspect', 'optimize', 'no_user_site', 'no_site', 'ignore_environment', 'verbose', 'bytes_warning', 'quiet', 'isolated', 'dev_mode', 'safe_path', 'int_max_str_digits']; // biome-ignore format: a list of names
    const flags = (args: readonly string[], env = {}): string =>
      run(
        [...args, '-c', `import sys; print(*[sys.flags.${names.join(', sys.flags.')}])`],
        '',
        env,
      ).out.trim();
    expect(flags([])).toBe('0 0 0 0 0 0 0 0 0 0 False False 4300');
    expect(flags(['-OOvvqdsSb'])).toBe('1 0 2 1 1 0 2 1 1 0 False False 4300');
    expect(flags(['-I'])).toBe('0 0 0 1 0 1 0 0 0 1 False True 4300');
    expect(flags(['-X', 'dev', '-Xint_max_str_digits=700', '-P'])).toBe('0 0 0 0 0 0 0 0 0 0 True True 700');
    const env = { PYTHONOPTIMIZE: '2', PYTHONVERBOSE: 'x', PYTHONSAFEPATH: '1', PYTHONINTMAXSTRDIGITS: '0' };
    expect(flags([], env)).toBe('0 0 2 0 0 0 1 0 0 0 False True 0');
    expect(flags(['-E'], env)).toBe('0 0 0 0 0 1 0 0 0 0 False False 4300');
    const show = 'import sys; print(sys.warnoptions, sys._xoptions, sys.orig_argv[1:])';
    expect(
      run(['-Wa', '-W', 'b', '-Xc', '-X', 'd=e', '-bb', '-c', show, 'f'], '', { PYTHONWARNINGS: 'g,h' }),
    ).toEqual(
      ok(
        `['g', 'h', 'a', 'b', 'error::BytesWarning'] {'c': True, 'd': 'e'} ['-Wa', '-W', 'b', '-Xc', '-X', 'd=e', '-bb', '-c', '${show}', 'f']\n`,
      ),
    );
    expect(run(['-X', 'int_max_str_digits=5', '-c', '1'])).toEqual(
      failed(1, 'pystitch: -X int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited.\n'),
    );
    expect(run(['-c', 'import sys; sys.exit(not sys.executable.endswith("cli.js"))'])).toEqual(ok(''));
  });

  it('-O, -P, -x, -VV', () => {
    file('asserts.py', 'assert 0\ndef f():\n  "doc"\nprint(__debug__, f.__doc__)\n');
    expect(run(['asserts.py']).err).toContain('AssertionError');
    expect(run(['-O', 'asserts.py'])).toEqual(ok('False doc\n'));
    expect(run(['-OO', 'asserts.py'])).toEqual(ok('False None\n'));
    file('importing.py', 'import asserts\n');
    expect(run(['-OO', 'importing.py'])).toEqual(ok('False None\n'));
    expect(run(['-P', 'importing.py']).err).toContain("No module named 'asserts'");
    file('first.py', 'not python\nprint("line"); 1/0\n');
    const skipped = run(['-x', 'first.py']);
    expect(skipped.out).toBe('line\n');
    expect(skipped.err).toContain('line 2');
    expect(run(['-VV']).out).toMatch(/^pystitch \S+ \(Python 3\.14\), Node /);
  });

  it('modules are kept compiled', () => {
    const cache = join(folder, 'cache');
    const env = { XDG_CACHE_HOME: cache, PYTHONDONTWRITEBYTECODE: '' };
    const entries = (): string[] =>
      existsSync(join(cache, 'pystitch')) ? readdirSync(join(cache, 'pystitch')) : [];
    const big = (value: number): void =>
      void file('big.py', `value = ${value}\ndef f():\n  return 1/0\n${'# fill\n'.repeat(500)}`);
    file(
      'user.py',
      'import big\nprint(big.value)\ntry: big.f()\nexcept ZeroDivisionError as e: print(e.__traceback__.tb_next.tb_lineno)\n',
    );
    big(1);
    expect(run(['-B', 'user.py'], '', env)).toEqual(ok('1\n3\n'));
    expect(entries()).toEqual([]);
    expect(run(['user.py'], '', env)).toEqual(ok('1\n3\n'));
    const first = entries();
    expect(first).toHaveLength(2);
    expect(run(['user.py'], '', env)).toEqual(ok('1\n3\n'));
    expect(entries()).toEqual(first);
    big(2);
    expect(run(['user.py'], '', env)).toEqual(ok('2\n3\n'));
    expect(entries()).toEqual(first);
    for (const name of entries()) {
      const path = join(cache, 'pystitch', name);
      const content = readFileSync(path);
      content[content.length - 3] ^= 1;
      writeFileSync(path, content);
    }
    expect(run(['user.py'], '', env)).toEqual(ok('2\n3\n'));
    for (const name of entries()) writeFileSync(join(cache, 'pystitch', name), 'short');
    expect(run(['user.py'], '', env)).toEqual(ok('2\n3\n'));
    expect(run(['user.py'], '', { XDG_CACHE_HOME: '/proc/nowhere' })).toEqual(ok('2\n3\n'));
    file('raising.py', 'import big\nbig.f()\n');
    expect(run(['raising.py'], '', env).err).toContain('return 1/0');
  });

  it('loops of what is kept are recorded as those of what was compiled', () => {
    const env = {
      XDG_CACHE_HOME: mkdtempSync(join(folder, 'cache-')),
      PYTHONDONTWRITEBYTECODE: '',
      PYTHONHASHSEED: '0',
    };
    file(
      'looping.py',
      'def f(n):\n  total = 0\n  for i in range(n):\n    total += i\n  return total\nfor _ in range(30): f(100)\n',
    );
    const stats = (): string[] =>
      run(['--dump=stats', '--jit-threshold=37', 'looping.py'], '', env)
        .err.split('\n')
        .filter((line) => !line.includes(' ms '));
    const compiled = stats();
    expect(compiled[1]).toMatch(/^[1-9]\d* traces/);
    expect(stats()).toEqual(compiled);
  });

  it.each(['', 'import importlib.util; '])('files that are as they were: %j', (first) => {
    const cache = mkdtempSync(join(folder, 'cache-'));
    const env = { XDG_CACHE_HOME: cache, PYTHONDONTWRITEBYTECODE: '' };
    const path = file('settled.py', 'value = 1\ndef f(): return 1/0\n');
    const program = `${first}import settled; print(settled.value)`;
    const prints = (value: number, of = program): void =>
      expect(run(['-c', of], '', env)).toEqual(ok(`${value}\n`));
    const stamped = (): boolean => {
      const [name] = readdirSync(join(cache, 'pystitch'));
      const entry = readFileSync(join(cache, 'pystitch', name));
      return entry.subarray(KeptEntry.stamp, KeptEntry.source).some((byte) => byte !== 0);
    };
    const settle = (): void =>
      void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETTLED_SECONDS * 1000 + 100);
    // Its time of change says nothing yet.
    prints(1);
    expect(stamped()).toBe(false);
    settle();
    prints(1);
    expect(stamped()).toBe(true);
    prints(1);
    expect(run(['-c', `${program}\nsettled.f()`], '', env).err).toContain('def f(): return 1/0');
    // As large as before and as old, it seems.
    const { atime, mtime } = statSync(path);
    const replace = (value: number): void => {
      file('settled.py', `value = ${value}\ndef f(): return 1/0\n`);
      utimesSync(path, atime, mtime);
    };
    replace(2);
    prints(2);
    expect(stamped()).toBe(false);
    replace(3);
    prints(3);
    settle();
    prints(3);
    prints(3);
    // Who changes what is loaded gets that, and leaves nothing behind.
    const changed = `import importlib.machinery as m, importlib.util as u
class Loader(m.SourceFileLoader):
  def get_data(self, path): return super().get_data(path).replace(b'3', b'4')
spec = u.spec_from_loader('settled', Loader('settled', ${JSON.stringify(path)}))
settled = u.module_from_spec(spec)
spec.loader.exec_module(settled)
print(settled.value)`;
    for (let i = 0; i < 2; i++) prints(4, changed);
    const patched = `import importlib.machinery as m
data = m.SourceFileLoader.get_data
m.SourceFileLoader.get_data = lambda self, path: data(self, path).replace(b'3', b'5')
${program}`;
    for (let i = 0; i < 2; i++) prints(5, patched);
    for (let i = 0; i < 2; i++) prints(3);
    // Damaged where only the whole of it tells.
    for (const name of readdirSync(join(cache, 'pystitch'))) {
      const content = readFileSync(join(cache, 'pystitch', name));
      content[content.length - 2] ^= 0x40;
      writeFileSync(join(cache, 'pystitch', name), content);
    }
    for (let i = 0; i < 2; i++) prints(3);
  });

  it.each(['', 'import importlib.util; '])(
    'what is kept compiled, of imports and of what they generate: %j',
    (first) => {
      const cache = mkdtempSync(join(folder, 'cache-'));
      const env = { XDG_CACHE_HOME: cache, PYTHONDONTWRITEBYTECODE: '' };
      const count = (): number => readdirSync(join(cache, 'pystitch')).length;
      const generating =
        "code = eval('[1, 2, 3, 4].index(3)') + len(compile('x = 1', '<made>', 'exec').co_names)\n";
      file('warning.py', `def f():\n  try: return 1\n  finally: return 2\n${generating}`);
      file('warned.py', `import warning\nprint(warning.f(), warning.code)\n`);
      const program = `${first}import warned\nprint(eval('sum([10, 20, 30])'))\n`;
      const found = run(['-c', program], '', env);
      expect(found.err).toContain('SyntaxWarning');
      expect(found.out).toBe('2 3\n60\n');
      // Two modules and two texts; not what the program itself consists of and generates.
      expect(count()).toBe(4);
      expect(run(['-c', program], '', env)).toEqual(ok('2 3\n60\n'));
      // Who compiles it is warned again.
      file('compiles.py', "compile(open('warning.py').read(), 'warning.py', 'exec')\n");
      for (let i = 0; i < 2; i++) expect(run(['compiles.py'], '', env).err).toContain('SyntaxWarning');
      // As a module that runs for ever does.
      file('endless.py', "for i in range(3000): eval(f'[{i}].index({i})')\n");
      run(['-c', 'import endless'], '', env);
      expect(count()).toBeLessThan(2100);
    },
  );

  it('a short program loads nothing of Node that it does not need', () => {
    const watch = file(
      'watch.cjs',
      `const before = new Set(process.moduleLoadList);
       process.on('exit', () => console.log(process.moduleLoadList.filter((name) => !before.has(name)).join()));`,
    );
    const options = { NODE_OPTIONS: `--require=${watch}` };
    expect(run(['-c', 'print("hello")'], '', options)).toEqual(ok('hello\nNativeModule vm\n'));
    expect(run(['-c', 'import json, typing; print(1)'], '', options)).toEqual(ok('1\nNativeModule vm\n'));
  });

  it('files that cannot be run', () => {
    expect(run(['none.py'])).toEqual(
      failed(2, "pystitch: can't open file 'none.py': [Errno 2] No such file or directory\n"),
    );
    mkdirSync(join(folder, 'empty'));
    expect(run(['empty'])).toEqual(failed(1, "pystitch: can't find '__main__' module in 'empty'\n"));
    file('plain', '');
    expect(run(['plain/x.py'])).toEqual(
      failed(2, "pystitch: can't open file 'plain/x.py': [Errno 20] Not a directory\n"),
    );
  });

  it('arguments and names', () => {
    file('args.py', 'import sys\nprint(sys.argv, __name__, __file__)\n');
    expect(run(['args.py', 'a', '-b', '--dis'])).toEqual(
      ok("['args.py', 'a', '-b', '--dis'] __main__ args.py\n"),
    );
    expect(run(['-c', 'import sys; print(sys.argv, sys.path[0] == "")', 'a', '-c'])).toEqual(
      ok("['-c', 'a', '-c'] True\n"),
    );
    expect(run(['-', 'x'], 'import sys; print(sys.argv, __name__)')).toEqual(ok("['-', 'x'] __main__\n"));
    expect(run([], 'print("from", "stdin")')).toEqual(ok('from stdin\n'));
    file('folder/__main__.py', 'import sys, beside\nprint(__name__, sys.argv[0], beside.x)\n');
    file('folder/beside.py', 'x = 1\n');
    expect(run(['folder'])).toEqual(ok('__main__ folder 1\n'));
  });

  it('-m of a module in an archive', () => {
    const members = {
      'zipped/__init__.py': 'print("init", __name__)\n',
      'zipped/__main__.py': 'import sys\nprint(__name__, __package__, sys.argv[1:])\n',
      'zipped/sub.py': 'from . import __name__ as package\nprint(package, __name__)\n',
    };
    const bytes = Object.entries(members).map(([name, text]) => [name, Buffer.from(text)] as const);
    const archive = file('made.whl', zipSync(Object.fromEntries(bytes)));
    const at = (...args: string[]) =>
      run([
        '-c',
        `import sys, runpy; sys.path.insert(0, ${JSON.stringify(archive)}); runpy.run_module(${JSON.stringify(args[0])}, None, '__main__')`,
      ]);
    expect(at('zipped.sub')).toEqual(ok('init zipped\nzipped __main__\n'));
    const environment = { ...process.env, PYTHONPATH: archive };
    const result = spawnSync(process.execPath, [cli, '-m', 'zipped', 'a'], {
      cwd: folder,
      env: environment,
      encoding: 'utf8',
    });
    expect(result.stdout).toBe("init zipped\n__main__ zipped ['a']\n");
  });

  it('-m', () => {
    file('pk/__init__.py', 'print("init", __name__)\n');
    file('pk/__main__.py', 'from . import other\nprint(__name__, __package__, other.v)\n');
    file('pk/other.py', 'v = 1\nif __name__ == "__main__": print("other runs")\n');
    file('pk/sub/__init__.py', '');
    file('pk/sub/leaf.py', 'from .. import other\nimport sys\nprint(__package__, other.v, sys.argv)\n');
    expect(run(['-m', 'pk'])).toEqual(ok('init pk\n__main__ pk 1\n'));
    expect(run(['-m', 'pk.other'])).toEqual(ok('init pk\nother runs\n'));
    expect(run(['-m', 'pk.sub.leaf', 'a'])).toEqual(ok("init pk\npk.sub 1 ['pk/sub/leaf.py', 'a']\n"));
    expect(run(['-m', 'nope'])).toEqual(failed(1, 'pystitch: No module named nope\n'));
    expect(run(['-m', 'pk.nope'])).toEqual(failed(1, 'pystitch: No module named pk.nope\n', 'init pk\n'));
    expect(run(['-m', 'pk.sub'])).toEqual(
      failed(
        1,
        "pystitch: No module named pk.sub.__main__; 'pk.sub' is a package and cannot be directly executed\n",
        'init pk\n',
      ),
    );
    expect(run(['-m', 'nope.x'])).toEqual(
      failed(
        1,
        "pystitch: Error while finding module specification for 'nope.x' (ModuleNotFoundError: No module named 'nope')\n",
      ),
    );
  });

  it('--dis', () => {
    const result = run(['--dis', '-c', 'x = a + 1']);
    expect(result.status).toBe(0);
    expect(result.out).toMatch(/LOAD_NAME\s+\d+ \(a\)/);
    expect(result.out).toMatch(/BINARY_OP\s+0 \(\+\)/);
    expect(run(['--dis', '-c', 'x = ']).status).toBe(1);
  });
});

describe('source that is no program', () => {
  it('syntax errors', () => {
    file('syntax.py', 'def f():\n    return 1 +\n');
    expect(run(['syntax.py'])).toEqual(
      failed(1, '  File "syntax.py", line 2\n    return 1 +\n              ^\nSyntaxError: invalid syntax\n'),
    );
    expect(run(['-c', 'print(1'])).toEqual(
      failed(1, '  File "<string>", line 1\n    print(1\n         ^\nSyntaxError: \'(\' was never closed\n'),
    );
    expect(run([], 'def f(:\n')).toEqual(
      failed(1, '  File "<stdin>", line 1\n    def f(:\n          ^\nSyntaxError: invalid syntax\n'),
    );
    file('tabs.py', 'if 1:\n        x = 1\n\ty = 2\n');
    expect(run(['tabs.py'])).toEqual(
      failed(
        1,
        '  File "tabs.py", line 3\n    \ty = 2\n    ^\nTabError: inconsistent use of tabs and spaces in indentation\n',
      ),
    );
    file('imports_bad.py', 'import syntax\n');
    expect(run(['imports_bad.py'])).toEqual(
      failed(
        1,
        'Traceback (most recent call last):\n  File "imports_bad.py", line 1, in <module>\n    import syntax\n' +
          '  File "syntax.py", line 2\n    return 1 +\n              ^\nSyntaxError: invalid syntax\n',
      ),
    );
  });

  it('bytes that are not text', () => {
    const latin1 = file('latin1.py', Buffer.from('x = 1\ny = "\xe9"\n', 'latin1'));
    const shown = 'y = "�"\n         ^\n';
    const end = 'on line 2, but no encoding declared; see https://peps.python.org/pep-0263/ for details\n';
    expect(run(['latin1.py'])).toEqual(
      failed(
        1,
        `  File "latin1.py", line 2\n    ${shown}SyntaxError: Non-UTF-8 code starting with '\\xe9' in file latin1.py ${end}`,
      ),
    );
    file('imports_latin1.py', 'import latin1\n');
    expect(run(['imports_latin1.py']).err).toContain(`Non-UTF-8 code starting with '\\xe9' ${end}`);
    expect(latin1).toContain('latin1.py');
    file('declared.py', Buffer.from('# coding: latin-1\nprint("\xe9")\n', 'latin1'));
    expect(run(['declared.py'])).toEqual(ok('é\n'));
    file('coding.py', '# coding: foo\nx = 1\n');
    expect(run(['coding.py'])).toEqual(
      failed(1, '  File "coding.py", line 0\nSyntaxError: unknown encoding: foo\n'),
    );
    file('bom.py', '\ufeffprint("bom")\n');
    expect(run(['bom.py'])).toEqual(ok('bom\n'));
    file('nul.py', 'x = 1\0\n');
    expect(run(['nul.py']).err).toContain('SyntaxError: source code cannot contain null bytes\n');
  });

  it('warnings', () => {
    file('warns.py', 'x = 1\nif x is 1: print("\\d")\n');
    expect(run(['warns.py'])).toEqual({
      status: 0,
      out: '\\d\n',
      err:
        'warns.py:2: SyntaxWarning: "\\d" is an invalid escape sequence. Such sequences will not work in the future. ' +
        'Did you mean "\\\\d"? A raw string is also an option.\n  if x is 1: print("\\d")\n' +
        'warns.py:2: SyntaxWarning: "is" with \'int\' literal. Did you mean "=="?\n  if x is 1: print("\\d")\n',
    });
    expect(run(['-c', 'x = 1 is 1']).err).toBe(
      '<string>:1: SyntaxWarning: "is" with \'int\' literal. Did you mean "=="?\n',
    );
  });
});

describe('how programs end', () => {
  it('uncaught exceptions', () => {
    file('raises.py', 'def f(x):\n    return 1 / x\n\nprint("before")\nf(0)\n');
    expect(run(['raises.py'])).toEqual(
      failed(
        1,
        'Traceback (most recent call last):\n  File "raises.py", line 5, in <module>\n    f(0)\n    ~^^^\n' +
          '  File "raises.py", line 2, in f\n    return 1 / x\n           ~~^~~\nZeroDivisionError: division by zero\n',
        'before\n',
      ),
    );
    expect(run(['-c', '1/0']).err).toBe(
      'Traceback (most recent call last):\n  File "<string>", line 1, in <module>\n    1/0\n    ~^~\nZeroDivisionError: division by zero\n',
    );
    expect(run([], '1/0').err).toBe(
      'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\nZeroDivisionError: division by zero\n',
    );
  });

  it.each<[string, number, string]>([
    ['import sys; sys.exit(3)', 3, ''],
    ['import sys; sys.exit()', 0, ''],
    ['import sys; sys.exit(None)', 0, ''],
    ['import sys; sys.exit(-1)', 255, ''],
    ['import sys; sys.exit(256)', 0, ''],
    ['import sys; sys.exit(2**70)', 255, ''],
    ['import sys; sys.exit(True)', 1, ''],
    ['import sys; sys.exit(1.0)', 1, '1.0\n'],
    ['import sys; sys.exit("message")', 1, 'message\n'],
    ['import sys; sys.exit([1, "a"])', 1, "[1, 'a']\n"],
    ['raise SystemExit(1, 2)', 1, '(1, 2)\n'],
    ['raise SystemExit("x\\udc80")', 1, 'x\\udc80\n'],
    ['class E(SystemExit): pass\nraise E(4)', 4, ''],
    ['exit(5)', 5, ''],
    ['try: raise SystemExit(6)\nfinally: print(end="")', 6, ''],
  ])('%s', (source, status, err) => {
    expect(run(['-c', source])).toEqual(failed(status, err));
  });

  it('recursion', () => {
    file('deep.py', 'def f(n):\n    return f(n + 1)\n\nf(0)\n');
    const { status, err } = run(['deep.py']);
    expect(status).toBe(1);
    expect(err).toBe(
      'Traceback (most recent call last):\n  File "deep.py", line 4, in <module>\n    f(0)\n    ~^^^\n' +
        '  File "deep.py", line 2, in f\n    return f(n + 1)\n'.repeat(3) +
        '  [Previous line repeated 996 more times]\nRecursionError: maximum recursion depth exceeded\n',
    );
  });

  it('memory', () => {
    file(
      'grow.py',
      'l = [0]\ntry:\n    while True: l += l\nexcept MemoryError as e: print(repr(e))\nwhile True: l += l\n',
    );
    const { status, out, err } = run(['--memory-limit=64', 'grow.py']);
    expect([status, out]).toEqual([1, 'MemoryError()\n']);
    expect(err).toMatch(/\nMemoryError\n$/);
  });

  it.each(['off', 'on'])('Ctrl-C, --jit=%s', async (jit) => {
    // The loop is hot before it prints: with --jit=on its machine code is interrupted.
    file('endless.py', 'n = 0\nwhile True:\n    n += 1\n    if n == 1000000: print("hot", flush=True)\n');
    const child = spawn(process.execPath, [cli, `--jit=${jit}`, join(folder, 'endless.py')]);
    let err = '';
    child.stderr.on('data', (text) => {
      err += String(text);
    });
    child.stdout.once('data', () => child.kill('SIGINT'));
    const signal = await new Promise((resolve) => child.on('close', (_status, by) => resolve(by)));
    expect(signal).toBe('SIGINT');
    expect(err).toMatch(
      /^Traceback \(most recent call last\):\n {2}File ".*endless.py", line [2-4], in <module>\n/,
    );
    expect(err).toMatch(/\nKeyboardInterrupt\n$/);
  });

  it.each([
    'sum(iter(int, 1))',
    '3 ** 100_000_000',
    'compile("x = [1, 2]\\n" * 500_000, "s", "exec")',
    '__import__("time").sleep(1000)',
  ])('Ctrl-C in %s', async (call) => {
    const child = spawn(process.execPath, [cli, '-c', `print("now", flush=True)\n${call}`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout.once('data', () => child.kill('SIGINT'));
    expect(await new Promise((resolve) => child.on('close', (_status, by) => resolve(by)))).toBe('SIGINT');
  });

  it('Ctrl-C while reading', async () => {
    const source = 'try:\n    input("? ")\nexcept KeyboardInterrupt:\n    print("caught")';
    const child = spawn(process.execPath, [cli, '-c', source], { stdio: ['pipe', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (text) => {
      out += String(text);
      if (out === '? ') child.kill('SIGINT');
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    child.stdin.destroy();
    expect([status, out]).toEqual([0, '? caught\n']);
  });
});

describe('standard streams', () => {
  it('input()', () => {
    const source =
      'name = input("name? ")\nprint(f"hello {name}")\ntry: input()\nexcept EOFError as e: print(repr(e))';
    expect(run(['-c', source], 'wörld\n')).toEqual(
      ok("name? hello wörld\nEOFError('EOF when reading a line')\n"),
    );
    expect(run(['-c', 'import sys\nfor line in sys.stdin: print(repr(line))'], 'a\nb')).toEqual(
      ok("'a\\n'\n'b'\n"),
    );
  });

  it('a reader that goes away', async () => {
    const child = spawn(process.execPath, [cli, '-c', 'while True: print("x" * 100)'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (text) => {
      err += String(text);
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).toBe(120);
    expect(err).toMatch(
      /\nBrokenPipeError: \[Errno 32\] Broken pipe\nException ignored while flushing sys.stdout:\nBrokenPipeError/,
    );
  });

  it.skipIf(!existsSync('/dev/full'))('no space left', () => {
    const full = (source: string): [number | null, string] => {
      const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const;
      const result = spawnSync(process.execPath, [cli, '-c', source], {
        stdio: [...stdio],
        encoding: 'utf8',
      });
      return [result.status, result.stderr];
    };
    const ignored =
      'Exception ignored while flushing sys.stdout:\nOSError: [Errno 28] No space left on device\n';
    expect(full('print(1)')).toEqual([120, ignored]);
    expect(
      full(
        'try: print(1, flush=True)\nexcept OSError as e: e = e.errno\nimport sys; sys.stderr.write("caught\\n")',
      ),
    ).toEqual([120, `caught\n${ignored}`]);
  });

  it('lone surrogates', () => {
    const { status, err } = run(['-c', 'print("\\ud800")']);
    expect(status).toBe(1);
    expect(err).toContain(
      "UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed\n",
    );
  });
});

describe('prompt', () => {
  const session = (lines: string, ...args: string[]): Outcome => run(['-i', ...args], lines);

  it('on a pipe', () => {
    const { status, out, err } = session(
      'x = 5\nx\nif x:\n    print("a")\nelse:\n    print("b")\n\n_ + 1\ninput()\nfrom pipe\n1/0\ndef f(:\n"end"\n',
    );
    expect(status).toBe(0);
    expect(out).toBe("5\na\n6\n'from pipe'\n'end'\n");
    expect(err).toContain('>>> >>> >>> ... ... ... ... >>> >>> >>> Traceback (most recent call last):\n');
    expect(err).toContain('    1/0\n    ~^~\nZeroDivisionError: division by zero\n>>>');
    expect(err).toContain('    def f(:\n          ^\nSyntaxError: invalid syntax\n>>>');
  });

  it('functions keep their source lines', () => {
    const { err } = session('def f():\n    return 1/0\n\nx = 1\nf()\n');
    expect(err).toContain('in f\n    return 1/0\n           ~^~\n');
  });

  it('exit status', () => {
    expect(session('exit(7)\nprint(1)\n').status).toBe(7);
    expect(session('1/0\n').status).toBe(0);
  });

  it('Ctrl-C on a pipe', async () => {
    const child = spawn(process.execPath, [cli, '-i'], { stdio: ['pipe', 'pipe', 'pipe'] });
    const steps: [expected: string, action: () => void][] = [
      ['>>> ', () => child.stdin.write('def f():\n')],
      ['... ', () => child.kill('SIGINT')],
      ['\nKeyboardInterrupt\n>>> ', () => child.stdin.end('exit(4)\n')],
    ];
    let err = '';
    child.stderr.on('data', (text) => {
      err += String(text);
      if (steps[0] && err.endsWith(steps[0][0])) steps.shift()?.[1]();
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect([status, steps.length]).toEqual([4, 0]);
  });

  it('after a program', () => {
    expect(session('print(x)\n', '-c', 'x = 42')).toEqual(failed(0, '>>> >>> \n', '42\n'));
    const left = session('print("still here")\n', '-c', 'raise SystemExit(3)');
    expect([left.status, left.out]).toEqual([0, 'still here\n']);
    expect(left.err).toContain('SystemExit: 3\n>>> ');
  });

  const script = spawnSync('script', ['--version']).status === 0;
  it.skipIf(!script)('on a terminal', async () => {
    // Not a child of the shell: Ctrl-C would end the shell, whose status would be 130.
    const command = `exec ${process.execPath} ${cli}`;
    const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: folder });
    let out = '';
    const until = (text: string): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!out.includes(text)) return;
          out = out.slice(out.indexOf(text) + text.length);
          child.stdout.off('data', look);
          resolve();
        };
        child.stdout.on('data', look);
        look();
      });
    child.stdout.on('data', (text) => {
      out += String(text);
    });
    const type = (text: string): void => void child.stdin.write(text);
    // The terminal echoes what is typed, so each wait is for text that only the answer contains.
    const prompt = async (): Promise<void> => {
      await until('>>> ');
      await until('\x1b[5G');
    };
    await prompt();
    type('6 * 7\r');
    await until('42');
    await prompt();
    type('if 1:\r print("run" "ning")\r while True: pass\r\r');
    await until('running');
    type('\x03');
    await until('KeyboardInterrupt');
    await prompt();
    type('half a line\x03');
    await until('KeyboardInterrupt');
    await prompt();
    type('name = input("who" + "? ")\r');
    await until('who? ');
    type('terminal\r');
    await prompt();
    type('print("hello", name)\r');
    await until('hello terminal');
    await prompt();
    type('exit(9)\r');
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).toBe(9);
  });
});

describe('a package that is not whole', () => {
  const copy = join(folder, 'package');
  const addon = join(copy, 'build', 'native', 'Release', 'pystitch.node');
  const start = () =>
    spawnSync(process.execPath, [join(copy, 'dist', 'cli.js'), '-c', '1'], { encoding: 'utf8' });
  mkdirSync(dirname(addon), { recursive: true });
  cpSync(join(root, 'dist'), join(copy, 'dist'), { recursive: true });

  it('says in one line that its addon is missing', () => {
    const { status, stderr } = start();
    expect(stderr).toBe(`pystitch: the native addon is missing (${addon}); run \`npm run bootstrap\`\n`);
    expect(status).toBe(1);
  });

  it('says in one line that its addon is damaged', () => {
    writeFileSync(addon, 'no library');
    const { status, stderr } = start();
    expect(stderr).toMatch(/^pystitch: [^\n]*pystitch.node: file too short\n$/);
    expect(status).toBe(1);
  });
});
