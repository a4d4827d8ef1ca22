/** What the bundle of the compiler exports (scripts/bundle.mjs): all that needs the front end. ts/host/load-compiler.ts loads it. */
import { disassemble } from '../compiler/assembly/disassemble.ts';
import { CompileMode } from '../contract/code.ts';
import { formatSyntaxError } from '../frontend/report/format-error.ts';
import { PythonSyntaxError } from '../frontend/syntax-error.ts';
import { compileSource } from './source-compiler.ts';

/** The bundle's own: what it compiles asks this one. */
export { stoppable } from '../contract/patience.ts';
export { isIncomplete } from '../frontend/parse.ts';
export { compileForRuntime } from './source-compiler.ts';

/** The module's bytecode as text, or what is wrong with its source. */
export function disassembled(
  source: string | Uint8Array,
  filename: string,
): { readonly text: string } | { readonly error: string } {
  try {
    return { text: disassemble(compileSource(source, filename, CompileMode.MODULE)) };
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    return { error: formatSyntaxError(error) };
  }
}
