/**
 * The standard library: one image (ts/library), which needs no grant. Its entry of `sys.path` is the folder of its sources, which
 * are there to be looked at. Its code is found by the runtime (native/import/library_image.c); here are its sources.
 */
import { join, sep } from 'node:path';
import { LibraryImage } from '../library/read-image.ts';
import { loadAddon } from '../native/addon.ts';
import { packageRoot } from './package-root.ts';

export const libraryPath: string = join(packageRoot, 'build', 'library', 'python3.14');

let opened: LibraryImage | undefined;

/** Opened when a source is first wanted. @throws Error when the image is missing, damaged or of another build */
function library(): LibraryImage {
  if (!opened) {
    const { bytecodeIdentity, checksum } = loadAddon(packageRoot);
    opened = new LibraryImage(`${libraryPath}.image`, bytecodeIdentity, checksum);
  }
  return opened;
}

export interface LibraryModule {
  /** What `__file__` says. */
  readonly filename: string;
  readonly isPackage: boolean;
  readonly source: string;
}

/** Undefined when the standard library has no such module; the name is dotted. */
export function findLibraryModule(name: string): LibraryModule | undefined {
  const found = library().find(name);
  if (!found) return undefined;
  const { isPackage } = found;
  const path = join(libraryPath, ...name.split('.'));
  return {
    filename: isPackage ? join(path, '__init__.py') : `${path}.py`,
    isPackage,
    get source() {
      return library().source(name);
    },
  };
}

/** The text of a module of the library by what its `__file__` says; undefined: it is none. */
export function librarySource(filename: string): string | undefined {
  if (!filename.startsWith(libraryPath + sep)) return undefined;
  const name = filename
    .slice(libraryPath.length + 1)
    .replace(/(\/__init__)?\.py$/, '')
    .replaceAll(sep, '.');
  return library().find(name) ? library().source(name) : undefined;
}
