/** A short run of a few scenarios of scripts/soak.ts (all of them: `npm run soak`): nothing that is counted grows, and nothing grows by megabytes. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './program-list.ts';

const SCENARIOS = ['eval of', 'calls of', 'handles', 'exceptions to'];

it('memory stays flat', { timeout: 120_000 }, () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', join(root, 'scripts', 'soak.ts'), '--seconds=0.1', ...SCENARIOS],
    { cwd: root, encoding: 'utf8' },
  );
  expect(stdout + stderr).toMatch(/all flat/);
  expect(status).toBe(0);
});
