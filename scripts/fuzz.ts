/**
 * Differential fuzzing: random programs (fuzz/program.ts) must print the same in the
 * interpreter and in every mode of tier 2, and the same as CPython where $PEERS/bin/cpython314
 * exists. A program that does not is shrunk and printed.
 *
 *     npx tsx scripts/fuzz.ts [--seeds=FROM-TO] [--seconds=N] [--modes=NAME,…] [--no-cpython] [--keep=FOLDER]
 *
 * Needs a build (dist/). Exit status 1 when a difference was found.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Line, randomProgram, render } from './fuzz/program.ts';
import { modes, Runner } from './fuzz/runner.ts';
import { shrink } from './fuzz/shrink.ts';

function option(name: string): string | undefined {
  const found = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return found?.slice(name.length + 3);
}

const [from, to] = (option('seeds') ?? '1-1000000').split('-').map(Number);
const deadline = Date.now() + 1000 * Number(option('seconds') ?? 60);
const wanted = option('modes')?.split(',') ?? Object.keys(modes);
const keep = option('keep') ?? join(tmpdir(), 'pystitch-fuzz');
const cpython = join(process.env.PEERS ?? '/opt/peers', 'bin', 'cpython314');
const useCpython = !process.argv.includes('--no-cpython') && existsSync(cpython);

function cpythonPrints(source: string): string {
  const { stdout, stderr, status } = spawnSync(cpython, ['-W', 'ignore', '-c', source], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  return status === 0
    ? stdout
    : `${stdout}failed: ${stderr
        .trimEnd()
        .split('\n')
        .at(-1)
        ?.replace(/\. Did you mean: .*/, '')}`;
}

/** The first mode in which the program prints something else than without tier 2. */
async function differs(
  runner: Runner,
  source: string,
  only = wanted,
): Promise<{ mode: string; want: string; got: string } | null> {
  const want = await runner.run(source, 'interpreter');
  if (want.startsWith('hang')) return null;
  if (only.includes('cpython')) {
    const theirs = cpythonPrints(source);
    if (theirs !== want) return { mode: 'cpython', want: theirs, got: want };
  }
  for (const mode of only) {
    if (mode === 'interpreter' || mode === 'cpython') continue;
    const got = await runner.run(source, mode);
    if (got !== want) return { mode, want, got };
  }
  return null;
}

const runner = new Runner();
let programs = 0;
let found = 0;
for (let seed = from; seed <= to && Date.now() < deadline; seed++) {
  const program: Line[] = randomProgram(seed);
  const list = useCpython ? ['cpython', ...wanted] : wanted;
  const difference = await differs(runner, render(program), list);
  programs++;
  if (!difference) continue;
  found++;
  const { mode } = difference;
  console.log(`seed ${seed}: ${mode} differs; shrinking`);
  const small = await shrink(
    program,
    async (lines) => (await differs(runner, render(lines), [mode])) !== null,
  );
  const source = render(small);
  const now = await differs(runner, source, [mode]);
  mkdirSync(keep, { recursive: true });
  const file = join(keep, `${seed}-${mode.replaceAll(' ', '-')}.py`);
  writeFileSync(file, source);
  console.log(source);
  if (now) console.log(firstDifference(now.want, now.got));
  console.log(`kept as ${file}\n`);
}
runner.stop();
console.log(`${programs} programs, ${found} differences`);
process.exit(found > 0 ? 1 : 0);

function firstDifference(want: string, got: string): string {
  const a = want.split('\n');
  const b = got.split('\n');
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return `line ${i + 1}\n  want ${a[i]}\n  got  ${b[i]}`;
}
