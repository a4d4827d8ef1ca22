/**
 * Fails when a comment or a document names a script, as in `npm run bench`, that package.json does not have.
 */
import { readFileSync } from 'node:fs';
import { allProse, type Passage } from '../sources/prose.ts';

export function complaints(passages: readonly Passage[], scripts: readonly string[]): string[] {
  return passages.flatMap(({ file, line, text }) =>
    [...text.matchAll(/npm run ([\w:-]+)/g)]
      .filter(([, name]) => !scripts.includes(name))
      .map(([, name]) => `${file}:${line}: package.json has no script ${name}`),
  );
}

function main(): void {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const found = complaints(allProse(), Object.keys(scripts));
  for (const complaint of found) console.error(complaint);
  if (found.length > 0) process.exit(1);
  console.log('every npm script that is named exists');
}

if (process.argv[1]?.endsWith('check/npm-scripts.ts')) main();
