/**
 * Brings a fresh checkout to a runnable state: Debian packages, npm packages, generated sources, stencils, addon, bundle.
 *
 * No dependencies, idempotent: every step declares its inputs and is skipped while their digest equals the one stored in
 * build/stamps/STEP. An unchanged second run takes well under a second.
 *
 *   node scripts/bootstrap.mjs [--quiet] [--only=STEP[,STEP…]] [--force]
 *
 * --quiet prints only the steps that have something to do. Exit status 1 with the exact command to run where the machine
 * lacks something that this script may not install.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamps = join(root, 'build', 'stamps');
const flags = process.argv.slice(2);
const quiet = flags.includes('--quiet');
const force = flags.includes('--force');
const only = flags
  .find((f) => f.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');

const unknown = flags.find((f) => !['--quiet', '--force'].includes(f) && !f.startsWith('--only='));
if (unknown) fail(`unknown option ${unknown}; known: --quiet --force --only=STEP,STEP`);

function fail(message) {
  process.stderr.write(`bootstrap: ${message}\n`);
  process.exit(1);
}

/** Files below `paths` (files or folders, relative to the root) that end in one of `endings`. */
function* files(paths, endings) {
  for (const path of paths) {
    const full = join(root, path);
    if (!existsSync(full)) continue;
    if (statSync(full).isFile()) yield full;
    else
      for (const entry of readdirSync(full, { withFileTypes: true })) {
        if (entry.name === 'generated' || entry.name === 'node_modules') continue;
        const child = join(path, entry.name);
        if (entry.isDirectory()) yield* files([child], endings);
        else if (endings.some((e) => entry.name.endsWith(e))) yield join(root, child);
      }
  }
}

function digest(paths, endings) {
  const hash = createHash('sha256');
  for (const file of [...files(paths, endings)].sort()) {
    hash.update(relative(root, file));
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Runs a command in the root; its output is shown only when it fails (or with PYSTITCH_VERBOSE=1). */
function run(command, args, options = {}) {
  const verbose = process.env.PYSTITCH_VERBOSE === '1';
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: verbose ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  if (result.error) fail(`cannot start ${command}: ${result.error.message}`);
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    fail(`\`${[command, ...args].join(' ')}\` failed with status ${result.status ?? result.signal}`);
  }
}

const tsx = (script) => run(process.execPath, [join('node_modules', 'tsx', 'dist', 'cli.mjs'), script]);

const debian = [
  { package: 'clang-19', provides: ['/usr/bin/clang-19', '/usr/bin/clang++-19'] },
  { package: 'llvm-19', provides: ['/usr/bin/llvm-readobj-19'] },
  { package: 'cmake', provides: ['/usr/bin/cmake', '/usr/local/bin/cmake'], any: true },
  { package: 'ninja-build', provides: ['/usr/bin/ninja'] },
  { package: 'g++', provides: ['/usr/bin/g++'] },
  {
    package: 'libgmp-dev',
    provides: [
      '/usr/include/gmp.h',
      '/usr/include/x86_64-linux-gnu/gmp.h',
      '/usr/include/aarch64-linux-gnu/gmp.h',
    ],
    any: true,
  },
];

function missingPackages() {
  return debian
    .filter((p) => (p.any ? !p.provides.some((f) => existsSync(f)) : !p.provides.every((f) => existsSync(f))))
    .map((p) => p.package);
}

function installDebianPackages() {
  const missing = missingPackages();
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const asRoot = process.getuid?.() === 0;
  const sudo = !asRoot && spawnSync('sudo', ['-n', 'true']).status === 0;
  if (!existsSync('/usr/bin/apt-get') || !(asRoot || sudo)) {
    fail(`these packages are missing: ${missing.join(' ')}. Run:\n\n    sudo ${command}\n`);
  }
  const prefix = sudo ? ['sudo', '-n'] : [];
  const apt = (...args) => {
    const [first, ...rest] = [...prefix, 'apt-get', ...args];
    run(first, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  };
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...missing);
  const still = missingPackages();
  if (still.length > 0) fail(`installed, but still not found: ${still.join(' ')}`);
}

/** In order. `when` overrides the digest test; `makes` must exist for a step to be skipped. */
const steps = [
  {
    name: 'debian',
    title: 'Debian packages',
    when: () => missingPackages().length > 0,
    run: installDebianPackages,
  },
  {
    name: 'packages',
    title: 'npm packages',
    inputs: [['package-lock.json'], ['']],
    makes: ['node_modules/.package-lock.json'],
    run: () => run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']),
  },
  {
    name: 'generate',
    title: 'generated sources (interpreter, Unicode tables)',
    inputs: [
      ['ts/ops', 'stencils', 'scripts/generate-interpreter.ts', 'scripts/generate-unicode.ts'],
      ['.ts', '.c', '.h'],
    ],
    makes: ['native/generated/interpreter.c', 'native/generated/unicode_tables.h'],
    run: () => {
      tsx('scripts/generate-unicode.ts');
      tsx('scripts/generate-interpreter.ts');
    },
  },
  {
    name: 'stencils',
    title: 'stencils for x86-64 and AArch64',
    inputs: [
      [
        'ts/ops',
        'ts/emit',
        'stencils',
        'native/runtime',
        'native/interp',
        'scripts/stencils',
        'scripts/build-stencils.ts',
      ],
      ['.ts', '.c', '.h'],
    ],
    makes: ['build/stencils/x86_64.bin', 'build/stencils/aarch64.bin', 'native/generated/jit_symbols.c'],
    run: () => tsx('scripts/build-stencils.ts'),
  },
  {
    name: 'addon',
    title: 'native addon',
    inputs: [
      [
        'CMakeLists.txt',
        'native',
        // Generated, and so skipped with its folder; but new stencils call new functions.
        'native/generated/jit_symbols.c',
        'stencils',
        'ts/ops',
        'scripts/generate-interpreter.ts',
        'scripts/generate-unicode.ts',
      ],
      ['.c', '.h', '.cc', '.ts', 'CMakeLists.txt'],
    ],
    makes: ['build/native/Release/pystitch.node'],
    run: () =>
      run(process.execPath, [
        join('node_modules', 'cmake-js', 'bin', 'cmake-js'),
        'compile',
        '--out=build/native', // it wipes its folder at times; stencils and stamps live beside it
        '--CDCMAKE_C_COMPILER=clang-19',
        '--CDCMAKE_CXX_COMPILER=clang++-19',
      ]),
  },
  {
    name: 'bundle',
    title: 'JavaScript bundle',
    inputs: [
      ['ts', 'scripts/bundle.mjs', 'package-lock.json'],
      ['.ts', '.mjs'],
    ],
    makes: ['dist/cli.js', 'dist/index.js'],
    run: () => run(process.execPath, ['scripts/bundle.mjs']),
  },
];

for (const name of only ?? []) {
  if (!steps.some((s) => s.name === name))
    fail(`unknown step ${name}; known: ${steps.map((s) => s.name).join(' ')}`);
}

mkdirSync(stamps, { recursive: true });
for (const step of steps) {
  if (only && !only.includes(step.name)) continue;
  const stamp = join(stamps, step.name);
  const current = step.inputs ? digest(...step.inputs) : '';
  const upToDate = step.when
    ? !step.when()
    : (step.makes ?? []).every((f) => existsSync(join(root, f))) &&
      existsSync(stamp) &&
      readFileSync(stamp, 'utf8') === current;
  if (upToDate && !force) {
    if (!quiet) process.stderr.write(`  ${step.title}: up to date\n`);
    continue;
  }
  process.stderr.write(`  ${step.title} … `);
  const start = Date.now();
  step.run();
  if (step.inputs) writeFileSync(stamp, digest(...step.inputs));
  process.stderr.write(`${((Date.now() - start) / 1000).toFixed(1)} s\n`);
}
