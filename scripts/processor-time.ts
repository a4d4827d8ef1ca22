/**
 * When a process hangs: it has computed for longer than it may. Time that passes says little, because the machine may
 * be busy with something else; but what only waits must end too, so fifty times as much of that is a hang as well.
 */
import { readFileSync } from 'node:fs';

/** Of /proc/PID/stat: clock ticks a second, on every Linux. */
const TICKS = 100;
/** Milliseconds. */
const PERIOD = 250;
const WAITING = 50;

/** Milliseconds of processor time that a process has used; undefined: it is gone, or the system does not say. */
export function processorTime(pid: number): number | undefined {
  try {
    // The name of the program, in parentheses, may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
  } catch {
    return undefined;
  }
}

/** Calls `onHang` once when the process has computed for another `milliseconds`. Returns what ends the watch. */
export function watchForHang(pid: number, milliseconds: number, onHang: () => void): () => void {
  const start = processorTime(pid);
  const end = Date.now() + milliseconds * (start === undefined ? 1 : WAITING);
  const timer = setInterval(() => {
    const used = (processorTime(pid) ?? 0) - (start ?? 0);
    if (used < milliseconds && Date.now() < end) return;
    clearInterval(timer);
    onHang();
  }, PERIOD);
  return () => clearInterval(timer);
}
