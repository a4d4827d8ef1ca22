/**
 * How long a program goes on after its time limit: `npx tsx scripts/stop-latency.ts [--runs=N] [WORD…]` stops each of
 * tests/stops/long-programs.ts (or those with WORD in the name) N times at different moments, and prints the median
 * and the maximum in milliseconds. Programs that end before they are stopped say so.
 */

import { type LongProgram, longPrograms } from '../tests/stops/long-programs.ts';
import { Runtime } from '../ts/index.ts';

const GOAL_MS = 10;

/** Milliseconds after the deadline, or undefined when the program ended by itself. */
function latency(runtime: Runtime, { run }: LongProgram, timeout: number): number | undefined {
  const start = performance.now();
  try {
    runtime.run(run, { timeout });
  } catch (error) {
    const late = performance.now() - start - timeout;
    if (error instanceof DOMException && error.name === 'TimeoutError') return late;
    throw error;
  }
  return undefined;
}

function measure(program: LongProgram, runs: number): { median: number; max: number; ended: number } {
  const found: number[] = [];
  let ended = 0;
  const runtime = new Runtime();
  try {
    if (program.prepare !== undefined) runtime.run(program.prepare);
    for (let i = 0; i < runs; i++) {
      const late = latency(runtime, program, 30 + ((i * 37) % 100));
      if (late === undefined) ended++;
      else found.push(late);
    }
  } finally {
    runtime.dispose();
  }
  found.sort((a, b) => a - b);
  return { median: found[found.length >> 1] ?? Number.NaN, max: found.at(-1) ?? Number.NaN, ended };
}

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const runs = Number(process.argv.find((word) => word.startsWith('--runs='))?.slice(7) ?? 5);
let slow = 0;
for (const program of longPrograms) {
  if (words.length && !words.some((word) => program.name.includes(word))) continue;
  try {
    const { median, max, ended } = measure(program, runs);
    const verdict = ended ? `ended ${ended} times` : max > GOAL_MS ? 'SLOW' : '';
    if (max > GOAL_MS) slow++;
    console.log(
      `${median.toFixed(1).padStart(8)} ${max.toFixed(1).padStart(8)}  ${program.name}  ${verdict}`,
    );
  } catch (error) {
    slow++;
    console.log(`                  ${program.name}  FAILED: ${error}`);
  }
}
console.log(`${slow} later than ${GOAL_MS} ms`);
