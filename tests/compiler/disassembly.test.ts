/**
 * Programs and their recorded disassembly (`NAME.dis` beside `NAME.py`). Update with `vitest -u`, and compare
 * what changed with `python3.14 -m dis`: apart from LOAD_FAST_BORROW and the numbers of labels around
 * conditional jumps in `try` statements it is the same.
 *
 * Jump distances depend on the cache sizes in `ts/ops` and are left out of the record, and so is
 * EXTENDED_ARG.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { disassemble } from '../../ts/compiler/assembly/disassemble.ts';
import { compileModule } from '../../ts/compiler/compile.ts';
import { parseModule } from '../../ts/frontend/parse.ts';
import { verifyCode } from './verify-code.ts';

const folder = new URL('./programs/', import.meta.url);
const jump = /\b((?:POP_)?JUMP_\w+|FOR_ITER|SEND|END_ASYNC_FOR) +\d+/g;

const withoutDistances = (text: string): string =>
  text
    .replace(/EXTENDED_ARG.*\n +/g, '') // its line number and label go to the instruction it extends
    .replace(jump, '$1');

describe('disassembly', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.py')))
    it(file, async () => {
      const code = compileModule(parseModule(readFileSync(new URL(file, folder)), file), file);
      verifyCode(code);
      const expected = new URL(file.replace('.py', '.dis'), folder).pathname;
      await expect(withoutDistances(disassemble(code))).toMatchFileSnapshot(expected);
    });
});
