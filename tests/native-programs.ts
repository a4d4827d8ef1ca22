/**
 * The C programs of native/tests that CMake builds. Vitest runs `setup` once, before all tests: test files
 * run side by side, and two builds in one folder would disturb each other.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('../build/native', import.meta.url));
const programs = ['heap_tests', 'run_blob', 'runtime_tests'] as const;

/** Path of a built program. */
export function nativeProgram(name: (typeof programs)[number]): string {
  const file = join(build, name);
  if (!existsSync(file)) throw new Error(`${name} was not built: run \`npm run bootstrap\` first`);
  return file;
}

export default function setup(): void {
  // Tests of the compiler alone can run without an addon.
  if (!existsSync(join(build, 'CMakeCache.txt'))) return;
  execFileSync('cmake', ['--build', build, '--parallel', '2', '--target', ...programs], { stdio: 'pipe' });
}
