/** The rewriting between compiler and assembler, on small functions. */
import { describe, expect, it } from 'vitest';
import { rewriteAssembly, rewriteFunction } from '../../scripts/stencils/assembly.ts';
import { ARM_SYNTAX, X86_SYNTAX } from '../../scripts/stencils/assembly-syntax.ts';

/** The hot and the cold stream, without the stencil's own two labels. */
function rewrite(source: string, syntax = X86_SYNTAX): { hot: string; cold: string } {
  const { hot, cold } = rewriteFunction('S', source.trim().split('\n'), syntax);
  const text = (lines: string[]): string =>
    lines
      .map((line) => line.trim().replaceAll('\t', ' '))
      .filter((line) => !/^S\.(hot|cold):$/.test(line))
      .join('\n');
  return { hot: text(hot), cold: text(cold) };
}

describe('hot path', () => {
  it('drops the jump to the next stencil', () => {
    expect(rewrite('\tmovq %rdi, %rsi\n\tjmp\t_JIT_CONTINUE')).toEqual({
      hot: '.LS.0:\nmovq %rdi, %rsi',
      cold: '',
    });
  });

  it('sends a failing guard straight to its exit', () => {
    const { hot, cold } = rewrite(`
\taddq %rsi, %rdi
\tjo .LBB0_1
\tmovq %rdi, %r14
\tjmp _JIT_CONTINUE
.LBB0_1:
\tjmp _JIT_EXIT`);
    expect(hot).toBe('.LS.0:\naddq %rsi, %rdi\njo _JIT_EXIT\n.LS.1:\nmovq %rdi, %r14');
    expect(cold).toBe('');
  });

  it('adds in place where the exit can undo it', () => {
    const { hot, cold } = rewrite(`
\tmovq\t%r14, %rax
\taddq\t%rsi, %rax
\tjo\t.LBB0_1
\tmovq\t%rax, %r14
\tjmp\t_JIT_CONTINUE
.LBB0_1:
\tjmp\t_JIT_EXIT`);
    expect(hot).toContain('addq %rsi, %r14\njo S.3');
    expect(hot).not.toContain('%rax');
    expect(cold).toContain('subq %rsi, %r14\njmp _JIT_EXIT');
  });

  it('does not add in place when the temporary is used again', () => {
    const { hot } = rewrite(`
\tmovq\t%r14, %rax
\taddq\t%rsi, %rax
\tjo\t_JIT_EXIT
\tmovq\t%rax, %r14
\tmovq\t%rax, %rdi
\tjmp\t_JIT_CONTINUE`);
    expect(hot).toContain('jo _JIT_EXIT');
  });

  it('inverts a branch whose other side only leaves', () => {
    const { hot } = rewrite(`
\ttestb $1, %dil
\tjne .LBB0_2
\tjmp _JIT_EXIT
.LBB0_2:
\tincq %rdi
\tjmp _JIT_CONTINUE`);
    expect(hot).toBe('.LS.0:\ntestb $1, %dil\nje _JIT_EXIT\n.LS.2:\nincq %rdi');
  });

  it('keeps a loop that calls nothing in the hot stream, and ends with the way on', () => {
    const { hot, cold } = rewrite(`
\txorl %eax, %eax
.LBB0_1:
\tcmpq %rax, %rdi
\tje .LBB0_3
\tincq %rax
\tjmp .LBB0_1
.LBB0_3:
\tmovq %rax, %rdi
\tjmp _JIT_CONTINUE`);
    expect(cold).toBe('');
    expect(hot.endsWith('movq %rax, %rdi')).toBe(true);
    expect(hot).toContain('incq %rax');
  });
});

describe('cold stream', () => {
  it('takes unlikely blocks, which jump to the next stencil', () => {
    const { hot, cold } = rewrite(`
\ttestq %rdi, %rdi
\tje .LBB0_1
\tjmp _JIT_CONTINUE
.LBB0_1:
\tpushq %rax
\tcallq slow
\tpopq %rax
\tjmp _JIT_CONTINUE`);
    expect(hot).toBe('.globl S.2\n.LS.0:\ntestq %rdi, %rdi\nje S.2');
    expect(cold).toContain('S.2:\npushq %rax');
    expect(cold).toContain('callq slow');
    expect(cold.endsWith('jmp _JIT_CONTINUE')).toBe(true);
  });

  it('names data, so that relocations do', () => {
    const source = [
      '\t.section .rodata.cst8,"aM",@progbits,8',
      '.LCPI0_0:',
      '\t.quad 0x400c000000000000 # double 3.5',
      '\t.text',
      'S: # @S',
      '\tmulsd .LCPI0_0(%rip), %xmm1',
      '\tjmp _JIT_CONTINUE # TAILCALL',
      '.Lfunc_end0:',
    ].join('\n');
    const { text, stencils } = rewriteAssembly(source, X86_SYNTAX, 'b1');
    expect(stencils).toEqual(['S']);
    expect(text).toContain('mulsd _DATA_b1__LCPI0_0(%rip), %xmm1');
    expect(text).toContain('.globl _DATA_b1__LCPI0_0');
  });
});

describe('x86-64', () => {
  const one = (line: string): string =>
    X86_SYNTAX.rewriteInstruction(`\t${line}`, 'S').trim().replace('\t', ' ');
  it('sign-extends signed immediates', () => {
    expect(one('movl\t$_JIT_IMMS32_0, %edi')).toBe('movq $_JIT_IMMS32_0, %rdi');
    expect(one('movl\t$_JIT_IMMS32_0, %r9d')).toBe('movq $_JIT_IMMS32_0, %r9');
    expect(one('movl\t$_JIT_IMM32_0, %edi')).toBe('movl\t$_JIT_IMM32_0, %edi'.replace('\t', ' '));
  });
  it('takes addresses of the runtime relative to the instruction', () => {
    expect(one('movl\t$table, %esi')).toBe('leaq table(%rip), %rsi');
  });
  it('refuses an address as an operand', () => {
    expect(() => one('movq\ttable(,%rdi,8), %rax')).toThrow('STENCIL_ADDRESS');
  });
  it('refuses to return', () => {
    expect(() => rewrite('\tretq')).toThrow('tail call');
  });
});

describe('AArch64', () => {
  it('reaches far exits from bit tests through a plain branch', () => {
    const { hot } = rewrite(
      `
\ttbnz w24, #0, .LBB0_2
\tb _JIT_CONTINUE
.LBB0_2:
\tb _JIT_EXIT`,
      ARM_SYNTAX,
    );
    expect(hot).toMatch(/^\.LS\.0:\ntbz w24, #0, (\.Lskip\d+)\nb _JIT_EXIT\n\1:$/);
  });
  it('branches on conditions directly', () => {
    const { hot } = rewrite('\tb.ne .LBB0_2\n\tb _JIT_CONTINUE\n.LBB0_2:\n\tb _JIT_EXIT', ARM_SYNTAX);
    expect(hot).toBe('.LS.0:\nb.ne _JIT_EXIT');
  });
});
