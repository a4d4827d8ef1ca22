/**
 * Part of pass virtual: instances that the trace makes, until somebody needs the word.
 *
 *     v3 = _NEW_INSTANCE @C, #40
 *     _STORE_ADD_SLOT v1, v3, #41, #24
 *     v4 = _LOAD_SLOT v3, #24                     →   (v4 is v1)
 *
 * A virtual instance is its shape and the contents of that shape's slots, in order. Stores and loads change and read the description. An
 * instance never comes to contain itself, through however many others: it is made before a store that would do that.
 */
import { literalConst } from '../../../ir/constants.ts';
import { op } from '../../../ir/op-table.ts';
import type { AnySnapshot, Inst, Ref, Snapshot } from '../../../ir/trace.ts';
import { T } from '../../../ir/trace.ts';
import type { Chain } from '../../chain.ts';
import { reaches } from './reaches.ts';

const NEW_SHAPED = op('_NEW_SHAPED');
const STORE_SLOT = op('_STORE_SLOT');

interface Instance {
  readonly shape: number;
  /** Bytes to slot 0. */
  readonly base: number;
  readonly fields: readonly Ref[];
}

export class VirtualInstances {
  private instances = new Map<Ref, Instance>();
  private chain!: Chain;

  begin(chain: Chain): void {
    this.chain = chain;
    this.instances = new Map();
  }

  /** Each of these returns false when the instruction has to be executed. */
  create(inst: Inst): boolean {
    const [out] = inst.outs;
    const shape = inst.imms[inst.imms.length - 1];
    const layout = this.layout(shape);
    if (!layout) return false;
    const nothing = this.chain.constant(literalConst('NULL'));
    this.instances.set(out, { shape, base: layout.base, fields: new Array<Ref>(layout.slots).fill(nothing) });
    this.chain.facts.narrow(out, T.CELL, shape);
    return true;
  }

  /** `shape`: the one that the store gives the object. */
  store(value: Ref, owner: Ref, offset: number, shape?: number): boolean {
    const instance = this.instances.get(owner);
    if (!instance) return false;
    const index = (offset - instance.base) / 8;
    const length = shape === undefined ? instance.fields.length : (this.layout(shape)?.slots ?? 0);
    if (index >= length || length < instance.fields.length || reaches(this.chain, value, owner)) return false;
    const nothing = this.chain.constant(literalConst('NULL'));
    const fields = instance.fields.concat(new Array<Ref>(length - instance.fields.length).fill(nothing));
    fields[index] = value;
    this.instances.set(owner, { ...instance, shape: shape ?? instance.shape, fields });
    this.chain.epoch++;
    return true;
  }

  load(owner: Ref, offset: number): Ref | undefined {
    const instance = this.instances.get(owner);
    const field = instance?.fields[(offset - instance.base) / 8];
    return field === this.chain.constant(literalConst('NULL')) ? undefined : field;
  }

  shapeOf(ref: Ref): number | undefined {
    return this.instances.get(ref)?.shape;
  }

  adopt(ref: Ref, shape: number, fields: readonly Ref[]): void {
    this.instances.set(ref, { shape, base: this.layout(shape)!.base, fields });
    this.chain.facts.narrow(ref, T.CELL, shape);
  }

  describe(ref: Ref) {
    const instance = this.instances.get(ref);
    return instance && { kind: 'instance' as const, shape: instance.shape, fields: instance.fields.slice() };
  }

  /** Makes the object; `before` is the state to leave in when there is no memory. `learn` is told what its slots hold. */
  materialize(
    ref: Ref,
    snapshot: AnySnapshot | null,
    before: Snapshot | null,
    learn: (offset: number, value: Ref) => void,
  ): void {
    const { chain } = this;
    const { shape, base, fields } = this.instances.get(ref)!;
    for (const field of fields) {
      const value = chain.resolve(field);
      if (value >= 0) chain.force(value, snapshot);
    }
    this.instances.delete(ref);
    chain.append({ op: NEW_SHAPED, args: [], imms: [shape], outs: [ref], snapshot: before });
    chain.facts.narrow(ref, T.CELL, shape);
    const nothing = chain.constant(literalConst('NULL'));
    fields.forEach((field, i) => {
      if (field === nothing) return;
      const offset = base + 8 * i;
      chain.append({
        op: STORE_SLOT,
        args: [chain.resolve(field), ref],
        imms: [offset],
        outs: [],
        snapshot: null,
      });
      learn(offset, field);
    });
  }

  save(): ReadonlyMap<Ref, Instance> {
    return new Map(this.instances);
  }
  restore(state: ReadonlyMap<Ref, Instance>): void {
    this.instances = new Map(state);
  }

  private layout(shape: number): { base: number; slots: number } | undefined {
    const info = this.chain.world.shape(shape);
    return info?.kind === 'instance' && info.slotBase !== undefined && info.slots !== undefined
      ? { base: info.slotBase, slots: info.slots }
      : undefined;
  }
}
