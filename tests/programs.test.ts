/**
 * Every program, every mode: what a program prints (stdout, stderr, exit status) must be what CPython
 * printed, whichever tier ran it. The stress modes are where trace compilers break: a recording at the first
 * chance, a collection at every allocation, every guard failing once.
 *
 * PYSTITCH_MODES=name,… and PYSTITCH_PROGRAMS=text,… narrow a run by hand.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programs, root } from './program-list.ts';
import { modes, run, timeout } from './run-program.ts';

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
        expect(await run(program.file, program.args, flags)).toBe(
          readFileSync(join(root, program.expected), 'utf8'),
        );
      });
    }
  });
}
