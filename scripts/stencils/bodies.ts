/**
 * Reads stencils/*.c: each file is a sequence of `UOP(name) { … }` bodies; what is between them (includes,
 * small static inline functions, macros) is the file's prelude; it is copied in front of the bodies wherever
 * they are used.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Body {
  readonly name: string;
  /** Text between the braces. */
  readonly text: string;
  readonly line: number;
}

export interface BodyFile {
  /** File name within stencils/. */
  readonly file: string;
  readonly prelude: string;
  readonly bodies: readonly Body[];
}

export function readBodies(folder: string): BodyFile[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.c'))
    .sort()
    .map((file) => parseBodies(file, readFileSync(join(folder, file), 'utf8')));
}

/** Throws on an unbalanced body or a name that occurs twice. */
export function parseBodies(file: string, source: string): BodyFile {
  const bodies: Body[] = [];
  let prelude = '';
  let from = 0;
  const opening = /^UOP\((\w+)\)\s*\{/gm;
  for (let match = opening.exec(source); match; match = opening.exec(source)) {
    const open = match.index + match[0].length - 1;
    const close = closingBrace(source, open);
    const line = source.slice(0, match.index).split('\n').length;
    if (close < 0) throw new Error(`${file}:${line}: ${match[1]}: the body's braces do not balance`);
    if (bodies.some((body) => body.name === match[1]))
      throw new Error(`${file}:${line}: ${match[1]} has two bodies`);
    prelude += source.slice(from, match.index);
    bodies.push({ name: match[1], text: source.slice(open + 1, close), line });
    from = opening.lastIndex = close + 1;
  }
  prelude += source.slice(from);
  return { file, prelude, bodies };
}

/** Skips strings, character literals and comments. */
function closingBrace(source: string, open: number): number {
  let depth = 0;
  for (let i = open; i < source.length; i++) {
    const c = source[i];
    if (c === '{') depth++;
    else if (c === '}') {
      if (--depth === 0) return i;
    } else if (c === '"' || c === "'") {
      for (i++; source[i] !== c; i++) if (source[i] === '\\') i++;
    } else if (c === '/' && source[i + 1] === '*') i = source.indexOf('*/', i + 2) + 1;
    else if (c === '/' && source[i + 1] === '/') i = source.indexOf('\n', i);
  }
  return -1;
}
