/**
 * Reference evaluator: runs a trace, recorded or optimized, over the model heap. Pure ops have their meaning in the op table
 * (`evaluate`); ops on the heap have it here, in `heap-ops.ts`. Says where the trace was left and with which state.
 *
 * States are compared as text: frames with code, resume point and slots, then every object that can be reached, numbered in order
 * of discovery; boxed, deferred and native values look the same, as they do to Python.
 */
import { FrameFlag } from '../../contract/frames.ts';
import type { Operator, RefValue, Uop } from '../../ops/types.ts';
import { bigintValue, floatValue, literalOf } from '../constants.ts';
import { isMarker, op, proofs } from '../op-table.ts';
import type { AnySnapshot, Const, Inst, Phi, Ref, SnapshotFrame, Trace, VirtualObject } from '../trace.ts';
import { constIndex, handedOver, isOptimized, isVirtual, pendingIn, UNCHANGED, VIRTUAL } from '../trace.ts';
import { FIELDS_BEFORE_SLOTS, heapOps } from './heap-ops.ts';
import {
  ELLIPSIS,
  ModelCell,
  type ModelHeap,
  NOT_IMPLEMENTED,
  NULL,
  Singleton,
  setEntry,
} from './model-heap.ts';

export interface Outcome {
  /** 'exit' through a guard; else how the trace ended. 'rounds': stopped by the limit. */
  readonly kind: 'exit' | 'rounds' | Trace['end']['kind'];
  readonly state: string;
  /** Instructions that could exit and were executed. */
  readonly guards: number;
  /** Where it was left, and the values then: what a bridge starts from. */
  readonly snapshot: AnySnapshot;
  readonly values: readonly RefValue[];
}

export interface EvaluateOptions {
  /** Loop rounds after which the trace is stopped. */
  readonly rounds: number;
  /** Ints of any size pass int guards and never overflow: what the interpreter would have done. */
  readonly generous?: boolean;
  /** This guard (counted from 0) fails whatever it tests. */
  readonly failGuard?: number;
  /** Called before every bytecode of a recorded trace with the state there. */
  readonly log?: (state: string) => void;
}

const FIXNUM_MAX = (1n << 62n) - 1n;
const FIXNUM_MIN = -(1n << 62n);
const isFixnum = (v: RefValue): boolean => typeof v === 'bigint' && v >= FIXNUM_MIN && v <= FIXNUM_MAX;

const FRAME_SLOT = op('_FRAME_SLOT');
const TO_BOOL_INT = op('_TO_BOOL_INT');

/** Inputs that must be fixnums. The op table's own meaning has no notion of a fixnum's size in guards. */
function fixnumInputs(uop: Uop): number[] {
  if (uop === TO_BOOL_INT) return [0];
  return proofs(uop).flatMap(({ input, is }) => (is === 'int' ? [input] : []));
}
const floorDiv = (a: bigint, b: bigint): bigint => {
  const q = a / b;
  return q * b !== a && a < 0n !== b < 0n ? q - 1n : q;
};
/** Tagged operators whose result may be too large for a fixnum; null: as declared. */
const GENEROUS: Partial<Record<Operator, (a: bigint, b: bigint) => bigint | null>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '//': (a, b) => (b === 0n ? null : floorDiv(a, b)),
  '<<': (a, b) => (b >= 0n && b < 1000n ? a << b : null),
};

const INDEX_OPERAND: Record<string, number> = {
  _BINARY_OP_SUBSCR_LIST_INT: 1,
  _BINARY_OP_SUBSCR_TUPLE_INT: 1,
  _STORE_SUBSCR_LIST_INT: 2,
};

export class Evaluator {
  private values: RefValue[] = [];
  private readonly loopStart: number;
  private readonly phis: readonly Phi[];
  private guards = 0;

  constructor(
    private readonly trace: Trace,
    readonly heap: ModelHeap,
    /** Root frame slots in memory. */
    private slots: RefValue[],
    private readonly options: EvaluateOptions,
    params: readonly RefValue[] = [],
  ) {
    this.loopStart = isOptimized(trace) ? trace.loopStart : -1;
    this.phis = isOptimized(trace) ? trace.phis : [];
    trace.params.forEach((param, i) => {
      this.values[param.value] = params[i];
    });
  }

  run(): Outcome {
    const { trace, loopStart } = this;
    for (let round = 1; ; round++) {
      let last: AnySnapshot | null = null;
      const from = round > 1 && loopStart >= 0 ? loopStart : 0;
      for (let i = from; i < trace.insts.length; i++) {
        if (i === loopStart && round === 1) this.enterLoop();
        const inst = trace.insts[i];
        if (inst.snapshot && inst.snapshot !== last) {
          last = inst.snapshot;
          this.options.log?.(this.state(last));
        }
        if (!this.step(inst)) return this.outcome('exit', inst.snapshot!);
      }
      if (loopStart === trace.insts.length && round === 1) this.enterLoop();
      const { end } = trace;
      if (end.kind !== 'loop') return this.finish();
      const state = this.state(end.snapshot);
      this.options.log?.(state);
      if (round === this.options.rounds) return this.outcome('rounds', end.snapshot);
      if (loopStart >= 0) this.assignPhis('right');
      else this.slots = this.frameSlots(end.snapshot.frames[0], []);
    }
  }

  private outcome(kind: Outcome['kind'], snapshot: AnySnapshot): Outcome {
    return { kind, state: this.state(snapshot), guards: this.guards, snapshot, values: this.values };
  }

  private finish(): Outcome {
    const { end } = this.trace;
    const value = handedOver(end);
    if (end.kind === 'return') this.options.log?.(this.state(end.snapshot));
    let state = end.kind === 'return' ? '' : this.state(end.snapshot);
    if (value !== undefined) state += this.text([this.read(value)]);
    this.options.log?.(state);
    return { ...this.outcome(end.kind, end.snapshot), state };
  }

  private enterLoop(): void {
    this.assignPhis('left');
  }
  private assignPhis(side: 'left' | 'right'): void {
    const now = this.phis.map((phi) => this.read(phi[side]));
    this.phis.forEach((phi, i) => {
      this.values[phi.value] = now[i];
    });
  }

  // ---- instructions ----

  private read(ref: Ref): RefValue {
    if (ref >= 0) {
      const value = this.values[ref];
      if (value === undefined) throw new Error(`value ${ref} is not defined`);
      return value;
    }
    return this.constant(this.trace.consts[constIndex(ref)]);
  }

  private constant(c: Const): RefValue {
    if (c.text) return this.heap.cellOf(c) ?? new Singleton(c.text);
    if (c.repr === 'i64') return bigintValue(c);
    if (c.repr === 'f64') return floatValue(c);
    if (c.repr === 'bool') return c.lo === 1;
    if (c.repr === 'ptr') return new Singleton('address');
    if (c.lo & 1) return bigintValue(c);
    if ((c.lo & 3) === 2) return floatValue(c);
    const literal = literalOf(c);
    if (literal === 'None') return null;
    if (literal === 'True' || literal === 'False') return literal === 'True';
    if (literal === 'Ellipsis') return ELLIPSIS;
    if (literal === 'NotImplemented') return NOT_IMPLEMENTED;
    return NULL;
  }

  /** False: the trace is left here. */
  private step(inst: Inst): boolean {
    const { op: uop } = inst;
    if (isMarker(uop)) return true;
    if (uop.exits && inst.snapshot && this.guards++ === this.options.failGuard) return false;
    if (uop === FRAME_SLOT) {
      this.values[inst.outs[0]] = this.slots[inst.imms[0]];
      return true;
    }
    const result = this.apply(inst);
    if (result === 'exit') {
      if (!inst.snapshot) throw new Error(`${uop.name} exits without a snapshot`);
      return false;
    }
    inst.outs.forEach((out, i) => {
      this.values[out] = result[i];
    });
    return true;
  }

  private apply(inst: Inst): readonly RefValue[] | 'exit' {
    const { op: uop } = inst;
    const ins = inst.args.map((arg) => this.read(arg));
    const checked = fixnumInputs(uop);
    if (checked.length > 0) {
      for (const i of checked) {
        if (typeof ins[i] !== 'bigint' || !(this.options.generous || isFixnum(ins[i]))) return 'exit';
      }
      return uop === TO_BOOL_INT ? [ins[0] !== 0n] : [];
    }
    if (this.options.generous && uop.outs[0]?.is === 'int') {
      const exact = GENEROUS[uop.operator!]?.(ins[0] as bigint, ins[1] as bigint);
      if (exact !== undefined && exact !== null) return [exact];
    }
    // An index from the end that is no constant is left to the interpreter (or to a bridge): optimized traces may exit there.
    const index = INDEX_OPERAND[uop.name];
    if (
      index !== undefined &&
      !this.options.generous &&
      inst.args[index] >= 0 &&
      (ins[index] as bigint) < 0n
    ) {
      return 'exit';
    }
    const model = heapOps[uop.name];
    if (model) {
      const imms = inst.imms.map((imm) =>
        imm < 0 && imm > UNCHANGED && this.isRef(inst, imm) ? this.read(imm) : imm,
      );
      return model(this.heap, ins, imms);
    }
    if (!uop.evaluate) throw new Error(`the evaluator has no meaning for ${uop.name}`);
    return uop.evaluate(ins, inst.imms);
  }
  private isRef(inst: Inst, imm: number): boolean {
    const kind = inst.op.imms[inst.imms.indexOf(imm)].kind;
    return kind === 'const' || kind === 'addr' || kind === 'u64' || kind === 'i64' || kind === 'f64';
  }

  // ---- states ----

  private frameSlots(frame: SnapshotFrame, created: readonly RefValue[]): RefValue[] {
    const generator =
      frame.flags & FrameFlag.OWNED_BY_GENERATOR ? (this.read(frame.extra) as ModelCell) : null;
    return frame.slots.map((ref, i) => {
      if (ref === UNCHANGED) return generator ? generator.fields[FIELDS_BEFORE_SLOTS + i] : this.slots[i];
      return isVirtual(ref) ? created[ref - VIRTUAL] : this.read(ref);
    });
  }

  /** Does what the exit does (deferred stores, new objects) to a copy and writes the result as text. */
  private state(snapshot: AnySnapshot): string {
    const undo: (() => void)[] = [];
    const { virtuals, stores } = pendingIn(snapshot);
    const created: ModelCell[] = virtuals.map((object) => this.create(object));
    virtuals.forEach((object, i) => {
      const fields = object.fields.map((ref) => (isVirtual(ref) ? created[ref - VIRTUAL] : this.read(ref)));
      if (object.kind !== 'dict') created[i].fields.push(...fields);
      else for (let at = 0; at < fields.length; at += 2) setEntry(created[i], fields[at], fields[at + 1]);
    });
    for (const store of stores) {
      if (store.field === 'ctx.handled') {
        const { heap } = this;
        const { handled } = heap;
        undo.push(() => {
          heap.handled = handled;
        });
        heap.handled = isVirtual(store.value) ? created[store.value - VIRTUAL] : this.read(store.value);
        continue;
      }
      const cell = this.read(store.object) as ModelCell;
      const index = fieldIndex(cell, store.field);
      const before = cell.fields[index];
      undo.push(() => {
        cell.fields[index] = before;
      });
      cell.fields[index] = this.read(store.value);
    }
    const lines = snapshot.frames.map((frame, depth) => {
      const slots = this.frameSlots(frame, created);
      const rest = depth === 0 ? [] : [this.read(frame.func), this.extra(frame, created)];
      return `${frame.code}@${frame.resume},${frame.ip},${frame.flags} ${this.text([...slots, ...rest], false)}`;
    });
    const text = `${lines.join('\n')}\n${this.text([])}`;
    for (const back of undo.reverse()) back();
    return text;
  }
  private extra(frame: SnapshotFrame, created: readonly RefValue[]): RefValue {
    return isVirtual(frame.extra) ? created[frame.extra - VIRTUAL] : this.read(frame.extra);
  }
  private create(object: VirtualObject): ModelCell {
    return new ModelCell(object.kind, object.shape, []);
  }

  /** Values as text; with everything that named objects hold when `heap` is set. */
  private text(values: readonly RefValue[], heap = true): string {
    const seen = new Map<ModelCell, number>();
    const show = (value: RefValue): string => {
      if (value === null) return 'None';
      if (typeof value === 'bigint') return String(value);
      if (typeof value === 'number') return Object.is(value, -0) ? '-0.0' : `f${value}`;
      if (typeof value === 'string') return JSON.stringify(value);
      if (value instanceof Singleton) return value.name;
      if (!(value instanceof ModelCell)) return String(value);
      if (value.name && !heap) return `@${value.name}`;
      const known = seen.get(value);
      if (known !== undefined) return `#${known}`;
      seen.set(value, seen.size);
      const shape = value.kind === 'instance' || value.kind === 'exception' ? value.shape : '';
      const fields = value.fields.map((field, i) => `${value.keys[i] ?? ''} ${show(field)}`);
      return `#${seen.size - 1}:${value.name}=${value.kind}${shape}(${fields.join(' ')})`;
    };
    const all = heap ? [...values, this.heap.handled, ...this.heap.named.values()] : values;
    return all.map(show).join(' ');
  }
}

function fieldIndex(cell: ModelCell, field: string): number {
  if (field === 'cell.value') return 0;
  if (cell.kind === 'range-iter') return field === 'iter.i' ? 0 : 1;
  return 1;
}
