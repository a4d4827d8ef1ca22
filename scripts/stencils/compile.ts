/**
 * Compiles one batch for one target: C → assembly → rewritten assembly → object → stencils. Results are kept
 * in build/stencils/cache, named by the digest of everything they were made from.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FORMULA_OF, TargetKind } from '../../ts/emit/library-format.ts';
import { rewriteAssembly } from './assembly.ts';
import { ARM_SYNTAX, X86_SYNTAX } from './assembly-syntax.ts';
import type { ElfObject, ElfRelocation, ElfSection } from './elf.ts';
import { parseObject, READOBJ_FLAGS } from './elf.ts';
import type { Target } from './targets.ts';
import { CLANG, READOBJ } from './targets.ts';

export interface CompiledReloc {
  readonly offset: number;
  readonly formula: number;
  readonly target: number;
  /** Hole number, offset in a stream, or index into `CompiledBatch.symbols` or `.data`. */
  readonly index: number;
  readonly addend: number;
}

export interface CompiledStencil {
  readonly name: string;
  /** Base64. */
  readonly hot: string;
  readonly cold: string;
  readonly hotRelocs: readonly CompiledReloc[];
  readonly coldRelocs: readonly CompiledReloc[];
}

export interface CompiledBatch {
  readonly stencils: readonly CompiledStencil[];
  readonly symbols: readonly string[];
  readonly data: readonly { readonly bytes: string; readonly alignment: number }[];
}

export interface CompileJob {
  readonly title: string;
  readonly source: string;
  readonly target: Target;
  /** What it depends on besides its source: headers, compiler, this pipeline. See scripts/build-stencils.ts. */
  readonly environment: string;
}

export interface Workspace {
  readonly root: string;
  readonly cache: string;
}

/** Headers are named from native/, as in `#include "core/value.h"`. */
export const includeFlags = (root: string): string[] => ['-I', join(root, 'native')];

/** Comments and layout of the text do not count. */
export function cacheKey(job: CompileJob): string {
  const hash = createHash('sha256');
  const source = job.source.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/\s+/g, ' ');
  for (const part of [job.environment, job.target.name, job.target.flags.join(' '), source])
    hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 32);
}

/** Throws with the compiler's messages. */
export async function compileBatch(job: CompileJob, space: Workspace): Promise<CompiledBatch> {
  const key = cacheKey(job);
  const cached = join(space.cache, `${key}.json`);
  if (existsSync(cached)) return JSON.parse(readFileSync(cached, 'utf8')) as CompiledBatch;
  mkdirSync(space.cache, { recursive: true });
  const warnings = [
    '-Wall',
    '-Wextra',
    '-Wno-unused',
    '-Wno-unused-parameter',
    '-Wno-sign-compare',
    '-Wno-tautological-compare',
  ];
  const flags = [...job.target.flags, ...warnings, ...includeFlags(space.root)];
  const assembly = await run(CLANG, [...flags, '-x', 'c', '-S', '-o', '-', '-'], job.source, job.title);
  const syntax = job.target.name === 'x86_64' ? X86_SYNTAX : ARM_SYNTAX;
  const rewritten = rewriteAssembly(assembly, syntax, key.slice(0, 12));
  const object = join(space.cache, `${key}.o`);
  const assembler = job.target.flags.filter((flag) => flag.startsWith('--target'));
  try {
    await run(CLANG, [...assembler, '-x', 'assembler', '-c', '-o', object, '-'], rewritten.text, job.title);
    const json = await run(READOBJ, [...READOBJ_FLAGS, object], '', job.title);
    const result = collectStencils(parseObject(json), rewritten.stencils, job.title);
    writeFileSync(cached, JSON.stringify(result));
    return result;
  } catch (error) {
    writeFileSync(join(space.cache, 'failed.s'), rewritten.text);
    throw error;
  } finally {
    rmSync(object, { force: true });
  }
}

function run(command: string, args: readonly string[], input: string, title: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (error) => reject(new Error(`cannot run ${command}: ${error.message}`)));
    child.on('close', (status) => {
      const messages = Buffer.concat(err).toString();
      if (status !== 0) reject(new Error(`${title}:\n${fromFirstError(messages)}`));
      else resolve(Buffer.concat(out).toString());
    });
    // The compiler may stop reading at its first error; its messages say why.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

const fromFirstError = (messages: string): string => {
  const first = messages.search(/^.*\berror: /m);
  return messages.slice(Math.max(first, 0), Math.max(first, 0) + 3000);
};

interface Span {
  readonly stencil: number;
  readonly start: number;
  readonly end: number;
}

function collectStencils(object: ElfObject, names: readonly string[], title: string): CompiledBatch {
  const symbols: string[] = [];
  const dataNames: string[] = [];
  const data: { bytes: string; alignment: number }[] = [];
  for (const section of object.sections) {
    if (!section.name.startsWith('.rodata')) continue;
    if (section.relocations.length > 0)
      throw new Error(`${title}: constants with addresses: ${section.name}`);
    const inside = object.symbols
      .filter((symbol) => symbol.section === section.name && symbol.name.startsWith('_DATA_'))
      .sort((a, b) => a.value - b.value);
    inside.forEach((symbol, i) => {
      const bytes = section.bytes.subarray(symbol.value, inside[i + 1]?.value ?? section.bytes.length);
      dataNames.push(symbol.name);
      data.push({ bytes: Buffer.from(bytes).toString('base64'), alignment: section.alignment });
    });
  }
  const places = new Map(object.symbols.map((symbol) => [symbol.name, symbol]));
  const stream = (kind: 'hot' | 'cold'): { section: ElfSection; spans: Span[] } => {
    const section = object.sections.find((s) => s.name === `.text.${kind}`);
    if (!section) throw new Error(`${title}: no ${kind} section`);
    const starts = names.map((name) => places.get(`${name}.${kind}`)?.value ?? 0);
    const spans = starts.map((start, stencil) => ({
      stencil,
      start,
      end: starts[stencil + 1] ?? section.bytes.length,
    }));
    return { section, spans };
  };
  const hot = stream('hot');
  const cold = stream('cold');

  const classify = (relocation: ElfRelocation, span: Span): [target: number, index: number] => {
    const { symbol } = relocation;
    const hole = /^_JIT_IMM(?:32|S32|64)_(\d+)$/.exec(symbol);
    if (hole) return [TargetKind.HOLE, Number(hole[1])];
    if (symbol === '_JIT_CONTINUE') return [TargetKind.CONTINUE, 0];
    if (symbol === '_JIT_EXIT') return [TargetKind.EXIT, 0];
    if (symbol === '_JIT_RAISE') return [TargetKind.RAISE, 0];
    if (symbol === '_JIT_TARGET') return [TargetKind.TARGET, 0];
    if (symbol.startsWith('_DATA_')) return [TargetKind.DATA, dataNames.indexOf(symbol)];
    const place = places.get(symbol);
    if (place?.section === '.text.hot') return [TargetKind.HOT, place.value - hot.spans[span.stencil].start];
    if (place?.section === '.text.cold')
      return [TargetKind.COLD, place.value - cold.spans[span.stencil].start];
    if (!symbols.includes(symbol)) symbols.push(symbol);
    return [TargetKind.SYMBOL, symbols.indexOf(symbol)];
  };
  const relocate = ({ section, spans }: { section: ElfSection; spans: Span[] }): CompiledReloc[][] => {
    const result: CompiledReloc[][] = spans.map(() => []);
    let at = 0;
    for (const relocation of [...section.relocations].sort((a, b) => a.offset - b.offset)) {
      while (relocation.offset >= spans[at].end) at++;
      const formula = FORMULA_OF[relocation.type];
      if (formula === undefined) throw new Error(`${names[at]}: unknown relocation ${relocation.type}`);
      const [target, index] = classify(relocation, spans[at]);
      const offset = relocation.offset - spans[at].start;
      result[at].push({ offset, formula, target, index, addend: relocation.addend });
    }
    return result;
  };
  const hotRelocs = relocate(hot);
  const coldRelocs = relocate(cold);
  const bytes = (part: { section: ElfSection; spans: Span[] }, i: number): string =>
    Buffer.from(part.section.bytes.subarray(part.spans[i].start, part.spans[i].end)).toString('base64');
  return {
    stencils: names.map((name, i) => ({
      name,
      hot: bytes(hot, i),
      cold: bytes(cold, i),
      hotRelocs: hotRelocs[i],
      coldRelocs: coldRelocs[i],
    })),
    symbols,
    data,
  };
}
