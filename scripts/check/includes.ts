/**
 * The C twin of check/imports.ts: fails when a file of native/ or
 * stencils/ includes a header that its room may not know.
 *
 * A rule names a room, or one file where it needs more than its room. What it may include is named the same
 * way: a room, or one header. Headers are always named from native/ (`#include "core/value.h"`).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Python's objects: these rooms may know each other, as they do in every Python. */
const OBJECTS = ['object', 'call', 'number', 'text', 'container', 'exception'];
const objectRoom = ['core', 'heap', ...OBJECTS, 'interp/run.h'];

const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  // Start-up calls every room once, in order.
  'core/context.c': ['heap', ...OBJECTS, 'import', 'host', 'interp'],
  // A stop is an exception.
  'core/stop.c': ['exception', 'object'],
  'core/long_call.c': ['heap'],
  heap: ['core'],
  ...Object.fromEntries(OBJECTS.map((room) => [room, objectRoom])),
  // __reduce__ imports copyreg.
  'object/class/object_type.c': [...objectRoom, 'import'],
  // Warnings are issued by module _warnings.
  'exception/warning.c': [...objectRoom, 'import'],
  // Strings in Union['C', int] become objects of annotationlib.
  'object/union_type.c': [...objectRoom, 'import'],
  // What a module looks like is importlib's to say.
  'object/module.c': [...objectRoom, 'import'],
  // Codecs and error handlers that were registered are in module _codecs.
  'text/codec/registry.c': [...objectRoom, 'import'],
  'text/unicode.c': ['text', 'generated/unicode_tables.h'],
  'text/unicode_database.c': ['text', 'generated/unicode_database.h'],
  'text/unicode_names.c': ['text', 'generated/unicode_name_tables.h'],
  // A code object's first machine code is the way into tier 1; blobs leave out the caches of instructions.
  'call/code_load.c': [...objectRoom, 'interp/jit_hooks.h', 'generated/opcodes.h'],
  // What is being recorded knows the variables of frames.
  'call/frame_life.c': [...objectRoom, 'interp/record.h'],
  // Signatures of built-in functions are in lib/.
  'call/cfunction.c': [...objectRoom, 'import'],
  'object/attribute/descriptor.c': [...objectRoom, 'import'],
  'object/class/class_type.c': [...objectRoom, 'import'],
  // Bytecode as the compiler made it: below traces and specialized instructions.
  'call/code_tables.c': [...objectRoom, 'interp/jit_hooks.h', 'generated/opcodes.h'],
  'call/code_replace.c': [...objectRoom, 'interp/jit_hooks.h'],
  import: [...objectRoom, 'host', 'generated/modules.h', 'generated/bytecode_identity.h'],
  host: objectRoom,
  // One header is all that a module knows of the runtime; nobody includes a module's.
  modules: ['modules/module.h'],
  // The digests of what is kept are the same function's.
  'modules/_sha2.c': ['modules/module.h', 'core/sha2.h'],
  // Coefficients are limbs; format() lays numbers out as that of the built-in ones does.
  'modules/_decimal/decimal.h': ['modules/module.h', 'number/limbs.h', 'text/format/format.h'],
  // A pickle of an instance is its attributes, which need not become a dict for that.
  'modules/_pickle/pickle.h': ['modules/module.h', 'object/model.h'],
  'modules/module.h': ['core', 'heap', ...OBJECTS, 'import', 'host', 'interp/run.h', 'interp/tracing.h'],
  interp: ['core', 'heap', ...OBJECTS, 'import', 'host', 'generated/opcodes.h'],
  jit: ['core', 'heap', ...OBJECTS, 'import', 'interp', 'generated/opcodes.h'],
  addon: ['core', 'heap', ...OBJECTS, 'import', 'host', 'interp', 'jit', 'generated/opcodes.h'],
  stencils: ['interp', 'jit', 'core', 'object', 'generated/opcodes.h'],
};
/** Every room may use what scripts/generate/contract.ts writes. */
const EVERYWHERE = 'generated/contract.h';

const covers = (rule: string, header: string): boolean => header === rule || header.startsWith(`${rule}/`);

/** The complaints about one file, which is named as in `native/`, or `stencils/FILE`. */
export function complaints(file: string, text: string): string[] {
  const room = file.split('/')[0];
  const rules = allowed[file] ?? allowed[room];
  if (!rules) return [`room ${room} is not in the table of scripts/check/includes.ts`];
  const found: string[] = [];
  for (const [, header] of text.matchAll(/^#include "([^"]+)"/gm)) {
    if (header === EVERYWHERE) continue;
    const isModule = header.startsWith('modules/') && header !== 'modules/module.h';
    const own =
      room === 'modules'
        ? header.startsWith(`${file.split('/').slice(0, -1).join('/')}/`)
        : covers(room, header);
    if (isModule && !(room === 'modules' && own && file.split('/').length > 2))
      found.push(`includes "${header}": nobody includes a module's header but the module itself`);
    else if (!own && !rules.some((rule) => covers(rule, header)))
      found.push(
        `includes "${header}"; ${allowed[file] ? file : room} may include only: ${rules.join(', ') || 'its own'}`,
      );
  }
  return found;
}

function* sources(folder: string, below = ''): Generator<string> {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) yield* sources(folder, path);
    else if (/\.(c|cc|h)$/.test(entry.name)) yield path;
  }
}

function main(): void {
  const files = [
    ...[...sources('native')]
      .filter((file) => !/^(generated|tests)\//.test(file))
      .map((file) => ({ name: file, path: join('native', file) })),
    ...[...sources('stencils')].map((file) => ({ name: `stencils/${file}`, path: join('stencils', file) })),
  ];
  let errors = 0;
  for (const { name, path } of files) {
    const text = readFileSync(path, 'utf8');
    const own = complaints(name, text);
    for (const [, header] of text.matchAll(/^#include "([^"]+)"/gm))
      if (!header.startsWith('generated/') && !existsSync(join('native', header)))
        own.push(`includes "${header}", which is not a header named from native/`);
    for (const complaint of own) console.error(`${path}: ${complaint}`);
    errors += own.length;
  }
  for (const rule of Object.keys(allowed))
    if (rule.includes('.') && !existsSync(join('native', rule))) {
      errors++;
      console.error(`scripts/check/includes.ts: ${rule} has a rule but does not exist`);
    }
  if (errors > 0) process.exit(1);
  console.log(`${files.length} C files include only what their rooms may know`);
}

if (process.argv[1]?.endsWith('check/includes.ts')) main();
