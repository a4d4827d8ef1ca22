/**
 * Bundles ts/ into dist/: `cli.js` (the command) and `index.js` (the library), ES modules sharing chunks; and `jit.cjs`, recorder,
 * optimizer and back end, which the runtime requires synchronously when the first recording ends, so that a short script starts without
 * parsing them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
const common = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  packages: 'external',
  minifySyntax: true,
  logLevel: 'warning',
};
await Promise.all([
  build({
    ...common,
    entryPoints: { cli: 'ts/cli/main.ts', index: 'ts/index.ts' },
    splitting: true,
    format: 'esm',
  }),
  build({
    ...common,
    entryPoints: { jit: 'ts/jit/controller.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  }),
]);

// A run that compiles traces leaves V8's code cache of jit.cjs behind. Without an addon (packaging elsewhere) there is none.
if (existsSync('build/native/Release/pystitch.node')) {
  const warmUp = spawnSync(
    process.execPath,
    ['dist/cli.js', '--jit-threshold=30', 'bench/kernel_simulation.py', '2000'],
    {
      env: { ...process.env, PYSTITCH_WRITE_CACHE: '1' },
      encoding: 'utf8',
    },
  );
  if (warmUp.status !== 0) console.error(`bundle: no code cache for the compiler: ${warmUp.stderr}`);
}
