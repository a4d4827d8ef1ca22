/** A short run of scripts/soak.ts: nothing that is counted grows, and nothing grows by megabytes. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './program-list.ts';

it('memory stays flat', { timeout: 120_000 }, () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', join(root, 'scripts', 'soak.ts'), '--seconds=0.1'],
    { cwd: root, encoding: 'utf8' },
  );
  expect(stdout + stderr).toMatch(/all flat/);
  expect(status).toBe(0);
});
