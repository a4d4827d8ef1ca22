/**
 * Part of pass virtual: exceptions that the trace raises and catches, until somebody needs the word.
 *
 *     v2 = _NEW_EXCEPTION v1, NULL, NULL, NULL, #70
 *     v3 = _RAISED v2, #1                              →   (its context: what was handled)
 *     v4 = _ADD_TRACEBACK v3, NULL, #@code, …          →   (one entry more)
 *     v5 = _SWAP_HANDLED v4                            →   v5 = _LOAD_HANDLED
 *     v6 = _CHECK_EXC_MATCH v4, @ValueError            →   (v6 is True)
 *     _SET_HANDLED v5                                  →
 *
 * A virtual exception is what an exit makes of it: arguments, context, cause, traceback; the entries of the traceback, and the frame objects
 * of inlined calls in them, are virtual too. That such an exception is being handled is a *deferred store*: exits do it, and so does the
 * trace before anything that may ask (`otherwise`). What only runs out of memory does not ask: a MemoryError has no context.
 *
 * An exception never comes to contain itself, through a variable of a frame that it left, say: it is made before.
 */
import { EXIT_PAST_FRAME_VALUES } from '../../../contract/limits.ts';
import { intConst, literalConst } from '../../../ir/constants.ts';
import { op } from '../../../ir/op-table.ts';
import type { Const, DeferredStore, Inst, Ref, Snapshot } from '../../../ir/trace.ts';
import { T } from '../../../ir/trace.ts';
import type { Effects } from '../../../ops/types.ts';
import type { Chain } from '../../chain.ts';
import type { Description, Pass } from '../../pass.ts';

const NEW_EXCEPTION = op('_NEW_EXCEPTION');
const NEW_TRACEBACK = op('_NEW_TRACEBACK');
const ENDED_FRAME = op('_ENDED_FRAME');
const LOAD_HANDLED = op('_LOAD_HANDLED');
const SET_HANDLED = op('_SET_HANDLED');
const GUARD_TYPE_VERSION = op('_GUARD_TYPE_VERSION');

interface Exception {
  readonly shape: number;
  readonly args: Ref;
  readonly context: Ref;
  readonly cause: Ref;
  readonly traceback: Ref;
}
/** What the instruction that makes an entry or a frame object has. */
type Made = Pick<Inst, 'args' | 'imms'>;

export class VirtualExceptions {
  private exceptions = new Map<Ref, Exception>();
  private entries = new Map<Ref, Made>();
  private frames = new Map<Ref, Made>();
  /** What memory has as the exception being handled, if that is known. */
  private handled: Ref | undefined;
  /** What is handled, where memory does not have it yet. */
  private pending: Ref | undefined;
  private chain!: Chain;
  private nothing!: Ref;
  private none!: Ref;

  constructor(private readonly pass: Pass) {}

  begin(chain: Chain): void {
    this.chain = chain;
    this.restore({ exceptions: new Map(), entries: new Map(), frames: new Map() });
    this.nothing = chain.constant(literalConst('NULL'));
    this.none = chain.constant(literalConst('None'));
  }

  // ---- rules: each returns false when the instruction has to be executed ----

  create({ args, imms, outs }: Inst): boolean {
    const [arguments_, context, cause, traceback] = args.map((arg) => this.chain.resolve(arg));
    this.exceptions.set(outs[0], { shape: imms[0], args: arguments_, context, cause, traceback });
    this.chain.facts.narrow(outs[0], T.CELL);
    return true;
  }

  entry(inst: Inst): boolean {
    this.entries.set(inst.outs[0], this.resolved(inst));
    this.chain.facts.narrow(inst.outs[0], T.CELL);
    return true;
  }

  endedFrame(inst: Inst): boolean {
    if (inst.args.length > EXIT_PAST_FRAME_VALUES) return false;
    this.frames.set(inst.outs[0], this.resolved(inst));
    this.chain.facts.narrow(inst.outs[0], T.CELL);
    return true;
  }

  private resolved({ args, imms }: Inst): Made {
    return { args: args.map((arg) => this.chain.resolve(arg)), imms };
  }

  raised({ args, outs }: Inst): boolean {
    const { chain } = this;
    if (args.length === 0) return false;
    const ref = chain.resolve(args[0]);
    const exc = this.exceptions.get(ref);
    if (!exc) return false;
    let { cause } = exc;
    if (args.length > 1) {
      cause = chain.resolve(args[1]);
      if (cause !== this.none && (!this.exceptions.has(cause) || this.reaches(cause, ref))) return false;
    }
    const handled = this.current();
    const again = exc.traceback !== this.nothing;
    if (handled !== ref && (again || this.reaches(handled, ref))) return false;
    this.change(ref, { ...exc, cause, context: handled === ref ? exc.context : handled });
    chain.replace(outs[0], ref);
    return true;
  }

  addTraceback({ args, imms, outs }: Inst): boolean {
    const { chain } = this;
    const [ref, object] = args.map((arg) => chain.resolve(arg));
    const exc = this.exceptions.get(ref);
    if (!exc || this.reaches(object, ref)) return false;
    const traceback = chain.value('val', T.CELL);
    this.entries.set(traceback, { args: [exc.traceback, object], imms: imms.slice(0, 3) });
    this.change(ref, { ...exc, traceback });
    chain.replace(outs[0], ref);
    return true;
  }

  private change(ref: Ref, exc: Exception): void {
    this.exceptions.set(ref, exc);
    this.chain.epoch++;
  }

  /** A class, or a tuple of classes, that are known decide. */
  match({ args, outs, snapshot }: Inst): boolean {
    const { chain } = this;
    const exc = this.exceptions.get(chain.resolve(args[0]));
    const cls = exc && chain.world.shape(exc.shape)?.cls;
    const version = cls && chain.world.cell(cls)?.class?.version;
    if (!cls || version === undefined) return false;
    let catches = false;
    for (const type of this.classesIn(chain.resolve(args[1]))) {
      const answer = type && chain.world.catches(cls, type);
      if (answer === undefined) return false;
      catches ||= answer;
    }
    // Its bases are what they were.
    chain.apply(GUARD_TYPE_VERSION, [], [chain.constant(cls), version], snapshot);
    chain.replace(outs[0], chain.constant(literalConst(catches ? 'True' : 'False')));
    return true;
  }

  /** What an except clause names: a class, or the items of a tuple. Undefined: not known. */
  private classesIn(type: Ref): (Const | undefined)[] {
    const { chain } = this;
    const described = type < 0 ? null : chain.virtuals?.describe(type);
    if (described?.kind === 'tuple') {
      const fields = described.fields.map((field) => chain.resolve(field));
      return fields.map((field) => (field < 0 ? chain.const(field) : undefined));
    }
    if (type >= 0) return [undefined];
    const c = chain.const(type);
    const length = chain.world.tupleLength(c);
    return length === undefined ? [c] : Array.from({ length }, (_, i) => chain.world.tupleItem(c, i));
  }

  shapeOf(ref: Ref): number | undefined {
    return this.exceptions.get(ref)?.shape;
  }

  // ---- the exception being handled ----

  private current(): Ref {
    return this.chain.resolve(this.pending ?? this.handled ?? this.chain.apply(LOAD_HANDLED, []));
  }

  load(inst: Inst): boolean {
    const known = this.pending ?? this.handled;
    if (known === undefined) {
      this.pass.next.visit(inst);
      this.handled = this.chain.resolve(inst.outs[0]);
    } else this.chain.replace(inst.outs[0], this.chain.resolve(known));
    return true;
  }

  swap(inst: Inst): boolean {
    const { chain } = this;
    const exc = chain.resolve(inst.args[0]);
    if (!this.exceptions.has(exc) && this.pending === undefined) {
      this.pass.next.visit(inst);
      this.handled = exc;
      return true;
    }
    const previous = this.current();
    this.set(exc);
    chain.replace(inst.outs[0], previous);
    return true;
  }

  setHandled({ args }: Inst): boolean {
    this.set(this.chain.resolve(args[0]));
    return true;
  }

  /** Only what exists is stored at once. */
  private set(exc: Ref): void {
    this.chain.epoch++;
    this.pending = exc;
    if (this.handled !== undefined && exc === this.chain.resolve(this.handled)) this.pending = undefined;
    else if (!this.exceptions.has(exc)) this.flush();
  }

  private flush(): void {
    const { chain, pending } = this;
    if (pending === undefined) return;
    // Made first: an exit on the way to that has still to do the store.
    const exc = chain.resolve(pending);
    if (exc >= 0) chain.force(exc, null);
    this.pending = undefined;
    this.handled = pending;
    chain.epoch++;
    this.pass.next.visit({ op: SET_HANDLED, args: [pending], imms: [], outs: [], snapshot: null });
  }

  /** Memory has it, and nothing is known of it from now on. */
  settle(): void {
    this.flush();
    this.handled = undefined;
  }

  /** Before an instruction that has no rule here. */
  before(effects: Effects): void {
    if (asks(effects)) this.settle();
  }

  deferredStores(): readonly DeferredStore[] {
    const { pending, nothing } = this;
    return pending === undefined ? [] : [{ object: nothing, field: 'ctx.handled', value: pending }];
  }

  // ---- for snapshots and uses ----

  describe(ref: Ref): Description | null {
    const exc = this.exceptions.get(ref);
    if (exc) {
      const { shape, args, context, cause, traceback } = exc;
      return { kind: 'exception', shape, fields: [args, context, cause, traceback] };
    }
    const entry = this.entries.get(ref);
    if (entry) {
      const [code, unit, globals] = entry.imms;
      return { kind: 'traceback', shape: 0, fields: [...entry.args, code, globals, this.int(unit)] };
    }
    const frame = this.frames.get(ref);
    if (!frame) return null;
    const [, code, unit, globals] = frame.imms;
    return { kind: 'past-frame', shape: 0, fields: [code, globals, this.int(unit), ...frame.args] };
  }

  private int(value: number): Ref {
    return this.chain.constant(intConst(value));
  }

  /** Makes the object; false when it is none of this part. */
  make(ref: Ref, before: Snapshot | null): boolean {
    const { chain } = this;
    const exc = this.exceptions.get(ref);
    const made = this.entries.get(ref) ?? this.frames.get(ref);
    if (exc) {
      const { shape, args, context, cause, traceback } = exc;
      this.exceptions.delete(ref);
      const fields = [args, context, cause, traceback];
      chain.append({ op: NEW_EXCEPTION, args: fields, imms: [shape], outs: [ref], snapshot: before });
    } else if (made) {
      const uop = this.entries.delete(ref) ? NEW_TRACEBACK : ENDED_FRAME;
      this.frames.delete(ref);
      chain.append({ op: uop, args: made.args.slice(), imms: made.imms, outs: [ref], snapshot: before });
    } else return false;
    return true;
  }

  /** Whether an object that is not made yet contains `target`, or is it. */
  private reaches(ref: Ref, target: Ref): boolean {
    ref = this.chain.resolve(ref);
    if (ref === target) return true;
    const fields = ref < 0 ? undefined : this.chain.virtuals?.describe(ref)?.fields;
    return fields?.some((field) => this.reaches(field, target)) ?? false;
  }

  save(): ExceptionsState {
    return {
      exceptions: new Map(this.exceptions),
      entries: new Map(this.entries),
      frames: new Map(this.frames),
      handled: this.handled,
      pending: this.pending,
    };
  }
  restore({ exceptions, entries, frames, handled, pending }: ExceptionsState): void {
    this.exceptions = new Map(exceptions);
    this.entries = new Map(entries);
    this.frames = new Map(frames);
    this.handled = handled;
    this.pending = pending;
  }
}

/** Whether the instruction, or what it raises, wants to know what is being handled. */
function asks({ reads, writes, runsCode, raises, allocates }: Effects): boolean {
  const ofExceptions = (where: string): boolean => where === 'exception' || where === 'any';
  return (
    runsCode === true ||
    (raises === true && allocates !== true) ||
    (reads?.some(ofExceptions) ?? false) ||
    (writes?.some(ofExceptions) ?? false)
  );
}

interface ExceptionsState {
  readonly exceptions: ReadonlyMap<Ref, Exception>;
  readonly entries: ReadonlyMap<Ref, Made>;
  readonly frames: ReadonlyMap<Ref, Made>;
  readonly handled?: Ref | undefined;
  readonly pending?: Ref | undefined;
}
