/** What `--dump=stats` prints at the end: how much was compiled, how long it took, why compilations gave up. */
import type { Failure } from '../contract/give-up.ts';
import type { NativeJit } from '../native/jit.ts';

export class Statistics {
  private readonly failures = new Map<string, number>();
  private milliseconds = 0;

  count({ failed, detail }: Failure): void {
    const name = detail === undefined ? failed : `${failed} ${detail}`;
    this.failures.set(name, (this.failures.get(name) ?? 0) + 1);
  }

  /** Adds the time since `start`, which process.hrtime() returned: the first use of `performance` loads a module of Node's, for milliseconds. */
  addTime(start: [number, number]): void {
    const [seconds, nanoseconds] = process.hrtime(start);
    this.milliseconds += seconds * 1e3 + nanoseconds / 1e6;
  }

  /** Undefined when native code has nothing to count. */
  text(native: NativeJit): string | undefined {
    const stats = native.jitStats();
    if (!stats) return undefined;
    const [traces, exits, recordings, invalidated, bytes, evicted] = stats;
    const reasons = [...this.failures]
      .sort((a, b) => b[1] - a[1])
      .map(([reason, count]) => `  ${count} × ${reason}`);
    return [
      `${traces} traces from ${recordings} recordings, ${bytes} bytes of code, ${exits} exits taken, ${invalidated} invalidated${evicted ? `, ${evicted} evicted` : ''}`,
      `${this.milliseconds.toFixed(1)} ms compiling`,
      ...(reasons.length > 0 ? ['gave up (reasons: docs/give-ups.md):', ...reasons] : []),
    ].join('\n');
  }
}
