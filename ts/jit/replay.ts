/** Runs a compilation again from the file that an internal error left: the optimizer and the back end, with no program and no addon. */
import type { Failure } from '../contract/give-up.ts';
import { allocateRegisters } from '../emit/allocate/linear-scan.ts';
import { planLayout } from '../emit/layout.ts';
import type { StencilLibrary } from '../emit/library.ts';
import { resolveSymbols } from '../emit/symbols.ts';
import { op } from '../ir/op-table.ts';
import { parseRecorded } from '../ir/parse.ts';
import type { Const, OptimizedTrace, RecordedTrace } from '../ir/trace.ts';
import { verify } from '../ir/verifier.ts';
import type { World } from '../optimizer/world.ts';
import { allocationOptions } from './allocating.ts';
import { forceExits } from './force-exits.ts';
import type { ReplayHead } from './internal-error.ts';
import { type ErrorPlace, locateError } from './locate-error.ts';
import { optimizeTrace } from './optimizing.ts';
import { replayedWorld } from './world-log.ts';

export interface Replay {
  readonly head: ReplayHead;
  readonly trace: RecordedTrace;
  readonly world: World;
}

/** @throws Error when the file has no trace: the recorder itself failed. */
export function readReplay(text: string): Replay {
  const head = /^replay (.*)$/m.exec(text);
  const [, world, before] = /^world\n([\s\S]*?)^before\n([\s\S]*)$/m.exec(text) ?? [];
  if (!head || before === undefined) throw new Error('the file holds no trace: the recorder itself failed');
  const answers = new Map<string, string>();
  const objects = new Map<string, Const>();
  for (const line of world.split('\n')) {
    const [, json] = /^ {2}const (.*)$/.exec(line) ?? [];
    if (json !== undefined) {
      const c = JSON.parse(json) as Const;
      objects.set(c.text, c);
      continue;
    }
    const at = line.indexOf(' = ');
    if (at >= 0) answers.set(line.slice(2, at), line.slice(at + 3));
  }
  const trace = parseRecorded(before, op, (name) => objects.get(name));
  return { head: JSON.parse(head[1]) as ReplayHead, trace, world: replayedWorld(answers) };
}

/** Goes through the steps again; what failed then throws now, unless it is mended. `library` for those of the back end. */
export function replay(
  { head, trace, world }: Replay,
  library: () => StencilLibrary,
): OptimizedTrace | Failure {
  verify(trace);
  const optimized = optimizeTrace(trace, world, head.optimizing ?? undefined);
  if ('failed' in optimized) return optimized;
  verify(optimized);
  if (head.backEnd) {
    let forced = 0;
    const final = head.optimizing?.forcible ? forceExits(optimized, () => forced++) : optimized;
    const infos = new Map(head.frames);
    const options = allocationOptions(head.backEnd, library(), (code) => infos.get(code)!);
    const allocation = allocateRegisters(final, options);
    // Addresses of no consequence: everything within reach of everything.
    const symbols = resolveSymbols(options.library, () => 0x20000000, 0x10000000, 0x30000000);
    const layout = planLayout(allocation.code, allocation.exits, options.library, symbols);
    layout.write(new Uint8Array(layout.size), 0x10000000, 0, () => 0x10000000);
    allocation.exits.serialize(0);
  }
  return optimized;
}

/** Where the optimizer fails, if it does. */
export const locateReplay = ({ head, trace, world }: Replay): ErrorPlace | undefined =>
  head.optimizing ? locateError(trace, world, head.optimizing) : undefined;
