/** C for the notations of ts/contract: enumerations, numbers, structs, and the assertions that say what TypeScript relies on. */
import type { ContractModule } from './source.ts';

/** What one declaration becomes. */
export interface CText {
  /** Text of contract.h. */
  readonly header: string;
  /** Assertions, which need all of the runtime's headers. */
  readonly checks: readonly string[];
  /** Names that C gets from here and from nowhere else. */
  readonly names: readonly string[];
}

/** A declaration of a module's export `name`. */
export type Item = { readonly name: string; render(module: ContractModule): CText };

type Numbers = Readonly<Record<string, number | string>>;

/** 'closure-cell', 'iter.i', 'resumeIp', 'AssertionError' → CLOSURE_CELL, ITER_I, RESUME_IP, ASSERTION_ERROR */
export const constantName = (name: string): string => snake(name).toUpperCase();
export const snake = (name: string): string =>
  name
    .replace(/[^\w]/g, '_')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/^[A-Z0-9_]+$|[A-Z]/g, (text) => text.toLowerCase());

const comment = (text: string | undefined): string => (text ? ` /* ${text.replaceAll('*/', '* /')} */` : '');
const docLines = (text: string): string[] => (text ? [`/* ${text.replaceAll('*/', '* /')} */`] : []);
const value = (v: number | string): string =>
  typeof v === 'string' ? `'${v}'` : v > 0xffff ? `0x${v.toString(16)}` : String(v);

function enumText(
  module: ContractModule,
  name: string,
  rows: [string, string, string][],
  type: string,
): CText {
  const comments = module.rowComments(name);
  const header = [
    ...docLines(module.doc(name)),
    type ? `typedef enum ${type} {` : 'enum {',
    ...rows.map(([key, constant, number]) => `  ${constant} = ${number},${comment(comments.get(key))}`),
    type ? `} ${type};` : '};',
  ];
  return { header: header.join('\n'), checks: [], names: rows.map(([, constant]) => constant) };
}

/** Two that were added at the same time may have taken the same number. Shifts and masks say where something is, not what. */
function refuseDuplicates(name: string, table: Numbers): void {
  const seen = new Map<number | string, string>();
  for (const [key, number] of Object.entries(table)) {
    if (/(^|_)(SHIFT|MASK)$/.test(key)) continue;
    const other = seen.get(number);
    if (other !== undefined) throw new Error(`${name}: ${other} and ${key} are both ${number}`);
    seen.set(number, key);
  }
}

/** A table of numbers or characters: PREFIX + key. `type`: the C type's name; `count`: one enumerator more. */
export const enumeration = (name: string, prefix: string, type = '', count = ''): Item => ({
  name,
  render(module) {
    const table = module.exports[name] as Numbers;
    refuseDuplicates(name, table);
    const rows = Object.entries(table).map(([key, v]): [string, string, string] => [
      key,
      prefix + constantName(key),
      value(v),
    ]);
    if (count) rows.push(['', count, String(rows.length)]);
    return enumText(module, name, rows, type);
  },
});

/** A list, or a table's keys, whose order is its numbers. `more`: exports that are numbers of the same type, and their names in C. */
export const ordered = (
  name: string,
  prefix: string,
  type = '',
  more: Readonly<Record<string, string>> = {},
): Item => ({
  name,
  render(module) {
    const list = module.exports[name] as readonly string[] | Readonly<Record<string, string>>;
    const keys = Array.isArray(list) ? (list as readonly string[]) : Object.keys(list);
    const rows = keys.map((key, i): [string, string, string] => [key, prefix + constantName(key), String(i)]);
    for (const [key, cName] of Object.entries(more))
      rows.push([key, cName, value(module.exports[key] as number)]);
    return enumText(module, name, rows, type);
  },
});

/** Words that C handles as 64-bit values. */
export const words = (name: string, prefix: string): Item => ({
  name,
  render(module) {
    const comments = module.rowComments(name);
    const rows = Object.entries(module.exports[name] as Numbers);
    const names = rows.map(([key]) => prefix + constantName(key));
    const lines = rows.map(
      ([key, v], i) => `#define ${names[i]} ((uint64_t)${value(v)})${comment(comments.get(key))}`,
    );
    return { header: [...docLines(module.doc(name)), ...lines].join('\n'), checks: [], names };
  },
});

/** A single number or text, under its own name or the one given. */
export const constant = (name: string, cName = name, type = ''): Item => ({
  name,
  render(module) {
    const v = module.exports[name] as number | string;
    const text = typeof v === 'string' ? `"${v}"` : type ? `((${type})${value(v)})` : '';
    const line = text ? `#define ${cName} ${text}` : `enum { ${cName} = ${value(v)} };`;
    return { header: [...docLines(module.doc(name)), line].join('\n'), checks: [], names: [cName] };
  },
});

const offsets = (type: string, table: Numbers, unit: number): string[] =>
  Object.entries(table)
    .filter(([key]) => key !== 'WORDS' && key !== 'SIZE')
    .map(([key, at]) => assertion(`offsetof(${type}, ${snake(key)}) == ${Number(at) * unit}`));
const assertion = (condition: string): string => `_Static_assert(${condition}, "ts/contract");`;

/**
 * A record of 32-bit words, whose C struct is made from the table. `fields`: C declarations of those that are no uint32_t;
 * `tail`: of the array that follows.
 */
export const record = (
  name: string,
  type: string,
  { fields = {}, tail = '' }: { fields?: Readonly<Record<string, string>>; tail?: string } = {},
): Item => ({
  name,
  render(module) {
    const table = module.exports[name] as Readonly<Record<string, number>>;
    const comments = module.rowComments(name);
    const size = table.WORDS;
    const lines: string[] = [];
    let next = 0;
    for (const [key, at] of Object.entries(table)) {
      if (key !== 'WORDS' && !fields[key]) {
        if (at !== next) throw new Error(`${module.file}: ${name}.${key} is at ${at}, expected ${next}`);
        next = at + 1;
      } else if (key !== 'WORDS') next = nextOffset(table, at);
      if (key !== 'WORDS')
        lines.push(`  ${fields[key] ?? `uint32_t ${snake(key)}`};${comment(comments.get(key))}`);
    }
    for (; next < size; next++) lines.push(`  uint32_t pad${next};`);
    if (tail) lines.push(`  ${tail};`);
    const header = [...docLines(module.doc(name)), `typedef struct ${type} {`, ...lines, `} ${type};`];
    const checks = [assertion(`sizeof(${type}) == ${4 * size}`), ...offsets(type, table, 4)];
    return { header: header.join('\n'), checks, names: [type] };
  },
});

const nextOffset = (table: Readonly<Record<string, number>>, at: number): number =>
  Math.min(...Object.values(table).filter((other) => other > at));

/** Byte offsets in a struct that C declares. */
export const layout = (name: string, type: string): Item => ({
  name,
  render(module) {
    const table = module.exports[name] as Readonly<Record<string, number>>;
    const checks = offsets(type, table, 1);
    if (table.SIZE !== undefined) checks.push(assertion(`sizeof(${type}) == ${table.SIZE}`));
    return { header: '', checks, names: [] };
  },
});

/** A number that C has under another name or as an expression. */
export const agrees = (name: string, expression: string): Item => ({
  name,
  render: (module) => ({
    header: '',
    checks: [assertion(`${expression} == ${module.exports[name]}`)],
    names: [],
  }),
});

/** The keys of one part of a table, as strings. */
export const keyTexts = (name: string, part: string, prefix: string): Item => ({
  name,
  render(module) {
    const table = module.exports[name] as Readonly<Record<string, Readonly<Record<string, string>>>>;
    const rows = Object.entries(table[part]).map(([key, doc]) => ({
      key,
      doc,
      name: prefix + constantName(key),
    }));
    const lines = rows.map((row) => `#define ${row.name} "${row.key}"${comment(row.doc)}`);
    return { header: lines.join('\n'), checks: [], names: rows.map((row) => row.name) };
  },
});

/** TypeScript's alone, or made from others. */
export const typescriptOnly = (name: string): Item => ({
  name,
  render: () => ({ header: '', checks: [], names: [] }),
});
