/**
 * Writes docs/uops.md, the reference of the op table, and docs/give-ups.md, the reasons why compilations give
 * up.
 *
 *     npx tsx scripts/generate/docs.ts [--check]
 *
 * With --check: exit status 1 when a file on disk differs.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GIVE_UPS } from '../../ts/contract/give-up.ts';
import { LOWERED_UOPS } from '../../ts/ops/lowered.ts';
import { INSTRUCTIONS, type Instruction, RECORDED_UOPS } from '../../ts/ops/table.ts';
import type { Operand, Uop } from '../../ts/ops/types.ts';

function operand(o: Operand): string {
  const repr = o.repr === 'val' ? '' : `:${o.repr}`;
  const depth = o.depth ? `@${o.depth}` : o.peek ? '^' : '';
  return `${o.name}${o.array ? `[${o.array}]` : ''}${repr}${o.is ? `=${o.is}` : ''}${depth}`;
}

/** What else passes know of it. */
function facts(u: Uop): string {
  const words = [];
  if (u.commutative) words.push('commutative');
  if (u.fresh) words.push('new object');
  if (u.immutable) words.push('never changes');
  if (u.location) words.push(`one location of ${u.location}`);
  if (u.overflows) words.push('exits on overflow only');
  if (u.proves) words.push(`proves ${Object.entries(u.proves).map(([name, is]) => `${name}=${is}`)}`);
  if (u.negated) words.push(`not: ${u.negated}`);
  if (u.negatedSwapped) words.push(`not: ${u.negatedSwapped} swapped`);
  for (const which of ['single', 'guard', 'unboxed', 'unchecked', 'immediate', 'immediateLeft'] as const)
    if (u[which]) words.push(`${FORM_WORDS[which]}: ${u[which]}`);
  return words.join('; ');
}
const FORM_WORDS = {
  single: 'one operand',
  guard: 'guard',
  unboxed: 'unboxed',
  unchecked: 'unchecked',
  immediate: 'immediate',
  immediateLeft: 'immediate on the left',
};

function effects(u: Uop): string {
  const words = [];
  if (u.exits) words.push('exits');
  if (u.effects.raises) words.push('raises');
  if (u.effects.runsCode) words.push('runs code');
  else {
    if (u.effects.allocates) words.push('allocates');
    if (u.effects.reads?.length) words.push(`reads ${u.effects.reads.join(', ')}`);
    if (u.effects.writes?.length) words.push(`writes ${u.effects.writes.join(', ')}`);
  }
  return words.join('; ') || 'pure';
}

function inTrace(u: Uop): string {
  if (u.tier !== 1) return 'itself';
  if (u.trace === undefined) return 'ends the recording';
  if (u.trace === 'virtual') return 'done by the recorder';
  if (u.trace === 'none') return 'nothing';
  return typeof u.trace === 'string' ? u.trace : `${u.trace.jump} or ${u.trace.next}`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

function uopTable(uops: readonly Uop[], withTrace: boolean): string {
  const rows = uops.map((u) => {
    const imms = u.imms.map((i) => `${i.name}:${i.kind}`).join(', ');
    const signature = `${u.ins.map(operand).join(', ')} → ${u.outs.map(operand).join(', ')}`;
    const columns = [
      `\`${u.name}\``,
      cell(signature),
      imms,
      effects(u),
      ...(withTrace ? [inTrace(u)] : []),
      cell(facts(u)),
      cell(u.doc),
    ];
    return `| ${columns.join(' | ')} |`;
  });
  const trace = withTrace ? ['in a trace'] : [];
  const head = ['uop', 'operands', 'immediates', 'effects', ...trace, 'facts', 'meaning'];
  return [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows].join('\n');
}

function instructionRow(i: Instruction): string {
  const steps = i.steps
    .map((s) => s.uop.name + { whole: '', high4: '>>4', low4: '&15' }[s.oparg])
    .join(' + ');
  return `| ${i.opcode} | \`${i.name}\` | ${i.caches} | ${steps} | ${cell(i.doc)} |`;
}

function page(): string {
  const generic = INSTRUCTIONS.filter((i) => i.family === i.name);
  const specialized = INSTRUCTIONS.filter((i) => i.family !== i.name);
  const head = '| opcode | name | cache units | uops | meaning |\n|---|---|---|---|---|';
  return `# Bytecodes and uops

Generated from \`ts/ops\` by \`scripts/generate/docs.ts\`; do not edit. How declarations are written: \`ts/ops/types.ts\`.

## Generic bytecodes

${head}
${generic.map(instructionRow).join('\n')}

## Specialized bytecodes

Each falls back to the generic instruction of its family when a guard fails, and has its width and stack effect.

${head}
${specialized.map(instructionRow).join('\n')}

## Uops of bytecodes

Operands: inputs → outputs, top of the stack last; \`^\` is only looked at, \`@n\` is looked at n deep; no suffix is a tagged word, \`=int\`
one that is an int. Immediates u16, u32 and u64 are in the instruction's cache, one after the other after the counter. Facts are what
passes know of the op: its other forms, what a guard proves and which guard passes where it exits (\`not\`).

${uopTable(RECORDED_UOPS, true)}

## Uops of optimized traces

${uopTable(LOWERED_UOPS, false)}
`;
}

function giveUpsPage(): string {
  const groups = Object.entries(GIVE_UPS).map(([group, reasons]) => {
    const rows = Object.entries(reasons).map(([name, sentence]) => `| \`${name}\` | ${cell(sentence)} |`);
    return `## ${group}\n\n| reason | meaning |\n|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Why compilations give up

Generated from \`ts/contract/give-up.ts\` by \`scripts/generate/docs.ts\`; do not edit. \`--dump=stats\` counts the reasons of a program,
\`--dump=record\` shows each where it happens. After a failure the place is tried again, less and less often, and left to tier 1 in the end.

${groups.join('\n')}`;
}

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../docs');
const pages = { 'uops.md': page(), 'give-ups.md': giveUpsPage() };
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(pages)) {
  const file = join(folder, name);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`docs/${name} is out of date: run \`npx tsx scripts/generate/docs.ts\``);
    process.exitCode = 1;
  }
}
