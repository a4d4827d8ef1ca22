/** `-m`: what runs, what `sys.argv` holds, and what is said when there is nothing to run. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'module-option-'));

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, '-m', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout: stdout.replaceAll(folder, ''), stderr };
}

beforeAll(() => {
  mkdirSync(join(folder, 'package'));
  writeFileSync(join(folder, 'module.py'), 'import sys\nprint(__name__, __file__, sys.argv)\n');
  writeFileSync(join(folder, 'package', '__init__.py'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

it('runs a module as __main__', () => {
  const stdout = "__main__ /module.py ['/module.py', 'a', '-b']\n";
  expect(run('module', 'a', '-b')).toEqual({ status: 0, stdout, stderr: '' });
});

it('refuses a package without __main__', () => {
  const stderr =
    "pystitch: No module named package.__main__; 'package' is a package and cannot be directly executed\n";
  expect(run('package')).toEqual({ status: 1, stdout: '', stderr });
});

it('refuses what it does not find', () => {
  expect(run('nosuch')).toEqual({ status: 1, stdout: '', stderr: 'pystitch: No module named nosuch\n' });
});
