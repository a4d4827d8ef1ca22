/**
 * What is to be compiled: the uops of the op table and the back end's own, each with its body, in batches of
 * a few hundred functions. Every uop that traces use must have a body, and every body a declaration.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EMIT_UOPS } from '../../ts/emit/emit-uops.ts';
import type { VariantShape } from '../../ts/emit/variants.ts';
import { variantIsUsable, variantShape } from '../../ts/emit/variants.ts';
import type { Uop } from '../../ts/ops/types.ts';
import type { Body, BodyFile } from './bodies.ts';
import { stencilFunction, stencilPrelude } from './generate-c.ts';
import type { Target } from './targets.ts';

export interface UopJob {
  readonly uop: Uop;
  readonly shape: VariantShape;
  readonly body: Body;
}

export interface Batch {
  /** Names the batch in messages. */
  readonly title: string;
  readonly file: BodyFile;
  readonly jobs: readonly UopJob[];
  readonly functions: number;
}

const BATCH_FUNCTIONS = 320;

/** Uops of every table in ts/ops: modules there export them as arrays or single objects. */
export async function loadUops(root: string): Promise<Uop[]> {
  const found = new Map<string, Uop>();
  const folder = join(root, 'ts', 'ops');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts')) : [];
  for (const file of files) {
    const module: Record<string, unknown> = await import(pathToFileURL(join(folder, file)).href);
    for (const value of Object.values(module)) for (const uop of uopsIn(value)) found.set(uop.name, uop);
  }
  for (const uop of EMIT_UOPS) found.set(uop.name, uop);
  return [...found.values()];
}

function uopsIn(value: unknown): Uop[] {
  if (Array.isArray(value)) return value.flatMap((item) => (isUop(item) ? [item] : []));
  if (value instanceof Map) return uopsIn([...value.values()]);
  if (isUop(value)) return [value];
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
    ? uopsIn(Object.values(value))
    : [];
}

function isUop(value: unknown): value is Uop {
  if (value === null || typeof value !== 'object') return false;
  const candidate = value as Partial<Uop>;
  return (
    typeof candidate.name === 'string' &&
    candidate.name.startsWith('_') &&
    Array.isArray(candidate.ins) &&
    Array.isArray(candidate.outs) &&
    typeof candidate.registers === 'string'
  );
}

export function makeBatches(uops: readonly Uop[], files: readonly BodyFile[]): Batch[] {
  const declared = new Map<string, Uop>(uops.map((uop) => [uop.name, uop]));
  const problems: string[] = [];
  const batches: Batch[] = [];
  const bodied = new Set<string>();
  for (const file of files) {
    let jobs: UopJob[] = [];
    let functions = 0;
    const close = (): void => {
      if (jobs.length === 0) return;
      batches.push({ title: `${file.file} (${jobs[0].uop.name} …)`, file, jobs, functions });
      jobs = [];
      functions = 0;
    };
    for (const body of file.bodies) {
      const uop = declared.get(body.name);
      if (bodied.has(body.name)) problems.push(`${file.file}:${body.line}: ${body.name} has a second body`);
      bodied.add(body.name);
      if (!uop) problems.push(`${file.file}:${body.line}: ${body.name} is not declared in ts/ops`);
      else if (uop.tier !== 1) {
        const job = { uop, shape: variantShape(uop), body };
        if (functions + job.shape.count > BATCH_FUNCTIONS) close();
        jobs.push(job);
        functions += job.shape.count;
      }
    }
    close();
  }
  for (const uop of uops)
    if (uop.tier !== 1 && !bodied.has(uop.name)) problems.push(`${uop.name} has no body in stencils/`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return batches;
}

/** Function names are `UOP.VARIANT` with the dot as `__`: unique, and short in the object's symbol table. */
export const stencilName = (uop: string, variant: number): string => `S${uop}__${variant}`;

export function batchSource(batch: Batch, target: Target): string {
  const parts = [stencilPrelude(), batch.file.prelude];
  for (const { uop, shape, body } of batch.jobs) {
    for (let variant = 0; variant < shape.count; variant++) {
      if (!variantIsUsable(shape, variant)) continue;
      const name = stencilName(uop.name, variant);
      // Each variant's messages point into the body's own file.
      parts.push(`#line ${body.line} "stencils/${batch.file.file}"`);
      parts.push(stencilFunction(uop, shape, variant, name, body.text, target));
    }
  }
  return `${parts.join('\n')}\n`;
}
