/**
 * Writes native/generated/contract.h: what C and TypeScript must agree on (ts/contract) as C; and contract_checks.c, which the compiler
 * refuses when a struct of the runtime is not as TypeScript takes it to be.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderContract } from '../contract/declarations.ts';
import { root } from '../contract/source.ts';

const sections = await renderContract();
const title =
  'generated from ts/contract by scripts/generate/contract.ts; what things mean is said there. */';

const header = [
  `/* Layouts, enumerations and limits shared with TypeScript; ${title}`,
  '#pragma once',
  '#include <stdint.h>',
  ...sections.flatMap(({ file, texts }) => [
    '',
    `/* ---- ts/contract/${file} ---- */`,
    ...texts.flatMap(({ header }) => (header ? [header] : [])),
  ]),
  '',
].join('\n');

const checks = [
  `/* Sizes and offsets that TypeScript relies on; ${title}`,
  '#include <stddef.h>',
  '#include "jit/jit.h"',
  ...sections.flatMap(({ texts }) => texts.flatMap((text) => text.checks)),
  '',
].join('\n');

/** Leaves an unchanged file alone, so that nothing is rebuilt for it. */
function write(name: string, text: string): void {
  const path = join(root, 'native', 'generated', name);
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  writeFileSync(path, text);
}
write('contract.h', header);
write('contract_checks.c', checks);
