/**
 * Characters of the multi-byte encodings of East Asia, as Node's TextDecoder knows them: the source of the module `_cjk_tables`. What CPython's
 * codecs say differently is in lib/_cjk_charsets.py.
 *
 * A table is one text, row by row: for each lead byte the characters of all trail bytes; U+FFFD where there is none.
 */
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const SETS_94 = range(0xa1, 0xfe);
const NONE = '\ufffd';

interface Table {
  readonly name: string;
  readonly encoding: string;
  readonly prefix?: readonly number[];
  readonly leads: readonly number[];
  readonly trails: readonly number[];
}

const TABLES: readonly Table[] = [
  {
    name: 'CP932',
    encoding: 'shift_jis',
    leads: [...range(0x81, 0x9f), ...range(0xe0, 0xfc)],
    trails: [...range(0x40, 0x7e), ...range(0x80, 0xfc)],
  },
  { name: 'JISX0212', encoding: 'euc-jp', prefix: [0x8f], leads: SETS_94, trails: SETS_94 },
  { name: 'KSX1001', encoding: 'euc-kr', leads: SETS_94, trails: SETS_94 },
  {
    name: 'GB18030',
    encoding: 'gb18030',
    leads: range(0x81, 0xfe),
    trails: [...range(0x40, 0x7e), ...range(0x80, 0xfe)],
  },
  {
    name: 'BIG5',
    encoding: 'big5',
    leads: range(0xa1, 0xf9),
    trails: [...range(0x40, 0x7e), ...range(0xa1, 0xfe)],
  },
];

function characters({ encoding, prefix = [], leads, trails }: Table): string {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const one = (lead: number, trail: number): string => {
    try {
      const text = decoder.decode(Uint8Array.of(...prefix, lead, trail));
      return [...text].length === 1 ? text : NONE;
    } catch {
      return NONE;
    }
  };
  return leads.flatMap((lead) => trails.map((trail) => one(lead, trail))).join('');
}

export function cjkTables(): string {
  const lines = TABLES.map((table) => `${table.name} = ${JSON.stringify(characters(table))}`);
  return `"""Characters of multi-byte encodings, row by row; written by the build (scripts/library/cjk-tables.ts)."""\n\n${lines.join('\n')}\n`;
}
