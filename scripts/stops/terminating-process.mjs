// Makes workers that do what standard input says, terminates each at its moment, and prints how long that took (see terminate-workers.ts).
// Arguments: the moments in JSON, 1 when the main thread loads the library as well.
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

const moments = JSON.parse(process.argv[2]);
const mainLoads = process.argv[3] === '1';
const library = new URL('../../dist/index.js', import.meta.url).href;
const body = readFileSync(0, 'utf8');

const code = `const { parentPort } = require('node:worker_threads');
const begin = () => parentPort.postMessage(1);
process.on('uncaughtException', () => {});
import(${JSON.stringify(library)}).then(({ Runtime }) => { ${body} });`;

if (mainLoads) {
  const { Runtime } = await import(library);
  new Runtime().run('x = 1');
}
for (const { begun, delay } of moments) {
  const worker = new Worker(code, { eval: true });
  worker.on('error', (error) => console.error(error));
  if (begun) await new Promise((resolve) => worker.once('message', resolve));
  await new Promise((resolve) => setTimeout(resolve, delay));
  const start = performance.now();
  await worker.terminate();
  console.log(performance.now() - start);
}
