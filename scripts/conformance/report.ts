/** What a run of CPython's tests amounts to, for the terminal and for docs/conformance.md. */
import type { FileOutcome } from './run-file.ts';
import { exemption, SECTIONS } from './suite.ts';

export interface FileScore {
  readonly file: string;
  readonly passed: number;
  /** Name and reason. */
  readonly failures: readonly (readonly [test: string, reason: string])[];
  /** Tests that say nothing about Python, by reason. */
  readonly exempt: ReadonlyMap<string, number>;
  readonly notes: readonly string[];
}

/**
 * A test counts when CPython itself passes it in the same surroundings. One that was skipped here, or never ran, has
 * failed, unless a reason of suite.ts applies.
 *
 * @param baseline the tests that CPython passes
 */
export function score(file: string, baseline: readonly string[], ours: FileOutcome): FileScore {
  const failures: [string, string][] = [];
  const exempt = new Map<string, number>();
  let passed = 0;
  for (const test of baseline) {
    const found = ours.tests.get(test);
    const why = exemption(test, found);
    if (why !== undefined) exempt.set(why, (exempt.get(why) ?? 0) + 1);
    else if (found?.outcome === 'passed') passed++;
    else
      failures.push([
        test,
        found ? `${found.outcome === 'skipped' ? 'skipped: ' : ''}${found.reason}` : 'did not run',
      ]);
  }
  return { file, passed, failures, exempt, notes: ours.notes };
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);
export const applicable = ({ passed, failures }: FileScore): number => passed + failures.length;
/** Cut, not rounded: 95% means that 95% were reached. */
export const percent = (passed: number, all: number): string =>
  all === 0 ? '–' : `${(Math.floor((passed / all) * 1000) / 10).toFixed(1)}%`;

export function total(scores: readonly FileScore[]): { passed: number; all: number } {
  return { passed: sum(scores.map(({ passed }) => passed)), all: sum(scores.map(applicable)) };
}

export function row(one: FileScore): string[] {
  return [
    one.file,
    String(one.passed),
    String(one.failures.length),
    String(sum(one.exempt.values())),
    percent(one.passed, applicable(one)),
  ];
}

function section(
  [title, files]: readonly [title: string, files: readonly string[]],
  scores: readonly FileScore[],
): string[] {
  return [
    `## ${title}`,
    '',
    '| file | passed | failed | not applicable | |',
    '|---|--:|--:|--:|--:|',
    ...scores.filter(({ file }) => files.includes(file)).map((one) => `| ${row(one).join(' | ')} |`),
    '',
  ];
}

/** docs/conformance.md. */
export function page(scores: readonly FileScore[], version: string): string {
  const { passed, all } = total(scores);
  const reasons = new Map<string, number>();
  for (const { exempt } of scores)
    for (const [why, n] of exempt) reasons.set(why, (reasons.get(why) ?? 0) + n);
  return [
    '# Conformance',
    '',
    `CPython's own tests, run by pystitch: \`npm run conformance\` writes this page. A test counts when ${version} passes it`,
    'in the same surroundings (no network, no extension modules for tests); one that is skipped here, or does not run, has failed.',
    "Not applicable are tests of CPython's inside, and those that fail only because pystitch starts no threads and no processes,",
    'which is [decided](python-differences.md).',
    '',
    `**${passed} of ${all} tests pass: ${percent(passed, all)}.**`,
    '',
    ...[...SECTIONS].flatMap((one) => section(one, scores)),
    'Not applicable:',
    '',
    ...[...reasons].sort().map(([why, n]) => `- ${why}: ${n}`),
    '',
  ].join('\n');
}
