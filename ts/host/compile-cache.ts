/**
 * Compiled modules, kept in a folder that the host grants: an entry for each file and way to compile it (ts/contract/kept-code.ts). Texts that a
 * program generates while modules are imported (methods of dataclasses and named tuples) are kept too, each by itself.
 *
 * The runtime finds modules whose files are as they were by itself (native/import/kept_code.c). All else comes here: an entry is good for the source
 * whose digest it has. What is damaged, foreign or half written is no entry. Nothing here throws: without a usable folder everything is compiled.
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
import type { CompileMode } from '../contract/code.ts';
import { KeptEntry } from '../contract/kept-code.ts';
import type { Addon } from '../native/addon.ts';
import type { Keepable } from './compilable.ts';
import { compilerFile } from './load-compiler.ts';

/** Generated texts in one run: enough for large packages, but whoever generates texts for ever does not fill the disk. */
const MOST_GENERATED = 2000;
const DAY_MS = 24 * 3600 * 1000;
/** Entries that nobody has made again for so long go. */
const KEPT_MS = 30 * DAY_MS;
/** A file whose time is that of the last sweep. To look at thousands of entries takes as long as a small program does: once a day is enough. */
const SWEPT = 'swept';
/** With fewer nothing is swept. */
const MANY = 200;

export class CompileCache {
  readonly folder: string;
  readonly #identity: string;
  readonly #addon: Addon;
  #generated = 0;
  #mayBeFull = true;

  constructor(folder: string, addon: Addon) {
    this.folder = folder;
    this.#addon = addon;
    this.#identity = `${addon.bytecodeIdentity} ${compilerIdentity()}`;
  }

  /** What the name of an entry begins with: which compiler, and how it compiles. */
  how(mode: CompileMode, { flags, optimize, imported }: Omit<Keepable, 'source'>): string {
    return `${this.#identity} ${mode} ${flags} ${optimize}${imported ? ' import' : ''}`;
  }

  /** The name of an entry; undefined: there is none, and it is not worth one. */
  name(what: Keepable, filename: string, mode: CompileMode): Uint8Array | undefined {
    const generated = filename.startsWith('<');
    if (generated && ++this.#generated > MOST_GENERATED) return undefined;
    return this.#addon.digest(`${this.how(mode, what)}\0${filename}\0`, generated ? what.source : '');
  }

  /** The blob, if it was made of this source. A file that has a stamp only now gets it, so that it need not be read the next time. */
  find(name: Uint8Array, source: string | Uint8Array, stamp: Uint8Array | undefined): Uint8Array | undefined {
    let entry: Buffer;
    try {
      entry = readFileSync(this.#path(name));
    } catch {
      return undefined;
    }
    const part = (from: number, to: number): Buffer => entry.subarray(from, to);
    const good =
      entry.length > KeptEntry.blob &&
      part(KeptEntry.name, KeptEntry.checksum).equals(name) &&
      part(KeptEntry.source, KeptEntry.blob).equals(this.#digest(source)) &&
      entry.readUInt32LE(KeptEntry.checksum) === this.#addon.checksum(part(KeptEntry.stamp, entry.length));
    if (!good) return undefined;
    const blob = entry.subarray(KeptEntry.blob);
    if (stamp) this.store(name, source, stamp, blob);
    return blob;
  }

  /** `stamp`: of the file when it was not read yet. */
  store(
    name: Uint8Array,
    source: string | Uint8Array,
    stamp: Uint8Array | undefined,
    blob: Uint8Array,
  ): void {
    const path = this.#path(name);
    const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    try {
      const entry = Buffer.alloc(KeptEntry.blob + blob.length);
      entry.set(name, KeptEntry.name);
      if (stamp) entry.set(stamp, KeptEntry.stamp);
      entry.set(this.#digest(source), KeptEntry.source);
      entry.set(blob, KeptEntry.blob);
      entry.writeUInt32LE(this.#addon.checksum(entry.subarray(KeptEntry.stamp)), KeptEntry.checksum);
      this.#makeFolder();
      writeFileSync(draft, entry, { mode: 0o600 });
      renameSync(draft, path);
      if (this.#mayBeFull) this.#sweep();
    } catch {
      removeDraft(draft);
    }
  }

  #digest(source: string | Uint8Array): Uint8Array {
    return this.#addon.digest(typeof source === 'string' ? 's' : 'b', source);
  }

  #path(name: Uint8Array): string {
    return join(this.folder, Buffer.from(name).toString('hex'));
  }

  /** Two levels: `recursive` never returns where the system says ENOENT for a parent that exists (/proc). */
  #makeFolder(): void {
    for (const folder of [dirname(this.folder), this.folder])
      if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  }

  #sweep(): void {
    this.#mayBeFull = false;
    const swept = join(this.folder, SWEPT);
    const last = statSync(swept, { throwIfNoEntry: false })?.mtimeMs;
    if (last !== undefined && Date.now() - last < DAY_MS) return;
    const names = readdirSync(this.folder);
    if (names.length < MANY) return;
    writeFileSync(swept, '', { mode: 0o600 }); // first: others need not do the same
    for (const name of names) {
      const path = join(this.folder, name);
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
