/** docs/uops.md is generated from the op table and committed, so that it can be read without building anything. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('docs/uops.md is up to date', () => {
  const check = (): string =>
    execFileSync('npx', ['tsx', 'scripts/generate-docs.ts', '--check'], { encoding: 'utf8', stdio: 'pipe' });
  expect(check).not.toThrow();
});
