/** The heap, the collector and other things that Python programs cannot see, tested from C (native/tests/heap_tests.c). */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = join(root, 'build');

/** Where the generator put the program: the build folder itself, or a folder per configuration. */
function program(): string {
  const found = readdirSync(build, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'heap_tests' && entry.isFile()) return [join(build, entry.name)];
    const inner = join(build, entry.name);
    return entry.isDirectory() && readdirSync(inner).includes('heap_tests')
      ? [join(inner, 'heap_tests')]
      : [];
  });
  if (found.length === 0) throw new Error('heap_tests was not built');
  return found[0]!;
}

describe('heap', () => {
  beforeAll(() => {
    execFileSync('cmake', ['--build', build, '--target', 'heap_tests'], { stdio: 'pipe' });
  });

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
  ]) {
    it(name, () => {
      expect(execFileSync(program(), [name], { encoding: 'utf8' })).toBe(`ok ${name}\n`);
    });
  }
});
