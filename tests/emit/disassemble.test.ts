/** The disassembler of `--dump=asm`, for both targets. */
import { expect, it } from 'vitest';
import { disassemble } from '../../ts/emit/disassemble.ts';

it('decodes x86-64 and AArch64, synchronously', () => {
  const x86 = disassemble(
    'x86_64',
    Uint8Array.of(0x49, 0x89, 0xfe, 0xe9, 0xf8, 0xff, 0xff, 0xff),
    0x7f1234567000,
  );
  expect(x86).toEqual([
    { offset: 0, size: 3, text: 'mov r14, rdi' },
    { offset: 3, size: 5, text: 'jmp 0x7f1234567000' },
  ]);
  const arm = disassemble('aarch64', Uint8Array.of(0xc8, 0x02, 0x19, 0xab), 0x1000);
  expect(arm).toEqual([{ offset: 0, size: 4, text: 'adds x8, x22, x25' }]);
});
