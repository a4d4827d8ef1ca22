/** The interactive prompt: reads statements until they are complete, runs them, prints errors, goes on. */
import { createInterface } from 'node:readline/promises';
import { isIncomplete } from '../frontend/parse.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Returns the exit status: that of `exit()`, or 0 at end of input. */
export async function runRepl(runtime: Runtime, report: (error: unknown) => number): Promise<number> {
  process.stdout.write('pystitch 0.1.0 (Python 3.14). Ctrl-D or exit() leaves.\n');
  const terminal = createInterface({ input: process.stdin, output: process.stdout, historySize: 1000 });
  let pending = '';
  try {
    terminal.setPrompt('>>> ');
    terminal.prompt();
    for await (const line of terminal) {
      pending += `${line}\n`;
      if (pending.trim() === '') pending = '';
      else if (!isIncomplete(pending)) {
        try {
          runtime.runInteractive(pending);
          runtime.flush();
        } catch (error) {
          const status = report(error);
          if ((error as { type?: string }).type === 'SystemExit') return status;
        }
        pending = '';
      }
      terminal.setPrompt(pending === '' ? '>>> ' : '... ');
      terminal.prompt();
    }
    process.stdout.write('\n');
    return 0;
  } finally {
    terminal.close();
  }
}
