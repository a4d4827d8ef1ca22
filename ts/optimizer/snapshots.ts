/**
 * From recorded snapshots to those of the new trace. A recorded one names recorded values; an exit of the new trace needs to find what
 * they have become: another value, a constant, a native number, an object that was never made.
 *
 *     recorded   1@6 [v2 | v5]              v5 = _BUILD_TUPLE v2, v3      (v5 is not made, v2 is i7)
 *     new        1@6 [i7 | $0] ; $0 = tuple(i7 v3)
 *
 * A snapshot is translated once and shared by the instructions of its bytecode, until something that it describes has changed (`epoch`).
 */
import type {
  AnySnapshot,
  DeferredStore,
  RecordedSnapshot,
  Ref,
  Snapshot,
  SnapshotFrame,
  VirtualObject,
} from '../ir/trace.ts';
import { isRecorded, isVirtual, NO_REF, pendingIn, UNCHANGED, VIRTUAL } from '../ir/trace.ts';
import { boxedConst } from './boxes.ts';
import type { Chain } from './chain.ts';

export class Snapshots {
  private readonly translated = new Map<RecordedSnapshot, { epoch: number; snapshot: Snapshot }>();

  constructor(private readonly chain: Chain) {}

  /** Another copy of the body begins: the recorded refs mean other values. */
  forget(): void {
    this.translated.clear();
  }

  /** A recorded snapshot in terms of the new trace, one that is so already as it is; `hide` (a tagged value of the new trace) appears as `by`. */
  translate(snapshot: AnySnapshot, hide: Ref = NO_REF, by: Ref = NO_REF): Snapshot {
    if (!isRecorded(snapshot)) return snapshot;
    const { chain } = this;
    if (hide !== NO_REF) return this.translation(snapshot, hide, by);
    const known = this.translated.get(snapshot);
    if (known && known.epoch === chain.epoch) return known.snapshot;
    const result = this.translation(snapshot, hide, by);
    this.translated.set(snapshot, { epoch: chain.epoch, snapshot: result });
    return result;
  }

  private translation(snapshot: RecordedSnapshot, hide: Ref, by: Ref): Snapshot {
    const { chain } = this;
    const virtuals: VirtualObject[] = [];
    const seen: Ref[] = [];
    const translateRef = (ref: Ref): Ref => {
      if (ref === UNCHANGED || isVirtual(ref)) return ref;
      const now = chain.mapped(ref);
      return now === hide ? by : this.ref(now, virtuals, seen);
    };
    // A bridge's prologue brings its own descriptions.
    const inherited = pendingIn(snapshot);
    for (const { kind, shape } of inherited.virtuals) {
      virtuals.push({ kind, shape, fields: [] });
      seen.push(NO_REF);
    }
    inherited.virtuals.forEach(({ kind, shape, fields }, i) => {
      virtuals[i] = { kind, shape, fields: fields.map(translateRef) };
    });
    const frames = snapshot.frames.map((frame, depth): SnapshotFrame => {
      const slots = new Array<Ref>(frame.slots.length);
      for (let i = 0; i < slots.length; i++) {
        const ref = frame.slots[i];
        const start = ref === UNCHANGED && depth === 0 ? chain.rootSlots?.[i] : undefined;
        slots[i] = start === undefined ? translateRef(ref) : this.ref(start, virtuals, seen);
      }
      return { ...frame, slots, func: translateRef(frame.func), extra: translateRef(frame.extra) };
    });
    // Positions of iterators are machine numbers.
    const stores: DeferredStore[] = inherited.stores.map(({ object, field, value }) => ({
      object: chain.mapped(object),
      field,
      value: field === 'ctx.handled' ? translateRef(value) : chain.mapped(value),
    }));
    for (const store of chain.virtuals?.deferredStores() ?? []) {
      stores.push({
        object: this.ref(store.object, virtuals, seen),
        field: store.field,
        value:
          store.field === 'ctx.handled' ? this.ref(store.value, virtuals, seen) : chain.resolve(store.value),
      });
    }
    return { id: -1, frames, virtuals, stores };
  }

  /** How an exit finds a value: native if that is what exists, else the word; objects that were not made by description. */
  private ref(ref: Ref, virtuals: VirtualObject[], seen: Ref[]): Ref {
    const { chain } = this;
    ref = chain.resolve(ref);
    if (ref < 0) {
      if (chain.const(ref).repr === 'val') return ref;
      const boxed = boxedConst(chain, ref);
      return boxed === NO_REF ? ref : boxed;
    }
    if (chain.lazy[ref]) return this.ref(chain.native[ref], virtuals, seen);
    const described = chain.virtuals?.describe(ref);
    // Prefer the native form: the word then need not stay alive for this exit. Bools cost nothing to box either way.
    if (!described) return ref;
    const index = seen.indexOf(ref);
    if (index >= 0) return VIRTUAL + index;
    // Fields first: an exit that makes the objects in order finds what they contain.
    // Positions of iterators are machine numbers, constants among them too.
    const fields = described.fields.map((field) =>
      described.kind === 'range-iter' ? chain.resolve(field) : this.ref(field, virtuals, seen),
    );
    const at = virtuals.length;
    seen.push(ref);
    virtuals.push({ kind: described.kind, shape: described.shape, fields, id: ref });
    return VIRTUAL + at;
  }
}
