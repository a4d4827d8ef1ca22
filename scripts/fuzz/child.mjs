// Runs the programs that the fuzzer sends: one Runtime each, in this process (see runner.ts).
import { PythonError, Runtime } from '../../dist/index.js';

process.on('message', ({ source, jit }) => {
  const decoder = new TextDecoder();
  let text = '';
  const write = (stream, bytes) => {
    if (stream === 1) text += decoder.decode(bytes, { stream: true });
  };
  const runtime = new Runtime({ jit, write, hashSeed: 1, recursionLimit: 300 });
  try {
    runtime.run(source);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    text += `failed: ${error.type}: ${error.message}`;
  }
  runtime.dispose();
  process.send(text);
});
