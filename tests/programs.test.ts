/**
 * Every program, every mode: what a program prints (stdout, stderr, exit status) must be what CPython
 * printed, whichever tier ran it. The stress modes are where trace compilers break: a recording at the first
 * chance, a collection at every allocation, every guard failing once.
 *
 * PYSTITCH_MODES=name,… and PYSTITCH_PROGRAMS=text,… narrow a run by hand. PYSTITCH_CLI names another build's
 * command, PYSTITCH_PRELOAD a library that Node has to load first (scripts/sanitize.ts, scripts/coverage.ts).
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Program, programs, root, transcript } from './program-list.ts';

const modes: Readonly<Record<string, readonly string[]>> = {
  interpreter: ['--jit=off'],
  'native without passes': ['--jit-threshold=37', '--jit-exit-threshold=5', '--no-pass=all'],
  native: ['--jit-threshold=37', '--jit-exit-threshold=5'],
  'threshold 1': ['--jit-threshold=1', '--jit-exit-threshold=1'],
  'threshold 2': ['--jit-threshold=2', '--jit-exit-threshold=2'],
  'collect always': ['--jit=off', '--stress=gc'],
  'collect always, native': ['--jit-threshold=2', '--jit-exit-threshold=2', '--stress=gc'],
  'guards fail': ['--jit-threshold=2', '--jit-exit-threshold=3', '--stress=exits'],
};

const cli = process.env.PYSTITCH_CLI ?? 'dist/cli.js';
const preload = process.env.PYSTITCH_PRELOAD;
/** Instrumented code is several times slower. */
const timeout = process.env.PYSTITCH_CLI ? 900_000 : 100_000;

function run(program: Program, flags: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...flags, program.file, ...program.args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
      // Internal errors of the compiler are only counted otherwise; here they fail the test.
      env: { ...process.env, PYSTITCH_DEBUG: '1', ...(preload ? { LD_PRELOAD: preload } : {}) },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (status, signal) => {
      const text = transcript(Buffer.concat(out).toString(), Buffer.concat(err).toString(), status ?? -1);
      resolve(signal ? `${text}\nkilled by ${signal}` : text);
    });
  });
}

/**
 * Nests of 100,000 containers, marked anew at every allocation, take minutes: quadratic by design, not a
 * defect.
 */
const tooSlowToCollect: readonly string[] = ['tests/python/recursion'];

const wantedModes = process.env.PYSTITCH_MODES?.split(',');
const wantedPrograms = process.env.PYSTITCH_PROGRAMS?.split(',');

for (const [mode, flags] of Object.entries(modes)) {
  if (wantedModes && !wantedModes.includes(mode)) continue;
  describe.concurrent(mode, () => {
    for (const program of programs()) {
      if (flags.includes('--stress=gc') && tooSlowToCollect.includes(program.name)) continue;
      if (wantedPrograms && !wantedPrograms.some((text) => program.name.includes(text))) continue;
      it(program.name, { timeout: timeout + 20_000 }, async () => {
        expect(await run(program, flags)).toBe(readFileSync(join(root, program.expected), 'utf8'));
      });
    }
  });
}
