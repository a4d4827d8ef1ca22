/**
 * Bundles ts/ into dist/, as CommonJS, which Node starts faster:
 *
 *     bundle/main.cjs      library and command
 *     bundle/jit.cjs       recorder, optimizer and back end, loaded when the first recording ends
 *     index.js, cli.js     load main.cjs with its code cache (ts/host/cached-chunk.ts) and hand it on
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
const common = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  charset: 'ascii',
  minifySyntax: true,
  minifyWhitespace: true,
  // Code from a cache has no way to import; require does as well.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.dirname': '__dirname' },
  logLevel: 'warning',
};
const bundle = (name, entry) =>
  build({
    ...common,
    entryPoints: [entry],
    outfile: `dist/bundle/${name}.cjs`,
    banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
    footer: { js: '})' },
  });
const start = (file, contents) =>
  build({ ...common, stdin: { contents, resolveDir: 'ts' }, outfile: `dist/${file}` });
const load = `
  import { join } from 'node:path';
  import { loadCachedChunk } from './host/cached-chunk.ts';
  const main = loadCachedChunk(join(import.meta.dirname, 'bundle', 'main.cjs'));`;
await Promise.all([
  bundle('main', 'ts/bundle.ts'),
  bundle('jit', 'ts/jit/controller.ts'),
  start('cli.js', `#!/usr/bin/env node${load} main.runCommand(process.argv.slice(2));`),
  start('index.js', `${load} export const { PythonError, PythonObject, Runtime } = main;`),
]);
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n');
chmodSync('dist/cli.js', 0o755);

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
 * A run that uses much of the bundles leaves V8's code caches behind. Functions that V8's baseline compiler took are marked so in a cache, and
 * baseline-compiled at their first call. That pays for what the traces of one short program make hot in the compiler, and costs more than it
 * brings for the rest. The flag is as it was when the caches are made: V8 refuses those made under other flags.
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
if (existsSync('build/native/Release/pystitch.node')) {
  await start('train.js', train);
  const env = { ...process.env, PYSTITCH_WRITE_CACHE: '1' };
  const { status, stderr } = spawnSync(process.execPath, ['dist/train.js'], { env, encoding: 'utf8' });
  if (status !== 0) console.error(`bundle: no code cache: ${stderr}`);
  rmSync('dist/train.js');
}
