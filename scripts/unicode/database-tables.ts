/**
 * unicode_database.h: what module unicodedata answers from, for native/text/unicode_database.c.
 *
 * Unicode 16.0 and 3.2.0 are two tables over the same records, which also say what a normalization form can skip
 * (QUICK_… of native/text/unicode_database.h). Decompositions are one step, as the database has them; the pairs that
 * compose are the canonical ones whose NFC is the character itself.
 */
import { CODE_POINTS, expand, type Facts, type Qualities } from './facts.ts';
import { BlockPool, blockBits, cArray, Numbering } from './table.ts';

const Quick = { NFC_NO: 1, NFC_MAYBE: 2, NFKC_NO: 4, NFKC_MAYBE: 8, NFD_NO: 16, NFKD_NO: 32 } as const;

/** Hangul syllables and the vowels and final consonants that compose into them are computed. */
const isSyllable = (cp: number): boolean => cp >= 0xac00 && cp < 0xac00 + 11172;
const isLaterJamo = (cp: number): boolean => (cp > 0x1160 && cp < 0x1176) || (cp > 0x11a7 && cp < 0x11c3);

/**
 * Numeric values of Unicode 3.2.0 where they differ from today's: fractions of Bengali and numerals of Unihan. CPython has them
 * right since 3.14.3, the package does not.
 */
const OLD_NUMERICS: ReadonlyMap<number, string | null> = new Map<number, string | null>([
  ...[0x9f4, 0x9f5, 0x9f6, 0x9f7].map((cp, i): [number, string] => [cp, `${i + 1}.0`]),
  [0x5146, '1000000000000.0'],
  [0x5793, '1e+20'],
  ...`9f8 3405 3483 382a 3b4d 4e24 4e96 4ec0 4ee8 4fe9 5006 5344 534c 53c4 5e7a 5efe 62d0 6d1e 6f06 7695 79ed 8cb3 920e
      94a9 9621 f96b f973 f978 f9b2 f9d1 f9d3 f9fd 10341 1034a 20001 20064 200e2 20121 2092a 20983 2098c 2099c 20aea
      20afd 20b19 22390 22998 23b1b 2626d 2f890`
    .split(/\s+/)
    .map((hex): [number, null] => [Number.parseInt(hex, 16), null]),
]);

interface Decomposition {
  readonly cp: number;
  /** `<compat>` and the like; '': canonical. */
  readonly prefix: string;
  readonly points: readonly number[];
}

function decompositions(facts: Facts): Decomposition[] {
  return facts.decompositions
    .filter(([cp]) => !isSyllable(cp))
    .map(([cp, text]) => {
      const words = text.split(' ');
      const prefix = words[0]!.startsWith('<') ? words.shift()! : '';
      return { cp, prefix, points: words.map((hex) => Number.parseInt(hex, 16)) };
    });
}

/** [first, second, composed], in this order. */
function compositions(facts: Facts, all: readonly Decomposition[]): number[][] {
  const changes = new Map(facts.unstable.map(([cp, nfc]) => [cp, nfc]));
  return all
    .filter(({ cp, prefix, points }) => prefix === '' && points.length === 2 && !changes.get(cp))
    .map(({ cp, points }) => [...points, cp])
    .sort(([a0, a1], [b0, b1]) => a0! - b0! || a1! - b1!);
}

function quickChecks(facts: Facts, all: readonly Decomposition[], pairs: readonly number[][]): Uint8Array {
  const quick = new Uint8Array(CODE_POINTS);
  for (const { cp, prefix } of all) quick[cp]! |= Quick.NFKD_NO | (prefix === '' ? Quick.NFD_NO : 0);
  for (const [cp, nfc, nfkc] of facts.unstable)
    if (!isSyllable(cp)) quick[cp]! |= (nfc ? Quick.NFC_NO : 0) | (nfkc ? Quick.NFKC_NO : 0);
  for (const [, second] of pairs) quick[second!]! |= Quick.NFC_MAYBE | Quick.NFKC_MAYBE;
  for (let cp = 0; cp < CODE_POINTS; cp++) {
    if (isLaterJamo(cp)) quick[cp]! |= Quick.NFC_MAYBE | Quick.NFKC_MAYBE;
    if (isSyllable(cp)) quick[cp]! |= Quick.NFD_NO | Quick.NFKD_NO;
  }
  return quick;
}

const strings = (name: string, items: readonly string[]): string =>
  cArray(
    'char *const',
    name,
    items.map((item) => `"${item}"`),
  );

export function databaseTables(facts: Facts): string {
  const all = decompositions(facts);
  const pairs = compositions(facts, all);
  const quick = quickChecks(facts, all, pairs);
  const records = new Numbering();
  const categories = new Numbering();
  const bidirectionals = new Numbering();
  const widths = new Numbering();
  const numerics = new Numbering();
  numerics.of('0'); // number 0: none
  const numbersOf = (
    qualities: readonly Qualities[],
    numericOf: (cp: number) => string | null,
  ): Uint16Array =>
    Uint16Array.from(
      qualities,
      ([category, bidirectional, combining, mirrored, width, decimal, digit], cp) => {
        const numeric = numericOf(cp);
        const fields = [
          categories.of(category),
          bidirectionals.of(bidirectional),
          widths.of(width),
          combining,
          mirrored,
          quick[cp],
          decimal,
          digit,
          numeric === null ? 0 : numerics.of(`${numeric} `), // a blank: 0 the value is not 0 for none
        ];
        return records.of(`{${fields.join(',')}}`);
      },
    );
  const now = expand(facts.now);
  const old = expand(facts.old);
  const nowNumbers = numbersOf(now, (cp) => now[cp]![7]);
  const oldNumbers = numbersOf(old, (cp) => {
    const corrected = OLD_NUMERICS.get(cp);
    return corrected === undefined ? old[cp]![7] : corrected;
  });

  const prefixes = new Numbering();
  prefixes.of('');
  const points: number[] = [];
  const entries = ['{0,0,0}'];
  const which = new Uint16Array(CODE_POINTS);
  for (const d of all) {
    which[d.cp] = entries.push(`{${points.length},${d.points.length},${prefixes.of(d.prefix)}}`) - 1;
    points.push(...d.points);
  }

  const pool = new BlockPool();
  return [
    `#define UNICODE_VERSION "${facts.version}"\n`,
    strings('unicode_categories', categories.items),
    strings('unicode_bidirectionals', bidirectionals.items),
    strings('unicode_widths', widths.items),
    cArray('double', 'unicode_numerics', numerics.items),
    strings('unicode_prefixes', prefixes.items),
    cArray('UnicodeRecord', 'unicode_records', records.items),
    blockBits('UNICODE_BLOCK_BITS'),
    pool.index('unicode_now', nowNumbers),
    pool.index('unicode_old', oldNumbers),
    pool.index('unicode_decomposition_index', which),
    pool.blocks('unicode_blocks'),
    cArray('UnicodeDecomposition', 'unicode_decompositions', entries),
    cArray('uint32_t', 'unicode_decomposed_points', points),
    cArray(
      'UnicodeComposition',
      'unicode_compositions',
      pairs.map((pair) => `{${pair.join(',')}}`),
    ),
    cArray(
      'UnicodeCorrection',
      'unicode_corrections',
      facts.corrected.map((pair) => `{${pair.join(',')}}`),
    ),
  ].join('');
}
