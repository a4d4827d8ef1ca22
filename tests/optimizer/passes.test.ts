/** A pass has one name: in the table, as file, folder of its parts, flag, dump and folder of tests. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { passNames } from '../../ts/jit/options.ts';
import { PASSES } from '../../ts/optimizer/optimize.ts';

const root = join(import.meta.dirname, '..', '..');
const entries = (folder: string, directories: boolean): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() === directories)
    .map(({ name }) => name)
    .sort();

const names = [...PASSES].sort();

it('is a file of its name, and nothing else is in passes/', () => {
  expect(entries('ts/optimizer/passes', false)).toEqual(names.map((name) => `${name}.ts`));
});

it('has its parts in a folder of its name', () => {
  expect(names).toEqual(expect.arrayContaining(entries('ts/optimizer/passes', true)));
});

it('has a folder of tests, beside those of whole traces', () => {
  expect(entries('tests/traces', true)).toEqual([...names, 'golden'].sort());
});

it('is what --no-pass and --dump=opt:NAME accept, in the order of the table', () => {
  expect(passNames).toEqual(PASSES);
});
