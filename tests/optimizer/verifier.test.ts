/** The verifier names what is wrong. */
import { describe, expect, it } from 'vitest';
import { ModelHeap } from '../../ts/ir/reference/model-heap.ts';
import { verify } from '../../ts/ir/verifier.ts';
import { parseRecorded } from './trace-file.ts';

const parse = (lines: string) =>
  parseRecorded(`trace loop f.py:1 f\nentry 1@0 [_ _]\n${lines}\ns0: 1@2 [_ _ | v0]`, new ModelHeap([]));

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
});
