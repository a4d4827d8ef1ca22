/**
 * `npm run soak [-- NAME…] [--seconds=N] [--list]`: does memory stay flat? Each scenario does one thing again and again, in batches; after
 * the batches of the warm-up, nothing that is counted may grow, and memory no more than a few bytes a round.
 *
 * What is compared: the runtime's own counts (`runtime.statistics`), which must be equal from batch to batch; then bytes of V8's heap, of
 * what it knows outside it, and of the process, by the slope of a line through the batches. A batch is one synchronous run:
 * nothing that waits for Node's event loop may pile up in it. `--seconds` is how long each scenario goes on (default 10). Exit status 1
 * when something grew.
 */
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { growth, type Sample, sample } from './soak/samples.ts';
import { SCENARIOS, type Scenario } from './soak/scenarios.ts';

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '10' }, list: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const chosen = SCENARIOS.filter(
  ({ name }) => !positionals.length || positionals.some((p) => name.includes(p)),
);

/** Bytes a round by which memory may grow: noise of the allocators, which a real leak exceeds (a code object is 500). */
const BOUNDS: Partial<Record<keyof Sample['bytes'], number>> = { heap: 60, external: 20, resident: 120 };
/** What a scenario of few rounds may grow by altogether: the C library and V8 give memory back late. */
const SLACK: Partial<Record<keyof Sample['bytes'], number>> = {
  heap: 3e6,
  // What is allocated between two collections of a small heap, and a block: native/heap/limit.c.
  external: 6e6,
  resident: 24e6,
};
const WARM_UP = 3;
const BATCHES = 5;

const bound = (of: Partial<Record<string, number>>, what: string): number => of[what] ?? Infinity;

async function soak(scenario: Scenario): Promise<boolean> {
  const subject = scenario.make();
  let rounds = scenario.rounds ?? 20;
  const samples: Sample[] = [];
  // Batches as long as the time allows.
  const wanted = (Number(values.seconds) * 1000) / (WARM_UP + BATCHES);
  for (let batch = 0; batch < WARM_UP + BATCHES; batch++) {
    const start = performance.now();
    for (let i = 0; i < rounds; i++) await subject.round(batch * rounds + i);
    const time = performance.now() - start;
    if (batch === 0 && !scenario.rounds) rounds = Math.max(20, Math.floor((rounds * wanted) / time));
    await setImmediate();
    if (batch >= WARM_UP) samples.push(await sample(subject.runtime));
  }
  subject.end();
  const grown = growth(samples, rounds);
  const counts = Object.entries(grown.counts).filter(([, by]) => by > (scenario.slack ?? 0));
  const bytes = Object.entries(grown.bytes).filter(
    ([what, { each, total }]) => each > bound(BOUNDS, what) && total > bound(SLACK, what),
  );
  const cells = Object.values(grown.bytes).map(({ each }) => each.toFixed(1).padStart(9));
  const complaint = [...counts.map(([what, by]) => `${what} +${by}`), ...bytes.map(([what]) => what)].join(
    ', ',
  );
  const last = samples.at(-1) as Sample;
  const code = `${(last.codeBytes >> 10).toString().padStart(7)} KB`;
  const resident = `${(last.bytes.resident / 1e6).toFixed(0).padStart(6)} MB`;
  console.log(
    `${scenario.name.padEnd(34)}${(rounds * BATCHES).toString().padStart(9)}${cells.join('')}${code}${resident}  ${complaint || 'flat'}`,
  );
  return complaint === '';
}

if (values.list) {
  for (const { name } of chosen) console.log(name);
} else if (!global.gc) {
  console.error('soak: run with node --expose-gc (npm run soak does)');
  process.exitCode = 2;
} else {
  console.log(
    `${'scenario'.padEnd(34)}   rounds   heap/r.  ext/r.   rss/r.      code    rss   (bytes a round, after warm-up)`,
  );
  let flat = true;
  for (const scenario of chosen) flat = (await soak(scenario)) && flat;
  console.log(flat ? `${chosen.length} scenarios: all flat` : 'something grows');
  process.exitCode = flat ? 0 : 1;
}
