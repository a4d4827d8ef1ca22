/** What must not compile, with CPython's words and positions: the cases are in syntax-errors.txt. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileModule } from '../../ts/compiler/compile.ts';
import { parseModule } from '../../ts/frontend/parse.ts';
import { PythonSyntaxError } from '../../ts/frontend/syntax-error.ts';

const cases = readFileSync(new URL('./syntax-errors.txt', import.meta.url), 'utf8')
  .split(/^=== /m)
  .slice(1);

function errorOf(source: string): PythonSyntaxError {
  try {
    compileModule(parseModule(source, 'file.py'), 'file.py', { source: () => source });
  } catch (error) {
    if (error instanceof PythonSyntaxError) return error;
    throw error;
  }
  throw new Error('compiled');
}

describe('syntax errors of the compiler', () => {
  for (const text of cases) {
    const head = text.slice(0, text.indexOf('\n'));
    const source = text.slice(head.length + 1);
    it(`${head}: ${source.split('\n')[0]}`, () => {
      const { msg, lineno, offset, endLineno, endOffset } = errorOf(source);
      expect(`${msg} | ${lineno}:${offset}-${endLineno}:${endOffset}`).toBe(head);
    });
  }

  it('carries file name and source line', () => {
    const error = errorOf('x = 1\nreturn x\n');
    expect([error.filename, error.text, error.type]).toEqual(['file.py', 'return x\n', 'SyntaxError']);
  });

  it('refuses trees nested beyond the stack, and takes long chains', () => {
    expect(errorOf(`x${'[0]'.repeat(8000)}\n`).type).toBe('RecursionError');
    const long = `x${' + 1'.repeat(8000)}\nif a: pass\n${'elif b: pass\n'.repeat(3000)}`;
    expect(() => compileModule(parseModule(long, 'file.py'), 'file.py')).not.toThrow();
  });
});
