/**
 * Writes native/generated/opcodes.h and native/generated/interpreter.c: one handler
 * per bytecode, its uops' bodies (stencils/*.c) fused.
 *
 * While a handler is written, it keeps a picture of the stack: a uop's inputs come from
 * outputs of earlier uops where possible, else from memory. Memory and `sp` are brought up to
 * date at the end, or before a `control` uop. So a failing guard leaves the stack untouched,
 * and what passes from uop to uop stays in C variables.
 *
 *   BINARY_OP_ADD_INT =
 *     Value v0 = sp[-2]; Value v1 = sp[-1];
 *     { left = v0, right = v1; body of _GUARD_BOTH_INT }
 *     { left = v0, right = v1; body of _BINARY_OP_ADD_INT; v2 = res; }
 *     sp[-2] = v2; sp -= 1; ip += 4; dispatch
 *
 * Fails when a body lacks a declaration or the reverse, and when a
 * declaration and its body disagree about exits and raising.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BLOB_MAGIC } from '../../ts/contract/blob.ts';
import { SPECIAL_METHODS } from '../../ts/contract/operators.ts';
import { bytecodeIdentity } from '../../ts/library/identity.ts';
import { ADAPTIVE } from '../../ts/ops/generic.ts';
import { type ExpandedUop, INSTRUCTIONS, type Instruction, RECORDED_UOPS } from '../../ts/ops/table.ts';
import type { Operand, Repr, Uop } from '../../ts/ops/types.ts';
import { type Body, readBodies } from '../stencils/bodies.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const C_TYPE: Record<Repr, string> = {
  val: 'Value',
  i64: 'int64_t',
  f64: 'double',
  ptr: 'void *',
  bool: 'bool',
};

/** A distance from `sp`: constant plus C expressions in oparg. */
interface Distance {
  readonly constant: number;
  readonly terms: readonly string[];
}
const ZERO: Distance = { constant: 0, terms: [] };

function minus(d: Distance, operand: Operand): Distance {
  return operand.array
    ? { constant: d.constant, terms: [...d.terms, `-(intptr_t)(${operand.array})`] }
    : { constant: d.constant - 1, terms: d.terms };
}
function plus(d: Distance, operand: Operand): Distance {
  if (!operand.array) return { constant: d.constant + 1, terms: d.terms };
  const undone = `-(intptr_t)(${operand.array})`;
  const at = d.terms.indexOf(undone);
  if (at >= 0) return { constant: d.constant, terms: d.terms.filter((_, i) => i !== at) };
  return { constant: d.constant, terms: [...d.terms, `+(intptr_t)(${operand.array})`] };
}
const show = (d: Distance): string => `${d.constant}${d.terms.map((t) => ` ${t[0]} ${t.slice(1)}`).join('')}`;

/** A value on the handler's picture of the stack: a C variable, or an array in memory. */
interface Item {
  readonly variable: string;
  readonly at: Distance;
  readonly array: string | undefined;
  /** Memory holds it already. */
  readonly stored: boolean;
}

class HandlerWriter {
  private readonly lines: string[] = [];
  /** What the handler has taken from or added to memory; deepest first. */
  private items: Item[] = [];
  /** Where memory begins that the picture does not cover. */
  private base: Distance = ZERO;
  private variables = 0;
  exits = false;
  raises = false;

  constructor(
    private readonly instruction: Instruction,
    private readonly bodies: ReadonlyMap<string, Body>,
  ) {}

  private fresh(): string {
    return `v${this.variables++}`;
  }

  /** The top of the picture: where the next value goes. */
  private top(): Distance {
    const last = this.items.at(-1);
    return last
      ? plus(last.at, { name: '', repr: 'val', ...(last.array ? { array: last.array } : {}) })
      : this.base;
  }

  /** Makes the picture reach down to cover `ins`; returns their items. */
  private take(ins: readonly Operand[], repr: (o: Operand) => string): Item[] {
    const found: Item[] = [];
    let depth = this.items.length;
    for (let i = ins.length - 1; i >= 0; i--) {
      const operand = ins[i]!;
      if (depth > 0) {
        const item = this.items[--depth]!;
        if ((item.array ?? '') !== (operand.array ?? ''))
          throw new Error(`${this.instruction.name}: operand ${operand.name} does not fit the stack`);
        found.unshift(item);
        continue;
      }
      this.base = minus(this.base, operand);
      const variable = this.fresh();
      if (operand.array) this.lines.push(`  Value *${variable} = sp + (${show(this.base)});`);
      else this.lines.push(`  ${repr(operand)} ${variable} = sp[${show(this.base)}];`);
      const item: Item = { variable, at: this.base, array: operand.array, stored: true };
      this.items.unshift(item);
      found.unshift(item);
    }
    return found;
  }

  /** Brings memory and `sp` up to date and forgets the picture. */
  private flush(): void {
    for (const item of this.items)
      if (!item.stored) this.lines.push(`  sp[${show(item.at)}] = ${item.variable};`);
    const top = this.top();
    if (top.constant !== 0 || top.terms.length) this.lines.push(`  sp += ${show(top)};`);
    this.items = [];
    this.base = ZERO;
  }

  uop({ uop, oparg, units }: ExpandedUop): void {
    const body = this.bodies.get(uop.name);
    if (!body) throw new Error(`${uop.name} has no body in stencils/`);
    const { lines } = this;
    const deep = uop.ins.filter((o) => o.depth);
    const onTop = uop.ins.filter((o) => !o.depth);
    const items = this.take(onTop, () => 'Value');
    const firstConsumed = onTop.findIndex((o) => !o.peek);
    if (firstConsumed >= 0 && onTop.slice(firstConsumed).some((o) => o.peek))
      throw new Error(`${uop.name}: a peeked input above a consumed one`);

    lines.push(`  { /* ${uop.name} */`);
    if (oparg !== 'whole') {
      lines.push('    const uint32_t whole_oparg = oparg;');
      lines.push(
        `    const uint32_t oparg = ${oparg === 'high4' ? 'whole_oparg >> 4' : 'whole_oparg & 15'};`,
      );
    }
    onTop.forEach((operand, i) => {
      const type = operand.array ? 'Value *' : C_TYPE[operand.repr];
      const cast = operand.repr === 'val' ? '' : `(${type})`;
      lines.push(`    ${type} ${operand.name} = ${cast}${items[i]!.variable};`);
    });
    const consumedTop = this.items.slice(0, this.items.length - onTop.filter((o) => !o.peek).length).at(-1);
    for (const operand of deep) {
      const below = consumedTop
        ? plus(consumedTop.at, {
            name: '',
            repr: 'val',
            ...(consumedTop.array ? { array: consumedTop.array } : {}),
          })
        : this.base;
      lines.push(`    Value ${operand.name} = (sp + (${show(below)}))[-(intptr_t)(${operand.depth})];`);
    }
    uop.imms.forEach((imm, i) => {
      if (imm.kind === 'oparg') return;
      const read = { u16: 'cache_u16', u32: 'cache_u32', u64: 'cache_u64' }[imm.kind as 'u16'];
      const type = { u16: 'uint16_t', u32: 'uint32_t', u64: 'uint64_t' }[imm.kind as 'u16'];
      if (!read) throw new Error(`${uop.name}: immediate ${imm.name} cannot come from an instruction`);
      lines.push(`    const ${type} ${imm.name} = ${read}(ip + ${units[i]});`);
    });
    const consumed = onTop.filter((o) => !o.peek).length;
    this.items = this.items.slice(0, this.items.length - consumed);

    // Operands are only read from here on; what the body computes goes to variables that outlive its block.
    const outputs: Item[] = [];
    let at = this.top();
    for (const operand of uop.outs) {
      const variable = this.fresh();
      outputs.push({ variable, at, array: operand.array, stored: operand.array !== undefined });
      at = plus(at, operand);
    }
    if (uop.control) {
      this.flush();
      at = ZERO;
    }
    uop.outs.forEach((operand, i) => {
      if (operand.array) lines.push(`    Value *${operand.name} = sp + (${show(outputs[i]!.at)});`);
      else lines.push(`    ${C_TYPE[operand.repr]} ${operand.name};`);
    });
    if (uop.effects.runsCode) lines.push('    frame->ip = ip;');
    lines.push(`    {${body.text}}`);
    if (uop.control) {
      for (const operand of uop.outs) lines.push(`    *sp++ = ${operand.name};`);
      lines.push('  }');
    } else {
      uop.outs.forEach((operand, i) => {
        if (!operand.array) lines.push(`    ${outputs[i]!.variable} = (Value)${operand.name};`);
      });
      lines.push('  }');
      const declared = uop.outs.map((o, i) =>
        o.array
          ? `  Value *${outputs[i]!.variable} = sp + (${show(outputs[i]!.at)});`
          : `  Value ${outputs[i]!.variable};`,
      );
      const opening = lines.lastIndexOf(`  { /* ${uop.name} */`);
      lines.splice(opening, 0, ...declared);
      this.items.push(...outputs);
    }
    this.exits ||= /\bEXIT_IF\b/.test(body.text);
    this.raises ||= /\b(RAISE_IF|ENTER_OR_PUSH)\b/.test(body.text);
  }

  /** With `fuse`, a conditional jump after the instruction is run too. */
  finish(fuse: boolean): string {
    const { name, family, caches } = this.instruction;
    if (fuse) {
      const truth = this.items.at(-1)!;
      const rest = this.items.slice(0, -1);
      if (rest.some((item) => !item.stored))
        throw new Error(`${name}: more than a truth value to write back`);
      this.lines.push(`  sp += ${show(truth.at)};`, `  FUSE_POP_JUMP(${truth.variable});`);
      this.lines.push(`  *sp++ = ${truth.variable};`);
    } else {
      this.flush();
    }
    const out = [
      `HANDLER(${fuse ? 'FUSED_' : ''}${name}) {`,
      `  CodeUnit *next = ip + ${1 + caches};`,
      ...this.lines,
    ];
    out.push('  DISPATCH();');
    if (this.exits) out.push('miss:;', `  MUSTTAIL return miss_${family}(ctx, frame, ip, sp, oparg);`);
    if (this.raises) out.push('raise:;', '  MUSTTAIL return interp_raise(ctx, frame, ip, sp, oparg);');
    out.push('}', '');
    return out.join('\n');
  }
}

/** Declarations and bodies must say the same. */
function check(
  uops: readonly Uop[],
  bodies: ReadonlyMap<string, Body>,
  alsoDeclared: ReadonlySet<string>,
): void {
  const complaints: string[] = [];
  const declared = new Map(uops.map((u) => [u.name as string, u]));
  for (const [name, body] of bodies) {
    const uop = declared.get(name);
    if (!uop) {
      if (!alsoDeclared.has(name)) complaints.push(`${name} has a body but no declaration`);
      continue;
    }
    const exits = /\bEXIT_IF\b/.test(body.text);
    if (exits !== uop.exits) complaints.push(`${name}: exits is ${uop.exits}, the body says ${exits}`);
    if (exits && uop.control && uop.ins.some((o) => !o.peek))
      complaints.push(`${name}: a control uop has popped its inputs before it could exit`);
    if (/\bRAISE_IF\b/.test(body.text) && !uop.effects.raises) complaints.push(`${name} raises, undeclared`);
    if (/\boparg\b/.test(body.text) && !uop.imms.some((i) => i.kind === 'oparg'))
      complaints.push(`${name} uses oparg, undeclared`);
    for (const imm of uop.imms)
      if (!new RegExp(`\\b${imm.name}\\b`).test(body.text) && imm.kind !== 'oparg')
        complaints.push(`${name} does not use ${imm.name}`);
    if (/(?<!->)\b(ip|next|sp|TAIL|DISPATCH)\b/.test(body.text) && uop.tier !== 1)
      complaints.push(`${name} is not for tier 1 only but looks at the interpreter's registers`);
  }
  for (const uop of uops) if (!bodies.has(uop.name)) complaints.push(`${uop.name} has no body`);
  if (complaints.length) throw new Error(complaints.join('\n'));
}

const bodies = new Map(
  readBodies(join(root, 'stencils')).flatMap((f) => f.bodies.map((b) => [b.name, b] as const)),
);
/** Bodies of the optimizer's and the stitcher's own uops are checked by the stencil builder. */
const elsewhere = new Set(
  readBodies(join(root, 'stencils'))
    .filter((f) => /^(lowered|emit)_/.test(f.file))
    .flatMap((f) => f.bodies.map((b) => b.name)),
);
check(RECORDED_UOPS, bodies, elsewhere);

function handler(instruction: Instruction, fuse: boolean): { text: string; exits: boolean } {
  const writer = new HandlerWriter(instruction, bodies);
  for (const step of instruction.steps) writer.uop(step);
  return { text: writer.finish(fuse), exits: writer.exits };
}
const gives = (i: Instruction): boolean => i.steps.at(-1)!.uop.truth === true;
const handlers = INSTRUCTIONS.map((instruction) => ({ instruction, ...handler(instruction, false) }));
const families = [...new Set(handlers.filter((h) => h.exits).map((h) => h.instruction.family))];

const opcodes = [
  '/* Opcode numbers; generated from ts/ops by scripts/generate/interpreter.ts. */',
  '#pragma once',
  'enum {',
  ...INSTRUCTIONS.map((i) => `  OP_${i.name} = ${i.opcode},`),
  `  OPCODE_COUNT = ${INSTRUCTIONS.length},`,
  `  GENERIC_OPCODE_COUNT = ${INSTRUCTIONS.filter((i) => i.family === i.name && !['ENTER_EXECUTOR', 'LOAD_BODY'].includes(i.name)).length},`,
  '};',
  '/* Cache units after each instruction. */',
  `static const unsigned char opcode_caches[256] = {${INSTRUCTIONS.map((i) => i.caches).join(', ')}};`,
  '/* The generic instruction of each family. */',
  `static const unsigned char opcode_family[256] = {${INSTRUCTIONS.map((i) => INSTRUCTIONS.findIndex((g) => g.name === i.family)).join(', ')}};`,
  `static const char *const opcode_names[256] = {${INSTRUCTIONS.map((i) => `"${i.name}"`).join(', ')}};`,
  `static const char *const special_method_names[] = {${SPECIAL_METHODS.map((n) => `"${n}"`).join(', ')}};`,
  '',
].join('\n');

const interpreter = [
  '/* The tier-1 interpreter; generated from ts/ops and the uop bodies by scripts/generate/interpreter.ts. */',
  '#include "interp/handler.h"',
  '',
  ...INSTRUCTIONS.map((i) => `static HANDLER(${i.name});`),
  '',
  ...families.map((f) => `MISS_HANDLER(${f}, ${ADAPTIVE.has(f)})`),
  '',
  ...handlers.map((h) => `static ${h.text}`),
  ...INSTRUCTIONS.filter(gives).map((i) => `static ${handler(i, true).text}`),
  'const Handler interp_handlers[256] = {',
  ...INSTRUCTIONS.map((i) => `  [OP_${i.name}] = op_${gives(i) ? 'FUSED_' : ''}${i.name},`),
  `  [${INSTRUCTIONS.length} ... 255] = op_CACHE,`,
  '};',
  'const Handler interp_single_handlers[256] = {',
  ...INSTRUCTIONS.map((i) => `  [OP_${i.name}] = op_${i.name},`),
  `  [${INSTRUCTIONS.length} ... 255] = op_CACHE,`,
  '};',
  '',
].join('\n');

/** Leaves an unchanged file alone, so that nothing is rebuilt for it. */
function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  writeFileSync(path, text);
}
write(join(root, 'native/generated/opcodes.h'), opcodes);
write(join(root, 'native/generated/interpreter.c'), interpreter);
write(
  join(root, 'native/generated/bytecode_identity.h'),
  `/* Of this build's bytecode (ts/library/identity.ts); generated by scripts/generate/interpreter.ts. */
#pragma once
#define BYTECODE_IDENTITY ${bytecodeIdentity(BLOB_MAGIC)}u
`,
);
