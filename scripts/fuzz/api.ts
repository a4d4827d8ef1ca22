/**
 * Calls of the API and of the addon below it with values of every wrong kind (api-child.mjs): a TypeError, a RangeError, a
 * PythonError or what the value itself throws may come of it, never a crash. A run is one seed: twelve calls on one
 * Runtime, some of them while built-in functions of JavaScript are patched, and then the runtime must still work.
 *
 * `npm run fuzz -- api --seeds=N-N` runs one seed again.
 */
import { Runner } from './runner.ts';
import type { FuzzKind, Session } from './session.ts';

const BATCH = 25;

export const api: FuzzKind = {
  name: 'api',
  about: 'API calls with every wrong type: an error of JavaScript or Python, and the runtime still works',
  async run(session) {
    const runner = new Runner('api-child.mjs');
    let batch: number[] = [];
    for (const seed of session.seeds()) {
      batch.push(seed);
      if (batch.length < BATCH && seed < session.options.to) continue;
      await tryBatch(session, runner, batch);
      session.count(batch.length);
      batch = [];
    }
    runner.stop();
  },
};

/** A batch that ends the process is tried again seed by seed. */
async function tryBatch(session: Session, runner: Runner, batch: readonly number[]): Promise<void> {
  const { end, text } = await runner.send({ seeds: batch });
  // With patched built-in functions the trace compiler gives up with an internal error, and the program goes on.
  if (end === 'internal error' || (end === 'done' && text === '')) return;
  if (end !== 'done' && batch.length > 1) {
    for (const seed of batch) await tryBatch(session, runner, [seed]);
    return;
  }
  if (end !== 'done') session.report(end, `${end}-${batch[0]}`, `seed ${batch[0]}`, text);
  else
    for (const line of text.split('\n'))
      session.report('difference', line, line, 'an error of an unexpected kind');
}
