/**
 * Reasons for giving up: each declared one can happen, and what native code reports is declared. tests/ops
 * checks that docs/give-ups.md is current.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { GIVE_UPS } from '../../ts/contract/give-up.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const names = Object.values(GIVE_UPS).flatMap((group) => Object.keys(group));

function sources(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|c|cc)$/.test(name) && !name.endsWith('give-up.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');
}

it('names each reason once', () => {
  expect(new Set(names).size).toBe(names.length);
});

/** Native code names reasons by the generated macros alone. */
const macroOf = (name: string): string => `GIVE_UP_${name.toUpperCase().replaceAll('-', '_')}`;

it('declares no reason that nothing gives', () => {
  const text = sources('ts');
  const native = ['native/jit', 'native/addon'].map(sources).join('\n');
  const given = (name: string) =>
    text.includes(`'${name}'`) || new RegExp(`\\b${macroOf(name)}\\b`).test(native);
  expect(names.filter((name) => !given(name))).toEqual([]);
});

it('lets native code report by generated names alone', () => {
  const native = ['native/jit', 'native/addon'].map(sources).join('\n');
  expect(native).toContain('GIVE_UP_CODE_MEMORY_FULL');
  expect(names.filter((name) => name.includes('-') && native.includes(`"${name}"`))).toEqual([]);
});

it('keeps the sentences out of the bundles', () => {
  for (const name of ['main', 'jit']) {
    const bundle = readFileSync(join(root, 'dist', 'bundle', `${name}.cjs`), 'utf8');
    expect(bundle).not.toContain(GIVE_UPS['The recording']['left-loop']);
  }
});
