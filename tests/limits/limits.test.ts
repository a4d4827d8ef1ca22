/**
 * Programs below, at, above and far above every limit of ts/contract/limits.ts (and of the recorder): they print what CPython prints, no
 * matter who gives up on them. A process that dies, hangs or takes minutes fails.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  CODE_MAX_EXECUTORS,
  EXIT_MAX_VALUES,
  EXIT_MAX_VIRTUALS,
  TRACE_SPILL_WORDS,
} from '../../ts/contract/limits.ts';
import { modes, run, timeout, USUAL_MODES } from '../run-program.ts';
import type { LimitProgram } from './programs.ts';
import * as limit from './programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'pystitch-limits-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
async function prints({ source, output }: LimitProgram, mode: string): Promise<void> {
  const file = join(folder, `program${files++}.py`);
  writeFileSync(file, source);
  expect((await run(file, [], mode, patience)).text).toBe(output);
}

/** Below, at and above a limit; then far above. */
const around = (make: (size: number) => LimitProgram, at: number, far: number): LimitProgram[] =>
  [at - 1, at, at + 1, far].map(make);

/** With PYSTITCH_LIMITS=all: every program in every mode. Usually the modes that record most do not get those that take them a minute. */
const all = process.env.PYSTITCH_LIMITS === 'all';

/** What is far beyond several limits at once, in every mode. */
const always = (mode: string): LimitProgram[] => [
  limit.locals(2049),
  limit.locals(3000),
  limit.locals(20_000),
  limit.nestedCalls(300),
  limit.loops(all || mode === 'interpreter' ? 10_000 : mode === 'native' ? 3000 : 1000),
  limit.longLoop(20_000),
];

/** The modes that differ in what they ask of a limit. */
const narrow: readonly string[] = ['native', 'guards fail'];
/** Ten thousand compilations take a minute on a busy machine. */
const patience = 3 * timeout;
const virtualObjects = around((count) => limit.virtualObjects(count), EXIT_MAX_VIRTUALS, 200);
const boundaries: readonly LimitProgram[] = [
  // With its function, self_or_extra, and what the loop has on the stack.
  ...around((count) => limit.locals(count), EXIT_MAX_VALUES - 3, 2 * EXIT_MAX_VALUES),
  ...around((depth) => limit.stack(depth), TRACE_SPILL_WORDS - 2, 1000),
  limit.stack(EXIT_MAX_VALUES + 50),
  ...around((depth) => limit.nestedCalls(depth), 12, 40),
  ...around((count) => limit.nestedGenerators(count), 10, 100),
  ...virtualObjects,
  ...around((count) => limit.virtualFields(count), 30, EXIT_MAX_VALUES),
  ...around((count) => limit.spills(count), TRACE_SPILL_WORDS + 16, 300),
  ...around((count) => limit.spills(count, 200, true), 32, 100),
  limit.branches(12),
  limit.branches(100),
  limit.longLoop(2000),
  ...around((count) => limit.loops(count, count), CODE_MAX_EXECUTORS, 2000),
  limit.constants(30),
  limit.constants(1000),
];

/** Each of their thousands of exits gets a bridge: of these only what is far above the limit. */
const slowWhenGuardsFail = new Set(virtualObjects.slice(0, 3));

for (const mode of all ? Object.keys(modes) : USUAL_MODES) {
  describe.concurrent(mode, () => {
    const narrowed = boundaries.filter(
      (program) => all || mode !== 'guards fail' || !slowWhenGuardsFail.has(program),
    );
    for (const program of narrow.includes(mode) ? [...always(mode), ...narrowed] : always(mode))
      it(program.name, { timeout: patience + 20_000 }, () => prints(program, mode));
  });
}
