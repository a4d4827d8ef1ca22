/** Hashing obeys the memory limit of a Runtime. What is computed is in tests/python/hashing.py, how it stops in tests/stops. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../program-list.ts';

const { Runtime } = (await import(join(root, 'dist', 'index.js'))) as typeof import('../../ts/index.ts');

describe('hashing and the memory limit', () => {
  const runtime = new Runtime({ jit: false, memoryLimit: 64 << 20 });
  runtime.run('import hashlib, hmac');

  it.each([
    'hashlib.scrypt(b"", salt=b"", n=2**17, r=8, p=1, maxmem=2**31 - 1)',
    'hashlib.pbkdf2_hmac("md5", b"", b"", 1, 2**31 - 1)',
    'hashlib.shake_128().digest(1 << 30)',
    '[hashlib.md5() for _ in range(1_000_000)]',
    '[hmac.new(b"", digestmod="md5") for _ in range(1_000_000)]',
  ])('%s', (source) => {
    runtime.run(`
try:
    ${source}
except MemoryError:
    raised = True
else:
    raised = False`);
    expect(runtime.eval('raised')).toBe(true);
  });

  it('objects that are not kept', () => {
    runtime.run('for _ in range(200_000): hashlib.md5().copy()');
    runtime.run('for _ in range(100_000): hmac.new(b"", digestmod="md5").copy()');
  });
});
