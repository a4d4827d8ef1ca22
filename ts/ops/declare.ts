/**
 * The one notation for uops:
 *
 *     uop('_BINARY_OP_ADD_INT', 'left=int, right=int -- res=int', 'exit when the sum is no fixnum', { exits, operator: '+', … })
 *
 * The signature is CPython's, inputs `--` outputs, with
 *     x             a tagged word                     x=int       one that is known to be an int (types.ts: Kind)
 *     x:i64         in another representation         x[oparg]    an array of that length
 *     peek x        only looked at                    x@oparg     looked at `oparg` deep
 * The last argument holds everything else; flags that are set have their own names (`{ exits, fresh }`). `lowered` declares a uop that only
 * traces contain. The tables are aligned by hand, a uop to a row.
 *
 * The register rule follows from the effects unless given: array operands pass through memory, bodies that may call C (raise, run code,
 * allocate) have fixed registers, everything else is free.
 */
import type {
  Effects,
  Enumeration,
  Facts,
  HeapClass,
  Immediate,
  ImmKind,
  Kind,
  Operand,
  Repr,
  Uop,
  UopName,
} from './types.ts';

/** All that may follow a uop's name, signature and description. */
export interface Details extends Facts {
  /** `'oparg version/u32 offset/u16'`; a bare name has its kind's name. */
  readonly imms?: string;
  readonly effects?: Effects;
  readonly exits?: true;
  readonly registers?: Uop['registers'];
  readonly threeAddress?: true;
  readonly tier?: 1 | 2;
  readonly control?: true;
  readonly trace?: NonNullable<Uop['trace']>;
  readonly truth?: true;
  readonly commutative?: true;
  readonly evaluate?: NonNullable<Uop['evaluate']>;
}

// Flags by their names, for short rows.
export const exits = true;
export const truth = true;
export const commutative = true;
export const overflows = true;
export const fresh = true;
export const immutable = true;
export const boxes = true;

interface Signature {
  readonly ins: readonly Operand[];
  readonly outs: readonly Operand[];
  /** Some operand is an array. */
  readonly inMemory: boolean;
}

/** Made once for each text: most uops have a `left`, a `res`, many the same signature. */
const operands = new Map<string, Operand>();
const signatures = new Map<string, Signature>();

function operand(text: string): Operand {
  let made = operands.get(text);
  if (!made) operands.set(text, (made = parseOperand(text)));
  return made;
}

function parseOperand(text: string): Operand {
  const match = /^(peek )?([a-z_0-9]+)(?::(\w+))?(?:\[(.+)\])?(?:=(\w+))?(?:@(.+))?$/.exec(text.trim());
  if (!match) throw new Error(`bad operand '${text}'`);
  const [, peek, name, repr, array, is, depth] = match;
  return {
    name: name!,
    repr: (repr ?? 'val') as Repr,
    ...(peek ? { peek: true } : {}),
    ...(array ? { array } : {}),
    ...(is ? { is: is as Kind } : {}),
    ...(depth ? { depth, peek: true } : {}),
  };
}

function signature(text: string): Signature {
  let made = signatures.get(text);
  if (!made) {
    const [ins, outs] = text
      .split('--')
      .map((side) => (side.trim() ? side.trim().split(', ').map(operand) : []));
    if (!ins || !outs) throw new Error(`bad signature '${text}'`);
    made = { ins, outs, inMemory: ins.some((o) => o.array) || outs.some((o) => o.array) };
    signatures.set(text, made);
  }
  return made;
}

function immediates(text: string): Immediate[] {
  return text.split(' ').map((word) => {
    const [signature, of] = word.split(':');
    const [name, kind] = signature.split('/');
    const made = { name, kind: (kind ?? name) as ImmKind };
    return of ? { ...made, of: of as Enumeration } : made;
  });
}

const NO_EFFECTS: Effects = {};
const NO_DETAILS: Details = {};
const NO_IMMEDIATES: readonly Immediate[] = [];
type Writable<X> = { -readonly [K in keyof X]: X[K] };

export function uop(name: UopName, operandsText: string, doc: string, details: Details = NO_DETAILS): Uop {
  const { imms, effects = NO_EFFECTS, exits = false, registers, ...rest } = details;
  const { ins, outs, inMemory } = signature(operandsText);
  const callsC = effects.raises || effects.runsCode || effects.allocates;
  return {
    name,
    doc,
    ins,
    outs,
    imms: imms ? immediates(imms) : NO_IMMEDIATES,
    effects,
    exits,
    registers: registers ?? (inMemory ? 'memory' : callsC ? 'fixed' : 'regs'),
    ...rest,
  };
}

export function lowered(name: UopName, operandsText: string, doc: string, details?: Details): Uop {
  const made: Writable<Uop> = uop(name, operandsText, doc, details);
  made.tier = 2;
  return made;
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

/** A uop of tier 1 that makes the frame of a Python method, or exits: a trace follows it (ts/recorder/special.ts). */
export const entersMethod = { exits, effects: RAISES, tier: 1, trace: 'virtual' } as const;
/** A micro-op of traces that does through C what an instruction does with a name. */
export const byName = { imms: 'name/const', effects: RUNS_CODE, tier: 2 } as const;
