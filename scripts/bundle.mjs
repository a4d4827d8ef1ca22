/**
 * Bundles ts/ into dist/, as CommonJS, which Node starts faster:
 *
 *     bundle/main.cjs      library and command
 *     bundle/jit.cjs       recorder, optimizer and back end, loaded when the first recording ends
 *     index.js, cli.js     load main.cjs with its code cache (ts/runtime/cached-chunk.ts) and hand it on
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
const start = (file, contents) =>
  build({ ...common, stdin: { contents, resolveDir: 'ts' }, outfile: `dist/${file}` });
const load = `
  import { join } from 'node:path';
  import { loadCachedChunk } from './runtime/cached-chunk.ts';
  const main = loadCachedChunk(join(import.meta.dirname, 'bundle', 'main.cjs'));`;
await Promise.all([
  build({ ...common, entryPoints: ['ts/bundle.ts'], outfile: 'dist/bundle/main.cjs' }),
  build({ ...common, entryPoints: ['ts/jit/controller.ts'], outfile: 'dist/bundle/jit.cjs' }),
  start('cli.js', `#!/usr/bin/env node${load} main.runCommand(process.argv.slice(2));`),
  start('index.js', `${load} export const { PythonError, PythonObject, Runtime } = main;`),
]);
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n');
chmodSync('dist/cli.js', 0o755);

// A run that uses much of it leaves V8's code caches behind. Without an addon (packaging elsewhere) there are none.
if (existsSync('build/native/Release/pystitch.node')) {
  const warmUp = spawnSync(
    process.execPath,
    ['dist/cli.js', '--jit-threshold=30', 'bench/kernel_simulation.py', '2000'],
    {
      env: { ...process.env, PYSTITCH_WRITE_CACHE: '1' },
      encoding: 'utf8',
    },
  );
  if (warmUp.status !== 0) console.error(`bundle: no code cache: ${warmUp.stderr}`);
}
