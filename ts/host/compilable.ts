/**
 * What the runtime is asked to compile: source with the other arguments of compile(). What of it may be kept, and what was compiled
 * before, is known here, without the compiler, which a program may not need at all.
 */
import { CompileMode } from '../contract/code.ts';
import type { LoadResult } from '../native/addon.ts';

/** Flags of Python's compile(), and what the runtime adds to them. */
export const CompileFlag = {
  DONT_IMPLY_DEDENT: 0x200,
  ONLY_AST: 0x400,
  TOP_LEVEL_AWAIT: 0x2000,
  /** Where only more text is missing, the error is of a class of its own. */
  INCOMPLETE_INPUT: 0x4000,
  FUTURE_ANNOTATIONS: 0x1000000,
  /** A module is running for the first time; importlib asks, for a module. */
  WHILE_IMPORTING: 0x4000000,
  FOR_IMPORT: 0x8000000,
  /** The answer is the scopes; the tokens (ts/compiler/answers). */
  SCOPES: 0x10000000,
  TOKENS: 0x20000000,
  /** The source is a tree, as JSON. */
  FROM_TREE: 0x40000000,
} as const;

/** The other arguments of compile(). */
export interface CompileArguments {
  readonly flags: number;
  /** 0 to 2; -1: as the runtime's option says. */
  readonly optimize: number;
}
export const NO_ARGUMENTS: CompileArguments = { flags: 0, optimize: -1 };

/** Source text alone, or with the other arguments: the tuple (source, flags, optimize). */
export type Compilable = string | Uint8Array | readonly unknown[];

export function splitCompilable(given: Compilable): [string | Uint8Array, CompileArguments] {
  if (typeof given === 'string' || given instanceof Uint8Array) return [given, NO_ARGUMENTS];
  const [, source, flags, optimize] = given as ['list', string | Uint8Array, number, number];
  return [source, { flags: Number(flags), optimize: Number(optimize) }];
}

/** What may be kept for the next start of the program. */
export interface Keepable {
  readonly source: string | Uint8Array;
  readonly flags: number;
  readonly optimize: number;
  /** Who imports it again is not warned again. */
  readonly imported: boolean;
}

/** Code of a file, or of a text that is made while a module is imported; other texts may be different each time. */
export function keepable(given: Compilable, filename: string, mode: CompileMode): Keepable | undefined {
  const [source, { flags, optimize }] = splitCompilable(given);
  if (typeof source !== 'string' && !(source instanceof Uint8Array)) return undefined;
  const others = CompileFlag.ONLY_AST | CompileFlag.SCOPES | CompileFlag.TOKENS | CompileFlag.FROM_TREE;
  if (mode === CompileMode.SINGLE || (flags & others) !== 0) return undefined;
  if (filename.startsWith('<') && (flags & CompileFlag.WHILE_IMPORTING) === 0) return undefined;
  return { source, flags: lasting(flags), optimize, imported: (flags & CompileFlag.FOR_IMPORT) !== 0 };
}

/** Flags that say something about the code. */
const lasting = (flags: number): number => flags & ~(CompileFlag.WHILE_IMPORTING | CompileFlag.FOR_IMPORT);

/** As importlib asks for it. */
export const forImport = (source: Uint8Array): Compilable => ['list', source, CompileFlag.FOR_IMPORT, -1];

/**
 * CPython names the file when it reads the program itself, and
 * does not when it is given bytes (import, compile()).
 */
export function namingFile(result: LoadResult, filename: string): LoadResult {
  if (!result || !('syntaxError' in result)) return result;
  const { syntaxError } = result;
  const message = syntaxError.message.replace(
    /^(Non-UTF-8 code .*)( on line \d+, but)/,
    `$1 in file ${filename}$2`,
  );
  return { syntaxError: { ...syntaxError, message } };
}
