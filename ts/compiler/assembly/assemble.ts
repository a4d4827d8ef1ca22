/**
 * From a finished unit to a code object: optimizes the flow graph, fixes the slots of locals and cells,
 * replaces the pseudo-instructions, and lays out units, exception ranges and positions.
 */

import { CodeFlag, LocalKind } from '../../contract/code.ts';
import { tick } from '../../contract/patience.ts';
import type { Position } from '../../frontend/ast.ts';
import { argUnits } from '../../ops/bytecodes.ts';
import type { CodeObject, ExceptionRange, PositionEntry } from '../code-object.ts';
import type { ConstantTable } from '../constants/table.ts';
import { Block, blocksFrom, buildFlowGraph, computeStackDepth, isJump } from '../flow/flow-graph.ts';
import { Instruction, type InstructionList, NEXT_LOCATION, NO_LOCATION } from '../flow/instructions.ts';
import { BLOCK_PUSH, CACHES, Op, opName, TERMINATOR } from '../flow/opcodes.ts';
import { optimizeFlowGraph, removeRedundantNopsAndJumps } from '../flow/optimize.ts';

/** What code generation leaves of a code object when its last instruction is emitted. */
export interface UnassembledCode {
  readonly name: string;
  readonly qualname: string;
  readonly firstLine: number;
  readonly parameters: { readonly argcount: number; readonly posonly: number; readonly kwonly: number };
  readonly list: InstructionList;
  readonly consts: ConstantTable;
  /** What the instructions' arguments index: name to index, here and below. */
  readonly names: ReadonlyMap<string, number>;
  /** Locals; parameters come first. */
  readonly varnames: ReadonlyMap<string, number>;
  readonly cellvars: ReadonlyMap<string, number>;
  /** Indices go on after the cells'. */
  readonly freevars: ReadonlyMap<string, number>;
  /** Its keys: locals of comprehensions that were inlined into a class or module. */
  readonly fastHidden: ReadonlyMap<string, boolean>;
  readonly scope: { readonly varnames: readonly string[] };
}

export function assemble(unit: UnassembledCode, flags: number, filename: string): CodeObject {
  const entry = buildFlowGraph(unit.list);
  const consts = optimizeFlowGraph(entry, unit.consts, unit.varnames.size, unit.scope.varnames.length);
  expandTruthTests(entry);
  const stacksize = computeStackDepth(entry);
  const slots = layoutSlots(unit);
  insertPrologue(entry, unit, slots, flags);
  renumberCells(entry, slots);
  replacePseudoInstructions(entry);
  normalizeJumps(entry);
  resolveNextLocations(entry);
  const units = layoutUnits(entry);
  return {
    name: unit.name,
    qualname: unit.qualname,
    filename,
    firstLine: unit.firstLine,
    argcount: unit.parameters.argcount,
    posonly: unit.parameters.posonly,
    kwonly: unit.parameters.kwonly,
    flags,
    stacksize: Math.max(stacksize, 1),
    localsplusNames: slots.names,
    localsplusKinds: slots.kinds,
    names: [...unit.names.keys()],
    consts,
    units,
    exceptions: exceptionRanges(entry),
    positions: positions(entry),
  };
}

/** JUMP_IF_x keeps the value: COPY 1, TO_BOOL, POP_JUMP_IF_x. */
function expandTruthTests(entry: Block): void {
  for (const b of blocksFrom(entry)) {
    tick();
    const { last } = b;
    if (last === undefined || (last.op !== Op.JUMP_IF_FALSE && last.op !== Op.JUMP_IF_TRUE)) continue;
    const copy = new Instruction(Op.COPY, 1, last.loc);
    const toBool = new Instruction(Op.TO_BOOL, 0, last.loc);
    copy.except = toBool.except = last.except;
    b.instructions.splice(-1, 0, copy, toBool);
    last.op = last.op === Op.JUMP_IF_FALSE ? Op.POP_JUMP_IF_FALSE : Op.POP_JUMP_IF_TRUE;
  }
}

// slots ----------------------------------------------------------------------------------------------------------------

interface Slots {
  readonly names: string[];
  readonly kinds: number[];
  /** Slot of each cell and free variable, by its index in the unit. */
  readonly ofCell: number[];
}

/** Locals, then cells that are not locals too, then free variables. */
function layoutSlots(unit: UnassembledCode): Slots {
  const names = [...unit.varnames.keys()];
  const kinds = names.map((name) => LocalKind.FAST | (unit.fastHidden.has(name) ? LocalKind.HIDDEN : 0));
  const ofCell: number[] = [];
  for (const name of unit.cellvars.keys()) {
    const local = unit.varnames.get(name);
    if (local === undefined) {
      names.push(name);
      kinds.push(LocalKind.CELL);
      ofCell.push(names.length - 1);
    } else {
      kinds[local]! |= LocalKind.CELL;
      ofCell.push(local);
    }
  }
  for (const name of unit.freevars.keys()) {
    names.push(name);
    kinds.push(LocalKind.FREE);
    ofCell.push(names.length - 1);
  }
  return { names, kinds, ofCell };
}

/** What a frame does before its RESUME: closure cells, new cells, becoming a generator. */
function insertPrologue(entry: Block, unit: UnassembledCode, slots: Slots, flags: number): void {
  const prologue: Instruction[] = [];
  if (unit.freevars.size > 0)
    prologue.push(new Instruction(Op.COPY_FREE_VARS, unit.freevars.size, NO_LOCATION));
  const cells = Array.from({ length: unit.cellvars.size }, (_, index) => index);
  cells.sort((a, b) => slots.ofCell[a]! - slots.ofCell[b]!);
  for (const cell of cells) prologue.push(new Instruction(Op.MAKE_CELL, cell, NO_LOCATION));
  if (flags & (CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR)) {
    const { firstLine } = unit;
    const loc = { lineno: firstLine, colOffset: -1, endLineno: firstLine, endColOffset: -1 };
    prologue.push(new Instruction(Op.RETURN_GENERATOR, 0, loc), new Instruction(Op.POP_TOP, 0, loc));
  }
  entry.instructions = prologue.concat(entry.instructions);
}

function renumberCells(entry: Block, slots: Slots): void {
  for (const b of blocksFrom(entry))
    for (const i of b.instructions) {
      tick();
      switch (i.op) {
        case Op.MAKE_CELL:
        case Op.LOAD_CLOSURE:
        case Op.LOAD_DEREF:
        case Op.STORE_DEREF:
        case Op.DELETE_DEREF:
        case Op.LOAD_FROM_DICT_OR_DEREF:
          i.arg = slots.ofCell[i.arg]!;
      }
    }
}

// real instructions ----------------------------------------------------------------------------------------------------

function replacePseudoInstructions(entry: Block): void {
  for (const b of blocksFrom(entry))
    for (const i of b.instructions) {
      tick();
      if (BLOCK_PUSH[i.op]) {
        i.set(Op.NOP, 0);
        i.target = null;
      } else if (i.op === Op.LOAD_CLOSURE) i.op = Op.LOAD_FAST;
      else if (i.op === Op.STORE_FAST_MAYBE_NULL) i.op = Op.STORE_FAST;
    }
  removeRedundantNopsAndJumps(entry);
}

const REVERSED = new Map([
  [Op.POP_JUMP_IF_NOT_NONE, Op.POP_JUMP_IF_NONE],
  [Op.POP_JUMP_IF_NONE, Op.POP_JUMP_IF_NOT_NONE],
  [Op.POP_JUMP_IF_FALSE, Op.POP_JUMP_IF_TRUE],
  [Op.POP_JUMP_IF_TRUE, Op.POP_JUMP_IF_FALSE],
]);

/**
 * Jumps get their direction. Conditional jumps only go forward: one that went back is reversed, to jump over
 * a JUMP_BACKWARD. NOT_TAKEN marks where each falls through.
 */
function normalizeJumps(entry: Block): void {
  for (const b of blocksFrom(entry)) b.visited = false;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    tick();
    b.visited = true;
    const { last } = b;
    if (last === undefined || !isJump(last)) continue;
    const target = last.target!;
    const forward = !target.visited;
    if (last.op === Op.JUMP) last.op = forward ? Op.JUMP_FORWARD : Op.JUMP_BACKWARD;
    else if (last.op === Op.JUMP_NO_INTERRUPT)
      last.op = forward ? Op.JUMP_FORWARD : Op.JUMP_BACKWARD_NO_INTERRUPT;
    const reversed = REVERSED.get(last.op);
    if (reversed === undefined) continue;
    // These keep the jump's handler. CPython mostly drops it, which makes more exception ranges, and lets an
    // interrupt in the backward jump of such a loop escape an enclosing `try`.
    const notTaken = new Instruction(Op.NOT_TAKEN, 0, last.loc);
    notTaken.except = last.except;
    if (forward) {
      b.instructions.push(notTaken);
      continue;
    }
    const back = new Block();
    const jump = new Instruction(Op.JUMP, 0, last.loc);
    jump.target = target;
    jump.except = last.except;
    back.instructions.push(notTaken, jump);
    back.startDepth = target.startDepth;
    back.cold = b.cold;
    back.next = b.next;
    last.op = reversed;
    last.target = b.next;
    b.next = back;
  }
}

function resolveNextLocations(entry: Block): void {
  let waiting: Instruction | null = null;
  for (const b of blocksFrom(entry))
    for (const i of b.instructions) {
      tick();
      if (waiting !== null) waiting.loc = TERMINATOR[waiting.op] ? NO_LOCATION : i.loc;
      waiting = i.loc === NEXT_LOCATION ? i : null;
    }
}

// layout ---------------------------------------------------------------------------------------------------------------

const size = (i: Instruction): number => argUnits(i.arg) + CACHES[i.op]!;

/** Jump arguments depend on sizes and sizes on arguments: repeated until nothing grows. */
function resolveJumps(entry: Block): number {
  for (;;) {
    let total = 0;
    for (const b of blocksFrom(entry)) {
      tick();
      b.offset = total;
      for (const i of b.instructions) total += size(i);
    }
    let grew = false;
    let offset = 0;
    for (const b of blocksFrom(entry))
      for (const i of b.instructions) {
        tick();
        const before = size(i);
        offset += before;
        if (i.target === null || !isJump(i)) continue;
        // END_ASYNC_FOR's label is its SEND, but its argument leads to
        // the END_SEND after that, as in CPython.
        const target = i.op === Op.END_ASYNC_FOR ? i.target.instructions[0]!.target! : i.target;
        i.arg = Math.abs(target.offset - offset);
        if (size(i) !== before) grew = true;
      }
    if (!grew) return total;
  }
}

function layoutUnits(entry: Block): Uint16Array {
  const units = new Uint16Array(resolveJumps(entry));
  let at = 0;
  for (const b of blocksFrom(entry))
    for (const i of b.instructions) {
      tick();
      for (let shift = 8 * (argUnits(i.arg) - 1); shift > 0; shift -= 8)
        units[at++] = Op.EXTENDED_ARG | (((i.arg >>> shift) & 0xff) << 8);
      if (!(i.arg >= 0 && i.op < 256)) throw new Error(`cannot encode ${opName(i.op)} ${i.arg}`);
      units[at++] = i.op | ((i.arg & 0xff) << 8);
      at += CACHES[i.op]!;
    }
  return units;
}

function exceptionRanges(entry: Block): ExceptionRange[] {
  const ranges: ExceptionRange[] = [];
  let handler: Block | null = null;
  let start = 0;
  let at = 0;
  const close = (): void => {
    if (handler === null || at === start) return;
    const lasti = handler.preserveLasti;
    const depth = handler.startDepth - (lasti ? 2 : 1);
    ranges.push({ start, end: at, target: handler.offset, depth, lasti });
  };
  for (const b of blocksFrom(entry))
    for (const i of b.instructions) {
      tick();
      if (i.except !== handler) {
        close();
        handler = i.except;
        start = at;
      }
      at += size(i);
    }
  close();
  return ranges;
}

function positions(entry: Block): PositionEntry[] {
  const entries: PositionEntry[] = [];
  let at = 0;
  let previous: Position | null = null;
  let last: PositionEntry | undefined;
  for (const b of blocksFrom(entry))
    for (const i of b.instructions) {
      tick();
      const { loc } = i;
      if (loc !== previous && !samePlace(loc, last)) {
        const { lineno: line, colOffset: col, endLineno: endLine, endColOffset: endCol } = loc;
        last = { start: at, line, col, endLine, endCol };
        entries.push(last);
      }
      previous = loc;
      at += size(i);
    }
  return entries;
}

function samePlace(loc: Position, entry: PositionEntry | undefined): boolean {
  return (
    entry !== undefined &&
    loc.lineno === entry.line &&
    loc.colOffset === entry.col &&
    loc.endLineno === entry.endLine &&
    loc.endColOffset === entry.endCol
  );
}
