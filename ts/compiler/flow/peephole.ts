/**
 * Rewrites within one basic block: constants folded and tested, jumps to jumps, redundant
 * operations, stack shuffles. Every rewrite leaves NOPs where instructions vanish, so the loops
 * end: nothing is added but jumps that replace jumps.
 */

import { BINARY_OPS, COMPARE_TO_BOOL } from '../../contract/operators.ts';
import { tick } from '../../contract/patience.ts';
import type { Constant } from '../../frontend/constant.ts';
import type { CodeConstant } from '../code-object.ts';
import { boolConstant, foldBinary, foldUnary, intConstant, truth } from '../constants/folding.ts';
import type { ConstantTable } from '../constants/table.ts';
import type { Block } from './flow-graph.ts';
import { Instruction, NO_LOCATION } from './instructions.ts';
import { HAS_TARGET, intrinsic1, Op, STACK_USE_GUIDELINE } from './opcodes.ts';
import { applyStaticSwaps, optimizeSwaps } from './swaps.ts';

const LIST_TO_TUPLE = intrinsic1('INTRINSIC_LIST_TO_TUPLE');
const UNARY_POSITIVE = intrinsic1('INTRINSIC_UNARY_POSITIVE');
const MIN_CONSTANT_SEQUENCE = 3;

const loadsConstant = (i: Instruction): boolean => i.op === Op.LOAD_CONST || i.op === Op.LOAD_SMALL_INT;

function constantOf(i: Instruction, consts: ConstantTable): CodeConstant {
  return i.op === Op.LOAD_SMALL_INT ? intConstant(i.arg) : consts.items[i.arg]!;
}

const isSmallInt = (c: CodeConstant): c is Constant & { kind: 'int' } =>
  c.kind === 'int' && c.value >= 0n && c.value < 256n;

function makeLoad(i: Instruction, c: Constant, consts: ConstantTable): void {
  if (isSmallInt(c)) i.set(Op.LOAD_SMALL_INT, Number(c.value));
  else i.set(Op.LOAD_CONST, consts.addFolded(c));
}

function nopOut(list: readonly Instruction[]): void {
  for (const i of list) {
    tick();
    i.set(Op.NOP, 0);
    i.loc = NO_LOCATION;
  }
}

/** The constants are part of another now. */
function consume(loads: readonly Instruction[], consts: ConstantTable): void {
  for (const { op, arg } of loads) if (op === Op.LOAD_CONST) consts.dropFolded(arg);
  nopOut(loads);
}

// constants that are tested --------------------------------------------------------------------------------------------

/** Small ints get their own instruction; tests of constants are decided. */
export function optimizeConstantLoads(b: Block, consts: ConstantTable): void {
  const { instructions } = b;
  // The constant on top of the stack: also after COPY 1 of it.
  let top: Instruction | null = null;
  for (let n = 0; n < instructions.length; n++) {
    tick();
    const i = instructions[n]!;
    if (i.op === Op.LOAD_CONST) {
      const c = consts.items[i.arg]!;
      if (isSmallInt(c)) i.set(Op.LOAD_SMALL_INT, Number(c.value));
    }
    const copiesTop = top !== null && top.op === Op.LOAD_CONST && i.op === Op.COPY && i.arg === 1;
    if (!copiesTop) top = i;
    if (top === null || !loadsConstant(top)) continue;
    const next = instructions[n + 1];
    if (next === undefined) continue;
    switch (next.op) {
      case Op.POP_JUMP_IF_FALSE:
      case Op.POP_JUMP_IF_TRUE:
      case Op.JUMP_IF_FALSE:
      case Op.JUMP_IF_TRUE: {
        const pops = next.op === Op.POP_JUMP_IF_FALSE || next.op === Op.POP_JUMP_IF_TRUE;
        const onTrue = next.op === Op.POP_JUMP_IF_TRUE || next.op === Op.JUMP_IF_TRUE;
        const taken = truthOf(constantOf(top, consts)) === onTrue;
        if (pops) i.set(Op.NOP, 0);
        if (taken) next.op = Op.JUMP;
        else {
          next.set(Op.NOP, 0);
          next.target = null;
        }
        break;
      }
      case Op.IS_OP:
        if (constantOf(top, consts).kind === 'none') foldIsNone(instructions, n);
        break;
      case Op.TO_BOOL: {
        const value = truthOf(constantOf(top, consts));
        i.set(Op.NOP, 0);
        next.set(Op.LOAD_CONST, consts.add(boolConstant(value)));
        break;
      }
    }
  }
}

const truthOf = (c: CodeConstant): boolean => c.kind === 'code' || truth(c);

/** LOAD_CONST None, IS_OP, [TO_BOOL,] POP_JUMP_IF_x → POP_JUMP_IF_[NOT_]NONE. */
function foldIsNone(instructions: Instruction[], n: number): void {
  const is = instructions[n + 1]!;
  let jump = instructions[n + 2];
  if (jump?.op === Op.TO_BOOL) {
    jump.set(Op.NOP, 0);
    jump = instructions[n + 3];
  }
  if (jump === undefined) return;
  let invert = is.arg === 1;
  if (jump.op === Op.POP_JUMP_IF_FALSE) invert = !invert;
  else if (jump.op !== Op.POP_JUMP_IF_TRUE) return;
  instructions[n]!.set(Op.NOP, 0);
  is.set(Op.NOP, 0);
  jump.op = invert ? Op.POP_JUMP_IF_NOT_NONE : Op.POP_JUMP_IF_NONE;
}

// everything else ------------------------------------------------------------------------------------------------------

export function optimizeBlock(b: Block, consts: ConstantTable): void {
  const { instructions } = b;
  for (let n = 0; n < instructions.length; n++) {
    tick();
    const i = instructions[n]!;
    const next = instructions[n + 1];
    const nextOp = next?.op ?? -1;
    switch (i.op) {
      case Op.BUILD_TUPLE:
        if (nextOp === Op.UNPACK_SEQUENCE && i.arg === next!.arg && i.arg >= 1 && i.arg <= 3) {
          // The items change places instead.
          const { arg } = i;
          i.set(Op.NOP, 0);
          if (arg === 1) next!.set(Op.NOP, 0);
          else next!.op = Op.SWAP;
          break;
        }
        foldTuple(instructions, n, consts);
        break;
      case Op.BUILD_LIST:
      case Op.BUILD_SET:
        optimizeListOrSet(instructions, n, nextOp, consts);
        break;
      case Op.POP_JUMP_IF_NOT_NONE:
      case Op.POP_JUMP_IF_NONE:
      case Op.POP_JUMP_IF_FALSE:
      case Op.POP_JUMP_IF_TRUE:
        if (firstOp(i) === Op.JUMP && threadJump(b, i, i.op)) n--;
        break;
      case Op.JUMP_IF_FALSE:
      case Op.JUMP_IF_TRUE: {
        const target = firstOp(i);
        if (target === Op.JUMP || target === i.op) {
          if (threadJump(b, i, i.op)) n--;
        } else if (target === Op.JUMP_IF_FALSE || target === Op.JUMP_IF_TRUE) {
          i.target = i.target!.next; // the opposite test there cannot succeed
          n--;
        }
        break;
      }
      case Op.JUMP:
      case Op.JUMP_NO_INTERRUPT: {
        const target = firstOp(i);
        if (target === Op.JUMP) {
          if (threadJump(b, i, Op.JUMP)) n--;
        } else if (target === Op.JUMP_NO_INTERRUPT && threadJump(b, i, i.op)) n--;
        break;
      }
      case Op.STORE_FAST:
        if (nextOp === Op.STORE_FAST && i.arg === next!.arg && i.loc.lineno === next!.loc.lineno)
          i.set(Op.POP_TOP, 0);
        break;
      case Op.SWAP:
        if (i.arg === 1) i.set(Op.NOP, 0);
        break;
      case Op.LOAD_GLOBAL:
        if (nextOp === Op.PUSH_NULL && (i.arg & 1) === 0) {
          i.arg |= 1;
          next!.set(Op.NOP, 0);
        }
        break;
      case Op.COMPARE_OP:
        if (nextOp === Op.TO_BOOL) {
          next!.set(Op.COMPARE_OP, i.arg | COMPARE_TO_BOOL);
          i.set(Op.NOP, 0);
        }
        break;
      case Op.CONTAINS_OP:
      case Op.IS_OP:
        // Their results are bools.
        if (nextOp === Op.TO_BOOL || nextOp === Op.UNARY_NOT) {
          next!.set(i.op, nextOp === Op.TO_BOOL ? i.arg : i.arg ^ 1);
          i.set(Op.NOP, 0);
        }
        break;
      case Op.TO_BOOL:
        if (nextOp === Op.TO_BOOL) i.set(Op.NOP, 0);
        break;
      case Op.UNARY_NOT:
        if (nextOp === Op.TO_BOOL) {
          i.set(Op.NOP, 0);
          next!.set(Op.UNARY_NOT, 0);
          break;
        }
        if (nextOp === Op.UNARY_NOT) {
          i.set(Op.NOP, 0);
          next!.set(Op.NOP, 0);
          break;
        }
        foldUnaryOperation(instructions, n, 'not', consts);
        break;
      case Op.UNARY_INVERT:
        foldUnaryOperation(instructions, n, '~', consts);
        break;
      case Op.UNARY_NEGATIVE:
        foldUnaryOperation(instructions, n, '-', consts);
        break;
      case Op.CALL_INTRINSIC_1:
        if (i.arg === LIST_TO_TUPLE) {
          if (nextOp === Op.GET_ITER) i.set(Op.NOP, 0);
          else foldListToTuple(instructions, n, consts);
        } else if (i.arg === UNARY_POSITIVE) foldUnaryOperation(instructions, n, '+', consts);
        break;
      case Op.BINARY_OP:
        foldBinaryOperation(instructions, n, consts);
        break;
    }
  }
  for (let n = 0; n < instructions.length; n++) {
    tick();
    if (instructions[n]!.op !== Op.SWAP) continue;
    n = optimizeSwaps(b, n);
    applyStaticSwaps(b, n);
  }
}

function firstOp(i: Instruction): number {
  return HAS_TARGET[i.op] ? (i.target!.instructions[0]?.op ?? -1) : -1;
}

/** A jump to a jump goes where that goes. A NOP keeps the line. */
function threadJump(b: Block, i: Instruction, op: number): boolean {
  const onward = i.target!.instructions[0]!;
  if (i.target === onward.target) return false; // a loop of one jump
  const jump = new Instruction(op, 0, onward.loc);
  jump.target = onward.target;
  jump.except = i.except;
  i.set(Op.NOP, 0);
  i.target = null;
  b.instructions.push(jump);
  return true;
}

// folding --------------------------------------------------------------------------------------------------------------

/**
 * The `count` constant loads that end before index `end`, NOPs
 * between them ignored; null when it is something else.
 */
function constantLoads(
  instructions: readonly Instruction[],
  end: number,
  count: number,
): Instruction[] | null {
  const loads: Instruction[] = [];
  for (let n = end - 1; n >= 0 && loads.length < count; n--) {
    const i = instructions[n]!;
    if (i.op === Op.NOP) continue;
    if (!loadsConstant(i)) return null;
    loads.push(i);
  }
  return loads.length === count ? loads.reverse() : null;
}

/** Values of constant loads; null when a code object is among them. */
function valuesOf(loads: readonly Instruction[], consts: ConstantTable): Constant[] | null {
  const values: Constant[] = [];
  for (const load of loads) {
    const c = constantOf(load, consts);
    if (c.kind === 'code') return null;
    values.push(c);
  }
  return values;
}

function foldTuple(instructions: Instruction[], n: number, consts: ConstantTable): void {
  const i = instructions[n]!;
  if (i.arg > STACK_USE_GUIDELINE) return;
  const loads = constantLoads(instructions, n, i.arg);
  const items = loads && valuesOf(loads, consts);
  if (!items) return;
  consume(loads!, consts);
  makeLoad(i, { kind: 'tuple', items }, consts);
}

/** BUILD_LIST 0, (constant, LIST_APPEND 1)*, LIST_TO_TUPLE: a long tuple of constants. */
function foldListToTuple(instructions: Instruction[], n: number, consts: ConstantTable): void {
  const loads: Instruction[] = [];
  const others: Instruction[] = [];
  let expectAppend = true;
  for (let at = n - 1; at >= 0; at--) {
    const i = instructions[at]!;
    if (i.op === Op.NOP) continue;
    if (i.op === Op.BUILD_LIST && i.arg === 0) {
      const items = expectAppend ? valuesOf(loads.reverse(), consts) : null;
      if (!items) return;
      consume(loads, consts);
      nopOut([...others, i]);
      return makeLoad(instructions[n]!, { kind: 'tuple', items }, consts);
    }
    if (expectAppend) {
      if (i.op !== Op.LIST_APPEND || i.arg !== 1) return;
      others.push(i);
    } else {
      if (!loadsConstant(i)) return;
      loads.push(i);
    }
    expectAppend = !expectAppend;
  }
}

/**
 * A display that is only iterated or searched becomes a tuple or frozenset; one of three
 * constants or more is filled from a constant tuple.
 */
function optimizeListOrSet(
  instructions: Instruction[],
  n: number,
  nextOp: number,
  consts: ConstantTable,
): void {
  const i = instructions[n]!;
  const readOnly = nextOp === Op.GET_ITER || nextOp === Op.CONTAINS_OP;
  const size = i.arg;
  if (size > STACK_USE_GUIDELINE || (size < MIN_CONSTANT_SEQUENCE && !readOnly)) return;
  const loads = constantLoads(instructions, n, size);
  const items = loads && valuesOf(loads, consts);
  if (!items) {
    if (readOnly && i.op === Op.BUILD_LIST) i.op = Op.BUILD_TUPLE;
    return;
  }
  const isSet = i.op === Op.BUILD_SET;
  const index = consts.add({ kind: isSet ? 'frozenset' : 'tuple', items });
  consume(loads!, consts);
  if (readOnly) return i.set(Op.LOAD_CONST, index);
  const build = instructions[n - 2]!;
  build.loc = i.loc;
  build.set(i.op, 0);
  instructions[n - 1]!.set(Op.LOAD_CONST, index);
  i.set(isSet ? Op.SET_UPDATE : Op.LIST_EXTEND, 1);
}

function foldUnaryOperation(
  instructions: Instruction[],
  n: number,
  op: '-' | '+' | '~' | 'not',
  consts: ConstantTable,
): void {
  const loads = constantLoads(instructions, n, 1);
  const values = loads && valuesOf(loads, consts);
  const result = values && foldUnary(op, values[0]!);
  if (!result) return;
  consume(loads!, consts);
  makeLoad(instructions[n]!, result, consts);
}

function foldBinaryOperation(instructions: Instruction[], n: number, consts: ConstantTable): void {
  const i = instructions[n]!;
  const loads = constantLoads(instructions, n, 2);
  const values = loads && valuesOf(loads, consts);
  const result = values && foldBinary(BINARY_OPS[i.arg]!, values[0]!, values[1]!);
  if (!result) return;
  consume(loads!, consts);
  makeLoad(i, result, consts);
}
