/**
 * When objects die, and what runs then: programs of tests/lifetimes print what CPython printed. Not in every mode: the
 * collector takes words for references, and machine code leaves more of them behind than a program can know of.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './program-list.ts';
import { run, timeout } from './run-program.ts';

describe.each(['weakrefs', 'finalizers'])('%s', (name) => {
  it.each(['interpreter', 'collect always'])(
    '%s',
    async (mode) => {
      const { text } = await run(`tests/lifetimes/${name}.py`, [], mode);
      expect(text).toBe(readFileSync(join(root, 'tests', 'lifetimes', `${name}.out`), 'utf8'));
    },
    timeout,
  );
});
