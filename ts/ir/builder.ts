/**
 * Builds a recorded trace in order: the recorder appends through it, and before it the prologue of a bridge (inherit.ts).
 * Constants are pooled, so equal constants have equal refs.
 */
import type { Repr, Uop } from '../ops/types.ts';
import { f64Const, i64Const, intConst, literalConst } from './constants.ts';
import type { Const, Inst, Param, RecordedSnapshot, RecordedTrace, Ref, TraceKind, Value } from './trace.ts';
import { constRef, T, T_ANY, T_BOOL } from './trace.ts';

/** Type bits that an operand of that representation has when nothing else is known. */
export const defaultType = (repr: Repr): number =>
  repr === 'i64' ? T.INT : repr === 'f64' ? T.FLOAT : repr === 'bool' ? T_BOOL : T_ANY;

const REPR_CODE: Record<Repr, number> = { val: 0, i64: 1, f64: 2, ptr: 3, bool: 4 };

export class ConstPool {
  readonly list: Const[];
  // Keyed by a mix of the words; entries with equal mix are chained through `next`.
  private readonly first = new Map<number, number>();
  private readonly next: number[] = [];

  constructor(list: Const[] = []) {
    this.list = list;
    for (let i = 0; i < list.length; i++) this.link(i);
  }

  add(c: Const): Ref {
    for (let i = this.first.get(mix(c)) ?? -1; i >= 0; i = this.next[i]) {
      const other = this.list[i];
      if (other.lo === c.lo && other.hi === c.hi && other.repr === c.repr) return constRef(i);
    }
    this.list.push(c);
    this.link(this.list.length - 1);
    return constRef(this.list.length - 1);
  }

  private link(index: number): void {
    const key = mix(this.list[index]);
    this.next[index] = this.first.get(key) ?? -1;
    this.first.set(key, index);
  }
}

const mix = (c: Const): number => (Math.imul(c.lo, 31) ^ Math.imul(c.hi, 17) ^ REPR_CODE[c.repr]) | 0;

export class TraceBuilder {
  readonly values: Value[] = [];
  readonly insts: Inst<RecordedSnapshot>[] = [];
  readonly pool = new ConstPool();

  value(repr: Repr, type = defaultType(repr), shape = 0): Ref {
    this.values.push({ repr, type, shape });
    return this.values.length - 1;
  }

  constant(c: Const): Ref {
    return this.pool.add(c);
  }
  /** A Python int that fits 63 bits. */
  int(value: number): Ref {
    return this.pool.add(intConst(value));
  }
  i64(value: number): Ref {
    return this.pool.add(i64Const(value));
  }
  f64(value: number): Ref {
    return this.pool.add(f64Const(value));
  }
  /** NULL, None, False, True, Ellipsis, NotImplemented. */
  literal(name: Parameters<typeof literalConst>[0]): Ref {
    return this.pool.add(literalConst(name));
  }

  /** Appends an instruction; returns the values it defines. */
  emit(op: Uop, args: Ref[], imms: number[] = [], snapshot: RecordedSnapshot | null = null): Ref[] {
    const outs: Ref[] = [];
    for (const out of op.outs) outs.push(this.value(out.repr));
    this.insts.push({ op, args, imms, outs, snapshot });
    return outs;
  }

  finish(
    kind: TraceKind,
    name: string,
    entry: RecordedSnapshot,
    end: RecordedTrace['end'],
    params: Param[] = [],
  ): RecordedTrace {
    return { kind, name, entry, params, values: this.values, consts: this.pool.list, insts: this.insts, end };
  }
}
