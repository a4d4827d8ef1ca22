/** What the benchmarks compare: pystitch as it was built, with and without its JIT, and every peer in $PEERS/bin or on the PATH. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface System {
  readonly name: string;
  readonly command: readonly string[];
}

export const CPYTHON = 'CPython 3.14';
export const PYPY = 'PyPy';
export const JIT_OFF = 'jit=off';

function find(name: string): string | undefined {
  const folders = [
    ...(process.env.PEERS ? [join(process.env.PEERS, 'bin')] : []),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  for (const folder of folders) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not there
    }
  }
  return undefined;
}

export function systems(): System[] {
  const cli = [process.execPath, 'dist/cli.js'];
  const list: System[] = [
    { name: 'pystitch', command: cli },
    { name: JIT_OFF, command: [...cli, '--jit=off'] },
  ];
  const peers: readonly (readonly [string, readonly string[]])[] = [
    [CPYTHON, ['cpython314', 'python3.14']],
    ['3.15 JIT', ['cpython315-jit']],
    [PYPY, ['pypy3']],
  ];
  for (const [name, commands] of peers) {
    const file = commands.map(find).find((f) => f !== undefined);
    if (file) list.push({ name, command: [file] });
  }
  return list;
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1];

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);
