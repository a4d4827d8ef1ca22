/**
 * unicode_name_tables.h: names of characters, for native/text/unicode_names.c.
 *
 * Three kinds of names: Hangul syllables are computed there; a range of characters whose names end in their own number
 * has a prefix; any other name is a list of words. A name's number counts those of characters by code point, then aliases, then sequences.
 *
 *   words     the most frequent ones are a byte each, the others two. Within each class they are sorted by length, so that
 *             a word is found by arithmetic: groups of equal length
 *   names     for each: how many bytes, then the bytes; the offset of every 8th
 *   ranges    of consecutive code points whose names have consecutive numbers
 *   hash      open addressing; number + 1 of a name, 0 = free
 */
import { type Facts, otherNames } from './facts.ts';
import { cArray } from './table.ts';

const HASH_BITS = 16;
const STRIDE = 8;

/** As in unicode_names.c. */
function hashOf(name: string): number {
  let hash = 2166136261;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 16777619);
  return (hash ^ (hash >>> HASH_BITS)) & ((1 << HASH_BITS) - 1);
}

interface Range {
  first: number;
  last: number;
}

/** Ranges of characters whose names are a prefix and their number; the names that are left. */
function numberedNames(names: Facts['names']): {
  ranges: (Range & { prefix: string })[];
  rest: Facts['names'];
} {
  const ranges: (Range & { prefix: string })[] = [];
  const rest: (readonly [number, string])[] = [];
  for (const [cp, name] of names) {
    const suffix = `-${cp.toString(16).toUpperCase().padStart(4, '0')}`;
    if (!name.endsWith(suffix)) {
      if (!name.startsWith('HANGUL SYLLABLE ')) rest.push([cp, name]);
      continue;
    }
    const prefix = name.slice(0, 1 - suffix.length);
    const last = ranges.at(-1);
    if (last?.last === cp - 1 && last.prefix === prefix) last.last = cp;
    else ranges.push({ first: cp, last: cp, prefix });
  }
  return { ranges, rest };
}

/** Words by class and length, and the C source of the groups. */
class Lexicon {
  readonly #codes = new Map<string, number[]>();
  readonly text: string;
  readonly groups: string[] = [];
  readonly short: number;
  readonly longest: number;

  constructor(names: readonly string[]) {
    const uses = new Map<string, number>();
    for (const name of names) for (const word of name.split(' ')) uses.set(word, (uses.get(word) ?? 0) + 1);
    const words = [...uses].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([word]) => word);
    // As many words of one byte as leave numbers for all others.
    let short = 255;
    while (short + (256 - short) * 256 < words.length) short--;
    this.short = short;
    this.longest = Math.max(...names.map((name) => name.length));
    let text = '';
    let number = 0;
    for (const some of [words.slice(0, short), words.slice(short)]) {
      let length = -1;
      for (const word of some.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) {
        if (word.length !== length) this.groups.push(`{${number},${word.length},${text.length}}`);
        length = word.length;
        const later = number - short;
        this.#codes.set(word, number < short ? [number] : [short + (later >> 8), later & 255]);
        text += word;
        number++;
      }
    }
    this.groups.push(`{${number},0,${text.length}}`);
    this.text = text;
  }

  encode(name: string): number[] {
    return name.split(' ').flatMap((word) => this.#codes.get(word)!);
  }
}

export function nameTables(facts: Facts): string {
  const { ranges, rest } = numberedNames(facts.names);
  const others = otherNames();
  const aliases = others.filter(({ points }) => points.length === 1);
  const sequences = others.filter(({ points }) => points.length > 1);
  const names = [...rest.map(([, name]) => name), ...[...aliases, ...sequences].map(({ name }) => name)];
  const lexicon = new Lexicon(names);

  const bytes: number[] = [];
  const offsets: number[] = [];
  const hash = new Uint16Array(1 << HASH_BITS);
  names.forEach((name, number) => {
    if (number % STRIDE === 0) offsets.push(bytes.length);
    const code = lexicon.encode(name);
    bytes.push(code.length, ...code);
    let at = hashOf(name);
    while (hash[at]) at = (at + 1) & (hash.length - 1);
    hash[at] = number + 1;
  });

  const runs: (Range & { number: number })[] = [];
  rest.forEach(([cp], number) => {
    const last = runs.at(-1);
    if (last?.last === cp - 1) last.last = cp;
    else runs.push({ first: cp, last: cp, number });
  });

  return [
    `enum { NAMES_OF_CHARACTERS = ${rest.length}, ALIASES = ${aliases.length}, SEQUENCES = ${sequences.length}, `,
    `NAME_STRIDE = ${STRIDE}, NAME_HASH_BITS = ${HASH_BITS}, SHORT_WORDS = ${lexicon.short}, `,
    `LONGEST_NAME = ${lexicon.longest} };\n`,
    cArray(
      'char',
      'name_words',
      [...lexicon.text].map((c) => c.charCodeAt(0)),
    ),
    cArray('NameWords', 'name_groups', lexicon.groups),
    cArray('uint8_t', 'name_bytes', bytes),
    cArray('uint32_t', 'name_offsets', offsets),
    cArray('uint16_t', 'name_hash', Array.from(hash)),
    cArray(
      'NameRun',
      'name_runs',
      runs.map(({ first, last, number }) => `{${first},${last},${number}}`),
    ),
    cArray(
      'NumberedNames',
      'numbered_names',
      ranges.map(({ first, last, prefix }) => `{${first},${last},"${prefix}"}`),
    ),
    cArray(
      'uint32_t',
      'alias_points',
      aliases.flatMap(({ points }) => points),
    ),
    cArray(
      'NameSequence',
      'name_sequences',
      sequences.map(({ points }) => `{${points.length},{${points.join(',')}}}`),
    ),
  ].join('');
}
