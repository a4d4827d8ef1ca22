/**
 * Writes the C functions of a uop's stencils: one per register variant.
 *
 * A stencil is `preserve_none`, so that its parameters are the register file; inputs are copies of
 * parameters, outputs are assigned to parameters at the end, and the function ends in a tail call to the next
 * stencil with all of them. Guards pass the parameters on unchanged: at an exit every input is still where it
 * was. In `fixed` and `memory` stencils all but r0 and r1 are passed as uninitialised variables, so that
 * clang need not keep them alive across C calls.
 */

import { FIRST_FLOAT, REG_COUNT, regName, SURVIVES_CALL } from '../../ts/emit/registers.ts';
import type { VariantShape } from '../../ts/emit/variants.ts';
import { placeRegister } from '../../ts/emit/variants.ts';
import type { Immediate, Repr, Uop } from '../../ts/ops/types.ts';
import type { Target } from './targets.ts';

const C_TYPE: Record<Repr, string> = {
  val: 'Value',
  i64: 'int64_t',
  f64: 'double',
  ptr: 'void *',
  bool: 'bool',
};

const registers = Array.from({ length: REG_COUNT }, (_, reg) => `_${regName(reg)}`);
const parameters = registers.map((name, reg) => `${reg < FIRST_FLOAT ? 'uint64_t' : 'double'} ${name}`);
const dead = registers.map((_, reg) =>
  SURVIVES_CALL.includes(reg) ? registers[reg] : reg < FIRST_FLOAT ? '_dead' : '_deadf',
);

/** More than any uop has. */
const MAX_HOLES = 12;

/**
 * What every batch of stencils starts with. The macros are the ones that ts/ops/types.ts promises to bodies.
 */
export function stencilPrelude(): string {
  const symbols = ['CONTINUE', 'EXIT', 'RAISE', 'TARGET'];
  return [
    // What bodies may call.
    '#include "interp/uop.h"\n#include "jit/trace.h"\n#include "generated/opcodes.h"',
    '#define STENCIL 1',
    `#define _PARAMS Ctx *ctx, Frame *frame, ${parameters.join(', ')}`,
    `#define _ALL ctx, frame, ${registers.join(', ')}`,
    // Holes: the address is the immediate.
    ...Array.from({ length: MAX_HOLES }, (_, i) => `extern const char _JIT_IMM32_${i}, _JIT_IMMS32_${i};`),
    ...symbols.map((symbol) => `PRESERVE_NONE void _JIT_${symbol}(_PARAMS);`),
    '#define LEAVE_TO(target) MUSTTAIL return target(ctx, frame, _LEAVING)',
    '#define EXIT_IF(c) do { if (UNLIKELY(c)) LEAVE_TO(_JIT_EXIT); } while (0)',
    '#define RAISE_IF(c) do { if (UNLIKELY(c)) LEAVE_TO(_JIT_RAISE); } while (0)',
    // A function's or table's address that is a value, not an operand: see assembly-syntax.ts.
    '#define STENCIL_ADDRESS(symbol) ({ __typeof__(&*(symbol)) _p = (symbol); __asm__("" : "+r"(_p)); _p; })',
    '',
  ].join('\n');
}

export function declareImmediate(imm: Immediate, index: number, target: Target): string {
  switch (imm.kind) {
    case 'oparg':
    case 'u16':
    case 'u32':
      return `const uint32_t ${imm.name} = ${target.imm32(index)};`;
    case 'i32':
      return `const int64_t ${imm.name} = ${target.immSigned32(index)};`;
    case 'slot':
    case 'offset':
      return `const uintptr_t ${imm.name} = ${target.immSigned32(index)};`;
    case 'const':
      return `const Value ${imm.name} = ${target.imm64(index)};`;
    case 'addr':
    case 'u64':
      return `const uint64_t ${imm.name} = ${target.imm64(index)};`;
    case 'i64':
      return `const int64_t ${imm.name} = (int64_t)${target.imm64(index)};`;
    case 'f64':
      return `const double ${imm.name} = bits_double(${target.imm64(index)});`;
  }
}

function fromRegister(repr: Repr, reg: number): string {
  const name = registers[reg];
  if (repr === 'i64') return `(int64_t)${name}`;
  if (repr === 'ptr') return `(void *)${name}`;
  // A bool register holds 0 or 1 in all 64 bits.
  if (repr === 'bool') return `({ __builtin_assume(${name} <= 1); (bool)${name}; })`;
  return name;
}

export function stencilFunction(
  uop: Uop,
  shape: VariantShape,
  variant: number,
  name: string,
  body: string,
  target: Target,
): string {
  const lines = [`PRESERVE_NONE void ${name}(_PARAMS) {`];
  lines.push('uint64_t _dead; double _deadf;', exitArguments(shape, variant));
  shape.ins.forEach((place) => {
    const reg = placeRegister(shape, place, variant);
    lines.push(
      `${C_TYPE[place.repr]} ${place.name} = ${fromRegister(place.repr, reg)}; (void)${place.name};`,
    );
  });
  uop.imms.forEach((imm, index) => {
    lines.push(`${declareImmediate(imm, index, target)} (void)${imm.name};`);
  });
  let hole = uop.imms.length;
  // Holes are numbered: the immediates first, then the offset of the array input's first slot, then the array
  // output's.
  for (const operand of [...uop.ins, ...uop.outs]) {
    if (operand.array === undefined) continue;
    lines.push(
      `Value *${operand.name} = (Value *)((char *)frame + ${target.immSigned32(hole++)}); (void)${operand.name};`,
    );
  }
  for (const place of shape.outs) lines.push(`${C_TYPE[place.repr]} ${place.name};`);
  lines.push(`{${body}}`);
  const outs = shape.outs.map((place) => ({ place, reg: placeRegister(shape, place, variant) }));
  if (shape.clobbers) {
    // Every register but the surviving ones and the outputs is dead here.
    const results = new Map(outs.map(({ place, reg }) => [reg, place.name]));
    const args = dead.map((expression, reg) => results.get(reg) ?? expression);
    lines.push(`MUSTTAIL return _JIT_CONTINUE(ctx, frame, ${args.join(', ')});`);
  } else {
    for (const { place, reg } of outs) {
      lines.push(`${registers[reg]} = ${place.repr === 'f64' ? '' : '(uint64_t)'}${place.name};`);
    }
    lines.push('MUSTTAIL return _JIT_CONTINUE(_ALL);');
  }
  lines.push('}');
  return lines.join('\n');
}

/**
 * What exits pass on. Registers that only a result will use hold nothing that an exit needs, so clang may
 * compute the result in place, before the guard.
 */
function exitArguments(shape: VariantShape, variant: number): string {
  const ins = new Set(shape.ins.map((place) => placeRegister(shape, place, variant)));
  const fresh = new Set(shape.outs.map((place) => placeRegister(shape, place, variant)));
  const args = registers.map((name, reg) => {
    if (shape.clobbers) return dead[reg];
    if (fresh.has(reg) && !ins.has(reg)) return reg < FIRST_FLOAT ? '_dead' : '_deadf';
    return name;
  });
  return `\n#undef _LEAVING\n#define _LEAVING ${args.join(', ')}`;
}
