/**
 * virtual: objects that the trace makes and takes apart again are never made; iterators keep their position in values.
 *
 *     v3 = _BUILD_TUPLE v1, v2, #2
 *     v4, v5 = _UNPACK_SEQUENCE_TWO_TUPLE v3      →   (v4 is v2, v5 is v1)
 *
 *     _GUARD_NOT_EXHAUSTED_RANGE v1               →   _GUARD_I64_LT 0, i3
 *     v2 = _ITER_NEXT_RANGE v1                        i4 = _I64_ADD_UNCHECKED i2, i5
 *
 * A tuple, a list, a dict, an instance, a range or a new range iterator stays a description until something needs the word (`materialize`); snapshots
 * carry the description and the exit makes the object. The position of an existing iterator is a store that exits do.
 *
 * The parts are in virtual/: tuples (with lists and bound methods), iterators (with ranges), instances, dicts, exceptions.
 */
import { intConst, literalConst } from '../../ir/constants.ts';
import type { AnySnapshot, DeferredStore, Inst, Ref } from '../../ir/trace.ts';
import type { Chain } from '../chain.ts';
import type { Description, VirtualSource } from '../pass.ts';
import type { Heap } from './heap.ts';
import { VirtualDicts } from './virtual/dicts.ts';
import { VirtualExceptions } from './virtual/exceptions.ts';
import { VirtualInstances } from './virtual/instances.ts';
import { Iterators, type IteratorsState } from './virtual/iterators.ts';

export class Virtual extends Iterators implements VirtualSource {
  private readonly instances = new VirtualInstances();
  private readonly exceptions = new VirtualExceptions(this);
  private readonly dicts = new VirtualDicts();
  /** Is told what new objects hold. */
  heap: Heap | null = null;

  constructor() {
    super();
    this.on('_NEW_INSTANCE _NEW_SHAPED', (i) => this.unless(i, this.instances.create(i)));
    this.on('_STORE_SLOT', (i) =>
      this.unless(i, this.instances.store(this.arg(i, 0), this.arg(i, 1), i.imms[0])),
    );
    this.on('_STORE_ADD_SLOT', (i) =>
      this.unless(i, this.instances.store(this.arg(i, 0), this.arg(i, 1), i.imms[1], i.imms[0])),
    );
    this.on('_LOAD_SLOT', (i) => this.known(i, this.instances.load(this.arg(i, 0), i.imms[0])));
    this.on('_GUARD_SHAPE', (i) => this.unless(i, this.hasShape(i)));
    this.on('_GUARD_CELL_SHAPE', (i) => {
      if (!this.hasShape(i)) this.checkRange(i);
    });
    const { exceptions } = this;
    this.on('_NEW_EXCEPTION', (i) => this.unless(i, exceptions.create(i)));
    this.on('_NEW_TRACEBACK', (i) => this.unless(i, exceptions.entry(i)));
    this.on('_ENDED_FRAME', (i) => this.unless(i, exceptions.endedFrame(i)));
    this.on('_RAISED', (i) => this.unless(i, exceptions.raised(i)));
    this.on('_ADD_TRACEBACK', (i) => this.unless(i, exceptions.addTraceback(i)));
    this.on('_CHECK_EXC_MATCH', (i) => this.unless(i, exceptions.match(i)));
    this.on('_LOAD_HANDLED', (i) => this.unless(i, exceptions.load(i)));
    this.on('_SWAP_HANDLED', (i) => this.unless(i, exceptions.swap(i)));
    this.on('_SET_HANDLED', (i) => this.unless(i, exceptions.setHandled(i)));
    this.onDicts();
  }

  private onDicts(): void {
    const { dicts } = this;
    this.on('_NEW_DICT', (i) => this.unless(i, dicts.create(i)));
    this.on('_STORE_SUBSCR_DICT', (i) =>
      this.unless(i, dicts.store(this.arg(i, 0), this.arg(i, 1), this.arg(i, 2))),
    );
    this.on('_BINARY_OP_SUBSCR_DICT', (i) => this.known(i, dicts.load(this.arg(i, 0), this.arg(i, 1))));
    this.on('_LOAD_DICT_ENTRY', (i) => this.known(i, dicts.entry(this.arg(i, 0), i.imms[0])));
    this.on('_GUARD_DICT_LENGTH', (i) => this.unless(i, dicts.hasLength(this.arg(i, 0), i.imms[0])));
    this.on('_GUARD_DICT_KEY', (i) => this.unless(i, dicts.hasKey(this.arg(i, 0), i.imms[0], i.imms[1])));
    this.on('_CONTAINS_OP_DICT', (i) => {
      const is = dicts.contains(this.arg(i, 1), this.arg(i, 0));
      this.truth(i, is === undefined ? undefined : is !== (i.imms[0] === 1));
    });
    this.on('_TO_BOOL', (i) => this.truth(i, positive(dicts.length(this.arg(i, 0)))));
    this.on('_CALL_LEN _CALL_LEN_BUILTIN', (i) => {
      const length = dicts.length(this.arg(i, i.args.length - 1));
      this.known(i, length === undefined ? undefined : this.chain.constant(intConst(length)));
    });
  }

  override begin(chain: Chain): void {
    super.begin(chain);
    this.instances.begin(chain);
    this.dicts.begin(chain);
    this.exceptions.begin(chain);
  }

  /** Who may ask what is being handled must find it in memory. */
  protected override otherwise(inst: Inst): void {
    this.exceptions.before(inst.op.effects);
    super.otherwise(inst);
  }

  /** Where other traces, or the next round of a loop, go on: memory has what is being handled. */
  settleHandled(): void {
    this.exceptions.settle();
  }

  private unless(inst: Inst, done: boolean): void {
    if (!done) this.otherwise(inst);
  }

  /** The result is that value of the trace, if there is one. */
  private known(inst: Inst, value: Ref | undefined): void {
    if (value === undefined) this.otherwise(inst);
    else this.out(inst, 0, this.chain.resolve(value));
  }

  private truth(inst: Inst, is: boolean | undefined): void {
    this.known(inst, is === undefined ? undefined : this.chain.constant(literalConst(is ? 'True' : 'False')));
  }

  /** What was not made has the shape that is asked for. */
  private hasShape(inst: Inst): boolean {
    const ref = this.arg(inst, 0);
    const shape = this.instances.shapeOf(ref) ?? this.shapeOfTuple(ref) ?? this.exceptions.shapeOf(ref);
    return shape === inst.imms[0];
  }

  // ---- for snapshots and uses ----

  override describe(ref: Ref): Description | null {
    const described = super.describe(ref) ?? this.instances.describe(ref) ?? this.dicts.describe(ref);
    return described ?? this.exceptions.describe(ref);
  }

  override deferredStores(): readonly DeferredStore[] {
    return [...super.deferredStores(), ...this.exceptions.deferredStores()];
  }

  /** `ref` is an object like that, and not made yet. */
  adopt(ref: Ref, { kind, shape, fields }: Description): void {
    if (kind === 'tuple') this.adoptTuple(ref, fields, shape);
    else if (kind === 'dict') this.dicts.adopt(ref, fields);
    else this.instances.adopt(ref, shape, fields);
    this.chain.epoch++;
  }

  materialize(ref: Ref, snapshot: AnySnapshot | null): void {
    const { chain } = this;
    // Translated first: if making the object fails, the exit must not refer to it.
    const before = snapshot && chain.translate(snapshot);
    chain.epoch++;
    if (!this.make(ref, before) && !this.dicts.make(ref, before) && !this.exceptions.make(ref, before)) {
      this.instances.materialize(ref, snapshot, before, (offset, value) =>
        this.heap?.learnSlot(ref, offset, value),
      );
    }
    // What was boxed for its fields has translated the snapshot meanwhile, while it was still a description.
    chain.epoch++;
  }

  override save(): VirtualState {
    const { instances, dicts, exceptions } = this;
    return {
      ...super.save(),
      instances: instances.save(),
      dicts: dicts.save(),
      exceptions: exceptions.save(),
    };
  }
  override restore(state: VirtualState): void {
    super.restore(state);
    this.instances.restore(state.instances);
    this.exceptions.restore(state.exceptions);
    this.dicts.restore(state.dicts);
    this.chain.epoch++;
  }
}

interface VirtualState extends IteratorsState {
  readonly instances: ReturnType<VirtualInstances['save']>;
  readonly exceptions: ReturnType<VirtualExceptions['save']>;
  readonly dicts: ReturnType<VirtualDicts['save']>;
}

const positive = (length: number | undefined): boolean | undefined =>
  length === undefined ? undefined : length > 0;
