/**
 * Runs one file of CPython's test suite in a process of its own, which may crash, hang or be killed: then the test that
 * was running has failed, and another process goes on after it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modulesOf } from './suite.ts';

const script = join(dirname(fileURLToPath(import.meta.url)), 'run-tests.py');

export interface TestOutcome {
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly reason: string;
}

export interface FileOutcome {
  readonly tests: Map<string, TestOutcome>;
  /** What was wrong with the file itself: it could not be imported, a class could not be set up. */
  readonly notes: string[];
  readonly seconds: number;
  /** Processes that ended before their tests did. */
  readonly deaths: number;
}

/** An interpreter that takes CPython's arguments. */
export type Python = readonly [command: string, ...args: string[]];

interface Limits {
  /** For one test. */
  readonly testSeconds: number;
  /** For the whole file. */
  readonly fileSeconds: number;
}

/** Processes for one file: each death costs the import of the test's module once more. */
const MAX_DEATHS = 40;

/** @param folder holds the package `test` */
export async function runFile(
  python: Python,
  folder: string,
  file: string,
  limits: Limits,
): Promise<FileOutcome> {
  const started = Date.now();
  const tests = new Map<string, TestOutcome>();
  const notes: string[] = [];
  const scratch = mkdtempSync(join(tmpdir(), 'pystitch-conformance-'));
  const finished = join(scratch, 'finished');
  let deaths = 0;
  try {
    for (;;) {
      writeFileSync(finished, [...tests.keys()].join('\n'));
      const left = limits.fileSeconds * 1000 - (Date.now() - started);
      if (left <= 0 || deaths > MAX_DEATHS) {
        notes.push(left <= 0 ? `stopped after ${limits.fileSeconds} s` : `given up after ${deaths} deaths`);
        break;
      }
      const args = [...python.slice(1), script, folder, modulesOf(file).join(','), finished];
      const end = await runProcess([python[0], ...args], scratch, limits, left, tests, notes);
      if (end === 'end') break;
      if (end === 'again') continue;
      deaths++;
      if (end.running) tests.set(end.running, { outcome: 'failed', reason: end.why });
      else {
        notes.push(end.why);
        break; // outside all tests: it would happen again
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
  return { tests, notes, deaths, seconds: (Date.now() - started) / 1000 };
}

type ProcessEnd = 'end' | 'again' | { running: string | undefined; why: string };

function runProcess(
  command: readonly string[],
  cwd: string,
  limits: Limits,
  left: number,
  tests: Map<string, TestOutcome>,
  notes: string[],
): Promise<ProcessEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0], command.slice(1), {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PYTHONHASHSEED: '0', PYTHONPATH: '' },
    });
    let running: string | undefined;
    let ended: 'end' | 'again' | undefined;
    let killed = '';
    let errors = '';
    const kill = (why: string): void => {
      killed = why;
      child.kill('SIGKILL');
    };
    const whole = setTimeout(() => kill(`the file took too long`), left);
    let each: NodeJS.Timeout | undefined;
    const watch = (): void => {
      clearTimeout(each);
      each = setTimeout(() => kill(`took more than ${limits.testSeconds} s`), limits.testSeconds * 1000);
    };
    watch();
    const take = (line: string): void => {
      const at = line.lastIndexOf('\x1e');
      if (at < 0) return;
      watch();
      const [event, name, reason = ''] = line.slice(at + 1).split('\t');
      if (event === 'start') running = name;
      else if (event === 'end' || event === 'again') ended = event;
      else if (event === 'note') notes.push(`${name}: ${reason}`);
      else if (event === 'passed' || event === 'failed' || event === 'skipped') {
        tests.set(name, { outcome: event, reason });
        running = undefined;
      }
    };
    let pending = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (pending + text).split('\n');
      pending = lines.pop() as string;
      for (const line of lines) take(line);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-2000);
    });
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(whole);
      clearTimeout(each);
      const last = errors.trim().split('\n').at(-1) ?? '';
      if (ended) resolve(ended);
      else resolve({ running, why: killed || `the process ended (${signal ?? status}): ${last}` });
    });
  });
}
