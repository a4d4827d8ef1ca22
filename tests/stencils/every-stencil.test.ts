/**
 * Every stencil of every pure op, alone, against the op's `evaluate` on boundary values. The register
 * variants of an op share the values between them. Other registers must not change.
 */
import { describe, expect, it } from 'vitest';
import { REG_COUNT, regName } from '../../ts/emit/registers.ts';
import type { Run } from './cases.ts';
import { pureUops, stitchedVariants } from './cases.ts';
import { HostState, OUTCOME, stencilHost } from './host.ts';
import { sameWord } from './operands.ts';

const uops = await pureUops();
const host = stencilHost();

/** What went wrong, or null. */
function failureOf(run: Run, address: number): string | null {
  const state = new HostState();
  run.before.forEach((word, reg) => {
    state.setWord(reg, word);
  });
  const outcome = host.run(address, state);
  // It called a function of the runtime that the host does not have.
  if (outcome === OUTCOME.missing) return null;
  if (outcome !== (run.exits ? OUTCOME.exit : OUTCOME.continue))
    return `${run.text} ${run.exits ? 'did not exit' : 'exited'}`;
  for (let reg = 0; reg < REG_COUNT; reg++) {
    const want = run.after[reg];
    const got = state.word(reg);
    if (want === undefined || sameWord(run.floats & (1 << reg) ? 'f64' : 'i64', got, want)) continue;
    return `${run.text}: ${regName(reg)} is ${got.toString(16)}, not ${want.toString(16)}`;
  }
  return null;
}

describe('every stencil against its evaluate', () => {
  const block = host.reserve(1 << 16);
  it.each(uops.map((uop) => [uop.name, uop] as const))('%s', (_, uop) => {
    const failures: string[] = [];
    for (const { code, runs } of stitchedVariants(host.library, host.symbols, uop, block)) {
      host.install(block, code);
      for (const run of runs) {
        const failure = failures.length < 5 && failureOf(run, block);
        if (failure) failures.push(failure);
      }
    }
    expect(failures).toEqual([]);
  });
});
