/**
 * What enters the chain: the state on entry, and the recorded body, once per copy that is made of it.
 */
import { tick } from '../contract/patience.ts';
import { mapFrames } from '../ir/compact.ts';
import { op } from '../ir/op-table.ts';
import type { Inst, Param, RecordedSnapshot, RecordedTrace, Ref } from '../ir/trace.ts';
import { isValue, UNCHANGED } from '../ir/trace.ts';
import type { Chain } from './chain.ts';

const FRAME_SLOT = op('_FRAME_SLOT');

/** The new trace's parameters: those of the recorded one, with what is known about them. */
export function declareParams(chain: Chain): Param[] {
  const { params, values } = chain.input;
  return params.map(({ value, source }) => {
    const { repr, type, shape } = values[value];
    const copy = chain.value(repr, type);
    if (shape) chain.facts.narrow(copy, type, shape);
    chain.subst[value] = copy;
    return { value: copy, source };
  });
}

/** The state on entry, in terms of parameters: a bridge's prologue may have boxed them. What it made is not there on entry. */
export function entryOf(input: RecordedTrace): RecordedSnapshot {
  const isParam = new Set(input.params.map(({ value }) => value));
  const boxes = new Map<Ref, Ref>();
  for (const inst of input.insts) {
    if (isParam.has(inst.args[0]) && inst.op.boxes) boxes.set(inst.outs[0], inst.args[0]);
  }
  const frames = mapFrames(input.entry.frames, (ref) =>
    !isValue(ref) || isParam.has(ref) ? ref : (boxes.get(ref) ?? UNCHANGED),
  );
  return { frames, inherited: null };
}

/** One copy of the recorded body through the chain. `slot`: what the loop's copy reads instead of the frame. */
export function feed(chain: Chain, slot?: (index: number) => Ref | undefined): void {
  const { input } = chain;
  const paramValues = input.params.map(({ value }) => value);
  const params = paramValues.map((value) => chain.subst[value]);
  chain.subst = [];
  paramValues.forEach((value, i) => {
    chain.subst[value] = params[i];
  });
  const { subst } = chain;
  for (const inst of input.insts) {
    tick();
    if (inst.op === FRAME_SLOT && slot) {
      const start = slot(inst.imms[0]);
      if (start !== undefined) {
        subst[inst.outs[0]] = start;
        continue;
      }
    }
    const args = new Array<Ref>(inst.args.length);
    for (let i = 0; i < args.length; i++) args[i] = chain.mapped(inst.args[i]);
    const outs: Ref[] = [];
    for (const out of inst.outs) {
      const { repr } = input.values[out];
      outs.push((subst[out] = chain.value(repr)));
    }
    chain.current = inst.snapshot;
    const copy: Inst = { op: inst.op, args, imms: inst.imms, outs, snapshot: inst.snapshot };
    chain.first.visit(copy);
  }
}
