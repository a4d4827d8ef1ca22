/**
 * Bundles ts/ into dist/, as CommonJS, which Node starts faster:
 *
 *     bundle/main.cjs      library and command
 *     bundle/compiler.cjs  front end and compiler, loaded when something is compiled
 *     bundle/jit.cjs       recorder, optimizer and back end, loaded when the first recording ends
 *     index.js, cli.js     load main.cjs with its code cache (ts/host/cached-chunk.ts) and hand it on
 *
 *     node scripts/bundle.mjs [FOLDER]
 *
 * With FOLDER it writes there instead, source maps besides, and no code caches: for scripts/coverage.ts.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const out = process.argv[2] ?? 'dist';
const forCoverage = out !== 'dist';
rmSync(out, { recursive: true, force: true });
const common = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  charset: 'ascii',
  minifySyntax: true,
  minifyWhitespace: true,
  // Code from a cache cannot use import(); require() does the same.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.dirname': '__dirname' },
  logLevel: 'warning',
  sourcemap: forCoverage ? 'external' : false,
};
const bundle = (name, entry) =>
  build({
    ...common,
    entryPoints: [entry],
    outfile: `${out}/bundle/${name}.cjs`,
    banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
    footer: { js: '})' },
  });
const start = (file, contents) =>
  build({ ...common, stdin: { contents, resolveDir: 'ts' }, outfile: `${out}/${file}` });
const load = `
  import { join } from 'node:path';
  import { loadCachedChunk } from './host/cached-chunk.ts';
  const main = loadCachedChunk(join(import.meta.dirname, 'bundle', 'main.cjs'));`;
await Promise.all([
  bundle('main', 'ts/bundle.ts'),
  bundle('compiler', 'ts/host/compiler-bundle.ts'),
  bundle('jit', 'ts/jit/tier-two.ts'),
  start('cli.js', `#!/usr/bin/env node${load} main.runCommand(process.argv.slice(2));`),
  start(
    'index.js',
    `${load} export const { interruptRuntime, PythonError, PythonObject, Runtime, stopRuntime } = main;`,
  ),
]);
writeFileSync(`${out}/package.json`, '{ "type": "commonjs" }\n');
chmodSync(`${out}/cli.js`, 0o755);

/** Programs that between them use most of the compilers, with arguments that keep them short. */
const programs = Object.entries({
  closures: 300,
  comprehensions: 300,
  constraint_solver: 60,
  dict_and_set: 300,
  exceptions: 300,
  fannkuch: 6,
  fft: 7,
  generators: 300,
  kernel_simulation: 300,
  nbody: 100,
  ray_tracer: 8,
  string_building: 100,
});
const warmUp = `
import sys
sys.path.append('bench')
for name, argument in ${JSON.stringify(programs)}:
    sys.argv = [name, str(argument)]
    __import__(name)
`;
/**
 * A run that uses much of the bundles leaves V8's code caches behind. A cache marks the functions that V8's
 * baseline compiler has compiled; they are compiled by it again at their first call. That pays off for what
 * the traces of one short program make hot, and costs more than it gains for the rest. The flag is set back
 * before the caches are made: V8 refuses caches made under other flags.
 */
const train = `${load}
  import { readFileSync } from 'node:fs';
  import { setFlagsFromString } from 'node:v8';
  setFlagsFromString('--no-sparkplug');
  const runtime = new main.Runtime({ argv: ['fannkuch', '3'], write() {} });
  runtime.run(readFileSync('bench/fannkuch.py', 'utf8'));
  setFlagsFromString('--sparkplug');
  runtime.call('fannkuch', 7);
  setFlagsFromString('--no-sparkplug');
  main.runCommand(['--jit-threshold=30', '-c', ${JSON.stringify(warmUp)}]);
  setFlagsFromString('--sparkplug');`;

// Without an addon (packaging elsewhere) there are no caches.
if (!forCoverage && existsSync('build/native/Release/pystitch.node')) {
  await start('train.js', train);
  const env = { ...process.env, PYSTITCH_WRITE_CACHE: '1' };
  const { status, stderr } = spawnSync(process.execPath, ['dist/train.js'], { env, encoding: 'utf8' });
  if (status !== 0) console.error(`bundle: no code cache: ${stderr}`);
  rmSync('dist/train.js');
}
