/** What is known about every code point, in the form that the tables are made from. Source: character-database.ts. */
import * as database from './character-database.ts';

export { CODE_POINTS, otherNames } from './character-database.ts';

const { CODE_POINTS } = database;

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

/** Collects runs, code point by code point. */
class RunsOf<T extends readonly unknown[]> implements Runs<T> {
  readonly records: T[] = [];
  readonly runs: [number, number][] = [];
  private readonly numbers = new Map<string, number>();

  add(cp: number, record: T): void {
    const key = record.join(';');
    let number = this.numbers.get(key);
    if (number === undefined) {
      this.numbers.set(key, (number = this.records.length));
      this.records.push(record);
    }
    if (this.runs.at(-1)?.[1] !== number) this.runs.push([cp, number]);
  }
}

/** As Python writes a float: `1/4` is 0.25. */
function floatText(fraction: string): string {
  const [numerator, denominator = '1'] = fraction.split('/');
  const value = Number(numerator) / Number(denominator);
  if (Math.abs(value) >= 1e16) return value.toExponential();
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

type Characters = ReturnType<typeof database.characters>;

const unassigned = (width: string, digit = -1): Qualities => ['Cn', '', 0, 0, width, -1, digit, null];

function qualities(rows: Characters): Qualities[] {
  const widths = database.widths();
  const ideographs = database.ideographNumbers();
  return Array.from({ length: CODE_POINTS }, (_, cp): Qualities => {
    const row = rows.get(cp);
    const width = widths.get(cp) ?? 'N';
    if (!row) return unassigned(width);
    const value = ideographs.get(cp) ?? row.numericValue;
    return [
      row.category!,
      row.bidirectionalCategory!,
      Number(row.canonicalCombiningClass),
      row.mirrored === 'Y' ? 1 : 0,
      width,
      Number(row.decimalDigitValue ?? -1),
      Number(row.digitValue ?? -1),
      value === undefined ? null : floatText(value),
    ];
  });
}

/** Characters that are newer have no qualities but their width and, as in CPython, a digit's value. */
function qualitiesIn32(now: readonly Qualities[]): Qualities[] {
  const old = [...now];
  for (const { first, last, fields } of database.changesSince32()) {
    for (let cp = first; cp <= last; cp++) {
      const q = now[cp]!;
      if (fields[0] === 'Cn') {
        old[cp] = unassigned(fields[4] || q[4], q[6]);
        continue;
      }
      const text = (i: number): string => fields[i] || (q[i] as string);
      const number = (i: number): number => (fields[i] ? Number(fields[i]) : (q[i] as number));
      old[cp] = [
        text(0),
        text(1),
        number(2),
        number(3),
        text(4),
        number(5),
        number(6),
        fields[7] === '-' ? null : fields[7] || q[7],
      ];
    }
  }
  return old;
}

function runsOf<T extends readonly unknown[]>(all: readonly T[]): Runs<T> {
  const runs = new RunsOf<T>();
  for (const [cp, record] of all.entries()) runs.add(cp, record);
  return runs;
}

/** Bits as in native/text/unicode.h, by CPython's definitions. */
function textFlags(now: readonly Qualities[]): (readonly [number, number])[] {
  const having = (...properties: string[]): Set<number> =>
    database.having('DerivedCoreProperties', ...properties);
  const lowercase = having('Lowercase');
  const uppercase = having('Uppercase');
  const start = having('XID_Start');
  const continues = having('XID_Continue');
  const ignorable = having('Case_Ignorable');
  const lineBreaks = new Set([0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029]);
  return now.map(([category, bidirectional, , , , decimal, digit, numeric], cp) => {
    if (category === 'Cn' || category === 'Co') return [0, 0];
    const lower = lowercase.has(cp);
    const upper = uppercase.has(cp);
    const title = category === 'Lt';
    const bits = [
      ['Ll', 'Lm', 'Lo', 'Lt', 'Lu'].includes(category),
      decimal >= 0,
      digit >= 0,
      numeric !== null,
      lower,
      upper,
      title,
      category === 'Zs' || ['WS', 'B', 'S'].includes(bidirectional),
      cp === 0x20 || !['Cc', 'Cf', 'Cs', 'Zl', 'Zp', 'Zs'].includes(category),
      start.has(cp),
      continues.has(cp),
      lower || upper || title,
      ignorable.has(cp),
      lineBreaks.has(cp),
    ];
    return [bits.reduce((sum, bit, i) => sum + (bit ? 1 << i : 0), 0), Math.max(decimal, 0)];
  });
}

function cases(rows: Characters): Facts['cases'] {
  const special = database.specialCasing();
  const foldings = database.foldings();
  const found: Facts['cases'][number][] = [];
  for (const [cp, row] of rows) {
    const simple = (kind: 'upper' | 'lower' | 'title'): number[] => [
      row[kind] ? database.point(row[kind]) : kind === 'title' && row.upper ? database.point(row.upper) : cp,
    ];
    const [upper, lower, title] = (['upper', 'lower', 'title'] as const).map(
      (kind) => special.get(cp)?.[kind] ?? simple(kind),
    ) as [number[], number[], number[]];
    const fold = foldings.get(cp) ?? [cp];
    if ([upper, lower, title, fold].some((to) => to.length !== 1 || to[0] !== cp))
      found.push([cp, upper, lower, title, fold]);
  }
  return found.sort(([a], [b]) => a - b);
}

/** Syllables are made of a leading consonant, a vowel, and mostly a trailing consonant: The Unicode Standard, 3.12. */
function hangulDecomposition(cp: number): string | undefined {
  const syllable = cp - 0xac00;
  if (syllable < 0 || syllable >= 11172) return undefined;
  const trailing = syllable % 28;
  const parts = [0x1100 + Math.floor(syllable / 588), 0x1161 + Math.floor((syllable % 588) / 28)];
  if (trailing) parts.push(0x11a7 + trailing);
  return parts.map((part) => part.toString(16).toUpperCase()).join(' ');
}

export function collectFacts(): Facts {
  const rows = database.characters();
  const now = qualities(rows);
  const notNfc = database.excludedFrom('NFC_QC');
  const notNfkc = database.excludedFrom('NFKC_QC');
  const decompositions = [...rows].flatMap(([cp, row]) => {
    const text = row.characterDecompositionMapping ?? hangulDecomposition(cp);
    return text ? [[cp, text] as const] : [];
  });
  return {
    version: database.version,
    text: runsOf(textFlags(now)),
    now: runsOf(now),
    old: runsOf(qualitiesIn32(now)),
    cases: cases(rows),
    // CPython 3.14 has no names for these.
    names: database.names().filter(([, name]) => !name.startsWith('TANGUT IDEOGRAPH-')),
    decompositions,
    unstable: decompositions.map(([cp]) => [cp, notNfc.has(cp), notNfkc.has(cp)]),
    corrected: database
      .corrections()
      .map(({ codepoint, original }) => [database.point(codepoint!), database.point(original!)]),
  };
}

/** One element for each code point. */
export function expand<T>({ records, runs }: Runs<T>): T[] {
  return runs.flatMap(([first, record], i) =>
    Array<T>((runs[i + 1]?.[0] ?? CODE_POINTS) - first).fill(records[record]!),
  );
}
