/**
 * Runs programs in a process of their own, which may crash or hang: a fresh Runtime for every run, many in
 * one process, so that their independence is tested too.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './outcome.ts';

export const modes: Readonly<Record<string, object | false>> = {
  interpreter: false,
  'threshold 1': { threshold: 1, exitThreshold: 1 },
  'threshold 2': { threshold: 2, exitThreshold: 2 },
  native: { threshold: 11, exitThreshold: 4 },
  'without passes': { threshold: 3, exitThreshold: 2, optimize: false },
  'guards fail': { threshold: 2, exitThreshold: 3, stress: ['exits'] },
};

/** Runs after which the process is replaced: its memory only grows. */
const RUNS_PER_PROCESS = 400;

/** Seconds of processor time after which a program hangs, and of waiting: on a busy machine these are different things. */
const MOST_WORK = 8;
const MOST_WAITING = 120;

/** Processor time that a process has used, in seconds. Where nothing tells, every second counts. */
function secondsUsed(pid: number | undefined): number {
  try {
    // "PID (NAME) STATE …": user and system time are the 12th and 13th after the name, in hundredths.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return performance.now() / 1000;
  }
}

export class Runner {
  private child: ChildProcess | undefined;
  private runs = 0;
  private errors = '';

  /** `script`: the file of this folder that the process runs. */
  constructor(private readonly script = 'child.mjs') {}

  /** Runs a program in a mode of the table above, for eight seconds of work at most. */
  run(source: string, mode: string): Promise<Outcome> {
    return this.send({ source, jit: modes[mode] });
  }

  /** Sends a message to the process (child.mjs) and waits for its answer, or its end. */
  send(message: object): Promise<Outcome> {
    if (this.runs++ > RUNS_PER_PROCESS) this.stop();
    const child = this.child ?? this.start();
    return new Promise((resolve) => {
      const finish = (end: Outcome['end'], text: string): void => {
        clearInterval(timer);
        child.removeAllListeners('message');
        child.removeAllListeners('exit');
        if (end !== 'done') this.stop();
        const errors = this.errors;
        this.errors = '';
        if (end === 'done' && errors) resolve({ end: 'internal error', text: `${text}\n${errors}` });
        else resolve({ end, text });
      };
      const since = secondsUsed(child.pid);
      const begun = performance.now();
      const timer = setInterval(() => {
        const waited = (performance.now() - begun) / 1000;
        if (waited > MOST_WAITING || (waited > MOST_WORK && secondsUsed(child.pid) - since > MOST_WORK))
          finish('hang', 'hangs');
      }, 500);
      child.once('message', (text) => finish('done', String(text)));
      child.once('exit', (status, signal) => finish('crash', String(signal ?? status)));
      child.send(message);
    });
  }

  private start(): ChildProcess {
    this.runs = 0;
    const child = fork(fileURLToPath(new URL(this.script, import.meta.url)), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      env: { ...process.env, PYSTITCH_DEBUG: '1' },
    });
    child.stderr?.on('data', (chunk) => {
      this.errors += chunk;
    });
    this.child = child;
    return child;
  }

  stop(): void {
    const { child } = this;
    this.child = undefined;
    child?.removeAllListeners();
    child?.kill('SIGKILL');
  }
}
