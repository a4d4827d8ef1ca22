/**
 * Finds a Python module along `sys.path`: its source in a folder, as far as the host granted that, or its code in the
 * standard library.
 *
 * A package is a folder with `__init__.py`; a name with dots descends through packages. A granted folder is one with
 * everything below it; symbolic links in it are followed when only the host can have put them there. The program may
 * change `sys.path` as it likes: a folder that was not granted is as good as empty.
 */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { findLibraryModule, type LibraryModule, libraryPath } from './standard-library.ts';

/** What the runtime itself consists of (native/interp/twins.c) is not for a program to replace. */
const TWINS = '_twins';

export interface FoundModule {
  readonly filename: string;
  readonly isPackage: boolean;
  read(): Uint8Array;
}

export class ModuleFinder {
  readonly #granted: readonly string[];
  readonly #mayUse: (path: string) => boolean;

  /**
   * '' is the folder that is current now. `mayUse` is asked about each file that is found: where a program can make links they must not
   * lead out.
   */
  constructor(granted: readonly string[], mayUse: (path: string) => boolean = () => true) {
    this.#granted = granted.map((folder) => resolve(folder));
    this.#mayUse = mayUse;
  }

  /** Null when nothing that `searchPath` names and that may be read has the module. @throws Error about the library's file */
  find(name: string, searchPath: readonly string[]): FoundModule | LibraryModule | null {
    const parts = name.split('.');
    if (parts.some((part) => part === '' || /[/\\\0]/.test(part))) return null;
    if (name === TWINS) return findLibraryModule(name) ?? null;
    for (const folder of searchPath) {
      if (folder === libraryPath) {
        const found = findLibraryModule(name);
        if (found) return found;
        continue;
      }
      // File names are absolute, as in importlib.
      const absolute = resolve(folder);
      if (!this.#mayRead(absolute)) continue;
      const base = join(absolute, ...parts);
      const init = join(base, '__init__.py');
      if (isFile(init) && this.#mayUse(init)) return foundIn(init, true);
      const file = `${base}.py`;
      if (isFile(file) && this.#mayUse(file)) return foundIn(file, false);
    }
    return null;
  }

  #mayRead(folder: string): boolean {
    return this.#granted.some(
      (root) => folder === root || folder.startsWith(root.endsWith(sep) ? root : `${root}${sep}`),
    );
  }
}

const foundIn = (filename: string, isPackage: boolean): FoundModule => ({
  filename,
  isPackage,
  read: () => readFileSync(filename),
});

/** Also false for what cannot be looked at: a forbidden folder, a name that is too long or has a NUL in it. */
function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}
