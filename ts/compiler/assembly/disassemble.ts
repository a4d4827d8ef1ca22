/**
 * Code objects as text, in the layout of CPython 3.14's `dis.dis`: line numbers, labels, instructions with
 * what their arguments mean, exception tables, and then the nested code objects.
 *
 * Instead of a code object's address, which CPython prints, there is its number,
 * counted from the module's 0 in the order of printing.
 */
import {
  BINARY_OPS,
  COMMON_CONSTANTS,
  COMPARE_OPS,
  COMPARE_SHIFT,
  COMPARE_TO_BOOL,
  INTRINSICS_1,
  INTRINSICS_2,
  SPECIAL_METHODS,
} from '../../contract/operators.ts';
import { BYTECODES, type Bytecode } from '../../ops/bytecodes.ts';
import type { CodeConstant, CodeObject } from '../code-object.ts';
import { constantRepr } from '../constants/repr.ts';

const OPNAME_WIDTH = 20;
const ARG_WIDTH = 5;
const NO_LINE = '  --';

/** The disassembly of `code` and of all code objects in it; ends with a newline. */
export function disassemble(code: CodeObject): string {
  const numbers = new Map<CodeObject, number>();
  number(code, numbers);
  const lines: string[] = [];
  printRecursively(code, numbers, lines);
  return `${lines.join('\n')}\n`;
}

const nested = (code: CodeObject): CodeObject[] =>
  code.consts.flatMap((c) => (c.kind === 'code' ? [c.code] : []));

function number(code: CodeObject, numbers: Map<CodeObject, number>): void {
  numbers.set(code, numbers.size);
  for (const child of nested(code)) number(child, numbers);
}

function printRecursively(code: CodeObject, numbers: Map<CodeObject, number>, lines: string[]): void {
  printCode(code, numbers, lines);
  for (const child of nested(code)) {
    lines.push('', `Disassembly of ${codeRepr(child, numbers)}:`);
    printRecursively(child, numbers, lines);
  }
}

function codeRepr(code: CodeObject, numbers: Map<CodeObject, number>): string {
  const id = numbers.get(code)!.toString(16).padStart(4, '0');
  return `<code object ${code.name} at 0x${id}, file "${code.filename}", line ${code.firstLine}>`;
}

export interface DecodedInstruction {
  readonly bytecode: Bytecode;
  /** Unit of the instruction itself; its EXTENDED_ARGs are decoded as instructions before it. */
  readonly at: number;
  /** Includes what EXTENDED_ARGs add. */
  readonly arg: number;
  /** Unit a jump goes to, or -1. */
  readonly target: number;
}

/** The instructions of a code object, EXTENDED_ARG included, caches skipped. */
export function decode(units: Uint16Array): DecodedInstruction[] {
  const instructions: DecodedInstruction[] = [];
  let extended = 0;
  for (let at = 0; at < units.length; ) {
    const unit = units[at]!;
    const bytecode = BYTECODES[unit & 0xff]!;
    const arg = (extended << 8) | (unit >> 8);
    const next = at + 1 + bytecode.caches;
    const { arg: kind } = bytecode;
    const target = kind === 'jumpForward' ? next + arg : kind === 'jumpBackward' ? next - arg : -1;
    instructions.push({ bytecode, at, arg, target });
    extended = bytecode.name === 'EXTENDED_ARG' ? arg : 0;
    at = next;
  }
  return instructions;
}

function printCode(code: CodeObject, numbers: Map<CodeObject, number>, lines: string[]): void {
  const instructions = decode(code.units);
  const labels = numberLabels(code, instructions);
  const lineStarts = findLineStarts(code);
  const lineWidth = lineNumberWidth([...lineStarts.values()]);
  const labelWidth = 4 + String(labels.size).length;
  for (const instruction of instructions) {
    const { bytecode, at, arg } = instruction;
    const line = lineStarts.get(at);
    if (lineWidth > 0 && line !== undefined && at > 0) lines.push('');
    const fields: string[] = [];
    if (lineWidth > 0)
      fields.push((line === undefined ? '' : line < 0 ? NO_LINE : String(line)).padStart(lineWidth));
    const label = labels.get(at);
    fields.push((label === undefined ? '' : `L${label}:`).padStart(labelWidth));
    fields.push('   ', bytecode.name.padEnd(OPNAME_WIDTH));
    if (bytecode.arg !== 'none') {
      const excess = Math.max(0, bytecode.name.length - OPNAME_WIDTH);
      fields.push(String(arg).padStart(ARG_WIDTH - excess));
      const meaning = argumentMeaning(code, instruction, labels, numbers);
      if (meaning !== '') fields.push(`(${meaning})`);
    }
    lines.push(fields.join(' ').trimEnd());
  }
  if (code.exceptions.length === 0) return;
  lines.push('ExceptionTable:');
  for (const { start, end, target, depth, lasti } of code.exceptions) {
    const [from, to, handler] = [start, end, target].map((at) => `L${labels.get(at)}`);
    lines.push(`  ${from} to ${to} -> ${handler} [${depth}]${lasti ? ' lasti' : ''}`);
  }
}

function numberLabels(code: CodeObject, instructions: readonly DecodedInstruction[]): Map<number, number> {
  const places = new Set<number>();
  for (const { target } of instructions) if (target >= 0) places.add(target);
  for (const { start, end, target } of code.exceptions) places.add(start).add(end).add(target);
  return new Map([...places].sort((a, b) => a - b).map((place, i) => [place, i + 1]));
}

/** Unit → line (-1 = none) where the line changes. */
function findLineStarts(code: CodeObject): Map<number, number> {
  const starts = new Map<number, number>();
  let last: number | null = null;
  for (const { start, line } of code.positions) {
    if (line === last) continue;
    starts.set(start, line);
    last = line;
  }
  return starts;
}

/** 0 when there is no line to show. Line 0, a module's RESUME, does not count. */
function lineNumberWidth(lines: readonly number[]): number {
  const known = lines.filter((line) => line > 0);
  if (known.length === 0) return 0;
  const width = Math.max(3, String(Math.max(...known)).length);
  return lines.some((line) => line < 0) ? Math.max(width, NO_LINE.length) : width;
}

const ATTRIBUTE_NAMES = ['defaults', 'kwdefaults', 'annotations', 'closure', 'annotate'];

function argumentMeaning(
  code: CodeObject,
  { bytecode, arg, target }: DecodedInstruction,
  labels: Map<number, number>,
  numbers: Map<CodeObject, number>,
): string {
  const local = (index: number): string => code.localsplusNames[index]!;
  switch (bytecode.arg) {
    case 'const':
      return repr(code.consts[arg]!, numbers);
    case 'name': {
      const name = code.names[arg >> bytecode.nameShift]!;
      if (bytecode.nameShift === 0 || (arg & 1) === 0) return name;
      return `${name} + NULL${bytecode.name === 'LOAD_GLOBAL' ? '' : '|self'}`;
    }
    case 'local':
    case 'cell':
      return local(arg);
    case 'localPair':
      return `${local(arg >> 4)}, ${local(arg & 15)}`;
    case 'jumpForward':
    case 'jumpBackward':
      return `${bytecode.name === 'END_ASYNC_FOR' ? 'from' : 'to'} L${labels.get(target)}`;
    case 'compare': {
      const operator = COMPARE_OPS[arg >> COMPARE_SHIFT]!;
      return arg & COMPARE_TO_BOOL ? `bool(${operator})` : operator;
    }
    case 'binaryOp':
      return BINARY_OPS[arg]!;
    case 'intrinsic1':
      return INTRINSICS_1[arg]!;
    case 'intrinsic2':
      return INTRINSICS_2[arg]!;
    case 'special':
      return SPECIAL_METHODS[arg]!;
    case 'commonConstant': {
      const name = COMMON_CONSTANTS[arg]!;
      return name === 'all' || name === 'any' ? `<built-in function ${name}>` : name;
    }
    default:
      break;
  }
  switch (bytecode.name) {
    case 'CONVERT_VALUE':
      return ['', 'str', 'repr', 'ascii'][arg]!;
    case 'SET_FUNCTION_ATTRIBUTE':
      return ATTRIBUTE_NAMES.filter((_, bit) => arg & (1 << bit)).join(', ');
    case 'IS_OP':
      return arg ? 'is not' : 'is';
    case 'CONTAINS_OP':
      return arg ? 'not in' : 'in';
    default:
      return '';
  }
}

function repr(c: CodeConstant, numbers: Map<CodeObject, number>): string {
  return c.kind === 'code' ? codeRepr(c.code, numbers) : constantRepr(c);
}
