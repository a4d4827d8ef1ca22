/**
 * `npm run sanitize [-- NAME…] [--modes=MODE,…] [--outcomes]`: tests in C, and the programs of tests/programs.test.ts,
 * with a runtime built by AddressSanitizer and UndefinedBehaviorSanitizer. What they report fails the test of
 * the program that made them speak.
 *
 * NAME narrows the programs: those whose name contains it. Modes are those of the test; without the option,
 * the ones below.
 *
 * Both builds check that every function either returns a result or raises (native/core/outcome.h). --outcomes: only
 * that, without sanitizers, in a tenth of the time.
 *
 * Code of traces is not instrumented, but what it calls is; so are the handlers of the interpreter. A cell
 * that the collector freed is forbidden to everybody until its memory is handed out again
 * (native/heap/blocks.h).
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildInstrumented, sanitizerLibrary } from './instrumented.ts';

const MODES = ['interpreter', 'threshold 2', 'guards fail'];

const sanitizers = {
  ASAN_OPTIONS: [
    // Node frees little at its end.
    'detect_leaks=0',
    // MemoryError is how Python hears of an allocation that is too large.
    'allocator_may_return_null=1',
  ].join(':'),
  UBSAN_OPTIONS: 'print_stacktrace=1',
};

const args = process.argv.slice(2);
const modes = args.find((arg) => arg.startsWith('--modes='))?.slice('--modes='.length);
const names = args.filter((arg) => !arg.startsWith('--'));
const outcomes = args.includes('--outcomes');
const { folder, cli } = buildInstrumented(outcomes ? 'debug' : 'sanitize');

let failed = false;
function run(command: string, commandArgs: readonly string[], env: Record<string, string>): void {
  const { status } = spawnSync(command, commandArgs, { stdio: 'inherit', env: { ...process.env, ...env } });
  failed ||= status !== 0;
}

for (const program of ['heap_tests', 'runtime_tests'])
  run(join(folder, program), [], {
    ...sanitizers,
    UBSAN_OPTIONS: `${sanitizers.UBSAN_OPTIONS}:halt_on_error=1`,
    LD_LIBRARY_PATH: join(sanitizerLibrary(), '..'),
  });
// Instrumented C functions take more of the stack, and some programs recurse in C as deep as CPython can.
const vitest = `ulimit -s 65536; exec ${process.execPath} node_modules/vitest/vitest.mjs run tests/programs.test.ts`;
run('sh', ['-c', vitest], {
  ...sanitizers,
  PYSTITCH_CLI: cli,
  ...(outcomes ? {} : { PYSTITCH_PRELOAD: sanitizerLibrary() }),
  PYSTITCH_MODES: modes ?? MODES.join(','),
  ...(names.length > 0 ? { PYSTITCH_PROGRAMS: names.join(',') } : {}),
});
process.exit(failed ? 1 : 0);
