/**
 * Finds what the trace compiler does wrong to a program: the trace, the pass, the rewrite.
 *
 *     npm run bisect -- [--timeout=SECONDS] [--cli=FILE] [option of pystitch]… program.py [argument]…
 *
 * The program is run with `--jit=off`, which shows what is right, then again and again with less and less of the compiler: only the first
 * N traces (`--trace-limit`), and of the last of them only the first N rewrites (`--opt-limit`, `--opt-only`). What comes first is always the
 * same, because the program is; so a program that asks for the time, or for random numbers, cannot be bisected. Output, exit status, a
 * crash and a hang count alike. Exit status: 0 when nothing is wrong, 1 when something was found, 2 when it could not be.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { firstFailing } from '../ts/jit/locate-error.ts';
import { passNames } from '../ts/jit/options.ts';

/** What a run shows. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** `exit status 0`, `killed by SIGSEGV`, `still running after 10 s`. */
  readonly end: string;
  readonly milliseconds: number;
}

/** Runs the program with these options beside its own. */
export type Run = (options: readonly string[]) => Outcome;

export interface Answer {
  readonly found: boolean;
  /** For the reader. */
  readonly text: string;
}

const MOST_TRACES = 2 ** 20;

export function bisect(run: Run): Answer {
  const right = run(['--jit=off']);
  const wrong = run([]);
  const differs = ({ stdout, stderr, end }: Outcome): boolean =>
    stdout !== right.stdout || stderr !== right.stderr || end !== right.end;
  if (!differs(wrong))
    return {
      found: false,
      text: 'The program does the same with and without the JIT. Smaller thresholds bring mistakes out sooner: --jit-threshold=2 --jit-exit-threshold=2.',
    };
  const difference = describe(right, wrong);
  const fails = (...options: string[]): boolean => differs(run(options));
  if (fails('--trace-limit=0')) return found(difference, 'none: it is wrong with no trace at all');
  const traces = firstFailing((limit) => fails(`--trace-limit=${limit}`), MOST_TRACES);
  if (traces === undefined)
    return { found: false, text: `${difference}\nOnly sometimes: it cannot be bisected.` };

  const flags = [`--trace-limit=${traces}`, `--opt-only=${traces - 1}`];
  const title = titleOf(run, flags, traces - 1);
  if (fails(...flags, '--no-pass=all'))
    return found(difference, title, 'none: the recorder, the back end or the exits', undefined, flags);
  if (fails(...flags, '--opt-limit=0')) {
    const guilty = passNames.filter((pass) => !fails(...flags, `--no-pass=${pass}`));
    const passes = guilty.join(' or ') || 'several: it is wrong without each of them';
    return found(
      difference,
      title,
      passes,
      'none: it is wrong with no rewrite of a single instruction',
      flags,
    );
  }
  const rewrites = firstFailing((limit) => fails(...flags, `--opt-limit=${limit}`));
  if (rewrites === undefined)
    return { found: false, text: `${difference}\nOnly sometimes: it cannot be bisected.` };
  const limited = [...flags, `--opt-limit=${rewrites}`];
  const { stderr } = run([...limited, '--dump=rewrite']);
  const [, pass, text] = /^--- rewrite .*\n(\w+): (.*)$/m.exec(stderr) ?? [];
  return found(difference, title, pass, `${rewrites}: ${text}`, limited);
}

function found(difference: string, trace: string, pass?: string, rewrite?: string, flags?: string[]): Answer {
  const lines = [`wrong    ${difference}`, `trace    ${trace}`];
  if (pass !== undefined) lines.push(`pass     ${pass}`);
  if (rewrite !== undefined) lines.push(`rewrite  ${rewrite}`);
  if (flags) lines.push(`look     ${flags.join(' ')} --dump=ir,opt`);
  return { found: true, text: lines.join('\n') };
}

/** Dumps come out before the trace runs, so those of a crash are there too. */
function titleOf(run: Run, flags: readonly string[], number: number): string {
  const { stderr } = run([...flags, '--dump=ir']);
  const titles = stderr.match(new RegExp(`(?<=^--- ir )(trace|bridge) ${number} .*$`, 'gm'));
  // Those that gave up had the number before.
  return titles?.at(-1) ?? String(number);
}

function describe(right: Outcome, wrong: Outcome): string {
  if (right.end !== wrong.end) return `${wrong.end} instead of ${right.end}`;
  const name = right.stdout === wrong.stdout ? 'stderr' : 'stdout';
  const [expected, actual] = [right[name].split('\n'), wrong[name].split('\n')];
  const line = expected.findIndex((text, i) => text !== actual[i]);
  const at = line < 0 ? expected.length : line;
  const show = (text: string | undefined): string => (text === undefined ? 'nothing' : JSON.stringify(text));
  return `${name}, line ${at + 1}: ${show(actual[at])} instead of ${show(expected[at])}`;
}

/** Runs of the command `cli`. A hang is one that takes far longer than the interpreter. */
export function runner(cli: string, command: readonly string[], seconds?: number): Run {
  let limit = seconds === undefined ? 3_600_000 : 1000 * seconds;
  return (options) => {
    const start = Date.now();
    const { stdout, stderr, status, signal, error } = spawnSync(
      process.execPath,
      [cli, ...options, ...command],
      {
        encoding: 'utf8',
        timeout: limit,
        killSignal: 'SIGKILL',
        maxBuffer: 2 ** 30,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const milliseconds = Date.now() - start;
    const hangs = (error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT';
    if (error && !hangs) throw error;
    const end = hangs
      ? `still running after ${Math.round(limit / 1000)} s`
      : signal
        ? `killed by ${signal}`
        : `exit status ${status}`;
    if (seconds === undefined && options.includes('--jit=off')) limit = 10_000 + 5 * milliseconds;
    return { stdout, stderr, end, milliseconds };
  };
}

function main(argv: readonly string[]): number {
  let cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
  let seconds: number | undefined;
  const command: string[] = [];
  for (const arg of argv) {
    const [, name, value] = (command.length === 0 && /^--(cli|timeout)=(.+)$/.exec(arg)) || [];
    if (name === 'cli') cli = value;
    else if (name === 'timeout') seconds = Number(value);
    else command.push(arg);
  }
  if (command.length === 0 || Number.isNaN(seconds)) {
    console.error(
      'usage: npm run bisect -- [--timeout=SECONDS] [--cli=FILE] [option]… program.py [argument]…',
    );
    return 2;
  }
  const { found, text } = bisect(runner(cli, command, seconds));
  console.log(text);
  if (!found) return text.includes('cannot be bisected') ? 2 : 0;
  return 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
