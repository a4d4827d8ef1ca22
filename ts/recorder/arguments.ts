/** What a call passes: its values on the stack, and which of them every parameter of the callee gets. */
import { CodeFlag } from '../contract/code.ts';
import { op } from '../ir/op-table.ts';
import { type Const, type Ref, T, T_BOOL } from '../ir/trace.ts';
import { newDict } from './displays.ts';
import type { Recorder } from './recorder.ts';
import type { FunctionFacts, KeywordName } from './recording.ts';
import { Unrecordable } from './unrecordable.ts';

/** A built-in function or class that is called. */
export interface CalledBuiltin {
  readonly seen: Const;
  readonly name: string;
  /** A guard of the instruction knows what is called, and that it takes so many arguments. */
  readonly guarded: boolean;
}

/** Stack of a CALL: [callable, self or null, args…], `extra` values on top of them. */
export function callParts(r: Recorder, oparg: number, extra = 0): { callable: Ref; self: Ref; args: Ref[] } {
  const { builder, top } = r;
  const args: Ref[] = [];
  for (let place = oparg - 1; place >= 0; place--) args.push(top.peek(builder, place + extra));
  return {
    callable: top.peek(builder, oparg + extra + 1),
    self: top.peek(builder, oparg + extra),
    args,
  };
}

/** The values seen on top of the stack, deepest first; undefined: not all of them were logged. */
export function seenOperands({ recording }: Recorder, step: number, count: number): Const[] | undefined {
  const operands: Const[] = [];
  for (let place = count - 1; place >= 0; place--) {
    const seen = recording.value(step, place);
    if (!seen) return undefined;
    operands.push(seen);
  }
  return operands;
}

/** Whether self is absent, as it was when recorded: guarded when the trace does not know. */
export function isNull(r: Recorder, ref: Ref): boolean {
  if (ref < 0) return ref === r.null();
  if (r.selves.has(ref)) return false;
  const given = r.recording.hasSelf(r.currentStep);
  r.emit(op(given ? '_GUARD_NOT_CONST' : '_GUARD_CONST'), [ref], [r.null()]);
  return !given;
}

/** Values of the parameters, in localsplus order. */
export function bind(
  r: Recorder,
  facts: FunctionFacts,
  given: readonly Ref[],
  names: readonly KeywordName[],
): Ref[] {
  const code = r.world.code(facts.codeId);
  const nullRef = r.null();
  const slots = new Array<Ref>(code.localsplusNames.length).fill(nullRef);
  const positional = given.slice(0, given.length - names.length);
  const keywords = given.slice(given.length - names.length);
  const { argcount, kwonly } = code;
  for (let i = 0; i < Math.min(argcount, positional.length); i++) slots[i] = positional[i];
  const hasVarargs = (code.flags & CodeFlag.VARARGS) !== 0;
  const hasKeywords = (code.flags & CodeFlag.VARKEYWORDS) !== 0;
  if (hasVarargs) {
    const rest = positional.slice(argcount);
    slots[argcount + kwonly] = r.emit(op('_BUILD_TUPLE'), rest, [rest.length]);
  } else if (positional.length > argcount) throw new Unrecordable('argument-error');
  const collected: Ref[] = [];
  names.forEach(({ name, text }, i) => {
    const at = code.localsplusNames.indexOf(text);
    const isParameter = at >= code.posonly && at < argcount + kwonly;
    if (isParameter ? slots[at] !== nullRef : !hasKeywords) throw new Unrecordable('argument-error');
    if (isParameter) slots[at] = keywords[i];
    else collected.push(r.builder.constant(name), keywords[i]);
  });
  if (hasKeywords) slots[argcount + kwonly + (hasVarargs ? 1 : 0)] = newDict(r, collected);
  for (let i = 0; i < argcount; i++) {
    if (slots[i] !== nullRef) continue;
    const dflt = facts.defaults[i - (argcount - facts.defaults.length)];
    if (!dflt) throw new Unrecordable('argument-error');
    slots[i] = r.builder.constant(dflt);
  }
  for (let i = argcount; i < argcount + kwonly; i++) {
    if (slots[i] !== nullRef) continue;
    const dflt = facts.kwdefaults.get(code.localsplusNames[i]);
    if (!dflt) throw new Unrecordable('argument-error');
    slots[i] = r.builder.constant(dflt);
  }
  return slots;
}

/** Longer tuples are taken apart through C. */
const MAX_ITEMS = 16;

/** How many items a tuple was seen to have; undefined: it was none exactly, or a long one. */
export function shortTuple({ world }: Recorder, seen: Const | undefined): number | undefined {
  const length = seen && world.exactKind(seen) === 'tuple' ? world.tupleLength(seen) : undefined;
  return length !== undefined && length <= MAX_ITEMS ? length : undefined;
}

/** The items of what is guarded to be a tuple of so many. */
export function tupleItems(r: Recorder, tuple: Ref, length: number): Ref[] {
  r.emit(op('_GUARD_TOS_TUPLE'), [tuple]);
  r.emit(op('_GUARD_I64_EQ_IMM'), [r.emit(op('_TUPLE_LENGTH'), [tuple])], [length]);
  return Array.from({ length }, (_, i) => r.emit(op('_LOAD_TUPLE_ITEM'), [tuple], [i]));
}

/** A guard that a value is of the class that it was seen to have; false when there is no such guard. */
export function guardSameClass(r: Recorder, ref: Ref, seen: Const): boolean {
  if (seen.type === T.INT) r.emit(op('_GUARD_INT'), [ref]);
  else if (seen.type === T.FLOAT) r.emit(op('_GUARD_FLOAT'), [ref]);
  else if (seen.type === T.NONE) r.guardConst(ref, r.builder.literal('None'));
  else if (seen.type & T_BOOL) r.emit(op('_GUARD_BOOL'), [ref]);
  else if (seen.type === T.CELL && seen.shape) guardCell(r, ref, seen);
  else return false;
  return true;
}

/**
 * That an object is of the class that it was seen to have: by its shape, which is often known. But that is the object's shape now: it may have
 * gained attributes since it was logged.
 */
export function guardCell(r: Recorder, ref: Ref, seen: Const): void {
  const known = r.shapes.get(ref);
  const gained = known === undefined ? r.seesSeveralKinds(r.currentStep) : known !== seen.shape;
  const cls = gained ? r.world.objectClass(seen)?.cls : undefined;
  if (cls) r.emit(op('_GUARD_CLASS'), [ref], [r.builder.constant(cls)]);
  else r.emit(op('_GUARD_SHAPE'), [ref], [seen.shape]);
}
