/**
 * Part of pass peel: what is assumed of the loop's start. The first plan says that all is as it was at the end of the first copy; an item that
 * does not hold at the loop's end is weakened, a few times at most.
 */
import { op } from '../../../ir/op-table.ts';
import type { RecordedSnapshot, Ref } from '../../../ir/trace.ts';
import { NO_REF, T, T_ANY, T_BOOL, UNCHANGED } from '../../../ir/trace.ts';
import type { HeapClass, Repr } from '../../../ops/types.ts';
import type { Chain } from '../../chain.ts';
import type { Known } from '../heap/memory.ts';
import type { Heap } from '../heap.ts';
import type { Virtual } from '../virtual.ts';

const FRAME_SLOT = op('_FRAME_SLOT');
/** What these read is the same object in every round. */
const LASTING = new Set([
  op('_FRAME_SLOT'),
  op('_LOAD_GENERATOR_SLOT'),
  op('_INNER_ITER'),
  op('_APPLIED_TO'),
]);

/** The passes whose knowledge of memory the plan speaks of, if they are enabled. */
export interface PeelPasses {
  readonly heap: Heap | null;
  readonly virtual: Virtual | null;
}

/** What is assumed of a value that changes from round to round. */
export interface Carried {
  /** The value at the end of the first copy. */
  left: Ref;
  repr: Repr;
  type: number;
  shape: number;
  /** Range: 2 = not negative and a fixnum, 1 = a fixnum, 0 = nothing. */
  range: number;
  /** An object that the trace has not made: its contents are carried instead, and each round begins with it not made. */
  object: CarriedObject | null;
}

export interface CarriedObject {
  readonly kind: 'instance' | 'tuple' | 'dict';
  readonly shape: number;
  readonly fields: CarriedField[];
}
export interface CarriedField extends Carried {
  /** The field holds `left` in every round. */
  fixed: boolean;
  /** It was tried and does not. */
  settled: boolean;
}

export interface SlotPlan extends Carried {
  readonly slot: number;
  /** The slot holds `left` in every round. */
  invariant: boolean;
  /** It was tried and does not. */
  settled: boolean;
}
export interface MemoryPlan {
  readonly where: HeapClass;
  readonly known: Known;
  /** The content changes from round to round. */
  varies: boolean;
  carried: Carried | null;
}
export interface IterPlan {
  readonly iter: Ref;
  readonly next: Carried;
  readonly left: Carried;
}

export interface Plan {
  slots: SlotPlan[];
  memory: MemoryPlan[];
  shapes: { ref: Ref; shape: number }[];
  iters: IterPlan[];
}

/** Nothing is known of it. */
const UNKNOWN = { repr: 'val', type: T_ANY, shape: 0, range: 0, object: null } as const;

/** Values that the contents of one object may take, at most, and how deep objects in objects are looked at. */
const MAX_FIELDS = 8;
const MAX_DEPTH = 3;

/** Assumes that everything stays as the first copy found it. `peeled` is false when there was no first copy. */
export function firstPlan(
  chain: Chain,
  { heap, virtual }: PeelPasses,
  end: RecordedSnapshot,
  peeled: boolean,
): Plan {
  const slots: SlotPlan[] = [];
  const shared = sharedObjects(chain, virtual, end);
  end.frames[0].slots.forEach((ref, slot) => {
    if (ref === UNCHANGED) return;
    const carried = peeled
      ? withObject(chain, virtual, carry(chain, chain.mapped(ref)), shared, MAX_DEPTH)
      : { ...UNKNOWN, left: chain.apply(FRAME_SLOT, [], [slot]) };
    slots.push({ ...carried, slot, invariant: false, settled: !peeled });
  });
  const memory = heap
    ? [...heap.memory.known()].map(({ where, known }) => ({ where, known, varies: false, carried: null }))
    : [];
  const shapes = chain.facts.unstableShapes().map((ref) => ({ ref, shape: chain.facts.shapeOf(ref) }));
  const varying = new Set(slots.map(({ left }) => left));
  const iters: IterPlan[] = [];
  for (const state of virtual?.iters ?? []) {
    const iter = chain.resolve(state.iter);
    // The loop can only go on with an iterator that is the same one in every round.
    const from = chain.def[iter]?.op;
    const lasts = from !== undefined && LASTING.has(from);
    if (state.virtual || varying.has(iter) || !lasts) continue;
    iters.push({ iter, next: carry(chain, state.next), left: carry(chain, state.left) });
  }
  return { slots, memory, shapes, iters };
}

/** Last resort: nothing but the phis of changing slots. */
export function weaken(plan: Plan): void {
  plan.memory = [];
  plan.shapes = [];
  plan.iters = [];
  for (const slot of plan.slots) Object.assign(slot, { ...UNKNOWN, invariant: false, settled: true });
}

/** Objects that are not made and that more than one slot or object refers to: what they are must stay one. */
export function sharedObjects(
  chain: Chain,
  virtual: Virtual | null,
  end: RecordedSnapshot,
): ReadonlySet<Ref> {
  const seen = new Set<Ref>();
  const shared = new Set<Ref>();
  const visit = (ref: Ref): void => {
    const object = ref === UNCHANGED ? null : virtual?.describe(chain.resolve(ref));
    if (!object) return;
    const resolved = chain.resolve(ref);
    if (seen.has(resolved)) shared.add(resolved);
    else {
      seen.add(resolved);
      object.fields.forEach(visit);
    }
  };
  for (const ref of end.frames[0].slots) if (ref !== UNCHANGED) visit(chain.mapped(ref));
  return shared;
}

/** The same, by its contents if it is an object that is not made. */
function withObject(
  chain: Chain,
  virtual: Virtual | null,
  carried: Carried,
  shared: ReadonlySet<Ref>,
  depth: number,
): Carried {
  const object = virtual?.describe(carried.left);
  if (!object || shared.has(carried.left) || depth === 0) return carried;
  const { kind, shape, fields } = object;
  if (kind !== 'instance' && kind !== 'tuple' && kind !== 'dict') return carried;
  if (fields.length > MAX_FIELDS) return carried;
  const contents = fields.map((field) => {
    const inner = withObject(chain, virtual, carry(chain, field), shared, depth - 1);
    return { ...inner, fixed: inner.left < 0, settled: false };
  });
  return { ...carried, object: { kind, shape, fields: contents } };
}

/** What is known of the value now. */
export function carry(chain: Chain, ref: Ref): Carried {
  const { facts } = chain;
  const left = chain.resolve(ref);
  let type = facts.typeOf(left);
  if (type & T_BOOL && (type & ~T_BOOL) === 0) type = T_BOOL;
  let repr: Repr = chain.repr(left);
  if (repr === 'val') {
    const unboxed = left >= 0 && chain.native[left] !== NO_REF;
    const constant = left < 0;
    if (type === T.INT && (unboxed || constant)) repr = 'i64';
    else if (type === T.FLOAT && (unboxed || (constant && (chain.const(left).lo & 3) === 2))) repr = 'f64';
    else if (type === T_BOOL && unboxed) repr = 'bool';
  }
  const range = facts.fitsFixnum(left) ? (facts.lowest(left) >= 0 ? 2 : 1) : 0;
  return { left, repr, type, shape: facts.shapeOf(left), range, object: null };
}
