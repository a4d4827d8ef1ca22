/**
 * Describes the exits of a trace for the native side: for each exit, from which registers, spill slots and constants the
 * interpreter's frames are rebuilt. The binary layout is native/jit/exits.h, which also says what the fields mean.
 *
 * Records are appended while registers are allocated, since only then is it known where values are; an exit and a raise of one
 * instruction share their record when they agree.
 */

import type { OptimizedTrace, Ref, Snapshot, TraceEnd, VirtualKind } from '../ir/trace.ts';
import { constIndex, isConst, isVirtual, UNCHANGED, VIRTUAL } from '../ir/trace.ts';
import type { Repr } from '../ops/types.ts';
import type { Place } from './parallel-move.ts';
import { isRegister, SLOT } from './parallel-move.ts';
import { regName } from './registers.ts';

export const ExitKind = { GUARD: 0, RAISE: 1, LEAVE: 2, LINK: 3, RETURN: 4, CALL: 5 } as const;
const KIND_NAMES = ['guard', 'raise', 'leave', 'link', 'return', 'call'];

const LOC_UNCHANGED = 0;
const LOC_REGISTER = 1;
const LOC_SPILL = 2;
const LOC_CONST = 3;
const LOC_VIRTUAL = 4;
const LOC_DEAD = 5;
const REPR: Record<Repr, number> = { val: 0, i64: 1, f64: 2, ptr: 3, bool: 4 };
const REPR_NAMES: readonly Repr[] = ['val', 'i64', 'f64', 'ptr', 'bool'];
const VIRTUALS: readonly VirtualKind[] = [
  'tuple',
  'list',
  'range-iter',
  'range',
  'slice',
  'method',
  'cell',
  'instance',
];
const STORE_FIELDS = ['iter.i', 'iter.j', 'cell.value'];
const HEADER_WORDS = 4;
const RECORD_WORDS = 7;
const FRAME_WORDS = 9;

/** No place: see LOC_DEAD. */
export const DEAD: Place = -0x40000000;
/** Where a value is at an exit; constants are not asked for. */
export type Locate = (value: Ref) => Place;

/** What the compiler keeps about an exit, for bridges and dumps. */
export interface Exit {
  readonly kind: number;
  readonly snapshot: Snapshot;
  /** Record's offset in `ExitTable.records`. */
  readonly record: number;
}

export class ExitTable {
  readonly exits: Exit[] = [];
  private readonly records: number[] = [];
  private readonly trace: OptimizedTrace;
  /** Index of spill slot 0 in words from the frame. */
  private readonly firstSpillWord: number;
  /** Trace constant → table constant. */
  private readonly constants = new Map<number, number>();

  constructor(trace: OptimizedTrace, firstSpillWord: number) {
    this.trace = trace;
    this.firstSpillWord = firstSpillWord;
  }

  get length(): number {
    return this.exits.length;
  }

  /** Forgets exits from `length` on. */
  truncate(length: number): void {
    if (length >= this.exits.length) return;
    this.records.length = this.exits[length].record;
    this.exits.length = length;
  }

  add(kind: number, snapshot: Snapshot, locate: Locate, end?: TraceEnd): number {
    const record = this.records.length;
    const words = this.records;
    const location = (ref: Ref): number => this.location(ref, locate);
    const target = end?.kind === 'link' ? end.target : 0;
    const value = end?.kind === 'return' ? location(end.value) : LOC_UNCHANGED;
    const { frames, virtuals, stores } = snapshot;
    words.push(snapshot.id, frames.length, virtuals.length, stores.length, target, value, 0);
    for (const frame of frames) {
      words.push(frame.code, frame.nlocals, frame.resume, frame.ip, frame.flags);
      words.push(location(frame.func), location(frame.extra), frame.afterYield, frame.slots.length);
      for (const slot of frame.slots) words.push(location(slot));
    }
    for (const object of virtuals) {
      words.push(VIRTUALS.indexOf(object.kind), object.shape, object.fields.length);
      for (const field of object.fields) words.push(location(field));
    }
    for (const store of stores)
      words.push(location(store.object), STORE_FIELDS.indexOf(store.field), location(store.value));
    words[record + RECORD_WORDS - 1] = words.length - record;
    return this.exits.push({ kind, snapshot, record }) - 1;
  }

  /** Another kind of exit with the same record. */
  addShared(kind: number, exit: number): number {
    const { snapshot, record } = this.exits[exit];
    return this.exits.push({ kind, snapshot, record }) - 1;
  }

  private location(ref: Ref, locate: Locate): number {
    if (ref === UNCHANGED) return LOC_UNCHANGED;
    if (isVirtual(ref)) return LOC_VIRTUAL | ((ref - VIRTUAL) << 8);
    if (isConst(ref)) {
      const index = constIndex(ref);
      let slot = this.constants.get(index);
      if (slot === undefined) this.constants.set(index, (slot = this.constants.size));
      return LOC_CONST | (REPR[this.trace.consts[index].repr] << 4) | (slot << 8);
    }
    const place = locate(ref);
    if (place === DEAD) return LOC_DEAD;
    const repr = REPR[this.trace.values[ref].repr] << 4;
    return isRegister(place)
      ? LOC_REGISTER | repr | (place << 8)
      : LOC_SPILL | repr | ((place - SLOT + this.firstSpillWord) << 8);
  }

  /** Trace constants in the order of the table's: those of repr `val` must be kept alive with the trace. */
  get constantIndices(): number[] {
    return [...this.constants.keys()];
  }

  /** The finished table; exits are numbered from `firstExit`. */
  serialize(firstExit: number): Uint32Array {
    const { exits, records } = this;
    const constants = this.constantIndices;
    const recordsAt = HEADER_WORDS + 2 * constants.length + 2 * exits.length;
    const table = new Uint32Array(recordsAt + records.length);
    table.set([exits.length, constants.length, firstExit, 0]);
    let at = HEADER_WORDS;
    for (const index of constants) {
      table[at++] = this.trace.consts[index].lo;
      table[at++] = this.trace.consts[index].hi;
    }
    for (const exit of exits) {
      table[at++] = exit.kind;
      table[at++] = recordsAt + exit.record;
    }
    table.set(records, recordsAt);
    return table;
  }

  /** Where an exit has a value: register, spill slot, or null when it does not have it. Bridges ask. */
  placeOf(exit: number, ref: Ref): Place | null {
    const { snapshot, record } = this.exits[exit];
    let at = record + RECORD_WORDS;
    const read = (candidate: Ref, word: number): Place | null => {
      if (candidate !== ref) return null;
      if ((word & 15) === LOC_REGISTER) return word >>> 8;
      return (word & 15) === LOC_SPILL ? (word >>> 8) - this.firstSpillWord + SLOT : null;
    };
    for (const frame of snapshot.frames) {
      const candidates = [frame.func, frame.extra];
      for (let i = 0; i < 2; i++) {
        const place = read(candidates[i], this.records[at + 5 + i]);
        if (place !== null) return place;
      }
      at += FRAME_WORDS;
      for (const slot of frame.slots) {
        const place = read(slot, this.records[at++]);
        if (place !== null) return place;
      }
    }
    for (const object of snapshot.virtuals) {
      at += 3;
      for (const field of object.fields) {
        const place = read(field, this.records[at++]);
        if (place !== null) return place;
      }
    }
    for (const store of snapshot.stores) {
      const place = read(store.object, this.records[at]) ?? read(store.value, this.records[at + 2]);
      if (place !== null) return place;
      at += 3;
    }
    return null;
  }

  /** `--dump=exits`: one paragraph for each exit. */
  dump(firstExit: number): string {
    const text = (word: number): string => {
      const payload = word >>> 8;
      const repr = REPR_NAMES[(word >>> 4) & 15];
      switch (word & 15) {
        case LOC_UNCHANGED:
          return '=';
        case LOC_REGISTER:
          return `${regName(payload)}:${repr}`;
        case LOC_SPILL:
          return `s${payload - this.firstSpillWord}:${repr}`;
        case LOC_CONST: {
          const c = this.trace.consts[this.constantIndices[payload]];
          return c.text
            ? `@${c.text}`
            : `0x${(c.hi >>> 0).toString(16)}${(c.lo >>> 0).toString(16).padStart(8, '0')}`;
        }
        case LOC_VIRTUAL:
          return `virtual${payload}`;
        default:
          return 'dead';
      }
    };
    return this.exits
      .map(({ kind, snapshot, record }, i) => {
        const lines = [`exit ${firstExit + i} ${KIND_NAMES[kind]} snapshot ${snapshot.id}`];
        let at = record + RECORD_WORDS;
        for (const frame of snapshot.frames) {
          at += FRAME_WORDS;
          const slots = frame.slots.map(() => text(this.records[at++]));
          const locals = slots.slice(0, frame.nlocals).join(' ');
          const stack = slots.slice(frame.nlocals).join(' ');
          lines.push(`  code ${frame.code} at ${frame.resume}: locals [${locals}] stack [${stack}]`);
        }
        for (const object of snapshot.virtuals) {
          at += 3;
          lines.push(
            `  virtual ${object.kind} [${object.fields.map(() => text(this.records[at++])).join(' ')}]`,
          );
        }
        for (const store of snapshot.stores) {
          lines.push(`  store ${text(this.records[at])}.${store.field} = ${text(this.records[at + 2])}`);
          at += 3;
        }
        return lines.join('\n');
      })
      .join('\n');
  }
}
