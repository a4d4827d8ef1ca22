/** `--dump=…`: what the compiler prints about its traces, to stderr. Dump text of traces is the `.trace` format of the tests. */
import { writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { CodeObject } from '../compiler/code-object.ts';
import { disassembleTrace } from '../emit/disassemble.ts';
import type { Layout } from '../emit/layout.ts';
import type { StencilLibrary } from '../emit/library.ts';
import type { Allocation } from '../emit/linear-scan.ts';
import type { OptimizedTrace, Trace } from '../optimizer/ir.ts';
import { printTrace } from '../optimizer/text.ts';
import type { Anchor } from '../recorder/recorder.ts';
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

  /** True when the trace's start passes the `--trace=FILE:LINE` filter. */
  private chosen(name: string): boolean {
    const { trace } = this.options;
    return trace === undefined || name.split(' ')[0] === basename(trace);
  }

  print(kind: string, text: string): void {
    writeSync(2, `--- ${kind}\n${text}\n`);
  }

  trace(kind: 'record' | 'opt', trace: Trace): void {
    const wanted = this.wants(kind) || (this.wants('ir') && kind === 'opt');
    if (wanted && this.chosen(trace.name))
      this.print(`${kind} ${trace.kind} ${trace.name}`, printTrace(trace));
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
    void this.codes;
  }
}
