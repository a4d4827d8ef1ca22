/**
 * Checks that a code object is consistent: what the interpreter takes for granted. Walks the units with the
 * stack effects of the bytecode table, along every path and into every handler.
 */

import { type DecodedInstruction, decode } from '../../ts/compiler/assembly/disassemble.ts';
import type { CodeObject } from '../../ts/compiler/code-object.ts';
import { LocalKind } from '../../ts/contract/code.ts';
import { stackEffect } from '../../ts/ops/bytecodes.ts';

/** Throws an Error that names the code object and the instruction. Nested code objects are checked too. */
export function verifyCode(code: CodeObject): void {
  const instructions = decode(code.units);
  const indexAt = new Map(instructions.map((instruction, index) => [instruction.at, index]));
  const fail = (at: number, message: string): never => {
    throw new Error(`${code.qualname} (line ${code.firstLine}), unit ${at}: ${message}`);
  };
  const depths: number[] = [];
  const todo: number[] = [];
  const reach = (from: number, at: number, depth: number): void => {
    const index = indexAt.get(at) ?? fail(from, `leads into the middle of an instruction (${at})`);
    const known = depths[index];
    if (known === undefined) {
      depths[index] = depth;
      todo.push(index);
    } else if (known !== depth) fail(at, `stack depth ${known} or ${depth}`);
  };
  checkTables(code, indexAt, fail);
  reach(0, 0, 0);
  for (let index = todo.pop(); index !== undefined; index = todo.pop()) {
    const instruction = instructions[index]!;
    const { bytecode, at, arg, target } = instruction;
    const depth = depths[index]!;
    checkArgument(code, instruction, fail);
    const after = depth + stackEffect(bytecode, arg);
    if (after < 0) fail(at, 'stack underflow');
    if (Math.max(depth, after) > code.stacksize) fail(at, `stack of ${code.stacksize} overflows`);
    for (const range of code.exceptions) {
      if (at < range.start || at >= range.end) continue;
      if (depth < range.depth) fail(at, `handler expects ${range.depth} values, there are ${depth}`);
      reach(at, range.target, range.depth + (range.lasti ? 2 : 1));
    }
    if (target >= 0 && bytecode.name !== 'END_ASYNC_FOR') reach(at, target, after);
    const unconditional = bytecode.terminates;
    if (!unconditional) {
      const next = instructions[index + 1] ?? fail(at, 'runs off the end');
      reach(at, next.at, after);
    }
  }
  for (const c of code.consts) if (c.kind === 'code') verifyCode(c.code);
}

type Fail = (at: number, message: string) => never;

function checkTables(code: CodeObject, indexAt: Map<number, number>, fail: Fail): void {
  let end = 0;
  for (const range of code.exceptions) {
    if (range.start < end || range.end <= range.start) fail(range.start, 'exception ranges overlap');
    for (const at of [range.start, range.target]) if (!indexAt.has(at)) fail(at, 'not an instruction');
    if (range.end !== code.units.length && !indexAt.has(range.end)) fail(range.end, 'not an instruction');
    end = range.end;
  }
  let start = -1;
  for (const position of code.positions) {
    if (position.start <= start || !indexAt.has(position.start)) fail(position.start, 'bad position entry');
    start = position.start;
  }
  if (code.positions[0]?.start !== 0) fail(0, 'has no position');
}

function checkArgument(code: CodeObject, { bytecode, at, arg }: DecodedInstruction, fail: Fail): void {
  const { localsplusKinds: kinds } = code;
  const kindOf = (slot: number): number => kinds[slot] ?? fail(at, `no slot ${slot}`);
  switch (bytecode.arg) {
    case 'const':
      if (arg >= code.consts.length) fail(at, `no constant ${arg}`);
      break;
    case 'name':
      if (arg >> bytecode.nameShift >= code.names.length) fail(at, `no name ${arg}`);
      break;
    case 'local':
      kindOf(arg);
      break;
    case 'localPair':
      if (!(kindOf(arg >> 4) & kindOf(arg & 15) & LocalKind.FAST)) fail(at, 'not locals');
      break;
    case 'cell':
      if (!(kindOf(arg) & (LocalKind.CELL | LocalKind.FREE))) fail(at, `slot ${arg} is no cell`);
      break;
  }
}
