/**
 * Random optimized traces for the register allocator's tests, and their direct evaluation: straight ones and
 * loops, ints and floats, guards with snapshots, calls that clobber registers, array operands.
 */

import { Random } from '../../scripts/fuzz/random.ts';
import { f64Const, i64Const } from '../../ts/ir/constants.ts';
import type { Inst, OptimizedTrace, Ref, Snapshot, TraceEnd, Value } from '../../ts/ir/trace.ts';
import { constIndex, constRef, T, UNCHANGED } from '../../ts/ir/trace.ts';
import type { RefValue, Repr, Uop } from '../../ts/ops/types.ts';

export interface RandomTrace {
  readonly trace: OptimizedTrace;
  /** Values of the params on entry. */
  readonly inputs: readonly RefValue[];
}

export interface TraceOps {
  readonly int: readonly Uop[];
  readonly float: readonly Uop[];
  readonly toFloat: Uop;
  readonly guard: Uop;
  /** (f64, f64) → f64 through C. */
  readonly call: Uop;
  /** (val…) → val through C, operands in memory. */
  readonly build: Uop;
}

export function randomTrace(seed: number, ops: TraceOps, size: number, looping: boolean): RandomTrace {
  const random = new Random(seed);
  const values: Value[] = [];
  const consts = [0, 1, -1, 7, 1000, -65536, 2 ** 40].map(i64Const);
  consts.push(...[0, 1.5, -2.25, 1e10].map(f64Const));
  const insts: Inst<Snapshot>[] = [];
  const snapshots: Snapshot[] = [];
  const known: Record<'i64' | 'f64' | 'val', Ref[]> = { i64: [], f64: [], val: [] };
  const define = (repr: 'i64' | 'f64' | 'val'): Ref => {
    values.push({ repr, type: repr === 'f64' ? T.FLOAT : T.INT, shape: 0 });
    known[repr].push(values.length - 1);
    return values.length - 1;
  };
  const constant = (repr: Repr): Ref => {
    const choices = consts.flatMap((c, i) => (c.repr === repr ? [constRef(i)] : []));
    return random.pick(choices);
  };
  /** Mostly recent values, sometimes old ones: live ranges are short and long. */
  const use = (repr: 'i64' | 'f64'): Ref => {
    const list = known[repr];
    if (list.length === 0 || random.below(8) === 0) return constant(repr);
    const recent = Math.min(list.length, random.below(3) === 0 ? list.length : 4);
    return list[list.length - 1 - random.below(recent)];
  };
  const snapshot = (): Snapshot => {
    const count = random.below(7);
    const slots = Array.from({ length: count }, (): Ref => {
      const choice = random.below(6);
      if (choice === 0) return UNCHANGED;
      if (choice === 1 && known.val.length > 0) return random.pick(known.val);
      return use(choice < 4 ? 'i64' : 'f64');
    });
    const frame = {
      code: 1,
      nlocals: count,
      func: UNCHANGED,
      resume: 0,
      ip: 0,
      flags: 0,
      extra: UNCHANGED,
      afterYield: 0,
      begun: false,
      slots,
    };
    const made = { id: snapshots.length, frames: [frame], virtuals: [], stores: [] };
    snapshots.push(made);
    return made;
  };
  const emit = (
    op: Uop,
    args: Ref[],
    imms: number[],
    outs: Ref[],
    exits = op.exits || op.effects.raises,
  ): void => {
    insts.push({ op, args, imms, outs, snapshot: exits ? snapshot() : null });
  };
  const step = (): void => {
    const choice = random.below(20);
    if (choice < 9) {
      const op = random.pick(ops.int);
      const args = op.ins.map(() => use('i64'));
      const imms = op.imms.map(() => random.below(100) - 50);
      const made = op.exits ? snapshot() : null;
      insts.push({ op, args, imms, outs: [define('i64')], snapshot: made });
    } else if (choice < 15) {
      const op = random.pick(ops.float);
      insts.push({ op, args: op.ins.map(() => use('f64')), imms: [], outs: [define('f64')], snapshot: null });
    } else if (choice < 16) emit(ops.toFloat, [use('i64')], [], [define('f64')]);
    else if (choice < 17) emit(ops.guard, [use('i64')], [2 ** 30], []);
    else if (choice < 18) {
      const args = [use('f64'), constRef(consts.length - 1)];
      emit(ops.call, args, [], [define('f64')]);
    } else {
      const args = Array.from({ length: random.below(5) }, () =>
        known.val.length > 0 && random.below(3) > 0 ? random.pick(known.val) : use('i64'),
      );
      // The mock accepts any words.
      const made = snapshot();
      insts.push({ op: ops.build, args, imms: [args.length], outs: [define('val')], snapshot: made });
    }
  };

  const params = Array.from({ length: 2 + random.below(10) }, () => ({
    value: define(random.below(2) ? 'i64' : 'f64'),
    source: -1,
  }));
  const inputs = params.map(
    ({ value }): RefValue =>
      values[value].repr === 'i64' ? BigInt(random.below(2000) - 1000) : (random.below(4000) - 2000) / 8,
  );
  const entryLength = looping ? random.below(size) : size;
  for (let i = 0; i < entryLength; i++) step();

  const phis: OptimizedTrace['phis'] = [];
  let loopStart = -1;
  let end: TraceEnd<Snapshot>;
  if (looping) {
    loopStart = insts.length;
    // The counter first; it ends the loop.
    const counter = { value: 0, left: constRef(0), right: 0, repr: 'i64' as const };
    const lefts = Array.from({ length: random.below(9) }, () => {
      const repr = random.below(2) ? ('i64' as const) : ('f64' as const);
      return { repr, left: use(repr) };
    });
    counter.value = define('i64');
    phis.push(counter);
    for (const { repr, left } of lefts) phis.push({ value: define(repr), left, right: 0, repr });
    const limit = 1 + random.below(12);
    const where = random.below(3);
    const tick = (): void => {
      emit(ops.guard, [counter.value], [limit], []);
    };
    if (where === 0) tick();
    for (let i = 0; i < 2 + random.below(size); i++) step();
    if (where !== 0) tick();
    const before = snapshot();
    const plusOne = define('i64');
    const add = ops.int.find((op) => op.name === '_I64_ADD') as Uop;
    insts.push({ op: add, args: [counter.value, constRef(1)], imms: [], outs: [plusOne], snapshot: before });
    counter.right = plusOne;
    for (const phi of phis.slice(1)) phi.right = use(phi.repr as 'i64' | 'f64');
    end = { kind: 'loop', snapshot: snapshot() };
  } else {
    end = { kind: 'exit', snapshot: snapshot() };
  }
  const entry: Snapshot = { id: -1, frames: [], virtuals: [], stores: [] };
  const trace: OptimizedTrace = {
    ...{ kind: 'bridge', name: `random ${seed}`, entry, params, values, consts, insts, loopStart, phis, end },
    ...{ snapshots, dependencies: [], refinements: [] },
  };
  return { trace, inputs };
}

export interface Outcome {
  readonly snapshot: Snapshot;
  /** Per slot of the snapshot's frame; undefined for UNCHANGED. */
  readonly slots: readonly (RefValue | undefined)[];
}

/** What the mocks of native/tests/stencil_host.c compute. */
const hashItems = (items: readonly bigint[]): bigint => {
  let hash = BigInt(17 + items.length);
  for (const item of items) hash = BigInt.asUintN(64, hash * 31n + BigInt.asUintN(64, item));
  return (hash & 0xffffffffffffn) | 1n;
};

/** Runs the trace on the reference meaning of its ops. */
export function evaluateTrace({ trace, inputs }: RandomTrace, ops: TraceOps): Outcome {
  const env: RefValue[] = [];
  trace.params.forEach((param, i) => {
    env[param.value] = inputs[i];
  });
  const constants = trace.consts.map((c): RefValue => {
    if (c.repr === 'i64') return (BigInt(c.hi) << 32n) | BigInt(c.lo >>> 0);
    const view = new DataView(new ArrayBuffer(8));
    view.setInt32(0, c.hi);
    view.setInt32(4, c.lo);
    return view.getFloat64(0);
  });
  const read = (ref: Ref): RefValue => (ref >= 0 ? env[ref] : constants[constIndex(ref)]);
  const leave = (snapshot: Snapshot): Outcome => ({
    snapshot,
    slots: snapshot.frames[0].slots.map((ref) => (ref === UNCHANGED ? undefined : read(ref))),
  });
  const assignPhis = (side: 'left' | 'right'): void => {
    const incoming = trace.phis.map((phi) => read(phi[side]));
    trace.phis.forEach((phi, i) => {
      env[phi.value] = incoming[i];
    });
  };
  for (let at = 0; ; at++) {
    if (at === trace.loopStart) assignPhis('left');
    if (at === trace.insts.length) {
      if (trace.loopStart < 0) return leave(trace.end.snapshot);
      assignPhis('right');
      at = trace.loopStart;
    }
    const { op, args, imms, outs, snapshot } = trace.insts[at];
    const ins = args.map(read);
    let result: readonly RefValue[] | 'exit';
    if (op === ops.build) result = [hashItems(ins as bigint[])];
    else if (op === ops.call) {
      const [a, b] = ins as number[];
      result = [a - b * Math.trunc(a / b)];
    } else
      result = op.evaluate!(
        ins,
        imms.map((imm) => BigInt(imm)),
      );
    if (result === 'exit') return leave(snapshot as Snapshot);
    outs.forEach((out, k) => {
      env[out] = (result as RefValue[])[k];
    });
  }
}
