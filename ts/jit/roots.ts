/**
 * What a trace keeps alive, as words: the cells that its code and exits refer to; the code objects of its frames, and the classes of its
 * shapes, which both refer to by number. Numbers of what was collected are used again.
 */
import { Tag } from '../contract/words.ts';
import { type Const, type OptimizedTrace, T } from '../ir/trace.ts';
import type { World } from '../optimizer/world.ts';
import type { RecordingWorld } from '../recorder/recording.ts';

export function rootsOf(trace: OptimizedTrace, world: World & RecordingWorld): Uint32Array {
  const words: number[] = [];
  const add = ({ lo, hi }: Const): void => void words.push(lo, hi);
  for (const c of trace.consts)
    if (c.repr === 'val' && (c.lo & Tag.MASK) === Tag.CELL && c.type !== T.NULL) add(c);
  for (const code of codesOf(trace)) add(world.codeObject(code));
  for (const shape of shapesOf(trace)) {
    const info = world.shape(shape);
    if (info) add(info.cls);
  }
  return Uint32Array.from(words);
}

function codesOf({ snapshots, end }: OptimizedTrace): Set<number> {
  const codes = new Set<number>();
  for (const { frames } of [...snapshots, end.snapshot]) for (const { code } of frames) codes.add(code);
  return codes;
}

function shapesOf({ consts, values, insts, snapshots, end }: OptimizedTrace): Set<number> {
  const shapes = new Set<number>();
  for (const { shape } of consts) shapes.add(shape);
  for (const { shape } of values) shapes.add(shape);
  for (const { op, imms } of insts)
    op.imms.forEach(({ name }, i) => {
      if (name === 'shape') shapes.add(imms[i]);
    });
  for (const { virtuals } of [...snapshots, end.snapshot])
    for (const { shape } of virtuals) shapes.add(shape);
  shapes.delete(0);
  return shapes;
}
