/**
 * Which paths a runtime may use. A grant is a folder with everything below it, or a file; what counts is where a path leads to
 * when its symbolic links and `..` are followed, so that neither leads out.
 *
 * Paths are bytes, as strings of characters up to U+00FF: names of files need not be UTF-8, and prefixes can be compared.
 */
import { lstatSync, readlinkSync, realpathSync } from 'node:fs';

/** The number of the error, or the path to use. */
export type Verdict = number | string;

/** A path that is followed through more links than this is a loop, as for the kernel. */
const MAX_LINKS = 40;
const ELOOP = 40;
const ENOENT = 2;
const ENOTDIR = 20;

export class GrantedFolders {
  readonly #read: readonly string[];
  readonly #write: readonly string[];

  /** Absolute paths. What may be written may be read. */
  constructor(read: readonly string[], write: readonly string[]) {
    this.#write = write.map((path) => resolved(path, true).path);
    this.#read = [...this.#write, ...read.map((path) => resolved(path, true).path)];
  }

  /**
   * `path` is absolute. With `entry` a symbolic link at its end is not followed: what is meant is the link. Where nothing is granted the
   * answer is `denied`, whether there is something or not.
   */
  check(path: string, write: boolean, entry: boolean, denied: number): Verdict {
    const { path: real, error } = resolved(path, !entry);
    const roots = write ? this.#write : this.#read;
    if (!roots.some((root) => isBelow(real, root))) return denied;
    // A folder that is granted can be neither replaced nor removed: its entry is in a folder that is not.
    if (write && entry && !roots.some((root) => real !== root && isBelow(real, root))) return denied;
    return error ?? real;
  }
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`);
}

interface Resolved {
  /** Without links. Where something on the way is missing or cannot be passed: the last that could be, and the rest. */
  readonly path: string;
  /** Why not all of it could be followed; a missing last part is none. */
  readonly error?: number;
}

/** Follows a path part by part where the system cannot do it at once. */
function resolved(path: string, follow: boolean): Resolved {
  if (follow) {
    try {
      return { path: realpathSync.native(toBuffer(path), { encoding: 'latin1' }) };
    } catch {
      // Something is missing; where, and behind which links, is found below.
    }
  }
  const parts = partsOf(path);
  const trailing = /\/\.?$/.test(path);
  let at = '';
  let links = 0;
  let missing = false;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (part === '..') {
      if (missing) return { path: join(at, parts.slice(i)), error: ENOENT };
      at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
      continue;
    }
    const next = `${at}/${part}`;
    const last = i === parts.length - 1;
    if (missing) return { path: join(at, parts.slice(i)), error: ENOENT };
    const found = look(next);
    if (typeof found === 'number') {
      if (found !== ENOENT) return { path: join(next, parts.slice(i + 1)), error: found };
      missing = true;
    } else if (found.link !== undefined && (follow || trailing || !last)) {
      if (++links > MAX_LINKS) return { path: join(next, parts.slice(i + 1)), error: ELOOP };
      if (found.link.startsWith('/')) at = '';
      parts.splice(i + 1, 0, ...partsOf(found.link));
      continue;
    } else if (!found.folder && (!last || trailing)) {
      return { path: join(next, parts.slice(i + 1)), error: ENOTDIR };
    }
    at = next;
  }
  return { path: at === '' ? '/' : at };
}

function look(path: string): { readonly folder: boolean; readonly link?: string } | number {
  try {
    const status = lstatSync(toBuffer(path));
    if (!status.isSymbolicLink()) return { folder: status.isDirectory() };
    return { folder: false, link: readlinkSync(toBuffer(path), { encoding: 'latin1' }) };
  } catch (error) {
    return errorNumber(error);
  }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function join(path: string, parts: readonly string[]): string {
  const all = partsOf(path);
  for (const part of parts) {
    if (part === '..') all.pop();
    else all.push(part);
  }
  return `/${all.join('/')}`;
}

export function toBuffer(path: string): Buffer {
  return Buffer.from(path, 'latin1');
}

/** Text as bytes, in the form above. */
export function fromText(path: string): string {
  return Buffer.from(path, 'utf8').toString('latin1');
}

/** @throws anything that is no error of the system */
export function errorNumber(error: unknown): number {
  const { errno } = error as NodeJS.ErrnoException;
  if (typeof errno !== 'number') throw error;
  return Math.abs(errno);
}
