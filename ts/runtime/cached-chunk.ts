/**
 * Loads the compiler's bundle with V8's code cache, so that its functions need no parsing when the first recording ends.
 *
 * `FILE.cache` beside the bundle is made by scripts/bundle.mjs from a process that has compiled traces; V8 rejects it when its
 * version differs, which costs nothing but the gain.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

type ModuleFunction = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  filename: string,
  folder: string,
) => void;

const loaded = new Map<string, object>();

/** The exports of a CommonJS bundle. With PYSTITCH_WRITE_CACHE=1 its cache is written when the process ends. */
export function loadCachedChunk(file: string): object {
  const known = loaded.get(file);
  if (known) return known;
  const cache = `${file}.cache`;
  const writing = process.env.PYSTITCH_WRITE_CACHE === '1';
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`;
  const script = new Script(source, {
    filename: file,
    ...(!writing && existsSync(cache) ? { cachedData: readFileSync(cache) } : {}),
  });
  const module = { exports: {} };
  const run = script.runInThisContext() as ModuleFunction;
  run(module.exports, createRequire(file), module, file, dirname(file));
  if (writing) process.on('exit', () => writeFileSync(cache, script.createCachedData()));
  loaded.set(file, module.exports);
  return module.exports;
}
