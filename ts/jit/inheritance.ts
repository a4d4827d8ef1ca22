/** What a bridge takes over from the exit at which it begins: the interpreter's state there, and where its values are. */

import { ExitKind } from '../contract/exits.ts';
import type { Failure } from '../contract/give-up.ts';
import type { Place } from '../emit/allocate/parallel-move.ts';
import { type InheritedState, inherit } from '../ir/inherit.ts';
import type { OptimizedTrace } from '../ir/trace.ts';
import type { World } from '../optimizer/world.ts';
import { exitOf, type Parent } from './trace-tree.ts';

/** The state at the exit, in terms of the parent's values. */
export function inheritedState(parent: Parent, world: World): InheritedState {
  const { trace, allocation } = parent.trace;
  const { kind, snapshot } = exitOf(parent);
  const slotBase = (shape: number): number => world.shape(shape)?.slotBase ?? 0;
  if (kind !== ExitKind.RAISE) return inherit(trace, snapshot, slotBase);
  return inherit(trace, snapshot, slotBase, (ref) => allocation.exits.placeOf(parent.exit, ref) !== null);
}

/** Registers and slots of the bridge's parameters; none for root traces. */
export function inheritedPlaces(
  trace: OptimizedTrace,
  parent: Parent | undefined,
): { readonly places?: readonly Place[] } | Failure {
  if (!parent) return {};
  const places: Place[] = [];
  for (const { source } of trace.params) {
    const place = parent.trace.allocation.exits.placeOf(parent.exit, source);
    if (place === undefined || place === null) return { failed: 'inherited-value-is-nowhere' };
    places.push(place);
  }
  return { places };
}
