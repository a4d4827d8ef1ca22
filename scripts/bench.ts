/**
 * `npm run bench [-- NAME … --runs=N --json=FILE --only=SYSTEM,…]`: whole-process wall time of every program
 * of bench/ under pystitch (default, and `--jit=off`) and under each peer found in $PEERS/bin or on the PATH.
 *
 * Systems alternate within a round, so drift of a noisy machine hits all alike; the table shows medians in
 * seconds and the ratio CPython / system. Outputs must be equal. Times are reported, never asserted.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchPrograms } from './bench/programs.ts';
import { CPYTHON, geometricMean, median, type System, systems } from './bench/systems.ts';

interface Sample {
  readonly seconds: number;
  readonly output: string;
}

function runOnce(system: System, program: string): Sample {
  const start = process.hrtime.bigint();
  const result = spawnSync(system.command[0], [...system.command.slice(1), join('bench', `${program}.py`)], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    timeout: 120_000,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const ok = result.status === 0;
  return { seconds, output: ok ? result.stdout : `failed: ${result.stderr.slice(-300)}` };
}

const args = process.argv.slice(2);
const option = (name: string): string | undefined =>
  args.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3);
const runs = Number(option('runs') ?? 5);
const only = option('only')?.split(',');
const chosen = args.filter((a) => !a.startsWith('--'));
const programs = benchPrograms.map((p) => p.name).filter((n) => chosen.length === 0 || chosen.includes(n));
const all = systems().filter((s) => !only || only.includes(s.name));
const results: Record<string, Record<string, number | null>> = {};
let disagreements = 0;

const width = 14;
const cell = (text: string): string => text.padStart(width);
console.log(`median seconds of ${runs} interleaved runs (CPython 3.14 / system)\n`);
console.log(`${'program'.padEnd(20)}${all.map((s) => cell(s.name)).join('')}`);
for (const program of programs) {
  const samples = new Map<string, Sample[]>(all.map((s) => [s.name, []]));
  for (let round = 0; round < runs; round++) {
    for (const system of all) samples.get(system.name)?.push(runOnce(system, program));
  }
  const outputOf = (name: string): string => samples.get(name)?.[0].output ?? '';
  const reference = outputOf(all.some((s) => s.name === CPYTHON) ? CPYTHON : all[0].name);
  const row: Record<string, number | null> = {};
  for (const system of all) {
    const agrees = samples.get(system.name)?.every((s) => s.output === reference) ?? false;
    row[system.name] = agrees ? median((samples.get(system.name) ?? []).map((s) => s.seconds)) : null;
    if (!agrees) {
      disagreements++;
      console.error(
        `${program}: ${system.name} printed something else: ${outputOf(system.name).slice(0, 400)}`,
      );
    }
  }
  results[program] = row;
  const base = row[CPYTHON];
  const cells = all.map((s) => {
    const time = row[s.name];
    if (time === null) return cell('differs');
    return cell(`${time.toFixed(3)}${base ? ` (${(base / time).toFixed(1)})` : ''}`);
  });
  console.log(`${program.padEnd(20)}${cells.join('')}`);
}
const means = all.map((s) => {
  const ratios = Object.values(results)
    .map((row) => [row[CPYTHON], row[s.name]] as const)
    .filter((pair): pair is readonly [number, number] => Boolean(pair[0]) && Boolean(pair[1]))
    .map(([base, time]) => base / time);
  return cell(ratios.length > 0 ? `${geometricMean(ratios).toFixed(2)}x` : '-');
});
console.log(`${'geometric mean'.padEnd(20)}${means.join('')}`);
const json = option('json');
if (json) writeFileSync(json, `${JSON.stringify({ runs, results }, null, 2)}\n`);
process.exitCode = disagreements > 0 ? 1 : 0;
