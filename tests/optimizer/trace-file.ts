/**
 * `.trace` files: a heap, a recorded trace, what the passes make of it. See docs/trace-format.md. Both sides
 * are executed and compared, so an expected text cannot bless a miscompile.
 */

import { op } from '../../ts/ir/op-table.ts';
import * as parse from '../../ts/ir/parse.ts';
import { type EvaluateOptions, Evaluator, type Outcome } from '../../ts/ir/reference/evaluate.ts';
import { ModelHeap } from '../../ts/ir/reference/model-heap.ts';
import type { OptimizedTrace, RecordedTrace, Trace } from '../../ts/ir/trace.ts';
import { ModelWorld } from '../../ts/optimizer/model-world.ts';
import { type OptimizeOptions, optimize, PASSES, type PassName } from '../../ts/optimizer/optimize.ts';

export interface TraceFile {
  readonly options: OptimizeOptions;
  readonly heap: readonly string[];
  readonly inputs: readonly string[][];
  readonly before: string;
  readonly after: string;
}

const SECTIONS = ['heap', 'inputs', 'before', 'after'];

export function readTraceFile(text: string): TraceFile {
  const sections: Record<string, string[]> = { head: [], heap: [], inputs: [], before: [], after: [] };
  let current = sections.head;
  for (const line of text.split('\n')) {
    const word = line.trim();
    if (SECTIONS.includes(word)) current = sections[word];
    else if (word && !word.startsWith('//')) current.push(word);
  }
  const [, list] = /^pass (.*)$/.exec(sections.head.join('\n')) ?? [];
  if (!list) throw new Error('a trace file names its passes: pass types unbox, or pass all');
  const named = list.split(' ');
  const without = named[0] === 'all' ? [] : PASSES.filter((pass) => !named.includes(pass));
  return {
    options: { without },
    heap: sections.heap,
    inputs: sections.inputs.map((line) => line.split(' ')),
    before: sections.before.join('\n'),
    after: sections.after.map((line) => `${line}\n`).join(''),
  };
}

export const parseRecorded = (text: string, heap: ModelHeap): RecordedTrace =>
  parse.parseRecorded(text, op, (name) => heap.constant(name));
export const parseOptimized = (text: string, heap: ModelHeap): OptimizedTrace =>
  parse.parseOptimized(text, op, (name) => heap.constant(name));

export function optimizeText(
  file: TraceFile,
  without: readonly PassName[] = file.options.without ?? [],
  forcible = false,
): OptimizedTrace {
  const heap = new ModelHeap(file.heap);
  const result = optimize(parseRecorded(file.before, heap), new ModelWorld(heap), {
    ...file.options,
    without,
    forcible,
  });
  if ('failed' in result) throw new Error(`optimizer gave up: ${result.failed}`);
  return result;
}

function evaluate(
  trace: Trace,
  heapText: readonly string[],
  input: readonly string[],
  options: EvaluateOptions,
): Outcome {
  const heap = new ModelHeap(heapText);
  return new Evaluator(
    trace,
    heap,
    input.map((word) => heap.value(word)),
    options,
  ).run();
}

/**
 * The optimized trace must leave in a state that the program really goes through, and not earlier than the
 * recorded trace does. With each of its guards forced to fail in turn it must still leave in such a state.
 */
export function compareRuns(
  file: TraceFile,
  optimized: Trace,
  forcible: Trace,
  input: readonly string[],
  rounds = 5,
): void {
  const recorded = parseRecorded(file.before, new ModelHeap(file.heap));
  const states: string[] = [];
  const log = (state: string): void => {
    states.push(state);
  };
  evaluate(recorded, file.heap, input, { rounds: rounds + 2, generous: true, log });
  const exact: string[] = [];
  const first = evaluate(recorded, file.heap, input, { rounds, log: (state) => exact.push(state) });
  const second = evaluate(optimized, file.heap, input, { rounds });
  const from = Math.max(0, exact.length - 1);
  if (!states.includes(second.state, second.kind === 'exit' ? from : 0)) {
    throw new Error(
      `input ${input.join(' ')}: ${second.kind} in state\n${second.state}\nrecorded trace: ${first.kind}\n${first.state}\nfrom\n${states.slice(from).join('\n--\n')}`,
    );
  }
  for (let failGuard = 0; failGuard < Math.min(second.guards, 80); failGuard++) {
    const forced = evaluate(forcible, file.heap, input, { rounds, failGuard });
    if (!states.includes(forced.state)) {
      throw new Error(`input ${input.join(' ')}, guard ${failGuard} forced:\n${forced.state}`);
    }
  }
}

const BOUNDARY = [
  '0',
  '1',
  '-1',
  '7',
  '1152921504606846975',
  '4611686018427387903',
  '-4611686018427387904',
  '9223372036854775807',
];
const OTHERS = ['0.5', '-0.0', '1e300', 'nan', 'None', 'True', '4.0'];

/** The inputs themselves, then each number replaced by boundary values, then by values of other types. */
export function variations(input: readonly string[]): string[][] {
  const found: string[][] = [[...input]];
  input.forEach((word, i) => {
    if (!/^-?[\d.]/.test(word)) return;
    for (const other of [...BOUNDARY, ...OTHERS]) found.push(input.map((w, j) => (j === i ? other : w)));
  });
  return found;
}
