/**
 * Bundles ts/ into dist/: `cli.js` (the command) and `index.js` (the library), ES modules sharing chunks; and `jit.cjs`, recorder,
 * optimizer and back end, which the runtime requires synchronously when the first recording ends, so that a short script starts without
 * parsing them.
 */
import { rmSync } from 'node:fs';
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
