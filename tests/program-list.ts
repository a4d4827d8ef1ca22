/**
 * Every Python program that must print the same in every mode, with the file that holds CPython's output for
 * it.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchPrograms } from '../scripts/bench/programs.ts';

export const root: string = fileURLToPath(new URL('..', import.meta.url));

export interface Program {
  readonly name: string;
  /** Relative to the root. */
  readonly file: string;
  readonly args: readonly string[];
  /** Relative to the root. CPython's stdout, a line `-- stderr, exit N --`, and its stderr. */
  readonly expected: string;
}

export function programs(): Program[] {
  const list: Program[] = [];
  for (const folder of ['examples', 'tests/python']) {
    if (!existsSync(join(root, folder))) continue;
    for (const name of readdirSync(join(root, folder)).sort()) {
      if (!name.endsWith('.py')) continue;
      const base = name.slice(0, -3);
      const args = folder === 'examples' && base === 'nbody' ? ['400'] : [];
      const expected =
        folder === 'examples' ? `tests/expected/examples/${base}.out` : `${folder}/${base}.out`;
      list.push({ name: `${folder}/${base}`, file: `${folder}/${name}`, args, expected });
    }
  }
  for (const { name, testArgument } of benchPrograms) {
    list.push({
      name: `bench/${name}`,
      file: `bench/${name}.py`,
      args: [String(testArgument)],
      expected: `tests/expected/bench/${name}.out`,
    });
  }
  return list;
}

export const separator = (status: number): string => `-- stderr, exit ${status} --\n`;

/**
 * One text for everything a run shows. Paths are relative to the root: tracebacks name the script's absolute
 * path.
 */
export function transcript(stdout: string, stderr: string, status: number): string {
  const text = stderr === '' && status === 0 ? stdout : `${stdout}${separator(status)}${stderr}`;
  return text.replaceAll(root, '');
}
