/**
 * The interactive prompt: reads statements until they are complete, runs them, prints errors, goes on.
 *
 * On a terminal lines come from Node's readline (editing, history); otherwise from standard input as
 * it is, with the prompts on stderr, as CPython does.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { isatty } from 'node:tty';
import { PythonError } from '../api/python-error.ts';
import type { Runtime } from '../api/runtime.ts';
import { loadCompiler } from '../host/load-compiler.ts';

export interface ReplOptions {
  readonly banner: boolean;
  /** Prints an uncaught exception; returns the exit status that it would mean. */
  readonly report: (error: unknown) => number;
}

const banner = 'pystitch 0.1.0 (Python 3.14)\nType a statement or an expression; Ctrl-D or exit() leaves.\n';

/** Lines become statements; `add` returns the exit status when one of them asked to leave. */
class Prompt {
  #pending = '';
  #count = 0;
  readonly #runtime: Runtime;
  readonly #report: ReplOptions['report'];

  constructor(runtime: Runtime, report: ReplOptions['report']) {
    this.#runtime = runtime;
    this.#report = report;
  }

  get text(): string {
    return this.#pending === '' ? '>>> ' : '... ';
  }

  /** Ctrl-C: forgets what was typed so far. */
  interrupted(): void {
    this.#pending = '';
    writeSync(2, '\nKeyboardInterrupt\n');
  }

  /**
   * The next line of a pipe, which the prompt shares with input();
   * empty at the end, null when Ctrl-C came instead.
   */
  read(): string | null {
    try {
      return this.#runtime.readLine();
    } catch (error) {
      if (error instanceof PythonError && error.type === 'KeyboardInterrupt') this.interrupted();
      else this.#report(error);
      return null;
    }
  }

  add(line: string): number | undefined {
    this.#pending += `${line}\n`;
    if (this.#pending.trim() === '') {
      this.#pending = '';
      return undefined;
    }
    return loadCompiler().isIncomplete(this.#pending) ? undefined : this.run();
  }

  run(): number | undefined {
    const source = this.#pending;
    this.#pending = '';
    if (source === '') return undefined;
    try {
      // A name for each statement: tracebacks find the source of functions that were defined earlier.
      this.#runtime.runInteractive(source, { filename: `<python-input-${this.#count++}>` });
      this.#runtime.flush();
    } catch (error) {
      const status = this.#report(error);
      if (error instanceof PythonError && error.exitCode !== undefined) return status;
    }
    return undefined;
  }
}

/** Returns the exit status: that of `exit()`, or 0 at end of input. */
export async function runRepl(runtime: Runtime, options: ReplOptions): Promise<number> {
  if (options.banner) writeSync(2, banner);
  const prompt = new Prompt(runtime, options.report);
  return isatty(0) ? onTerminal(prompt, runtime) : onPipe(prompt);
}

function onPipe(prompt: Prompt): number {
  for (;;) {
    writeSync(2, prompt.text);
    const line = prompt.read();
    if (line === null) continue;
    const status = line === '' ? prompt.run() : prompt.add(line.replace(/\r?\n$/, ''));
    if (status !== undefined) return status;
    if (line === '') {
      writeSync(2, '\n');
      return 0;
    }
  }
}

function onTerminal(prompt: Prompt, runtime: Runtime): Promise<number> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, historySize: 1000 });
  // While Python runs, Ctrl-C must be a signal and input() must find an ordinary terminal.
  const raw = (on: boolean): void => void process.stdin.setRawMode?.(on);
  const ask = (): void => {
    terminal.setPrompt(prompt.text);
    terminal.prompt();
  };
  return new Promise((resolve) => {
    let status = 0;
    let left = false;
    terminal.on('SIGINT', () => {
      prompt.interrupted();
      terminal.write(null, { ctrl: true, name: 'u' });
      ask();
    });
    terminal.on('line', (line) => {
      if (left) return;
      raw(false);
      const asked = prompt.add(line);
      if (asked === undefined) {
        raw(true);
        // Ctrl-C that came when the statement was done belongs to this prompt, not to the next statement.
        if (runtime.takeInterrupt()) prompt.interrupted();
        ask();
        return;
      }
      status = asked;
      left = true;
      terminal.close();
    });
    terminal.on('close', () => {
      if (!left) process.stdout.write('\n');
      resolve(status);
    });
    ask();
  });
}
