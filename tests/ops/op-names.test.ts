/** scripts/check/op-names.ts: finds knowledge of uops' names in the compiler, and nothing else. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkFolders, complaints } from '../../scripts/check/op-names.ts';

it('finds none in the compiler', () => {
  expect(checkFolders(join(import.meta.dirname, '../..'))).toEqual([]);
});

it.each([
  'const match = /^_I64_(ADD|SUB)$/.exec(text);',
  'const removable = pattern.test(inst.op.name);',
  "const relation = inst.op.name.slice('_GUARD_I64_'.length);",
  'const last = op.name[op.name.length - 1];',
  "if (uop.name.startsWith('_GUARD')) drop(uop);",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
  'const fused = op(`_GUARD_${repr}_${relation}`);',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
  'const immediate = op(`${name}_IMM`);',
  "const unboxed = op('_I64_' + relation);",
  "if (def.op.name === '_BOOL_NOT') invert();",
  "switch (inst.op.name) { case '_BOX_INT': break; }",
  "const pure = new Set(['_TUPLE_LENGTH', '_STR_LENGTH'].map(op));",
  "const fresh = '_BUILD_TUPLE _BUILD_LIST'.split(' ').map(op);",
  'const marker = MARKERS.has(uop.name);',
  'function removable({ exits, name }: Uop): boolean { return !exits || known(name); }',
  'const { name } = inst.op;',
])('rejects %s', (text) => {
  expect(complaints('pass.ts', text)).not.toEqual([]);
});

it.each([
  "const BOX_INT = op('_BOX_INT');",
  "this.on('_UNARY_NOT _TO_BOOL', this.rule);",
  "this.on(given ? '_GUARD_CONST' : '_GUARD_NOT_CONST', this.rule);",
  'const meaning = meanings[uop.name];',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
  'throw new Error(`${op.name} has ${op.ins.length} inputs`);',
  "if (param.name === 'self') bind(param);",
  'const trimmed = file.name.slice(1);',
  "const found = { _CALL: callThroughC('_CALL_OBJECT') };",
])('accepts %s', (text) => {
  expect(complaints('pass.ts', text)).toEqual([]);
});
