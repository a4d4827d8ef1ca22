/**
 * Blobs of the short texts that a runtime compiled last. Programs evaluate the same text again and again (`ast.literal_eval` of a
 * table's cells, a rule, a template, a named tuple made by a function), and loading a blob takes a tenth of the time that compiling takes.
 *
 * The code is loaded anew each time: who compiles twice gets two code objects. Kept is what a text compiled to without a warning or an error.
 */
import type { CompileMode } from '../contract/code.ts';
import { type Compilable, splitCompilable } from './compilable.ts';

const MAX_TEXTS = 64;
/** UTF-16 units. */
const MAX_LENGTH = 2048;
/** Bytes. */
const MAX_BLOB = 8192;

export class RecentTexts {
  /** In the order in which they were last asked for. */
  readonly #blobs = new Map<string, Uint8Array>();

  /** What a text is kept under, with everything that its code depends on; undefined: it is not kept. */
  key(given: Compilable, filename: string, mode: CompileMode): string | undefined {
    const [source, { flags, optimize }] = splitCompilable(given);
    if (typeof source !== 'string' || source.length + filename.length > MAX_LENGTH) return undefined;
    return `${mode} ${flags} ${optimize} ${filename.length} ${filename}${source}`;
  }

  find(key: string): Uint8Array | undefined {
    const blob = this.#blobs.get(key);
    if (blob === undefined) return undefined;
    this.#blobs.delete(key);
    this.#blobs.set(key, blob);
    return blob;
  }

  store(key: string, blob: Uint8Array): void {
    if (blob.length > MAX_BLOB) return;
    if (this.#blobs.size === MAX_TEXTS) this.#blobs.delete(this.#blobs.keys().next().value as string);
    this.#blobs.set(key, blob);
  }

  clear(): void {
    this.#blobs.clear();
  }
}
