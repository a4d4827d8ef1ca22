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
    .filter((name) => /\.(ts|c|cc)$/.test(name) && name !== 'give-up.ts')
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');
}

it('names each reason once', () => {
  expect(new Set(names).size).toBe(names.length);
});

it('declares no reason that nothing gives', () => {
  const text = ['ts', 'native/jit', 'native/addon'].map(sources).join('\n');
  expect(names.filter((name) => !text.includes(`'${name}'`) && !text.includes(`"${name}"`))).toEqual([]);
});

it('declares what native code reports when there is no code memory', () => {
  const setUp = /\nstatic const char \*set_up\(void\) \{[\s\S]*?\n\}/.exec(sources('native/jit'))?.[0] ?? '';
  const allocate = /\n[^\n]*Context::JitAllocate\([\s\S]*?\n\}/.exec(sources('native/addon'))?.[0] ?? '';
  const reported = [...(setUp + allocate).matchAll(/"([^"]+)"/g)].map(([, text]) => text);
  expect(reported).toContain('code-memory-full');
  expect(reported.filter((text) => text !== 'pystitch-code' && !names.includes(text))).toEqual([]);
});

it('keeps the sentences out of the bundles', () => {
  for (const name of ['main', 'jit']) {
    const bundle = readFileSync(join(root, 'dist', 'bundle', `${name}.cjs`), 'utf8');
    expect(bundle).not.toContain(GIVE_UPS['The recording']['left-loop']);
  }
});
