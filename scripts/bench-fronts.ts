/**
 * `npm run bench:fronts [-- NAME … --runs=N]`: the programs of bench/ under each front (ts/jit/fronts.ts): processor time of the whole
 * process (median of N runs), milliseconds of compiling, traces, and KB of machine code. What a program prints must not depend on the
 * front: exit status 1. docs/fronts.md explains the table. Needs a python3, to measure.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type FrontName, fronts } from '../ts/jit/options.ts';
import { spawnMeasured } from './bench/measured.ts';
import { benchPrograms } from './bench/programs.ts';
import { geometricMean, median } from './bench/systems.ts';

interface Row {
  readonly seconds: number;
  /** Milliseconds. */
  readonly compiling: number;
  readonly traces: number;
  readonly kilobytes: number;
  readonly output: string;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '3' } },
});
const runs = Number(values.runs);

function measure(program: string, front: FrontName): Row {
  const command = [process.execPath, 'dist/cli.js', `--front=${front}`];
  const file = join('bench', `${program}.py`);
  const { stdout, stderr } = spawnSync(command[0], [...command.slice(1), '--dump=stats', file], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const number = (pattern: RegExp): number => Number(pattern.exec(stderr)?.[1] ?? 0);
  const times = Array.from({ length: runs }, () => spawnMeasured([...command, file], process.env).processor);
  return {
    seconds: median(times),
    compiling: number(/^([\d.]+) ms compiling/m),
    traces: number(/^(\d+) traces/m),
    kilobytes: number(/, (\d+) bytes of code/) / 1024,
    output: stdout,
  };
}

const cell = (text: string, width: number): string => text.padStart(width);
const WIDTH = 34;
const text = ({ seconds, compiling, traces, kilobytes }: Row): string =>
  cell(seconds.toFixed(2), 8) +
  cell(`${compiling.toFixed(0)} ms`, 10) +
  cell(String(traces), 7) +
  cell(`${kilobytes.toFixed(0)} KB`, 9);

const names = benchPrograms.map(({ name }) => name);
const chosen = positionals.length > 0 ? names.filter((name) => positionals.includes(name)) : names;
console.log(`seconds of processor time (median of ${runs}), compiling, traces, machine code\n`);
console.log(`${''.padEnd(20)}${fronts.map((front) => cell(front, WIDTH)).join('')}`);
const ratios = new Map<FrontName, number[]>(fronts.map((front) => [front, []]));
let disagreements = 0;
for (const program of chosen) {
  const rows = fronts.map((front) => measure(program, front));
  console.log(`${program.padEnd(20)}${rows.map(text).join('')}`);
  rows.forEach((row, i) => {
    ratios.get(fronts[i])?.push(row.seconds / rows[0].seconds);
    if (row.output === rows[0].output) return;
    disagreements++;
    console.error(`${program}: ${fronts[i]} prints something else: ${row.output.slice(0, 300)}`);
  });
}
const means = fronts.map((front) => geometricMean(ratios.get(front) ?? []).toFixed(2));
console.log(`${'time / that of record'.padEnd(20)}${means.map((mean) => cell(mean, WIDTH)).join('')}`);
if (disagreements > 0) process.exitCode = 1;
