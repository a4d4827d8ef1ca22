/**
 * Terminates worker threads at random moments: `npx tsx scripts/terminate-workers.ts [--seconds=N] [--seed=N] [WORD…]`. Each of
 * tests/stops/worker-scenarios.ts (or those with WORD in the name) is run in processes of its own, in turn, until the time is over. Prints the
 * median and the maximum of how long worker.terminate() took, in milliseconds. Exit status 1: a process crashed or hung.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type WorkerScenario, workerScenarios } from '../tests/stops/worker-scenarios.ts';
import { Random } from './fuzz/random.ts';

const GOAL_MS = 50;
/** Workers that one process makes and terminates. */
const WORKERS = 6;
const HANG_MS = 60_000;

const CHILD = fileURLToPath(new URL('stops/terminating-process.mjs', import.meta.url));

interface Outcome {
  readonly times: readonly number[];
  /** What went wrong with the process, if anything. */
  readonly failure: string;
}

/** When a worker is terminated: so many milliseconds after it was made, or after it has begun with its work. */
function moment(random: Random): { begun: boolean; delay: number } {
  // Squared: more often soon after the beginning.
  return { begun: random.chance(80), delay: 150 * (random.below(1000) / 1000) ** 2 };
}

/** Every other process has the addon in its main thread too; the others unload it with the last worker. */
function run({ body }: WorkerScenario, seed: number): Promise<Outcome> {
  const random = new Random(seed);
  const moments = Array.from({ length: WORKERS }, () => moment(random));
  const args = [CHILD, JSON.stringify(moments), String(seed % 2)];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let [out, errors] = ['', ''];
    const timer = setTimeout(() => child.kill('SIGKILL'), HANG_MS);
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      const times = out.split('\n').filter(Boolean).map(Number);
      const right = status === 0 && times.length === WORKERS && !errors;
      resolve({
        times,
        failure: right ? '' : `${signal ?? status}, ${times.length} workers ended\n${errors}`,
      });
    });
    child.stdin.end(body);
  });
}

const options = process.argv.slice(2);
const option = (name: string, otherwise: number): number =>
  Number(options.find((text) => text.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise);
const words = options.filter((text) => !text.startsWith('--'));
const chosen = workerScenarios.filter(
  ({ name }) => !words.length || words.some((word) => name.includes(word)),
);
const times = new Map<string, number[]>(chosen.map(({ name }) => [name, []]));
const end = performance.now() + 1000 * option('seconds', 60);
let seed = option('seed', Math.floor(Math.random() * 2 ** 31));
let failures = 0;
for (let i = 0; performance.now() < end; i++, seed++) {
  const scenario = chosen[i % chosen.length];
  const outcome = await run(scenario, seed);
  times.get(scenario.name)?.push(...outcome.times);
  if (!outcome.failure) continue;
  failures++;
  console.log(`${scenario.name}, --seed=${seed}: ${outcome.failure}`);
}
let [count, late] = [0, 0];
for (const [name, list] of times) {
  if (!list.length) continue;
  list.sort((a, b) => a - b);
  const max = list[list.length - 1];
  count += list.length;
  late += list.filter((time) => time > GOAL_MS).length;
  const median = list[list.length >> 1];
  console.log(
    `${median.toFixed(1).padStart(8)} ${max.toFixed(1).padStart(8)}  ${name}${max > GOAL_MS ? '  SLOW' : ''}`,
  );
}
console.log(
  `${count} workers terminated, ${late} later than ${GOAL_MS} ms; ${failures} processes crashed or hung`,
);
process.exitCode = failures ? 1 : 0;
