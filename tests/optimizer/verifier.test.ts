/** The verifier names what is wrong. */
import { describe, expect, it } from 'vitest';
import { ModelHeap } from '../../ts/ir/reference/model-heap.ts';
import type { RecordedSnapshot, RecordedTrace, Snapshot } from '../../ts/ir/trace.ts';
import { verify } from '../../ts/ir/verifier.ts';
import { parseOptimized, parseRecorded } from './trace-file.ts';

const parse = (lines: string) =>
  parseOptimized(`trace loop f.py:1 f\nentry 1@0 [_ _]\n${lines}\ns0: 1@2 [_ _ | v0]`, new ModelHeap([]));

describe('verifier', () => {
  it.each([
    ['a use before the definition', 'v1 = _UNARY_NOT v0\nv0 = _FRAME_SLOT #0\nend exit ? s0', /used before/],
    ['a guard without a snapshot', 'v0 = _FRAME_SLOT #0\n_GUARD_INT v0\nend exit ? s0', /no snapshot/],
    [
      'a wrong representation',
      'v0 = _FRAME_SLOT #0\ni1 = _I64_ADD_UNCHECKED v0, 1\nend exit ? s0',
      /is val, not i64/,
    ],
    ['a marker', 'v0 = _FRAME_SLOT #0\n_PUSH_FRAME v0\nend exit ? s0', /marker/],
    [
      'a guard that leaves to the instruction whose exception was taken',
      'v0 = _FRAME_SLOT #0\nv1 = _TAKE_EXCEPTION\n_GUARD_IS_TRUE_POP v1 ? s1\nend exit ? s0\ns1: 1@2 begun [_ _ | v0]',
      /leaves to what has raised/,
    ],
    ['an op of the interpreter', 'v0 = _FRAME_SLOT #0\nv1 = _LOAD_FAST #0\nend exit ? s0', /interpreter/],
  ])('refuses %s', (_name, text, message) => {
    expect(() => verify(parse(text))).toThrow(message);
  });

  it('refuses a phi of another representation', () => {
    const trace = parse('v0 = _FRAME_SLOT #0\nloop:\nv1 = phi v0, v0\n_CHECK_PERIODIC ? s0\nend loop ? s0');
    verify(trace);
    const broken = { ...trace, phis: [{ ...trace.phis[0], repr: 'i64' as const }] };
    expect(() => verify(broken)).toThrow(/left side is val/);
  });

  it('refuses positions of iterators that are tagged words', () => {
    const trace = parse('v0 = _FRAME_SLOT #0\n_GUARD_INT v0 ? s0\nend exit ? s0');
    const virtuals = [{ kind: 'range-iter' as const, shape: 0, fields: [0, 0, 0] }];
    const end = { ...trace.end, snapshot: { ...trace.end.snapshot, virtuals } };
    expect(() => verify({ ...trace, end } as typeof trace)).toThrow(/range iterator/);
  });

  it('refuses slots of a frame that nobody has', () => {
    const trace = parse('v0 = _FRAME_SLOT #0\n_GUARD_INT v0 ? s0\nend exit ? s0');
    const [frame] = trace.end.snapshot.frames;
    const inner = { ...frame, func: 0, extra: 0 };
    const end = { ...trace.end, snapshot: { ...trace.end.snapshot, frames: [frame, inner] } };
    expect(() => verify({ ...trace, end } as typeof trace)).toThrow(/unchanged slot/);
  });

  it('refuses exits out of order', () => {
    const trace = parse('v0 = _FRAME_SLOT #0\n_GUARD_INT v0 ? s0\nend exit ? s0');
    expect(() => verify({ ...trace, snapshots: [{ ...trace.snapshots[0], id: 1 }] })).toThrow(
      /numbered in order/,
    );
  });
});

describe('recorded traces', () => {
  const recorded = (kind: string, snapshot: string) =>
    parseRecorded(
      `trace ${kind} f.py:1 f
      entry 1@0 [_]
      v0 = _FRAME_SLOT #0
      i1 = _UNBOX_INT v0
      end exit ? s0
      s0: 1@2 [_ | ${snapshot}`,
      new ModelHeap([]),
    );

  it('hold tagged words in the snapshots of the recorder', () => {
    verify(recorded('loop', 'v0]'));
    expect(() => verify(recorded('loop', 'i1]'))).toThrow(/machine number/);
  });
  it('speak of objects that are not made in the prologue of a bridge only', () => {
    const described = 'i1 $0] ; $0 = tuple(i1 v0)';
    verify(recorded('bridge', described));
    expect(() => verify(recorded('loop', described))).toThrow(/outside of a bridge/);
  });
  it('have no loop of their own', () => {
    const text = 'trace loop f.py:1 f\nentry 1@0 [_]\nloop:\nend loop ? s0\ns0: 1@0 [_]';
    expect(() => parseRecorded(text, new ModelHeap([]))).toThrow(/no loop/);
  });
  it('are not taken for optimized ones by the type checker, nor the reverse', () => {
    const trace = recorded('loop', 'v0]');
    // @ts-expect-error
    const exit: Snapshot = trace.end.snapshot;
    // @ts-expect-error
    const before: RecordedSnapshot = { ...exit, id: 0, virtuals: [], stores: [] } satisfies Snapshot;
    // @ts-expect-error
    const again: RecordedTrace = parse('v0 = _FRAME_SLOT #0\nend exit ? s0');
    expect([exit, before, again]).toHaveLength(3);
  });
});
