/** From V8's coverage of a bundle to lines of its sources (scripts/coverage/bundle.ts). */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { linesOfBundles } from '../../scripts/coverage/bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'pystitch-coverage-'));
afterAll(() => rmSync(folder, { recursive: true }));

const source = `export function first(x: number): number {
  return x + 1;
}

export function second(x: number): number {
  return x * 2;
}
`;

test('lines that ran in any process', async () => {
  const entry = join(folder, 'source.ts');
  const dist = join(folder, 'dist');
  const v8 = join(folder, 'v8');
  writeFileSync(entry, source);
  mkdirSync(v8);
  for (const name of ['main', 'compiler', 'jit'])
    await build({
      entryPoints: [entry],
      outfile: join(dist, 'bundle', `${name}.cjs`),
      bundle: true,
      format: 'cjs',
      minifyWhitespace: true,
      sourcemap: 'external',
    });
  const code = readFileSync(join(dist, 'bundle', 'main.cjs'), 'latin1');
  const range = (text: string, count: number) => {
    const startOffset = code.indexOf(text);
    return { startOffset, endOffset: code.indexOf('}', startOffset) + 1, count };
  };
  const report = (firstRan: number, secondRan: number) => ({
    result: [
      {
        url: join(dist, 'bundle', 'main.cjs'),
        functions: [
          { ranges: [{ startOffset: 0, endOffset: code.length, count: 1 }] },
          { ranges: [range('function first', firstRan)] },
          { ranges: [range('function second', secondRan)] },
        ],
      },
      { url: 'node:fs', functions: [] },
    ],
  });
  const lines = (): number[] => [...(linesOfBundles(v8, dist).get(relative('.', entry)) ?? [])].sort();

  writeFileSync(join(v8, 'one.json'), JSON.stringify(report(1, 0)));
  expect(lines()).toContain(2);
  expect(lines()).not.toContain(6);
  writeFileSync(join(v8, 'two.json'), JSON.stringify(report(0, 3)));
  expect(lines()).toEqual(expect.arrayContaining([2, 6]));
});
