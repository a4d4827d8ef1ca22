/** One child process at a time: gives it jobs, notices when it dies or hangs in a step, and goes on after that step. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { watchForHang } from '../processor-time.ts';

const child = fileURLToPath(new URL('child.mjs', import.meta.url));

/** How many requests go well before the first that fails, and how many fail; 0: all until MemoryError is raised. */
export type Step = readonly [skip: number, count: number];

export interface Job {
  readonly program: {
    readonly source: string;
    readonly filename: string;
    readonly args: readonly string[];
  } | null;
  readonly jit: object;
  readonly steps: readonly Step[];
}

/**
 * `same`: somebody could do without the memory. `caught`: the program caught the MemoryError. `end`: no more requests.
 * The rest are defects: another output, a runtime that does not work any more, memory that was not given back.
 */
export type Outcome =
  | 'same'
  | 'memory-error'
  | 'caught'
  | 'end'
  | 'wrong'
  | 'insane'
  | 'leak'
  | 'crash'
  | 'hang';

export interface Result {
  readonly step: number;
  readonly outcome: Outcome;
  readonly refused: number;
  readonly detail?: string | undefined;
}

interface Line {
  readonly base?: number;
  readonly begin?: number;
  readonly end?: number;
  readonly outcome?: Outcome;
  readonly refused?: number;
  readonly detail?: string;
  readonly done?: boolean;
}

export class Worker {
  #process: ChildProcessByStdio<Writable, Readable, Readable> | undefined;
  #lines: Interface | undefined;
  #errors = '';

  /** `root` is the folder of a built package; a step that computes for longer than `patience` milliseconds hangs. */
  constructor(
    readonly root: string,
    readonly patience: number,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Runs the steps; `onResult` is told of each. Returns how many requests the program makes. */
  async run(job: Job, onResult: (result: Result) => void): Promise<number> {
    let first = 0;
    let requests = 0;
    for (;;) {
      const failed = await this.#attempt(
        { ...job, steps: job.steps.slice(first) },
        (result) => onResult({ ...result, step: result.step + first }),
        (n) => {
          requests = n;
        },
      );
      if (!failed) return requests;
      onResult({ ...failed, step: failed.step + first });
      first += failed.step + 1;
      if (failed.step < 0 || first >= job.steps.length) return requests;
    }
  }

  /** Until the job is done, or the child has died: the step in which it did. */
  #attempt(
    job: Job,
    onResult: (result: Result) => void,
    onBase: (requests: number) => void,
  ): Promise<Result | undefined> {
    const { process: running, lines } = this.#start();
    return new Promise((resolve) => {
      let step = -1;
      let hangs = false;
      let endWatch = (): void => {};
      const wait = (): void => {
        endWatch();
        endWatch = watchForHang(running.pid ?? 0, this.patience, () => {
          hangs = true;
          running.kill('SIGKILL');
        });
      };
      const finish = (result: Result | undefined): void => {
        endWatch();
        lines.off('line', onLine);
        running.off('close', onClose);
        resolve(result);
      };
      const onClose = (status: number | null, signal: string | null): void => {
        const detail = `${signal ?? `exit status ${status}`}\n${this.#errors.slice(0, 3000)}`;
        this.#process = undefined;
        finish({ step, outcome: hangs ? 'hang' : 'crash', refused: 1, detail });
      };
      const onLine = (text: string): void => {
        wait();
        const line = JSON.parse(text) as Line;
        if (line.base !== undefined) onBase(line.base);
        if (line.begin !== undefined) step = line.begin;
        if (line.end !== undefined)
          onResult({ step: line.end, outcome: line.outcome!, refused: line.refused!, detail: line.detail });
        if (line.done) finish(undefined);
      };
      lines.on('line', onLine);
      running.on('close', onClose);
      wait();
      this.#errors = '';
      running.stdin.write(`${JSON.stringify(job)}\n`);
    });
  }

  #start(): { process: ChildProcessByStdio<Writable, Readable, Readable>; lines: Interface } {
    if (this.#process && this.#lines) return { process: this.#process, lines: this.#lines };
    const started = spawn(process.execPath, [child, join(this.root, 'dist', 'index.js')], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, PYSTITCH_DEBUG: '1', ...this.env },
    });
    started.stderr.on('data', (chunk) => {
      this.#errors += chunk;
    });
    this.#process = started;
    this.#lines = createInterface({ input: started.stdout });
    return { process: started, lines: this.#lines };
  }

  stop(): void {
    this.#process?.stdin.end();
    this.#process = undefined;
  }
}
