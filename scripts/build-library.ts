/**
 * `tsx scripts/build-library.ts`: compiles the standard library into build/library/python3.14.image (ts/contract/library-image.ts), and puts its
 * sources where the `__file__`s of its modules say, in build/library/python3.14: programs read them.
 *
 * The library is CPython's: the modules in Python of the npm package `pyodide`, which publishes them as one
 * archive (licence: licenses/PSF-2.0.txt), without what is about WebAssembly, and with what is in lib/ added or put in
 * place of it. Nothing of that package is needed at run time.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { serializeCode } from '../ts/compiler/assembly/serialize.ts';
import { BLOB_MAGIC } from '../ts/contract/blob.ts';
import { CompileMode } from '../ts/contract/code.ts';
import { textKey } from '../ts/contract/library-image.ts';
import { compileSource } from '../ts/host/source-compiler.ts';
import { bytecodeIdentity } from '../ts/library/identity.ts';
import { type CompiledModule, writeImage } from '../ts/library/write-image.ts';
import { cjkTables } from './library/cjk-tables.ts';
import { generatedTexts } from './library/generated-texts.ts';
import { opcodeMetadata } from './library/opcode-metadata.ts';

/** Files and folders of the archive that are not CPython's library, or not for this platform. */
const LEFT_OUT: readonly (readonly [path: string, reason: string])[] = [
  ['_pyodide/', 'of Pyodide itself'],
  ['pyodide/', 'of Pyodide itself'],
  ['_ssl.py', "Pyodide's stand-in for a module in C"],
  ['_sysconfigdata__emscripten_wasm32-emscripten.py', 'describes a build for WebAssembly'],
  ['ctypes/macholib/', 'macOS only, and CPython for Linux does not have it'],
  ['site-packages/', 'no module'],
];

const archive = 'node_modules/pyodide/python_stdlib.zip';
const folder = join('build', 'library');
/** Of sources, for programs that look at them; nothing is imported from there. */
const sources = join(folder, 'python3.14');
const image = join(folder, 'python3.14.image');

const files = new Map<string, Uint8Array>();
for (const [path, bytes] of Object.entries(unzipSync(readFileSync(archive))))
  if (path.endsWith('.py') && !LEFT_OUT.some(([prefix]) => path.startsWith(prefix))) files.set(path, bytes);
for (const name of readdirSync('lib', { recursive: true, encoding: 'utf8' }).sort())
  if (name.endsWith('.py')) files.set(name, readFileSync(join('lib', name)));
files.set('_cjk_tables.py', new TextEncoder().encode(cjkTables()));
files.set('_opcode_metadata.py', new TextEncoder().encode(opcodeMetadata()));

const started = Date.now();
const modules: CompiledModule[] = [];
for (const [path, source] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const isPackage = path.endsWith('/__init__.py');
  const name = path.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');
  const blob = serializeCode(compileSource(source, path, CompileMode.MODULE));
  modules.push({ name, isPackage, blob, source });
  if (process.env.PYSTITCH_PROGRESS) process.stderr.write(`\r  ${modules.length} of ${files.size} modules`);
}
rmSync(sources, { recursive: true, force: true });
for (const [path, source] of files) {
  mkdirSync(dirname(join(sources, path)), { recursive: true });
  writeFileSync(join(sources, path), source);
}
const identity = bytecodeIdentity(BLOB_MAGIC);
/** Whoever has the file mapped keeps the old one. */
function writeWhole(bytes: Uint8Array): void {
  writeFileSync(`${image}.new`, bytes);
  renameSync(`${image}.new`, image);
}
// Importing needs no source text, and compressing it takes longer than all the rest.
const withoutSources = modules.map((module) => ({ ...module, source: new Uint8Array() }));
writeWhole(writeImage(withoutSources, [], identity));
const texts = generatedTexts(modules).map(({ source, mode, flags }) => ({
  key: textKey(source, mode, flags),
  blob: serializeCode(compileSource(source, '<string>', mode, undefined, Infinity, { flags, optimize: 0 })),
}));
const bytes = writeImage(modules, texts, identity);
writeWhole(bytes);
const blobs = modules.reduce((sum, { blob }) => sum + blob.length, 0);
console.log(
  `${modules.length} modules, ${texts.length} texts that they compile, ${bytes.length} bytes (${blobs} of code), ${((Date.now() - started) / 1000).toFixed(1)} s`,
);
