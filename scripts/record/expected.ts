/**
 * Records CPython 3.14's output of the test programs: `npx tsx scripts/record/expected.ts [--all] [NAME…]`.
 *
 * Needs $PEERS/bin/cpython314 or python3.14. Without arguments only programs without a recording
 * are run; read what it writes before committing it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { programs, root, transcript } from '../../tests/program-list.ts';

const python = process.env.PEERS ? join(process.env.PEERS, 'bin', 'cpython314') : 'python3.14';
const args = process.argv.slice(2);
const names = args.filter((a) => !a.startsWith('--'));
for (const program of programs()) {
  const chosen = names.length > 0 ? names.some((n) => program.name.includes(n)) : args.includes('--all');
  if (!chosen && (names.length > 0 || existsSync(join(root, program.expected)))) continue;
  const result = spawnSync(python, [program.file, ...program.args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1', PYTHON_COLORS: '0' },
  });
  if (result.error) throw result.error;
  mkdirSync(dirname(join(root, program.expected)), { recursive: true });
  writeFileSync(join(root, program.expected), transcript(result.stdout, result.stderr, result.status ?? -1));
  console.log(`${program.name}: exit ${result.status}`);
}
