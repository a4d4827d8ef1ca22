/** The library as embedders have it, and runtimes that are disposed of after each test. */
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Runtime, RuntimeOptions } from '../../ts/index.ts';
import { root } from '../program-list.ts';

export const libraryPath = join(root, 'dist', 'index.js');
export const library = (await import(libraryPath)) as typeof import('../../ts/index.ts');

const open: Runtime[] = [];
afterEach(() => {
  for (const runtime of open.splice(0)) runtime.dispose();
});

export function create(options: RuntimeOptions = {}): Runtime {
  const runtime = new library.Runtime(options);
  open.push(runtime);
  return runtime;
}
