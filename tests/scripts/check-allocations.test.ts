/** Which calls scripts/check/allocations.ts finds. */
import { expect, it } from 'vitest';
import { complaints } from '../../scripts/check/allocations.ts';

it('finds calls of malloc and its like in code, not in comments', () => {
  const text =
    'x = malloc(8);\n  *out = strdup(s); /* free(x) */\n/* as\n * malloc(8) does\n */ // free(x)\nmemory_free(ctx, x);\n';
  expect(complaints('native/a.c', text).map((line) => line.split(' calls ')[0])).toEqual([
    'native/a.c:1:',
    'native/a.c:2:',
  ]);
  expect(complaints('native/heap/memory.c', text)).toEqual([]);
});
