/**
 * `npm run check [-- NAME…]`: every static check, a line each; what a failing one printed follows its line.
 *
 * Every file of scripts/check is a static check, and runs by that name alone: it reads source files, prints what
 * is wrong and ends with status 1. None of them needs a build.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { cFiles } from './sources/files.ts';

interface Check {
  readonly name: string;
  readonly command: readonly string[];
}

const tool = (name: string): string => join('node_modules', '.bin', name);

const checks: Check[] = [
  { name: 'types', command: [tool('tsc'), '--noEmit'] },
  { name: 'biome', command: [tool('biome'), 'check', '.'] },
  { name: 'clang-format', command: ['clang-format-19', '--dry-run', '-Werror', ...cFiles()] },
  ...readdirSync('scripts/check').map((file) => ({
    name: basename(file, '.ts'),
    command: [tool('tsx'), join('scripts/check', file)],
  })),
];

function run({ name, command: [program, ...args] }: Check): Promise<boolean> {
  const start = Date.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const finish = (passed: boolean): void => {
      const seconds = ((Date.now() - start) / 1000).toFixed(1);
      console.log(`${passed ? 'ok  ' : 'FAIL'}  ${name.padEnd(14)} ${seconds.padStart(5)} s`);
      if (!passed) console.log(`\n${output.trimEnd()}\n`);
      resolve(passed);
    };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
      });
    child.on('error', (error) => {
      output += `cannot start ${program}: ${error.message}`;
      finish(false);
    });
    child.on('close', (status) => finish(status === 0));
  });
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`no check ${unknown.join(', ')}; there are: ${checks.map(({ name }) => name).join(' ')}`);
  process.exit(2);
}
const queue = checks.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
let failed = 0;
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let check = queue.shift(); check; check = queue.shift()) if (!(await run(check))) failed++;
  }),
);
if (failed > 0) process.exit(1);
