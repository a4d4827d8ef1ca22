/**
 * `--dump=asm`: the stitched code of a trace with its uops and exits.
 *
 * The disassembler is Capstone (npm @alexaltea/capstone-js: WebAssembly, BSD-3-Clause, both targets in one package, no native
 * build). Its start-up is asynchronous, while traces are compiled in the middle of a running program; so it works in a worker
 * thread that this one waits for. Nothing of it is loaded unless a dump asks. Without the package bytes are printed.
 */
import type { MessagePort } from 'node:worker_threads';
import type { OptimizedTrace } from '../ir/trace.ts';
import type { Allocation } from './allocate/linear-scan.ts';
import type { Layout } from './layout.ts';
import type { StencilLibrary } from './library.ts';
import { BODY_SIZES, BODY_WORDS } from './library-format.ts';

type Target = StencilLibrary['target'];

export interface Instruction {
  readonly offset: number;
  readonly size: number;
  readonly text: string;
}

const WORKER = `
  const { workerData, parentPort } = require('node:worker_threads');
  const { createRequire } = require('node:module');
  const { signal, port, from } = workerData;
  const state = new Int32Array(signal);
  const answer = (message) => {
    port.postMessage(message);
    Atomics.add(state, 0, 1);
    Atomics.notify(state, 0);
  };
  let capstone;
  try {
    capstone = createRequire(from)('@alexaltea/capstone-js')();
  } catch (error) {
    capstone = Promise.reject(error);
  }
  port.on('message', async ({ target, bytes, address }) => {
    try {
      const cs = await capstone;
      const decoder =
        target === 'x86_64'
          ? new cs.Capstone(cs.ARCH_X86, cs.MODE_64)
          : new cs.Capstone(cs.ARCH_ARM64 ?? cs.ARCH_AARCH64, cs.MODE_LITTLE_ENDIAN ?? 0);
      const list = bytes.length === 0 ? [] : decoder.disasm(bytes, address);
      const base = BigInt(address);
      answer(list.map((i) => ({
        offset: Number(BigInt(i.address) - base),
        size: i.size ?? i.bytes.length,
        text: i.mnemonic + ' ' + i.op_str,
      })));
      decoder.close();
    } catch (error) {
      answer(String(error));
    }
  });
`;

let worker: { port: MessagePort; state: Int32Array } | undefined;

/** Loaded when asked for: it brings much with it. */
const threads = () => process.getBuiltinModule('node:worker_threads');

function startWorker(): { port: MessagePort; state: Int32Array } {
  const { MessageChannel, Worker } = threads();
  const signal = new SharedArrayBuffer(4);
  const { port1, port2 } = new MessageChannel();
  // The bundle that contains this is CommonJS, the sources are not.
  const from = typeof __filename === 'string' ? __filename : process.argv[1];
  const workerData = { signal, port: port2, from };
  new Worker(WORKER, { eval: true, workerData, transferList: [port2], stdin: false }).unref();
  port1.unref();
  return { port: port1, state: new Int32Array(signal) };
}

/** Instructions of a piece of code, or the reason why there are none. Waits for the worker thread. */
export function disassemble(target: Target, bytes: Uint8Array, address: number): Instruction[] | string {
  worker ??= startWorker();
  const { port, state } = worker;
  const before = Atomics.load(state, 0);
  port.postMessage({ target, bytes: Array.from(bytes), address });
  if (Atomics.wait(state, 0, before, 10_000) === 'timed-out') return 'the disassembler does not answer';
  return threads().receiveMessageOnPort(port)?.message ?? 'the disassembler gave no answer';
}

/** Code of a trace as text: hot parts, cold parts, exit stubs; data is left out. */
export function disassembleTrace(
  trace: OptimizedTrace,
  allocation: Allocation,
  layout: Layout,
  bytes: Uint8Array,
  address: number,
  library: StencilLibrary,
  firstExit = 0,
): string {
  const { code } = allocation;
  const stubs = layout.stubOffsets;
  const codeEnd =
    stubs.length > 0 ? stubs[stubs.length - 1] + stubSize(layout) : coldEnd(layout, allocation, library);
  const decoded = disassemble(library.target, bytes.subarray(0, codeEnd), address);
  if (typeof decoded === 'string') return `${decoded}\n${hex(bytes)}`;

  const titles = new Map<number, string[]>();
  const title = (offset: number, text: string): void => {
    titles.set(offset, [...(titles.get(offset) ?? []), text]);
  };
  for (let i = 0; i < code.length; i++) {
    const sizes = library.bodies[code.bodies[i] * BODY_WORDS + BODY_SIZES];
    const origin = code.origins[i] < 0 ? '' : ` #${code.origins[i]}`;
    const name = code.texts?.[i] ?? `entry ${i}`;
    const exits = [code.exits[i], code.raises[i]].flatMap((exit) => (exit < 0 ? [] : [firstExit + exit]));
    const leaves = exits.length > 0 ? ` [exit ${exits.join(', ')}]` : '';
    if (i === code.loopEntry) title(layout.hotOffsets[i], 'loop:');
    title(layout.hotOffsets[i], `  ; ${name}${origin}${leaves}`);
    if (sizes >>> 16) title(layout.coldOffsets[i], `  ; cold: ${name}${origin}`);
  }
  const places = new Map<number, string>();
  stubs.forEach((offset, exit) => {
    title(offset, `exit ${firstExit + exit}:`);
    places.set(address + offset, `exit ${firstExit + exit}`);
  });
  if (layout.loopOffset >= 0) places.set(address + layout.loopOffset, 'loop');

  const lines = [`${trace.name}: ${layout.hotSize} bytes hot, ${layout.size} in all`];
  for (const { offset, text } of decoded) {
    if (titles.has(offset)) lines.push(...(titles.get(offset) as string[]));
    const branch = /\b0x([0-9a-f]+)$/.exec(text);
    const place = branch && places.get(Number.parseInt(branch[1], 16));
    lines.push(`    ${offset.toString(16).padStart(4, '0')}  ${text.trimEnd()}${place ? ` → ${place}` : ''}`);
  }
  return lines.join('\n');
}

function stubSize(layout: Layout): number {
  const { stubOffsets } = layout;
  return stubOffsets.length > 1
    ? stubOffsets[1] - stubOffsets[0]
    : Math.min(32, layout.size - stubOffsets[0]);
}

function coldEnd(layout: Layout, { code }: Allocation, library: StencilLibrary): number {
  const last = code.length - 1;
  return last < 0
    ? 0
    : layout.coldOffsets[last] + (library.bodies[code.bodies[last] * BODY_WORDS + BODY_SIZES] >>> 16);
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join(' ')
    .replace(/(.{95}) /g, '$1\n');
