/** The command line: a table of options, its parser, and the help text made from it. */
import {
  dumpKinds,
  fronts,
  type JitOptions,
  passNames,
  type StressMode,
  stressModes,
} from '../jit/options.ts';
import { defaultOptions, type PythonOptions, readLetters } from './python-options.ts';

export interface CommandLine {
  /** What to run: a script file, `-c` text, `-m` module, or the REPL. */
  readonly program:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'command'; readonly source: string }
    | { readonly kind: 'module'; readonly name: string }
    | { readonly kind: 'stdin'; readonly argv0: '' | '-' };
  readonly args: readonly string[];
  readonly python: PythonOptions;
  readonly disassemble: boolean;
  readonly jit: boolean;
  readonly jitOptions: JitOptions;
  readonly memoryLimit: number;
  /** For tests: the request of memory that fails, from 1, and how many do; 0: all until MemoryError is raised. */
  readonly failAllocation: { readonly at: number; readonly count: number } | undefined;
  readonly show: 'help' | 'version' | undefined;
}

/** A mistake on the command line. CPython's form: message, then one usage line, exit status 2. */
export class UsageError extends Error {}

const help = `usage: pystitch [option] ... [-c cmd | -m mod | file | -] [arg] ...
Options of Python; letters may share a dash, and an argument may follow its letter:
-b                       warn where bytes meet str or int (-bb: errors)
-B                       keep no compiled modules; also PYTHONDONTWRITEBYTECODE=x
-c cmd                   run the program passed as string (ends the options)
-d, -R, -S               accepted, without effect
-E                       ignore environment variables whose names begin with PYTHON
-h, --help               this text
-i                       go on with a prompt after running; also PYTHONINSPECT=x
-I                       isolated: -E, -P and -s
-m mod                   run a library module as a script (ends the options)
-O, -OO                  leave out assert and what __debug__ guards; docstrings too; also PYTHONOPTIMIZE=x
-P                       put no unsafe path before sys.path; also PYTHONSAFEPATH=x
-q                       no banner at the prompt
-s                       no user site directory; also PYTHONNOUSERSITE=x
-u                       unbuffered output; also PYTHONUNBUFFERED=x
-v                       sys.flags.verbose; also PYTHONVERBOSE=x
-V, --version            version; twice: more about the build
-W arg                   warning filter: action:message:category:module:lineno; also PYTHONWARNINGS=arg
-x                       skip the first line of the program
-X opt                   sys._xoptions: dev, int_max_str_digits=N, warn_default_encoding, ...
Options of pystitch:
--dis                    print the bytecode instead of running it
--jit=on|off             tier 2, traces of machine code (default: on)
--front=record|project|blocks
                         how traces are found: what ran (default), from bytecode and caches, block by block
--jit-threshold=N        loop iterations or calls before a recording starts
--jit-exit-threshold=N   side exits taken before a bridge is recorded
--jit-budget=MS          milliseconds of compiling, then it is rationed (default: 50, without end with a threshold)
--dump=KIND[,KIND...]    print to stderr: ${dumpKinds.join(', ')}, opt:PASS
--trace=FILE:LINE        dump only the traces and bridges that begin there
--no-pass=NAME[,NAME...] leave out optimizer passes; "all" leaves out every one
--opt-limit=N            stop optimizing a trace after N rewrites
--opt-only=N             --no-pass and --opt-limit are about trace N alone
--trace-limit=N          compile N traces, no more
--perf[=DIR]             write DIR/jit-PID.dump for "perf inject --jit" (default: .)
--stress=MODE[,MODE...]  gc: collect at every allocation, after some hundreds at ever fewer;
                         exits: every guard fails once;
                         allocations: with --fail-allocation=N[,COUNT], the program's requests of
                         memory from the Nth on fail, COUNT of them; 0: all until MemoryError
--memory-limit=MB        heap limit; beyond it MemoryError is raised
Environment variables besides those above: PYTHONPATH (folders for sys.path), PYTHONHASHSEED (seed of str hashes),
PYTHONIOENCODING (encoding[:errors] of the standard streams), PYTHONINTMAXSTRDIGITS
`;

export function helpText(): string {
  return help;
}

export const usageLine =
  "usage: pystitch [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `pystitch -h' for more information.";

function integer(option: string, text: string, min: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min)
    throw new UsageError(`${option} takes a whole number from ${min}, not '${text}'`);
  return value;
}

/** @throws UsageError */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const jitOptions: { -readonly [K in keyof JitOptions]: JitOptions[K] } = {};
  let jit = true;
  let disassemble = false;
  const python = defaultOptions();
  let memoryLimit = 0;
  let failAllocation: CommandLine['failAllocation'];
  let show: CommandLine['show'];
  let program: CommandLine['program'] = { kind: 'stdin', argv0: '' };
  let i = 0;
  for (; i < argv.length; i++) {
    const arg = argv[i];
    if (arg === '-' || !arg.startsWith('-')) {
      program = arg === '-' ? { kind: 'stdin', argv0: '-' } : { kind: 'file', path: arg };
      i++;
      break;
    }
    if (arg === '--') {
      i++;
      if (i < argv.length) program = { kind: 'file', path: argv[i++] };
      break;
    }
    if (!arg.startsWith('--')) {
      const read = readLetters(argv, i, python);
      if ('error' in read) throw new UsageError(read.error);
      if ('help' in read) {
        show = 'help';
        continue;
      }
      i = read.next - 1;
      if (!read.program) continue;
      const { letter, text } = read.program;
      program = letter === 'c' ? { kind: 'command', source: text } : { kind: 'module', name: text };
      i++;
      break;
    }
    if (arg === '--help' || arg === '--help-all') show = 'help';
    else if (arg === '--version') python.version++;
    else {
      const equals = arg.indexOf('=');
      const name = equals < 0 ? arg : arg.slice(0, equals);
      const value = equals < 0 ? undefined : arg.slice(equals + 1);
      const needed = (): string => {
        if (value === undefined || value === '')
          throw new UsageError(`Argument expected for the ${name} option`);
        return value;
      };
      switch (name) {
        case '--dis':
          disassemble = true;
          break;
        case '--jit':
          if (value !== 'on' && value !== 'off')
            throw new UsageError(`--jit takes on or off, not '${value ?? ''}'`);
          jit = value === 'on';
          break;
        case '--front': {
          const front = fronts.find((name) => name === needed());
          if (!front) throw new UsageError(`--front takes ${fronts.join(', ')}, not '${value}'`);
          jitOptions.front = front;
          break;
        }
        case '--jit-threshold':
          jitOptions.threshold = integer(name, needed(), 1);
          break;
        case '--jit-exit-threshold':
          jitOptions.exitThreshold = integer(name, needed(), 1);
          break;
        case '--jit-budget':
          jitOptions.budget = integer(name, needed(), 0);
          break;
        case '--dump': {
          const kinds = needed().split(',');
          const known: readonly string[] = [...dumpKinds, ...passNames.map((pass) => `opt:${pass}`)];
          const wrong = kinds.find((k) => !known.includes(k));
          if (wrong !== undefined)
            throw new UsageError(
              `--dump does not know '${wrong}': ${dumpKinds.join(', ')}, opt:PASS (${passNames.join(', ')})`,
            );
          jitOptions.dump = kinds;
          break;
        }
        case '--trace':
          jitOptions.trace = needed();
          break;
        case '--no-pass': {
          const names = needed().split(',');
          const wrong = names.find((n) => n !== 'all' && !(passNames as readonly string[]).includes(n));
          if (wrong !== undefined)
            throw new UsageError(`--no-pass does not know '${wrong}': all, ${passNames.join(', ')}`);
          if (names.includes('all')) jitOptions.optimize = false;
          else jitOptions.disabledPasses = names;
          break;
        }
        case '--opt-limit':
          jitOptions.optLimit = integer(name, needed(), 0);
          break;
        case '--opt-only':
          jitOptions.optOnly = integer(name, needed(), 0);
          break;
        case '--trace-limit':
          jitOptions.traceLimit = integer(name, needed(), 0);
          break;
        case '--perf':
          jitOptions.perf = value ?? '.';
          break;
        case '--stress': {
          const modes = needed().split(',');
          for (const mode of modes) {
            if (!(stressModes as readonly string[]).includes(mode))
              throw new UsageError(`--stress does not know '${mode}': ${stressModes.join(', ')}`);
          }
          jitOptions.stress = modes as StressMode[];
          break;
        }
        case '--fail-allocation': {
          const [at = '', count = '1'] = needed().split(',');
          failAllocation = { at: integer(name, at, 1), count: integer(name, count, 0) };
          break;
        }
        case '--memory-limit':
          memoryLimit = integer(name, needed(), 1) * 2 ** 20;
          break;
        default:
          throw new UsageError(`unknown option ${arg}`);
      }
    }
  }
  return {
    program,
    args: argv.slice(i),
    python,
    disassemble,
    jit,
    jitOptions,
    memoryLimit,
    failAllocation,
    show: show ?? (python.version > 0 ? 'version' : undefined),
  };
}
