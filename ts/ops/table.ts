/**
 * The whole op table: every uop, every bytecode with its opcode number, cache layout and steps.
 *
 * Consumers: the interpreter generator, the stencil builder, the recorder, the optimizer, `docs/uops.md`.
 */
import { type Bytecode as Encoding, findBytecode } from './bytecodes.ts';
import { GENERIC } from './generic.ts';
import { SPECIALIZED } from './specialized.ts';
import type { Bytecode, Immediate, Step, Uop } from './types.ts';
import { ARITHMETIC_UOPS } from './uops-arithmetic.ts';
import { CALL_UOPS, CONTROL_UOPS, GENERATOR_UOPS } from './uops-control.ts';
import { DISPATCH_UOPS } from './uops-dispatch.ts';
import { LOCALS_UOPS } from './uops-locals.ts';
import { OBJECT_UOPS } from './uops-objects.ts';

/** The uops of bytecodes. Those that only the optimizer makes are in lowered.ts. */
export const RECORDED_UOPS: readonly Uop[] = [
  ...DISPATCH_UOPS,
  ...LOCALS_UOPS,
  ...ARITHMETIC_UOPS,
  ...OBJECT_UOPS,
  ...CALL_UOPS,
  ...CONTROL_UOPS,
  ...GENERATOR_UOPS,
];

const uopsByName = new Map<string, Uop>();
for (const uop of RECORDED_UOPS) {
  if (uopsByName.has(uop.name)) throw new Error(`uop ${uop.name} is declared twice`);
  uopsByName.set(uop.name, uop);
}

export function uopNamed(name: string): Uop {
  const found = uopsByName.get(name);
  if (!found) throw new Error(`no uop ${name}`);
  return found;
}

/** Cache units that an immediate takes in an instruction; 0: it does not come from the cache. */
export const cacheUnits = (imm: Immediate): number => ({ u16: 1, u32: 2, u64: 4 })[imm.kind as 'u16'] ?? 0;

/** One uop of an expanded instruction. */
export interface ExpandedUop {
  readonly uop: Uop;
  /** How the uop's oparg comes from the instruction's. */
  readonly oparg: 'whole' | 'high4' | 'low4';
  /** For each immediate: its first cache unit, counted from the instruction itself (1 = the counter); 0 = not from the cache. */
  readonly units: readonly number[];
}

export class Instruction {
  readonly name: string;
  readonly opcode: number;
  /** The generic instruction of the family: itself, unless specialized. */
  readonly family: string;
  readonly doc: string;
  readonly caches: number;
  /** Operand meaning, stack effect: those of the generic form. ENTER_EXECUTOR has none. */
  readonly encoding: Encoding | undefined;
  private readonly declared: readonly Step[];
  private expanded: readonly ExpandedUop[] | undefined;

  constructor({ name, doc, uops, family = name }: Bytecode, opcode: number) {
    this.name = name;
    this.opcode = opcode;
    this.family = family;
    this.doc = doc;
    this.encoding = findBytecode(family);
    this.caches = this.encoding?.caches ?? 0;
    this.declared = uops;
  }

  /** Expanded when asked: a program uses some forty instructions of three hundred. */
  get steps(): readonly ExpandedUop[] {
    this.expanded ??= expand(this.name, this.declared, this.caches);
    return this.expanded;
  }
}

function expand(name: string, steps: readonly Step[], caches: number): ExpandedUop[] {
  let unit = 2; // after the counter
  const expanded: ExpandedUop[] = [];
  for (const step of steps) {
    const oparg = step.endsWith('>>4') ? 'high4' : step.endsWith('&15') ? 'low4' : 'whole';
    const uop = uopNamed(oparg === 'whole' ? step : step.slice(0, -'>>4'.length));
    const units = uop.imms.map((imm) => {
      const width = cacheUnits(imm);
      if (!width) return 0;
      unit += width;
      return unit - width;
    });
    expanded.push({ uop, oparg, units });
  }
  if (unit > 2 && unit - 1 > caches) throw new Error(`${name} needs ${unit - 1} cache units, has ${caches}`);
  return expanded;
}

export const INSTRUCTIONS: readonly Instruction[] = [...GENERIC, ...SPECIALIZED].map(
  (declared, opcode) => new Instruction(declared, opcode),
);
if (INSTRUCTIONS.length > 256) throw new Error('more than 256 opcodes');

const byName = new Map(INSTRUCTIONS.map((i) => [i.name, i]));
export function instruction(name: string): Instruction {
  const found = byName.get(name);
  if (!found) throw new Error(`no instruction ${name}`);
  return found;
}
