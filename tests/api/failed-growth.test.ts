/** A container that cannot grow stays as it is, however often that is tried. */
import { expect, test } from 'vitest';
import { Runtime } from '../../ts/index.ts';

const SOURCE = `
def fill(s, numbers):
    failed = 0
    try: print('from now on', flush=True)
    except MemoryError: pass
    for i in numbers:
        try: s.add(i)
        except MemoryError: failed += 1
    return failed > 0 and len(s) + failed == 101 and 99 not in s
result = None
try: result = fill({-2}, iter(range(100)))
except MemoryError: pass
`;

test('a set that gets no more memory', () => {
  const runtime: Runtime = new Runtime({
    jit: { enabled: false, stress: ['allocations'] },
    write: () => void runtime.failAllocations(0, 1_000_000),
  });
  runtime.run(SOURCE, { timeout: 5000 });
  runtime.failAllocations(1_000_000_000, 1);
  expect(runtime.eval('result')).toBe(true);
  runtime.dispose();
});
