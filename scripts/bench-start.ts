/**
 * `npm run bench:start [-- MODULE … --runs=N --folder=FOLDER]`: programs that import large packages, which `npm run packages` has fetched: the first start and
 * the second, with what the first has kept (our cache, CPython's `.pyc` files). Medians of processor time and of the peak of memory over N runs; bare starts besides.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measured, spawnMeasured } from './bench/measured.ts';
import { CPYTHON, JIT_OFF, median, type System, systems } from './bench/systems.ts';
import { importFolder, PACKAGES_FOLDER } from './packages/debian.ts';

const args = process.argv.slice(2);
const option = (name: string): string | undefined =>
  args.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3);
const runs = Number(option('runs') ?? 5);
const packages = importFolder(option('folder') ?? PACKAGES_FOLDER);
const given = args.filter((a) => !a.startsWith('--'));
const modules =
  given.length > 0 ? given : ['json', 'networkx', 'rich.console', 'openpyxl', 'django.db.models', 'sympy'];
const NODE = 'node -e 0';
const all: readonly System[] = [
  ...systems().filter(({ name }) => ['pystitch', JIT_OFF, CPYTHON].includes(name)),
  { name: NODE, command: [process.execPath, '-e', '0'] },
];

const folder = mkdtempSync(join(tmpdir(), 'pystitch-start-'));

/** Two starts after another, of a program that was never started before. */
function starts({ command }: System, program: string): [Measured, Measured] {
  const kept = mkdtempSync(join(folder, 'kept-'));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PYTHONPATH: packages,
    PYTHONWARNINGS: 'ignore',
    PYTHONDONTWRITEBYTECODE: '',
    PYTHONPYCACHEPREFIX: kept,
    XDG_CACHE_HOME: kept,
  };
  // Node reads these certificates at every start, which takes as long as all the rest of it.
  delete env.NODE_EXTRA_CA_CERTS;
  const start = (): Measured => spawnMeasured([...command, program], env);
  return [start(), start()];
}

const middle = (samples: readonly Measured[], what: 'processor' | 'megabytes'): number =>
  median(samples.map((one) => one[what]));

try {
  console.log('module: milliseconds of processor time, first start / second start; MB after the second\n');
  console.log(`${'module'.padEnd(20)}${all.map(({ name }) => name.padStart(24)).join('')}`);
  for (const module of ['sys', ...modules]) {
    const program = join(folder, 'program.py');
    writeFileSync(program, `import ${module}\n`);
    const samples = all.map(() => [[], []] as [Measured[], Measured[]]);
    for (let run = 0; run < runs; run++)
      for (const [i, system] of all.entries())
        for (const [j, sample] of starts(system, program).entries()) samples[i][j].push(sample);
    const cells = samples.map(([first, second]) => {
      const milliseconds = [first, second].map((some) => (middle(some, 'processor') * 1000).toFixed(0));
      return `${milliseconds.join(' / ')}; ${middle(second, 'megabytes').toFixed(0)}`;
    });
    console.log(`${module.padEnd(20)}${cells.map((cell) => cell.padStart(24)).join('')}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
