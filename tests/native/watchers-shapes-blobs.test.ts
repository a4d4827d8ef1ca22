/**
 * Watchers, shapes and the reader of code blobs: what Python programs cannot see
 * (native/tests/objmodel_test.c).
 */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { nativeProgram } from '../native-programs.ts';

it('tells dependants once, keeps one shape per path, survives damaged blobs', () => {
  expect(execFileSync(nativeProgram('runtime_tests'), { encoding: 'utf8' })).toBe('ok\n');
});
