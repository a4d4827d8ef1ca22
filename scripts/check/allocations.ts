/**
 * Fails when C code of native/ calls malloc and its like anywhere but in native/heap/memory.c, where requests are
 * charged to a context and can be made to fail. What belongs to no context, or outlives it, is listed here with its
 * reason.
 */
import { readFileSync } from 'node:fs';
import { sourceFiles } from '../sources/files.ts';
import { withoutComments } from '../sources/prose.ts';

const exempt: Readonly<Record<string, string>> = {
  'native/heap/memory.c': 'the one place',
  'native/core/context.c': 'the context itself',
  'native/jit/ranges.c': 'code memory is of the process',
  'native/jit/jit.c': 'frees a list of ranges.c',
  'native/jit/code_memory.c': 'of the process',
  'native/core/long_call.c': 'an abandoned thread frees it, when its context may be gone',
};

const call = /(?<![\w>.])(malloc|calloc|realloc|reallocarray|strdup|strndup|asprintf|aligned_alloc|free)\(/;

/** The complaints about one file. */
export function complaints(file: string, text: string): string[] {
  if (file in exempt) return [];
  return withoutComments(text)
    .split('\n')
    .flatMap((line, i) => {
      const found = call.exec(line);
      return found ? [`${file}:${i + 1}: calls ${found[1]}; native/heap/memory.h has what charges it`] : [];
    });
}

function main(): void {
  const files = sourceFiles('native', ['.c', '.cc']).filter((file) => !file.startsWith('native/tests/'));
  const found = files.flatMap((file) => complaints(file, readFileSync(file, 'utf8')));
  for (const complaint of found) console.error(complaint);
  if (found.length > 0) process.exit(1);
  console.log('every request of memory goes through native/heap/memory.c');
}

if (process.argv[1]?.endsWith('check/allocations.ts')) main();
