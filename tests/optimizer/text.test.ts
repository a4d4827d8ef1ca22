/** Text has names for numbers that stand for something, and takes nothing else. */
import { describe, expect, it } from 'vitest';
import { flagsOf, flagsText, nameOf, numberOf } from '../../ts/ir/enumerations.ts';
import { UOPS } from '../../ts/ir/op-table.ts';
import { printTrace } from '../../ts/ir/print.ts';
import { ModelHeap } from '../../ts/ir/reference/model-heap.ts';
import { parseRecorded } from './trace-file.ts';

const parse = (line: string, frame = '1@2 [_ | v1]') =>
  parseRecorded(
    `trace loop f.py:1 f\nentry 1@0 [_]\nv0 = _FRAME_SLOT #0\n${line}\nend exit ? s0\ns0: ${frame}`,
    new ModelHeap([]),
  );

describe('immediates', () => {
  it.each([
    ['_BINARY_OP v0, 2', '**', 8],
    ['_BINARY_OP v0, 2', '//=', 15],
    ['_BINARY_OP v0, 2', '[]', 26],
    ['_COMPARE_OP_INT v0, 2', '<', 2],
    ['_COMPARE_OP_INT v0, 2', 'bool(<=)', 58],
    ['_COMPARE_OP_INT v0, 2', 'bool(>=)', 188],
    ['_COMPARE_OP_STR v0, v0', '!=', 103],
    ['_IS_OP v0, None', 'is-not', 1],
    ['_CONTAINS_OP v0, v0', 'in', 0],
    ['_CONVERT_VALUE v0', 'repr', 2],
  ])('%s, #%s is %i', (op, name, number) => {
    const trace = parse(`v1 = ${op}, #${name}`);
    expect(trace.insts[1].imms).toEqual([number]);
    expect(printTrace(trace)).toContain(`, #${name}`);
  });

  it('are not taken as numbers where they have names', () => {
    expect(() => parse('v1 = _COMPARE_OP_INT v0, 2, #18')).toThrow(/no comparison is called 18/);
    expect(() => parse('v1 = _BINARY_OP v0, 2, #8')).toThrow(/no operator is called 8/);
  });
  it('are not taken as names where they are numbers', () => {
    expect(() => parse('v1 = _FRAME_SLOT #x')).toThrow(/x is no number/);
  });

  it('name every enumeration that an op declares', () => {
    const used = new Set(UOPS.flatMap(({ imms }) => imms.flatMap(({ of }) => of ?? [])));
    expect(used.size).toBe(7);
    for (const of of used) {
      const number = of === 'comparison' ? 2 : 1;
      expect(numberOf(of, nameOf(of, number))).toBe(number);
    }
  });
});

describe('flags of frames', () => {
  it.each([
    [1, 'owned-by-generator'],
    [4, 'init'],
    [0x1000a04, 'operator(-,same-class)'],
    [0x1020504, 'operator(*,float)'],
    [0x1010704, 'operator(|,int)'],
    [0x1010705, 'owned-by-generator|operator(|,int)'],
    [0x2015804, 'compare(88,1)'],
    [0x7000004, 'drop'],
  ])('%i is %s', (flags, text) => {
    expect(flagsText(flags)).toBe(text);
    expect(flagsOf(text)).toBe(flags);
  });

  it('are not taken as numbers', () => {
    expect(() => parse('v1 = _UNARY_NOT v0', '1@2 flags=4 [_ | v1]')).toThrow(/no such flags: 4/);
  });
});
