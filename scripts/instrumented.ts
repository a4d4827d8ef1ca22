/**
 * Instrumented builds of the native code: `build/sanitize` (AddressSanitizer and UBSan), `build/debug` and
 * `build/coverage`. The first two check the outcome of every function (native/core/outcome.h).
 * Each holds a copy of the package whose addon is the instrumented one, so that every program runs as usual,
 * traces included.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CLANG } from './stencils/targets.ts';

export type Kind = 'sanitize' | 'debug' | 'coverage';

export interface Build {
  readonly folder: string;
  /** The command of the copied package. */
  readonly cli: string;
  readonly addon: string;
}

/** Needs what bootstrap makes: bundle and stencils. Builds only what changed. */
export function buildInstrumented(kind: Kind): Build {
  const folder = resolve('build', kind);
  const configure = [
    ...['-S', '.', '-B', folder, '-G', 'Ninja', `-DINSTRUMENT=${kind}`],
    `-DNODE_API_INCLUDE=${resolve('node_modules', 'node-api-headers', 'include')}`,
  ];
  execFileSync('cmake', configure, { stdio: ['ignore', 'ignore', 'inherit'] });
  const targets = ['pystitch', 'heap_tests', 'runtime_tests'];
  const { status } = spawnSync('cmake', ['--build', folder, '--target', ...targets], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);

  const copy = join(folder, 'package');
  const addon = join(folder, 'pystitch.node');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(join(copy, 'build', 'native', 'Release'), { recursive: true });
  cpSync('dist', join(copy, 'dist'), { recursive: true });
  for (const file of readdirSync('build/stencils').filter((name) => name.endsWith('.bin')))
    cpSync(join('build', 'stencils', file), join(copy, 'build', 'stencils', file));
  symlinkSync(resolve('build', 'library'), join(copy, 'build', 'library'));
  symlinkSync(addon, join(copy, 'build', 'native', 'Release', 'pystitch.node'));
  return { folder, cli: join(copy, 'dist', 'cli.js'), addon };
}

/** The run-time library of AddressSanitizer, which has to be loaded before Node's first allocation. */
export function sanitizerLibrary(): string {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const name = `-print-file-name=libclang_rt.asan-${machine}.so`;
  return execFileSync(CLANG, [name], { encoding: 'utf8' }).trim();
}
