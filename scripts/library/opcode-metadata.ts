/**
 * Source of the library's module `_opcode_metadata`: our bytecodes as `opcode`, `_opcode` and `dis` know them, from the op table.
 *
 * A stack effect is a number, or a tuple (constant, factor of the oparg, factor of the oparg's lowest bit); UNPACK_EX is the one that is neither.
 */
import { BYTECODES, type Bytecode, stackEffect } from '../../ts/ops/bytecodes.ts';

const SAMPLES = Array.from({ length: 256 }, (_, arg) => arg);

function effectOf(b: Bytecode): string {
  const at = (arg: number): number => stackEffect(b, arg);
  if (b.name === 'UNPACK_EX') return "'unpack'";
  const constant = at(0);
  for (const bit of [0, at(1) - constant]) {
    const factor = (at(2) - constant) / 2;
    if (SAMPLES.every((a) => at(a) === constant + factor * a + bit * (a & 1)))
      return factor === 0 && bit === 0 ? String(constant) : `(${constant}, ${factor}, ${bit})`;
  }
  throw new Error(`the stack effect of ${b.name} has no simple form`);
}

const mapping = (name: string, entries: readonly string[]): string =>
  `${name} = {\n${entries.map((entry) => `    ${entry},\n`).join('')}}\n`;
const opcodes = (name: string, wanted: (b: Bytecode) => boolean): string =>
  `${name} = frozenset({${BYTECODES.filter(wanted)
    .map((b) => b.opcode)
    .join(', ')}})\n`;

/** Opcodes that CPython counts among those of cells, though they name a local slot. */
const ALSO_FREE = new Set(['MAKE_CELL']);

/** `dis` asks for their numbers, but the bytecode that programs see does not contain them. */
const NEVER_IN_CODE = ['ENTER_EXECUTOR', 'LOAD_FAST_BORROW_LOAD_FAST_BORROW'];

export function opcodeMetadata(): string {
  const isFree = (b: Bytecode): boolean => b.arg === 'cell' || ALSO_FREE.has(b.name);
  return [
    '"""The bytecodes of pystitch, written by scripts/library/opcode-metadata.ts."""\n',
    '_specializations = {}\n_specialized_opmap = {}\n',
    mapping(
      'opmap',
      [
        ...BYTECODES.map((b) => `'${b.name}': ${b.opcode}`),
        ...NEVER_IN_CODE.map((name, i) => `'${name}': ${255 - i}`),
      ],
    ),
    'HAVE_ARGUMENT = 0\nMIN_INSTRUMENTED_OPCODE = 256\n',
    mapping(
      '_caches',
      BYTECODES.filter((b) => b.caches > 0).map((b) => `'${b.name}': ${b.caches}`),
    ),
    mapping(
      '_effects',
      BYTECODES.map((b) => `${b.opcode}: ${effectOf(b)}`),
    ),
    opcodes('_has_arg', (b) => b.arg !== 'none'),
    opcodes('_has_const', (b) => b.arg === 'const'),
    opcodes('_has_name', (b) => b.arg === 'name'),
    opcodes('_has_jump', (b) => b.arg === 'jumpForward' || b.arg === 'jumpBackward'),
    opcodes('_has_local', (b) => (b.arg === 'local' || b.arg === 'localPair') && !isFree(b)),
    opcodes('_has_free', isFree),
  ].join('\n');
}
