/**
 * Fails when a file of ts/ imports from a room that its own room may not know. The
 * compiler must stay testable with no addon and no executable memory, and a short script
 * must not load the trace compiler: this table keeps it so.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const tree = ['frontend/ast.ts', 'frontend/constant.ts'];

/**
 * Room -> rooms and single files that it may import, itself aside. A room is a folder with everything in it
 * that is not a room of its own; '.' is ts/ itself.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  contract: [], // every room may import it
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

  // What Python asks of the front end besides code, in the form of code objects.
  'compiler/answers': [
    'ops',
    'frontend',
    'frontend/lexer',
    'compiler/code-object.ts',
    'compiler/symbols',
    'compiler/constants',
  ],

  // Recorder, optimizer and back end meet in the trace; what executes one to check them is for tests.
  ir: ['ops'],
  'ir/reference': ['ops', 'ir'],
  optimizer: ['ops', 'ir', 'ir/reference'],
  recorder: ['ops', 'ir', 'compiler/code-object.ts'],
  emit: ['ops', 'ir'],
  native: [],
  jit: ['ops', 'ir', 'optimizer', 'recorder', 'emit', 'native', 'compiler/code-object.ts'],

  // Of jit, which is loaded when the first recording ends, these import one file.
  library: ['ops'],
  host: [
    'library',
    'frontend',
    'frontend/lexer',
    'frontend/report',
    'compiler',
    'compiler/assembly',
    'compiler/answers',
    'native',
  ],
  api: ['compiler/code-object.ts', 'host', 'native', 'jit/options.ts'],
  cli: ['host', 'api', 'jit/options.ts'],
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

/** `import … from`, `export … from`, and `import()` except in types. */
const imports = /^(?:import|export)\s[^;]*?from\s+'(\.[^']+)'|(?<!typeof )\bimport\('(\.[^']+)'\)/gm;

/** The complaints about one file, which is named from ts/. */
export function complaints(file: string, text: string): string[] {
  const room = roomOf(file);
  if (room === undefined) return ['its folder is not in the table of scripts/check/imports.ts'];
  const rules = allowed[room];
  const found: string[] = [];
  for (const [, from, dynamic] of text.matchAll(imports)) {
    const target = join(dirname(file), from ?? dynamic);
    const to = roomOf(target);
    if (to === room || to === 'contract' || rules.includes(target) || (to && rules.includes(to))) continue;
    found.push(`imports ts/${target}; ts/${room} may import only: ${rules.join(', ') || 'nothing'}`);
  }
  return found;
}

function main(): void {
  let errors = 0;
  const complain = (message: string): void => {
    errors++;
    console.error(message);
  };
  for (const path of sources('ts'))
    for (const complaint of complaints(relative('ts', path), readFileSync(path, 'utf8')))
      complain(`${path}: ${complaint}`);
  for (const name of [...Object.keys(allowed), ...Object.values(allowed).flat()])
    if (!existsSync(join('ts', name)))
      complain(`scripts/check/imports.ts: ts/${name} has a rule but does not exist`);
  if (errors > 0) process.exit(1);
  console.log('imports point one way');
}

if (process.argv[1]?.endsWith('check/imports.ts')) main();
