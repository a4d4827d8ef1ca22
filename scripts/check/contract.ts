/**
 * Fails when something that ts/contract declares is written by hand again, in C or in TypeScript: a number copied is a number that can be
 * wrong on one side. What each rule catches is shown by the fixtures of tests/scripts/check-contract.test.ts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderContract } from '../contract/declarations.ts';
import { loadModule } from '../contract/source.ts';
import { withoutComments } from '../sources/prose.ts';

/** What is declared: names in C, names in TypeScript, and lists whose order is their numbers. */
export interface Declared {
  readonly cNames: ReadonlySet<string>;
  readonly tsNames: ReadonlySet<string>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

export async function declared(): Promise<Declared> {
  const cNames = new Set<string>();
  const tsNames = new Set<string>();
  const lists = new Map<string, readonly string[]>();
  for (const { file, texts } of await renderContract()) {
    for (const { names } of texts) for (const name of names) cNames.add(name);
    for (const [name, value] of Object.entries((await loadModule(file)).exports)) {
      tsNames.add(name);
      if (Array.isArray(value) && value.every((item) => typeof item === 'string')) lists.set(name, value);
    }
  }
  return { cNames, tsNames, lists };
}

/** Beginnings of names that only the contract gives to constants. */
const FAMILY =
  /^(KIND|LOC|REPR|EXIT|VIRTUAL|STORE|ATTR|ANCHOR|RECORD|JIT_EVENT|STRESS|FRAME|OPERAND|GEN|CO|LOCAL|BLOB|COMPILE|COMPARE|CMP|INTRINSIC|COMMON|TAG|GIVE_UP|V)_/;
/** Constants of C's own whose names begin like those. */
const NOT_OURS = new Set(['RECORD_CODE_LOAD']);
/** Rooms of native/ that work with the contract's fields. */
const CONTRACT_ROOMS = /^(native\/(jit|interp|addon|heap)|stencils)\//;
/** Fields that hold the contract's numbers. */
const C_FIELDS =
  /(?:->|\.)(kind|state|field|reason)\b\s*(?:==|!=|&)\s*(0x[\da-f]+|[1-9]\d*|'.')|\b(?:frame|code|caller|callee|root|from)->flags\s*[&|]\s*~?(?:0x[\da-f]+|\d+)/gi;
const TS_FIELDS =
  /(?:\.|\b)(kind|flags|state|operand|iterOp|stress)\s*(?:===|!==|==|!=|&|\|)\s*(?:0x[\da-f]+|[1-9]\d*)\b/gi;

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** Complaints about a C file, each beginning with its line. `file` from the root. */
export function complaintsInC(file: string, source: string, { cNames }: Declared): string[] {
  const found: string[] = [];
  const text = withoutComments(source);
  const complain = (index: number, message: string) => found.push(`${lineOf(text, index)}: ${message}`);
  const declares = (name: string, index: number): void => {
    if (cNames.has(name)) complain(index, `${name} comes from generated/contract.h`);
    else if (FAMILY.test(name) && !NOT_OURS.has(name))
      complain(index, `${name} is of a family that ts/contract declares`);
  };
  for (const match of text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+(?=.*\d)[^(\n]*$/gm))
    declares(match[1], match.index);
  for (const { index, 1: name } of text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)\b/gm))
    if (cNames.has(name) && !found.some((line) => line.includes(` ${name} `)))
      complain(index, `${name} comes from generated/contract.h`);
  for (const body of text.matchAll(/\benum\b[^{;()]*\{([^}]*)\}/g)) {
    const start = body.index + body[0].indexOf('{') + 1;
    for (const item of body[1].matchAll(/(?:^|,)\s*([A-Za-z_]\w*)/g)) declares(item[1], start + item.index);
  }
  for (const { index, 1: name } of text.matchAll(/\bstruct\s+(\w+)\s*\{/g))
    if (cNames.has(name)) complain(index, `struct ${name} comes from generated/contract.h`);
  for (const { index, 1: name } of text.matchAll(/\bconst\s+\w+\s+(\w+)\s*=\s*\d/g))
    if (cNames.has(name)) complain(index, `${name} comes from generated/contract.h`);
  if (CONTRACT_ROOMS.test(file)) {
    for (const match of text.matchAll(C_FIELDS))
      complain(match.index, `\`${match[0]}\`: a number where ts/contract has a name`);
    for (const { index, 1: block } of text.matchAll(
      /\bswitch\s*\([^)]*(?:kind|field|reason)\b\)*\s*\{([\s\S]*?)\n\s*\}/g,
    ))
      for (const label of block.matchAll(/\bcase\s+(\d+|'.')\s*:/g))
        complain(index, `\`case ${label[1]}\`: a number where ts/contract has a name`);
  }
  return found;
}

/** Complaints about a TypeScript file outside of ts/contract. */
export function complaintsInTs(source: string, { cNames, tsNames, lists }: Declared): string[] {
  const found: string[] = [];
  const text = withoutComments(source);
  const complain = (index: number, message: string) => found.push(`${lineOf(text, index)}: ${message}`);
  for (const { index, 1: name } of text.matchAll(/\b(?:const|let)\s+(\w+)\s*(?::[^=\n]*)?=\s*(?=['"\d[{-])/g))
    if (tsNames.has(name) || cNames.has(name)) complain(index, `${name} is declared in ts/contract`);
  for (const { index, 1: name } of text.matchAll(
    /\b(?:const|let)\s+(\w+)\s*(?::[^=\n]*)?=\s*-?(?:0x[\da-f]+|\d+)\b/gi,
  ))
    if (
      (FAMILY.test(name) || /^(SIZEOF|OFFSETOF|GENERATOR)_/.test(name)) &&
      !tsNames.has(name) &&
      !cNames.has(name)
    )
      complain(index, `${name} is of a family that ts/contract declares`);
  for (const { index, 1: names } of text.matchAll(/\b(?:const|let)\s+\[([^\]]*)\]\s*=\s*\[/g))
    for (const name of names.split(',').map((item) => item.trim()))
      if (tsNames.has(name) || cNames.has(name) || FAMILY.test(name))
        complain(index, `${name} is of a family that ts/contract declares`);
  for (const match of text.matchAll(TS_FIELDS))
    complain(match.index, `\`${match[0]}\`: a number where ts/contract has a name`);
  for (const [name, list] of lists) {
    const item = (word: string): string => `['"]${word.replace(/[^\w]/g, '\\$&')}['"]`;
    const copy = new RegExp(list.map(item).join('\\s*[,|]\\s*'), 'g');
    for (const { index } of text.matchAll(copy)) complain(index, `${name} of ts/contract once more`);
  }
  for (const { index, 0: words } of source.matchAll(
    /[Kk]eep (?:this |it )?in step|[Ii]n the order of \w+\.[ch]\b/g,
  ))
    complain(index, `"${words}": what must agree is declared in ts/contract`);
  return found;
}

function* sources(folder: string, endings: RegExp): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!['generated', 'contract', 'tests'].includes(entry.name)) yield* sources(path, endings);
    } else if (endings.test(entry.name)) yield path;
  }
}

async function main(): Promise<void> {
  const contract = await declared();
  let errors = 0;
  const report = (file: string, complaints: readonly string[]): void => {
    for (const complaint of complaints) console.error(`${file}:${complaint}`);
    errors += complaints.length;
  };
  for (const folder of ['native', 'stencils'])
    for (const file of sources(folder, /\.(c|cc|h)$/))
      report(file, complaintsInC(file, readFileSync(file, 'utf8'), contract));
  for (const file of sources('ts', /\.ts$/))
    report(file, complaintsInTs(readFileSync(file, 'utf8'), contract));
  if (errors > 0) process.exit(1);
  console.log('what C and TypeScript share is declared once');
}

if (process.argv[1]?.endsWith('check/contract.ts')) await main();
