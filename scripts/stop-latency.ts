/**
 * How long a program goes on after it was stopped: `npx tsx scripts/stop-latency.ts [--runs=N] [--within=MS] [--idle] [WORD…]`
 * stops each of tests/stops/long-programs.ts (or those with WORD in the name) N times at different moments of its first
 * MS milliseconds (130), and prints the median and the maximum in milliseconds. Programs that end before they are stopped say so.
 *
 * What is measured is the processor time of the thread, the kernel's work for it included, so a busy machine does not
 * show. With --idle it is the time that passes.
 */

import { Worker } from 'node:worker_threads';
import { type LongProgram, longPrograms } from '../tests/stops/long-programs.ts';
import { Runtime } from '../ts/index.ts';
import { threadClock } from './stops/thread-clock.mjs';

const GOAL_MS = 10;
/** Nanoseconds for telling the program to stop. When it took longer, the thread that did so was interrupted. */
const TELLING = 500_000n;

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const runs = Number(process.argv.find((word) => word.startsWith('--runs='))?.slice(7) ?? 5);
const within = Number(process.argv.find((word) => word.startsWith('--within='))?.slice(9) ?? 130);
const clock = process.argv.includes('--idle') ? process.hrtime.bigint : threadClock(process.pid);

const stopped = new BigInt64Array(new SharedArrayBuffer(24));
const worker = new Worker(new URL('./stops/stopping-thread.mjs', import.meta.url), {
  workerData: {
    stopped,
    library: new URL('../dist/index.js', import.meta.url).href,
    idle: clock === process.hrtime.bigint,
  },
});
await new Promise((resolve) => worker.once('message', resolve));

/** Milliseconds after the stop, or undefined when the program ended by itself. */
function latency(runtime: Runtime, { run }: LongProgram, delay: number): number | undefined {
  for (;;) {
    Atomics.store(stopped, 0, 0n);
    worker.postMessage({ handle: runtime.stopHandle, delay });
    let wasStopped = false;
    try {
      runtime.run(run);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
      wasStopped = true;
    }
    const end = clock();
    Atomics.wait(stopped, 0, 0n);
    if (!wasStopped) return undefined;
    if (stopped[2] - stopped[1] < TELLING) return Number(end - stopped[1]) / 1e6;
  }
}

function measure(program: LongProgram): { median: number; max: number; ended: number } {
  const found: number[] = [];
  let ended = 0;
  const runtime = new Runtime();
  try {
    if (program.prepare !== undefined) runtime.run(program.prepare);
    for (let i = 0; i < runs; i++) {
      const late = latency(runtime, program, 30 + ((i * 37 * (within / 130)) % (within - 30)));
      if (late === undefined) ended++;
      else found.push(late);
    }
  } finally {
    runtime.dispose();
  }
  found.sort((a, b) => a - b);
  return { median: found[found.length >> 1] ?? Number.NaN, max: found.at(-1) ?? Number.NaN, ended };
}

let slow = 0;
for (const program of longPrograms) {
  if (words.length && !words.some((word) => program.name.includes(word))) continue;
  try {
    const { median, max, ended } = measure(program);
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
await worker.terminate();
