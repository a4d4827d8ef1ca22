/**
 * Runs programs in a process of their own, which may crash or hang: a fresh Runtime for every run, many in
 * one process, so that their independence is tested too.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { watchForHang } from '../processor-time.ts';
import type { Outcome } from './outcome.ts';

export const modes: Readonly<Record<string, object | false>> = {
  interpreter: false,
  'threshold 1': { threshold: 1, exitThreshold: 1 },
  'threshold 2': { threshold: 2, exitThreshold: 2 },
  native: { threshold: 11, exitThreshold: 4 },
  rationed: { threshold: 3, exitThreshold: 2, budget: 0 },
  'without passes': { threshold: 3, exitThreshold: 2, optimize: false },
  'guards fail': { threshold: 2, exitThreshold: 3, stress: ['exits'] },
};

/** Runs after which the process is replaced: its memory only grows. */
const RUNS_PER_PROCESS = 400;
/** Milliseconds of processor time. */
const LONGEST_RUN = 20_000;

export class Runner {
  private child: ChildProcess | undefined;
  private runs = 0;
  private errors = '';

  /** `script`: the file of this folder that the process runs. */
  constructor(private readonly script = 'child.mjs') {}

  /** Runs a program in a mode of the table above, for twenty seconds of processor time at most. */
  run(source: string, mode: string): Promise<Outcome> {
    return this.send({ source, jit: modes[mode] });
  }

  /** Sends a message to the process (child.mjs) and waits for its answer, or its end. */
  send(message: object): Promise<Outcome> {
    if (this.runs++ > RUNS_PER_PROCESS) this.stop();
    const child = this.child ?? this.start();
    return new Promise((resolve) => {
      const finish = (end: Outcome['end'], text: string): void => {
        endWatch();
        child.removeAllListeners('message');
        child.removeAllListeners('exit');
        if (end !== 'done') this.stop();
        const errors = this.errors;
        this.errors = '';
        if (end === 'done' && errors) resolve({ end: 'internal error', text: `${text}\n${errors}` });
        else resolve({ end, text });
      };
      const endWatch = watchForHang(child.pid ?? 0, LONGEST_RUN, () => finish('hang', 'hangs'));
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
