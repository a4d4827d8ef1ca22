// Processor time of a thread of this process, with what the kernel did for it: waiting for a busy machine does not count.
import koffi from 'koffi';

const time = koffi.struct('Time', { seconds: 'int64_t', nanoseconds: 'int64_t' });
const clockGetTime = koffi
  .load('libc.so.6')
  .func('clock_gettime', 'int', ['int', koffi.out(koffi.pointer(time))]);

/** Returns a function that reads the clock, in nanoseconds. `thread` is its number; the main thread's is the process's. */
export function threadClock(thread) {
  const clock = (~thread << 3) | 6; // Linux makes it so: CPUCLOCK_PERTHREAD_MASK and CPUCLOCK_SCHED, below the number
  return () => {
    const now = {};
    clockGetTime(clock, now);
    return BigInt(now.seconds) * 1_000_000_000n + BigInt(now.nanoseconds);
  };
}
