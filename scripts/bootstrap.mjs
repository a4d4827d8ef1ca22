/**
 * Brings a fresh checkout to a runnable state: Debian packages, npm
 * packages, generated sources, stencils, addon, bundle.
 *
 * No dependencies, idempotent: every step declares its inputs and is skipped while their digest equals the
 * one stored in build/stamps/STEP. An unchanged second run takes well under a second.
 *
 *   node scripts/bootstrap.mjs [--quiet] [--only=STEP[,STEP…]] [--with=STEP[,STEP…]] [--force]
 *
 * --quiet prints only the steps that have something to do. --with adds steps that only developers need
 * (`check-tools`, `sanitizers`, `all-stencils`). Where the machine lacks something that this script may not install, it prints
 * the command to run and exits with status 1.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamps = join(root, 'build', 'stamps');
const flags = process.argv.slice(2);
const quiet = flags.includes('--quiet');
const force = flags.includes('--force');
const list = (option) =>
  flags
    .find((f) => f.startsWith(`${option}=`))
    ?.slice(option.length + 1)
    .split(',');
const only = list('--only');
const extra = list('--with') ?? [];

/** What the step in progress printed before its child's output. */
let progressLabel = '';
const withProgress = { ...process.env, PYSTITCH_PROGRESS: process.stderr.isTTY ? '1' : '' };

const unknown = flags.find((f) => !['--quiet', '--force'].includes(f) && !/^--(only|with)=/.test(f));
if (unknown) fail(`unknown option ${unknown}; known: --quiet --force --only=STEP,STEP --with=STEP,STEP`);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19))
  fail(`Node ${process.versions.node} is too old: 20.19 or newer is needed`);
if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch))
  fail(`pystitch builds on Linux for x86-64 and AArch64 so far, not on ${process.platform} ${process.arch}`);

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

/** On a terminal, shows the end of the child's last line after the step's title. */
function showProgress(text) {
  if (!process.stderr.isTTY) return;
  const room = (process.stderr.columns ?? 80) - progressLabel.length - 1;
  process.stderr.write(`\r\x1b[K${progressLabel}${text.slice(0, Math.max(room, 0))}`);
}

/**
 * Runs a command in the root. Its output is shown only when it fails (or with PYSTITCH_VERBOSE=1), except for
 * its last line while it runs. `advice` says what the user can do about a failure.
 */
async function run(command, args, { env = process.env, advice = '' } = {}) {
  const verbose = process.env.PYSTITCH_VERBOSE === '1';
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: verbose ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output.push(text);
      const line = text
        .trimEnd()
        .split(/[\r\n]/)
        .at(-1)
        .trim();
      if (line) showProgress(line);
    });
  }
  const status = await new Promise((resolve) => {
    child.on('error', (error) => fail(`cannot start ${command}: ${error.message}`));
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  if (status === 0) return;
  process.stderr.write(`\n${output.join('')}`);
  fail(`\`${[command, ...args].join(' ')}\` failed with status ${status}${advice && `\n${advice}`}`);
}

const tsx = (script, ...args) =>
  run(process.execPath, [join('node_modules', 'tsx', 'dist', 'cli.mjs'), script, ...args], {
    env: withProgress,
  });

/**
 * clang-19 brings libc6-dev, libstdc++ and binutils; AArch64 stencils
 * are freestanding and need clang's own headers only.
 */
const debian = [
  { package: 'clang-19', provides: ['/usr/bin/clang-19', '/usr/bin/clang++-19'] },
  { package: 'llvm-19', provides: ['/usr/bin/llvm-readobj-19'] },
  { package: 'cmake', provides: ['/usr/bin/cmake', '/usr/local/bin/cmake'], any: true },
  { package: 'ninja-build', provides: ['/usr/bin/ninja'] },
  {
    package: 'libgmp-dev',
    provides: [
      '/usr/include/gmp.h',
      '/usr/include/x86_64-linux-gnu/gmp.h',
      '/usr/include/aarch64-linux-gnu/gmp.h',
    ],
    any: true,
  },
  {
    package: 'libexpat1-dev',
    provides: ['/usr/lib/x86_64-linux-gnu/libexpat.a', '/usr/lib/aarch64-linux-gnu/libexpat.a'],
    any: true,
    // An older one, which may be there already, lacks limits on what hostile documents cost: security updates brought them.
    declares: { file: '/usr/include/expat.h', name: 'XML_SetAllocTrackerActivationThreshold' },
  },
  {
    package: 'liblzma-dev',
    provides: ['/usr/lib/x86_64-linux-gnu/liblzma.a', '/usr/lib/aarch64-linux-gnu/liblzma.a'],
    any: true,
  },
  {
    package: 'libbz2-dev',
    provides: ['/usr/include/bzlib.h'],
  },
];

/** What `npm run check` needs besides. */
const checkTools = [
  { package: 'clang-format-19', provides: ['/usr/bin/clang-format-19'] },
  { package: 'clang-tidy-19', provides: ['/usr/bin/clang-tidy-19'] },
];

/** The run-time libraries of instrumented code: `npm run sanitize`, `npm run coverage`. */
const sanitizers = [{ package: 'libclang-rt-19-dev', provides: ['/usr/lib/llvm-19/lib/clang/19/lib/linux'] }];

function isInstalled({ provides, any, declares }) {
  if (any ? !provides.some((f) => existsSync(f)) : !provides.every((f) => existsSync(f))) return false;
  return (
    !declares || (existsSync(declares.file) && readFileSync(declares.file, 'utf8').includes(declares.name))
  );
}

/** What `apt-get install` must bring, or bring up to date. */
function missingPackages(packages) {
  return packages.filter((p) => !isInstalled(p)).map((p) => p.package);
}

async function installDebianPackages(packages) {
  const missing = missingPackages(packages);
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const asRoot = process.getuid?.() === 0;
  const sudo = !asRoot && spawnSync('sudo', ['-n', 'true']).status === 0;
  if (!existsSync('/usr/bin/apt-get') || !(asRoot || sudo)) {
    fail(`these packages are missing or too old: ${missing.join(' ')}. Run:\n\n    sudo ${command}\n`);
  }
  const apt = (...args) => {
    const [first, ...rest] = [...(sudo ? ['sudo', '-n'] : []), 'apt-get', ...args];
    return run(first, rest, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      advice: `Debian 12 or newer is needed; to install the packages by hand:\n\n    sudo ${command}\n`,
    });
  };
  await apt('update', '-q');
  await apt('install', '-y', '-q', '--no-install-recommends', ...missing);
  const still = missingPackages(packages);
  if (still.length > 0) fail(`installed, but still not found or too old: ${still.join(' ')}`);
}

/** CMake refuses a build folder that was configured at another place: that of a moved or copied checkout. */
function forgetMovedBuild() {
  const cache = join(root, 'build', 'native', 'CMakeCache.txt');
  if (!existsSync(cache)) return;
  const home = /^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$/m.exec(readFileSync(cache, 'utf8'))?.[1];
  if (home !== undefined && home !== root) rmSync(join(root, 'build', 'native'), { recursive: true });
}

/** A second work tree may link the first one's packages; `npm ci` would empty that folder. */
const packagesAreLinked = () =>
  lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

/** As the stencils of this processor are called. */
const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';

/** @type {[string[], string[]]} */
const stencilInputs = [
  [
    'ts/ops',
    'ts/emit',
    'stencils',
    'native',
    'native/generated/contract.h',
    'scripts/stencils',
    'scripts/build-stencils.ts',
  ],
  ['.ts', '.c', '.h'],
];

/**
 * In order. `when` overrides the digest test; `makes` must exist for a step to be skipped; `leaveAlone` skips it
 * whatever its inputs; `onRequest` steps run only when --only or --with names them.
 */
const steps = [
  {
    name: 'debian',
    title: 'Debian packages',
    when: () => missingPackages(debian).length > 0,
    run: () => installDebianPackages(debian),
  },
  {
    name: 'check-tools',
    title: 'Debian packages for static checks',
    onRequest: true,
    when: () => missingPackages(checkTools).length > 0,
    run: () => installDebianPackages(checkTools),
  },
  {
    name: 'sanitizers',
    title: 'Debian packages for instrumented builds',
    onRequest: true,
    when: () => missingPackages(sanitizers).length > 0,
    run: () => installDebianPackages(sanitizers),
  },
  {
    name: 'packages',
    title: 'npm packages',
    inputs: [['package-lock.json'], ['']],
    makes: ['node_modules/.package-lock.json'],
    leaveAlone: packagesAreLinked,
    // --include: NODE_ENV=production or a user's `omit` must not take the build's own tools away.
    run: () =>
      run(
        'npm',
        ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
        {
          advice:
            'The packages come from the registry that `npm config get registry` names: is it reachable?',
        },
      ),
  },
  {
    name: 'contract',
    title: 'generated contract between C and TypeScript',
    inputs: [['ts/contract', 'scripts/contract', 'scripts/generate/contract.ts'], ['.ts']],
    makes: ['native/generated/contract.h', 'native/generated/contract_checks.c'],
    run: () => tsx('scripts/generate/contract.ts'),
  },
  {
    name: 'unicode',
    title: 'tables of Unicode',
    inputs: [
      ['scripts/generate/unicode.ts', 'scripts/unicode', 'package-lock.json'],
      ['.ts', '.txt', 'package-lock.json'],
    ],
    makes: [
      'native/generated/unicode_tables.h',
      'native/generated/unicode_database.h',
      'native/generated/unicode_name_tables.h',
    ],
    run: () => tsx('scripts/generate/unicode.ts'),
  },
  {
    name: 'generate',
    title: 'generated sources (interpreter, table of modules)',
    inputs: [
      [
        'ts/ops',
        'stencils',
        'native/modules',
        'scripts/generate/interpreter.ts',
        'scripts/generate/modules.ts',
      ],
      ['.ts', '.c', '.h'],
    ],
    makes: ['native/generated/interpreter.c', 'native/generated/modules.h'],
    run: async () => {
      await tsx('scripts/generate/modules.ts');
      await tsx('scripts/generate/interpreter.ts');
    },
  },
  {
    name: 'stencils',
    title: 'stencils',
    inputs: stencilInputs,
    makes: [`build/stencils/${machine}.bin`, 'native/generated/jit_symbols.c'],
    run: () => tsx('scripts/build-stencils.ts', `--target=${machine}`),
  },
  {
    name: 'all-stencils',
    title: 'stencils for x86-64 and AArch64',
    onRequest: true,
    inputs: stencilInputs,
    makes: ['build/stencils/x86_64.bin', 'build/stencils/aarch64.bin'],
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
        'native/generated/contract.h',
        'native/generated/contract_checks.c',
        'stencils',
        'ts/ops',
        'native/generated/unicode_tables.h',
        'native/generated/unicode_database.h',
        'native/generated/unicode_name_tables.h',
        'scripts/generate/interpreter.ts',
        'scripts/generate/modules.ts',
      ],
      ['.c', '.h', '.cc', '.ts', 'CMakeLists.txt'],
    ],
    makes: ['build/native/Release/pystitch.node'],
    run: () => {
      forgetMovedBuild();
      const command = [
        join('node_modules', 'cmake-js', 'bin', 'cmake-js'),
        'compile',
        '--out=build/native', // it wipes its folder at times; stencils and stamps are beside it
        '--CDCMAKE_C_COMPILER=clang-19',
        '--CDCMAKE_CXX_COMPILER=clang++-19',
      ];
      // cmake-js starts only where there is a `g++` or `clang++`, whichever compiler is asked for.
      const env = { ...process.env, PATH: `${process.env.PATH}:/usr/lib/llvm-19/bin` };
      return run(process.execPath, command, { env });
    },
  },
  {
    name: 'library',
    title: 'standard library',
    inputs: [
      [
        'lib',
        'ts/frontend',
        'ts/compiler',
        'ts/library',
        'ts/ops',
        'ts/contract',
        'ts/host/source-compiler.ts',
        'scripts/build-library.ts',
        'package-lock.json',
      ],
      ['.py', '.ts', 'package-lock.json'],
    ],
    makes: ['build/library/python3.14.image', 'build/library/python3.14/os.py'],
    run: () => tsx('scripts/build-library.ts'),
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

for (const name of [...(only ?? []), ...extra]) {
  if (!steps.some((s) => s.name === name))
    fail(`unknown step ${name}; known: ${steps.map((s) => s.name).join(' ')}`);
}

mkdirSync(stamps, { recursive: true });
for (const step of steps) {
  const named = only?.includes(step.name) || extra.includes(step.name);
  if (!named && (only || step.onRequest)) continue;
  const stamp = join(stamps, step.name);
  const current = step.inputs ? digest(...step.inputs) : '';
  if (step.leaveAlone?.()) continue;
  const upToDate = step.when
    ? !step.when()
    : (step.makes ?? []).every((f) => existsSync(join(root, f))) &&
      existsSync(stamp) &&
      readFileSync(stamp, 'utf8') === current;
  if (upToDate && !force) {
    if (!quiet) process.stderr.write(`  ${step.title}: up to date\n`);
    continue;
  }
  progressLabel = `  ${step.title} … `;
  process.stderr.write(progressLabel);
  const start = Date.now();
  await step.run();
  if (step.inputs) writeFileSync(stamp, digest(...step.inputs));
  showProgress('');
  process.stderr.write(`${((Date.now() - start) / 1000).toFixed(1)} s\n`);
}
