/**
 * Short notation for declaring uops. A signature is CPython's: `'left, peek right -- res:f64'`, arrays as `args[oparg]`, and
 * `list@oparg` for a value that is looked at `oparg` deep.
 *
 * The register rule follows from the effects unless given: array operands pass through memory, bodies that may call C
 * (raise, run code, allocate) have fixed registers, everything else is free.
 */
import type {
  Effects,
  HeapClass,
  Immediate,
  ImmKind,
  Operand,
  RefValue,
  RegisterRule,
  Repr,
  Uop,
} from './types.ts';

export interface UopOptions {
  /** `'oparg version/u32 offset/u16'`; a bare name has its kind's name. */
  readonly imms?: string;
  readonly effects?: Effects;
  readonly exits?: true;
  readonly registers?: RegisterRule;
  readonly threeAddress?: true;
  readonly tier?: 1 | 2;
  readonly control?: true;
  readonly trace?: NonNullable<Uop['trace']>;
  readonly truth?: true;
  readonly commutative?: true;
  readonly evaluate?: (ins: readonly RefValue[], imms: readonly RefValue[]) => readonly RefValue[] | 'exit';
}

/** Made once for each text: most uops have a `left`, a `res`. */
const known = new Map<string, Operand>();

function operand(text: string): Operand {
  let made = known.get(text);
  if (!made) known.set(text, (made = parseOperand(text)));
  return made;
}

function parseOperand(text: string): Operand {
  const match = /^(peek )?([a-z_0-9]+)(?::(\w+))?(?:\[(.+)\])?(?:@(.+))?$/.exec(text.trim());
  if (!match) throw new Error(`bad operand '${text}'`);
  const [, peek, name, repr, array, depth] = match;
  return {
    name: name!,
    repr: (repr ?? 'val') as Repr,
    ...(peek ? { peek: true } : {}),
    ...(array ? { array } : {}),
    ...(depth ? { depth, peek: true } : {}),
  };
}

const operands = (text: string): Operand[] => (text.trim() ? text.split(',').map(operand) : []);

function immediates(text: string | undefined): Immediate[] {
  if (!text) return [];
  return text.split(' ').map((word) => {
    const [name, kind] = word.split('/');
    return { name: name!, kind: (kind ?? name) as ImmKind };
  });
}

export function uop(name: `_${string}`, signature: string, doc: string, options: UopOptions = {}): Uop {
  const [ins = '', outs = ''] = signature.split('--');
  const { imms, effects = {}, exits, registers, ...rest } = options;
  const inputs = operands(ins);
  const outputs = operands(outs);
  const inMemory = [...inputs, ...outputs].some((o) => o.array);
  const callsC = effects.raises || effects.runsCode || effects.allocates;
  return {
    name,
    doc,
    ins: inputs,
    outs: outputs,
    imms: immediates(imms),
    effects,
    exits: exits ?? false,
    registers: registers ?? (inMemory ? 'memory' : callsC ? 'fixed' : 'regs'),
    ...rest,
  };
}

/** Arbitrary Python code may run. */
export const RUNS_CODE: Effects = {
  reads: ['any'],
  writes: ['any'],
  raises: true,
  runsCode: true,
  allocates: true,
};
/** Allocates, may run out of memory, touches nothing else. */
export const ALLOCATES: Effects = { raises: true, allocates: true };
export const RAISES: Effects = { raises: true };
export const reads = (...classes: HeapClass[]): Effects => ({ reads: classes });
export const writes = (...classes: HeapClass[]): Effects => ({ writes: classes });
