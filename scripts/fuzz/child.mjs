// Runs the programs that the fuzzer sends: one Runtime each, in this process (see runner.ts).
import { PythonError, Runtime } from '../../dist/index.js';

/** Beyond this a program that prints without end is cut off. */
const MOST_OUTPUT = 1 << 20;
/** Bytes. */
const MEMORY_LIMIT = 1 << 28;

process.on('message', ({ source, jit, globals = {} }) => {
  const decoder = new TextDecoder();
  let text = '';
  const write = (stream, bytes) => {
    if (stream === 1 && text.length < MOST_OUTPUT) text += decoder.decode(bytes, { stream: true });
  };
  const runtime = new Runtime({ jit, write, hashSeed: 1, recursionLimit: 300, memoryLimit: MEMORY_LIMIT });
  try {
    for (const [name, value] of Object.entries(globals)) runtime.globals.set(name, value);
    runtime.run(source);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    text += `failed: ${error.type}: ${error.message}`;
  }
  runtime.dispose();
  process.send(text.replaceAll(/ at 0x[0-9a-f]+/g, ' at 0x'));
});
