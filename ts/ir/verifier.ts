/**
 * Checks that a trace is well formed; run after every pass in tests. Throws with the offending instruction.
 *
 *   - every value is defined once, before its uses; operands and outputs have the representations that the op declares
 *   - phis' sides have the phi's representation; left sides are defined before the loop
 *   - what can exit or raise has a snapshot; snapshots refer to defined values, have as many slots as fit, UNCHANGED only in root
 *     frames; deferred stores and virtual fields exist
 *   - where an instruction has begun to raise no guard leaves to it: it would run again
 *   - recorded: snapshots hold tagged words; only a bridge's prologue inherits objects that are not made, and machine numbers
 *   - optimized: no markers, no ops of the interpreter; exits are numbered by their place in the list
 */

import { FrameFlag } from '../contract/frames.ts';
import { argRepr, operandIndex } from './notation.ts';
import { isMarker } from './op-table.ts';
import { instText } from './print.ts';
import type { AnySnapshot, Inst, Ref, Trace } from './trace.ts';
import {
  constIndex,
  handedOver,
  hasBegun,
  isConst,
  isOptimized,
  isRecorded,
  isValue,
  isVirtual,
  pendingIn,
  reprOf,
  UNCHANGED,
  VIRTUAL,
} from './trace.ts';

export class InvalidTrace extends Error {}

export function verify(trace: Trace): void {
  const recorded = !isOptimized(trace);
  const { loopStart, phis } = recorded ? { loopStart: -1, phis: [] } : trace;
  const defined = new Uint8Array(trace.values.length);
  let where = 'entry';
  const fail = (message: string): never => {
    throw new InvalidTrace(`${message} at: ${where}`);
  };
  const define = (ref: Ref): void => {
    if (!isValue(ref) || ref >= trace.values.length) fail(`${ref} is no value`);
    if (defined[ref]) fail(`value ${ref} is defined twice`);
    defined[ref] = 1;
  };
  const use = (ref: Ref, what: string): void => {
    if (isValue(ref)) {
      if (!defined[ref]) fail(`${what} ${ref} is used before it is defined`);
    } else if (!isConst(ref) || constIndex(ref) >= trace.consts.length) fail(`${what} ${ref} is no ref`);
  };

  const checkSnapshot = (snapshot: AnySnapshot): void => {
    const { virtuals, stores } = pendingIn(snapshot);
    const own = isRecorded(snapshot) && !snapshot.inherited;
    if (isRecorded(snapshot) && snapshot.inherited && trace.kind !== 'bridge')
      fail('inherited outside of a bridge');
    const useOrVirtual = (ref: Ref): void => {
      if (isVirtual(ref)) {
        if (ref - VIRTUAL >= virtuals.length) fail(`no virtual object ${ref - VIRTUAL}`);
      } else {
        use(ref, 'snapshot value');
        const repr = reprOf(trace, ref);
        if (repr === 'ptr') fail('pointer in a snapshot');
        if (own && repr !== 'val') fail('machine number in a snapshot of the recorder');
      }
    };
    if (snapshot.frames.length === 0) fail('snapshot without frames');
    snapshot.frames.forEach((frame, depth) => {
      if (frame.slots.length < frame.nlocals) fail('frame without all its locals');
      if (depth > 0) {
        useOrVirtual(frame.func);
        useOrVirtual(frame.extra);
      }
      for (const ref of frame.slots) {
        if (ref === UNCHANGED) {
          if (depth > 0 && !(frame.flags & FrameFlag.OWNED_BY_GENERATOR))
            fail('unchanged slot in an inlined frame');
        } else useOrVirtual(ref);
      }
    });
    for (const { kind, fields } of virtuals) {
      fields.forEach(useOrVirtual);
      if (kind === 'range-iter' && fields.some((ref) => isVirtual(ref) || reprOf(trace, ref) !== 'i64'))
        fail('position of a range iterator that is no i64');
    }
    for (const store of stores) {
      useOrVirtual(store.object);
      useOrVirtual(store.value);
    }
  };

  const checkInst = (inst: Inst): void => {
    const { op } = inst;
    if (isMarker(op)) {
      if (!recorded) fail('marker in an optimized trace');
      return;
    }
    if (!recorded && op.tier === 1) fail('op of the interpreter');
    const fits = (operands: typeof op.ins, count: number): boolean =>
      operands.some((operand) => operand.array) ? count >= operands.length - 1 : count === operands.length;
    if (!fits(op.ins, inst.args.length)) fail(`${inst.args.length} inputs`);
    if (!fits(op.outs, inst.outs.length)) fail(`${inst.outs.length} outputs`);
    if (inst.imms.length !== op.imms.length) fail(`${inst.imms.length} immediates`);
    inst.args.forEach((ref, i) => {
      use(ref, 'input');
      const repr = argRepr(op, inst.args.length, i);
      if (reprOf(trace, ref) !== repr) fail(`input ${i} is ${reprOf(trace, ref)}, not ${repr}`);
    });
    inst.imms.forEach((imm, i) => {
      const { kind } = op.imms[i];
      if (kind === 'const' || kind === 'addr' || kind === 'u64' || kind === 'i64' || kind === 'f64')
        use(imm, 'immediate');
    });
    if (op.exits || op.effects.raises) {
      if (!inst.snapshot) fail('no snapshot');
    }
    if (inst.snapshot) checkSnapshot(inst.snapshot);
    if (op.exits && inst.snapshot && hasBegun(inst.snapshot)) fail('leaves to what has raised');
    inst.outs.forEach((ref, i) => {
      define(ref);
      const { repr } = op.outs[operandIndex(op.outs, inst.outs.length, i)];
      if (trace.values[ref].repr !== repr) fail(`output ${i} is ${trace.values[ref].repr}, not ${repr}`);
    });
  };

  for (const param of trace.params) define(param.value);
  // A bridge's entry speaks of what its prologue makes.
  if (trace.kind !== 'bridge') checkSnapshot(trace.entry);
  const startLoop = (): void => {
    where = 'loop';
    for (const phi of phis) use(phi.left, 'left side');
    for (const phi of phis) define(phi.value);
    for (const phi of phis) {
      if (reprOf(trace, phi.left) !== phi.repr)
        fail(`left side is ${reprOf(trace, phi.left)}, not ${phi.repr}`);
    }
  };
  trace.insts.forEach((inst, i) => {
    if (i === loopStart) startLoop();
    where = `${i}: ${instText(trace, inst)}`;
    checkInst(inst);
  });
  if (loopStart === trace.insts.length) startLoop();
  where = 'end';
  for (const phi of phis) {
    use(phi.right, 'right side');
    if (reprOf(trace, phi.right) !== phi.repr)
      fail(`right side is ${reprOf(trace, phi.right)}, not ${phi.repr}`);
  }
  if (phis.length > 0 && loopStart < 0) fail('phis without a loop');
  if (isOptimized(trace) && trace.snapshots.some(({ id }, i) => id !== i))
    fail('exits are not numbered in order');
  const result = handedOver(trace.end);
  if (result !== undefined) use(result, 'result');
  // The state at a loop's back edge follows from the phis; values only it knew may be gone.
  if (trace.end.kind !== 'loop' || recorded) checkSnapshot(trace.end.snapshot);
}
