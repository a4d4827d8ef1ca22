// A worker of stop-latency.ts: stops a runtime that the main thread runs. A message is { handle, delay }: after so many
// milliseconds. When that is done, `stopped` is [1, the main thread's clock before, and after it was told].
import { parentPort, workerData } from 'node:worker_threads';
import { threadClock } from './thread-clock.mjs';

const { library, stopped, idle } = workerData;
const { stopRuntime } = await import(library);
const mainThread = idle ? process.hrtime.bigint : threadClock(process.pid);
const never = new Int32Array(new SharedArrayBuffer(4));

parentPort.on('message', ({ handle, delay }) => {
  Atomics.wait(never, 0, 0, delay);
  stopped[1] = mainThread();
  stopRuntime(handle);
  stopped[2] = mainThread();
  Atomics.store(stopped, 0, 1n);
  Atomics.notify(stopped, 0);
});
parentPort.postMessage('ready');
