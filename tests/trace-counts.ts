/**
 * What tier 2 did with a program, as numbers that tests compare: a fix that stops loops from being compiled changes no
 * output. A table, tests/expected/trace-counts.txt, has a line for each program of tests/program-list.ts in the mode
 * `native`; `npx tsx scripts/record/trace-counts.ts [NAME…]` writes it, and its change is to be looked at.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './program-list.ts';

export interface TraceCounts {
  readonly traces: number;
  readonly recordings: number;
  /** How often a trace was left through a side exit. */
  readonly exits: number;
  /** Of machine code. */
  readonly bytes: number;
  /** How often compiling gave up, by reason (docs/give-ups.md). */
  readonly gaveUp: Readonly<Record<string, number>>;
}

export const tableFile: string = join(root, 'tests', 'expected', 'trace-counts.txt');

const none: TraceCounts = { traces: 0, recordings: 0, exits: 0, bytes: 0, gaveUp: {} };

/** Takes what `--dump=stats` printed off the end of stderr. */
export function splitCounts(stderr: string): { counts: TraceCounts; rest: string } {
  const at = stderr.lastIndexOf('--- stats\n');
  if (at < 0) return { counts: none, rest: stderr };
  const text = stderr.slice(at);
  const head = /^(\d+) traces from (\d+) recordings, (\d+) bytes of code, (\d+) exits taken/m.exec(text);
  if (!head) throw new Error(`not the text of --dump=stats:\n${text}`);
  const [traces, recordings, bytes, exits] = head.slice(1).map(Number);
  const gaveUp: Record<string, number> = {};
  for (const [, times, reason] of text.matchAll(/^ {2}(\d+) × (.+)$/gm)) gaveUp[reason] = Number(times);
  return { counts: { traces, recordings, exits, bytes, gaveUp }, rest: stderr.slice(0, at) };
}

const reasons = ({ gaveUp }: TraceCounts): string =>
  Object.entries(gaveUp)
    .map(([reason, times]) => `${times} × ${reason}`)
    .sort()
    .join(', ');

const header = 'program, traces, recordings, exits, bytes, gave up';

export function printTable(table: ReadonlyMap<string, TraceCounts>): string {
  const rows = [...table].sort(([a], [b]) => (a < b ? -1 : 1));
  const width = Math.max(...rows.map(([name]) => name.length));
  const cells = rows.map(([name, c]) =>
    [
      name.padEnd(width),
      ...[c.traces, c.recordings, c.exits, c.bytes].map((n) => String(n).padStart(7)),
      ` ${reasons(c)}`,
    ]
      .join(' ')
      .trimEnd(),
  );
  return `${[header, ...cells].join('\n')}\n`;
}

export function readTable(): Map<string, TraceCounts> {
  const table = new Map<string, TraceCounts>();
  for (const line of readFileSync(tableFile, 'utf8').split('\n').slice(1)) {
    const found = /^(\S+) +(\d+) +(\d+) +(\d+) +(\d+) *(.*)$/.exec(line);
    if (!found) continue;
    const [traces, recordings, exits, bytes] = found.slice(2, 6).map(Number);
    const gaveUp: Record<string, number> = {};
    for (const part of found[6].split(', ').filter(Boolean)) {
      const [times, reason] = part.split(' × ');
      gaveUp[reason] = Number(times);
    }
    table.set(found[1], { traces, recordings, exits, bytes, gaveUp });
  }
  return table;
}

/** Room: a share of the recorded number, and some for small ones. */
const room = {
  traces: [0.1, 1],
  recordings: [0.15, 3],
  exits: [0.25, 30],
  bytes: [0.1, 512],
  gaveUp: [0.25, 2],
} as const;

/** What differs by more than the room, in words; empty when nothing does. */
export function differences(got: TraceCounts, recorded: TraceCounts): string[] {
  const found: string[] = [];
  const compare = (what: string, kind: keyof typeof room, now: number, before: number): void => {
    const [share, few] = room[kind];
    if (Math.abs(now - before) > few + share * before) found.push(`${what}: ${now}, recorded ${before}`);
  };
  for (const kind of ['traces', 'recordings', 'exits', 'bytes'] as const)
    compare(kind, kind, got[kind], recorded[kind]);
  for (const reason of new Set([...Object.keys(got.gaveUp), ...Object.keys(recorded.gaveUp)]))
    compare(`gave up, ${reason}`, 'gaveUp', got.gaveUp[reason] ?? 0, recorded.gaveUp[reason] ?? 0);
  return found;
}
