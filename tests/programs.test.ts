/**
 * Every program in its usual modes (all of them with PYSTITCH_MODES=all): what a program prints (stdout, stderr, exit status) must be what CPython
 * printed, whichever tier ran it. The stress modes are where trace compilers break: a recording at the first
 * chance, a collection at every allocation, every guard failing once.
 *
 * In the mode `native` what tier 2 did is compared too (trace-counts.ts).
 *
 * PYSTITCH_MODES=name,… (or all) and PYSTITCH_PROGRAMS=text,… narrow a run by hand.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programs, root } from './program-list.ts';
import { modes, run, timeout, usualModes } from './run-program.ts';
import { differences, readTable } from './trace-counts.ts';

const table = readTable();
const asked = process.env.PYSTITCH_MODES;
const wantedModes = asked === 'all' ? Object.keys(modes) : asked?.split(',');
const wantedPrograms = process.env.PYSTITCH_PROGRAMS?.split(',');

for (const mode of Object.keys(modes)) {
  const chosen = programs().filter(
    ({ name }) =>
      (wantedModes ?? usualModes(name)).includes(mode) &&
      (!wantedPrograms || wantedPrograms.some((text) => name.includes(text))),
  );
  if (chosen.length === 0) continue;
  describe.concurrent(mode, () => {
    for (const program of chosen) {
      it(program.name, { timeout: timeout + 20_000 }, async () => {
        const { text, counts } = await run(program.file, program.args, mode);
        expect(text).toBe(readFileSync(join(root, program.expected), 'utf8'));
        if (mode !== 'native' || process.env.PYSTITCH_CLI) return;
        const recorded = table.get(program.name);
        expect(recorded, `no counts: npx tsx scripts/record/trace-counts.ts ${program.name}`).toBeDefined();
        // Look at what changed, then record it: npx tsx scripts/record/trace-counts.ts
        if (recorded) expect(differences(counts, recorded)).toEqual([]);
      });
    }
  });
}
