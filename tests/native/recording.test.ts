/**
 * What the recorder logs, read through native/tests/run_blob.c, which prints recordings instead of compiling
 * them.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { serializeCode } from '../../ts/compiler/assembly/serialize.ts';
import { compileModule } from '../../ts/compiler/compile.ts';
import { parseModule } from '../../ts/frontend/parse.ts';
import { nativeProgram } from '../native-programs.ts';

const scratch = mkdtempSync(join(tmpdir(), 'recording-'));

/** The recordings of a run: each the reason it ended for, then `name:OPCODE` indented by frame depth. */
function recordings(source: string, threshold: number): string[] {
  const blob = join(scratch, 'blob');
  writeFileSync(blob, serializeCode(compileModule(parseModule(source, 'test.py'), 'test.py')));
  const output = execFileSync(nativeProgram('run_blob'), ['-j', String(threshold), blob], {
    encoding: 'utf8',
  });
  return output
    .split(/^recording /m)
    .slice(1)
    .map((text) =>
      text
        .trimEnd()
        .replace(/, \d+ entries/, '')
        .replaceAll(/:\d+ (\w+) \d+$/gm, ':$1'),
    );
}

describe('recorder', () => {
  afterAll(() => rmSync(scratch, { recursive: true }));

  it('closes a loop, with every instruction as it was specialized and conditional jumps of their own', () => {
    const source = 'def f(n):\n  t = 0\n  for i in range(n):\n    if i > 3: t += i\n  return t\nf(30)\n';
    expect(recordings(source, 15)[0]).toBe(
      `closed
  f:FOR_ITER_RANGE
  f:STORE_FAST
  f:LOAD_FAST
  f:LOAD_SMALL_INT
  f:COMPARE_OP_INT
  f:POP_JUMP_IF_TRUE
  f:LOAD_FAST_LOAD_FAST
  f:BINARY_OP_ADD_INT
  f:STORE_FAST
  f:JUMP_BACKWARD_JIT`,
    );
  });

  it('follows calls into Python functions', () => {
    const source = 'def g(x): return x + 1\ndef f(n):\n  while n: n = g(n) - 2\nf(60)\n';
    expect(recordings(source, 25).find((r) => r.startsWith('closed'))).toBe(
      `closed
  f:LOAD_FAST
  f:TO_BOOL_INT
  f:POP_JUMP_IF_FALSE
  f:LOAD_GLOBAL_MODULE
  f:LOAD_FAST
  f:CALL_PY_EXACT_ARGS
    g:RESUME_JIT
    g:LOAD_FAST
    g:LOAD_SMALL_INT
    g:BINARY_OP_ADD_INT
    g:RETURN_VALUE
  f:LOAD_SMALL_INT
  f:BINARY_OP_SUBTRACT_INT
  f:STORE_FAST
  f:JUMP_BACKWARD_JIT`,
    );
  });

  it('follows generators, both ways', () => {
    const source =
      'def g(n):\n  while n:\n    yield n\n    n -= 1\ndef f(n):\n  for x in g(n): pass\nf(60)\n';
    const recording = recordings(source, 20).find((r) => r.startsWith('closed\n  f:FOR_ITER_GEN'));
    expect(recording).toContain('    g:YIELD_VALUE\n  f:STORE_FAST\n  f:JUMP_BACKWARD_JIT');
  });

  it('logs the generic instruction when a guard failed', () => {
    const source = 'def f(n):\n  x = 0\n  while n:\n    x = (1 if n > 30 else 1.5) + 1\n    n -= 1\nf(80)\n';
    const last = recordings(source, 60)[0]!;
    expect(last).toMatch(/^closed\n/);
    expect(last).toContain('f:BINARY_OP\n');
  });

  it('ends where the frame returns, and when an exception leaves it', () => {
    const returning = 'def f(x): return 1\nsorted(range(60), key=f)\n';
    expect(recordings(returning, 10)[0]).toMatch(/^returned\n {2}f:LOAD_SMALL_INT\n {2}f:RETURN_VALUE$/);
    const raising =
      'def f(n):\n  for i in range(n):\n    if i > 20: [].pop()\ntry: f(30)\nexcept IndexError: pass\n';
    expect(recordings(raising, 20)[0]).toMatch(/^raised\n/);
  });

  it('follows exceptions to their handlers', () => {
    const source =
      'def g(): raise KeyError\ndef f(n):\n  for i in range(n):\n    try: g()\n    except KeyError: pass\nf(30)\n';
    const recording = recordings(source, 20).find((r) => r.startsWith('closed\n  f:'));
    expect(recording).toContain('    g:RAISE_VARARGS\n  f:PUSH_EXC_INFO\n');
  });

  it('does not look into Python code that C code runs', () => {
    const source =
      'def key(x): return -x\ndef f(n):\n  for i in range(n): sorted([1, 2, i], key=key)\nf(40)\n';
    const loop = recordings(source, 12).find((r) => r.startsWith('closed\n  f:'));
    expect(loop).toBeDefined();
    expect(loop).not.toContain('key:');
  });
});
