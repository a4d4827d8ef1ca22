/**
 * Parallel moves among registers and spill slots, cycles included, against a model that performs them one by
 * one.
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../scripts/fuzz/random.ts';
import type { Place } from '../../ts/emit/allocate/parallel-move.ts';
import { parallelMove, SLOT } from '../../ts/emit/allocate/parallel-move.ts';

/** Applies the single moves to a model of registers and slots. */
function simulate(targets: Place[], sources: Place[]): { places: Map<Place, number>; moves: number } {
  const places = new Map<Place, number>();
  for (let place = -20; place < SLOT + 20; place++) places.set(place, place);
  let moves = 0;
  let temporary = SLOT + 100;
  parallelMove(targets, sources, {
    move(target, source) {
      moves++;
      places.set(target, places.get(source) as number);
    },
    swap(a, b) {
      moves++;
      const old = places.get(a) as number;
      places.set(a, places.get(b) as number);
      places.set(b, old);
    },
    temporarySlot: () => temporary++,
  });
  return { places, moves };
}

describe('parallel moves', () => {
  it('swap a cycle of registers', () => {
    const { places, moves } = simulate([2, 3, 4], [3, 4, 2]);
    expect([places.get(2), places.get(3), places.get(4)]).toEqual([3, 4, 2]);
    expect(moves).toBe(2);
  });

  it('leave out what is in place', () => {
    expect(simulate([1, 2], [1, 2]).moves).toBe(0);
  });

  it('are right for random permutations and copies', () => {
    const random = new Random(11);
    for (let round = 0; round < 2000; round++) {
      // One class of registers, so that every move is possible.
      const choices = [...Array(8).keys(), ...Array.from({ length: 4 }, (_, i) => SLOT + i)];
      const targets = choices.filter(() => random.below(2) === 0);
      const sources = targets.map(() =>
        random.below(6) === 0 ? -1 - random.below(3) : random.pick(choices),
      );
      const wanted = sources.slice();
      const wantedTargets = targets.slice();
      const { places } = simulate(targets, sources);
      wantedTargets.forEach((target, i) => {
        expect(places.get(target)).toBe(wanted[i]);
      });
    }
  });
});
