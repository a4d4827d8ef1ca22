/** The literature's examples, as assertions beside their golden texts in tests/traces/golden. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { optimizeText, readTraceFile } from './trace-file.ts';

const optimized = (name: string) => {
  const file = readTraceFile(readFileSync(join(import.meta.dirname, '..', 'traces', 'golden', name), 'utf8'));
  const trace = optimizeText(file);
  const ops = trace.insts.map((inst) => inst.op.name);
  return { file, trace, ops, loop: trace.loopStart < 0 ? [] : ops.slice(trace.loopStart) };
};

describe('for i in range(128): a += b', () => {
  const { loop, trace } = optimized('range-sum.trace');
  it('is a compare, two additions and a subtraction a round, with no type check and nothing boxed', () => {
    expect(loop).toEqual([
      '_GUARD_I64_GT_IMM',
      '_I64_ADD_UNCHECKED',
      '_I64_SUB_IMM_UNCHECKED',
      '_I64_ADD',
      '_CHECK_PERIODIC',
    ]);
  });
  it('carries native values only', () => {
    expect(trace.phis.map(({ repr }) => repr)).toEqual(['i64', 'i64', 'i64', 'i64']);
  });
});

describe('a += b + b + b', () => {
  const { trace } = optimized('three-guards.trace');
  it('checks b once, then nothing, then only a', () => {
    const guards = trace.insts.filter((inst) => inst.op.name.startsWith('_GUARD'));
    const slot = (ref: number): number => trace.insts.find((inst) => inst.outs.includes(ref))!.imms[0];
    expect(guards.map((guard) => [guard.op.name, slot(guard.args[0])])).toEqual([
      ['_GUARD_INT', 1],
      ['_GUARD_INT', 0],
    ]);
  });
});

describe('g(b) in a loop', () => {
  const { file, ops, loop, trace } = optimized('inlined-call.trace');
  it('leaves no _PUSH_FRAME and no load of g', () => {
    expect(file.before).toContain('_PUSH_FRAME');
    expect(ops).not.toContain('_PUSH_FRAME');
    expect(ops).not.toContain('_LOAD_DICT_ENTRY');
    expect(trace.dependencies).toHaveLength(1);
  });
  it('has nothing left to do in the loop, for b does not change', () => {
    expect(loop).toEqual(['_CHECK_PERIODIC']);
  });
  it('pushes a real frame when calls are not inlined', () => {
    const cut = optimizeText(file, ['inline']);
    expect(cut.end.kind).toBe('call');
    expect(cut.end.snapshot.frames.map(({ code }) => code)).toEqual([1, 7]);
  });
});
