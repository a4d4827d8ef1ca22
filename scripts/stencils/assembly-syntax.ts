/**
 * What the rewriting must know of the two assembly languages: branches, their inverses, comments, and the few
 * instructions that cannot stand as clang wrote them.
 */

/** End of a basic block. `condition` is the branch without its target, e.g. `jne` or `tbz w1, #0,`. */
export type Branch =
  | { readonly kind: 'jump'; target: string }
  | { readonly kind: 'branch'; readonly condition: string; target: string; next: string }
  | { readonly kind: 'stop'; readonly text: string };

export interface Syntax {
  readonly comment: RegExp;
  parseBranch(text: string): Branch | null;
  isReturn(text: string): boolean;
  invert(condition: string): string;
  jump(target: string): string;
  /**
   * A conditional branch; `far`: the target is not in this stencil's own stream, so it may be any distance
   * away.
   */
  branch(condition: string, target: string, far: boolean): string[];
  /** Is it the branch for signed overflow? */
  isOverflow(condition: string): boolean;
  /**
   * When `lines` end in a checked addition or subtraction into a temporary, which `copy` then moves to an
   * operand: the same done in place, with the instruction that undoes it. Null otherwise, and when the
   * temporary is used `later`.
   */
  inPlace(
    lines: readonly string[],
    copy: string,
    later: readonly string[],
  ): { readonly lines: string[]; readonly undo: string } | null;
  /** Folds signed immediates that clang loaded into a temporary first. `all`: every line of the stencil. */
  foldImmediates(lines: string[], all: readonly string[]): void;
  /** Throws when the instruction cannot be translated. */
  rewriteInstruction(line: string, stencil: string): string;
}

const X86_INVERSE: Record<string, string> = {};
for (const pair of ['o no', 'b ae', 'e ne', 'be a', 's ns', 'p np', 'l ge', 'le g']) {
  const [yes, no] = pair.split(' ');
  X86_INVERSE[`j${yes}`] = `j${no}`;
  X86_INVERSE[`j${no}`] = `j${yes}`;
}

const WIDE: Record<string, string> = { a: 'rax', b: 'rbx', c: 'rcx', d: 'rdx' };
/** `eax` => `rax`, `r9d` => `r9`, `esi` => `rsi`. */
function wideName(register: string): string {
  const short = /^e([abcd])x$/.exec(register);
  if (short) return WIDE[short[1]];
  if (/^r\d+d$/.test(register)) return register.slice(0, -1);
  return register.replace(/^e/, 'r');
}

/** Names of %rax, %r10 or %r11 as 64- or 32-bit registers; null for what may hold an argument. */
function temporary(register: string): RegExp | null {
  if (register === 'rax') return /%(rax|eax|ax|al|ah)\b/;
  return /^r1[01]$/.test(register) ? new RegExp(`%${register}[dwb]?\\b`) : null;
}
const INVERSE_SUM: Record<string, string> = { addq: 'subq', subq: 'addq' };

export const X86_SYNTAX: Syntax = {
  comment: /#.*$/,
  parseBranch(text) {
    const match = /^(j\w+)\s+(\S+)$/.exec(text);
    if (!match) return null;
    const [, mnemonic, target] = match;
    if (mnemonic === 'jmp' || mnemonic === 'jmpq')
      return target.startsWith('*') ? { kind: 'stop', text: `\t${text}` } : { kind: 'jump', target };
    if (!(mnemonic in X86_INVERSE)) throw new Error(`unknown branch ${text}`);
    return { kind: 'branch', condition: mnemonic, target, next: '' };
  },
  isReturn: (text) => /^ret/.test(text),
  isOverflow: (condition) => condition === 'jo',
  inPlace(lines, copy, later) {
    const sum = /^\s*(addq|subq)\s+(\S+), %(\w+)$/.exec(lines[lines.length - 1] ?? '');
    const moved = /^\s*movq\s+%(\w+), %(\w+)$/.exec(copy);
    if (!sum || !moved || sum[3] !== moved[1]) return null;
    const [, mnemonic, operand, temp] = sum;
    const target = moved[2];
    const pattern = temporary(temp);
    if (!pattern || later.some((line) => pattern.test(line))) return null;
    const undo = INVERSE_SUM[mnemonic];
    const before = lines.slice(0, -1);
    // The temporary was a copy of the target: add to the target itself.
    if (operand !== `%${target}` && before.length > 0) {
      const load = before[before.length - 1].trim().replace(/\s+/g, ' ');
      if (load === `movq %${target}, %${temp}`)
        return {
          lines: [...before.slice(0, -1), `\t${mnemonic}\t${operand}, %${target}`],
          undo: `\t${undo}\t${operand}, %${target}`,
        };
    }
    // The target was added to the temporary: the other way round.
    if (mnemonic === 'addq' && operand === `%${target}`)
      return {
        lines: [...before, `\taddq\t%${temp}, %${target}`],
        undo: `\tsubq\t%${temp}, %${target}`,
      };
    return null;
  },
  foldImmediates(lines, all) {
    for (let i = 0; i + 1 < lines.length; i++) {
      const load = /^\s*movl\s+\$(_JIT_IMMS32_\w+), %(\w+)$/.exec(lines[i]);
      const pattern = load && temporary(wideName(load[2]));
      const use = load && /^\s*(andq|orq|xorq|addq|subq|cmpq)\s+%(\w+), (%\w+)$/.exec(lines[i + 1]);
      if (!load || !pattern || !use || use[2] !== wideName(load[2])) continue;
      if (all.filter((line) => pattern.test(line)).length !== 2) continue;
      lines.splice(i, 2, `\t${use[1]}\t$${load[1]}, ${use[3]}`);
    }
  },
  invert: (condition) => X86_INVERSE[condition],
  jump: (target) => `\tjmp\t${target}`,
  branch: (condition, target) => [`\t${condition}\t${target}`],
  rewriteInstruction(line, stencil) {
    // clang takes addresses for unsigned 31-bit numbers; a signed immediate must be extended.
    const signed = /^\s*movl\s+\$(_JIT_IMMS32_\w+), %(\w+)$/.exec(line);
    if (signed) return `\tmovq\t$${signed[1]}, %${wideName(signed[2])}`;
    const real = /(\$?)\b(?!_JIT_)([A-Za-z_][\w.$]*)(?=[-+\d]*\()|\$(?!_JIT_)([A-Za-z_][\w.$]*)/.exec(line);
    if (!real || /\(%rip\)/.test(line)) return line;
    // The runtime may be anywhere in 64 bits: only its distance fits an instruction.
    const taken = /^\s*mov[lq]\s+\$([A-Za-z_][\w.$+]*), %(\w+)$/.exec(line);
    if (taken) return `\tleaq\t${taken[1]}(%rip), %${wideName(taken[2])}`;
    throw new Error(
      `${stencil}: the address of ${real[2] ?? real[3]} is an operand (${line.trim()}); ` +
        'write STENCIL_ADDRESS(symbol) in the body, which puts it into a register first',
    );
  },
};

const ARM_INVERSE: Record<string, string> = { cbz: 'cbnz', cbnz: 'cbz', tbz: 'tbnz', tbnz: 'tbz' };
for (const pair of ['eq ne', 'hs lo', 'cs cc', 'mi pl', 'vs vc', 'hi ls', 'ge lt', 'gt le']) {
  const [yes, no] = pair.split(' ');
  ARM_INVERSE[`b.${yes}`] = `b.${no}`;
  ARM_INVERSE[`b.${no}`] = `b.${yes}`;
}

let skips = 0;

export const ARM_SYNTAX: Syntax = {
  comment: /\/\/.*$/,
  parseBranch(text) {
    const jump = /^b\s+(\S+)$/.exec(text);
    if (jump) return { kind: 'jump', target: jump[1] };
    if (/^br\s/.test(text)) return { kind: 'stop', text: `\t${text}` };
    const plain = /^(b\.\w+)\s+(\S+)$/.exec(text);
    if (plain) return { kind: 'branch', condition: plain[1], target: plain[2], next: '' };
    const test = /^([ct]bn?z\s.*,)\s*(\S+)$/.exec(text);
    return test ? { kind: 'branch', condition: test[1], target: test[2], next: '' } : null;
  },
  isReturn: (text) => /^ret/.test(text),
  isOverflow: (condition) => condition === 'b.vs',
  inPlace(lines, copy, later) {
    const sum = /^\s*(adds|subs)\s+(x\d+), (x\d+), (\S+)$/.exec(lines[lines.length - 1] ?? '');
    const moved = /^\s*mov\s+(x\d+), (x\d+)$/.exec(copy);
    if (!sum || !moved || sum[2] !== moved[2]) return null;
    const [, mnemonic, temp, left, right] = sum;
    const target = moved[1];
    if (
      !/^x([89]|1[0-7])$/.test(temp) ||
      later.some((line) => new RegExp(`\\b[xw]${temp.slice(1)}\\b`).test(line))
    )
      return null;
    const undo = mnemonic === 'adds' ? 'sub' : 'add';
    if (left === target && right !== target)
      return {
        lines: [...lines.slice(0, -1), `\t${mnemonic}\t${target}, ${target}, ${right}`],
        undo: `\t${undo}\t${target}, ${target}, ${right}`,
      };
    if (mnemonic === 'adds' && right === target && left !== target)
      return {
        lines: [...lines.slice(0, -1), `\tadds\t${target}, ${target}, ${left}`],
        undo: `\tsub\t${target}, ${target}, ${left}`,
      };
    return null;
  },
  // Immediates are built by moves in any case.
  foldImmediates: () => {},
  invert: (condition) => condition.replace(/^[\w.]+/, (mnemonic) => ARM_INVERSE[mnemonic]),
  jump: (target) => `\tb\t${target}`,
  branch(condition, target, far) {
    if (!far || !/^tb/.test(condition)) return [`\t${condition}\t${target}`];
    // A bit test reaches 32 KB only; other conditional branches reach 1 MB, plain ones 128 MB.
    const skip = `.Lskip${skips++}`;
    return [`\t${ARM_SYNTAX.invert(condition)}\t${skip}`, `\tb\t${target}`, `${skip}:`];
  },
  rewriteInstruction: (line) => line,
};
