/**
 * What single stencils are run on: the boundary cases of every pure op, which register variants run which of
 * them, the registers to start with and those to expect. every-stencil.test.ts runs them in its process,
 * scripts/test-aarch64.ts under qemu.
 */
import { join } from 'node:path';
import { loadUops } from '../../scripts/stencils/batches.ts';
import { EMIT_UOPS, JUMP } from '../../ts/emit/emit-uops.ts';
import { ExitTable } from '../../ts/emit/exit-table.ts';
import { planLayout } from '../../ts/emit/layout.ts';
import type { StencilLibrary } from '../../ts/emit/library.ts';
import {
  BODY_RELOC_COUNTS,
  BODY_RELOCS,
  BODY_WORDS,
  RELOC_WORDS,
  TargetKind,
} from '../../ts/emit/library-format.ts';
import { CodeList, Goal } from '../../ts/emit/machine-code.ts';
import { isFloat, REG_COUNT, regName } from '../../ts/emit/registers.ts';
import type { SymbolAddresses } from '../../ts/emit/symbols.ts';
import type { VariantShape } from '../../ts/emit/variants.ts';
import { placeRegister, variantIsUsable, variantShape } from '../../ts/emit/variants.ts';
import type { OptimizedTrace, Snapshot } from '../../ts/ir/trace.ts';
import type { Operand, RefValue, Uop } from '../../ts/ops/types.ts';
import { boundaryImmediates, boundaryValues, encode } from './operands.ts';

const NO_SNAPSHOT: Snapshot = { id: 0, frames: [], virtuals: [], stores: [] };
const EMPTY = { values: [], consts: [] } as unknown as OptimizedTrace;

/** Ops with a scalar `evaluate` whose stencils have free registers. */
export async function pureUops(): Promise<Uop[]> {
  const own = new Set(EMIT_UOPS.map((uop) => uop.name));
  const uops = await loadUops(join(import.meta.dirname, '..', '..'));
  return uops.filter(
    (uop) => uop.tier !== 1 && uop.evaluate && (uop.registers === 'regs' || own.has(uop.name)),
  );
}

/** One stencil, then a jump to the host's continuation; its exits' stubs too. The code runs at `address`. */
function stitch(
  library: StencilLibrary,
  symbols: SymbolAddresses,
  uop: Uop,
  variant: number,
  imms: readonly bigint[],
  address: number,
): Uint8Array {
  const set = library.set(uop);
  const code = new CodeList(false);
  const exits = new ExitTable(EMPTY, 0);
  const body = library.variants[set.first + variant];
  const leaves = leavesThrough(library, body);
  const exit = leaves.exit ? exits.add(0, NO_SNAPSHOT, () => 0) : -1;
  const raise = leaves.raise ? exits.add(1, NO_SNAPSHOT, () => 0) : -1;
  for (const imm of imms) code.hole(Number(BigInt.asIntN(32, imm)), Number(BigInt.asIntN(32, imm >> 32n)));
  code.append(body, 0, exit, raise, Goal.NONE);
  code.append(library.body(library.set(JUMP), []), -1, -1, -1, Goal.SYMBOL);
  const layout = planLayout(code, exits, library, symbols);
  const memory = new Uint8Array(layout.size);
  layout.write(memory, address, 7, () => 0);
  return memory;
}

function leavesThrough(library: StencilLibrary, body: number): { exit: boolean; raise: boolean } {
  const { bodies, relocs } = library;
  const first = bodies[body * BODY_WORDS + BODY_RELOCS];
  const counts = bodies[body * BODY_WORDS + BODY_RELOC_COUNTS];
  const found = { exit: false, raise: false };
  for (let r = first; r < first + (counts & 0xffff) + (counts >>> 16); r++) {
    const kind = relocs[r * RELOC_WORDS] >>> 24;
    if (kind === TargetKind.EXIT) found.exit = true;
    if (kind === TargetKind.RAISE) found.raise = true;
  }
  return found;
}

/** Tuples of one value per operand: all for one operand, a rotating selection for more. */
function* combinations(lists: readonly RefValue[][]): Iterable<RefValue[]> {
  if (lists.some((list) => list.length === 0)) return;
  const total = lists.reduce((product, list) => product * list.length, 1);
  for (let i = 0; i < total; i++) {
    let rest = i;
    yield lists.map((list) => {
      const value = list[rest % list.length];
      rest = Math.floor(rest / list.length);
      return value;
    });
  }
}

type Domain = (ins: readonly RefValue[], imms: readonly RefValue[]) => boolean;
const inRange =
  (low: bigint, high: bigint): Domain =>
  (_, [imm]) =>
    (imm as bigint) >= low && (imm as bigint) <= high;
/** What the doc lines promise about operands, so that `evaluate` need not ask. */
const DOMAIN: Readonly<Record<string, Domain>> = {
  _I64_FLOORDIV_IMM: inRange(1n, 1n << 31n),
  _I64_MOD_IMM: inRange(1n, 1n << 31n),
  _I64_SHL_IMM: inRange(0n, 62n),
  _I64_SHR_IMM: inRange(0n, 63n),
  _GUARD_INDEX: ([, length]) => (length as bigint) >= 0n,
};

/** An input that guards have tested has the tested type; others may be anything. */
function inDomain({ is }: Operand, value: RefValue): boolean {
  if (is === 'int') return typeof value === 'bigint';
  if (is === 'float') return typeof value === 'number';
  return is !== 'bool' || typeof value === 'boolean';
}

interface Case {
  readonly ins: readonly RefValue[];
  readonly imms: readonly RefValue[];
  readonly words: readonly bigint[];
  readonly expected: readonly (bigint | null)[] | 'exit';
}

function casesOf(uop: Uop): Case[] {
  const cases: Case[] = [];
  const lists = [
    ...uop.ins.map((o) => boundaryValues(o.repr)),
    ...uop.imms.map((m) => boundaryImmediates(m.kind)),
  ];
  for (const values of combinations(lists)) {
    const ins = values.slice(0, uop.ins.length);
    const imms = values.slice(uop.ins.length);
    if (!ins.every((value, k) => inDomain(uop.ins[k], value))) continue;
    let result: readonly RefValue[] | 'exit';
    try {
      result = uop.evaluate!(ins, imms);
    } catch {
      // The op is not defined for the value (None for an op on ints: in traces a guard comes first).
      continue;
    }
    // Outside what the optimizer promises (…_UNCHECKED), or what the declaration says.
    if (result === 'exit' && !uop.exits) continue;
    if (DOMAIN[uop.name] && !DOMAIN[uop.name](ins, imms)) continue;
    const words = ins.map((value, k) => encode(uop.ins[k].repr, value) as bigint);
    const expected = result === 'exit' ? result : result.map((value, k) => encode(uop.outs[k].repr, value));
    cases.push({ ins, imms, words, expected });
  }
  return cases;
}

const show = (values: readonly RefValue[]): string =>
  values.map((value) => (Object.is(value, -0) ? '-0' : String(value))).join(', ');

function immWord(uop: Uop, index: number, value: RefValue): bigint {
  return encode(uop.imms[index].kind === 'f64' ? 'f64' : 'i64', value) as bigint;
}

/** One run of one variant. Words are register contents, r0…r7 then f0…f7. */
export interface Run {
  readonly text: string;
  readonly before: readonly bigint[];
  readonly exits: boolean;
  /** undefined: anything. */
  readonly after: readonly (bigint | undefined)[];
  /** Registers whose nan may be any nan. */
  readonly floats: number;
}

export interface StitchedVariant {
  readonly code: Uint8Array;
  readonly runs: readonly Run[];
}

/** A word per register that no case uses. */
const JUNK = Array.from({ length: REG_COUNT }, (_, reg) =>
  isFloat(reg) ? (encode('f64', 1000.5 + reg) as bigint) : 0x1111_2222_3333_0000n + BigInt(reg),
);

/** null: operands in one register that differ. */
function makeRun(uop: Uop, shape: VariantShape, variant: number, c: Case): Run | null {
  const inputs = shape.ins.map((place) => placeRegister(shape, place, variant));
  const outputs = shape.outs.map((place) => placeRegister(shape, place, variant));
  const before = JUNK.slice();
  for (let k = 0; k < inputs.length; k++) {
    const first = inputs.indexOf(inputs[k]);
    if (c.words[first] !== c.words[k]) return null;
    before[inputs[k]] = c.words[k];
  }
  const exits = c.expected === 'exit';
  let floats = 0;
  const after = before.map((word, reg): bigint | undefined => {
    const k = outputs.indexOf(reg);
    if (k < 0) return word;
    // A register that is only a result's may have been written before the exit.
    if (c.expected === 'exit') return inputs.includes(reg) ? word : undefined;
    if (shape.outs[k].repr === 'f64') floats |= 1 << reg;
    return c.expected[k] ?? undefined;
  });
  const imms = c.imms.length > 0 ? `; ${show(c.imms)}` : '';
  const text = `${uop.name}(${show(c.ins)}${imms}) in ${inputs.map(regName)} → ${outputs.map(regName)}`;
  return { text, before, exits, after, floats };
}

/**
 * Every register variant of an op with its share of the cases: the first few variants run all of them, the
 * others a rotating selection, so that together they see all.
 */
export function* stitchedVariants(
  library: StencilLibrary,
  symbols: SymbolAddresses,
  uop: Uop,
  address: number,
  thorough = 4,
): Iterable<StitchedVariant> {
  const shape = variantShape(uop);
  const byImms = new Map<string, Case[]>();
  for (const c of casesOf(uop)) {
    const key = show(c.imms);
    byImms.set(key, [...(byImms.get(key) ?? []), c]);
  }
  const groups = [...byImms.values()];
  for (let variant = 0; variant < shape.count && groups.length > 0; variant++) {
    if (!variantIsUsable(shape, variant)) continue;
    const chosen = variant < thorough ? groups : [groups[variant % groups.length]];
    for (const group of chosen) {
      const imms = group[0].imms.map((imm, k) => immWord(uop, k, imm));
      const code = stitch(library, symbols, uop, variant, imms, address);
      const stride = variant < thorough ? 1 : Math.max(1, Math.floor(group.length / 24));
      const runs: Run[] = [];
      for (let i = variant % stride; i < group.length; i += stride) {
        const run = makeRun(uop, shape, variant, group[i]);
        if (run) runs.push(run);
      }
      yield { code, runs };
    }
  }
}
