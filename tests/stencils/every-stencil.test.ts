/**
 * Every stencil of every pure op, alone, against the op's `evaluate` on boundary values: each register variant in turn, so that
 * together they see all values; other registers must come through unchanged.
 */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadUops } from '../../scripts/stencils/batches.ts';
import { EMIT_UOPS, JUMP } from '../../ts/emit/emit-uops.ts';
import { ExitTable } from '../../ts/emit/exit-table.ts';
import { planLayout } from '../../ts/emit/layout.ts';
import {
  BODY_RELOC_COUNTS,
  BODY_RELOCS,
  BODY_WORDS,
  RELOC_WORDS,
  TargetKind,
} from '../../ts/emit/library-format.ts';
import { CodeList, Goal } from '../../ts/emit/machine-code.ts';
import { isFloat, REG_COUNT, regName } from '../../ts/emit/registers.ts';
import type { VariantShape } from '../../ts/emit/variants.ts';
import { placeRegister, variantIsUsable, variantShape } from '../../ts/emit/variants.ts';
import type { RefValue, Uop } from '../../ts/ops/types.ts';
import type { OptimizedTrace, Snapshot } from '../../ts/optimizer/ir.ts';
import { HostState, OUTCOME, stencilHost } from './host.ts';
import { boundaryImmediates, boundaryValues, encode, sameWord } from './operands.ts';

const root = join(import.meta.dirname, '..', '..');
const NO_SNAPSHOT: Snapshot = { id: 0, frames: [], virtuals: [], stores: [] };
const EMPTY = { values: [], consts: [] } as unknown as OptimizedTrace;

const ownNames = new Set(EMIT_UOPS.map((uop) => uop.name));
const uops = (await loadUops(root)).filter(
  (uop) => uop.tier !== 1 && uop.evaluate && (uop.registers === 'regs' || ownNames.has(uop.name)),
);
const host = stencilHost();

/** One stencil, then a jump to the host; its exits' stubs too. */
function stitch(
  uop: Uop,
  variant: number,
  imms: readonly bigint[],
): { code: Uint8Array; size: number; write(at: number): void } {
  const { library, symbols } = host;
  const set = library.set(uop);
  const code = new CodeList(false);
  const exits = new ExitTable(EMPTY, 0);
  const body = library.variants[set.first + variant];
  const leaves = leavesThrough(body);
  const exit = leaves.exit ? exits.add(0, NO_SNAPSHOT, () => 0) : -1;
  const raise = leaves.raise ? exits.add(1, NO_SNAPSHOT, () => 0) : -1;
  for (const imm of imms) code.hole(Number(BigInt.asIntN(32, imm)), Number(BigInt.asIntN(32, imm >> 32n)));
  code.append(body, 0, exit, raise, Goal.NONE);
  code.append(library.body(library.set(JUMP), []), -1, -1, -1, Goal.SYMBOL);
  const layout = planLayout(code, exits, library, symbols);
  const memory = new Uint8Array(layout.size);
  return { code: memory, size: layout.size, write: (at) => layout.write(memory, at, 7, () => 0) };
}

function leavesThrough(body: number): { exit: boolean; raise: boolean } {
  const { bodies, relocs } = host.library;
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
/** What the doc lines promise about operands, and `evaluate` does not ask about. */
const DOMAIN: Readonly<Record<string, Domain>> = {
  _I64_FLOORDIV_IMM: inRange(1n, 1n << 31n),
  _I64_MOD_IMM: inRange(1n, 1n << 31n),
  _I64_SHL_IMM: inRange(0n, 62n),
  _I64_SHR_IMM: inRange(0n, 63n),
  _GUARD_INDEX: ([, length]) => (length as bigint) >= 0n,
};

/** Guards take anything; what stands behind a guard takes what the guard let through, which the name tells. */
function typeDomain(uop: Uop, value: RefValue, index: number): boolean {
  if (/FLOAT_INT$/.test(uop.name)) return typeof value === (index === 0 ? 'number' : 'bigint');
  if (/^_GUARD|^_TO_BOOL|^_EMIT|_IS$|^_IS_OP|^_VAL/.test(uop.name)) return true;
  if (/FLOAT/.test(uop.name) && !/INT/.test(uop.name)) return typeof value === 'number';
  if (/INT/.test(uop.name)) return typeof value === 'bigint';
  if (/BOOL|NOT|TRUE|FALSE/.test(uop.name)) return typeof value === 'boolean';
  return true;
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
    if (!ins.every((value, k) => uop.ins[k].repr !== 'val' || typeDomain(uop, value, k))) continue;
    let result: readonly RefValue[] | 'exit';
    try {
      result = uop.evaluate!(ins, imms);
    } catch {
      // Not a value that the op is defined for (an int op given None: a guard stands before it in traces).
      continue;
    }
    // Outside the domain that the optimizer promises (…_UNCHECKED), or that the declaration states.
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

function runCase(shape: VariantShape, variant: number, uop: Uop, c: Case, address: number): string | null {
  const state = new HostState();
  for (let reg = 0; reg < REG_COUNT; reg++) {
    if (isFloat(reg)) state.setFloat(reg, 1000.5 + reg);
    else state.setWord(reg, 0x1111_2222_3333_0000n + BigInt(reg));
  }
  const inputs = shape.ins.map((place) => placeRegister(shape, place, variant));
  // Operands that share a register must be equal: the first one's value counts.
  for (let k = 0; k < inputs.length; k++) {
    const first = inputs.indexOf(inputs[k]);
    if (first !== k && c.words[first] !== c.words[k]) return null;
    state.setWord(inputs[k], c.words[k]);
  }
  const before = state.bytes.slice();
  const outcome = host.run(address, state);
  const describeCase = (): string =>
    `${uop.name}(${show(c.ins)}${c.imms.length ? `; ${show(c.imms)}` : ''}) in ${inputs.map(regName)}`;
  if (outcome === OUTCOME.missing) return null;
  if (c.expected === 'exit') {
    if (outcome !== OUTCOME.exit) return `${describeCase()} did not exit`;
    // A register that only a result uses may have been written already.
    const fresh = new Set(shape.outs.map((place) => placeRegister(shape, place, variant)));
    for (const reg of inputs) fresh.delete(reg);
    const same = before.subarray(0, 128).every((byte, i) => fresh.has(i >> 3) || byte === state.bytes[i]);
    return same ? null : `${describeCase()} changed registers before it exited`;
  }
  if (outcome !== OUTCOME.continue) return `${describeCase()} exited`;
  const outputs = shape.outs.map((place) => placeRegister(shape, place, variant));
  for (let reg = 0; reg < REG_COUNT; reg++) {
    const k = outputs.indexOf(reg);
    const want = k < 0 ? new DataView(before.buffer).getBigUint64(8 * reg, true) : c.expected[k];
    if (want === null) continue;
    const repr = k < 0 ? 'i64' : shape.outs[k].repr;
    if (!sameWord(repr, state.word(reg), want))
      return `${describeCase()}: ${regName(reg)} is ${state.word(reg).toString(16)}, not ${want.toString(16)}`;
  }
  return null;
}

describe('every stencil against its evaluate', () => {
  const block = host.reserve(1 << 16);
  it.each(uops.map((uop) => [uop.name, uop] as const))('%s', (_, uop) => {
    const shape = variantShape(uop);
    const cases = casesOf(uop);
    const failures: string[] = [];
    let ran = 0;
    // Stitched once for each combination of immediates and variant; every variant runs a share of the cases.
    const byImms = new Map<string, Case[]>();
    for (const c of cases) {
      const key = show(c.imms);
      byImms.set(key, [...(byImms.get(key) ?? []), c]);
    }
    for (let variant = 0; variant < shape.count; variant++) {
      if (!variantIsUsable(shape, variant)) continue;
      // All immediates for a few variants, a rotating one for the rest.
      const groups = [...byImms.values()];
      const chosen = variant < 4 ? groups : groups.length > 0 ? [groups[variant % groups.length]] : [];
      for (const group of chosen) {
        const stitched = stitch(
          uop,
          variant,
          group[0].imms.map((imm, k) => immWord(uop, k, imm)),
        );
        stitched.write(block);
        host.install(block, stitched.code);
        const stride = variant < 4 ? 1 : Math.max(1, Math.floor(group.length / 24));
        for (let i = variant % stride; i < group.length && failures.length < 5; i += stride) {
          const failure = runCase(shape, variant, uop, group[i], block);
          if (failure) failures.push(failure);
          ran++;
        }
      }
    }
    expect(failures).toEqual([]);
    expect(cases.length === 0 || ran > 0).toBe(true);
  });
});

function immWord(uop: Uop, index: number, value: RefValue): bigint {
  const repr = uop.imms[index].kind === 'f64' ? 'f64' : 'i64';
  return encode(repr, value) as bigint;
}
