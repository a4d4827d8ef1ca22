/**
 * `npm run bench:packages [-- NAME … --runs=N --cpu --only=SYSTEM,… --folder=FOLDER --json=FILE]`: packages that people use, doing one to three seconds of
 * CPython's work: the programs of bench/packages, whole processes, under pystitch (default, and `--jit=off`) and each CPython 3.14 and PyPy found in $PEERS/bin or on the
 * PATH. The packages are Debian's (scripts/packages/debian.ts), fetched once.
 *
 * Medians of N runs (default 3) after one that does not count: it fills the caches of compiled modules. Systems alternate. With --cpu, processor time, for a busy machine. The checksum that a
 * program prints must be CPython's; one that prints another, or fails, has no time, and its line says so. Times are reported, never asserted.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { spawnMeasured } from './bench/measured.ts';
import { CPYTHON, geometricMean, JIT_OFF, median, PYPY, type System, systems } from './bench/systems.ts';
import { fetchPackages, listedPackages, PACKAGES_FOLDER, packageEnvironment } from './packages/debian.ts';

const PROGRAMS = join('bench', 'packages');
const args = process.argv.slice(2);
const option = (name: string): string | undefined =>
  args.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3);
const runs = Number(option('runs') ?? 3);
const clock = args.includes('--cpu') ? 'processor' : 'elapsed';
const only = option('only')?.split(',') ?? ['pystitch', JIT_OFF, CPYTHON, PYPY];
const folder = resolve(option('folder') ?? PACKAGES_FOLDER);
const all = systems().filter(({ name }) => only.includes(name));
const base = all.find(({ name }) => name === CPYTHON) ?? all[0];
const others = all.filter((system) => system !== base);

const available = readdirSync(PROGRAMS)
  .filter((file) => file.startsWith('use_'))
  .map((file) => file.slice('use_'.length, -'.py'.length));
const given = args.filter((a) => !a.startsWith('--'));
const unknown = given.filter((name) => !available.includes(name));
if (unknown.length > 0) throw new Error(`no such program in ${PROGRAMS}: ${unknown.join(' ')}`);
const names = given.length > 0 ? given : available;
const list = listedPackages();
fetchPackages(
  names.flatMap((name) => list.get(name) ?? []),
  folder,
);
const env = { ...packageEnvironment(folder), PYTHONPYCACHEPREFIX: join(folder, 'cache', 'pyc') };

const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
};

/** A program's median by system, or what is wrong with it there. */
function timesOf(name: string): Map<System, number | string> {
  const seconds = new Map<System, number[]>(all.map((system) => [system, []]));
  const problems = new Map<System, string>();
  let expected: string | undefined;
  // The base comes first: what it prints is expected of the others.
  for (let run = 0; run <= runs; run++) {
    for (const system of [base, ...others]) {
      if (problems.has(system)) continue;
      progress(`${name}: run ${run} of ${runs}, ${system.name}`);
      try {
        const measured = spawnMeasured([...system.command, join(PROGRAMS, `use_${name}.py`)], env);
        expected ??= measured.output;
        if (measured.output !== expected)
          problems.set(system, `printed ${measured.output.trim()}, not ${expected.trim()}`);
        else if (run > 0) seconds.get(system)?.push(measured[clock]);
      } catch (error) {
        problems.set(system, (error as Error).message.trim());
      }
    }
  }
  progress('');
  return new Map(all.map((system) => [system, problems.get(system) ?? median(seconds.get(system) ?? [])]));
}

const WIDTH = 14;
const cell = (text: string): string => text.padStart(WIDTH);
const results = new Map<string, Map<System, number | string>>();
let problems = 0;

/** How many times as fast a program is in `system` as in `other`; undefined where one of them has no time. */
function ratio(name: string, system: System, other: System): number | undefined {
  const [a, b] = [results.get(name)?.get(other), results.get(name)?.get(system)];
  return typeof a === 'number' && typeof b === 'number' ? a / b : undefined;
}

console.log(
  `${base.name}: median seconds of ${runs} runs (${clock === 'processor' ? 'processor time' : 'on the clock'}); the others: how many times as fast\n`,
);
console.log(`${'package'.padEnd(20)}${[base, ...others].map((s) => cell(s.name)).join('')}`);
for (const name of names) {
  const times = timesOf(name);
  results.set(name, times);
  const first = times.get(base);
  const cells = others.map((system) => cell(ratio(name, system, base)?.toFixed(2) ?? 'differs'));
  console.log(
    `${name.padEnd(20)}${cell(typeof first === 'number' ? first.toFixed(2) : 'fails')}${cells.join('')}`,
  );
  for (const [system, problem] of times) {
    if (typeof problem === 'number') continue;
    problems++;
    console.log(`    ${system.name}: ${problem.split('\n').at(-1)}`);
  }
}
const means = others.map((system) => {
  const ratios = names.map((name) => ratio(name, system, base)).filter((x) => x !== undefined);
  return cell(ratios.length > 0 ? geometricMean(ratios).toFixed(2) : '–');
});
console.log(`${`geometric mean (${names.length})`.padEnd(20)}${cell('1')}${means.join('')}`);

/** Programs in which pystitch is slower than `other`, by so much that it is no noise. */
function slower(otherName: string, limit: number): void {
  const [ours, other] = ['pystitch', otherName].map((name) => all.find((system) => system.name === name));
  if (!ours || !other) return;
  const found = names
    .map((name) => ({ name, x: ratio(name, ours, other) }))
    .filter((entry): entry is { name: string; x: number } => entry.x !== undefined && entry.x < limit)
    .sort((a, b) => a.x - b.x);
  console.log(
    `\nslower than ${other.name}: ${found.length}\n  ${found.map(({ name, x }) => `${name} ${x.toFixed(2)}`).join('\n  ')}`,
  );
}
slower(CPYTHON, 1);
slower(JIT_OFF, 0.97);

const json = option('json');
if (json) {
  const rows = Object.fromEntries(
    [...results].map(([name, times]) => [
      name,
      Object.fromEntries([...times].map(([{ name: system }, time]) => [system, time])),
    ]),
  );
  writeFileSync(json, `${JSON.stringify({ runs, clock, results: rows }, null, 1)}\n`);
}
process.exitCode = problems > 0 ? 1 : 0;
