/**
 * `npm run packages [-- NAME… --offline --folder=FOLDER]`: pure-Python packages that people use, at work in pystitch. They are Debian's, those
 * that tests/packages/packages.txt names: fetched with apt-get, unpacked, never installed.
 *
 * A program of that folder, use_ and the package's name, uses it and prints; what CPython 3.14 prints ($PEERS/bin/cpython314) must also be
 * what pystitch prints, in the interpreter and natively. A program that CPython itself cannot run (Debian's packages may be older than it)
 * does not count.
 * Exit status 1 when one differs.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fetchPackages, listedPackages, PACKAGES_FOLDER, packageEnvironment } from './packages/debian.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const programs = join(root, 'tests', 'packages');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Take what was fetched before. */
    offline: { type: 'boolean', default: false },
    folder: { type: 'string', default: PACKAGES_FOLDER },
  },
});

interface Outcome {
  readonly output: string;
  readonly status: number | null;
  readonly errors: string;
  readonly seconds: number;
}

const MOST_SECONDS = 300;

function outcomeOf(command: readonly string[], program: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(command[0], [...command.slice(1), program], {
      cwd: values.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: MOST_SECONDS * 1000,
      env: packageEnvironment(values.folder),
    });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', (error) => resolve({ output, status: null, errors: error.message, seconds: 0 }));
    child.on('close', (status) =>
      resolve({ output, status, errors, seconds: (Date.now() - started) / 1000 }),
    );
  });
}

/** The first line in which two texts differ. */
function difference(expected: string, found: string): string {
  const [a, b] = [expected.split('\n'), found.split('\n')];
  const at = a.findIndex((line, i) => line !== b[i]);
  const show = (line: string | undefined): string => JSON.stringify(line?.slice(0, 200) ?? null);
  return at < 0 ? 'more lines' : `line ${at + 1}: ${show(a[at])} is ${show(b[at])}`;
}

const python = join(process.env.PEERS ?? '/opt/peers', 'bin', 'cpython314');
const MODES: ReadonlyMap<string, readonly string[]> = new Map([
  ['interpreter', [process.execPath, join(root, 'dist', 'cli.js'), '--jit=off']],
  ['native', [process.execPath, join(root, 'dist', 'cli.js')]],
]);

const list = listedPackages();
const names = positionals.length > 0 ? positionals : [...list.keys()];
const unknown = names.filter((name) => !list.has(name));
if (unknown.length > 0 || !existsSync(python)) {
  console.error(`packages: ${unknown.length > 0 ? `not in the list: ${unknown.join(' ')}` : `no ${python}`}`);
  process.exit(2);
}
if (!values.offline) {
  fetchPackages(
    names.flatMap((name) => list.get(name) as string[]),
    values.folder,
  );
}
const outputs = join(values.folder, 'outputs');
mkdirSync(outputs, { recursive: true });

let good = 0;
let counted = 0;
for (const name of names) {
  const program = join(programs, `use_${name}.py`);
  const wanted = await outcomeOf([python, '-B'], program);
  if (wanted.status !== 0) {
    console.log(`${name.padEnd(20)} not counted: CPython: ${wanted.errors.trim().split('\n').at(-1)}`);
    continue;
  }
  counted++;
  const found = await Promise.all(
    [...MODES].map(async ([mode, command]) => ({ mode, ...(await outcomeOf(command, program)) })),
  );
  const differing = found.filter(({ output, status }) => status !== 0 || output !== wanted.output);
  if (differing.length === 0) good++;
  const seconds = [wanted, ...found].map((one) => one.seconds.toFixed(1)).join(' / ');
  console.log(`${name.padEnd(20)} ${differing.length === 0 ? 'the same' : 'DIFFERS '}  ${seconds} s`);
  for (const { mode, output, status, errors } of differing) {
    const why = status === 0 ? difference(wanted.output, output) : errors.trim().split('\n').at(-1);
    console.log(`    ${mode}: ${why}`);
    writeFileSync(join(outputs, `${name}.${mode}`), output + errors);
    writeFileSync(join(outputs, `${name}.cpython`), wanted.output);
  }
}
console.log(
  `${good} of ${counted} packages do in pystitch what they do in CPython (seconds: CPython / interpreter / native)`,
);
process.exit(good === counted ? 0 : 1);
