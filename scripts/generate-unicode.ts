/**
 * Writes native/generated/unicode_tables.h: properties and case
 * mappings of every code point, for native/text/unicode.c.
 *
 * Source: the Unicode data inside the JavaScript engine (\p{…}, toUpperCase, toLowerCase), so nothing has to
 * be downloaded. What JavaScript does not expose is written here as ranges: Numeric_Type Digit, the CJK
 * numerals (Unihan's kPrimaryNumeric and its kin), bidirectional white space, and which code points are
 * younger than the Unicode version of CPython 3.14 (16.0).
 *
 * Table form: code point >> 7 selects a block of 128 record numbers (equal blocks are
 * stored once); a record holds flags and the distances to the mappings. Mappings to
 * several code points are in a sorted list of their own.
 *
 *   npx tsx scripts/generate-unicode.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAX = 0x110000;
const BLOCK = 128;

function ranges(text: string): Uint8Array {
  const set = new Uint8Array(MAX);
  for (const part of text.trim().split(/\s+/)) {
    const [first, last] = part.split('-').map((hex) => Number.parseInt(hex, 16));
    set.fill(1, first, (last ?? first!) + 1);
  }
  return set;
}

/** Numeric_Type=Digit: superscripts, circled digits and the like; stable since Unicode 13. */
const digits =
  ranges(`b2-b3 b9 1369-1371 19da 2070 2074-2079 2080-2089 2460-2468 2474-247c 2488-2490 24ea 24f5-24fd 24ff
  2776-277e 2780-2788 278a-2792 10a40-10a43 10e60-10e68 11052-1105a 1f100-1f10a`);
/** Ideographs with a numeric value (Unihan). */
const ideographicNumbers =
  ranges(`3405 3483 382a 3b4d 4e00 4e03 4e07 4e09 4e24 4e5d 4e8c 4e94 4e96 4eac 4ebf-4ec0 4edf 4ee8
  4f0d 4f70 4fe9 5006 5104 5146 5169 516b 516d 5341 5343-5345 534c 53c1-53c4 56db 58f1 58f9 5e7a 5efe-5eff 5f0c-5f0e 5f10 62d0
  62fe 634c 67d2 6d1e 6f06 7396 767e 7695 79ed 8086 842c 8cae 8cb3 8d30 920e 94a9 9621 9646 964c 9678 96f6 f96b f973 f978 f9b2
  f9d1 f9d3 f9fd 20001 20064 200e2 20121 2092a 20983 2098c 2099c 20aea 20afd 20b19 22390 22998 23b1b 2626d 2f890`);
/**
 * Bidirectional classes WS, B and S, and category Zs: what
 * str.isspace() and str.split() treat as white space.
 */
const spaces = ranges('9-d 1c-20 85 a0 1680 2000-200a 2028-2029 202f 205f 3000');
/** What splitlines() breaks at. */
const lineBreaks = ranges('a-d 1c-1e 85 2028-2029');
/** Assigned in Unicode 17: newer engines know them, CPython 3.14 does not. */
const tooNew =
  ranges(`88f c5c cdc 1acf-1add 1ae0-1aeb 20c1 2b96 a7ce-a7cf a7d2 a7d4 a7f1 fbc3-fbd2 fd90-fd91 fdc8-fdce
  10940-10959 10ec5-10ec7 10ed0-10ed8 10efa-10efb 11b60-11b67 11db0-11ddb 11de0-11de9 16ea0-16eb8 16ebb-16ed3 16ff2-16ff6
  187f8-187ff 18d09-18d1e 18d80-18df2 1ccfa-1ccfc 1ceba-1ced0 1cee0-1cef0 1e6c0-1e6de 1e6e0-1e6f5 1e6fe-1e6ff 1f6d8 1f777-1f77a
  1f8d0-1f8d8 1fa54-1fa57 1fa8a 1fa8e 1fac8 1facd 1faea 1faef 1fbfa 2b73a-2b73f 2cea2-2cead 323b0-33479`);

const flagTests: [name: string, pattern: RegExp][] = [
  ['UNI_ALPHA', /\p{L}/u],
  ['UNI_DECIMAL', /\p{Nd}/u],
  ['UNI_LOWER', /\p{Lowercase}/u],
  ['UNI_UPPER', /\p{Uppercase}/u],
  ['UNI_TITLE', /\p{Lt}/u],
  ['UNI_XID_START', /\p{XID_Start}/u],
  ['UNI_XID_CONTINUE', /\p{XID_Continue}/u],
  ['UNI_CASED', /\p{Cased}/u],
  ['UNI_CASE_IGNORABLE', /\p{Case_Ignorable}/u],
  ['UNI_NUMERIC', /\p{N}/u],
];
const unprintable = /[\p{C}\p{Zl}\p{Zp}\p{Zs}]/u;

const bits: Record<string, number> = {
  UNI_ALPHA: 1,
  UNI_DECIMAL: 2,
  UNI_DIGIT: 4,
  UNI_NUMERIC: 8,
  UNI_LOWER: 16,
  UNI_UPPER: 32,
  UNI_TITLE: 64,
  UNI_SPACE: 128,
  UNI_PRINTABLE: 256,
  UNI_XID_START: 512,
  UNI_XID_CONTINUE: 1024,
  UNI_CASED: 2048,
  UNI_CASE_IGNORABLE: 4096,
  UNI_LINE_BREAK: 8192,
};

const points = (text: string): number[] => Array.from(text, (c) => c.codePointAt(0)!);
const char = (cp: number): string => String.fromCodePoint(cp);
const isSurrogate = (cp: number): boolean => cp >= 0xd800 && cp < 0xe000;
const isKnown = (cp: number): boolean => !tooNew[cp] && !isSurrogate(cp);
/** A mapping whose result CPython's data does not know is no mapping. */
const known = (cp: number, mapped: number[]): number[] => (mapped.every(isKnown) ? mapped : [cp]);

const toUpper = (cp: number): number[] => (isKnown(cp) ? known(cp, points(char(cp).toUpperCase())) : [cp]);
const toLower = (cp: number): number[] => (isKnown(cp) ? known(cp, points(char(cp).toLowerCase())) : [cp]);

/**
 * JavaScript has no title case. The letters of category Lt serve
 * their lower- and upper-case forms (dž, DŽ -> Dž).
 */
const titleOf = new Map<number, number>();
for (let cp = 0; cp < MAX; cp++) {
  if (!isKnown(cp) || !/\p{Lt}/u.test(char(cp))) continue;
  titleOf.set(cp, cp);
  for (const other of [...toLower(cp), ...toUpper(cp)]) {
    if (toLower(other).join() === toLower(cp).join() && !titleOf.has(other)) titleOf.set(other, cp);
  }
}

function toTitle(cp: number): number[] {
  const title = titleOf.get(cp);
  if (title !== undefined) return [title];
  if (cp >= 0x10d0 && cp <= 0x10ff) return [cp]; // Georgian is not capitalised in running text
  const upper = toUpper(cp);
  if (upper.length === 1) return upper;
  // ß -> SS -> Ss: only the first cased letter stays a capital; an iota
  // that came out of a subscript goes back into it
  let first = true;
  return upper.map((c) => {
    if (!/\p{Cased}/u.test(char(c))) return c;
    if (first) {
      first = false;
      return c;
    }
    return c === 0x399 ? 0x345 : toLower(c)[0]!;
  });
}

/**
 * Full case folding: lower(upper(lower(c))), except for Cherokee (folds
 * to capitals) and the dotless i (folds to itself).
 */
function toFold(cp: number): number[] {
  if (cp >= 0x13a0 && cp <= 0x13f5) return [cp];
  if ((cp >= 0x13f8 && cp <= 0x13fd) || (cp >= 0xab70 && cp <= 0xabbf)) return toUpper(cp);
  if (cp === 0x131) return [cp];
  return toLower(cp).flatMap(toUpper).flatMap(toLower);
}

interface Row {
  flags: number;
  decimal: number;
  maps: number[][];
}

function row(cp: number, decimal: number): Row {
  if (!isKnown(cp)) return { flags: 0, decimal: 0, maps: [[cp], [cp], [cp], [cp]] };
  const c = char(cp);
  let flags = 0;
  for (const [name, pattern] of flagTests) if (pattern.test(c)) flags |= bits[name]!;
  if (flags & bits.UNI_DECIMAL! || digits[cp]) flags |= bits.UNI_DIGIT!;
  if (ideographicNumbers[cp]) flags |= bits.UNI_NUMERIC!;
  if (cp === 0x295) flags |= bits.UNI_LOWER! | bits.UNI_CASED!; // lower-case letter until Unicode 17
  if (spaces[cp]) flags |= bits.UNI_SPACE!;
  if (lineBreaks[cp]) flags |= bits.UNI_LINE_BREAK!;
  if (cp === 0x20 || !unprintable.test(c)) flags |= bits.UNI_PRINTABLE!;
  return { flags, decimal, maps: [toUpper(cp), toLower(cp), toTitle(cp), toFold(cp)] };
}

const recordNumbers = new Map<string, number>();
const records: string[] = [];
const specials: string[] = [];
const numbers = new Uint16Array(MAX);
let digitRun = 0;
for (let cp = 0; cp < MAX; cp++) {
  const isDecimal = isKnown(cp) && /\p{Nd}/u.test(char(cp));
  digitRun = isDecimal ? digitRun + 1 : 0;
  const { flags, decimal, maps } = row(cp, isDecimal ? (digitRun - 1) % 10 : 0);
  const special = maps.some((m) => m.length > 1);
  maps.forEach((m, which) => {
    if (m.length > 1) specials.push(`{0x${cp.toString(16)},${which},${m.length},{${m.join(',')}}}`);
  });
  const deltas = maps.map((m) => (m.length > 1 ? 0 : m[0]! - cp));
  const text = `{${flags},${decimal},${special ? 1 : 0},${deltas.join(',')}}`;
  let number = recordNumbers.get(text);
  if (number === undefined) {
    number = records.push(text) - 1;
    recordNumbers.set(text, number);
  }
  numbers[cp] = number;
}

const blockNumbers = new Map<string, number>();
const blocks: string[] = [];
const index: number[] = [];
for (let cp = 0; cp < MAX; cp += BLOCK) {
  const text = numbers.subarray(cp, cp + BLOCK).join(',');
  let number = blockNumbers.get(text);
  if (number === undefined) {
    number = blocks.push(text) - 1;
    blockNumbers.set(text, number);
  }
  index.push(number);
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
mkdirSync(join(root, 'native', 'generated'), { recursive: true });
const out = join(root, 'native', 'generated', 'unicode_tables.h');
writeFileSync(
  out,
  `/* Generated by scripts/generate-unicode.ts from Unicode ${process.versions.unicode}; do not edit. */
static const UniRecord uni_records[${records.length}] = {\n${records.join(',\n')}};
static const uint8_t uni_index_bits = ${Math.log2(BLOCK)};
static const ${blocks.length < 256 ? 'uint8_t' : 'uint16_t'} uni_index[${index.length}] = {\n${index.join(',')}};
static const uint16_t uni_blocks[${blocks.length * BLOCK}] = {\n${blocks.join(',\n')}};
static const UniSpecial uni_specials[${specials.length}] = {\n${specials.join(',\n')}};
`,
);
process.stdout.write(
  `unicode: ${records.length} records, ${blocks.length} blocks, ${specials.length} special mappings\n`,
);
