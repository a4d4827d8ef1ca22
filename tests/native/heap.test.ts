/**
 * The heap, the collector and other things that Python programs cannot see, tested from C
 * (native/tests/heap_tests.c).
 */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { nativeProgram } from '../native-programs.ts';

describe('heap', () => {
  for (const name of [
    'random graph',
    'random graph under stress',
    'interior pointers',
    'finalizers',
    'limit',
    'large live heap',
    'append chain',
    'interning',
    'formatting',
    'many contexts',
    'large blocks',
  ]) {
    it(name, () => {
      expect(execFileSync(nativeProgram('heap_tests'), [name], { encoding: 'utf8' })).toBe(`ok ${name}\n`);
    });
  }
});
