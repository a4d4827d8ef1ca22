/**
 * Compiled modules, kept in a folder that the host grants: an entry for each source text, file name and way to compile it. Texts that a program
 * generates while modules are imported (methods of dataclasses and named tuples) are kept too.
 *
 * An entry is looked up by the digest of all that the blob depends on, so it cannot be stale. It holds that digest, a checksum and the blob;
 * what is damaged, foreign or half written is no entry. Nothing here throws: without a usable folder everything is compiled.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { BLOB_MAGIC } from '../contract/blob.ts';
import type { CompileMode } from '../contract/code.ts';
import { checksum } from '../library/checksum.ts';
import { bytecodeIdentity } from '../library/identity.ts';
import type { Keepable } from './compilable.ts';
import { compilerFile } from './load-compiler.ts';

/** Generated texts in one run: enough for large packages, but whoever generates texts for ever does not fill the disk. */
const MOST_GENERATED = 2000;
const DIGEST_BYTES = 32;
const HEAD_BYTES = DIGEST_BYTES + 4;
/** Entries that nobody has made again for so long go, when one in this many is written. */
const KEPT_MS = 90 * 24 * 3600 * 1000;
const SWEEP_EVERY = 200;

export class CompileCache {
  readonly #folder: string;
  readonly #identity: string;
  #generated = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#identity = `${bytecodeIdentity(BLOB_MAGIC)} ${compilerIdentity()}`;
  }

  /** The name of an entry; undefined: there is none, and it is not worth one. */
  key({ source, flags, optimize }: Keepable, filename: string, mode: CompileMode): Uint8Array | undefined {
    if (filename.startsWith('<') && ++this.#generated > MOST_GENERATED) return undefined;
    const hash = process.getBuiltinModule('node:crypto').createHash('sha256');
    hash.update(`${this.#identity}\0${filename}\0${mode} ${flags} ${optimize}\0${typeof source}\0`);
    return hash.update(source).digest();
  }

  find(key: Uint8Array): Uint8Array | undefined {
    try {
      const entry = readFileSync(this.#path(key));
      const blob = entry.subarray(HEAD_BYTES);
      const good =
        entry.length > HEAD_BYTES &&
        entry.subarray(0, DIGEST_BYTES).equals(key) &&
        entry.readUInt32LE(DIGEST_BYTES) === checksum(blob);
      return good ? blob : undefined;
    } catch {
      return undefined;
    }
  }

  store(key: Uint8Array, blob: Uint8Array): void {
    const path = this.#path(key);
    const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    try {
      const entry = Buffer.alloc(HEAD_BYTES + blob.length);
      entry.set(key);
      entry.writeUInt32LE(checksum(blob), DIGEST_BYTES);
      entry.set(blob, HEAD_BYTES);
      this.#makeFolder();
      writeFileSync(draft, entry, { mode: 0o600 });
      renameSync(draft, path);
      if (Math.random() * SWEEP_EVERY < 1) this.#sweep();
    } catch {
      removeDraft(draft);
    }
  }

  #path(key: Uint8Array): string {
    return join(this.#folder, Buffer.from(key).toString('hex'));
  }

  /** Two levels: `recursive` never returns where the system says ENOENT for a parent that exists (/proc). */
  #makeFolder(): void {
    for (const folder of [dirname(this.#folder), this.#folder])
      if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  }

  #sweep(): void {
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      if (/^[0-9a-f]{64}/.test(name) && Date.now() - statSync(path).mtimeMs > KEPT_MS)
        rmSync(path, { force: true });
    }
  }
}

/** Another build of the compiler makes other code of the same instructions. */
function compilerIdentity(): string {
  try {
    const { size, mtimeMs } = statSync(compilerFile);
    return `${size} ${mtimeMs}`;
  } catch {
    return '';
  }
}

function removeDraft(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The folder is not ours to write in.
  }
}
