// Makes workers that do what standard input says, terminates each at a random moment, and prints how long that took (see
// terminate-workers.ts). Arguments: seed, number of workers, 1 when the main thread loads the library as well.
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

const [seed, workers, mainLoads] = process.argv.slice(2).map(Number);
const library = new URL('../../dist/index.js', import.meta.url).href;
const body = readFileSync(0, 'utf8');

/** mulberry32 */
let state = seed;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

const code = `const { parentPort } = require('node:worker_threads');
const begin = () => parentPort.postMessage(1);
process.on('uncaughtException', () => {});
import(${JSON.stringify(library)}).then(({ Runtime }) => { ${body} });`;

if (mainLoads) {
  const { Runtime } = await import(library);
  new Runtime().run('x = 1');
}
for (let i = 0; i < workers; i++) {
  const worker = new Worker(code, { eval: true });
  worker.on('error', (error) => console.error(error));
  // Some are terminated while they start.
  if (random() < 0.8) await new Promise((resolve) => worker.once('message', resolve));
  // Squared: more often soon after the beginning.
  await new Promise((resolve) => setTimeout(resolve, 150 * random() ** 2));
  const start = performance.now();
  await worker.terminate();
  console.log(performance.now() - start);
}
