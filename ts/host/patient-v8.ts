/**
 * V8's optimizing compiler waits longer before it compiles a function of ours. By default it begins with the trace compiler's functions as soon as some tens of traces
 * are compiled, on threads of its own: in programs of one to three seconds that was 40 % of the process's processor time, for 3 % of its main thread's. What runs for
 * long is optimized all the same.
 *
 * The flag is the whole process's, so this is for processes that are all ours: the command, not somebody's library. V8 rejects code caches made
 * under other flags: our bundles are to be loaded before, and the process that makes the caches must not be patient (cached-chunk.ts).
 */
import { writesCaches } from './cached-chunk.ts';

/** Bytes of bytecode that a function executes between two looks at whether it is hot; V8's own number is a quarter of it. */
const INTERRUPT_BUDGET = 500_000;

export function makeV8Patient(): void {
  if (writesCaches) return;
  process.getBuiltinModule('node:v8').setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
}
