/** Part of pass virtual: objects that are not made yet must not come to contain themselves; an exit makes them in order. */
import type { Ref } from '../../../ir/trace.ts';
import type { Chain } from '../../chain.ts';

/** Whether an object that is not made yet contains `target`, through however many others, or is it. */
export function reaches(chain: Chain, ref: Ref, target: Ref): boolean {
  ref = chain.resolve(ref);
  if (ref === target) return true;
  const fields = ref < 0 ? undefined : chain.virtuals?.describe(ref)?.fields;
  return fields?.some((field) => reaches(chain, field, target)) ?? false;
}
