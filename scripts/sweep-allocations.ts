/**
 * `npm run sweep [-- NAME…]`: every request of memory may fail. Runs programs again and again, each time with other
 * requests failing, and looks at what comes of it: MemoryError or the right output, in a runtime that works afterwards
 * and gives everything back when it is disposed of.
 *
 *     --modes=NAME,…   interpreter, native, guards-fail (default: the first two)
 *     --steps=N        for each program and mode (default 200): the first requests of memory, then random ones
 *     --seconds=N      stop after that
 *     --seed=N         of the random choice (default 1)
 *     --sanitize       with the runtime that `npm run sanitize` builds
 *     --verbose        say what every program came to
 *
 * NAME narrows the programs: those whose name contains it; `start-up` is the making of a runtime. Exit status 1 when
 * there was a crash, a hang, a leak or a wrong result.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programs, root } from '../tests/program-list.ts';
import { Random } from './fuzz/random.ts';
import { buildInstrumented, sanitizerLibrary } from './instrumented.ts';
import { type Outcome, type Result, type Step, Worker } from './sweep/worker.ts';

const MODES: Readonly<Record<string, object>> = {
  interpreter: { enabled: false },
  native: { threshold: 2, exitThreshold: 2 },
  'guards-fail': { threshold: 2, exitThreshold: 3, stress: ['exits'] },
};
const DEFECTS: ReadonlySet<Outcome> = new Set<Outcome>(['wrong', 'insane', 'leak', 'crash', 'hang']);
/** One alone, all until MemoryError, and enough of them that handling the MemoryError fails too. */
const COUNTS = [1, 0, 30];

const args = process.argv.slice(2);
const option = (name: string): string | undefined =>
  args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const names = args.filter((arg) => !arg.startsWith('--'));
const wantedModes = option('modes')?.split(',') ?? ['interpreter', 'native'];
const stepsEach = Number(option('steps') ?? 200);
const deadline = Date.now() + 1000 * Number(option('seconds') ?? Infinity);
const sanitizing = args.includes('--sanitize');
const verbose = args.includes('--verbose');

const random = new Random(Number(option('seed') ?? 1));

/** The first requests all, then some of the others. */
function chooseSteps(requests: number, wanted: number): Step[] {
  const chosen = new Set<number>();
  for (let i = 0; i < Math.min(wanted >> 1, requests); i++) chosen.add(i);
  while (chosen.size < Math.min(wanted, requests)) chosen.add(random.below(requests));
  return [...chosen].map((skip, i) => [skip, COUNTS[i % COUNTS.length]!]);
}

const build = sanitizing ? buildInstrumented('sanitize') : undefined;
const worker = build
  ? new Worker(join(build.folder, 'package'), 120_000, {
      LD_PRELOAD: sanitizerLibrary(),
      ASAN_OPTIONS: 'detect_leaks=0:allocator_may_return_null=1',
      UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
    })
  : new Worker(root, 30_000, {});

const counts = new Map<Outcome, number>();
let swept = 0;
let refused = 0;

function note(name: string, mode: string, steps: readonly Step[], result: Result): void {
  counts.set(result.outcome, (counts.get(result.outcome) ?? 0) + 1);
  refused += result.refused;
  if (!DEFECTS.has(result.outcome) && !(verbose && result.outcome === 'caught')) return;
  const [skip, count] = steps[result.step] ?? [-1, 0];
  console.log(
    `${result.outcome}: ${name}, ${mode}, after ${skip} requests ${count} fail\n${result.detail ?? ''}`,
  );
}

async function sweepProgram(
  name: string,
  file: string,
  programArgs: readonly string[],
  mode: string,
): Promise<void> {
  const filename = join(root, file);
  const program = { source: readFileSync(filename, 'utf8'), filename, args: programArgs };
  const jit = MODES[mode]!;
  const requests = await worker.run({ program, jit, steps: [] }, (result) => note(name, mode, [], result));
  const steps = chooseSteps(requests, stepsEach);
  for (let i = 0; i < steps.length && Date.now() < deadline; i += 20) {
    const some = steps.slice(i, i + 20);
    await worker.run({ program, jit, steps: some }, (result) => note(name, mode, some, result));
  }
  swept++;
  if (verbose) console.log(`${name}, ${mode}: ${steps.length} of ${requests} requests`);
}

async function sweepStartUp(): Promise<void> {
  const every = Math.max(1, Math.floor(4000 / (stepsEach * 10)));
  for (const count of COUNTS) {
    const steps = Array.from({ length: 20_000 }, (_, i): Step => [i * every, count]);
    await worker.run({ program: null, jit: {}, steps }, (result) => note('start-up', 'any', steps, result));
  }
}

const wanted = (name: string): boolean => names.length === 0 || names.some((text) => name.includes(text));
if (wanted('start-up')) await sweepStartUp();
for (const { name, file, args: programArgs } of programs()) {
  for (const mode of wantedModes)
    if (wanted(name) && Date.now() < deadline) await sweepProgram(name, file, programArgs, mode);
}
worker.stop();
const count = (outcome: Outcome): number => counts.get(outcome) ?? 0;
const defects = [...DEFECTS].map((outcome) => `${count(outcome)} ${outcome}`).join(', ');
console.log(
  `${swept} programs, ${refused} requests of memory refused in ${[...counts.values()].reduce((a, b) => a + b, 0)} runs: ` +
    `${count('memory-error')} MemoryError, ${count('caught')} caught it, ${count('same')} did without; ${defects}`,
);
process.exit([...DEFECTS].some((outcome) => count(outcome) > 0) ? 1 : 0);
