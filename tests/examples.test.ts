/** The examples in JavaScript (those in Python are programs like any other: programs.test.ts) print what is recorded beside CPython's outputs. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './program-list.ts';

function output(name: string, ...args: string[]): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, 'examples', `${name}.mjs`), ...args],
    { encoding: 'utf8' },
  );
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
}

const recorded = (name: string): string => join(root, 'tests', 'expected', 'examples', `${name}.txt`);

it.each(['embedding', 'packages'])('examples/%s.mjs', async (name) => {
  await expect(output(name)).toMatchFileSnapshot(recorded(name));
});

it('examples/packages.mjs, of packages in a folder that is elsewhere', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pystitch-example-'));
  try {
    cpSync(join(root, 'examples', 'packages'), folder, { recursive: true });
    await expect(output('packages', folder)).toMatchFileSnapshot(recorded('packages'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
