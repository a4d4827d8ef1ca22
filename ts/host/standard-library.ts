/**
 * The standard library: one image (ts/library), which needs no grant. Its entry of `sys.path` is the folder of its sources, which
 * are there to be looked at.
 */
import { join, sep } from 'node:path';
import { BLOB_MAGIC } from '../contract/blob.ts';
import type { CompileMode } from '../contract/code.ts';
import { LONGEST_TEXT, textKey } from '../contract/library-image.ts';
import { bytecodeIdentity } from '../library/identity.ts';
import { type ImageModule, LibraryImage } from '../library/read-image.ts';
import { loadAddon } from '../native/addon.ts';
import { packageRoot } from './package-root.ts';

export const libraryPath: string = join(packageRoot, 'build', 'library', 'python3.14');
export const imagePath: string = `${libraryPath}.image`;

let opened: LibraryImage | undefined;

/** Opened when a module is first looked for. @throws Error when the image is missing, damaged or of another build */
function library(): LibraryImage {
  if (!opened) {
    const { checksum } = loadAddon(packageRoot);
    opened = new LibraryImage(imagePath, bytecodeIdentity(BLOB_MAGIC, checksum), checksum);
  }
  return opened;
}

export interface LibraryModule {
  readonly library: ImageModule;
  /** What `__file__` says. */
  readonly filename: string;
  readonly isPackage: boolean;
  readonly source: string;
}

/** Undefined when the standard library has no such module; the name is dotted. */
export function findLibraryModule(name: string): LibraryModule | undefined {
  // CPython has them frozen, and tracebacks are cut at that name.
  const frozen = name === '_frozen_importlib' || name === '_frozen_importlib_external';
  if (frozen) {
    const plain = name.replace('_frozen_importlib', 'importlib._bootstrap');
    const module = findLibraryModule(plain);
    return module && { ...module, source: '', filename: `<frozen ${plain}>` };
  }
  const found = library().find(name);
  if (!found) return undefined;
  const { isPackage } = found;
  const path = join(libraryPath, ...name.split('.'));
  return {
    library: found,
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

/**
 * The blob of what modules of the library make up and compile while they are imported (named tuples, data classes): compiling it takes longer
 * than all the rest of importing them. Undefined: it is none of these texts, or no module was imported yet.
 */
export function findLibraryText(source: string, mode: CompileMode, flags: number): Uint8Array | undefined {
  if (!opened || source.length > LONGEST_TEXT) return undefined;
  return opened.text(textKey(source, mode, flags));
}
