/**
 * What Python asks of the front end besides code: tokens (lib/_tokenize.py) and scopes (lib/_symtable.py). Answers cross as the constants of a
 * code object that nobody runs, as trees do (trees.ts).
 */

import type { Mod } from '../../frontend/ast.ts';
import type { Constant } from '../../frontend/constant.ts';
import { tokenize } from '../../frontend/lexer/lexer.ts';
import { sourceText } from '../../frontend/lexer/source-text.ts';
import { Tok } from '../../frontend/lexer/token.ts';
import { bytecode } from '../../ops/bytecodes.ts';
import type { CodeObject } from '../code-object.ts';
import { futureFeatures } from '../symbols/future.ts';
import type { BlockType, Scope } from '../symbols/scope.ts';
import { buildSymbolTable } from '../symbols/symtable.ts';

const RETURN_FIRST = Uint16Array.of(bytecode('LOAD_CONST').opcode, bytecode('RETURN_VALUE').opcode);

/** A code object that holds `consts`. */
export function constantsAsCode(consts: readonly Constant[], filename: string): CodeObject {
  return {
    ...{ name: '<answer>', qualname: '<answer>', filename, firstLine: 1, argcount: 0, posonly: 0, kwonly: 0 },
    ...{ flags: 0, stacksize: 1, localsplusNames: [], localsplusKinds: [], names: [] },
    ...{ consts, units: RETURN_FIRST, exceptions: [], positions: [] },
  };
}

const str = (value: string): Constant => ({ kind: 'str', value });
const int = (value: number): Constant => ({ kind: 'int', value: BigInt(value) });
const tuple = (items: readonly Constant[]): Constant => ({ kind: 'tuple', items });

// tokens ---------------------------------------------------------------------------------------------------------------

/** Strings count code points in Python, UTF-16 units here; null: there is no difference. */
function codePointOffsets(text: string): Int32Array | null {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return null;
  const offsets = new Int32Array(text.length + 1);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    offsets[i] = count;
    const unit = text.charCodeAt(i);
    const isPair = unit >= 0xd800 && unit < 0xdc00 && text.charCodeAt(i + 1) >> 10 === 0x37;
    if (isPair) offsets[++i] = count;
    count++;
  }
  offsets[text.length] = count;
  return offsets;
}

/**
 * Three words a token: its kind's name by number, start and end in the text; then the text, the names, and the error that
 * stopped the lexer: (message, line, column, type) or ().
 */
/** `lenient`: as for tokenize(extra_tokens=True). */
export function tokensAsCode(source: string, filename: string, lenient: boolean): CodeObject {
  const text = sourceText(source, true);
  const tokens = tokenize(text, { single: false, implyDedent: true, lenient });
  const offsets = codePointOffsets(tokens.source);
  const at = (offset: number): number => (offsets ? offsets[Math.min(offset, offsets.length - 1)]! : offset);
  const words = new Int32Array(tokens.count * 3);
  for (let i = 0; i < tokens.count; i++) {
    words[3 * i] = tokens.kind[i]!;
    words[3 * i + 1] = at(tokens.start[i]!);
    words[3 * i + 2] = at(tokens.end[i]!);
  }
  const error = tokens.lexError?.error;
  const details = error
    ? [str(error.msg), int(error.lineno), int(error.offset), str(error.type), str(error.text ?? '')]
    : [];
  const names = Object.values(Tok).filter((name) => typeof name === 'string');
  return constantsAsCode(
    [
      { kind: 'bytes', value: new Uint8Array(words.buffer) },
      str(tokens.source),
      tuple(names.map(str)),
      tuple(details),
    ],
    filename,
  );
}

// scopes ---------------------------------------------------------------------------------------------------------------

const BLOCK_TYPES: readonly BlockType[] = [
  'function',
  'class',
  'module',
  'annotation',
  'typeAlias',
  'typeParameters',
  'typeVariable',
];

/** (name, type, line, nested, (symbol, value, …), (parameter, …), (child, …)) */
function scopeTuple(scope: Scope): Constant {
  const symbols: Constant[] = [];
  for (const [name, value] of scope.symbols) symbols.push(str(name), int(value));
  return tuple([
    str(scope.name),
    int(BLOCK_TYPES.indexOf(scope.type)),
    int(scope.type === 'module' ? 0 : scope.position.lineno),
    int(scope.nested ? 1 : 0),
    tuple(symbols),
    tuple(scope.varnames.map(str)),
    tuple(scope.children.map(scopeTuple)),
  ]);
}

export function scopesAsCode(tree: Mod, filename: string, source: () => string): CodeObject {
  const origin = { filename, source };
  const { top } = buildSymbolTable(tree, futureFeatures(tree, origin, false), origin);
  return constantsAsCode([scopeTuple(top)], filename);
}
