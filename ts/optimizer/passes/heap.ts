/**
 * heap: every memory location is read once, every computation done once.
 *
 *     v2 = _LOAD_SLOT v1, #24           →   v2 = _LOAD_SLOT v1, #24
 *     _STORE_SLOT v3, v1, #24               _STORE_SLOT v3, v1, #24
 *     v4 = _LOAD_SLOT v1, #24               (v4 is v3)
 *     i5 = _I64_ADD i1, i2                  i5 = _I64_ADD i1, i2
 *     i6 = _I64_ADD i1, i2                  (i6 is i5)
 *
 * The parts are in heap/: memory (what is known, what may be the same location), computations. Ops without a rule forget what their
 * effects say.
 *
 * In a peeled loop what is known at the end of the first copy is assumed at the start of the loop; the peel pass has it proved or retries
 * without it.
 */
import { FunctionAttribute } from '../../contract/operators.ts';
import { i64Const } from '../../ir/constants.ts';
import { op } from '../../ir/op-table.ts';
import type { Inst, Ref } from '../../ir/trace.ts';
import { NO_REF } from '../../ir/trace.ts';
import type { HeapClass, Uop } from '../../ops/types.ts';
import type { Chain } from '../chain.ts';
import { type Handler, TablePass } from '../table-pass.ts';
import { Computations } from './heap/computations.ts';
import { Memory } from './heap/memory.ts';

const LOAD_SLOT = op('_LOAD_SLOT');
const LOAD_OVERFLOW = op('_LOAD_OVERFLOW_SLOT');
const LOAD_CELL = op('_LOAD_CELL');
const LOAD_ITEM = op('_LOAD_ITEM');
const LOAD_GENERATOR = op('_LOAD_GENERATOR_SLOT');
const GUARD_GENERATOR = op('_GUARD_GENERATOR');
const LOAD_ENTRY = op('_LOAD_DICT_ENTRY');
const GUARD_CODE = op('_GUARD_FUNCTION_CODE');
const SET_ATTRIBUTE = op('_SET_FUNCTION_ATTRIBUTE');
const BUILD_TUPLE = op('_BUILD_TUPLE');
const ITER_NEXT = op('_RANGE_ITER_NEXT');
const ITER_LEFT = op('_RANGE_ITER_LEFT');
const LIST_LENGTH = op('_LIST_LENGTH');
const ITER_INDEX = op('_ITER_INDEX');
const ITER_SOURCE = op('_ITER_SOURCE');

export class Heap extends TablePass {
  readonly memory = new Memory();
  private readonly computations = new Computations();

  constructor() {
    super();
    this.on('_STORE_SLOT', (i) => this.store(i, 'slots', LOAD_SLOT, 1, NO_REF, i.imms[0], 0));
    this.on('_STORE_OVERFLOW_SLOT', (i) =>
      this.store(i, 'slots', LOAD_OVERFLOW, 1, NO_REF, i.imms[0] * 0x10000 + i.imms[1], 0),
    );
    this.on('_STORE_ADD_SLOT', this.addSlot);
    this.on('_STORE_CELL', (i) => this.store(i, 'cell', LOAD_CELL, 0, NO_REF, 0, 1));
    this.on('_STORE_ITEM', (i) => this.store(i, 'list', LOAD_ITEM, 0, this.arg(i, 1), 0, 2));
    this.on('_STORE_DICT_ENTRY _STORE_DICT_ENTRY_UNWATCHED', (i) =>
      this.store(i, 'dict', LOAD_ENTRY, 0, NO_REF, i.imms[0], 1),
    );
    this.on('_RANGE_ITER_ADVANCE', this.advance);
    this.on('_GUARD_GENERATOR', (i) => {
      this.load(i, 'generator');
      this.tellApart(this.arg(i, 0));
    });
    this.on('_STORE_GENERATOR_SLOT', (i) =>
      this.store(i, 'generator', LOAD_GENERATOR, 0, NO_REF, i.imms[0], 1),
    );
    this.on('_SUSPEND_GENERATOR', this.suspendGenerator);
    this.on('_GENERATOR_RUNS', (i) => {
      this.next.visit(i);
      this.memory.forgetAll('generator', GUARD_GENERATOR, this.arg(i, 0));
    });
    this.on('_NEW_FUNCTION', this.newFunction);
    this.on('_SET_FUNCTION_ATTRIBUTE', this.setFunctionAttribute);
    this.on('_LOAD_CLOSURE', this.loadClosure);
    this.on('_GET_ITER_BUILTIN', this.newIterator);
    this.on('_BUILD_LIST', this.newList);
    this.on('_NEW_CELL', this.newCell);
    this.on('_ITER_SET_INDEX', (i) => this.store(i, 'iter', ITER_INDEX, 0, NO_REF, 0, 1));
  }

  override begin(chain: Chain): void {
    super.begin(chain);
    this.memory.begin(chain);
    this.computations.begin(chain);
  }

  protected override ruleFor({ location }: Uop): Handler | null {
    return location ? (i) => this.load(i, location) : null;
  }

  private load(inst: Inst, where: HeapClass): void {
    const base = inst.args.length ? this.arg(inst, 0) : NO_REF;
    const index = inst.args.length > 1 ? this.arg(inst, 1) : NO_REF;
    const imm = inst.imms.length > 1 ? inst.imms[0] * 0x10000 + inst.imms[1] : (inst.imms[0] ?? 0);
    const known = this.memory.find(where, inst.op, base, index, imm);
    if (known) {
      this.memory.use(known);
      if (inst.outs.length) this.chain.replace(inst.outs[0], this.chain.resolve(known.value));
      return;
    }
    this.next.visit(inst);
    this.memory.learn(where, inst.op, base, index, imm, inst.outs[0] ?? NO_REF);
  }

  private store(
    inst: Inst,
    where: HeapClass,
    load: Uop,
    baseArg: number,
    index: Ref,
    imm: number,
    valueArg: number,
  ): void {
    const base = this.arg(inst, baseArg);
    const value = this.arg(inst, valueArg);
    const known = this.memory.holds(where, load, base, index, imm, value);
    // x.a = x.a: the location already holds it.
    if (known) {
      this.memory.use(known);
      return;
    }
    this.next.visit(inst);
    this.memory.forget(where, load, base, index, imm);
    this.memory.learn(where, load, base, index, imm, value);
  }

  /** A new object holds this. */
  learnSlot(base: Ref, offset: number, value: Ref): void {
    this.memory.learn('slots', LOAD_SLOT, base, NO_REF, offset, value);
  }

  private addSlot = (inst: Inst): void => {
    const owner = this.arg(inst, 1);
    this.next.visit(inst);
    this.memory.forget('slots', LOAD_SLOT, owner, NO_REF, inst.imms[1]);
    this.memory.learn('slots', LOAD_SLOT, owner, NO_REF, inst.imms[1], this.arg(inst, 0));
  };

  private advance = (inst: Inst): void => {
    const base = this.arg(inst, 0);
    this.next.visit(inst);
    this.memory.forget('iter', ITER_NEXT, base, NO_REF, 0);
    this.memory.forget('iter', ITER_LEFT, base, NO_REF, 0);
    this.memory.learn('iter', ITER_NEXT, base, NO_REF, 0, this.arg(inst, 1));
    this.memory.learn('iter', ITER_LEFT, base, NO_REF, 0, this.arg(inst, 2));
  };

  // ---- generators ----

  /** A generator that yields where it yielded before is as it was, once its slots are stored. */
  private suspendGenerator = (inst: Inst): void => {
    const base = this.arg(inst, 0);
    const imm = inst.imms[0] * 0x10000 + inst.imms[2];
    const known = this.memory.find('generator', GUARD_GENERATOR, base, NO_REF, imm);
    if (known) {
      this.memory.use(known);
      return;
    }
    this.next.visit(inst);
    this.memory.forgetAll('generator', GUARD_GENERATOR, base);
    this.memory.learn('generator', GUARD_GENERATOR, base, NO_REF, imm, NO_REF);
  };

  /** Two generators that stand at different places are not the same. */
  private tellApart(base: Ref): void {
    const { memory } = this;
    const places = memory.in('generator').filter((known) => known.op === GUARD_GENERATOR);
    const place = places.find((known) => this.chain.resolve(known.base) === base);
    for (const known of places) {
      const other = this.chain.resolve(known.base);
      if (!place || known.imm === place.imm || memory.areApart(base, other)) continue;
      memory.use(known);
      memory.tellApart(base, other);
    }
  }

  // ---- functions and cells that the trace makes ----

  private newCell = (inst: Inst): void => {
    this.next.visit(inst);
    this.memory.learn('cell', LOAD_CELL, inst.outs[0], NO_REF, 0, this.arg(inst, 0));
  };

  private newList = (inst: Inst): void => {
    this.next.visit(inst);
    const length = this.chain.constant(i64Const(inst.args.length));
    this.memory.learn('list', LIST_LENGTH, inst.outs[0], NO_REF, 0, length);
  };

  /** Of a list or tuple: it stands at the beginning. */
  private newIterator = (inst: Inst): void => {
    const { facts, world } = this.chain;
    const source = this.arg(inst, 0);
    const shape = facts.shapeOf(source);
    this.next.visit(inst);
    if (shape === 0 || (shape !== world.canonicalShape('list') && shape !== world.canonicalShape('tuple')))
      return;
    const [iter] = inst.outs;
    this.memory.learn('iter', ITER_SOURCE, iter, NO_REF, 0, source);
    this.memory.learn('iter', ITER_INDEX, iter, NO_REF, 0, this.chain.constant(i64Const(0)));
  };

  private newFunction = (inst: Inst): void => {
    this.next.visit(inst);
    this.memory.learn('class', GUARD_CODE, inst.outs[0], NO_REF, this.arg(inst, 0), NO_REF);
  };

  /** It is still of that code, and has no defaults if it gets none. */
  private setFunctionAttribute = (inst: Inst): void => {
    const func = this.arg(inst, 1);
    this.next.visit(inst);
    const [attribute] = inst.imms;
    if (attribute === FunctionAttribute.DEFAULTS || attribute === FunctionAttribute.KWDEFAULTS) return;
    const known = this.memory.in('class').find(({ op, base }) => op === GUARD_CODE && base === func);
    if (known) this.memory.learn('class', GUARD_CODE, inst.outs[0], NO_REF, known.imm, NO_REF);
  };

  private loadClosure = (inst: Inst): void => {
    const made = this.chain.def[this.arg(inst, 0)];
    const tuple =
      made?.op === SET_ATTRIBUTE && made.imms[0] === FunctionAttribute.CLOSURE ? made.args[0] : NO_REF;
    const cells = tuple === NO_REF ? undefined : this.chain.def[this.chain.resolve(tuple)];
    if (cells?.op === BUILD_TUPLE) this.out(inst, 0, this.chain.resolve(cells.args[inst.imms[0]]));
    else this.otherwise(inst);
  };

  // ---- everything else ----

  protected override otherwise(inst: Inst): void {
    const { effects } = inst.op;
    if (effects.runsCode || effects.writes) {
      this.next.visit(inst);
      this.memory.forgetWritten(effects.runsCode ? ['any'] : effects.writes!);
      return;
    }
    if (!this.computations.isPure(inst)) {
      this.next.visit(inst);
      return;
    }
    const known = this.computations.findOrAdd(inst);
    if (!known) this.next.visit(inst);
    else for (let i = 0; i < inst.outs.length; i++) this.out(inst, i, known.outs[i]);
  }

  save(): HeapState {
    return { memory: this.memory.save(), computations: this.computations.save() };
  }
  restore(state: HeapState): void {
    this.memory.restore(state.memory);
    this.computations.restore(state.computations);
  }
}

interface HeapState {
  readonly memory: ReturnType<Memory['save']>;
  readonly computations: ReturnType<Computations['save']>;
}
