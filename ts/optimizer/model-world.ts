/** The world of traces over a model heap (ir/reference/model-heap.ts): everything is as it is described, classes can be watched. */
import { wordConst } from '../ir/constants.ts';
import { FIRST_SLOT, KINDS, ModelCell, type ModelHeap, SHAPES } from '../ir/reference/model-heap.ts';
import type { Const } from '../ir/trace.ts';
import type { CellInfo, CellKindName, ShapeInfo, World } from './world.ts';

export class ModelWorld implements World {
  constructor(private readonly heap: ModelHeap) {}

  shape(id: number): ShapeInfo | undefined {
    const declared = this.heap.shapes.get(id);
    if (declared) {
      const cls = this.heap.constant(declared.cls)!;
      return {
        kind: 'instance',
        classId: id,
        cls,
        stable: false,
        slotBase: FIRST_SLOT,
        slots: declared.attributes.length,
      };
    }
    const kind = KINDS.get(id);
    if (!kind) return undefined;
    const name = kind.endsWith('-iter') ? 'iter' : (kind as CellKindName);
    return { kind: name, classId: id, cls: wordConst('val', id, 2), stable: true };
  }
  cell(c: Const): CellInfo | undefined {
    const cell = this.heap.cellOf(c);
    if (!cell) return undefined;
    const kind = (cell.kind.endsWith('-iter') ? 'iter' : cell.kind) as CellKindName;
    return {
      kind,
      function: { codeId: cell.code, version: cell.version },
      class: { version: cell.version },
      keysVersion: cell.version,
      dict: c,
    };
  }
  tupleItem(tuple: Const, index: number): Const | undefined {
    const cell = this.heap.cellOf(tuple);
    const item = cell?.kind === 'tuple' ? cell.fields[index] : undefined;
    return item instanceof ModelCell ? this.heap.constant(item.name) : undefined;
  }
  tupleLength(tuple: Const | undefined): number | undefined {
    const cell = tuple && this.heap.cellOf(tuple);
    return cell?.kind === 'tuple' ? cell.fields.length : undefined;
  }
  isInterned(c: Const): boolean {
    return this.heap.cellOf(c)?.kind === 'str';
  }
  watchGlobal(dict: Const, index: number): { value: Const; key: Const } | undefined {
    const cell = this.heap.cellOf(dict);
    const value = cell?.fields[index];
    if (!cell || cell.mutable.has(index) || !(value instanceof ModelCell)) return undefined;
    return { value: this.heap.constant(value.name)!, key: this.heap.constant(`key:${cell.keys[index]}`)! };
  }
  claimMutable(dict: Const, index: number): boolean {
    return this.heap.cellOf(dict)?.mutable.has(index) ?? false;
  }
  canonicalShape(kind: CellKindName): number {
    return SHAPES[kind] ?? 0;
  }
  /** By name: a class of exceptions `@E` takes those of `@E` and of `@ESub`. */
  catches(cls: Const, type: Const): boolean | undefined {
    // As _CHECK_EXC_MATCH (ir/reference/heap-ops.ts).
    if (this.heap.cellOf(type)?.kind !== 'class') return undefined;
    return cls.text.startsWith(type.text);
  }
  watchClass(): boolean {
    return true;
  }
}
