/**
 * unicode_tables.h: properties and case mappings of every code point, for native/text/unicode.c.
 *
 * A record holds flags and the distances to the mappings. Mappings to several code points are in a sorted list of their own.
 */
import { CODE_POINTS, expand, type Facts } from './facts.ts';
import { BlockPool, blockBits, cArray, Numbering } from './table.ts';

export function textTables(facts: Facts): string {
  const text = expand(facts.text);
  const mapped = new Map(facts.cases.map(([cp, ...maps]) => [cp, maps]));
  const records = new Numbering();
  const specials: string[] = [];
  const numbers = new Uint16Array(CODE_POINTS);
  for (let cp = 0; cp < CODE_POINTS; cp++) {
    const maps = mapped.get(cp) ?? [[cp], [cp], [cp], [cp]];
    maps.forEach((map, which) => {
      if (map.length > 1) specials.push(`{0x${cp.toString(16)},${which},${map.length},{${map.join(',')}}}`);
    });
    const special = maps.some((map) => map.length > 1) ? 1 : 0;
    const distances = maps.map((map) => (map.length > 1 ? 0 : map[0]! - cp));
    numbers[cp] = records.of(`{${[...text[cp]!, special, ...distances].join(',')}}`);
  }
  const pool = new BlockPool();
  return [
    cArray('UniRecord', 'uni_records', records.items),
    blockBits('UNI_INDEX_BITS'),
    pool.index('uni_index', numbers),
    pool.blocks('uni_blocks'),
    cArray('UniSpecial', 'uni_specials', specials),
  ].join('');
}
