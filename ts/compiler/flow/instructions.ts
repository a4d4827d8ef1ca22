/**
 * What code generation produces: a flat list of (pseudo-)instructions with labels. The
 * flow graph (flow-graph.ts) cuts it into basic blocks.
 */
import type { Position } from '../../frontend/ast.ts';
import type { Block } from './flow-graph.ts';

/** The instruction belongs to no source line; it may inherit one. */
export const NO_LOCATION: Position = { lineno: -1, colOffset: -1, endLineno: -1, endColOffset: -1 };
/** The instruction takes the position of the one after it. */
export const NEXT_LOCATION: Position = { lineno: -2, colOffset: -2, endLineno: -2, endColOffset: -2 };

/** A place in the list, used by jumps before or after it is known. */
export class Label {
  /** Index of the instruction after it; -1 until placed. */
  index = -1;
}

export class Instruction {
  op: number;
  arg: number;
  loc: Position;
  /** Jump target while in the list. */
  label: Label | null;
  /** Jump target in the flow graph. */
  target: Block | null = null;
  /** Handler of exceptions raised here, once known. */
  except: Block | null = null;

  constructor(op: number, arg: number, loc: Position, label: Label | null = null) {
    this.op = op;
    this.arg = arg;
    this.loc = loc;
    this.label = label;
  }

  set(op: number, arg: number): void {
    this.op = op;
    this.arg = arg;
  }

  copy(): Instruction {
    const copy = new Instruction(this.op, this.arg, this.loc, this.label);
    copy.target = this.target;
    copy.except = this.except;
    return copy;
  }
}

export class InstructionList {
  readonly instructions: Instruction[] = [];
  private readonly labels: Label[] = [];
  /** Code that takes the place of ANNOTATIONS_PLACEHOLDER. */
  annotations: InstructionList | null = null;

  add(op: number, arg: number, loc: Position, label: Label | null = null): void {
    this.instructions.push(new Instruction(op, arg, loc, label));
  }

  /** Places `label` before the next instruction. */
  use(label: Label): void {
    label.index = this.instructions.length;
    this.labels.push(label);
  }

  /** Inserts before everything; labels keep their instructions. */
  insertFirst(op: number, loc: Position, label: Label): void {
    this.instructions.unshift(new Instruction(op, 0, loc, label));
    for (const placed of this.labels) placed.index++;
  }
}
