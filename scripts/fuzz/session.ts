/**
 * What the kinds of fuzzing have in common: seeds, an end in time, findings that are printed, kept and counted.
 * A kind is a module of this folder, listed in scripts/fuzz.ts.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface FuzzKind {
  readonly name: string;
  /** One line of the help text. */
  readonly about: string;
  /** Runs seed after seed until the session is over. */
  run(session: Session): Promise<void>;
}

export interface SessionOptions {
  readonly from: number;
  readonly to: number;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** Modes of runner.ts to compare, and `cpython`; empty: what is usual for the kind. */
  readonly modes: readonly string[];
  /** Folder for programs that showed something. */
  readonly keep: string;
  /** CPython 3.14 to compare with; undefined: none. */
  readonly cpython: string | undefined;
}

export type FindingKind = 'crash' | 'hang' | 'internal error' | 'difference';

export class Session {
  private runs = 0;
  private readonly found: Record<FindingKind, number> = {
    crash: 0,
    hang: 0,
    'internal error': 0,
    difference: 0,
  };

  constructor(
    readonly kind: string,
    readonly options: SessionOptions,
  ) {}

  get over(): boolean {
    return Date.now() >= this.options.deadline;
  }

  /** One after the other until the session is over. */
  *seeds(): Generator<number> {
    for (let seed = this.options.from; seed <= this.options.to && !this.over; seed++) yield seed;
  }

  /** Another program, source or call was tried. */
  count(runs = 1): void {
    this.runs += runs;
  }

  /** Something was wrong: `text` is kept as a file `name`, `detail` says what was seen. */
  report(kind: FindingKind, name: string, text: string, detail: string): void {
    this.found[kind]++;
    mkdirSync(this.options.keep, { recursive: true });
    const file = join(this.options.keep, `${this.kind}-${name.replaceAll(/[^\w.-]+/g, '-')}`);
    writeFileSync(file, text);
    console.log(`${kind}: ${name}\n${text.trimEnd().slice(0, 4000)}\n${detail}\nkept as ${file}\n`);
  }

  get failures(): number {
    return Object.values(this.found).reduce((sum, n) => sum + n, 0);
  }

  /** The summary line. */
  summary(): string {
    const { crash, hang, difference } = this.found;
    const internal = this.found['internal error'];
    return `${this.kind}: ${this.runs} runs, ${crash} crashes, ${hang} hangs, ${internal} internal errors, ${difference} differences`;
  }
}
