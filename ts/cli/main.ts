/**
 * The `pystitch` command. Exit statuses are CPython's: 0, 1 for an uncaught exception, 2 for a wrong command
 * line or a file that cannot be opened, sys.exit's own, 120 when the last output cannot be written; Ctrl-C
 * that nobody catches ends the process by that signal, which shells show as 130.
 */

import { writeSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { RuntimeOptions } from '../api/options.ts';
import { PythonError } from '../api/python-error.ts';
import type { PythonObject } from '../api/python-object.ts';
import { Runtime } from '../api/runtime.ts';
import { loadCompiler } from '../host/load-compiler.ts';
import { type CommandLine, helpText, parseCommandLine, UsageError, usageLine } from './options.ts';
import { CannotRun, findModuleProgram, type Program, readProgram } from './program.ts';
import { readEnvironment } from './python-options.ts';

const INTERRUPTED = 130;

/** Loaded when needed: it brings along thirty modules of Node's, which a script does not need. */
const isTerminal = (): boolean => process.getBuiltinModule('node:tty').isatty(0);

function complain(text: string): void {
  writeSync(2, text);
}

/** Prints what CPython prints for an exception that nobody caught, and returns the exit status. */
function report(error: unknown): number {
  if (!(error instanceof PythonError)) throw error;
  if (error.exitCode !== undefined) return exitStatus(error);
  complain(error.traceback.endsWith('\n') ? error.traceback : `${error.traceback}\n`);
  return error.type === 'KeyboardInterrupt' ? INTERRUPTED : 1;
}

/** SystemExit: an int is the status, None is 0, anything else is printed. */
function exitStatus({ exitCode, message }: PythonError): number {
  if (exitCode === null) return 0;
  if (typeof exitCode === 'boolean') return Number(exitCode);
  // A float is a JavaScript number too; only its text tells.
  if (typeof exitCode === 'number' && /^-?\d+$/.test(message))
    return Number(BigInt.asUintN(8, BigInt(exitCode)));
  if (typeof exitCode === 'bigint') {
    // What does not fit a C int counts as -1.
    return exitCode === BigInt.asIntN(32, exitCode) ? Number(BigInt.asUintN(8, exitCode)) : 255;
  }
  complain(`${message.replace(/\p{Surrogate}/gu, escapeSurrogate)}\n`);
  return 1;
}

function escapeSurrogate(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16)}`;
}

function printDisassembly({ source, filename }: Program): number {
  const result = loadCompiler().disassembled(source, filename);
  if ('text' in result) {
    writeSync(1, result.text);
    return 0;
  }
  complain(result.error);
  return 1;
}

function runProgram(runtime: Runtime, command: CommandLine, program: Program): number {
  try {
    let found = program;
    if (command.program.kind === 'module') {
      found = findModuleProgram(runtime, command.program.name);
      runtime.setArgv([found.argv0, ...command.args]);
    }
    for (const [name, value] of Object.entries(found.names)) runtime.globals.set(name, value);
    runtime.run(found.source, { filename: found.filename });
    return 0;
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    if (command.python.flags.inspect > 0 && error instanceof PythonError) {
      complain(error.traceback);
      return 1;
    }
    return report(error);
  }
}

/** Runs `atexit` and finalizers. What they raise is reported by the program itself; only a stop gets here. */
function endProgram(runtime: Runtime, status: number): number {
  try {
    runtime.endProgram();
    return status;
  } catch (error) {
    return report(error);
  }
}

/** Writes the output that is still buffered: no program is left that could handle an error. */
function flushAtExit(runtime: Runtime, status: number): number {
  try {
    runtime.flush();
    return status;
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    complain(`Exception ignored while flushing sys.stdout:\n${error.type}: ${error.message}\n`);
    return 120;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** PYTHONHASHSEED. @throws CannotRun */
function hashSeed(given: Environment): { hashSeed?: number } {
  const text = given.PYTHONHASHSEED;
  if (text === undefined || text === '' || text === 'random') return {};
  if (/^\d+$/.test(text) && Number(text) < 2 ** 32) return { hashSeed: Number(text) };
  throw new CannotRun('PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]', 1);
}

/** The command grants modules of the program's own folder and of these, with all below them: docs/security.md. */
function pythonPath(given: Environment): string[] {
  return (given.PYTHONPATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

/** Where compiled modules are kept: PYTHONPYCACHEPREFIX, or the user's folder for such things. */
function cacheFolder(given: Environment, off: boolean): { cacheFolder?: string } {
  if (off) return {};
  const { HOME, XDG_CACHE_HOME } = process.env;
  const base = given.PYTHONPYCACHEPREFIX || XDG_CACHE_HOME || (HOME ? join(HOME, '.cache') : '');
  return isAbsolute(base) ? { cacheFolder: join(base, 'pystitch') } : {};
}

/** Encoding and error handler of the standard streams, and whether they are buffered. */
function configureStreams(runtime: Runtime, given: Environment, unbuffered: boolean): void {
  const [encoding = '', errors = ''] = (given.PYTHONIOENCODING ?? '').split(':');
  if (encoding === '' && errors === '' && !unbuffered) return;
  const sys = runtime.import('sys');
  for (const name of ['stdin', 'stdout', 'stderr']) {
    const keywords = {
      ...(encoding === '' ? {} : { encoding }),
      ...(errors === '' ? {} : { errors: name === 'stderr' ? 'backslashreplace' : errors }),
      ...(unbuffered && name !== 'stdin' ? { write_through: true, line_buffering: true } : {}),
    };
    const stream = sys.get(name) as PythonObject;
    (stream.get('reconfigure') as PythonObject).callWithKeywords([], keywords);
  }
}

/** @throws CannotRun when the package is not whole: its addon is missing or damaged. */
function newRuntime(options: RuntimeOptions): Runtime {
  try {
    return new Runtime(options);
  } catch (error) {
    throw new CannotRun((error as Error).message.replace(/^pystitch: /, ''), 1);
  }
}

async function execute(command: CommandLine, orig: readonly string[]): Promise<number> {
  const { python } = command;
  const complaint = readEnvironment(python, process.env);
  if (complaint !== undefined) throw new CannotRun(complaint, 1);
  const { flags } = python;
  const given: Environment = flags.ignore_environment ? {} : process.env;
  const repl = command.program.kind === 'stdin' && (isTerminal() || flags.inspect > 0);
  const program = repl
    ? { source: '', filename: '<stdin>', argv0: '', path: [''], names: {} }
    : readProgram(command);
  if (command.disassemble) return printDisassembly(program);
  const unsafe = flags.safe_path && !program.isFolder ? [] : program.path;
  const runtime = newRuntime({
    argv: [program.argv0, ...command.args],
    path: [...unsafe, ...pythonPath(given)],
    files: true,
    environment: true,
    process: true,
    ...cacheFolder(given, flags.dont_write_bytecode > 0),
    optimize: Math.min(flags.optimize, 2),
    memoryLimit: command.memoryLimit,
    ...hashSeed(given),
    jit: { ...command.jitOptions, enabled: command.jit },
  });
  runtime.describeCommand({
    flags: Object.values(flags) as (number | boolean)[],
    warnings: python.warnings,
    xOptions: python.xOptions,
    arguments: orig,
    executable: commandFile,
  });
  configureStreams(runtime, given, python.unbuffered);
  if (command.failAllocation)
    runtime.failAllocations(command.failAllocation.at - 1, command.failAllocation.count);
  runtime.catchSigint(true);
  let status = repl ? 0 : runProgram(runtime, command, program);
  if (repl || command.python.flags.inspect > 0) {
    const { runRepl } = await import('./repl.ts');
    status = await runRepl(runtime, { banner: repl && flags.quiet === 0, report });
  }
  status = flushAtExit(runtime, endProgram(runtime, status));
  runtime.catchSigint(false);
  runtime.dispose();
  return status;
}

/** The file that runs this command. */
const commandFile = process.argv[1] ?? '';

function versionText(times: number): string {
  const version = 'pystitch 0.1.0 (Python 3.14)';
  return times < 2
    ? `${version}\n`
    : `${version}, Node ${process.versions.node}, ${process.arch} ${process.platform}\n`;
}

async function statusOf(args: readonly string[]): Promise<number> {
  try {
    const command = parseCommandLine(args);
    if (command.show === 'help') writeSync(1, helpText());
    else if (command.show === 'version') writeSync(1, versionText(command.python.version));
    else return await execute(command, [commandFile, ...args]);
    return 0;
  } catch (error) {
    if (error instanceof CannotRun) {
      complain(`pystitch: ${error.message}\n`);
      return error.status;
    }
    if (!(error instanceof UsageError)) throw error;
    complain(`${error.message}\n${usageLine}\n`);
    return 2;
  }
}

export async function runCommand(args: readonly string[]): Promise<void> {
  const status = await statusOf(args);
  process.exitCode = status;
  // As CPython does: a shell loop ends with the program that Ctrl-C ended.
  if (status === INTERRUPTED) process.kill(process.pid, 'SIGINT');
}
