/**
 * Describes the exits of a trace for the native side: for each exit, from which registers, spill slots and constants the
 * interpreter's frames are rebuilt. The binary layout, and what the fields mean: ts/contract/exits.ts.
 *
 * Records are appended while registers are allocated, since only then is it known where values are; an exit and a raise of one
 * instruction share their record when they agree.
 */
import {
  ExitEntryWords,
  ExitFrameWords,
  ExitKind,
  ExitRecordWords,
  ExitStoreWords,
  ExitTableWords,
  ExitVirtualWords,
  Loc,
  LocBits,
  REPRS,
  STORE_FIELDS,
  VIRTUAL_KINDS,
} from '../contract/exits.ts';

import type { OptimizedTrace, Ref, Snapshot, TraceEnd } from '../ir/trace.ts';
import { constIndex, isConst, isVirtual, UNCHANGED, VIRTUAL } from '../ir/trace.ts';
import type { Repr } from '../ops/types.ts';
import type { Place } from './allocate/parallel-move.ts';
import { isRegister, SLOT } from './allocate/parallel-move.ts';
import { regName } from './registers.ts';

const KIND_NAMES = Object.keys(ExitKind).map((name) => name.toLowerCase());

const kindOf = (location: number): number => location & LocBits.KIND_MASK;
const reprOf = (location: number): Repr => REPRS[(location >>> LocBits.REPR_SHIFT) & LocBits.REPR_MASK];
const payloadOf = (location: number): number => location >>> LocBits.PAYLOAD_SHIFT;
const locationOf = (kind: number, repr: Repr, payload: number): number =>
  kind | (REPRS.indexOf(repr) << LocBits.REPR_SHIFT) | (payload << LocBits.PAYLOAD_SHIFT);

/** No place: see Loc.DEAD. */
export const DEAD: Place = -0x40000000;
/** Where a value is at an exit; constants are not asked for. */
export type Locate = (value: Ref) => Place;

/** Of a virtual object that no record shares with another. */
const NO_ID = 0xffffffff;

/** What the compiler keeps about an exit, for bridges and dumps. */
export interface Exit {
  readonly kind: number;
  readonly snapshot: Snapshot;
  /** Record's offset in `ExitTable.records`. */
  readonly record: number;
}

function recordSize({ frames, virtuals, stores }: Snapshot): number {
  let words = ExitRecordWords.WORDS + stores.length * ExitStoreWords.WORDS;
  for (const { slots } of frames) words += ExitFrameWords.WORDS + slots.length;
  for (const { fields } of virtuals) words += ExitVirtualWords.WORDS + fields.length;
  return words;
}

export class ExitTable {
  readonly exits: Exit[] = [];
  /** The first `used` words are the records. */
  private records = new Uint32Array(1024);
  private used = 0;
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
    this.used = this.exits[length].record;
    this.exits.length = length;
  }

  add(kind: number, snapshot: Snapshot, locate: Locate, end?: TraceEnd): number {
    const record = this.used;
    const size = recordSize(snapshot);
    const words = this.reserve(size);
    const location = (ref: Ref): number => this.location(ref, locate);
    const { frames, virtuals, stores } = snapshot;
    words[record + ExitRecordWords.snapshot] = snapshot.id;
    words[record + ExitRecordWords.nframes] = frames.length;
    words[record + ExitRecordWords.nvirtuals] = virtuals.length;
    words[record + ExitRecordWords.nstores] = stores.length;
    words[record + ExitRecordWords.target] = end?.kind === 'link' ? end.target : 0;
    words[record + ExitRecordWords.value] = end?.kind === 'return' ? location(end.value) : Loc.UNCHANGED;
    words[record + ExitRecordWords.words] = size;
    let at = record + ExitRecordWords.WORDS;
    for (const frame of frames) {
      words[at + ExitFrameWords.code] = frame.code;
      words[at + ExitFrameWords.nlocals] = frame.nlocals;
      words[at + ExitFrameWords.resume] = frame.resume;
      words[at + ExitFrameWords.ip] = frame.ip;
      words[at + ExitFrameWords.flags] = frame.flags;
      words[at + ExitFrameWords.func] = location(frame.func);
      words[at + ExitFrameWords.extra] = location(frame.extra);
      words[at + ExitFrameWords.afterYield] = frame.afterYield;
      words[at + ExitFrameWords.nslots] = frame.slots.length;
      at += ExitFrameWords.WORDS;
      for (const slot of frame.slots) words[at++] = location(slot);
    }
    for (const { kind, shape, fields, id } of virtuals) {
      words[at + ExitVirtualWords.kind] = VIRTUAL_KINDS.indexOf(kind);
      words[at + ExitVirtualWords.shape] = shape;
      words[at + ExitVirtualWords.id] = id ?? NO_ID;
      words[at + ExitVirtualWords.nfields] = fields.length;
      at += ExitVirtualWords.WORDS;
      for (const field of fields) words[at++] = location(field);
    }
    for (const { object, field, value } of stores) {
      words[at + ExitStoreWords.object] = location(object);
      words[at + ExitStoreWords.field] = STORE_FIELDS.indexOf(field);
      words[at + ExitStoreWords.value] = location(value);
      at += ExitStoreWords.WORDS;
    }
    return this.exits.push({ kind, snapshot, record }) - 1;
  }

  /** Room for that many words more. */
  private reserve(count: number): Uint32Array {
    this.used += count;
    if (this.used > this.records.length) {
      const grown = new Uint32Array(2 * this.used);
      grown.set(this.records);
      this.records = grown;
    }
    return this.records;
  }

  /** Another kind of exit with the same record. */
  addShared(kind: number, exit: number): number {
    const { snapshot, record } = this.exits[exit];
    return this.exits.push({ kind, snapshot, record }) - 1;
  }

  private location(ref: Ref, locate: Locate): number {
    if (ref === UNCHANGED) return Loc.UNCHANGED;
    if (isVirtual(ref)) return locationOf(Loc.VIRTUAL, 'val', ref - VIRTUAL);
    if (isConst(ref)) {
      const index = constIndex(ref);
      let slot = this.constants.get(index);
      if (slot === undefined) this.constants.set(index, (slot = this.constants.size));
      return locationOf(Loc.CONST, this.trace.consts[index].repr, slot);
    }
    const place = locate(ref);
    if (place === DEAD) return Loc.DEAD;
    const { repr } = this.trace.values[ref];
    return isRegister(place)
      ? locationOf(Loc.REGISTER, repr, place)
      : locationOf(Loc.SPILL, repr, place - SLOT + this.firstSpillWord);
  }

  /** Trace constants in the order of the table's: those of repr `val` must be kept alive with the trace. */
  get constantIndices(): number[] {
    return [...this.constants.keys()];
  }

  /** The finished table; exits are numbered from `firstExit`. */
  serialize(firstExit: number): Uint32Array {
    const { exits } = this;
    const records = this.records.subarray(0, this.used);
    const constants = this.constantIndices;
    const entriesAt = ExitTableWords.WORDS + 2 * constants.length;
    const recordsAt = entriesAt + ExitEntryWords.WORDS * exits.length;
    const table = new Uint32Array(recordsAt + records.length);
    table[ExitTableWords.nexits] = exits.length;
    table[ExitTableWords.nconsts] = constants.length;
    table[ExitTableWords.firstExit] = firstExit;
    let at: number = ExitTableWords.WORDS;
    for (const index of constants) {
      table[at++] = this.trace.consts[index].lo;
      table[at++] = this.trace.consts[index].hi;
    }
    exits.forEach(({ kind, record }, i) => {
      const entry = entriesAt + i * ExitEntryWords.WORDS;
      table[entry + ExitEntryWords.kind] = kind;
      table[entry + ExitEntryWords.record] = recordsAt + record;
    });
    table.set(records, recordsAt);
    return table;
  }

  /** Where an exit has a value: register, spill slot, or null when it does not have it. Bridges ask. */
  placeOf(exit: number, ref: Ref): Place | null {
    const { snapshot, record } = this.exits[exit];
    let at = record + ExitRecordWords.WORDS;
    const read = (candidate: Ref, word: number): Place | null => {
      if (candidate !== ref) return null;
      if (kindOf(word) === Loc.REGISTER) return payloadOf(word);
      return kindOf(word) === Loc.SPILL ? payloadOf(word) - this.firstSpillWord + SLOT : null;
    };
    for (const frame of snapshot.frames) {
      const own =
        read(frame.func, this.records[at + ExitFrameWords.func]) ??
        read(frame.extra, this.records[at + ExitFrameWords.extra]);
      if (own !== null) return own;
      at += ExitFrameWords.WORDS;
      for (const slot of frame.slots) {
        const place = read(slot, this.records[at++]);
        if (place !== null) return place;
      }
    }
    for (const object of snapshot.virtuals) {
      at += ExitVirtualWords.WORDS;
      for (const field of object.fields) {
        const place = read(field, this.records[at++]);
        if (place !== null) return place;
      }
    }
    for (const store of snapshot.stores) {
      const place =
        read(store.object, this.records[at + ExitStoreWords.object]) ??
        read(store.value, this.records[at + ExitStoreWords.value]);
      if (place !== null) return place;
      at += ExitStoreWords.WORDS;
    }
    return null;
  }

  /** `--dump=exits`: one paragraph for each exit. */
  dump(firstExit: number): string {
    const text = (word: number): string => {
      const payload = payloadOf(word);
      const repr = reprOf(word);
      switch (kindOf(word)) {
        case Loc.UNCHANGED:
          return '=';
        case Loc.REGISTER:
          return `${regName(payload)}:${repr}`;
        case Loc.SPILL:
          return `s${payload - this.firstSpillWord}:${repr}`;
        case Loc.CONST: {
          const c = this.trace.consts[this.constantIndices[payload]];
          return c.text
            ? `@${c.text}`
            : `0x${(c.hi >>> 0).toString(16)}${(c.lo >>> 0).toString(16).padStart(8, '0')}`;
        }
        case Loc.VIRTUAL:
          return `virtual${payload}`;
        default:
          return 'dead';
      }
    };
    return this.exits
      .map(({ kind, snapshot, record }, i) => {
        const lines = [`exit ${firstExit + i} ${KIND_NAMES[kind]} snapshot ${snapshot.id}`];
        let at = record + ExitRecordWords.WORDS;
        for (const frame of snapshot.frames) {
          at += ExitFrameWords.WORDS;
          const slots = frame.slots.map(() => text(this.records[at++]));
          const locals = slots.slice(0, frame.nlocals).join(' ');
          const stack = slots.slice(frame.nlocals).join(' ');
          lines.push(`  code ${frame.code} at ${frame.resume}: locals [${locals}] stack [${stack}]`);
        }
        for (const object of snapshot.virtuals) {
          at += ExitVirtualWords.WORDS;
          lines.push(
            `  virtual ${object.kind} [${object.fields.map(() => text(this.records[at++])).join(' ')}]`,
          );
        }
        for (const store of snapshot.stores) {
          const object = text(this.records[at + ExitStoreWords.object]);
          const value = text(this.records[at + ExitStoreWords.value]);
          lines.push(`  store ${object}.${store.field} = ${value}`);
          at += ExitStoreWords.WORDS;
        }
        return lines.join('\n');
      })
      .join('\n');
  }
}
