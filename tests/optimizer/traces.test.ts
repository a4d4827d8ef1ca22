/**
 * Every `.trace` file: the text after the passes; both sides executed, also with each pass left out. UPDATE=1
 * rewrites the `after` sections.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printTrace } from '../../ts/ir/print.ts';
import { ModelHeap } from '../../ts/ir/reference/model-heap.ts';
import { verify } from '../../ts/ir/verifier.ts';
import { PASSES } from '../../ts/optimizer/optimize.ts';
import {
  compareRuns,
  optimizeText,
  parseOptimized,
  parseRecorded,
  readTraceFile,
  variations,
} from './trace-file.ts';

const root = join(import.meta.dirname, '..', 'traces');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.trace'))
  .sort();

describe.each(files)('%s', (name) => {
  const path = join(root, name);
  const text = readFileSync(path, 'utf8');
  const file = readTraceFile(text);

  it('reads and prints the same', () => {
    const trace = parseRecorded(file.before, new ModelHeap(file.heap));
    verify(trace);
    const printed = printTrace(trace);
    expect(printTrace(parseRecorded(printed, new ModelHeap(file.heap)))).toBe(printed);
    const after = printTrace(optimizeText(file));
    expect(printTrace(parseOptimized(after, new ModelHeap(file.heap)))).toBe(after);
  });

  it('becomes the expected trace', () => {
    const optimized = optimizeText(file);
    verify(optimized);
    const printed = printTrace(optimized);
    if (process.env.UPDATE) {
      const at = text.indexOf('\nafter\n');
      const indented = printed.replace(/^(?=.)/gm, '  ');
      writeFileSync(path, `${at < 0 ? text : text.slice(0, at)}\nafter\n${indented}`);
    } else expect(printed).toBe(file.after);
  });

  it('means the same', () => {
    const [optimized, forcible] = [optimizeText(file), optimizeText(file, undefined, true)];
    for (const input of file.inputs.flatMap(variations)) compareRuns(file, optimized, forcible, input);
  });

  it.each([...PASSES, 'everything'] as const)('means the same without %s', (left) => {
    const without = left === 'everything' ? PASSES : [...new Set([...(file.options.without ?? []), left])];
    const optimized = optimizeText(file, without);
    verify(optimized);
    const forcible = optimizeText(file, without, true);
    for (const input of file.inputs) compareRuns(file, optimized, forcible, input);
  });
});
