/** The files of this project that people write: what is generated, built or installed is left out. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const NOT_OURS: ReadonlySet<string> = new Set(['node_modules', 'build', 'dist', 'generated', '.git']);

/**
 * Files below `folder` (relative to the working folder, as the results are) that end in one of `endings`, in
 * order.
 */
export function sourceFiles(folder: string, endings: readonly string[]): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : sourceFiles(path, endings);
      return endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
    });
}

/** The C and C++ of `native/` and `stencils/`. */
export const cFiles = (endings: readonly string[] = ['.c', '.cc', '.h']): string[] =>
  ['native', 'stencils'].flatMap((folder) => sourceFiles(folder, endings));
