/**
 * `npm run conformance [-- FILE… --tests=FOLDER --jobs=N --test-seconds=N --file-seconds=N --failures --jit=off]`: runs CPython
 * 3.14's own tests where they lie, each file in a process of its own, and says what passes.
 *
 * The tests are in $PEERS/root/usr/lib/python3.14 (or --tests=FOLDER, which holds the package `test`); what CPython
 * itself passes is found with $PEERS/bin/cpython314 and kept in build/conformance. Outcomes are in
 * build/conformance/FILE.json; without names of files, docs/conformance.md is written anew. --failures prints every
 * test that failed. Exit status 1 when a file has less than 85%, or all together less than 95%.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { applicable, type FileScore, page, percent, row, score, total } from './conformance/report.ts';
import { type Python, runFile } from './conformance/run-file.ts';
import { FILES } from './conformance/suite.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const peers = process.env.PEERS ?? '/opt/peers';
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tests: { type: 'string', default: join(peers, 'root', 'usr', 'lib', 'python3.14') },
    jobs: { type: 'string', default: '2' },
    'test-seconds': { type: 'string', default: '60' },
    'file-seconds': { type: 'string', default: '600' },
    failures: { type: 'boolean', default: false },
    jit: { type: 'string' },
  },
});

const WANTED_EACH = 0.85;
const WANTED_TOGETHER = 0.95;

const tests = join(values.tests, 'test');
const cpython = join(peers, 'bin', 'cpython314');
const output = join(root, 'build', 'conformance');
if (!existsSync(join(tests, 'support')) || !existsSync(cpython)) {
  console.error(
    `conformance: no test suite in ${values.tests}, or no ${cpython}; PEERS names where they are`,
  );
  process.exit(2);
}
mkdirSync(output, { recursive: true });

// Nothing else of that folder may be imported: the library is the one of the image.
const folder = mkdtempSync(join(tmpdir(), 'pystitch-tests-'));
symlinkSync(tests, join(folder, 'test'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const limits = { testSeconds: Number(values['test-seconds']), fileSeconds: Number(values['file-seconds']) };
const pystitch: Python = [
  process.execPath,
  join(root, 'dist', 'cli.js'),
  ...(values.jit ? [`--jit=${values.jit}`] : []),
];

/** The tests that CPython passes. */
async function baselineOf(file: string): Promise<string[]> {
  const kept = join(output, `${file}.cpython.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as string[];
  const { tests: outcomes } = await runFile([cpython], folder, file, limits);
  const passed = [...outcomes].filter(([, { outcome }]) => outcome === 'passed').map(([test]) => test);
  writeFileSync(kept, JSON.stringify(passed, null, 1));
  return passed;
}

const widths = [30, 7, 7, 7, 8];
const line = (cells: readonly string[]): string =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[i]))).join('');

async function measure(file: string): Promise<FileScore> {
  const baseline = await baselineOf(file);
  const ours = await runFile(pystitch, folder, file, limits);
  const result = score(file, baseline, ours);
  writeFileSync(
    join(output, `${file}.json`),
    JSON.stringify(
      { passed: result.passed, failures: result.failures, notes: result.notes, deaths: ours.deaths },
      null,
      1,
    ),
  );
  console.log(
    `${line(row(result))}${ours.deaths ? `  ${ours.deaths} processes died` : ''}  ${ours.seconds.toFixed(0)} s`,
  );
  for (const note of result.notes.slice(0, values.failures ? undefined : 3)) console.log(`    ${note}`);
  if (values.failures) for (const [test, reason] of result.failures) console.log(`    ${test}: ${reason}`);
  return result;
}

const files = positionals.length > 0 ? positionals.map((name) => name.replace(/^(test_)?/, 'test_')) : FILES;
console.log(line(['file', 'passed', 'failed', 'n/a', '']));
const waiting = [...files];
const scores = new Map<string, FileScore>();
async function work(): Promise<void> {
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
    scores.set(file, await measure(file));
}
await Promise.all(Array.from({ length: Number(values.jobs) }, work));
const inOrder = files.map((file) => scores.get(file) as FileScore);
const { passed, all } = total(inOrder);
console.log(`${passed} of ${all} tests pass: ${percent(passed, all)}`);
if (positionals.length === 0)
  writeFileSync(join(root, 'docs', 'conformance.md'), page(inOrder, 'CPython 3.14'));
const weak = inOrder.filter((one) => one.passed < WANTED_EACH * applicable(one));
process.exit(weak.length > 0 || passed < WANTED_TOGETHER * all ? 1 : 0);
