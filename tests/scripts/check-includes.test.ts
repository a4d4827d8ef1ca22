/** The table of who may include whom in native/ (scripts/check-includes.ts). */
import { expect, test } from 'vitest';
import { complaints } from '../../scripts/check-includes.ts';

const check = (file: string, ...headers: string[]): string[] =>
  complaints(file, headers.map((header) => `#include "${header}"\n`).join(''));

test('a room may include its own headers and those of the table', () => {
  expect(check('heap/mark.c', 'heap/blocks.h', 'core/ctx.h')).toEqual([]);
});

test('heap knows no objects', () => {
  expect(check('heap/mark.c', 'object/object.h')).toEqual([
    'includes "object/object.h"; heap may include only: core',
  ]);
});

test('nobody includes the header of a module', () => {
  expect(check('import/import.c', 'modules/math/math.h')).toEqual([
    'includes "modules/math/math.h": nobody includes a module\'s header but the module itself',
  ]);
  expect(check('modules/math/sums.c', 'modules/math/math.h', 'modules/module.h')).toEqual([]);
});

test('every room is in the table', () => {
  expect(check('attic/old.c')).toEqual(['room attic is not in the table of scripts/check-includes.ts']);
});
