/**
 * What a runtime may reach outside of itself: the one place that decides. C asks (`HostQuestion`), and does only what was granted.
 *
 * Two forms: everything, as the command has it, where paths are the system's own; and what the options of a Runtime name, with a
 * working directory and an environment of its own, since those of the process belong to the program around it.
 */
import { closeSync, openSync, readlinkSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { HostQuestion, NOT_GRANTED } from '../contract/host-questions.ts';
import { errorNumber, fromText, GrantedFolders, toBuffer, type Verdict } from './granted-folders.ts';

export interface SystemGrants {
  /** Folders with everything below them, or single files; true: every file. What may be written may be read. */
  readonly files?: true | { readonly read?: readonly string[]; readonly write?: readonly string[] };
  /** `os.environ`; true: the process's, which it shares. */
  readonly environment?: true | Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  /** `os.kill`, `os._exit`, `os.abort`, `os.umask` and the like, which act on the whole process. */
  readonly process?: boolean;
  /** Where random bytes come from. Default: the system. */
  readonly random?: (size: number) => Uint8Array;
}

export type Ask = (question: number, text: string) => Verdict;

const ENOTDIR = 20;
const EINVAL = 22;
/** What Node makes of bytes that are no UTF-8. */
const REPLACEMENT = '\ufffd';

export function systemOf(grants: SystemGrants): Ask {
  const everything = grants.files === true;
  const folders = everything ? undefined : new GrantedFolders(...named(grants));
  const sharesFolder = everything && grants.workingDirectory === undefined;
  let folder = sharesFolder ? '' : startFolder(grants, everything);
  const variables = grants.environment === true ? undefined : environment(grants.environment ?? {});

  const absolute = (path: string): string =>
    path.startsWith('/') || folder === '' || path === '' ? path : `${folder === '/' ? '' : folder}/${path}`;

  const allowed = (path: string, write: boolean, entry: boolean): Verdict => {
    const full = absolute(path);
    // The system has the words for it.
    return !folders || path === '' ? full : folders.check(full, write, entry, NOT_GRANTED);
  };

  const changeFolder = (path: string): Verdict => {
    const to = allowed(path, false, false);
    if (typeof to === 'number') return to;
    try {
      if (sharesFolder) changeProcessFolder(to);
      else if (!statSync(toBuffer(to)).isDirectory()) return ENOTDIR;
      else folder = to;
      return '';
    } catch (error) {
      return errorNumber(error);
    }
  };

  return (question, text) => {
    switch (question) {
      case HostQuestion.READ:
      case HostQuestion.READ_ENTRY:
        return allowed(text, false, question === HostQuestion.READ_ENTRY);
      case HostQuestion.WRITE:
      case HostQuestion.WRITE_ENTRY:
        return allowed(text, true, question === HostQuestion.WRITE_ENTRY);
      case HostQuestion.CHANGE_FOLDER:
        return changeFolder(text);
      case HostQuestion.FOLDER:
        return sharesFolder ? currentFolder() : folder;
      case HostQuestion.ENVIRONMENT:
        return environmentText(variables);
      case HostQuestion.SET_VARIABLE:
        return setVariable(variables, text);
      case HostQuestion.PROCESS:
        return grants.process === true ? '' : NOT_GRANTED;
      case HostQuestion.RANDOM:
        return grants.random ? randomText(grants.random, Number(text)) : NOT_GRANTED;
      default:
        return EINVAL;
    }
  };
}

/**
 * For files that the runtime reads on its own: is the file really in one of these folders, which are what they are now: the program
 * may put links in their places. Asked where the program itself may write: elsewhere links are the host's.
 */
export function staysIn(grants: SystemGrants, folders: readonly string[]): (path: string) => boolean {
  const { files } = grants;
  if (files === true || !files?.write?.length) return () => true;
  const now = new GrantedFolders(folders.map(full), []);
  return (path) => typeof now.check(full(path), false, false, NOT_GRANTED) === 'string';
}

/** The bytes, a character each. */
function randomText(random: (size: number) => Uint8Array, size: number): string {
  const bytes: unknown = random(size);
  if (!(bytes instanceof Uint8Array) || bytes.length !== size)
    throw new TypeError(`random(${size}) must return a Uint8Array of ${size} bytes`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, size).toString('latin1');
}

function named(grants: SystemGrants): [read: string[], write: string[]] {
  const { read = [], write = [] } = grants.files === true || !grants.files ? {} : grants.files;
  return [read.map(full), write.map(full)];
}

function full(path: string): string {
  return fromText(resolve(path));
}

function startFolder({ workingDirectory }: SystemGrants, everything: boolean): string {
  if (workingDirectory !== undefined) return full(workingDirectory);
  return everything ? fromText(process.cwd()) : '/';
}

/** The process's own, whose name Node knows as text only: one that is no UTF-8 is gone to through its descriptor. */
function changeProcessFolder(path: string): void {
  const bytes = toBuffer(path);
  const text = bytes.toString('utf8');
  if (!text.includes(REPLACEMENT)) {
    process.chdir(text);
    return;
  }
  const descriptor = openSync(bytes, 'r');
  try {
    process.chdir(`/proc/self/fd/${descriptor}`);
  } finally {
    closeSync(descriptor);
  }
}

function currentFolder(): Verdict {
  try {
    const text = process.cwd();
    if (text.includes(REPLACEMENT)) return readlinkSync('/proc/self/cwd', { encoding: 'latin1' });
    return fromText(text);
  } catch (error) {
    return errorNumber(error);
  }
}

/** Names and values are bytes, like paths. */
function environment(given: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(Object.entries(given).map(([name, value]) => [fromText(name), fromText(value)]));
}

function environmentText(variables: ReadonlyMap<string, string> | undefined): string {
  const all = variables ?? environment(process.env as Record<string, string>);
  return Array.from(all, ([name, value]) => `${name}=${value}\0`).join('');
}

function setVariable(variables: Map<string, string> | undefined, text: string): Verdict {
  const equals = text.indexOf('=', 1);
  const name = equals < 0 ? text : text.slice(0, equals);
  const value = equals < 0 ? undefined : text.slice(equals + 1);
  if (name === '') return EINVAL;
  if (variables) {
    if (value === undefined) variables.delete(name);
    else variables.set(name, value);
    return '';
  }
  const key = toBuffer(name).toString('utf8');
  if (value === undefined) delete process.env[key];
  else process.env[key] = toBuffer(value).toString('utf8');
  return '';
}
