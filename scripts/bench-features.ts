/**
 * `npm run bench:features [-- KIND[.NAME] … --runs=N --seconds=S --only=SYSTEM,… --cpu --json=FILE]`: the loops of bench/features, one feature each,
 * each in a process of its own, under pystitch (default, and `--jit=off`) and each peer found in $PEERS/bin or on the PATH.
 *
 * Cold is the first call, with a size that takes CPython 0.1 s; warm is the shortest of the later calls, within S seconds (default 1). With
 * --runs, medians of N processes; with --cpu, processor time, for a busy machine. All systems take turns at one loop before the next comes, so drift of a noisy machine hits them alike.
 * Results must be equal. The table shows, by kind, geometric means of CPython's time divided by the system's. Times are reported, never asserted.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CPYTHON, geometricMean, JIT_OFF, median, PYPY, type System, systems } from './bench/systems.ts';

const FOLDER = join('bench', 'features');
const ROUNDS = 20;

interface Times {
  readonly cold: number;
  readonly warm: number;
}

interface Row {
  readonly kind: string;
  readonly name: string;
  /** By system; absent: it failed, or computed something else. */
  readonly times: Readonly<Record<string, Times>>;
}

const args = process.argv.slice(2);
const option = (name: string): string | undefined =>
  args.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3);
const runs = Number(option('runs') ?? 1);
const seconds = option('seconds') ?? '1';
const clock = args.includes('--cpu') ? 'process_time' : 'perf_counter';
const only = option('only')?.split(',');
const chosen = args.filter((a) => !a.startsWith('--'));
const all = systems().filter((s) => !only || only.includes(s.name));
const base = all.find((s) => s.name === CPYTHON) ?? all[0];

/** Each kind is a file; what is called in it has a name without an underscore, and takes the number of rounds. */
function loops(): { kind: string; name: string }[] {
  const kinds = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.py') && file !== 'measure.py')
    .map((file) => file.slice(0, -3));
  return kinds.flatMap((kind) =>
    [...readFileSync(join(FOLDER, `${kind}.py`), 'utf8').matchAll(/^def ([a-z]\w*)\(n\):/gm)].map(
      ([, name]) => ({
        kind,
        name,
      }),
    ),
  );
}

function measure(
  system: System,
  kind: string,
  name: string,
  n: number,
): { lines: string[]; problem?: string } {
  const script = [join(FOLDER, 'measure.py'), kind, name, String(n), String(ROUNDS), seconds, clock];
  const { status, stdout, stderr } = spawnSync(system.command[0], [...system.command.slice(1), ...script], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status === 0) return { lines: stdout.trimEnd().split('\n') };
  return { lines: [], problem: `status ${status}: ${stderr.slice(-300)}` };
}

let problems = 0;
function complain(system: System, kind: string, name: string, problem: string): void {
  problems++;
  console.error(`${kind}.${name}: ${system.name}: ${problem}`);
}

function row(kind: string, name: string): Row {
  const n = Number(measure(base, kind, name, 0).lines[0]);
  const samples = new Map<string, Times[]>(all.map((s) => [s.name, []]));
  const results = new Map<string, string>();
  for (let run = 0; run < runs; run++) {
    for (const system of all) {
      const { lines, problem } = measure(system, kind, name, n);
      if (problem !== undefined) complain(system, kind, name, problem);
      if (lines.length !== 3) continue;
      results.set(system.name, lines[0]);
      samples.get(system.name)?.push({ cold: Number(lines[1]), warm: Number(lines[2]) });
    }
  }
  const times: Record<string, Times> = {};
  for (const system of all) {
    const result = results.get(system.name);
    const list = samples.get(system.name) ?? [];
    if (result === undefined || list.length === 0) continue;
    if (result !== results.get(base.name))
      complain(system, kind, name, `computed ${result}, ${base.name} ${results.get(base.name)}`);
    else
      times[system.name] = { cold: median(list.map((t) => t.cold)), warm: median(list.map((t) => t.warm)) };
  }
  return { kind, name, times };
}

/** How many times as fast `system` is as `other`; undefined where one of them has no time. */
function ratio({ times }: Row, system: string, other: string, when: keyof Times): number | undefined {
  const [a, b] = [times[other], times[system]];
  return a && b && a[when] / b[when];
}

const WIDTH = 16;
const others = all.filter((s) => s.name !== base.name);
const cell = (text: string): string => text.padStart(WIDTH);
const pair = (rows: readonly Row[], system: string): string => {
  const means = (['warm', 'cold'] as const).map((when) => {
    const ratios = rows.map((r) => ratio(r, system, base.name, when)).filter((x) => x !== undefined);
    return ratios.length > 0 ? geometricMean(ratios).toFixed(2) : '–';
  });
  return cell(means.join(' / '));
};

const wanted = loops().filter(
  ({ kind, name }) => chosen.length === 0 || chosen.includes(kind) || chosen.includes(`${kind}.${name}`),
);
const rows: Row[] = [];
for (const { kind, name } of wanted) {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\x1b[K${rows.length + 1} of ${wanted.length}: ${kind}.${name}`);
  rows.push(row(kind, name));
}
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');

console.log(`times as fast as ${base.name}, warm / cold: geometric means of ${rows.length} loops\n`);
console.log(`${'kind'.padEnd(24)}${others.map((s) => cell(s.name)).join('')}`);
for (const kind of new Set(rows.map((r) => r.kind))) {
  const some = rows.filter((r) => r.kind === kind);
  console.log(`${`${kind} (${some.length})`.padEnd(24)}${others.map((s) => pair(some, s.name)).join('')}`);
}
console.log(`${`all (${rows.length})`.padEnd(24)}${others.map((s) => pair(rows, s.name)).join('')}`);

/** Loops in which pystitch is less than `limit` times as fast as `other`. */
function slower(other: string, limit: number): void {
  if (other !== base.name && !others.some((s) => s.name === other)) return;
  for (const when of ['warm', 'cold'] as const) {
    const list = rows
      .map((r) => ({ r, x: ratio(r, 'pystitch', other, when) }))
      .filter((e): e is { r: Row; x: number } => e.x !== undefined && e.x < limit)
      .sort((a, b) => a.x - b.x);
    const names = list.map(({ r, x }) => `${r.kind}.${r.name} ${x.toFixed(2)}`);
    console.log(
      `\n${when}, less than ${limit} times as fast as ${other}: ${list.length}\n  ${names.join('\n  ')}`,
    );
  }
}
slower(CPYTHON, 1);
slower(JIT_OFF, 0.95);
slower(PYPY, 0.8);
const json = option('json');
if (json) writeFileSync(json, `${JSON.stringify({ runs, seconds, rows }, null, 1)}\n`);
process.exitCode = problems > 0 ? 1 : 0;
