/**
 * Finds the source of a Python module in the folders of `sys.path`.
 *
 * A package is a folder with `__init__.py`; a name with dots descends through packages.
 */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface FoundModule {
  readonly source: Uint8Array;
  readonly filename: string;
  readonly isPackage: boolean;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Null when no folder of `searchPath` holds the module. */
export function findModule(name: string, searchPath: readonly string[]): FoundModule | null {
  const parts = name.split('.');
  if (parts.some((part) => part === '' || /[/\\\0]/.test(part))) return null;
  for (const folder of searchPath) {
    // '' is the current folder, and file names are absolute, as in importlib.
    const base = join(resolve(folder), ...parts);
    const init = join(base, '__init__.py');
    if (isFile(init)) return { source: readFileSync(init), filename: init, isPackage: true };
    const file = `${base}.py`;
    if (isFile(file)) return { source: readFileSync(file), filename: file, isPackage: false };
  }
  return null;
}
