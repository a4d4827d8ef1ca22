/**
 * Front `project`: a recording of what has not run. Steps are made up one by one, from the code units as they are now, specialized forms
 * and inline caches included, and from where the recorder's frames have come to. No operand has been seen: constants are known, the others are
 * what the instruction's form says.
 *
 * Which way a branch goes is guessed: loops go on, and what ends in a return or a raise before the paths meet again is the exception.
 * (CPython 3.13 looks at the branch's last 16 outcomes; the interpreter here keeps none.)
 */
import { RECORD_MAX_ENTRIES } from '../contract/limits.ts';
import { op } from '../ir/op-table.ts';
import type { Const, Ref } from '../ir/trace.ts';
import { constIndex, isConst, isValue, T, UNCHANGED } from '../ir/trace.ts';
import { BYTECODES, bytecode } from '../ops/bytecodes.ts';
import { INSTRUCTIONS, instruction } from '../ops/table.ts';
import { instructionsFrom } from './instructions.ts';
import type { Recorder } from './recorder.ts';
import type { Recording, RecordingWorld } from './recording.ts';
import { Unrecordable } from './unrecordable.ts';

interface Step {
  readonly code: number;
  readonly unit: number;
  readonly opcode: number;
  readonly oparg: number;
  readonly depth: number;
}

const LOAD_DICT_ENTRY = op('_LOAD_DICT_ENTRY');
const EXTENDED_ARG = instruction('EXTENDED_ARG').opcode;
const LOAD_BODY = instruction('LOAD_BODY').opcode;
const BACKWARD = new Set(['JUMP_BACKWARD', 'JUMP_BACKWARD_NO_INTERRUPT']);
/** Of a branch that ends in a return or a raise. */
const SHORT = 12;

/** The instruction that a specialized one is a form of. */
const baseOf = (opcode: number) => bytecode(INSTRUCTIONS[opcode].family);

export class Projection implements Recording {
  end: Recording['end'] = { kind: 'stopped', reason: 'too-long' };
  resumeUnit: number | undefined;
  private readonly steps: Step[] = [];
  private recorder: Recorder | undefined;
  /** Calls: whether self is given. */
  private self: boolean | undefined;
  /** The stack before the current instruction. */
  private stack: readonly Ref[] = [];
  /** Where the current instruction goes, when it may go several ways. */
  private chosen: number | undefined;

  /** `start`: the first unit, of root traces. `loopAt`: the trace that is anchored there, if it is a loop's. */
  constructor(
    private readonly world: RecordingWorld,
    private readonly start: number,
    private readonly loopAt: (code: number, unit: number) => number | undefined,
  ) {}

  get length(): number {
    return this.steps.length;
  }
  code(step: number): number {
    return this.steps[step].code;
  }
  unit(step: number): number {
    return this.steps[step].unit;
  }
  opcode(step: number): number {
    return this.steps[step].opcode;
  }
  oparg(step: number): number {
    return this.steps[step].oparg;
  }
  depth(step: number): number {
    return this.steps[step].depth;
  }
  raised(): boolean {
    return false;
  }
  ownerShape(): undefined {
    return undefined;
  }
  value(_step: number, place: number): Const | undefined {
    const { stack } = this;
    return place < stack.length ? this.known(stack[stack.length - 1 - place]) : undefined;
  }
  callable(step: number): Const | undefined {
    return this.value(step, this.givenArguments(step) + 1);
  }
  frameFunction(): Const | undefined {
    return this.known(this.frame.func);
  }
  stackDepth(): number {
    return this.stack.length;
  }
  hasSelf(): boolean {
    return this.self === true;
  }

  project(recorder: Recorder): void {
    this.begin(recorder);
    const { top } = recorder;
    const unit = this.next(recorder);
    this.chosen = undefined;
    const units = this.world.units(top.codeId);
    const { length } = this.steps;
    if (
      length > 0 &&
      recorder.frames.length === 1 &&
      recorder.anchor.kind !== 'bridge' &&
      unit === this.start
    ) {
      this.end = { kind: 'closed' };
      return;
    }
    const loop = length > 0 ? this.loopAt(top.codeId, unit) : undefined;
    if (loop !== undefined) {
      this.end = { kind: 'executor', trace: loop, depth: recorder.frames.length - 1 };
      this.resumeUnit = unit;
      return;
    }
    if (length === RECORD_MAX_ENTRIES || (units[unit] & 0xff) === LOAD_BODY || this.isJumpBack()) {
      recorder.endBefore(unit);
      return;
    }
    let at = unit;
    let word = units[at];
    let oparg = word >> 8;
    while ((word & 0xff) === EXTENDED_ARG) {
      word = units[++at];
      oparg = (oparg << 8) | (word >> 8);
    }
    let opcode = word & 0xff;
    // The form whose guard has failed is not taken again.
    if (length === 0 && recorder.anchor.kind === 'bridge') opcode = baseOf(opcode).opcode;
    this.stack = top.slots.slice(top.nlocals);
    const { family } = INSTRUCTIONS[opcode];
    if (family === 'CALL' || family === 'CALL_KW') {
      const given = oparg + (family === 'CALL_KW' ? 1 : 0);
      this.self = this.selfAt(given);
      if (this.self === undefined) {
        if (length === 0) throw new Unrecordable('callee-unknown');
        recorder.endBefore(unit);
        return;
      }
      if (!this.known(this.stack[this.stack.length - 2 - given])) opcode = bytecode(family).opcode;
    }
    this.steps.push({ code: top.codeId, unit: at, opcode, oparg, depth: recorder.frames.length - 1 });
  }

  /** What has been given up once is tried in another way. */
  private begin(recorder: Recorder): void {
    if (this.recorder === recorder) return;
    this.recorder = recorder;
    this.steps.length = 0;
    this.chosen = this.resumeUnit = undefined;
    this.end = { kind: 'stopped', reason: 'too-long' };
  }

  predict(): number {
    this.chosen ??= this.choose();
    return this.chosen;
  }

  goesOnAt(recorder: Recorder, unit: number): void {
    this.begin(recorder);
    this.chosen = unit;
  }

  /** Whether a call that finds self, or NULL, at that place of the stack is given self; undefined when nobody can know. */
  private selfAt(place: number): boolean | undefined {
    const ref = this.stack[this.stack.length - 1 - place] ?? UNCHANGED;
    const { pool, values } = (this.recorder as Recorder).builder;
    if (isConst(ref)) return pool.list[constIndex(ref)].type !== T.NULL;
    return isValue(ref) && !(values[ref].type & T.NULL) ? true : undefined;
  }

  private get frame() {
    return (this.recorder as Recorder).top;
  }

  private get last(): Step | undefined {
    return this.steps[this.steps.length - 1];
  }

  /** Constants, and globals: what they are now. */
  private known(ref: Ref): Const | undefined {
    const { pool, insts } = (this.recorder as Recorder).builder;
    if (isConst(ref)) return pool.list[constIndex(ref)];
    const { op: uop, args, imms } = insts.filter(({ outs }) => outs[0] === ref).pop() ?? {};
    if (uop !== LOAD_DICT_ENTRY || !args || !imms || !isConst(args[0])) return undefined;
    return this.world.entryValue(pool.list[constIndex(args[0])], imms[0]);
  }

  /** What lies above self and the callable on the stack. */
  private givenArguments(step: number): number {
    const { family } = INSTRUCTIONS[this.opcode(step)];
    return this.oparg(step) + (family === 'CALL_KW' ? 1 : 0);
  }

  /** The unit after the last step. */
  private next({ frames, top, anchor }: Recorder): number {
    const { last } = this;
    if (this.chosen !== undefined) return this.chosen;
    if (!last) return anchor.kind === 'bridge' ? top.resume : this.start;
    const deeper = frames.length - 1 - last.depth;
    if (deeper > 0) return 0;
    if (deeper < 0) return top.resume;
    const { name } = baseOf(last.opcode);
    const after = this.after(last);
    if (BACKWARD.has(name)) return after - last.oparg;
    return name === 'JUMP_FORWARD' ? after + last.oparg : after;
  }

  /** The current instruction is the one whose guard has failed in the trace that this one is a bridge of. */
  private get isFailed(): boolean {
    return this.steps.length === 1 && (this.recorder as Recorder).anchor.kind === 'bridge';
  }

  private after({ opcode, unit }: Step): number {
    return unit + 1 + INSTRUCTIONS[opcode].caches;
  }

  /** The last step jumped back, to a loop that has no trace yet. */
  private isJumpBack(): boolean {
    return this.last !== undefined && BACKWARD.has(baseOf(this.last.opcode).name);
  }

  private choose(): number {
    const last = this.last as Step;
    const after = this.after(last);
    const target = after + last.oparg;
    const { name } = baseOf(last.opcode);
    const { units } = this.frame.code;
    const isJump = name.startsWith('POP_JUMP');
    // What is gone through or sent to goes on.
    const jumps = isJump && endsSoon(units, after, target) && !endsSoon(units, target, units.length);
    // A bridge begins where its parent has guessed wrong.
    if (jumps !== this.isFailed) return name === 'FOR_ITER' ? target + 1 : target;
    return after;
  }
}

/** Whether straight code from `unit` comes to a return or a raise before it comes to `end`. */
function endsSoon(units: Uint16Array, unit: number, end: number): boolean {
  let seen = 0;
  let ends = false;
  let is = true;
  instructionsFrom(units, unit, (opcode, _oparg, at) => {
    if (!is || ++seen > SHORT || at >= end) {
      is = false;
      return;
    }
    const { arg, terminates } = BYTECODES[opcode];
    if (arg === 'jumpForward' || arg === 'jumpBackward') is = false;
    else if (terminates) {
      ends = true;
      is = false;
    }
  });
  return ends;
}
