/**
 * What of the headers a batch of stencils can see: the declarations that its text names, those that these name, and so on. The digest
 * of a batch is made of that, so that a new function, name or field of the context costs nobody a minute of compiling.
 *
 * Input is what the preprocessor leaves, with macros (`clang -E -P -dD`). Of the context, which nearly every change adds to, only the fields
 * that the batch can name count, with their offsets; of an enumeration, only the constants.
 */

interface Declaration {
  /** Empty: it always counts. */
  readonly names: readonly string[];
  readonly text: string;
  readonly mentions: readonly string[];
}

const IDENTIFIER = /[A-Za-z_]\w*/g;
const identifiers = (text: string): string[] => text.match(IDENTIFIER) ?? [];

/** The largest record, whose layout is given instead of its text. */
const CONTEXT = 'Ctx';

export class SeenHeaders {
  readonly #always: Declaration[] = [];
  readonly #byName = new Map<string, Declaration[]>();

  /** `layouts`: what `clang -fdump-record-layouts` prints. */
  constructor(preprocessed: string, layouts: string) {
    for (const declaration of fieldsOf(CONTEXT, layouts)) this.#add(declaration);
    for (const text of topLevel(preprocessed))
      for (const declaration of declarations(text)) this.#add(declaration);
  }

  #add(declaration: Declaration): void {
    if (declaration.names.length === 0) this.#always.push(declaration);
    for (const name of declaration.names) {
      const others = this.#byName.get(name);
      if (others) others.push(declaration);
      else this.#byName.set(name, [declaration]);
    }
  }

  /** The text that code which consists of `source` depends on. */
  seenBy(source: string): string {
    const seen = new Set<Declaration>(this.#always);
    const named = new Set<string>();
    const waiting = identifiers(source);
    for (const declaration of this.#always) waiting.push(...declaration.mentions);
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (named.has(name)) continue;
      named.add(name);
      for (const declaration of this.#byName.get(name) ?? []) {
        if (seen.has(declaration)) continue;
        seen.add(declaration);
        waiting.push(...declaration.mentions);
      }
    }
    return [...seen]
      .map(({ text }) => text)
      .sort()
      .join('\n');
  }
}

/** Fields of a record and of the records in it, with their offsets. */
function fieldsOf(record: string, layouts: string): Declaration[] {
  const dumps = layouts.split('*** Dumping AST Record Layout');
  const dump = dumps.find((text) => new RegExp(`^\\s*0 \\| struct ${record}$`, 'm').test(text));
  if (!dump) throw new Error(`clang printed no layout of struct ${record}`);
  return [...dump.matchAll(/^\s*([\d:-]+) \|\s+(.*\S)\s+(\w+)$/gm)].map(([, offset, shown, name]) => {
    const type = shown.replace(/\(unnamed[^)]*\)/, '');
    return { names: [name], text: `${offset} ${type} ${name}`, mentions: identifiers(type) };
  });
}

/** Macros and top-level declarations, whatever is spread over lines in one piece. */
function topLevel(preprocessed: string): string[] {
  const items: string[] = [];
  let item = '';
  let depth = 0;
  const token = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w.]+|\s+|[^\w\s]/g;
  for (const line of preprocessed.split('\n')) {
    if (line.startsWith('#')) {
      items.push(line);
      continue;
    }
    for (const [text] of line.matchAll(token)) {
      item += /^\s+$/.test(text) ? ' ' : text;
      if (text === '{' || text === '(') depth++;
      else if (text === '}' || text === ')') depth--;
      const ends = depth === 0 && (text === ';' || (text === '}' && isFunction(item)));
      if (!ends) continue;
      items.push(item.trim());
      item = '';
    }
    item += ' ';
  }
  if (item.trim() !== '') items.push(item.trim());
  return items;
}

const withoutAttributes = (text: string): string =>
  text.replace(/__attribute__\s*\(\((?:[^()]|\([^()]*\))*\)\)|__asm__\s*\([^()]*\)/g, ' ');

/** A definition with a body: a parameter list comes before the brace. */
const isFunction = (item: string): boolean =>
  !/^\s*(typedef|enum)\b/.test(item) && /\)\s*$/.test(withoutAttributes(item.slice(0, item.indexOf('{'))));

function declarations(item: string): Declaration[] {
  const macro = /^#\s*(?:define|undef)\s+(\w+)/.exec(item);
  if (macro) return [{ names: [macro[1]], text: item, mentions: identifiers(item) }];
  if (item.startsWith('#') || /^_Static_assert\b/.test(item)) return []; // pragmas are in the pipeline's flags
  const bare = withoutAttributes(item);
  const constants = /\benum\b[^{;()]*\{([^}]*)\}/.exec(bare);
  const listed = constants && valuesOf(constants[1]);
  if (listed) {
    const rest = bare.replace(constants[1], '');
    return [
      ...listed.map(([name, value]) => ({ names: [name], text: `${name} = ${value}`, mentions: [] })),
      { names: identifiers(rest), text: rest, mentions: [] },
    ];
  }
  const whole = { text: item, mentions: identifiers(item) };
  if (isFunction(item)) return [{ names: functionName(bare), ...whole }];
  const record = /^(?:typedef\s+)?(?:const\s+)?(?:struct|union|enum)\s+(\w+)?\s*\{/.exec(bare);
  if (record) {
    const after = identifiers(bare.slice(bare.lastIndexOf('}')));
    const names = [
      ...(record[1] ? [record[1]] : []),
      ...after,
      ...(constants ? identifiers(constants[1]) : []),
    ];
    if (record[1] === CONTEXT || after.includes(CONTEXT))
      return [{ names, text: `struct ${CONTEXT}`, mentions: [] }];
    return [{ names, ...whole }];
  }
  if (/^typedef\b/.test(bare)) {
    const pointer = /\(\s*\*\s*(\w+)\s*\)/.exec(bare);
    return [
      { names: pointer ? [pointer[1]] : identifiers(bare.replace(/\[[^\]]*\]/g, '')).slice(-1), ...whole },
    ];
  }
  if (/^(?:struct|union|enum)\s+\w+\s*;$/.test(bare)) return [];
  return [{ names: functionName(bare), ...whole }];
}

/** Of a function or a variable. */
function functionName(bare: string): string[] {
  const head = bare.slice(0, bare.search(/[=;{]|$/)).replace(/\[[^\]]*\]/g, '');
  const pointer = /\(\s*\*\s*(\w+)/.exec(head);
  const before = head.includes('(') ? head.slice(0, head.indexOf('(')) : head;
  const name = identifiers(before).at(-1);
  return [...(name ? [name] : []), ...(pointer ? [pointer[1]] : [])];
}

/** Undefined when a value is not a plain number. */
function valuesOf(body: string): [string, number][] | undefined {
  const result: [string, number][] = [];
  let next = 0;
  for (const part of body.split(',').map((text) => text.trim())) {
    if (part === '') continue;
    const found = /^(\w+)(?:\s*=\s*(-?\w+))?$/.exec(part);
    if (!found) return undefined;
    if (found[2] !== undefined) next = Number(found[2]);
    if (Number.isNaN(next)) return undefined;
    result.push([found[1], next++]);
  }
  return result;
}
