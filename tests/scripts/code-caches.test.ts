/** V8's code caches of our bundles: whether V8 takes them. One that it refuses costs milliseconds at every start, and nothing else tells. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { expect, it } from 'vitest';

it.each(['main', 'compiler', 'jit'])('V8 accepts the code cache of %s.cjs', (name) => {
  const filename = join('dist', 'bundle', `${name}.cjs`);
  const cachedData = readFileSync(`${filename}.cache`);
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData });
  expect(script.cachedDataRejected).toBe(false);
});
