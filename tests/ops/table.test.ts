/**
 * The op table holds together: stack effects, cache layouts, the generated interpreter and the reference
 * page.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countOf } from '../../ts/ops/bytecodes.ts';
import { INSTRUCTIONS, type Instruction, instruction, RECORDED_UOPS, uopNamed } from '../../ts/ops/table.ts';
import type { Operand } from '../../ts/ops/types.ts';

const root = join(import.meta.dirname, '../..');
const tsx = (script: string, ...args: string[]) =>
  execFileSync(process.execPath, ['--import', 'tsx', join(root, script), ...args], {
    cwd: root,
    encoding: 'utf8',
  });

/** Length of an array operand, whose expression is C and happens to be TypeScript too. */
const size = (o: Operand, oparg: number): number =>
  o.array ? Number(new Function('oparg', `return ${o.array}`)(oparg)) : 1;
const total = (operands: readonly Operand[], oparg: number): number =>
  operands.filter((o) => !o.peek).reduce((sum, o) => sum + size(o, oparg), 0);

/** What the uops of an instruction do to the stack's height. */
function height(i: Instruction, oparg: number): number {
  return i.steps.reduce((sum, { uop }) => sum + total(uop.outs, oparg) - total(uop.ins, oparg), 0);
}

/** The frame that they enter or leave pushes their result, or they push what a jump's target then finds. */
const LATE = new Set([
  'CALL',
  'CALL_KW',
  'CALL_FUNCTION_EX',
  'FOR_ITER',
  'SEND',
  'BINARY_OP',
  'LOAD_ATTR',
  'TO_BOOL',
  'CONTAINS_OP',
  'COMPARE_OP',
  'CONVERT_VALUE',
  'FORMAT_SIMPLE',
  'FORMAT_WITH_SPEC',
  'CLEANUP_THROW',
]);
const byUop = (i: Instruction): boolean => i.steps.at(-1)!.uop.control === true && LATE.has(i.family);
/** Operands that stay on the stack until the method that the instruction enters has returned. */
const keptOperands = (name: string, oparg: number): number =>
  ({ COMPARE_OP_METHOD: 2, BINARY_OP_SUBSCR_INDEX: 2, CALL_NEW: oparg + 2, CALL_KW_NEW: oparg + 3 })[name] ??
  0;
/** Forms of LOAD_ATTR that are not for calls. */
const NO_METHODS = new Set(['LOAD_ATTR_DESCRIPTOR', 'LOAD_ATTR_HOOK', 'LOAD_ATTR_PROPERTY']);
/** They reach into the stack themselves, or never end. */
const OWN_WAY = new Set([
  'COPY',
  'SWAP',
  'CACHE',
  'RETURN_VALUE',
  'RERAISE',
  'ENTER_EXECUTOR',
  'CLEANUP_THROW',
]);

describe('op table', () => {
  it.each(INSTRUCTIONS.filter((i) => i.encoding && !OWN_WAY.has(i.name)).map((i) => [i.name, i] as const))(
    '%s has the stack effect of its encoding',
    (_, i) => {
      for (const oparg of [0, 1, 2, 3]) {
        const declared = countOf(i.encoding!.pushes, oparg) - countOf(i.encoding!.pops, oparg);
        const pushedLater = byUop(i) ? 1 - keptOperands(i.name, oparg) : 0;
        const specializedPair = i.name === 'LOAD_ATTR_METHOD' || i.name === 'UNPACK_SEQUENCE_TWO_TUPLE';
        if (specializedPair && oparg !== (i.name === 'LOAD_ATTR_METHOD' ? 1 : 2)) continue;
        if (NO_METHODS.has(i.name) && oparg & 1) continue;
        if (i.name === 'BUILD_SLICE' && oparg < 2) continue;
        if (i.name === 'LOAD_SUPER_ATTR' && oparg > 1) continue;
        expect(height(i, oparg) + pushedLater, `oparg ${oparg}`).toBe(declared);
      }
    },
  );

  it('has specialized forms as wide as their families', () => {
    for (const i of INSTRUCTIONS)
      if (i.family !== i.name) expect(i.caches).toBe(instruction(i.family).caches);
  });

  it('names only uops that exist as stand-ins in traces', () => {
    for (const u of RECORDED_UOPS) {
      const names = typeof u.trace === 'object' ? [u.trace.jump, u.trace.next] : [u.trace];
      for (const name of names)
        if (name?.startsWith('_') && name !== '_CHECK_PERIODIC') expect(uopNamed(name).tier).not.toBe(1);
    }
  });

  it('generates an interpreter: every body has its declaration and keeps to it', () => {
    tsx('scripts/generate/interpreter.ts');
    const source = readFileSync(join(root, 'native/generated/interpreter.c'), 'utf8');
    for (const i of INSTRUCTIONS) expect(source).toContain(`[OP_${i.name}] = op_${i.name}`);
  });

  it('is described by docs/uops.md', () => {
    tsx('scripts/generate/docs.ts', '--check');
  });
});
