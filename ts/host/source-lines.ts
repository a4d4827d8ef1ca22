/**
 * Source texts for tracebacks and warnings, by the file name that code objects carry.
 *
 * Known is what the embedder ran, what `import` found and the standard library; and what the program may read itself, which
 * importlib loads with no help of ours. Python code cannot have other files shown by naming them in compile(). Files are read again when a line is wanted, so that their text is not kept. A text is known as long as there
 * is a code object with its file name.
 */
import { readFileSync, statSync } from 'node:fs';
import { HostQuestion } from '../contract/host-questions.ts';
import { sourceText } from '../frontend/lexer/source-text.ts';
import { fromText, toBuffer } from './granted-folders.ts';
import { librarySource } from './standard-library.ts';
import type { Ask } from './system.ts';

/** A file that importlib loaded is not read for its lines when it is larger: nobody has written it. */
const MOST_BYTES = 1 << 24;

export class SourceLines {
  readonly #mayUse: (path: string) => boolean;
  readonly #ask: Ask | undefined;
  readonly #sources = new Map<string, string | Uint8Array | null>();
  /** Code objects by file name, and texts that are about to be run. */
  readonly #uses = new Map<string, number>();
  readonly #kept: (filename: string) => boolean;
  #last: { readonly filename: string; readonly text: string | null } | undefined;

  /**
   * `mayUse`: may this file be read again? The program may have put something else in its place. `ask`: may the program read this
   * file? `kept`: has the runtime code of it out of the folder of compiled modules?
   */
  constructor(
    mayUse: (path: string) => boolean = () => true,
    ask?: Ask,
    kept: (filename: string) => boolean = () => false,
  ) {
    this.#mayUse = mayUse;
    this.#ask = ask;
    this.#kept = kept;
  }

  /** `source` is what is going to run under the name `filename`; to be released when it has run. */
  add(filename: string, source: string | Uint8Array): void {
    this.#sources.set(filename, source);
    this.#last = undefined;
    this.use(filename);
  }

  /** To be released when it is loaded. */
  addFile(path: string): void {
    this.#sources.set(path, null);
    this.use(path);
  }

  get size(): number {
    return this.#sources.size;
  }

  /** There is a code object with that file name. */
  use(filename: string): void {
    this.#uses.set(filename, (this.#uses.get(filename) ?? 0) + 1);
  }

  /** There is one use less. */
  release(filename: string): void {
    const uses = this.#uses.get(filename) ?? 0;
    if (uses > 1) {
      this.#uses.set(filename, uses - 1);
      return;
    }
    this.#uses.delete(filename);
    this.#sources.delete(filename);
    if (this.#last?.filename === filename) this.#last = undefined;
  }

  clear(): void {
    this.#uses.clear();
    this.#sources.clear();
    this.#last = undefined;
  }

  /** The whole text with `\n` line ends, or null when it is not known or cannot be decoded. */
  text(filename: string): string | null {
    if (this.#last?.filename === filename) return this.#last.text;
    const known = this.#sources.get(filename);
    const kept = known === undefined && this.#kept(filename);
    const source = kept ? null : known;
    let text: string | null = null;
    try {
      if (source === undefined) text = librarySource(filename) ?? this.#granted(filename);
      else if (source) text = sourceText(source, false);
      else if (this.#mayUse(filename)) text = sourceText(readFileSync(filename), false);
    } catch {
      // Gone, or not text: the traceback goes without its lines.
    }
    // Nobody says when code that was kept comes and goes, nor when a file may be read.
    if (text !== null && !kept) this.#last = { filename, text };
    return text;
  }

  #granted(filename: string): string | null {
    if (!this.#ask || filename.startsWith('<')) return null;
    const path = this.#ask(HostQuestion.READ, fromText(filename));
    if (typeof path !== 'string') return null;
    const status = statSync(toBuffer(path));
    if (!status.isFile() || status.size > MOST_BYTES) return null;
    return sourceText(readFileSync(toBuffer(path)), false);
  }
}
