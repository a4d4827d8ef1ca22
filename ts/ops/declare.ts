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

/** Without a regular expression: V8 would compile it while a program waits for its first trace. */
function parseOperand(text: string): Operand {
  let rest = text.trim();
  const peek = rest.startsWith('peek ');
  if (peek) rest = rest.slice('peek '.length);
  const cut = (mark: string): string | undefined => {
    const at = rest.indexOf(mark);
    if (at < 0) return undefined;
    const after = rest.slice(at + 1);
    rest = rest.slice(0, at);
    return after;
  };
  const depth = cut('@');
  const is = cut('=');
  const array = cut('[');
  const repr = cut(':') ?? 'val';
  const made: Writable<Operand> = { name: rest, repr: repr as Repr };
  if (is) made.is = is as Kind;
  if (peek || depth) made.peek = true;
  if (depth) made.depth = depth;
  if (array) made.array = array.slice(0, -1); // without the bracket
  return made;
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

type Writable<X> = { -readonly [K in keyof X]: X[K] };
const NO_EFFECTS: Effects = {};
const NO_DETAILS: Details = {};
const NO_IMMEDIATES: readonly Immediate[] = [];

/**
 * A uop as it was declared. There are five hundred, a program's traces use a hundred of them, and all are made before the first trace is:
 * so texts are parsed when they are asked for, and whatever reads a uop finds one and the same layout.
 */
class Declared {
  readonly effects: Effects;
  readonly exits: boolean;
  private parsed: Signature | undefined;
  private immediates: readonly Immediate[] | undefined;

  constructor(
    readonly name: UopName,
    private readonly text: string,
    readonly doc: string,
    private readonly details: Details,
    readonly tier: 1 | 2 | undefined,
  ) {
    this.effects = details.effects ?? NO_EFFECTS;
    this.exits = details.exits ?? false;
  }

  private get signature(): Signature {
    this.parsed ??= signature(this.text);
    return this.parsed;
  }
  get ins() {
    return this.signature.ins;
  }
  get outs() {
    return this.signature.outs;
  }
  get imms() {
    const { imms } = this.details;
    this.immediates ??= imms ? immediates(imms) : NO_IMMEDIATES;
    return this.immediates;
  }
  get registers() {
    const { raises, runsCode, allocates } = this.effects;
    const callsC = raises || runsCode || allocates;
    return this.details.registers ?? (this.signature.inMemory ? 'memory' : callsC ? 'fixed' : 'regs');
  }
  get threeAddress() {
    return this.details.threeAddress;
  }
  get control() {
    return this.details.control;
  }
  get trace() {
    return this.details.trace;
  }
  get truth() {
    return this.details.truth;
  }
  get commutative() {
    return this.details.commutative;
  }
  get evaluate() {
    return this.details.evaluate;
  }
  get operator() {
    return this.details.operator;
  }
  get immediate() {
    return this.details.immediate;
  }
  get immediateLeft() {
    return this.details.immediateLeft;
  }
  get unchecked() {
    return this.details.unchecked;
  }
  get unboxed() {
    return this.details.unboxed;
  }
  get guard() {
    return this.details.guard;
  }
  get proves() {
    return this.details.proves;
  }
  get single() {
    return this.details.single;
  }
  get negated() {
    return this.details.negated;
  }
  get negatedSwapped() {
    return this.details.negatedSwapped;
  }
  get overflows() {
    return this.details.overflows;
  }
  get fresh() {
    return this.details.fresh;
  }
  get immutable() {
    return this.details.immutable;
  }
  get location() {
    return this.details.location;
  }
  get boxes() {
    return this.details.boxes;
  }
  get marker() {
    return this.details.marker;
  }
}

export const uop = (name: UopName, operands: string, doc: string, details: Details = NO_DETAILS): Uop =>
  new Declared(name, operands, doc, details, details.tier) as Uop;

export const lowered = (name: UopName, operands: string, doc: string, details: Details = NO_DETAILS): Uop =>
  new Declared(name, operands, doc, details, 2) as Uop;

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
