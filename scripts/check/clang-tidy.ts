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

/** What clang-tidy complains about; empty when it passes. */
function tidy(file: string): Promise<string> {
  const standard = file.endsWith('.c') ? '-std=gnu11' : '-std=c++17';
  return new Promise((resolve) => {
    const child = spawn(CLANG_TIDY, ['--quiet', file, '--', standard, ...FLAGS]);
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve(`${CLANG_TIDY}: ${error.message}\n`));
    child.on('close', (status) => resolve(status === 0 ? '' : output || `${file}: ${CLANG_TIDY} failed\n`));
  });
}

const passed = new Set(existsSync(PASSED) ? readFileSync(PASSED, 'utf8').split('\n') : []);
const files = cFiles(['.c', '.cc']).filter((file) => file.startsWith('native/'));
const digests = new Map(files.map((file) => [file, digest(file)]));
const queue = files.filter((file) => !passed.has(digests.get(file) ?? ''));
const looked = queue.length;
let failed = 0;
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const complaints = await tidy(file);
      if (complaints) {
        failed++;
        process.stderr.write(complaints);
      } else passed.add(digests.get(file) ?? '');
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
console.log(`clang-tidy finds nothing (${looked} of ${files.length} files are new to it)`);
