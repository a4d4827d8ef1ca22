/**
 * A mistake of the compiler: the program goes on in tier 1, the statistics count it. To those who look inside (PYSTITCH_DEBUG, any
 * `--dump`) the first one is shown, with the pass and the instruction, and a file is written from which `scripts/replay-trace.ts` runs it
 * again without the program (replay.ts reads it).
 */
import { writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeLookup } from '../compiler/code-object.ts';
import type { FrameInfo } from '../emit/allocate/linear-scan.ts';
import { printTrace } from '../ir/print.ts';
import type { RecordedTrace } from '../ir/trace.ts';
import type { World } from '../optimizer/world.ts';
import { type BackEnd, backEndFor } from './allocating.ts';
import { type Job, recordTrace, type Workshop } from './compile-trace.ts';
import { recordingText } from './dumps.ts';
import { type ErrorPlace, locateError } from './locate-error.ts';
import { optimizeTrace } from './optimizing.ts';
import { loggedWorld } from './world-log.ts';

/** What replaying takes, beside the trace and the answers of the heap. */
export interface ReplayHead {
  readonly stage: Job['stage'];
  /** null: `--no-pass=all`. */
  readonly optimizing: Job['optimizing'] | null;
  /** From register allocation on. */
  readonly backEnd?: BackEnd;
  readonly frames?: readonly (readonly [code: number, info: FrameInfo])[];
}

export class InternalErrors {
  private shown = false;

  constructor(
    private readonly workshop: Workshop,
    private readonly codes: CodeLookup,
    private readonly wanted: boolean,
  ) {}

  /** `again` is the same compilation from the start, with names for objects. */
  report(job: Job | undefined, error: unknown, again: () => Job): void {
    if (!this.wanted || this.shown) return;
    this.shown = true;
    const stack = String((error as Error)?.stack ?? error);
    if (!job) {
      writeSync(2, `pystitch: internal error of the compiler\n${stack}\n`);
      return;
    }
    const { head, body } = this.reproduce({ ...again(), origin: job.origin }, job.stage);
    const where = `step ${job.stage}${head}`;
    writeSync(2, `pystitch: internal error of the compiler in ${job.origin.title}\n${where}\n${stack}\n`);
    const comments = [`internal error in ${job.origin.title}`, where, ...stack.split('\n')];
    this.write(job, `${comments.map((line) => `// ${line}\n`).join('')}${body}`);
  }

  private write({ origin }: Job, text: string): void {
    const { tmpdir } = process.getBuiltinModule('node:os');
    const file = join(tmpdir(), `pystitch-${process.pid}-${origin.number}.trace`);
    try {
      writeFileSync(file, text);
      writeSync(2, `to run it again: npx tsx scripts/replay-trace.ts ${file}\n`);
    } catch (error) {
      writeSync(2, `cannot write ${file}: ${(error as Error).message}\n`);
    }
  }

  /** Where it happened, and the file's text. */
  private reproduce(job: Job, stage: Job['stage']): { head: string; body: string } {
    const recorded = orUndefined(() => recordTrace(job));
    if (!recorded || 'failed' in recorded) {
      const text = recordingText(job.origin, job.log, this.codes);
      return { head: '', body: `// no trace yet; the recording:\n${text.replace(/^/gm, '// ')}\n` };
    }
    const { trace } = recorded;
    const answers = new Map<string, string>();
    const world = loggedWorld(job.world, answers);
    const { optimizing } = job;
    const place = stage === 'optimize' && optimizing ? locateError(trace, world, optimizing) : undefined;
    const head: ReplayHead = {
      stage,
      optimizing: optimizing ?? null,
      ...this.backEnd(job, trace, world, stage),
    };
    const lines = [...answers].map(([question, answer]) => `  ${question} = ${answer}\n`);
    const objects = trace.consts.filter(({ text }) => text !== '');
    const body = [
      `replay ${JSON.stringify(head)}\n`,
      'world\n',
      ...objects.map((c) => `  const ${JSON.stringify(c)}\n`),
      ...lines,
      `before\n${printTrace(trace).replace(/^(?=.)/gm, '  ')}`,
    ];
    return { head: place ? placeText(place) : '', body: body.join('') };
  }

  private backEnd(job: Job, trace: RecordedTrace, world: World, stage: Job['stage']) {
    if (stage === 'record' || stage === 'optimize') return {};
    const optimized = orUndefined(() => optimizeTrace(trace, world, job.optimizing));
    if (!optimized || 'failed' in optimized) return {};
    const { rooms } = this.workshop;
    const backEnd = backEndFor(rooms, job.origin, optimized);
    if ('failed' in backEnd) return {};
    const codes = new Set(optimized.end.snapshot.frames.map(({ code }) => code));
    return { backEnd, frames: [...codes].map((code) => [code, rooms.infoOf(code)] as const) };
  }
}

function placeText({ pass, rewrite }: ErrorPlace): string {
  const at = rewrite ? `, rewrite ${rewrite.number}: ${rewrite.text}` : '';
  return `, ${pass === 'none' ? 'no pass' : `pass ${pass}`}${at}`;
}

function orUndefined<X>(run: () => X): X | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
