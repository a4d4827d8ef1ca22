/**
 * A package whose trace compiler has a mistake of our choosing: the released sources, bundled with a few
 * lines that spoil one pass before it is used. What is released has no hook for that.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface BrokenPackage {
  /** The command. */
  readonly cli: string;
  remove(): void;
}

/** `spoil` is TypeScript; it may import from `./optimizer/…`. */
export async function breakPackage(spoil: string): Promise<BrokenPackage> {
  const folder = mkdtempSync(join(tmpdir(), 'broken-'));
  mkdirSync(join(folder, 'dist', 'bundle'), { recursive: true });
  for (const name of ['build', 'lib']) symlinkSync(join(root, name), join(folder, name));
  for (const name of ['cli.js', 'package.json', 'bundle/main.cjs', 'bundle/compiler.cjs'])
    copyFileSync(join(root, 'dist', name), join(folder, 'dist', name));
  await build({
    stdin: {
      contents: `${spoil}\nexport { createTierTwo } from './jit/tier-two.ts';`,
      resolveDir: join(root, 'ts'),
      loader: 'ts',
    },
    outfile: join(folder, 'dist', 'bundle', 'jit.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    packages: 'external',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.dirname': '__dirname' },
    banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
    footer: { js: '})' },
  });
  return { cli: join(folder, 'dist', 'cli.js'), remove: () => rmSync(folder, { recursive: true }) };
}
