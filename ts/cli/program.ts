/**
 * What the command line asks to run, found and read: a file, a folder with `__main__.py`, `-c` text, `-m`
 * module, standard input. Complaints are CPython's, with our program name.
 */
import { readFileSync, readSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PythonError } from '../api/python-error.ts';
import type { Runtime } from '../api/runtime.ts';
import { ModuleFinder } from '../host/module-finder.ts';
import type { CommandLine } from './options.ts';

export interface Program {
  readonly source: string | Uint8Array;
  /** As tracebacks show it. */
  readonly filename: string;
  readonly argv0: string;
  /** What `sys.path` starts with. */
  readonly path: readonly string[];
  /** A folder or an archive: the path is the program itself. */
  readonly isFolder?: boolean;
  /** Names that the program finds in its namespace besides `__name__`. */
  readonly names: Readonly<Record<string, string>>;
}

/** Nothing to run: the message for stderr and the exit status. */
export class CannotRun extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** @throws CannotRun. A module (`-m`) is found later, by findModuleProgram. */
export function readProgram(command: CommandLine): Program {
  const { program } = command;
  switch (program.kind) {
    case 'file':
      return readScript(program.path, command.python.skipFirstLine);
    case 'command':
      return { source: program.source, filename: '<string>', argv0: '-c', path: [''], names: {} };
    case 'module':
      return { source: '', filename: '<string>', argv0: '-m', path: [process.cwd()], names: {} };
    case 'stdin':
      return { source: readAll(0), filename: '<stdin>', argv0: program.argv0, path: [''], names: {} };
  }
}

function readScript(path: string, skip: boolean): Program {
  try {
    const filename = resolve(path);
    const names = { __file__: filename };
    const whole = readFileSync(path);
    if (isArchive(whole)) return { ...archiveProgram, filename, argv0: path, path: [path] };
    const source = skip ? whole.subarray(Math.max(0, whole.indexOf('\n'))) : whole;
    return { source, filename, argv0: path, path: [dirname(filename)], names };
  } catch (error) {
    const { code, errno, message } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR') return readFolder(path);
    const reasons: Record<string, string> = {
      ENOENT: 'No such file or directory',
      EACCES: 'Permission denied',
      ENOTDIR: 'Not a directory',
    };
    const reason = `[Errno ${-(errno ?? 0)}] ${reasons[code ?? ''] ?? message}`;
    throw new CannotRun(`can't open file '${resolve(path)}': ${reason}`, 2);
  }
}

/** A zip file ends with a directory, after which there may be a comment. */
function isArchive(content: Buffer): boolean {
  const end = Buffer.from('PK\x05\x06', 'latin1');
  return content.subarray(-(2 ** 16 + 22)).includes(end);
}

/** Its module `__main__` is imported from it, with importlib's help. */
const archiveProgram = {
  source: "import runpy\nrunpy._run_module_as_main('__main__', False)\n",
  isFolder: true,
  names: {},
};

function readFolder(path: string): Program {
  const filename = join(path, '__main__.py');
  try {
    return {
      source: readFileSync(filename),
      filename,
      argv0: path,
      path: [path],
      isFolder: true,
      names: { __file__: filename, __package__: '' },
    };
  } catch {
    throw new CannotRun(`can't find '__main__' module in '${path}'`, 1);
  }
}

/**
 * Imports the packages around the module, as runpy does, so that its
 * relative imports work. @throws CannotRun, PythonError
 */
export function findModuleProgram(runtime: Runtime, name: string): Program {
  const importing = (parent: string): void => {
    try {
      runtime.import(parent);
    } catch (error) {
      if (!(error instanceof PythonError) || error.type !== 'ModuleNotFoundError') throw error;
      const reason = `${error.type}: ${error.message}`;
      throw new CannotRun(`Error while finding module specification for '${name}' (${reason})`, 1);
    }
  };
  const folders = runtime.searchPath();
  const modules = new ModuleFinder(folders);
  const parent = name.split('.').slice(0, -1).join('.');
  if (parent !== '') importing(parent);
  let found = modules.find(name, folders);
  if (!found && folders.some(isFile)) return archivedModule(name);
  if (!found) throw new CannotRun(`No module named ${name}`, 1);
  let packageName = parent;
  if (found.isPackage) {
    importing(name);
    found = modules.find(`${name}.__main__`, folders);
    if (!found) {
      const reason = `'${name}' is a package and cannot be directly executed`;
      throw new CannotRun(`No module named ${name}.__main__; ${reason}`, 1);
    }
    packageName = name;
  }
  const { filename } = found;
  return {
    source: 'read' in found ? found.read() : found.source,
    filename,
    argv0: filename,
    path: [],
    names: { __file__: filename, __package__: packageName },
  };
}

/** In archives on the path importlib looks; it finds the module, or says that there is none. */
function archivedModule(name: string): Program {
  const source = `import runpy\nrunpy._run_module_as_main(${JSON.stringify(name)})\n`;
  return { source, filename: '<frozen runpy>', argv0: '-m', path: [], names: {} };
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Reads a descriptor to its end; one that others made non-blocking is waited for. */
function readAll(fd: number): Uint8Array {
  const pieces: Buffer[] = [];
  for (;;) {
    const piece = Buffer.alloc(1 << 16);
    const n = readWaiting(fd, piece);
    if (n === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, n));
  }
}

function readWaiting(fd: number, into: Buffer): number {
  for (;;) {
    try {
      return readSync(fd, into);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EOF') return 0;
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
