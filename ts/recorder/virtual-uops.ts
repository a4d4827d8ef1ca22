/**
 * Uops that a trace does not execute as they stand: moves between stack and locals happen on the recorder's picture, and reads of the
 * running frame (globals, constants, cache words) become reads of constants.
 */

import { BINARY_OP_SUBSCR } from '../contract/operators.ts';
import { op } from '../ir/op-table.ts';
import { type Const, type Ref, T } from '../ir/trace.ts';
import { shortTuple, tupleItems } from './arguments.ts';
import { guardClass, loadSeenAttribute, matchClass, storeSeenAttribute } from './attributes.ts';
import { entersFrame, markRunning, resumeGenerator } from './generators.ts';
import { iterOf, nextPair } from './iterators.ts';
import { pureOperators } from './pure-operators.ts';
import type { Recorder, StepContext, VirtualUop } from './recorder.ts';
import { Unrecordable } from './unrecordable.ts';

const GUARD_NOT_CONST = op('_GUARD_NOT_CONST');
const GUARD_CONST = op('_GUARD_CONST');

/** The local that the uop's oparg names. */
function local(r: Recorder, context: StepContext): Ref {
  return r.top.read(r.builder, context.oparg);
}

function checkBound(r: Recorder, ref: Ref): void {
  if (ref === r.null()) throw new Unrecordable('unbound-local');
  if (ref >= 0) r.emit(GUARD_NOT_CONST, [ref], [r.null()]);
}

function loadEntry(r: Recorder, dict: Ref, index: number): void {
  r.top.push(r.emit(op('_LOAD_DICT_ENTRY'), [dict], [index]));
}

const globals = (r: Recorder): Ref => r.builder.constant(r.top.globals);
const builtins = (r: Recorder): Ref => r.builder.constant(r.top.builtins);

function unpack(r: Recorder, context: StepContext, kind: 'tuple' | 'list'): void {
  const sequence = r.top.peek(r.builder, 0);
  r.emit(op(kind === 'tuple' ? '_GUARD_TOS_TUPLE' : '_GUARD_TOS_LIST'), [sequence]);
  unpackItems(r, context.oparg, kind);
}

/** What is on top is laid out like that. */
function unpackItems(r: Recorder, count: number, kind: 'tuple' | 'list'): void {
  const sequence = r.top.peek(r.builder, 0);
  const snapshot = r.snapshot();
  const length = r.emit(op(kind === 'tuple' ? '_TUPLE_LENGTH' : '_LIST_LENGTH'), [sequence], [], snapshot);
  r.emit(op('_GUARD_I64_EQ_IMM'), [length], [count], snapshot);
  r.top.pop(r.builder);
  const items = kind === 'list' ? r.emit(op('_LIST_ITEMS'), [sequence], [], snapshot) : 0;
  for (let i = count - 1; i >= 0; i--) {
    r.top.push(
      kind === 'tuple'
        ? r.emit(op('_LOAD_TUPLE_ITEM'), [sequence], [i], snapshot)
        : r.emit(op('_LOAD_ITEM'), [items, r.builder.i64(i)], [], snapshot),
    );
  }
}

/** `first, *rest = t` of a tuple: guarded to have as many items. */
function unpackStarred(r: Recorder, { oparg, step }: StepContext): boolean {
  const [before, after] = [oparg & 0xff, oparg >> 8];
  const seen = r.recording.value(step, 0);
  const length = shortTuple(r, seen);
  if (length === undefined || length < before + after) return false;
  const items = tupleItems(r, r.top.peek(r.builder, 0), length);
  const rest = items.slice(before, length - after);
  const list = r.emit(op('_BUILD_LIST'), rest, [rest.length]);
  r.top.drop(1);
  for (let i = length - 1; i >= length - after; i--) r.top.push(items[i]);
  r.top.push(list);
  for (let i = before - 1; i >= 0; i--) r.top.push(items[i]);
  return true;
}

/** Guards that the operand is of the subclass of tuple that was seen, which takes items like tuple; false: it was not. */
function guardTupleLike(r: Recorder, place: number, seen: Const | undefined): boolean {
  const type = seen?.shape && r.world.isTupleLike(seen) ? r.world.objectClass(seen) : undefined;
  if (!seen || !type || r.recording.raised(r.currentStep)) return false;
  r.emit(op('_GUARD_SHAPE'), [r.top.peek(r.builder, place)], [seen.shape]);
  guardClass(r, r.builder.constant(type.cls), type.version);
  return true;
}

/** `p[1]` of a named tuple and its like. */
function itemOfTupleLike(r: Recorder, { oparg, step }: StepContext): boolean {
  const [key, container] = [r.recording.value(step, 0), r.recording.value(step, 1)];
  if (oparg !== BINARY_OP_SUBSCR || key?.type !== T.INT || !guardTupleLike(r, 1, container)) return false;
  const [index, tuple] = [0, 1].map((place) => r.top.peek(r.builder, place));
  r.emit(op('_GUARD_INT'), [index]);
  const item = r.emit(op('_BINARY_OP_SUBSCR_TUPLE_INT'), [tuple, index]);
  r.top.drop(2);
  r.top.push(item);
  return true;
}

/** next() of an iterator that only C knows; the branch becomes a guard on whether an item came. */
export function nextObject(r: Recorder, context: StepContext): void {
  const iter = r.top.peek(r.builder, 0);
  const before = r.snapshot();
  r.skipInnerSteps();
  const more = r.fellThrough();
  const item = r.emit(op('_ITER_NEXT_OBJECT'), [iter], [], before);
  const next = r.nextUnit();
  if (more) {
    r.emit(GUARD_NOT_CONST, [item], [r.null()], r.snapshotAt(next + context.oparg + 1));
    r.top.push(item);
  } else {
    r.top.push(item);
    const other = r.snapshotAt(next);
    r.top.pop(r.builder);
    r.emit(GUARD_CONST, [item], [r.null()], other);
    // A generator that ends leaves its value to END_FOR; other iterators jump over that.
    if (r.successor() === next + context.oparg) r.top.push(r.builder.literal('None'));
  }
}

/** The same for a specialized site: pairs, which most loops unpack at once, get their tuple in the trace. */
function nextOfC(r: Recorder, context: StepContext): void {
  const seen = r.recording.value(context.step, 0);
  r.skipInnerSteps();
  if (!seen || !r.fellThrough() || !r.world.makesPairs(seen)) return nextObject(r, context);
  const iter = r.top.peek(r.builder, 0);
  const before = r.snapshot();
  const pair = nextPair(r, iter, seen, before);
  if (pair) {
    r.top.push(r.emit(op('_BUILD_TUPLE'), [...pair], [2], before));
    return;
  }
  r.emit(op('_GUARD_PAIR_ITER'), [iter], [], before);
  const uop = op('_ITER_NEXT_PAIR');
  markRunning(r, uop);
  const [first, second] = r.builder.emit(uop, [iter], [], before);
  r.emit(GUARD_NOT_CONST, [first], [r.null()], r.snapshotAt(r.nextUnit() + context.oparg + 1));
  r.top.push(r.emit(op('_BUILD_TUPLE'), [first, second], [2], before));
}

export const virtualUops: Readonly<Record<string, VirtualUop>> = {
  _NOP: () => {},
  _POP_TOP: (r) => {
    r.top.pop(r.builder);
  },
  _COPY: (r, { oparg }) => r.top.push(r.top.peek(r.builder, oparg - 1)),
  _SWAP: (r, { oparg }) => {
    const top = r.top.peek(r.builder, 0);
    r.top.poke(0, r.top.peek(r.builder, oparg - 1));
    r.top.poke(oparg - 1, top);
  },
  _PUSH_NULL: (r) => r.top.push(r.null()),
  _PUSH_NULL_CONDITIONAL: (r, { oparg }) => {
    if (oparg & 1) r.top.push(r.null());
  },
  _LOAD_CONST: (r, { oparg }) => r.top.push(r.builder.constant(r.world.codeConstant(r.top.codeId, oparg))),
  _LOAD_SMALL_INT: (r, { oparg }) => r.top.push(r.builder.int(oparg)),
  _LOAD_COMMON_CONSTANT: (r, { oparg }) => r.top.push(r.builder.constant(r.world.commonConstant(oparg))),
  _LOAD_FAST: (r, context) => r.top.push(local(r, context)),
  _LOAD_FAST_CHECK: (r, context) => {
    const ref = local(r, context);
    checkBound(r, ref);
    r.top.push(ref);
  },
  _LOAD_FAST_AND_CLEAR: (r, context) => {
    r.top.push(local(r, context));
    r.top.slots[context.oparg] = r.null();
  },
  _STORE_FAST: (r, { oparg }) => {
    r.top.slots[oparg] = r.top.pop(r.builder);
  },
  _DELETE_FAST: (r, context) => {
    checkBound(r, local(r, context));
    r.top.slots[context.oparg] = r.null();
  },

  _MAKE_CELL: (r, context) => {
    r.top.slots[context.oparg] = r.emit(op('_NEW_CELL'), [local(r, context)]);
  },
  _COPY_FREE_VARS: (r, { oparg }) => {
    const { top } = r;
    const first = top.nlocals - oparg;
    for (let i = 0; i < oparg; i++)
      top.slots[first + i] = r.emit(op('_LOAD_CLOSURE'), [r.functionRef()], [i]);
  },
  _LOAD_DEREF: (r, context) => {
    const value = r.emit(op('_LOAD_CELL'), [local(r, context)]);
    checkBound(r, value);
    r.top.push(value);
  },
  _STORE_DEREF: (r, context) => {
    const cell = local(r, context);
    const snapshot = r.snapshot();
    r.emit(op('_STORE_CELL'), [cell, r.top.pop(r.builder)], [], snapshot);
  },

  _LOAD_GLOBAL: (r, { oparg }) => loadGlobal(r, r.world.name(r.top.codeId, oparg >> 1)),
  _LOAD_SUPER_ATTR: (r, { oparg, step }) => {
    const seen = [0, 1, 2].map((place) => r.recording.value(step, place));
    const [self, cls, global] = seen;
    if (!self || !cls || !global || r.world.builtinName(global) !== 'super') throw new Unrecordable('super');
    const ofClass = r.world.classFacts(self);
    const type = ofClass ? { cls: self, version: ofClass.version } : r.world.objectClass(self);
    const found = type && r.world.superMethod(cls, self, r.world.name(r.top.codeId, oparg >> 2));
    if (!type || !found) throw new Unrecordable('super');
    r.guardConst(r.top.peek(r.builder, 2), r.builder.constant(global));
    r.guardConst(r.top.peek(r.builder, 1), r.builder.constant(cls));
    const receiver = r.top.peek(r.builder, 0);
    const typeRef = r.builder.constant(type.cls);
    if (ofClass) r.guardConst(receiver, typeRef);
    // By class: the object may have gained attributes, and so another shape, since it was logged.
    else r.emit(op('_GUARD_CLASS'), [receiver], [typeRef]);
    guardClass(r, typeRef, type.version);
    const method = r.builder.constant(found.func);
    const bound = oparg & 1 || !found.takesSelf ? undefined : r.emit(op('_NEW_METHOD'), [method, receiver]);
    r.top.drop(3);
    if (bound !== undefined) r.top.push(bound);
    else {
      r.top.push(method);
      if (oparg & 1) r.top.push(found.takesSelf ? receiver : r.null());
    }
  },
  _MAKE_FUNCTION: (r) => {
    const snapshot = r.snapshot();
    const code = r.top.pop(r.builder);
    const func = r.emit(op('_NEW_FUNCTION'), [code, globals(r)], [], snapshot);
    r.made.add(func);
    r.top.push(func);
  },
  _SET_FUNCTION_ATTRIBUTE: (r, context) => {
    r.perform(context.uop, context);
    r.made.add(r.top.peek(r.builder, 0));
  },
  _GUARD_NAMESPACE_IS_GLOBALS: (r) => {
    if (r.frames.length > 1 || !r.world.rootNamespaceIsGlobals())
      throw new Unrecordable('namespace-is-not-globals');
  },
  _GUARD_GLOBALS_VERSION: (r, { imms }) => {
    r.emit(op('_GUARD_KEYS_VERSION'), [globals(r)], [imms[0]]);
  },
  _GUARD_BUILTINS_VERSION: (r, { imms }) => {
    r.emit(op('_GUARD_KEYS_VERSION'), [builtins(r)], [imms[0]]);
  },
  _LOAD_GLOBAL_MODULE: (r, { imms }) => loadEntry(r, globals(r), imms[0]),
  _LOAD_GLOBAL_BUILTINS: (r, { imms }) => loadEntry(r, builtins(r), imms[0]),
  _STORE_GLOBAL_MODULE: (r, { imms }) => {
    const snapshot = r.snapshot();
    r.emit(op('_STORE_DICT_ENTRY'), [globals(r), r.top.pop(r.builder)], [imms[0]], snapshot);
  },

  _LOAD_ATTR: (r, context) => {
    if (!loadSeenAttribute(r, context))
      named(r, context, context.oparg & 1 ? '_LOAD_METHOD_NAMED' : '_LOAD_ATTR_NAMED', 1);
  },
  _STORE_ATTR: (r, context) => {
    if (!storeSeenAttribute(r, context)) named(r, context, '_STORE_ATTR_NAMED', 0);
  },
  _GUARD_CLASS_VERSION: (r, { imms }) => guardClass(r, imms[0], imms[1]),
  _GUARD_SHAPE_CLASS_VERSION: (r, { imms }) => {
    const owner = r.top.peek(r.builder, 0);
    r.emit(op('_GUARD_SHAPE'), [owner], [imms[0]]);
    const cls = r.world.classOfShape(imms[0]);
    if (!cls) throw new Unrecordable('no-class');
    guardClass(r, r.builder.constant(cls), imms[1]);
  },
  _LOAD_ATTR_METHOD: (r, { imms }) => {
    const self = r.top.pop(r.builder);
    r.top.push(imms[0]);
    r.top.push(self);
  },
  _LOAD_ATTR_NONDESCRIPTOR: (r, { imms }) => {
    r.top.pop(r.builder);
    r.top.push(imms[0]);
  },
  _LOAD_ATTR_TUPLE_ITEM: (r, { imms }) => {
    const owner = r.top.peek(r.builder, 0);
    const length = r.emit(op('_TUPLE_LENGTH'), [owner]);
    r.emit(op('_GUARD_I64_GT_IMM'), [length], [imms[0]]);
    const item = r.emit(op('_LOAD_TUPLE_ITEM'), [owner], [imms[0]]);
    r.top.poke(0, item);
  },
  _GUARD_CLASS_OBJECT: (r, { imms, step }) => {
    const owner = r.top.peek(r.builder, 0);
    const seen = r.recording.value(step, 0);
    if (!seen) throw new Unrecordable('no-operand');
    const cls = r.builder.constant(seen);
    r.guardConst(owner, cls);
    r.top.poke(0, cls);
    guardClass(r, cls, imms[1]);
  },
  _LOAD_ATTR_CLASS: (r, { imms }) => {
    r.top.pop(r.builder);
    r.top.push(imms[0]);
  },
  _LOAD_ATTR_MODULE: (r, { imms, step }) => {
    const snapshot = r.snapshot();
    const seen = r.recording.value(step, 0);
    const dict = seen && r.world.moduleDict(seen);
    if (!seen || !dict) throw new Unrecordable('no-module');
    r.guardConst(r.top.peek(r.builder, 0), r.builder.constant(seen));
    r.top.pop(r.builder);
    const ref = r.builder.constant(dict);
    r.emit(op('_GUARD_KEYS_VERSION'), [ref], [imms[0]], snapshot);
    r.top.push(r.emit(op('_LOAD_DICT_ENTRY'), [ref], [imms[1]], snapshot));
  },

  _NOS_INT_TO_FLOAT: (r) => {
    r.top.poke(1, r.emit(op('_INT_TO_FLOAT'), [r.top.peek(r.builder, 1)]));
  },
  _UNPACK_SEQUENCE_TUPLE: (r, context) => unpack(r, context, 'tuple'),
  _UNPACK_SEQUENCE_LIST: (r, context) => unpack(r, context, 'list'),
  _UNPACK_SEQUENCE: (r, context) => {
    if (guardTupleLike(r, 0, r.recording.value(context.step, 0))) unpackItems(r, context.oparg, 'tuple');
    else unpackThroughC(r, context, '_UNPACK_SEQUENCE_TO_TUPLE', context.oparg);
  },
  _MATCH_CLASS: (r, context) => {
    if (!matchClass(r, context)) r.perform(context.uop, context);
  },
  _UNPACK_EX: (r, context) => {
    if (unpackStarred(r, context)) return;
    const { oparg } = context;
    unpackThroughC(r, context, '_UNPACK_EX_TO_TUPLE', (oparg & 0xff) + 1 + (oparg >> 8));
  },

  _DELETE_ATTR: (r, context) => named(r, context, '_DELETE_ATTR_NAMED', 0),
  _DELETE_DEREF: (r, context) => {
    const cell = local(r, context);
    const snapshot = r.snapshot();
    checkBound(r, r.emit(op('_LOAD_CELL'), [cell]));
    r.emit(op('_STORE_CELL'), [cell, r.null()], [], snapshot);
  },
  _LOAD_FROM_DICT_OR_DEREF: (r, context) => {
    const snapshot = r.snapshot();
    const uop = op('_LOAD_FROM_DICT_OR_CELL');
    const cell = local(r, context);
    const namespace = r.top.peek(r.builder, 0);
    const name = r.builder.constant(r.world.localName(r.top.codeId, context.oparg));
    markRunning(r, uop);
    r.top.drop(1);
    r.skipInnerSteps();
    r.top.push(r.emit(uop, [namespace, cell], [name], snapshot));
  },
  _STORE_GLOBAL: (r, context) => named(r, context, '_STORE_GLOBAL_NAMED', 0, globals(r)),
  _DELETE_GLOBAL: (r, context) => named(r, context, '_DELETE_GLOBAL_NAMED', 0, globals(r)),
  _LOAD_BUILD_CLASS: (r) => {
    const snapshot = r.snapshot();
    r.top.push(r.emit(op('_LOAD_BUILD_CLASS_IN'), [builtins(r)], [], snapshot));
  },
  _IMPORT_NAME: (r, context) => named(r, context, '_IMPORT_NAME_NAMED', 0, globals(r)),
  _IMPORT_FROM: (r, context) => {
    const snapshot = r.snapshot();
    const uop = op('_IMPORT_FROM_NAMED');
    markRunning(r, uop);
    const name = r.builder.constant(r.world.name(r.top.codeId, context.oparg));
    const module = r.top.peek(r.builder, 0);
    r.skipInnerSteps();
    r.top.push(r.emit(uop, [module], [name], snapshot));
  },
  _LOAD_NAME: (r, context) => {
    if (inNamespaceOfModule(r)) loadGlobal(r, r.world.name(r.top.codeId, context.oparg));
    else rootNamespace(r, context, '_LOAD_ROOT_NAME');
  },
  _STORE_NAME: (r, context) => {
    const entry =
      inNamespaceOfModule(r) && r.world.globalEntry(r.top.globals, r.world.name(r.top.codeId, context.oparg));
    if (!entry) return rootNamespace(r, context, '_STORE_ROOT_NAME'); // or a name that the module has not yet
    const snapshot = r.snapshot();
    r.emit(op('_GUARD_KEYS_VERSION'), [globals(r)], [entry.version], snapshot);
    r.emit(op('_STORE_DICT_ENTRY'), [globals(r), r.top.pop(r.builder)], [entry.index], snapshot);
  },
  _DELETE_NAME: (r, context) => rootNamespace(r, context, '_DELETE_ROOT_NAME'),
  _LOAD_LOCALS: (r, context) => rootNamespace(r, context, '_LOAD_ROOT_LOCALS'),
  _LOAD_FROM_DICT_OR_GLOBALS: (r, context) =>
    named(r, context, '_LOAD_FROM_DICTS', 0, globals(r), builtins(r)),
  _SETUP_ANNOTATIONS: (r, context) => rootNamespace(r, context, '_SETUP_ROOT_ANNOTATIONS'),
  _END_SEND: (r) => {
    const value = r.top.pop(r.builder);
    r.top.poke(0, value);
  },
  /** A trace looks once a round, and once when its function is entered: what it inlines is short. */
  _HANDLE_PENDING: (r, context) => {
    if (r.frames.length === 1) r.perform(op('_CHECK_PERIODIC'), context);
  },
  ...pureOperators,
  _BINARY_OP: (r, context) => {
    if (!itemOfTupleLike(r, context)) pureOperators._BINARY_OP(r, context);
  },
  _GET_ITER: (r, context) => {
    const seen = r.recording.value(context.step, 0);
    const several = r.seesSeveralKinds(context.step);
    const iter = seen && !several ? iterOf(r, r.top.peek(r.builder, 0), seen) : undefined;
    if (iter === undefined) r.perform(context.uop, context);
    else r.top.poke(0, iter);
  },
  _FOR_ITER: (r, context) => {
    if (entersFrame(r, context.step))
      resumeGenerator(r, context, r.top.peek(r.builder, 0), r.builder.literal('None'));
    else nextObject(r, context);
  },
  _FOR_ITER_C: nextOfC,
};

/** Unpacking of what is no list and no tuple: C makes a tuple of the items. */
function unpackThroughC(r: Recorder, context: StepContext, name: `_${string}`, count: number): void {
  const snapshot = r.snapshot();
  const uop = op(name);
  const sequence = r.top.peek(r.builder, 0);
  markRunning(r, uop);
  r.top.drop(1);
  r.skipInnerSteps();
  const items = r.emit(uop, [sequence], [context.oparg], snapshot);
  for (let i = 0; i < count; i++) r.top.push(r.emit(op('_LOAD_TUPLE_ITEM'), [items], [i]));
}

/** An instruction whose uop takes the name as an immediate, and after its operands dicts of the frame. The name's number is `oparg >> shift`. */
export function named(
  r: Recorder,
  context: StepContext,
  name: `_${string}`,
  shift: number,
  ...dicts: Ref[]
): void {
  const snapshot = r.snapshot();
  const uop = op(name);
  const args: Ref[] = [];
  for (let place = uop.ins.length - dicts.length - 1; place >= 0; place--)
    args.push(r.top.peek(r.builder, place));
  const key = r.builder.constant(r.world.name(r.top.codeId, context.oparg >> shift));
  markRunning(r, uop);
  r.top.drop(args.length);
  r.skipInnerSteps();
  for (const out of r.builder.emit(uop, [...args, ...dicts], [key], snapshot)) r.top.push(out);
}

const inNamespaceOfModule = (r: Recorder): boolean =>
  r.frames.length === 1 && r.world.rootNamespaceIsGlobals();

/** A global whose instruction is not specialized (yet): the dicts as they are now say where it is. */
function loadGlobal(r: Recorder, name: Const): void {
  const { globals: own, builtins: fallback } = r.top;
  const inGlobals = r.world.globalEntry(own, name);
  const entry = inGlobals ?? r.world.globalEntry(fallback, name);
  if (!entry) throw new Unrecordable('no-global');
  const ownRef = r.builder.constant(own);
  r.emit(op('_GUARD_KEYS_VERSION'), [ownRef], [r.world.keysVersion(own)]);
  const dict = r.builder.constant(inGlobals ? own : fallback);
  if (!inGlobals) r.emit(op('_GUARD_KEYS_VERSION'), [dict], [entry.version]);
  loadEntry(r, dict, entry.index);
}

/** A name in the namespace of the root frame: that of a class body, or the one that exec() was given. */
function rootNamespace(r: Recorder, context: StepContext, name: `_${string}`): void {
  if (r.frames.length > 1) throw new Unrecordable('namespace-is-not-globals');
  const snapshot = r.snapshot();
  const uop = op(name);
  const args = uop.ins.map(() => r.top.peek(r.builder, 0));
  const imms = uop.imms.length > 0 ? [r.builder.constant(r.world.name(r.top.codeId, context.oparg))] : [];
  markRunning(r, uop);
  r.top.drop(args.length);
  r.skipInnerSteps();
  for (const out of r.builder.emit(uop, args, imms, snapshot)) r.top.push(out);
}
