/**
 * The interpreter's frames as the recorder imagines them: every slot is a ref of the trace. The root frame exists in memory; a slot of
 * it that the trace has not written is UNCHANGED and read through `_FRAME_SLOT` when first needed; likewise slots of a generator's frame,
 * which lies in its cell. Frames of followed calls exist nowhere else.
 */
import type { CodeObject } from '../compiler/code-object.ts';
import { FrameFlag, GENERATOR_SLOTS } from '../contract/frames.ts';
import type { TraceBuilder } from '../ir/builder.ts';
import { op } from '../ir/op-table.ts';
import type { Const, RecordedSnapshot, Ref, SnapshotFrame } from '../ir/trace.ts';
import { UNCHANGED } from '../ir/trace.ts';

const FRAME_SLOT = op('_FRAME_SLOT');
const LOAD_GENERATOR_SLOT = op('_LOAD_GENERATOR_SLOT');
export const generatorSlot = (index: number): number => GENERATOR_SLOTS + 8 * index;

export class SymbolicFrame {
  /** Locals, cells, free variables; then the evaluation stack. */
  slots: Ref[];
  readonly nlocals: number;
  /** In a frame that has made a call: where to go on afterwards, and the call itself. */
  resume = 0;
  ip = 0;
  /** In a generator's frame: where the frame below goes on after a yield. */
  afterYield = 0;
  /** In a generator's frame: the loop, first and last unit, that it was resumed in and should not leave. */
  loop: { readonly first: number; readonly last: number } | undefined;
  /** In a generator's frame: whoever looks at the generator finds it running. */
  marked = false;
  /**
   * In a generator's frame, as far as is known: whether it keeps what is handled outside of it, and whether it may have handled something
   * itself, so that a yield changes what is handled.
   */
  keeps = false;
  handles = true;
  /** Slots already read from memory, by index. */
  private readonly loaded: Ref[] = [];

  constructor(
    readonly codeId: number,
    readonly code: CodeObject,
    readonly func: Ref,
    readonly globals: Const,
    readonly builtins: Const,
    readonly flags: number,
    readonly extra: Ref,
    private readonly root: boolean,
    slots: Ref[],
  ) {
    this.slots = slots;
    this.nlocals = code.localsplusNames.length;
  }

  get isGenerator(): boolean {
    return (this.flags & FrameFlag.OWNED_BY_GENERATOR) !== 0;
  }

  /** Whether memory does not hold what the slot holds. */
  isChanged(index: number): boolean {
    const ref = this.slots[index];
    return ref !== UNCHANGED && ref !== this.loaded[index];
  }

  get depth(): number {
    return this.slots.length - this.nlocals;
  }

  /** The value of a slot, loading it from memory when the trace has not seen it yet. */
  read(builder: TraceBuilder, index: number): Ref {
    const ref = this.slots[index];
    if (ref !== UNCHANGED) return ref;
    this.loaded[index] ??= this.root
      ? builder.emit(FRAME_SLOT, [], [index])[0]
      : builder.emit(LOAD_GENERATOR_SLOT, [this.extra], [generatorSlot(index)])[0];
    return this.loaded[index];
  }

  pop(builder: TraceBuilder): Ref {
    const ref = this.read(builder, this.slots.length - 1);
    this.slots.pop();
    return ref;
  }

  /** Takes so many values off the stack. */
  drop(count: number): void {
    this.slots.length -= count;
  }

  push(ref: Ref): void {
    this.slots.push(ref);
  }

  /** `place` below the top, 0 = top. */
  peek(builder: TraceBuilder, place: number): Ref {
    return this.read(builder, this.slots.length - 1 - place);
  }

  poke(place: number, ref: Ref): void {
    this.slots[this.slots.length - 1 - place] = ref;
  }

  snapshot(resume: number, ip: number): SnapshotFrame {
    const slots = this.slots.map((ref, i) => (this.isChanged(i) ? ref : UNCHANGED));
    return {
      code: this.codeId,
      nlocals: this.nlocals,
      func: this.root ? UNCHANGED : this.func,
      resume,
      ip,
      flags: this.flags,
      extra: this.root ? UNCHANGED : this.extra,
      afterYield: this.afterYield,
      begun: false,
      slots,
    };
  }
}

/** State of all frames when the innermost is about to execute the instruction at `resume`. */
export function snapshotOf(frames: readonly SymbolicFrame[], resume: number, ip: number): RecordedSnapshot {
  const last = frames.length - 1;
  return {
    frames: frames.map((frame, i) =>
      i === last ? frame.snapshot(resume, ip) : frame.snapshot(frame.resume, frame.ip),
    ),
    inherited: null,
  };
}
