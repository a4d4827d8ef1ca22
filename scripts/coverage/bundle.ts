/** From what V8 wrote about bundles (NODE_V8_COVERAGE) to the lines of ts/ that ran. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly {
    readonly ranges: readonly {
      readonly startOffset: number;
      readonly endOffset: number;
      readonly count: number;
    }[];
  }[];
}

/** A place of a bundle, and the line of ts/ that it came from. */
interface Segment {
  readonly offset: number;
  readonly file: string;
  readonly line: number;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * The numbers of one segment of a source map: base-64 digits of five bits, lowest first, the sixth saying
 * that more follow.
 */
function decodeSegment(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const char of text) {
    const digit = DIGITS.indexOf(char);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

export function segments(
  code: string,
  map: { sources: string[]; mappings: string },
  folder: string,
): Segment[] {
  const found: Segment[] = [];
  let [source, line] = [0, 0];
  let lineStart = 0;
  for (const mappings of map.mappings.split(';')) {
    let column = 0;
    for (const text of mappings.split(',')) {
      if (text === '') continue;
      const [columns, sources = 0, lines = 0] = decodeSegment(text);
      column += columns;
      source += sources;
      line += lines;
      const file = relative('.', resolve(folder, map.sources[source]));
      found.push({ offset: lineStart + column, file, line: line + 1 });
    }
    lineStart = code.indexOf('\n', lineStart) + 1;
  }
  return found;
}

/**
 * For every character whether it ran. Functions come before those inside them, and so do ranges: the last
 * word counts.
 */
function painted(length: number, { functions }: ScriptCoverage): Uint8Array {
  const ran = new Uint8Array(length);
  for (const { ranges } of functions)
    for (const { startOffset, endOffset, count } of ranges)
      ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  return ran;
}

/** file of ts/ -> lines of it that ran in any of the processes that wrote into `folder`. */
export function linesOfBundles(folder: string, dist: string): Map<string, Set<number>> {
  const bundles = new Map(
    ['main.cjs', 'compiler.cjs', 'jit.cjs'].map((name) => {
      const file = join(dist, 'bundle', name);
      const code = readFileSync(file, 'latin1');
      const map = JSON.parse(readFileSync(`${file}.map`, 'utf8'));
      return [name, { length: code.length, segments: segments(code, map, dirname(file)) }];
    }),
  );
  const lines = new Map<string, Set<number>>();
  for (const report of existsSync(folder) ? readdirSync(folder) : []) {
    const { result } = JSON.parse(readFileSync(join(folder, report), 'utf8')) as { result: ScriptCoverage[] };
    for (const script of result) {
      const bundle = script.url.includes('/bundle/') ? bundles.get(basename(script.url)) : undefined;
      if (!bundle) continue;
      const ran = painted(bundle.length, script);
      for (const { offset, file, line } of bundle.segments) {
        if (!ran[offset]) continue;
        const known = lines.get(file);
        if (known) known.add(line);
        else lines.set(file, new Set([line]));
      }
    }
  }
  return lines;
}
