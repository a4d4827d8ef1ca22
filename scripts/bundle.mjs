/**
 * Bundles ts/ into dist/: `cli.js` (the command) and `index.js` (the library), ES modules sharing chunks.
 *
 * The optimizer and the back end are a chunk of their own, loaded when the first recording ends, so that a short script
 * starts without parsing them.
 */
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: { cli: 'ts/cli/main.ts', index: 'ts/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  minify: true,
  logLevel: 'warning',
});
