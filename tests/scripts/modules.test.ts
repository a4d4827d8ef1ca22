/** Modules written in C: found through their declarations, and made from them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { moduleNames } from '../../scripts/generate/modules.ts';
import { root } from '../program-list.ts';

const { Runtime } = (await import(join(root, 'dist', 'index.js'))) as typeof import('../../ts/index.ts');

/** The value of `expression` after `source` has run in a runtime of its own. */
function evaluate(source: string, expression: string): unknown {
  const runtime = new Runtime();
  try {
    runtime.run(source);
    return runtime.eval(expression);
  } finally {
    runtime.dispose();
  }
}

test('sys.builtin_module_names are the files and folders of native/modules', () => {
  const files = readdirSync(join(root, 'native/modules'))
    .filter((entry) => !entry.endsWith('.h'))
    .map((entry) => entry.replace(/\.c$/, ''));
  const code = 'import sys\nnames = list(sys.builtin_module_names)';
  expect(evaluate(code, 'names')).toEqual(files.sort());
});

test('each of them can be imported and tells what it is', () => {
  const code = `
import sys
modules = [__import__(name) for name in sys.builtin_module_names]
wrong = [m for m in modules if not m.__doc__ or m.__spec__.name != m.__name__ or m.__spec__.origin != 'built-in']`;
  expect(evaluate(code, 'wrong')).toEqual([]);
});

test('a module that is imported again finds its state; sys and builtins stay the same objects', () => {
  const code = `
import builtins, sys, time
first, named = time, time.struct_time
del sys.modules['time'], sys.modules['builtins'], sys.modules['sys']
import builtins as b, sys as s, time
found = [b is builtins, s is sys, time is not first, type(time.gmtime(0)) is named, time.struct_time is named]`;
  expect(evaluate(code, 'found')).toEqual([true, true, true, true, true]);
});

test('a file that breaks the rule fails the build', () => {
  const file = (path: string, text: string) => ({ path, text });
  const time = file('time.c', 'MODULE(time, .doc = "");');
  expect(moduleNames([file('b/x.c', ''), file('b/b.c', 'MODULE(b);'), time])).toEqual(['b', 'time']);
  expect(() => moduleNames([time, file('time/time.c', 'MODULE(time, .doc = "");')])).toThrow(
    'declared twice',
  );
  expect(() => moduleNames([file('json/a.c', 'MODULE(j);')])).toThrow(
    'json/a.c declares j; its place says json',
  );
  expect(() => moduleNames([time, file('zlib.c', '')])).toThrow('zlib.c: nothing declares MODULE(zlib, …)');
});
