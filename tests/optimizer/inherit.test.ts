/** A bridge starts in the state in which its parent was left, at every exit, with passes and without. */
import { describe, expect, it } from 'vitest';
import { inherit } from '../../ts/ir/inherit.ts';
import { printTrace } from '../../ts/ir/print.ts';
import { Evaluator } from '../../ts/ir/reference/evaluate.ts';
import { ModelHeap } from '../../ts/ir/reference/model-heap.ts';
import type { Snapshot } from '../../ts/ir/trace.ts';
import { verify } from '../../ts/ir/verifier.ts';
import { ModelWorld } from '../../ts/optimizer/model-world.ts';
import { optimize, PASSES } from '../../ts/optimizer/optimize.ts';
import { randomTraceFile } from './random-trace.ts';
import { optimizeText, readTraceFile } from './trace-file.ts';

/** Leaves `file`'s trace at each guard in turn and goes on in a bridge that only exits. */
function checkBridges(
  file: ReturnType<typeof readTraceFile>,
  without: readonly (typeof PASSES)[number][],
): number {
  const parent = optimizeText(file, [], true);
  const world = new ModelWorld(new ModelHeap(file.heap));
  let checked = 0;
  for (let failGuard = 0; failGuard < 30; failGuard++) {
    const heap = new ModelHeap(file.heap);
    const slots = file.inputs[0].map((word) => heap.value(word));
    const left = new Evaluator(parent, heap, slots, { rounds: 4, failGuard }).run();
    if (left.kind !== 'exit') break;
    const { builder, entry, params } = inherit(parent, left.snapshot as Snapshot);
    const recorded = builder.finish('bridge', 'bridge', entry, { kind: 'exit', snapshot: entry }, params);
    verify(recorded);
    const bridge = optimize(recorded, world, { without });
    if ('failed' in bridge) throw new Error(bridge.failed);
    verify(bridge);
    const values = params.map(({ source }) => left.values[source]);
    const end = new Evaluator(bridge, heap, slots, { rounds: 1 }, values).run();
    expect(end.state, printTrace(bridge)).toBe(left.state);
    checked++;
  }
  return checked;
}

describe('bridges', () => {
  it('start in the state of the exit', () => {
    let checked = 0;
    for (let seed = 1; seed < 60; seed++)
      checked += checkBridges(randomTraceFile(seed), seed % 2 ? [] : PASSES);
    expect(checked).toBeGreaterThan(200);
  });

  it('keep native values native', () => {
    const file = readTraceFile(`
      pass all
      inputs
      1 2
      before
      trace loop f.py:1 f
      entry 1@4 [_ _]
      v0 = _FRAME_SLOT #0
      v1 = _FRAME_SLOT #1
      _GUARD_BOTH_INT v0, v1  ? s0
      v2 = _BINARY_OP_ADD_INT v0, v1  ? s0
      end loop  ? s1
      s0: 1@6 [_ _ | v0 v1]
      s1: 1@4 [v2 _]
      after`);
    const parent = optimizeText(file);
    const exit = parent.insts.at(-1)!.snapshot!;
    const { builder, entry, params } = inherit(parent, exit);
    const recorded = builder.finish('bridge', 'bridge', entry, { kind: 'exit', snapshot: entry }, params);
    const bridge = optimize(recorded, new ModelWorld(new ModelHeap([])));
    if ('failed' in bridge) throw new Error(bridge.failed);
    expect(bridge.params.map(({ value }) => bridge.values[value].repr)).toContain('i64');
    expect(bridge.insts).toEqual([]);
  });
});
