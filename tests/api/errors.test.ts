/** Exceptions that cross: what a PythonError is and prints, and JavaScript errors that pass through Python. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { root } from '../program-list.ts';

const library = join(root, 'dist', 'index.js');
const { Runtime, PythonError, PythonObject } = (await import(library)) as typeof import('../../ts/index.ts');

function thrown<T>(action: () => unknown): T {
  try {
    action();
  } catch (error) {
    return error as T;
  }
  throw new Error('nothing was thrown');
}

describe('PythonError', () => {
  const runtime = new Runtime({ jit: false });
  runtime.run('def f(x):\n    try: return {}[x]\n    except KeyError as e: raise ValueError(x) from e\n', {
    filename: 'shown.py',
  });
  const error = thrown<InstanceType<typeof PythonError>>(() => runtime.call('f', 'k'));

  it('has a cause and the exception object', () => {
    expect([error.name, error.type, error.message]).toEqual(['PythonError', 'ValueError', 'k']);
    const cause = error.cause as InstanceType<typeof PythonError>;
    expect(cause).toBeInstanceOf(PythonError);
    expect([cause.type, cause.message, 'cause' in cause]).toEqual(['KeyError', "'k'", false]);
    expect(error.exception.get('args')).toEqual(['k']);
    expect(error.exception).toBeInstanceOf(PythonObject);
    const handled = thrown<{ cause: { type: string } }>(() =>
      runtime.run('try: 1/0\nexcept ZeroDivisionError: undefined_name'),
    );
    expect(handled.cause.type).toBe('ZeroDivisionError');
    expect(
      'cause' in thrown<object>(() => runtime.run('try: 1/0\nexcept Exception: raise E from None')),
    ).toBe(true);
  });

  it('its stack is the traceback and then the frames of whoever called', () => {
    const stack = String(error.stack);
    expect(stack.startsWith(`PythonError: ${error.traceback.trimEnd()}\n    at `)).toBe(true);
    expect(stack).not.toContain(join(root, 'dist'));
    expect(stack).toContain('errors.test.ts');
  });

  it('uncaught, Node prints nothing else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pystitch-error-'));
    const app = join(folder, 'app.cjs');
    writeFileSync(
      app,
      `const { Runtime } = require(${JSON.stringify(library)});\nfunction main() { new Runtime().run('1/0', { filename: 'f.py' }); }\nmain();\n`,
    );
    const { stderr, status } = spawnSync(process.execPath, [app], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr.trimStart()).toMatch(
      /^PythonError: Traceback \(most recent call last\):\n {2}File "f\.py", line 1, in <module>\n {4}1\/0\n {4}~\^~\nZeroDivisionError: division by zero\n {4}at main \(.*app\.cjs:2:\d+\)\n/,
    );
    expect(stderr).not.toContain('dist');
    expect(stderr.length).toBeLessThan(2000);
    rmSync(folder, { recursive: true });
  });

  it('inspect never throws', () => {
    const hostile = new Runtime({ jit: false });
    hostile.run(
      'class K:\n    def __repr__(self): raise ValueError\nclass E(Exception):\n    def __str__(self): raise self\n    def __repr__(self): raise self',
    );
    const values = [hostile.eval('K()'), hostile.eval('E()'), thrown(() => hostile.run('raise E from E()'))];
    expect(inspect(values)).toContain('[PythonObject: repr raised ValueError]');
    hostile.dispose();
    expect(inspect([hostile, hostile.globals, ...values], { depth: 5 })).toContain(
      '[PythonObject: disposed]',
    );
  });
});

describe('what JavaScript throws', () => {
  const mine = new RangeError('mine');
  let next: unknown = mine;
  const runtime = new Runtime({
    jit: false,
    readLine: () => {
      throw next;
    },
  });

  it.each([[mine], [5], ['text'], [undefined], [null], [Symbol('s')], [[1]], [{ name: 1, message: 2 }]])(
    '%o comes out as it is',
    (value) => {
      next = value;
      let caught: unknown = 'nothing';
      try {
        runtime.run('try: input()\nfinally: x = 1');
      } catch (error) {
        caught = error;
      }
      expect(caught).toBe(value);
    },
  );

  it('caught in Python it is an exception, and the same error again in JavaScript', () => {
    next = mine;
    runtime.run('try: input()\nexcept RuntimeError as e: kept, text = e, str(e)');
    expect(runtime.globals.get('text')).toBe('JavaScript: RangeError: mine');
    expect(runtime.globals.get('kept')).toBe(mine);
    expect(thrown(() => runtime.run('raise kept'))).toBe(mine);
    expect(thrown<Error>(() => runtime.run('raise ValueError from kept')).cause).toBe(mine);
    runtime.globals.set('passed', mine);
    expect(runtime.eval('[passed, passed]')).toEqual([mine, mine]);
  });

  it('a PythonError goes on as the exception that it was', () => {
    next = thrown(() => runtime.run('raise KeyError("k")'));
    runtime.run('try: input()\nexcept KeyError as e: key = e.args');
    expect(runtime.globals.get('key')).toEqual(['k']);
    const other = new Runtime({ jit: false });
    next = thrown(() => other.run('raise KeyError("k")'));
    expect(thrown(() => runtime.run('input()'))).toBe(next);
  });

  it('is forgotten with its exception', () => {
    next = mine;
    runtime.run('for i in range(300):\n    try: input()\n    except RuntimeError: pass');
    runtime.collect();
    runtime.run('');
    expect(runtime.eval('1')).toBe(1);
  });
});
