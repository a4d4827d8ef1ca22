#!/usr/bin/env node
/**
 * The `pystitch` command. Exit status as CPython's: 0, 1 for an uncaught exception, 2 for a wrong command line or a file that
 * cannot be opened, sys.exit's own, 130 after Ctrl-C.
 */
import { readFileSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isatty } from 'node:tty';
import { packageRoot } from '../runtime/addon.ts';
import { findModule } from '../runtime/module-finder.ts';
import { PythonError } from '../runtime/python-error.ts';
import { Runtime } from '../runtime/runtime.ts';
import { type CommandLine, helpText, parseCommandLine, UsageError, usageLine } from './options.ts';

function complain(text: string): void {
  writeSync(2, text);
}

/** Prints what CPython prints for an exception that nobody caught, and gives the exit status. */
function report(runtime: Runtime, error: unknown): number {
  runtime.flush();
  if (!(error instanceof PythonError)) throw error;
  if (error.type === 'SystemExit') {
    const code = error.exitCode;
    if (code === null) return 0;
    if (typeof code === 'boolean') return Number(code);
    if (typeof code === 'number' && Number.isInteger(code)) return code & 0xff;
    if (typeof code === 'bigint') return Number(BigInt.asUintN(8, code));
    complain(`${error.message}\n`);
    return 1;
  }
  complain(error.traceback.endsWith('\n') ? error.traceback : `${error.traceback}\n`);
  return error.type === 'KeyboardInterrupt' ? 130 : 1;
}

interface Program {
  readonly source: string | Uint8Array;
  readonly filename: string;
  readonly argv0: string;
  readonly path: readonly string[];
}

/** Reads the program text. A number is the exit status after a complaint. */
function load(command: CommandLine): Program | number {
  const { program } = command;
  switch (program.kind) {
    case 'file':
      try {
        const source = readFileSync(program.path);
        return {
          source,
          filename: program.path,
          argv0: program.path,
          path: [dirname(resolve(program.path))],
        };
      } catch (error) {
        const { code, errno, message } = error as NodeJS.ErrnoException;
        const reasons: Record<string, string> = {
          ENOENT: 'No such file or directory',
          EACCES: 'Permission denied',
          EISDIR: 'Is a directory',
        };
        complain(
          `pystitch: can't open file '${resolve(program.path)}': [Errno ${-(errno ?? 0)}] ${reasons[code ?? ''] ?? message}\n`,
        );
        return 2;
      }
    case 'command':
      return { source: program.source, filename: '<string>', argv0: '-c', path: [process.cwd()] };
    case 'module': {
      // As runpy does: the current folder comes first on sys.path, a package runs its __main__.
      const folders = [process.cwd(), join(packageRoot, 'lib')];
      const found = findModule(program.name, folders);
      const runs = found?.isPackage ? findModule(`${program.name}.__main__`, folders) : found;
      if (!runs) {
        const reason = found
          ? `No module named ${program.name}.__main__; '${program.name}' is a package and cannot be directly executed`
          : `No module named ${program.name}`;
        complain(`pystitch: ${reason}\n`);
        return 1;
      }
      return { source: runs.source, filename: runs.filename, argv0: runs.filename, path: [process.cwd()] };
    }
    case 'stdin':
      return {
        source: readFileSync(0),
        filename: '<stdin>',
        argv0: '-',
        path: [process.cwd()],
      };
  }
}

async function printDisassembly(program: Program): Promise<number> {
  const { compileSource } = await import('../runtime/source-compiler.ts');
  const { disassemble } = await import('../compiler/disassemble.ts');
  const { formatSyntaxError } = await import('../frontend/format-error.ts');
  const { PythonSyntaxError } = await import('../frontend/syntax-error.ts');
  try {
    writeSync(1, disassemble(compileSource(program.source, program.filename, 'm')));
    return 0;
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    complain(formatSyntaxError(error));
    return 1;
  }
}

async function main(): Promise<number> {
  let command: CommandLine;
  try {
    command = parseCommandLine(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(`${error.message}\n${usageLine}\n`);
    return 2;
  }
  if (command.show === 'help') {
    writeSync(1, helpText());
    return 0;
  }
  if (command.show === 'version') {
    writeSync(1, 'pystitch 0.1.0 (Python 3.14)\n');
    return 0;
  }
  const repl = command.program.kind === 'stdin' && isatty(0);
  const program = repl
    ? { source: '', filename: '<stdin>', argv0: '', path: [process.cwd()] }
    : load(command);
  if (typeof program === 'number') return program;
  if (command.disassemble) return printDisassembly(program);
  const runtime = new Runtime({
    argv: [program.argv0, ...command.args],
    path: program.path,
    memoryLimit: command.memoryLimit,
    jit: command.jit ? command.jitOptions : false,
  });
  runtime.catchSigint(true);
  let status = 0;
  try {
    if (command.program.kind === 'file' || command.program.kind === 'module')
      runtime.globals.set('__file__', resolve(program.filename));
    runtime.run(program.source, { filename: program.filename });
    runtime.flush();
  } catch (error) {
    status = report(runtime, error);
  }
  if (repl || command.interactive) {
    const { runRepl } = await import('./repl.ts');
    status = await runRepl(runtime, (error) => report(runtime, error));
  }
  runtime.catchSigint(false);
  runtime.dispose();
  return status;
}

process.exitCode = await main();
