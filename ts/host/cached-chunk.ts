/**
 * Loads a bundle of scripts/bundle.mjs with V8's code cache, so that its functions need no parsing.
 *
 * `FILE.cache`, beside the bundle, comes from a process of scripts/bundle.mjs that has used it. V8 rejects it
 * when its version or flags differ; then only the gain is lost. A bundle is one function with CommonJS's
 * parameters; it is ASCII and requires only Node's own modules.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

type ModuleFunction = (
  exports: object,
  require: (name: string) => object | undefined,
  module: { exports: object },
  filename: string,
  folder: string,
) => void;

const loaded = new Map<string, object>();

/** PYSTITCH_WRITE_CACHE=1: the caches of bundles are written when the process ends. */
export const writesCaches = process.env.PYSTITCH_WRITE_CACHE === '1';

/** The exports of a bundle. */
export function loadCachedChunk(file: string): object {
  const known = loaded.get(file);
  if (known) return known;
  const cachedData = writesCaches ? undefined : readCache(`${file}.cache`);
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
  });
  const module = { exports: {} };
  const run = script.runInThisContext() as ModuleFunction;
  run(module.exports, process.getBuiltinModule, module, file, dirname(file));
  if (writesCaches) process.on('exit', () => writeFileSync(`${file}.cache`, script.createCachedData()));
  loaded.set(file, module.exports);
  return module.exports;
}

function readCache(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
