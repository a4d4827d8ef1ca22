/**
 * Pure-Python packages that people use, as Debian has them: fetched with apt-get and unpacked into a folder of our own, never installed.
 * tests/packages/packages.txt lists them by a name of ours, with Debian's packages that each needs.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where packages are kept between runs. */
export const PACKAGES_FOLDER = join(root, 'build', 'packages');

/** The list: names, each with Debian's packages that it needs. */
export function listedPackages(): Map<string, string[]> {
  const text = readFileSync(join(root, 'tests', 'packages', 'packages.txt'), 'utf8');
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [name, packages] = line.split(': ');
      return [name, packages.split(' ')];
    }),
  );
}

/** @throws Error when the command fails */
function run(command: string, args: readonly string[], cwd: string): void {
  const { status, error, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error || status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

/** Where a folder's packages are unpacked: what belongs on `sys.path`. */
export const importFolder = (folder: string): string =>
  resolve(folder, 'root', 'usr', 'lib', 'python3', 'dist-packages');

/**
 * Fetches what `folder` does not have yet of Debian's packages.
 * @throws Error when they cannot be fetched
 */
export function fetchPackages(packages: Iterable<string>, folder: string): void {
  const archives = join(folder, 'archives');
  mkdirSync(archives, { recursive: true });
  const has = (name: string): boolean => readdirSync(archives).some((file) => file.startsWith(`${name}_`));
  const missing = [...new Set(packages)].filter((name) => !has(name));
  if (missing.length === 0) return;
  run('apt-get', ['download', '-q', ...missing], archives);
  for (const file of readdirSync(archives))
    if (missing.some((name) => file.startsWith(`${name}_`)))
      run('dpkg-deb', ['-x', join(archives, file), join(folder, 'root')], folder);
}

/** The environment in which a program uses a folder's packages; what it prints does not depend on the user's own. */
export const packageEnvironment = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  PYTHONPATH: importFolder(folder),
  XDG_CACHE_HOME: resolve(folder, 'cache'),
  PYTHONHASHSEED: '0',
  PYTHONWARNINGS: 'ignore',
  PYTHONDONTWRITEBYTECODE: '',
  PYTHON_COLORS: '0',
  COLUMNS: '80',
});
