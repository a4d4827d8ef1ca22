/**
 * `npm run coverage [-- NAME…]`: which lines the tests reach, by room, in TypeScript and C. NAME narrows the
 * programs, for a quick look.
 *
 * TypeScript runs in two places: in vitest's own processes, whose coverage vitest collects, and in the
 * processes of programs, which run the bundle: V8 writes what they ran (NODE_V8_COVERAGE), and the bundle's
 * source map leads back to ts/ (coverage/bundle.ts). Which lines hold code is as vitest says. C is clang's
 * source-based coverage, merged over all processes.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { linesOfBundles } from './coverage/bundle.ts';
import { buildInstrumented } from './instrumented.ts';

/** Lines that hold code, and those of them that ran, by file. */
type Lines = Map<string, { total: number; covered: number }>;

const names = process.argv.slice(2);
const { folder, cli, addon } = buildInstrumented('coverage');
const profiles = join(folder, 'profiles');
const v8 = join(folder, 'v8');
const dist = join(folder, 'package', 'dist');
for (const old of [profiles, v8]) rmSync(old, { recursive: true, force: true });
mkdirSync(profiles, { recursive: true });
execFileSync(process.execPath, ['scripts/bundle.mjs', dist], { stdio: 'inherit' });

function vitest(args: readonly string[], env: Record<string, string> = {}): void {
  const command = ['node_modules/vitest/vitest.mjs', 'run', ...args];
  const { status } = spawnSync(process.execPath, command, {
    stdio: 'inherit',
    env: { ...process.env, LLVM_PROFILE_FILE: join(profiles, '%4m.profraw'), ...env },
  });
  if (status !== 0) console.error('coverage: tests failed; the table counts what ran');
}

function typescriptLines(): Lines {
  const ranInPrograms = linesOfBundles(v8, dist);
  const report = JSON.parse(readFileSync(join(folder, 'vitest', 'coverage-final.json'), 'utf8')) as Record<
    string,
    { statementMap: Record<string, { start: { line: number } }>; s: Record<string, number> }
  >;
  const lines: Lines = new Map();
  for (const [path, { statementMap, s }] of Object.entries(report)) {
    const file = relative('.', path);
    const ran = new Map<number, boolean>();
    for (const [id, { start }] of Object.entries(statementMap)) {
      const here = s[id] > 0 || (ranInPrograms.get(file)?.has(start.line) ?? false);
      ran.set(start.line, here || (ran.get(start.line) ?? false));
    }
    lines.set(file, { total: ran.size, covered: [...ran.values()].filter(Boolean).length });
  }
  return lines;
}

function cLines(): Lines {
  const merged = join(folder, 'merged.profdata');
  const raw = readdirSync(profiles).map((name) => join(profiles, name));
  execFileSync('llvm-profdata-19', ['merge', '-sparse', ...raw, '-o', merged]);
  const objects = ['heap_tests', 'runtime_tests'].flatMap((name) => ['-object', join(folder, name)]);
  const text = execFileSync(
    'llvm-cov-19',
    ['export', '-summary-only', `-instr-profile=${merged}`, addon, ...objects],
    { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const { data } = JSON.parse(text) as {
    data: { files: { filename: string; summary: { lines: { count: number; covered: number } } }[] }[];
  };
  const lines: Lines = new Map();
  for (const { filename, summary } of data[0]?.files ?? []) {
    const file = relative('.', filename);
    if (!/^native\/(?!generated|tests)/.test(file)) continue;
    lines.set(file, { total: summary.lines.count, covered: summary.lines.covered });
  }
  return lines;
}

function printTable(title: string, lines: Lines): void {
  const rooms = new Map<string, { total: number; covered: number; worst: string; worstMissing: number }>();
  for (const [file, { total, covered }] of lines) {
    for (const room of [file.split('/').slice(0, 2).join('/'), 'all']) {
      const sum = rooms.get(room) ?? { total: 0, covered: 0, worst: '', worstMissing: 0 };
      sum.total += total;
      sum.covered += covered;
      if (total - covered > sum.worstMissing) {
        sum.worst = file;
        sum.worstMissing = total - covered;
      }
      rooms.set(room, sum);
    }
  }
  const percent = (covered: number, total: number): string => ((100 * covered) / total).toFixed(1);
  console.log(`\n${title.padEnd(22)}  lines    ran  most lines that did not`);
  for (const [room, { total, covered, worst, worstMissing }] of [...rooms].sort()) {
    if (total === 0) continue;
    const where = worst ? `${worst} ${worstMissing}` : '';
    console.log(
      `${room.padEnd(22)} ${String(total).padStart(6)} ${percent(covered, total).padStart(5)}%  ${where}`,
    );
  }
}

if (names.length === 0)
  for (const program of ['heap_tests', 'runtime_tests'])
    spawnSync(join(folder, program), {
      stdio: 'ignore',
      env: { ...process.env, LLVM_PROFILE_FILE: join(profiles, '%4m.profraw') },
    });
vitest([
  ...['--coverage.enabled', '--coverage.reporter=json', '--coverage.include=ts/**/*.ts'],
  '--coverage.reportOnFailure', // instrumented code is slow, and some tests are about time
  ...[`--coverage.reportsDirectory=${join(folder, 'vitest')}`, '--exclude=tests/programs.test.ts'],
]);
vitest(['tests/programs.test.ts'], {
  PYSTITCH_CLI: resolve(cli),
  PYSTITCH_MODES: 'threshold 2',
  NODE_V8_COVERAGE: v8,
  ...(names.length > 0 ? { PYSTITCH_PROGRAMS: names.join(',') } : {}),
});
printTable('TypeScript', typescriptLines());
printTable('C', cLines());
