/**
 * Runs clang-tidy with the checks of .clang-tidy over the C and C++ of native/.
 *
 * A file that passed is left out until it, a header that it includes, or .clang-tidy changes: its digest is
 * in build/tidy/passed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { cFiles } from '../sources/files.ts';

const PASSED = 'build/tidy/passed';
const CLANG_TIDY = 'clang-tidy-19';

const FLAGS = [
  '-Inative',
  '-Inode_modules/node-api-headers/include',
  '-Inode_modules/node-addon-api',
  '-DNAPI_VERSION=8',
  '-DNODE_ADDON_API_DISABLE_CPP_EXCEPTIONS',
  // What only instrumented builds compile (native/core/outcome.h) is seen to compile.
  '-DCHECK_OUTCOMES',
  // The analyzer follows few paths: it takes 1 s a file instead of 5.
  ...['-Xclang', '-analyzer-config', '-Xclang', 'mode=shallow'],
];

const texts = new Map<string, string>();
function textOf(file: string): string {
  let text = texts.get(file);
  if (text === undefined) {
    text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    texts.set(file, text);
  }
  return text;
}

/** The file and every header of ours that it includes. */
function withHeaders(file: string, found: Set<string> = new Set()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, header] of textOf(file).matchAll(/^#include "([^"]+)"/gm))
    withHeaders(join('native', header), found);
  return found;
}

function digest(file: string): string {
  const hash = createHash('sha256').update(textOf('.clang-tidy')).update(FLAGS.join(' '));
  for (const part of withHeaders(file)) hash.update(part).update(textOf(part));
  return hash.digest('hex');
}

type Language = 'c' | 'c++';
const STANDARDS: Readonly<Record<Language, string>> = { c: '-std=gnu11', 'c++': '-std=c++17' };
const language = (file: string): Language => (file.endsWith('.c') ? 'c' : 'c++');

/** What clang-tidy complains about in files of one language; empty when they pass. */
function tidy(files: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(CLANG_TIDY, ['--quiet', ...files, '--', STANDARDS[language(files[0])], ...FLAGS]);
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve(`${CLANG_TIDY}: ${error.message}\n`));
    child.on('close', (status) =>
      resolve(status === 0 ? '' : output || `${files.join(' ')}: ${CLANG_TIDY} failed\n`),
    );
  });
}

/** Starting clang-tidy costs as much as looking at a file: several files of one language at once. */
function batches(files: readonly string[]): string[][] {
  const size = Math.min(8, Math.ceil(files.length / availableParallelism()));
  return (['c++', 'c'] as const).flatMap((wanted) => {
    const some = files.filter((file) => language(file) === wanted);
    return Array.from({ length: Math.ceil(some.length / size) }, (_, i) =>
      some.slice(i * size, (i + 1) * size),
    );
  });
}

const passed = new Set(existsSync(PASSED) ? readFileSync(PASSED, 'utf8').split('\n') : []);
const files = cFiles(['.c', '.cc']).filter((file) => file.startsWith('native/'));
const digests = new Map(files.map((file) => [file, digest(file)]));
const unseen = files.filter((file) => !passed.has(digests.get(file) ?? ''));
const queue = batches(unseen);
let failed = 0;
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      const complaints = await tidy(batch);
      if (!complaints) for (const file of batch) passed.add(digests.get(file) ?? '');
      else if (batch.length > 1)
        queue.push(...batch.map((file) => [file])); // which of them?
      else {
        failed++;
        process.stderr.write(complaints);
      }
    }
  }),
);
mkdirSync(dirname(PASSED), { recursive: true });
writeFileSync(
  PASSED,
  files
    .map((file) => digests.get(file))
    .filter((d) => d && passed.has(d))
    .join('\n'),
);
if (failed > 0) process.exit(1);
console.log(`clang-tidy finds nothing (${unseen.length} of ${files.length} files are new to it)`);
