/**
 * Fails when a comment or a document names a file that does not exist.
 *
 * A path may be shortened from the left: `heap.c`, `heap/heap.c` and `native/heap/heap.c` name the same file.
 * `*` and the words of PLACEHOLDERS stand for anything: `tests/traces/PASS/*.trace`. Names of examples, and
 * of other people's files, are listed here.
 */
import { existsSync } from 'node:fs';
import { sourceFiles } from '../sources/files.ts';
import { allProse, type Passage } from '../sources/prose.ts';

/** Programs that documents and comments make up. */
const EXAMPLES = [
  'script.py',
  'loop.py',
  'formula.py',
  'hello.py',
  'example.py',
  'program.py',
  'file.py',
  'x.py',
  '__main__.py',
];

/** Files of CPython and of the system. */
const OTHERS = [
  'Python/bytecodes.c',
  'Python/ceval.c',
  'Python/suggestions.c',
  'ast_unparse.c',
  'symtable.c',
  'traceback.py',
  'gmp.h',
  'stddef.h',
  'stdint.h',
  'tools/perf/Documentation/jitdump-specification.txt',
];

/** Not files at all: a product, a Python module, a member of a struct. */
const NOT_FILES = ['Node.js', 'a.b.c', 'Class.ops.trace', 'types/index.d.ts'];

const excused: ReadonlySet<string> = new Set([...EXAMPLES, ...OTHERS, ...NOT_FILES]);

/** What the build writes; it may not have run yet. */
const BUILT = [
  'dist/cli.js',
  'dist/index.js',
  'native/generated/contract.h',
  'native/generated/contract_checks.c',
  'native/generated/interpreter.c',
  'native/generated/jit_symbols.c',
  'native/generated/modules.h',
  'native/generated/opcodes.h',
  'native/generated/unicode_database.h',
  'native/generated/unicode_name_tables.h',
  'native/generated/unicode_tables.h',
];

/** In folders that the build fills, or that are not the project's. */
const ELSEWHERE = /^(build|tmp)\//;

const NAME =
  /(?<![\w*@])((?:[\w.*@-]+\/|\.{1,2}\/)*[\w*-][\w.*-]*\.(?:ts|mjs|js|cc|c|h|py|md|json|trace|sh|txt|out))(?![\w*(]|\.\w)/g;

const PLACEHOLDERS = /\b(PASS|NAME|FILE|MODULE|OP)\b/g;

const literally = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

/** A pattern for the paths that a name may mean. */
function pattern(name: string): RegExp {
  const parts = name
    .replace(/^(\.{1,2}\/)+/, '')
    .split('/')
    .map((part) => literally(part).replaceAll('*', '[^/]*').replace(PLACEHOLDERS, '[^/]+'));
  return new RegExp(`(^|/)${parts.join('/')}$`);
}

export function complaints(passages: readonly Passage[], files: readonly string[]): string[] {
  const known = new Map<string, boolean>();
  const exists = (name: string): boolean => {
    let found = known.get(name);
    if (found === undefined) {
      const wanted = pattern(name);
      found = ELSEWHERE.test(name) || files.some((file) => wanted.test(file));
      known.set(name, found);
    }
    return found;
  };
  return passages.flatMap(({ file, line, text }) =>
    [...text.matchAll(NAME)]
      .map(([, name]) => name)
      .filter((name) => !excused.has(name) && !exists(name))
      .map((name) => `${file}:${line}: ${name} does not exist`),
  );
}

function main(): void {
  const files = [...sourceFiles('.', ['']), ...BUILT];
  const found = complaints(
    allProse().filter(({ file }) => existsSync(file)),
    files,
  );
  for (const complaint of found) console.error(complaint);
  if (found.length > 0) process.exit(1);
  console.log('every file that a comment or a document names exists');
}

if (process.argv[1]?.endsWith('check/file-names.ts')) main();
