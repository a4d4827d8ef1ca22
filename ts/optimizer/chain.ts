import type { AnySnapshot, Inst, RecordedTrace, Ref, Snapshot } from '../ir/trace.ts';
import { NO_REF, VIRTUAL } from '../ir/trace.ts';
import type { Uop } from '../ops/types.ts';
import { box, defineBoxed, unboxed } from './boxes.ts';
import { ExposedCheck } from './exposed-check.ts';
import { NewTrace, type TraceState } from './new-trace.ts';
import type { Pass, VirtualSource } from './pass.ts';
import { Snapshots } from './snapshots.ts';
import type { World } from './world.ts';

export class Chain extends NewTrace {
  first!: Pass;
  /** Recorded value → ref of the new trace, for the copy being made. */
  subst: Ref[] = [];
  /** In the loop's copy: what root slots that change in the loop hold at its start (elsewhere memory is as on entry). */
  rootSlots: (Ref | undefined)[] | null = null;
  virtuals: VirtualSource | null = null;
  /** Changes whenever a translated snapshot may no longer be shared. */
  epoch = 0;
  /** State before the recorded instruction that is on its way: passes' own instructions may have none. */
  current: AnySnapshot | null = null;
  /** Whether tagged results may stay unmade (pass unbox enabled). */
  lazyBoxes = true;
  /** Guards may be made to fail whatever they test. */
  forcible = false;
  readonly exposedCheck = new ExposedCheck();
  /** Code has run that may have seen, and so made, objects which the trace only describes. Until it was checked. */
  exposed = false;
  /** Rewrites so far; `--opt-limit=N` stops passes from making more than N. */
  rewrites = 0;
  limit = Infinity;
  /** Told of the last rewrite that the limit allows, before it is done. */
  atLimit: ((pass: Pass, inst: Inst) => void) | undefined;
  private readonly snapshots = new Snapshots(this);

  constructor(
    readonly input: RecordedTrace,
    world: World,
  ) {
    super(input.consts, world);
  }

  /** Puts the passes in a row; what comes out of the last is appended. */
  link(passes: readonly Pass[]): void {
    const append: Pass = { next: undefined as never, visit: (inst) => this.append(inst) };
    const row = [this.exposedCheck, ...passes, append];
    for (let i = 0; i + 1 < row.length; i++) row[i].next = row[i + 1];
    this.first = row[0];
    this.exposed = false;
    for (const pass of row) pass.begin?.(this);
  }

  /** A recorded ref in terms of the new trace. */
  mapped(ref: Ref): Ref {
    return ref < 0 || ref >= VIRTUAL ? ref : this.resolve(this.subst[ref]);
  }

  /** Sends a new instruction through the whole chain; returns its (first) result. */
  apply(uop: Uop, args: Ref[], imms: number[] = NO_IMMS, snapshot: AnySnapshot | null = null): Ref {
    const outs: Ref[] = [];
    for (const out of uop.outs) outs.push(this.value(out.repr));
    this.first.visit({ op: uop, args, imms, outs, snapshot });
    return outs.length ? this.resolve(outs[0]) : NO_REF;
  }

  /** The end of the chain: puts the instruction into the new trace. */
  append(inst: Inst): void {
    const { args, op: uop } = inst;
    for (let i = 0; i < args.length; i++) {
      const ref = (args[i] = this.resolve(args[i]));
      if (ref >= 0) this.force(ref, inst.snapshot);
    }
    // Where other code runs the snapshot is also what that code sees of the trace's frames.
    const runsCode = uop.effects.runsCode === true;
    const needs = uop.exits || uop.effects.raises === true || runsCode;
    inst.snapshot = needs && inst.snapshot ? this.translate(inst.snapshot) : null;
    if (runsCode) this.exposed = inst.snapshot !== null && hasPending(inst.snapshot);
    const appended = inst as Inst<Snapshot>;
    for (let i = 0; i < inst.outs.length; i++) this.def[inst.outs[i]] = appended;
    this.insts.push(appended);
    if (changesShapes(uop)) this.facts.forgetShapes();
  }

  // ---- words, machine numbers, snapshots ----

  /** Makes sure that a tagged value exists. */
  force(ref: Ref, snapshot: AnySnapshot | null): void {
    snapshot ??= this.current;
    if (this.lazy[ref]) box(this, ref, snapshot);
    else if (this.virtuals?.describe(ref)) this.virtuals.materialize(ref, snapshot);
  }
  /** Declares tagged `ref` to be the boxed form of `native`. */
  defineBoxed(ref: Ref, native: Ref, snapshot: AnySnapshot | null): void {
    defineBoxed(this, ref, native, snapshot);
  }
  /** The unboxed form of a tagged value whose type is known. */
  unboxed(ref: Ref, repr: 'i64' | 'f64' | 'bool'): Ref {
    return unboxed(this, ref, repr);
  }
  /** A recorded snapshot in terms of the new trace; `hide` (a tagged value of the new trace) appears as `by`. */
  translate(snapshot: AnySnapshot, hide?: Ref, by?: Ref): Snapshot {
    return this.snapshots.translate(snapshot, hide, by);
  }

  // ---- peeling ----

  save(): ChainState {
    const passes: unknown[] = [];
    for (let pass: Pass | undefined = this.first; pass; pass = pass.next) passes.push(pass.save?.());
    const { subst, rewrites, exposed } = this;
    return { trace: this.saveTrace(), subst, rewrites, exposed, passes };
  }

  /** Back to a saved state, for another attempt at the loop. */
  restore(state: ChainState): void {
    this.restoreTrace(state.trace);
    // A limit cuts every attempt in the same place.
    this.rewrites = state.rewrites;
    this.rootSlots = null;
    this.subst = state.subst;
    this.exposed = state.exposed;
    this.snapshots.forget();
    let i = 0;
    for (let pass: Pass | undefined = this.first; pass; pass = pass.next, i++) {
      pass.restore?.(state.passes[i] as never);
    }
  }

  /** The second copy must not share snapshots with the first: the recorded refs mean other values. */
  startCopy(): void {
    this.snapshots.forget();
  }
}

/** What exists nowhere, but for who looks: objects, stores, frames of inlined calls. */
const hasPending = ({ virtuals, stores, frames }: Snapshot): boolean =>
  virtuals.length > 0 || stores.length > 0 || frames.length > 1;

/** After these ops instances may have other shapes than before. */
function changesShapes({ effects: { runsCode, writes } }: Uop): boolean {
  return runsCode === true || (writes !== undefined && (writes.includes('any') || writes.includes('shape')));
}

export interface ChainState {
  readonly trace: TraceState;
  /** Every copy has its own. */
  readonly subst: Ref[];
  readonly rewrites: number;
  readonly exposed: boolean;
  readonly passes: unknown[];
}

const NO_IMMS: number[] = [];
