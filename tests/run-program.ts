/**
 * Runs a Python program in one of the modes in which every program must print the same. PYSTITCH_CLI names another
 * build's command, PYSTITCH_PRELOAD a library that Node has to load first (scripts/sanitize.ts, scripts/coverage.ts).
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { root, transcript } from './program-list.ts';
import { splitCounts, type TraceCounts } from './trace-counts.ts';

export const modes: Readonly<Record<string, readonly string[]>> = {
  interpreter: ['--jit=off'],
  'native without passes': ['--jit-threshold=37', '--jit-exit-threshold=5', '--no-pass=all'],
  native: ['--jit-threshold=37', '--jit-exit-threshold=5'],
  'threshold 1': ['--jit-threshold=1', '--jit-exit-threshold=1'],
  'threshold 2': ['--jit-threshold=2', '--jit-exit-threshold=2'],
  'collect always': ['--jit=off', '--stress=gc'],
  'collect always in traces': ['--jit-threshold=2', '--jit-exit-threshold=2', '--stress=gc'],
  'front project': ['--jit-threshold=37', '--jit-exit-threshold=5', '--front=project'],
  'front blocks': ['--jit-threshold=37', '--front=blocks'],
  // Bridges have to wait, and traces rest meanwhile.
  rationed: ['--jit-threshold=37', '--jit-exit-threshold=5', '--jit-budget=0'],
  'guards fail': ['--jit-threshold=2', '--jit-exit-threshold=3', '--stress=exits'],
};

/** Two stress modes record at threshold 2 as well; alone it is run by hand, and instrumented. */
export const USUAL_MODES = Object.keys(modes).filter((mode) => mode !== 'threshold 2');

/** Of each list a program usually runs in one mode, always the same. `collect always` is the interpreter too. */
const ALTERNATIVES = [
  ['native without passes', 'threshold 1', 'guards fail'],
  ['front project', 'front blocks'],
  ['collect always', 'collect always in traces', 'interpreter', 'interpreter'],
  ['rationed', 'native', 'native'],
];

/** The modes of a program when none is asked for, `native` among them: all of them together take a quarter of an hour. */
export function usualModes(program: string): readonly string[] {
  const digest = createHash('md5').update(program).digest();
  const chosen = ALTERNATIVES.map((list, i) => list[digest[i] % list.length]);
  return USUAL_MODES.filter((mode) => mode === 'native' || chosen.includes(mode));
}

const cli = process.env.PYSTITCH_CLI ?? 'dist/cli.js';
const preload = process.env.PYSTITCH_PRELOAD;
/** Instrumented code is several times slower. */
export const timeout = process.env.PYSTITCH_CLI ? 900_000 : 100_000;

export interface Outcome {
  /** What it prints: stdout, stderr and exit status in one text. */
  readonly text: string;
  /** What tier 2 did. */
  readonly counts: TraceCounts;
}

/** Runs a program in a mode of the table above; it is killed after `limit` milliseconds. */
export function run(file: string, args: readonly string[], mode: string, limit = timeout): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...modes[mode], '--dump=stats', file, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limit,
      // Internal errors of the compiler are counted and otherwise silent; here they fail the test.
      env: {
        ...process.env,
        PYSTITCH_DEBUG: '1',
        PYTHONHASHSEED: '0',
        ...(preload ? { LD_PRELOAD: preload } : {}),
      },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (status, signal) => {
      const { counts, rest } = splitCounts(Buffer.concat(err).toString());
      const text = transcript(Buffer.concat(out).toString(), rest, status ?? -1);
      resolve({ text: signal ? `${text}\nkilled by ${signal}` : text, counts });
    });
  });
}
