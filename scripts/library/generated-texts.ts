/**
 * What modules of the standard library make up and compile while they are imported: the constructors of named tuples, the methods of data
 * classes. Found by importing those that may do so, with eval() and exec() replaced.
 */
import { CompileMode } from '../../ts/contract/code.ts';
import { LONGEST_TEXT, textKey } from '../../ts/contract/library-image.ts';
import * as compiler from '../../ts/host/compiler-bundle.ts';
import { useCompiler } from '../../ts/host/load-compiler.ts';
import { Runtime } from '../../ts/index.ts';
import type { CompiledModule } from '../../ts/library/write-image.ts';

export interface GeneratedText {
  readonly source: string;
  readonly mode: CompileMode;
  /** Of compile(): what the caller's `from __future__` adds. */
  readonly flags: number;
}

/** Programs, and what does something that one sees. */
const NOT_IMPORTED = /__main__|^(antigravity|this|idlelib|turtledemo|ensurepip|venv|pydoc_data)\b/;
const MAY_COMPILE = /namedtuple|NamedTuple|dataclass|\bexec\(|\beval\(/;

const RECORDER = `
import builtins, sys
recorded = []
real_exec, real_eval = builtins.exec, builtins.eval

def record(name, source, caller):
    if isinstance(source, str):
        recorded.append([name, caller.f_code.co_flags & 0x1000000, source])

def spaces(globals, locals, caller):
    if globals is None:
        return caller.f_globals, caller.f_locals if locals is None else locals
    return globals, globals if locals is None else locals

def recording_exec(source, globals=None, locals=None, /, *, closure=None):
    caller = sys._getframe(1)
    record('exec', source, caller)
    real_exec(source, *spaces(globals, locals, caller), closure=closure)

def recording_eval(source, globals=None, locals=None, /):
    caller = sys._getframe(1)
    record('eval', source, caller)
    return real_eval(source, *spaces(globals, locals, caller))

def recorded_while_importing(names):
    builtins.exec, builtins.eval = recording_exec, recording_eval
    for name in names:
        try:
            __import__(name)
        except BaseException:
            pass  # of another platform, or in need of what is not there
    builtins.exec, builtins.eval = real_exec, real_eval
    return recorded
`;

/** Needs the image of these modules, where the runtime looks for it. */
export function generatedTexts(modules: readonly CompiledModule[]): GeneratedText[] {
  useCompiler(compiler);
  const decoder = new TextDecoder();
  const names = modules
    .filter(({ name, source }) => !NOT_IMPORTED.test(name) && MAY_COMPILE.test(decoder.decode(source)))
    .map(({ name }) => name);
  const runtime = new Runtime({ jit: false, write: () => {} });
  try {
    runtime.run(RECORDER);
    const recorded = runtime.call('recorded_while_importing', names) as [string, number, string][];
    const texts = new Map<string, GeneratedText>();
    for (const [name, flags, source] of recorded) {
      const mode = name === 'eval' ? CompileMode.EXPRESSION : CompileMode.MODULE;
      if (source.length <= LONGEST_TEXT) texts.set(textKey(source, mode, flags), { source, mode, flags });
    }
    return [...texts.values()];
  } finally {
    runtime.dispose();
  }
}
