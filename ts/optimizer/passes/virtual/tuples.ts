/**
 * Part of pass virtual: tuples, lists and bound methods that the trace makes, until somebody needs the word.
 *
 *     v3 = _BUILD_TUPLE v1, v2, #2
 *     v4, v5 = _UNPACK_SEQUENCE_TWO_TUPLE v3      →   (v4 is v2, v5 is v1)
 *
 * Of lists nothing is known but how to make them. The contents of a tuple that was made stay known: nothing changes them. Unpacking of other sequences is a check of the length and loads.
 */
import { i64Const } from '../../../ir/constants.ts';
import { op } from '../../../ir/op-table.ts';
import type { Inst, Ref, Snapshot } from '../../../ir/trace.ts';
import { T } from '../../../ir/trace.ts';
import type { Chain } from '../../chain.ts';
import type { Description } from '../../pass.ts';
import { TablePass } from '../../table-pass.ts';

const BUILD_TUPLE = op('_BUILD_TUPLE');
const NEW_TUPLE_OF = op('_NEW_TUPLE_OF');
const NEW_METHOD = op('_NEW_METHOD');
const BUILD_LIST = op('_BUILD_LIST');
const GUARD_EQ = op('_GUARD_I64_EQ');
const GUARD_TUPLE = op('_GUARD_TOS_TUPLE');
const GUARD_LIST = op('_GUARD_TOS_LIST');
const TUPLE_LENGTH = op('_TUPLE_LENGTH');
const LOAD_TUPLE_ITEM = op('_LOAD_TUPLE_ITEM');
const LIST_LENGTH = op('_LIST_LENGTH');
const LIST_ITEMS = op('_LIST_ITEMS');
const LOAD_ITEM = op('_LOAD_ITEM');

export abstract class Tuples extends TablePass {
  private tuples = new Map<Ref, Ref[]>();
  /** Contents of tuples made in the trace, whether or not they exist by now. */
  private contents = new Map<Ref, Ref[]>();
  private lists = new Map<Ref, Ref[]>();
  /** Function and self. */
  private methods = new Map<Ref, Ref[]>();
  /** Of tuples of a subclass that do not exist. */
  private shapes = new Map<Ref, number>();

  constructor() {
    super();
    this.on('_NEW_TUPLE_OF', (i) =>
      this.adoptTuple(
        i.outs[0],
        i.args.map((arg) => this.chain.resolve(arg)),
        i.imms[1],
      ),
    );
    this.on('_BUILD_TUPLE', this.buildTuple);
    this.on('_BUILD_LIST', this.buildList);
    this.on('_NEW_METHOD', (i) => {
      this.chain.facts.narrow(i.outs[0], T.CELL, this.chain.world.canonicalShape('method'));
      this.methods.set(i.outs[0], [this.arg(i, 0), this.arg(i, 1)]);
    });
    this.on('_GUARD_METHOD', (i) => {
      const method = this.methods.get(this.arg(i, 0));
      if (method?.[0] !== i.imms[0]) this.otherwise(i);
    });
    this.on('_METHOD_SELF', (i) => {
      const method = this.methods.get(this.arg(i, 0));
      if (method) this.out(i, 0, method[1]);
      else this.otherwise(i);
    });
    this.on('_TUPLE_LENGTH', this.tupleLength);
    this.on('_LOAD_TUPLE_ITEM', this.loadTupleItem);
    this.on('_UNPACK_SEQUENCE_TWO_TUPLE _UNPACK_SEQUENCE_TUPLE', (i) => this.unpack(i, TUPLE_LENGTH));
    this.on('_UNPACK_SEQUENCE_LIST', (i) => this.unpack(i, LIST_LENGTH));
  }

  override begin(chain: Chain): void {
    super.begin(chain);
    this.tuples = new Map();
    this.contents = new Map();
    this.lists = new Map();
    this.methods = new Map();
    this.shapes = new Map();
  }

  private buildList = (inst: Inst): void => {
    const { facts, world } = this.chain;
    facts.narrow(inst.outs[0], T.CELL, world.canonicalShape('list'));
    this.lists.set(
      inst.outs[0],
      inst.args.map((arg) => this.chain.resolve(arg)),
    );
  };

  private buildTuple = (inst: Inst): void => {
    const fields = inst.args.map((arg) => this.chain.resolve(arg));
    const { facts, world } = this.chain;
    facts.narrow(inst.outs[0], T.CELL, world.canonicalShape('tuple'));
    this.contents.set(inst.outs[0], fields);
    if (fields.length > 0) this.tuples.set(inst.outs[0], fields);
    else this.next.visit(inst);
  };

  private item(tuple: Ref, index: number): Ref | undefined {
    const fields = this.contents.get(tuple);
    if (fields) return fields[index] === undefined ? undefined : this.chain.resolve(fields[index]);
    if (tuple >= 0) return undefined;
    const c = this.chain.world.tupleItem(this.chain.const(tuple), index);
    return c && this.chain.constant(c);
  }

  private tupleLength = (inst: Inst): void => {
    const tuple = this.arg(inst, 0);
    const length = this.contents.get(tuple)?.length ?? this.chain.world.tupleLength(this.constOf(tuple));
    if (length === undefined) this.next.visit(inst);
    else this.out(inst, 0, this.chain.constant(i64Const(length)));
  };
  protected constOf(ref: Ref) {
    return ref < 0 ? this.chain.const(ref) : undefined;
  }

  private loadTupleItem = (inst: Inst): void => {
    const known = this.item(this.arg(inst, 0), inst.imms[0]);
    if (known === undefined) this.next.visit(inst);
    else this.out(inst, 0, known);
  };

  /** The first item ends on top of the stack: it is the last output. */
  private unpack(inst: Inst, lengthOp: typeof TUPLE_LENGTH): void {
    const { chain } = this;
    const sequence = this.arg(inst, 0);
    const count = inst.outs.length;
    chain.apply(lengthOp === TUPLE_LENGTH ? GUARD_TUPLE : GUARD_LIST, [sequence], [], inst.snapshot);
    const length = chain.apply(lengthOp, [sequence]);
    const wanted = chain.constant(i64Const(count));
    chain.apply(GUARD_EQ, [length, wanted], [], inst.snapshot);
    for (let i = 0; i < count; i++) {
      let item: Ref;
      if (lengthOp === TUPLE_LENGTH) item = chain.apply(LOAD_TUPLE_ITEM, [sequence], [i]);
      else item = chain.apply(LOAD_ITEM, [chain.apply(LIST_ITEMS, [sequence]), chain.constant(i64Const(i))]);
      this.out(inst, count - 1 - i, item);
    }
  }

  /** `shape`: a subclass's, or 0. */
  protected adoptTuple(ref: Ref, fields: readonly Ref[], shape: number): void {
    this.chain.facts.narrow(ref, T.CELL, shape || this.chain.world.canonicalShape('tuple'));
    if (shape) this.shapes.set(ref, shape);
    this.contents.set(ref, fields.slice());
    this.tuples.set(ref, fields.slice());
  }

  /** Of a tuple of a subclass that does not exist. */
  protected shapeOfTuple(ref: Ref): number | undefined {
    return this.tuples.has(ref) ? this.shapes.get(ref) : undefined;
  }

  describe(ref: Ref): Description | null {
    const items = this.lists.get(ref);
    if (items) return { kind: 'list', shape: 0, fields: items };
    const method = this.methods.get(ref);
    if (method) return { kind: 'method', shape: 0, fields: method };
    const fields = this.tuples.get(ref);
    return fields ? { kind: 'tuple', shape: this.shapeOfTuple(ref) ?? 0, fields } : null;
  }

  /** Makes the object; false when it is none of this part. */
  protected make(ref: Ref, before: Snapshot | null): boolean {
    const { chain, lists, methods, tuples } = this;
    const method = methods.get(ref);
    if (method) {
      methods.delete(ref);
      chain.append({ op: NEW_METHOD, args: method.slice(), imms: [], outs: [ref], snapshot: before });
      return true;
    }
    const items = lists.get(ref);
    const fields = items ?? tuples.get(ref);
    if (!fields) return false;
    const shape = this.shapeOfTuple(ref);
    lists.delete(ref);
    tuples.delete(ref);
    chain.append({
      op: items ? BUILD_LIST : shape ? NEW_TUPLE_OF : BUILD_TUPLE,
      args: fields.slice(),
      imms: shape ? [fields.length, shape] : [fields.length],
      outs: [ref],
      snapshot: before,
    });
    if (shape) chain.facts.narrow(ref, T.CELL, shape);
    return true;
  }

  save(): TuplesState {
    const { contents, lists, methods, shapes, tuples } = this;
    return {
      tuples: new Map(tuples),
      contents: new Map(contents),
      lists: new Map(lists),
      methods: new Map(methods),
      shapes: new Map(shapes),
    };
  }
  restore(state: TuplesState): void {
    this.tuples = new Map(state.tuples);
    this.contents = new Map(state.contents);
    this.lists = new Map(state.lists);
    this.methods = new Map(state.methods);
    this.shapes = new Map(state.shapes);
  }
}

export interface TuplesState {
  readonly tuples: Map<Ref, Ref[]>;
  readonly contents: Map<Ref, Ref[]>;
  readonly lists: Map<Ref, Ref[]>;
  readonly methods: Map<Ref, Ref[]>;
  readonly shapes: Map<Ref, number>;
}
