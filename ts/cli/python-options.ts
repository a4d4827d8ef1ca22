/**
 * The options that are CPython's: letters, which may share a dash (`-bBc'…'`), and the environment variables that mean the same.
 * What has no meaning here (`-d`, `-S`) is accepted, and shows in `sys.flags`.
 */

/** `sys.flags`, in its order; see there for what the numbers mean. */
export interface PythonFlags {
  debug: number;
  inspect: number;
  interactive: number;
  optimize: number;
  dont_write_bytecode: number;
  no_user_site: number;
  no_site: number;
  ignore_environment: number;
  verbose: number;
  bytes_warning: number;
  quiet: number;
  hash_randomization: number;
  isolated: number;
  dev_mode: boolean;
  utf8_mode: number;
  warn_default_encoding: number;
  safe_path: boolean;
  int_max_str_digits: number;
}

export interface PythonOptions {
  readonly flags: PythonFlags;
  unbuffered: boolean;
  skipFirstLine: boolean;
  /** How often -V came. */
  version: number;
  readonly warnings: string[];
  readonly xOptions: Record<string, string | true>;
}

export function defaultOptions(): PythonOptions {
  return {
    flags: {
      debug: 0,
      inspect: 0,
      interactive: 0,
      optimize: 0,
      dont_write_bytecode: 0,
      no_user_site: 0,
      no_site: 0,
      ignore_environment: 0,
      verbose: 0,
      bytes_warning: 0,
      quiet: 0,
      hash_randomization: 1,
      isolated: 0,
      dev_mode: false,
      utf8_mode: 1,
      warn_default_encoding: 0,
      safe_path: false,
      int_max_str_digits: 4300,
    },
    unbuffered: false,
    skipFirstLine: false,
    version: 0,
    warnings: [],
    xOptions: {},
  };
}

/** Letters without an argument. */
const letters: Readonly<Record<string, (options: PythonOptions) => void>> = {
  b: ({ flags }) => void flags.bytes_warning++,
  B: ({ flags }) => void flags.dont_write_bytecode++,
  d: ({ flags }) => void flags.debug++,
  E: ({ flags }) => void flags.ignore_environment++,
  i: ({ flags }) => {
    flags.inspect++;
    flags.interactive++;
  },
  I: ({ flags }) => {
    flags.isolated++;
    flags.ignore_environment++;
    flags.no_user_site++;
    flags.safe_path = true;
  },
  O: ({ flags }) => void flags.optimize++,
  P: ({ flags }) => {
    flags.safe_path = true;
  },
  q: ({ flags }) => void flags.quiet++,
  R: () => undefined,
  s: ({ flags }) => void flags.no_user_site++,
  S: ({ flags }) => void flags.no_site++,
  u: (options) => {
    options.unbuffered = true;
  },
  v: ({ flags }) => void flags.verbose++,
  V: (options) => void options.version++,
  x: (options) => {
    options.skipFirstLine = true;
  },
};

export type Program = { readonly letter: 'c' | 'm'; readonly text: string };
export type Read =
  /** The next argument is number `next`; -c and -m end the options. */
  | { readonly next: number; readonly program?: Program }
  | { readonly help: true }
  | { readonly error: string };

/** Reads argv[at], which begins with one dash, and what belongs to it. */
export function readLetters(argv: readonly string[], at: number, options: PythonOptions): Read {
  const word = argv[at];
  for (let i = 1; i < word.length; i++) {
    const letter = word[i];
    if (letter === 'h' || letter === '?') return { help: true };
    if ('cmWX'.includes(letter)) {
      const joined = word.slice(i + 1);
      const text = joined === '' ? argv[at + 1] : joined;
      if (text === undefined) return { error: `Argument expected for the -${letter} option` };
      const next = joined === '' ? at + 2 : at + 1;
      if (letter === 'c' || letter === 'm') return { next, program: { letter, text } };
      if (letter === 'W') options.warnings.push(text);
      else setXOption(options, text);
      return { next };
    }
    const set = Object.hasOwn(letters, letter) ? letters[letter] : undefined;
    if (!set) return { error: `Unknown option: -${letter}` };
    set(options);
  }
  return { next: at + 1 };
}

function setXOption(options: PythonOptions, text: string): void {
  const equals = text.indexOf('=');
  options.xOptions[equals < 0 ? text : text.slice(0, equals)] = equals < 0 ? true : text.slice(equals + 1);
}

/** A number of the environment: its level, 1 for other texts; 0 when it is absent or empty. */
function level(text: string | undefined): number {
  if (text === undefined || text === '') return 0;
  return /^\d+$/.test(text) ? Math.max(1, Number(text)) : 1;
}

/** What the environment says counts where the command line says nothing, or less. Returns a complaint, or undefined. */
export function readEnvironment(
  options: PythonOptions,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const { flags, xOptions } = options;
  const given = (name: string): string | undefined => {
    const text = flags.ignore_environment ? undefined : environment[name];
    return text === '' ? undefined : text;
  };
  const levels: readonly (readonly [keyof PythonFlags, string])[] = [
    ['debug', 'PYTHONDEBUG'],
    ['dont_write_bytecode', 'PYTHONDONTWRITEBYTECODE'],
    ['inspect', 'PYTHONINSPECT'],
    ['no_user_site', 'PYTHONNOUSERSITE'],
    ['optimize', 'PYTHONOPTIMIZE'],
    ['verbose', 'PYTHONVERBOSE'],
  ];
  for (const [flag, name] of levels)
    (flags[flag] as number) = Math.max(flags[flag] as number, level(given(name)));
  if (given('PYTHONSAFEPATH')) flags.safe_path = true;
  if (given('PYTHONUNBUFFERED')) options.unbuffered = true;
  if (given('PYTHONHASHSEED') === '0') flags.hash_randomization = 0;
  flags.dev_mode = xOptions.dev !== undefined || given('PYTHONDEVMODE') !== undefined;
  if (xOptions.warn_default_encoding !== undefined || given('PYTHONWARNDEFAULTENCODING'))
    flags.warn_default_encoding = 1;
  options.warnings.unshift(
    ...(flags.dev_mode ? ['default'] : []),
    ...(given('PYTHONWARNINGS')?.split(',') ?? []),
  );
  if (flags.bytes_warning)
    options.warnings.push(`${flags.bytes_warning > 1 ? 'error' : 'default'}::BytesWarning`);
  return readDigits(options, given('PYTHONINTMAXSTRDIGITS'));
}

/** -X int_max_str_digits=N, PYTHONINTMAXSTRDIGITS. */
function readDigits({ flags, xOptions }: PythonOptions, variable: string | undefined): string | undefined {
  const given = xOptions.int_max_str_digits;
  const text = given ?? variable;
  if (text === undefined) return undefined;
  const digits = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : -1;
  if (digits === 0 || (digits >= 640 && digits < 2 ** 31)) {
    flags.int_max_str_digits = digits;
    return undefined;
  }
  const what = given === undefined ? 'PYTHONINTMAXSTRDIGITS' : '-X int_max_str_digits';
  return `${what}: invalid limit; must be >= 640 or 0 for unlimited.`;
}
