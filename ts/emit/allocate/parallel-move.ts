/**
 * Parallel moves: a set of copies that read all their sources before any target is written, as a sequence of single moves.
 *
 * Places are small integers: 0…15 registers, SLOT + n spill slots, negative numbers constants. A move whose target is nobody's
 * source goes first; when none is left the rest is cycles: two registers are swapped, a cycle through memory is broken by saving
 * one of its values in a temporary slot.
 *
 *     r2 ← r3, r3 ← r2, r4 ← r3      =>   r4 ← r3; swap r2, r3
 */
import { isFloat } from '../registers.ts';

export type Place = number;
export const SLOT: Place = 16;

export const isRegister = (place: Place): boolean => place >= 0 && place < SLOT;

export interface MoveSink {
  move(target: Place, source: Place): void;
  swap(a: Place, b: Place): void;
  /** A slot that nothing uses, until the moves are done. */
  temporarySlot(): Place;
}

/** `targets` are distinct. Both arrays are used up. */
export function parallelMove(targets: Place[], sources: Place[], sink: MoveSink): void {
  let count = 0;
  for (let i = 0; i < targets.length; i++) {
    if (targets[i] === sources[i]) continue;
    targets[count] = targets[i];
    sources[count++] = sources[i];
  }
  const remove = (i: number): void => {
    count--;
    targets[i] = targets[count];
    sources[i] = sources[count];
  };
  const isSource = (place: Place): boolean => {
    for (let i = 0; i < count; i++) if (sources[i] === place) return true;
    return false;
  };
  while (count > 0) {
    let progress = false;
    for (let i = 0; i < count; ) {
      if (isSource(targets[i])) {
        i++;
        continue;
      }
      sink.move(targets[i], sources[i]);
      remove(i);
      progress = true;
    }
    if (progress) continue;
    // Only cycles are left: every target is some source.
    const [target, source] = [targets[0], sources[0]];
    if (isRegister(target) && isRegister(source) && isFloat(target) === isFloat(source)) {
      sink.swap(target, source);
      remove(0);
      for (let i = 0; i < count; i++) {
        if (sources[i] === target) sources[i] = source;
        else if (sources[i] === source) sources[i] = target;
      }
    } else {
      const saved = sink.temporarySlot();
      sink.move(saved, target);
      for (let i = 0; i < count; i++) if (sources[i] === target) sources[i] = saved;
    }
    for (let i = 0; i < count; ) {
      if (targets[i] === sources[i]) remove(i);
      else i++;
    }
  }
}
