/** The relapses that scripts/check/contract.ts is there for, and what looks like one and is none. */
import { describe, expect, it } from 'vitest';
import { complaintsInC, complaintsInTs, type Declared, declared } from '../../scripts/check/contract.ts';

const contract: Declared = await declared();
const c = (text: string, file = 'native/jit/exit.c'): string[] => complaintsInC(file, text, contract);
const ts = (text: string): string[] => complaintsInTs(text, contract);

describe('C', () => {
  it.each([
    ['an enumeration again', 'enum { LOC_UNCHANGED, LOC_REGISTER };', 2],
    ['one more of a family', 'enum Places {\n  LOC_STACK = 6\n};', 1],
    ['a limit', '#define EXIT_MAX_VALUES 4096', 1],
    ['a limit of the family', '#define EXIT_MAX_FRAMES 100', 1],
    ['a name as a macro of something else', '#define TRACE_ROOM_WORDS (sizeof(Frame))', 1],
    ['a constant', 'static const uint32_t CODE_MAX_EXECUTORS = 255;', 1],
    ['a record', 'typedef struct ExitFrame {\n  uint32_t code;\n} ExitFrame;', 1],
    ['a field compared with a number', 'if (record->kind == 3) return;', 1],
    ['a flag as a bit', 'if (frame->flags & 0x1) return;', 1],
    ['a case by number', 'switch (v->kind) {\n  case 3: return;\n}', 1],
  ])('%s', (_, text, count) => {
    expect(c(text)).toHaveLength(count);
  });
  it.each([
    ['uses', 'if (LOC_KIND(at) == LOC_SPILL && frame->flags & FRAME_ENTRY) take(EXIT_MAX_VALUES);'],
    ['a macro that takes a location apart', '#define LOC_KIND(l) ((l) & LOC_KIND_MASK)'],
    ['comments', '/* enum { LOC_UNCHANGED } and #define EXIT_MAX_VALUES 1 */'],
    ['enumerations of its own', 'enum { PENDING_GC = 2, CLASS_FINAL = 4 };'],
    ['arguments that are enums', 'void f(enum Order { UP, DOWN } order, int LOC_X);'],
  ])('nothing: %s', (_, text) => {
    expect(c(text)).toEqual([]);
  });
  it('characters have kinds of their own', () => {
    expect(c('if (text.kind == 1) return;', 'native/text/str/core.c')).toEqual([]);
  });
});

describe('TypeScript', () => {
  it.each([
    ['a constant under its C name', 'const FRAME_INIT_CLEANUP = 4;', 1],
    ['under the name of the contract', 'export const ExitKind = { GUARD: 0 } as const;', 1],
    ['of a family', 'const FRAME_ROOM = 160;', 1],
    ['sizes', 'const SIZEOF_FRAME: number = 80;', 1],
    ['by pattern', 'const [OPERAND_SAME_CLASS, OPERAND_INT] = [0, 1];', 2],
    ['a field compared with a number', "if (recording.kind === 3) return 'bridge';", 1],
    ['bits', 'const isGenerator = (code.flags & 0x2a0) !== 0;', 1],
    ['a bit of a variable', 'if (flags & 1) return;', 1],
    ['a list', "const names = ['val', 'i64', 'f64', 'ptr', 'bool'];", 1],
    ['a union', "type Field = 'iter.i' | 'iter.j' | 'cell.value' | 'ctx.handled';", 1],
    ['a promise', '/** Keep in step with exits.h. */', 1],
  ])('%s', (_, text, count) => {
    expect(ts(text)).toHaveLength(count);
  });
  it.each([
    ['uses', "import { FrameFlag } from '../contract/frames.ts';\nif (flags & FrameFlag.ENTRY) stop();"],
    ['no flags', 'if (frame.flags === 0) stop();'],
    ['names of uops', "const STORE_SLOT = op('_STORE_SLOT');"],
    ['kinds by name', "if (anchor.kind === 'bridge') stop();"],
    ['limits of its own', 'const MAX_FRAMES = 12;'],
    ['comments', '// const FRAME_ROOM = 160;'],
  ])('nothing: %s', (_, text) => {
    expect(ts(text)).toEqual([]);
  });
});
