/**
 * `--dump=…`: what the compiler prints about its traces, to stderr.
 *
 *     record    the bytecodes that were recorded, indented by call depth
 *     ir        the trace made of them (text of traces is the `.trace` format of the tests)
 *     opt:PASS  the trace as the passes up to PASS leave it
 *     opt       the trace as all passes leave it
 *     regs, asm, exits    its registers, machine code, exits
 *     stats     at the end: counts, and why compilations gave up
 */
import { writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { CodeObject } from '../compiler/code-object.ts';
import { disassembleTrace } from '../emit/disassemble.ts';
import type { Layout } from '../emit/layout.ts';
import type { StencilLibrary } from '../emit/library.ts';
import type { Allocation } from '../emit/linear-scan.ts';
import { printTrace } from '../ir/print.ts';
import type { OptimizedTrace, Trace } from '../ir/trace.ts';
import { INSTRUCTIONS } from '../ops/table.ts';
import { PASSES, type PassName } from '../optimizer/optimize.ts';
import type { Anchor } from '../recorder/recorder.ts';
import type { Recording } from '../recorder/recording.ts';
import type { JitOptions } from './options.ts';

export class Dumps {
  private readonly kinds: ReadonlySet<string>;

  constructor(
    private readonly options: JitOptions,
    private readonly codes: readonly CodeObject[],
  ) {
    this.kinds = new Set(options.dump ?? []);
  }

  wants(kind: string): boolean {
    return this.kinds.has(kind);
  }

  /** Whether anything is printed that names objects. */
  get wantsTexts(): boolean {
    return this.kinds.size > 0;
  }

  /** True when the trace's start passes the `--trace=FILE:LINE` filter. */
  private chosen(name: string): boolean {
    const { trace } = this.options;
    return trace === undefined || name.split(' ')[0] === basename(trace);
  }

  print(kind: string, text: string): void {
    writeSync(2, `--- ${kind}\n${text}\n`);
  }

  recording(anchor: Anchor, log: Recording): void {
    if (!this.wants('record') || !this.chosen(anchor.name)) return;
    const lines: string[] = [];
    for (let step = 0; step < log.length; step++) {
      const indent = '  '.repeat(Math.max(0, log.depth(step)));
      const place = `${this.codes[log.code(step)].name}:${log.unit(step)}`;
      lines.push(`${indent}${place}  ${INSTRUCTIONS[log.opcode(step)].name} ${log.oparg(step)}`);
    }
    this.print(`record ${anchor.kind} ${anchor.name}`, lines.join('\n'));
  }

  trace(kind: string, trace: Trace): void {
    if (this.wants(kind) && this.chosen(trace.name))
      this.print(`${kind} ${trace.kind} ${trace.name}`, printTrace(trace));
  }

  /** Passes after which the trace is to be shown. */
  get passes(): readonly PassName[] {
    return PASSES.filter((pass) => this.wants(`opt:${pass}`));
  }

  failed(anchor: Anchor, reason: string): void {
    if ((this.wants('record') || this.wants('stats')) && this.chosen(anchor.name)) {
      this.print(`gave up: ${anchor.kind} ${anchor.name}`, reason);
    }
  }

  code(
    id: number,
    trace: OptimizedTrace,
    allocation: Allocation,
    layout: Layout,
    bytes: Uint8Array,
    address: number,
    library: StencilLibrary,
    firstExit: number,
  ): void {
    if (!this.chosen(trace.name)) return;
    const title = `${trace.kind} ${id} ${trace.name}`;
    if (this.wants('regs')) this.print(`regs ${title}`, allocation.code.describe(firstExit));
    if (this.wants('exits')) this.print(`exits ${title}`, allocation.exits.dump(firstExit));
    if (this.wants('asm')) {
      const text = disassembleTrace(trace, allocation, layout, bytes, address, library, firstExit);
      this.print(`asm ${title}`, text);
    }
  }
}
