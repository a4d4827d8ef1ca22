/**
 * Fails when a file of ts/ imports from a room that its own room may not know. The compiler must stay testable with no addon and no
 * executable memory, a short script must not load the trace compiler; this table is how it stays so.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const tree = ['frontend/ast.ts', 'frontend/constant.ts'];

/**
 * Room -> rooms and single files that it may import; itself and `contract` always. A room is a folder with everything in it that is not a room of
 * its own; '.' is ts/ itself.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  ops: [],

  frontend: ['frontend/lexer', 'frontend/parser', 'frontend/diagnosis'],
  'frontend/lexer': ['frontend/syntax-error.ts'],
  'frontend/parser': [...tree, 'frontend/syntax-error.ts', 'frontend/lexer'],
  'frontend/diagnosis': ['frontend/syntax-error.ts', 'frontend/lexer', 'frontend/parser'],
  'frontend/report': ['frontend', 'frontend/lexer'],

  compiler: ['frontend', 'compiler/symbols', 'compiler/flow', 'compiler/codegen'],
  'compiler/symbols': ['frontend/ast.ts', 'compiler/errors.ts', 'compiler/docstrings.ts'],
  'compiler/constants': ['frontend/constant.ts', 'compiler/code-object.ts'],
  'compiler/flow': ['ops', ...tree, 'compiler/code-object.ts', 'compiler/constants'],
  'compiler/assembly': ['ops', ...tree, 'compiler/code-object.ts', 'compiler/constants', 'compiler/flow'],
  'compiler/codegen': [
    'ops',
    ...tree,
    'compiler/code-object.ts',
    'compiler/errors.ts',
    'compiler/docstrings.ts',
    'compiler/symbols',
    'compiler/constants',
    'compiler/flow',
    'compiler/assembly',
  ],

  optimizer: ['ops'],
  recorder: ['ops', 'optimizer', 'compiler/code-object.ts'],
  emit: ['ops', 'optimizer'],
  native: [],
  jit: ['ops', 'optimizer', 'recorder', 'emit', 'native', 'compiler/code-object.ts'],

  // Of jit, which is loaded when the first recording ends, the rest imports one file.
  host: ['frontend', 'frontend/lexer', 'compiler', 'compiler/assembly', 'native'],
  api: ['compiler/code-object.ts', 'host', 'native', 'jit/options.ts'],
  cli: ['frontend', 'frontend/report', 'compiler/assembly', 'host', 'api', 'jit/options.ts'],
  '.': ['api', 'cli', 'jit/options.ts'],
};

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.name.endsWith('.ts')) yield path;
  }
}

/** The innermost room that a file (its path below ts/) is in. */
function roomOf(file: string): string | undefined {
  if (!file.includes('/')) return '.';
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder))
    if (folder in allowed) return folder;
  return undefined;
}

/** `import … from`, `export … from`, and `import()` but for types. */
const imports = /^(?:import|export)\s[^;]*?from\s+'(\.[^']+)'|(?<!typeof )\bimport\('(\.[^']+)'\)/gm;

let errors = 0;
for (const path of sources('ts')) {
  const file = relative('ts', path);
  const room = roomOf(file);
  if (room === undefined) {
    errors++;
    console.error(`${path}: its folder is not in the table of scripts/check-imports.ts`);
    continue;
  }
  for (const [, from, dynamic] of readFileSync(path, 'utf8').matchAll(imports)) {
    const target = relative('ts', resolve(dirname(path), from ?? dynamic));
    const to = roomOf(target);
    if (
      to === room ||
      to === 'contract' ||
      allowed[room].includes(target) ||
      (to && allowed[room].includes(to))
    )
      continue;
    errors++;
    console.error(
      `${path}: imports ts/${target}; ts/${room} may import only: ${allowed[room].join(', ') || 'nothing'}`,
    );
  }
}
if (errors > 0) process.exit(1);
console.log('imports point one way');
