/**
 * `--dump=…`: what the compiler prints about its traces, to stderr, each under the trace's title (origin.ts).
 *
 *     record    the bytecodes that were recorded, indented by call depth
 *     ir        the trace made of them (text of traces is the `.trace` format of the tests)
 *     opt:PASS  the trace as the passes up to PASS leave it
 *     opt       the trace as all passes leave it
 *     rewrite   the last rewrite that `--opt-limit` allowed
 *     regs, asm, exits    its registers, machine code, exits
 *     stats     at the end: counts, and why compilations gave up
 *
 * `--trace=FILE:LINE` keeps the traces and bridges that begin at that line.
 */
import { writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { CodeLookup } from '../compiler/code-object.ts';
import type { Failure } from '../contract/give-up.ts';
import { disassembleTrace } from '../emit/disassemble.ts';
import type { StencilLibrary } from '../emit/library.ts';
import { printTrace } from '../ir/print.ts';
import type { RecordedTrace, Trace } from '../ir/trace.ts';
import { INSTRUCTIONS } from '../ops/table.ts';
import { PASSES } from '../optimizer/optimize.ts';
import type { World } from '../optimizer/world.ts';
import type { Recording } from '../recorder/recording.ts';
import type { MachineCode } from './machine.ts';
import { type Optimizing, optimizeTrace, rewriteAt, upTo } from './optimizing.ts';
import type { JitOptions } from './options.ts';
import type { Origin } from './origin.ts';
import type { InstalledTrace } from './trace-tree.ts';

export class Dumps {
  private readonly kinds: ReadonlySet<string>;
  /** What `--trace` names. */
  private readonly filter: string | undefined;
  /** With `--trace`: where traces began, by file, and whether one was the right place. */
  private readonly lines = new Map<string, Set<number>>();
  private found = false;

  constructor(
    options: JitOptions,
    private readonly codes: CodeLookup,
  ) {
    this.kinds = new Set(options.dump ?? []);
    this.filter = options.trace === undefined ? undefined : basename(options.trace);
  }

  wants(kind: string): boolean {
    return this.kinds.has(kind);
  }

  /** Whether anything is printed that names objects. */
  get wantsTexts(): boolean {
    return this.kinds.size > (this.wants('stats') ? 1 : 0);
  }

  get wantsRegisters(): boolean {
    return this.wants('regs') || this.wants('asm');
  }

  print(title: string, text: string): void {
    writeSync(2, `--- ${title}\n${text}\n`);
  }

  private chosen({ place }: Origin): boolean {
    return this.filter === undefined || this.filter === place;
  }

  /** A compilation begins. */
  begin(origin: Origin): void {
    if (this.filter === undefined) return;
    if (this.chosen(origin)) this.found = true;
    const [file, line] = origin.place.split(':');
    const lines = this.lines.get(file) ?? new Set();
    this.lines.set(file, lines.add(Number(line)));
  }

  /** At the end: a `--trace` that named nothing would leave its user without a word. */
  missed(): string | undefined {
    if (this.filter === undefined || this.found) return undefined;
    const lines = this.lines.get(this.filter.replace(/:[^:]*$/, ''));
    const others = lines
      ? `traces of that file begin at ${[...lines].sort((a, b) => a - b).join(', ')}`
      : this.lines.size > 0
        ? `traces begin in ${[...this.lines.keys()].join(', ')}`
        : 'nothing was recorded';
    return `--trace: no trace begins at ${this.filter}; ${others}`;
  }

  recording(origin: Origin, log: Recording): void {
    if (this.wants('record') && this.chosen(origin))
      this.print(`record ${origin.title}`, recordingText(origin, log, this.codes));
  }

  /** The recorded trace, and how it looks after the passes that were asked for. */
  recorded(origin: Origin, trace: RecordedTrace, world: World, optimizing: Optimizing): void {
    this.trace('ir', origin, trace);
    for (const pass of PASSES) {
      if (!this.wants(`opt:${pass}`)) continue;
      const partly = optimizeTrace(trace, world, upTo(pass, optimizing));
      if (!('failed' in partly)) this.trace(`opt:${pass}`, origin, partly);
    }
    if (!this.wants('rewrite') || !optimizing?.limit || !this.chosen(origin)) return;
    const rewrite = rewriteAt(trace, world, optimizing, optimizing.limit);
    if (rewrite)
      this.print(`rewrite ${optimizing.limit} of ${origin.title}`, `${rewrite.pass}: ${rewrite.text}`);
  }

  trace(kind: string, origin: Origin, trace: Trace): void {
    if (this.wants(kind) && this.chosen(origin)) this.print(`${kind} ${origin.title}`, printTrace(trace));
  }

  failed(origin: Origin, { failed, detail }: Failure): void {
    if (this.wants('record') && this.chosen(origin))
      this.print(`gave up: ${origin.title}`, detail === undefined ? failed : `${failed} ${detail}`);
  }

  code(
    origin: Origin,
    { trace, allocation, firstExit }: InstalledTrace,
    { layout, bytes, address }: MachineCode,
    library: StencilLibrary,
  ): void {
    if (!this.chosen(origin)) return;
    const { title } = origin;
    if (this.wants('regs')) this.print(`regs ${title}`, allocation.code.describe(firstExit));
    if (this.wants('exits')) this.print(`exits ${title}`, allocation.exits.dump(firstExit));
    if (this.wants('asm')) {
      const text = disassembleTrace(trace, allocation, layout, bytes, address, library, firstExit);
      this.print(`asm ${title}`, text);
    }
  }
}

/** The kind of trace and how the recording ended, then its bytecodes. */
export function recordingText({ anchor }: Origin, log: Recording, codes: CodeLookup): string {
  const { end } = log;
  const how =
    end.kind === 'stopped' ? end.reason : end.kind === 'closed' ? 'closed' : `at trace ${end.trace}`;
  const lines = [`${anchor.kind}, ended: ${how}`];
  for (let step = 0; step < log.length; step++) {
    const indent = '  '.repeat(Math.max(0, log.depth(step)));
    const place = `${codes(log.code(step)).name}:${log.unit(step)}`;
    lines.push(`${indent}${place}  ${INSTRUCTIONS[log.opcode(step)].name} ${log.oparg(step)}`);
  }
  return lines.join('\n');
}
