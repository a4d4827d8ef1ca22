/**
 * Attributes as they were seen to be, whatever a cache says: of instructions at sites that see many shapes, of getattr() and its like with a
 * name that is known, and of class patterns.
 *
 *     case Point(x, 0):     _GUARD_SHAPE v1, #70;  _GUARD_TYPE_VERSION @Point, #5
 *                           v2 = _LOAD_SLOT v1, #16;  v3 = _LOAD_SLOT v1, #24;  v4 = _BUILD_TUPLE v2, v3
 */
import { op } from '../ir/op-table.ts';
import type { Const, RecordedSnapshot, Ref } from '../ir/trace.ts';
import { type CalledBuiltin, callParts, guardSameClass } from './arguments.ts';
import type { Recorder, StepContext } from './recorder.ts';

export function guardClass(r: Recorder, cls: Ref, version: number): void {
  r.emit(op('_GUARD_TYPE_VERSION'), [], [cls, version]);
}

/** A site that sees many shapes: the trace takes the one it saw, bridges take the others. False when that is not possible. */
export function loadSeenAttribute(r: Recorder, { oparg, step }: StepContext): boolean {
  const seen = r.recording.value(step, 0);
  const facts = seen && r.world.attribute(seen, r.world.name(r.top.codeId, oparg >> 1));
  const asMethod = (oparg & 1) !== 0;
  const binds = facts?.kind === 'method' && !asMethod;
  // Of a built-in method C makes something else than a bound method.
  if (!facts || (binds && !r.world.functionFacts(facts.value))) return false;
  // It is asked now, and the object may have gained attributes since it was logged.
  const shape = r.shapes.get(r.top.peek(r.builder, 0));
  if (facts.shape && shape !== undefined && shape !== facts.shape) return false;
  const snapshot = r.snapshot();
  const owner = r.top.peek(r.builder, 0);
  if (facts.kind === 'class-method') {
    if (!asMethod) return false;
    const ofClass = r.world.classFacts(seen) !== undefined;
    if (ofClass) r.guardConst(owner, r.builder.constant(seen));
    else r.emit(op('_GUARD_SHAPE'), [owner], [facts.shape], snapshot);
    const cls = r.builder.constant(facts.cls);
    guardClass(r, cls, facts.version);
    r.top.pop(r.builder);
    r.top.push(r.builder.constant(facts.value));
    r.top.push(cls);
    return true;
  }
  r.emit(op('_GUARD_SHAPE'), [owner], [facts.shape], snapshot);
  if (facts.kind !== 'slot') guardClass(r, r.builder.constant(facts.cls), facts.version);
  r.top.pop(r.builder);
  if (facts.kind === 'slot') r.top.push(r.emit(op('_LOAD_SLOT'), [owner], [facts.offset], snapshot));
  else if (binds)
    r.top.push(r.emit(op('_NEW_METHOD'), [r.builder.constant(facts.value), owner], [], snapshot));
  else r.top.push(r.builder.constant(facts.value));
  if (asMethod) r.top.push(facts.kind === 'method' ? owner : r.null());
  return true;
}

/** The same for a store. */
export function storeSeenAttribute(r: Recorder, { oparg, step }: StepContext): boolean {
  const shape = r.recording.ownerShape(step);
  const name = r.world.name(r.top.codeId, oparg);
  const found = shape && r.world.storeAttribute(shape, name);
  if (!shape || !found) return false;
  const snapshot = r.snapshot();
  const owner = r.top.pop(r.builder);
  const value = r.top.pop(r.builder);
  storeSlot(r, owner, value, shape, found, snapshot);
  return true;
}

function storeSlot(
  r: Recorder,
  owner: Ref,
  value: Ref,
  shape: number,
  found: { shape: number; offset: number },
  snapshot: RecordedSnapshot,
): void {
  r.emit(op('_GUARD_SHAPE'), [owner], [shape], snapshot);
  if (found.shape === shape) r.emit(op('_STORE_SLOT'), [value, owner], [found.offset], snapshot);
  else r.emit(op('_STORE_ADD_SLOT'), [value, owner], [found.shape, found.offset], snapshot);
}

/** A plain attribute: in the object, or a value of its class that binds nothing. Undefined, before anything is emitted: it is none. */
function plainAttribute(r: Recorder, owner: Ref, seen: Const, name: Const): Ref | undefined {
  const facts = r.world.attribute(seen, name);
  if (facts?.kind === 'slot') {
    r.emit(op('_GUARD_SHAPE'), [owner], [facts.shape]);
    return r.emit(op('_LOAD_SLOT'), [owner], [facts.offset]);
  }
  if (facts?.kind !== 'class-value') return undefined;
  r.emit(op('_GUARD_SHAPE'), [owner], [facts.shape]);
  guardClass(r, r.builder.constant(facts.cls), facts.version);
  return r.builder.constant(facts.value);
}

/** getattr(), hasattr() and setattr() of plain attributes with a constant name; false: it is another call, or not so simple. */
export function callOnAttribute(
  r: Recorder,
  { oparg, step }: StepContext,
  { name: which }: CalledBuiltin,
): boolean {
  const { recording, world, builder } = r;
  if (recording.hasSelf(step) || r.seesSeveralKinds(step)) return false;
  if (which !== 'getattr' && which !== 'hasattr' && which !== 'setattr') return false;
  const [seen, name] = [recording.value(step, oparg - 1), recording.value(step, oparg - 2)];
  if (oparg < 2 || !seen || !name || world.exactKind(name) !== 'str') return false;
  const [owner, nameRef, value] = callParts(r, oparg).args;
  if (nameRef >= 0) return false; // a name that is computed is another each time
  let result: Ref | undefined;
  if (which === 'setattr') {
    const found = seen.shape ? world.storeAttribute(seen.shape, name) : undefined;
    if (!found) return false;
    storeSlot(r, owner, value, seen.shape, found, r.snapshot());
    result = builder.literal('None');
  } else {
    result = plainAttribute(r, owner, seen, name);
    if (result === undefined) return false;
    if (which === 'hasattr') result = builder.literal('True');
  }
  r.top.drop(oparg + 2);
  r.top.push(result);
  return true;
}

/** MATCH_CLASS [subject, class, names of keywords]: the attributes in a tuple, or None. False: through C. */
export function matchClass(r: Recorder, { oparg, step }: StepContext): boolean {
  const { builder, recording, top, world } = r;
  const [names, cls, seen] = [0, 1, 2].map((place) => recording.value(step, place));
  if (!names || !cls || !seen || recording.raised(step)) return false;
  const is = world.isInstance(seen, cls);
  const type = world.objectClass(seen);
  const facts = world.classFacts(cls);
  const keywords = world.stringTuple(names);
  const positional = oparg > 0 ? world.matchNames(cls) : [];
  if (is === undefined || !type || !facts || !keywords || !positional) return false;
  const itself = positional === 'itself';
  if (itself ? oparg > 1 : positional.length < oparg) return false;
  const wanted = [...(itself ? [] : positional.slice(0, oparg)), ...keywords.map(({ name }) => name)];
  const plain = (name: Const): boolean =>
    ['slot', 'class-value'].includes(world.attribute(seen, name)?.kind ?? '');
  if (is && !wanted.every(plain)) return false;

  const subject = top.peek(builder, 2);
  if (!guardSameClass(r, subject, seen)) return false;
  r.guardConst(top.peek(builder, 1), builder.constant(cls));
  guardClass(r, builder.constant(cls), facts.version);
  guardClass(r, builder.constant(type.cls), type.version);
  const values = is ? wanted.map((name) => plainAttribute(r, subject, seen, name)!) : [];
  if (is && itself && oparg > 0) values.unshift(subject);
  const result = is ? r.emit(op('_BUILD_TUPLE'), values, [values.length]) : builder.literal('None');
  top.drop(3);
  top.push(result);
  return true;
}
