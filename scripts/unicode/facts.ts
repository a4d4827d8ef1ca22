/**
 * What is known about every code point: facts.py's answer, with its types.
 *
 * The source is the CPython 3.14 in the npm package pyodide, which the build has for its library: its tables are those of
 * Unicode 16.0 and 3.2.0, the versions that programs see, whatever version Node's own data are of. Aliases and named sequences,
 * which CPython looks up but does not list, are in other-names.txt.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPyodide } from 'pyodide';

/** Records, and pairs of a code point and the number of the record that is valid from it on. */
export interface Runs<T> {
  readonly records: readonly T[];
  readonly runs: readonly (readonly [first: number, record: number])[];
}

/** What module unicodedata says about a code point; -1 and null: it has no such value. */
export type Qualities = readonly [
  category: string,
  bidirectional: string,
  combining: number,
  mirrored: number,
  eastAsianWidth: string,
  decimal: number,
  digit: number,
  numeric: string | null,
];

export interface Facts {
  readonly version: string;
  /** Flags as in native/text/unicode.h, and the digit's value. */
  readonly text: Runs<readonly [flags: number, decimal: number]>;
  readonly now: Runs<Qualities>;
  /** In Unicode 3.2.0. */
  readonly old: Runs<Qualities>;
  readonly cases: readonly (readonly [
    cp: number,
    upper: number[],
    lower: number[],
    title: number[],
    fold: number[],
  ])[];
  readonly names: readonly (readonly [cp: number, name: string])[];
  /** As unicodedata.decomposition() writes them. */
  readonly decompositions: readonly (readonly [cp: number, text: string])[];
  /** Of these: does normalizing to NFC and to NFKC change it? */
  readonly unstable: readonly (readonly [cp: number, nfc: boolean, nfkc: boolean])[];
  /** Those that Unicode 3.2.0 decomposed into another character. */
  readonly corrected: readonly (readonly [cp: number, into: number])[];
}

/** Aliases and named sequences. */
export interface OtherName {
  readonly points: readonly number[];
  readonly name: string;
}

export const CODE_POINTS = 0x110000;

export async function collectFacts(): Promise<Facts> {
  const python = await loadPyodide();
  python.runPython(readFileSync(join(import.meta.dirname, 'facts.py'), 'utf8'));
  return JSON.parse(python.globals.get('answer') as string) as Facts;
}

export function otherNames(): OtherName[] {
  return readFileSync(join(import.meta.dirname, 'other-names.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [points, name] = line.split(';');
      return { points: points!.split(' ').map((hex) => Number.parseInt(hex, 16)), name: name! };
    });
}

/** One element for each code point. */
export function expand<T>({ records, runs }: Runs<T>): T[] {
  return runs.flatMap(([first, record], i) =>
    Array<T>((runs[i + 1]?.[0] ?? CODE_POINTS) - first).fill(records[record]!),
  );
}
