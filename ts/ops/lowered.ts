/**
 * Uops that only optimized traces contain: arithmetic on unboxed numbers, fused compare-and-exit guards, single field loads and
 * stores. The optimizer lowers the recorded uops to these; no bytecode uses them. Bodies: stencils/lowered_{int,float,heap,generator}.c.
 *
 * Names: `_I64_…` works on untagged 64-bit ints, `_F64_…` on doubles. `…_IMM` takes its right operand as a 32-bit immediate,
 * `…_UNCHECKED` is for operands whose ranges exclude overflow. a > b is written b < a; an i64 guard for "not a < b" is b <= a;
 * floats need `_GUARD_F64_NOT_…` because of nan.
 *
 * An immediate of kind `slot` is the slot's index in the trace; the stitcher patches sizeof(Frame) + 8 * index.
 */
import { RUNS_CODE } from './declare.ts';
import type { Effects, ImmKind, Operand, RefValue, RegisterRule, Repr, Uop } from './types.ts';

type Evaluate = (ins: readonly RefValue[], imms: readonly RefValue[]) => readonly RefValue[] | 'exit';

const known = new Map<string, readonly Operand[]>([['', []]]);

/** `left:i64 right:i64`; made once for each text. */
function operands(text: string): readonly Operand[] {
  let made = known.get(text);
  if (!made) {
    made = text.split(' ').map((word) => {
      const [name, repr] = word.split(':');
      return { name, repr: repr as Repr };
    });
    known.set(text, made);
  }
  return made;
}

interface More {
  imm?: string;
  exits?: boolean;
  effects?: Effects;
  registers?: RegisterRule;
  commutative?: true;
  evaluate?: Evaluate;
}

function uop(name: `_${string}`, ins: string, outs: string, doc: string, more: More = {}): Uop {
  const imms = operands(more.imm ?? '').map((o) => ({ name: o.name, kind: o.repr as string as ImmKind }));
  return {
    name,
    doc,
    ins: operands(ins),
    outs: operands(outs),
    imms,
    effects: more.effects ?? {},
    exits: more.exits ?? false,
    registers: more.registers ?? 'regs',
    tier: 2,
    ...(more.commutative ? { commutative: true as const } : {}),
    ...(more.evaluate ? { evaluate: more.evaluate } : {}),
  };
}

// ---- reference meaning ----

const MIN = -(1n << 63n);
const MAX = (1n << 63n) - 1n;
const FIXNUM_MIN = -(1n << 62n);
const FIXNUM_MAX = (1n << 62n) - 1n;

type Int2 = (a: bigint, b: bigint) => bigint | null;
const fits = (x: bigint | null): x is bigint => x !== null && x >= MIN && x <= MAX;

const int2 =
  (f: Int2): Evaluate =>
  ([a, b]) => {
    const x = f(a as bigint, b as bigint);
    return fits(x) ? [x] : 'exit';
  };
const intImm =
  (f: Int2): Evaluate =>
  ([a], [b]) => {
    const x = f(a as bigint, BigInt(b as number | bigint));
    return fits(x) ? [x] : 'exit';
  };
const int1 =
  (f: (a: bigint) => bigint): Evaluate =>
  ([a]) => {
    const x = f(a as bigint);
    return fits(x) ? [x] : 'exit';
  };
const float2 =
  (f: (a: number, b: number) => number | null): Evaluate =>
  ([a, b]) => {
    const x = f(a as number, b as number);
    return x === null ? 'exit' : [x];
  };
const float1 =
  (f: (a: number) => number | null): Evaluate =>
  ([a]) => {
    const x = f(a as number);
    return x === null ? 'exit' : [x];
  };
const test =
  (f: (a: never, b: never) => boolean): Evaluate =>
  ([a, b]) => [f(a as never, b as never)];
const guard =
  (f: (a: never, b: never) => boolean): Evaluate =>
  ([a, b]) =>
    f(a as never, b as never) ? [] : 'exit';
const guardImm =
  (f: (a: bigint, b: bigint) => boolean): Evaluate =>
  ([a], [b]) =>
    f(a as bigint, BigInt(b as number | bigint)) ? [] : 'exit';

const floorDiv: Int2 = (a, b) => (b === 0n ? null : a % b !== 0n && a < 0n !== b < 0n ? a / b - 1n : a / b);
const floorMod: Int2 = (a, b) => {
  const q = floorDiv(a, b);
  return q === null ? null : a - q * b;
};
const shiftLeft: Int2 = (a, n) => (n < 0n || n > 62n ? null : a << n);
const shiftRight: Int2 = (a, n) => (n < 0n ? null : a >> (n > 63n ? 63n : n));

/** CPython's float_rem: the remainder with the divisor's sign, zero included. */
export function pythonFloatMod(a: number, b: number): number | null {
  if (b === 0) return null;
  let r = a % b;
  if (r !== 0) {
    if (b < 0 !== r < 0) r += b;
  } else r = b < 0 ? -0 : 0;
  return r;
}
/** CPython's float_floor_div. */
export function pythonFloatFloorDiv(a: number, b: number): number | null {
  if (b === 0) return null;
  let r = a % b;
  let quotient = (a - r) / b;
  if (r !== 0) {
    if (b < 0 !== r < 0) {
      r += b;
      quotient -= 1;
    }
  }
  if (quotient !== 0) {
    const floor = Math.floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
  }
  return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
}

// ---- declarations ----

const EXITS = { exits: true } as const;

const conversions: Uop[] = [
  uop('_UNBOX_INT', 'value:val', 'res:i64', 'fixnum → i64', { evaluate: int1((a) => a) }),
  uop('_BOX_INT', 'value:i64', 'res:val', 'i64 → fixnum; exits beyond 63 bits', {
    ...EXITS,
    evaluate: ([a]) => ((a as bigint) < FIXNUM_MIN || (a as bigint) > FIXNUM_MAX ? 'exit' : [a]),
  }),
  uop('_TAG_INT', 'value:i64', 'res:val', 'i64 known to fit 63 bits → fixnum', { evaluate: int1((a) => a) }),
  uop('_UNBOX_FLOAT', 'value:val', 'res:f64', 'flonum or Float cell → double', { evaluate: ([a]) => [a] }),
  uop('_BOX_FLOAT', 'value:f64', 'res:val', 'double → flonum, in rare cases a Float cell', {
    effects: { allocates: true, raises: true },
    evaluate: ([a]) => [a],
  }),
  uop('_UNBOX_BOOL', 'value:val', 'res:bool', 'True or False → bool', { evaluate: ([a]) => [a] }),
  uop('_BOX_BOOL', 'value:bool', 'res:val', 'bool → True or False', { evaluate: ([a]) => [a] }),
  uop('_I64_TO_F64', 'value:i64', 'res:f64', 'nearest double', {
    // Number() of a bigint rounds to nearest even, as cvtsi2sd does.
    evaluate: ([a]) => [Number(a as bigint)],
  }),
];

const arithmetic: [string, string, Int2][] = [
  ['ADD', '+', (a, b) => a + b],
  ['SUB', '-', (a, b) => a - b],
  ['MUL', '*', (a, b) => a * b],
];
const bitwise: [string, string, Int2][] = [
  ['AND', '&', (a, b) => a & b],
  ['OR', '|', (a, b) => a | b],
  ['XOR', '^', (a, b) => a ^ b],
];

const ints: Uop[] = [
  ...arithmetic.flatMap(([name, sign, f]) => {
    const swap = name === 'SUB' ? {} : { commutative: true as const };
    return [
      uop(`_I64_${name}`, 'left:i64 right:i64', 'res:i64', `left ${sign} right; exits on overflow`, {
        ...EXITS,
        ...swap,
        evaluate: int2(f),
      }),
      uop(`_I64_${name}_UNCHECKED`, 'left:i64 right:i64', 'res:i64', `left ${sign} right, cannot overflow`, {
        ...swap,
        evaluate: int2(f),
      }),
      uop(`_I64_${name}_IMM`, 'left:i64', 'res:i64', `left ${sign} imm; exits on overflow`, {
        ...EXITS,
        imm: 'imm:i32',
        evaluate: intImm(f),
      }),
      uop(`_I64_${name}_IMM_UNCHECKED`, 'left:i64', 'res:i64', `left ${sign} imm, cannot overflow`, {
        imm: 'imm:i32',
        evaluate: intImm(f),
      }),
    ];
  }),
  ...bitwise.flatMap(([name, sign, f]) => [
    uop(`_I64_${name}`, 'left:i64 right:i64', 'res:i64', `left ${sign} right`, {
      commutative: true,
      evaluate: int2(f),
    }),
    uop(`_I64_${name}_IMM`, 'left:i64', 'res:i64', `left ${sign} imm`, {
      imm: 'imm:i32',
      evaluate: intImm(f),
    }),
  ]),
  uop(
    '_I64_FLOORDIV',
    'left:i64 right:i64',
    'res:i64',
    'left // right; exits when right is 0 and on overflow',
    {
      ...EXITS,
      evaluate: int2(floorDiv),
    },
  ),
  uop('_I64_MOD', 'left:i64 right:i64', 'res:i64', 'left % right, sign of right; exits when right is 0', {
    ...EXITS,
    // The machine's division overflows on MIN / -1.
    evaluate: int2((a, b) => (a === MIN && b === -1n ? null : floorMod(a, b))),
  }),
  uop('_I64_FLOORDIV_IMM', 'left:i64', 'res:i64', 'left // imm; imm > 0', {
    imm: 'imm:i32',
    evaluate: intImm(floorDiv),
  }),
  uop('_I64_MOD_IMM', 'left:i64', 'res:i64', 'left % imm; imm > 0', {
    imm: 'imm:i32',
    evaluate: intImm(floorMod),
  }),
  uop(
    '_I64_SHL',
    'left:i64 right:i64',
    'res:i64',
    'left << right; exits when right is not 0…62 and on overflow',
    {
      ...EXITS,
      evaluate: int2(shiftLeft),
    },
  ),
  uop('_I64_SHL_IMM', 'left:i64', 'res:i64', 'left << imm, 0 ≤ imm ≤ 62; exits on overflow', {
    ...EXITS,
    imm: 'imm:i32',
    evaluate: intImm(shiftLeft),
  }),
  uop('_I64_SHR', 'left:i64 right:i64', 'res:i64', 'left >> right; exits when right is negative', {
    ...EXITS,
    evaluate: int2(shiftRight),
  }),
  uop('_I64_SHR_IMM', 'left:i64', 'res:i64', 'left >> imm, 0 ≤ imm ≤ 63', {
    imm: 'imm:i32',
    evaluate: intImm(shiftRight),
  }),
  uop('_I64_NEG', 'value:i64', 'res:i64', '-value; exits on overflow', {
    ...EXITS,
    evaluate: int1((a) => -a),
  }),
  uop('_I64_INVERT', 'value:i64', 'res:i64', '~value', { evaluate: int1((a) => ~a) }),
  uop('_I64_ABS', 'value:i64', 'res:i64', 'abs(value); exits on overflow', {
    ...EXITS,
    evaluate: int1((a) => (a < 0n ? -a : a)),
  }),
];

const floats: Uop[] = [
  ...(
    [
      ['ADD', '+', (a, b) => a + b],
      ['SUB', '-', (a, b) => a - b],
      ['MUL', '*', (a, b) => a * b],
    ] as [string, string, (a: number, b: number) => number][]
  ).map(([name, sign, f]) =>
    uop(`_F64_${name}`, 'left:f64 right:f64', 'res:f64', `left ${sign} right`, {
      evaluate: float2(f),
      ...(name === 'SUB' ? {} : { commutative: true as const }),
    }),
  ),
  uop('_F64_DIV', 'left:f64 right:f64', 'res:f64', 'left / right; exits when right is 0', {
    ...EXITS,
    evaluate: float2((a, b) => (b === 0 ? null : a / b)),
  }),
  uop('_F64_FLOORDIV', 'left:f64 right:f64', 'res:f64', 'left // right; exits when right is 0', {
    ...EXITS,
    registers: 'fixed',
    evaluate: float2(pythonFloatFloorDiv),
  }),
  uop('_F64_MOD', 'left:f64 right:f64', 'res:f64', 'left % right, sign of right; exits when right is 0', {
    ...EXITS,
    registers: 'fixed',
    evaluate: float2(pythonFloatMod),
  }),
  // No reference meaning: the last bit is the C library's.
  uop(
    '_F64_POW',
    'left:f64 right:f64',
    'res:f64',
    'left ** right; exits unless left is positive and the result finite',
    {
      ...EXITS,
      registers: 'fixed',
    },
  ),
  uop('_F64_NEG', 'value:f64', 'res:f64', '-value', { evaluate: float1((a) => -a) }),
  uop('_F64_ABS', 'value:f64', 'res:f64', 'abs(value)', { evaluate: float1(Math.abs) }),
  uop('_F64_SQRT', 'value:f64', 'res:f64', 'square root; exits when value < 0', {
    ...EXITS,
    evaluate: float1((a) => (a < 0 ? null : Math.sqrt(a))),
  }),
];

const relations: [string, string, (a: never, b: never) => boolean][] = [
  ['LT', '<', (a, b) => a < b],
  ['LE', '<=', (a, b) => a <= b],
  ['EQ', '==', (a, b) => a === b],
  ['NE', '!=', (a, b) => a !== b],
];
const immediateRelations: [string, string, (a: bigint, b: bigint) => boolean][] = [
  ['LT', '<', (a, b) => a < b],
  ['LE', '<=', (a, b) => a <= b],
  ['GT', '>', (a, b) => a > b],
  ['GE', '>=', (a, b) => a >= b],
  ['EQ', '==', (a, b) => a === b],
  ['NE', '!=', (a, b) => a !== b],
];

const compares: Uop[] = [
  ...relations.flatMap(([name, sign, f]) => {
    const swap = name === 'EQ' || name === 'NE' ? { commutative: true as const } : {};
    return [
      uop(`_I64_${name}`, 'left:i64 right:i64', 'res:bool', `left ${sign} right`, {
        ...swap,
        evaluate: test(f),
      }),
      uop(`_F64_${name}`, 'left:f64 right:f64', 'res:bool', `left ${sign} right`, {
        ...swap,
        evaluate: test(f),
      }),
      uop(`_GUARD_I64_${name}`, 'left:i64 right:i64', '', `exits unless left ${sign} right`, {
        ...EXITS,
        ...swap,
        evaluate: guard(f),
      }),
      uop(`_GUARD_F64_${name}`, 'left:f64 right:f64', '', `exits unless left ${sign} right`, {
        ...EXITS,
        ...swap,
        evaluate: guard(f),
      }),
    ];
  }),
  uop('_GUARD_F64_NOT_LT', 'left:f64 right:f64', '', 'exits when left < right', {
    ...EXITS,
    evaluate: guard((a, b) => !(a < b)),
  }),
  uop('_GUARD_F64_NOT_LE', 'left:f64 right:f64', '', 'exits when left <= right', {
    ...EXITS,
    evaluate: guard((a, b) => !(a <= b)),
  }),
  ...immediateRelations.map(([name, sign, f]) =>
    uop(`_GUARD_I64_${name}_IMM`, 'left:i64', '', `exits unless left ${sign} imm`, {
      ...EXITS,
      imm: 'imm:i32',
      evaluate: guardImm(f),
    }),
  ),
  uop('_BOOL_NOT', 'value:bool', 'res:bool', 'not value', { evaluate: ([a]) => [!a] }),
  uop('_VAL_IS', 'left:val right:val', 'res:bool', 'identity of two words that are not floats or big ints', {
    commutative: true,
  }),
  uop('_GUARD_TRUE', 'value:bool', '', 'exits unless value', {
    ...EXITS,
    evaluate: ([a]) => (a ? [] : 'exit'),
  }),
  uop('_GUARD_FALSE', 'value:bool', '', 'exits if value', { ...EXITS, evaluate: ([a]) => (a ? 'exit' : []) }),
];

const guards: Uop[] = [
  uop('_GUARD_INT', 'value:val', '', 'exits unless a fixnum', EXITS),
  uop('_GUARD_FLOAT', 'value:val', '', 'exits unless a float exactly', EXITS),
  uop('_GUARD_UNBOX_FLOAT', 'value:val', 'res:f64', 'float → double; exits unless a float exactly', {
    ...EXITS,
    evaluate: ([a]) => (typeof a === 'number' ? [a] : 'exit'),
  }),
  uop('_GUARD_BOOL', 'value:val', '', 'exits unless True or False', EXITS),
  uop('_GUARD_CONST', 'value:val', '', 'exits unless value is this very word', {
    ...EXITS,
    imm: 'constant:const',
  }),
  uop('_GUARD_NOT_CONST', 'value:val', '', 'exits if value is this very word', {
    ...EXITS,
    imm: 'constant:const',
  }),
  uop(
    '_GUARD_CELL_SHAPE',
    'value:val',
    '',
    'like _GUARD_SHAPE for what is known to be a cell: no tag check',
    {
      ...EXITS,
      imm: 'shape:u32',
      effects: { reads: ['slots'] },
    },
  ),
  uop('_GUARD_CLASS', 'value:val', '', 'exits unless a cell whose class is this one exactly', {
    ...EXITS,
    imm: 'cls:const',
    effects: { reads: ['slots'] },
  }),
  uop('_GUARD_INDEX', 'index:i64 length:i64', '', 'exits unless 0 <= index < length', {
    ...EXITS,
    evaluate: guard((a, b) => (a as bigint) >= 0n && a < b),
  }),
  uop('_NORMALIZE_INDEX', 'index:i64 length:i64', 'res:i64', 'index, from the end when it is negative', {
    evaluate: ([a, b]) => [(a as bigint) < 0n ? (a as bigint) + (b as bigint) : a],
  }),
  uop('_I64_DISTANCE', 'left:i64 right:i64', 'res:i64', 'from left up to right; 0 when right is below', {
    evaluate: ([a, b]) => [(b as bigint) > (a as bigint) ? (b as bigint) - (a as bigint) : 0n],
  }),
  uop('_GUARD_I64_EXACT', 'value:i64', '', 'exits unless a double can hold it: |value| <= 2**53', {
    ...EXITS,
    evaluate: ([a]) => ((a as bigint) < -(1n << 53n) || (a as bigint) > 1n << 53n ? 'exit' : []),
  }),
  uop(
    '_CHECK_PERIODIC',
    '',
    '',
    'exits when the context wants attention: interrupt, limits, collection',
    EXITS,
  ),
  uop('_FORCE_EXIT', '', '', 'exits the first time; only in the stress mode of exits', {
    ...EXITS,
    imm: 'index:u32',
  }),
  uop('_CHECK_VALID', '', '', 'exits when an assumption of some trace has been invalidated', EXITS),
];

const reads = (what: NonNullable<Effects['reads']>[number]): More => ({ effects: { reads: [what] } });
const writes = (what: NonNullable<Effects['writes']>[number]): More => ({ effects: { writes: [what] } });

const heap: Uop[] = [
  uop('_FRAME_SLOT', '', 'res:val', 'what the root frame’s slot held on entry to the trace', {
    imm: 'slot:slot',
  }),
  uop('_LOAD_CELL', 'cell:val', 'res:val', 'contents of a closure cell, NULL when empty', reads('cell')),
  uop('_STORE_CELL', 'cell:val value:val', '', 'set a closure cell', writes('cell')),
  uop('_LIST_LENGTH', 'list:val', 'res:i64', 'number of items', reads('list')),
  uop('_LIST_ITEMS', 'list:val', 'res:ptr', 'the array of its items', reads('list')),
  uop(
    '_LOAD_ITEM',
    'items:ptr index:i64',
    'res:val',
    'item of a list whose bounds were checked',
    reads('list'),
  ),
  uop('_STORE_ITEM', 'items:ptr index:i64 value:val', '', 'set an item of a list', writes('list')),
  uop('_TUPLE_LENGTH', 'tuple:val', 'res:i64', 'number of items'),
  uop('_LOAD_TUPLE_ITEM', 'tuple:val', 'res:val', 'item at a constant index that exists', {
    imm: 'index:i32',
  }),
  uop('_LOAD_TUPLE_INDEX', 'tuple:val index:i64', 'res:val', 'item at an index whose bounds were checked'),
  uop('_STR_LENGTH', 'string:val', 'res:i64', 'code points'),
  uop('_RANGE_ITER_NEXT', 'iter:val', 'res:i64', 'range iterator’s next value', reads('iter')),
  uop('_RANGE_ITER_LEFT', 'iter:val', 'res:i64', 'items a range iterator has left', reads('iter')),
  uop('_RANGE_ITER_STEP', 'iter:val', 'res:i64', 'a range iterator’s step; never changes'),
  uop(
    '_RANGE_ITER_ADVANCE',
    'iter:val next:i64 left:i64',
    '',
    'set next value and items left',
    writes('iter'),
  ),
  uop(
    '_ITER_SOURCE',
    'iter:val',
    'res:val',
    'what a list or tuple iterator goes through; NULL when exhausted',
    reads('iter'),
  ),
  uop('_ITER_INDEX', 'iter:val', 'res:i64', 'next index of a list or tuple iterator', reads('iter')),
  uop('_ITER_SET_INDEX', 'iter:val index:i64', '', 'set it', writes('iter')),
  uop('_BUILD_RANGE', 'start:val stop:val step:val', 'res:val', 'range(start, stop, step) of ints', {
    registers: 'fixed',
    effects: { allocates: true, raises: true },
  }),
  uop('_NEW_RANGE_ITER', 'next:i64 left:i64 step:i64', 'res:val', 'a range iterator', {
    registers: 'fixed',
    effects: { allocates: true, raises: true },
  }),
];

/**
 * Generators that a trace follows. A suspended one's state is in its cell; while the trace runs its body the locals that changed are
 * values, and go back to the cell at the yield.
 */
const generators: Uop[] = [
  uop(
    '_GUARD_GENERATOR',
    'generator:val',
    '',
    'exits unless a generator of this code that goes on at unit `resume`, not inside an except block',
    { ...EXITS, imm: 'code:const resume:u32', effects: { reads: ['generator'] } },
  ),
  uop(
    '_GUARD_GENERATOR_GLOBALS',
    'generator:val',
    '',
    'exits unless the generator’s function has these globals and builtins',
    { ...EXITS, imm: 'globals:const builtins:const' },
  ),
  uop('_LOAD_GENERATOR_SLOT', 'generator:val', 'res:val', 'a slot of the generator’s frame', {
    imm: 'slot:offset',
    ...reads('generator'),
  }),
  uop('_STORE_GENERATOR_SLOT', 'generator:val value:val', '', 'set it', {
    imm: 'slot:offset',
    ...writes('generator'),
  }),
  uop('_GENERATOR_RUNS', 'generator:val', '', 'who looks at the generator finds it running', {
    ...writes('generator'),
  }),
  uop(
    '_SUSPEND_GENERATOR',
    'generator:val',
    '',
    'the generator has yielded at `yielded`, goes on at `resume`; its stack ends at `top`',
    { imm: 'code:const yielded:u32 resume:u32 top:offset', ...writes('generator') },
  ),
  uop('_CLOSE_GENERATOR', 'generator:val', '', 'the generator has returned', {
    registers: 'fixed',
    ...writes('generator'),
  }),
];

/** What the recorder puts in place of tier-1 uops that read the running frame (its globals, builtins, closure) or a 64-bit cache word. */
const recorded: Uop[] = [
  uop('_POP_FRAME', '', '', 'marks where a followed call returned; never executed'),
  uop(
    '_GUARD_ROOT_GLOBALS',
    '',
    '',
    'exits unless the root frame’s function has these globals and builtins',
    {
      ...EXITS,
      imm: 'globals:const builtins:const',
    },
  ),
  uop('_GUARD_ROOT_NAMESPACE', '', '', 'exits unless the root frame’s namespace is its globals', EXITS),
  uop('_GUARD_DEPTH', '', '', 'exits unless the recursion limit lets the trace push so many frames', {
    ...EXITS,
    imm: 'frames:u32',
    effects: { reads: ['class'] },
  }),
  uop('_GUARD_KEYS_VERSION', 'dict:val', '', 'exits unless the dict’s keys are as they were', {
    ...EXITS,
    imm: 'version:u32',
    effects: { reads: ['dict'] },
  }),
  uop('_LOAD_DICT_ENTRY', 'dict:val', 'res:val', 'value of entry `index`, which exists', {
    imm: 'index:u32',
    ...reads('dict'),
  }),
  uop(
    '_STORE_DICT_ENTRY',
    'dict:val value:val',
    '',
    'set the value of entry `index`; exits when the dict is watched',
    {
      ...EXITS,
      imm: 'index:u32',
      ...writes('dict'),
    },
  ),
  uop('_STORE_DICT_ENTRY_UNWATCHED', 'dict:val value:val', '', 'the same for a key that nothing watches', {
    imm: 'index:u32',
    ...writes('dict'),
  }),
  uop('_GUARD_TYPE_VERSION', '', '', 'exits when an attribute of the class or of a base has changed', {
    ...EXITS,
    imm: 'cls:const version:u32',
    effects: { reads: ['class'] },
  }),
  uop(
    '_GUARD_FUNCTION_VERSION',
    'func:val',
    '',
    'exits unless func, known to be a function, has this version',
    {
      ...EXITS,
      imm: 'version:u32',
      effects: { reads: ['class'] },
    },
  ),
  uop('_GUARD_FUNCTION_CODE', 'func:val', '', 'exits unless func is a function made from this code', {
    ...EXITS,
    imm: 'code:const',
    effects: { reads: ['class'] },
  }),
  uop('_ITER_NEXT_OBJECT', 'iter:val', 'item:val', 'next(iter) of any iterator; NULL when exhausted', {
    registers: 'fixed',
    effects: RUNS_CODE,
  }),
  uop('_LOAD_CLOSURE', 'func:val', 'res:val', 'cell `index` of a function’s closure', { imm: 'index:u32' }),
  uop('_NEW_FUNCTION', 'code:val globals:val', 'res:val', 'a function without defaults and closure', {
    registers: 'fixed',
    effects: { allocates: true, raises: true },
  }),
  uop('_NEW_CELL', 'value:val', 'res:val', 'a closure cell', {
    registers: 'fixed',
    effects: { allocates: true, raises: true },
  }),
  uop('_NEW_SHAPED', '', 'res:val', 'an instance of this shape with empty slots', {
    registers: 'fixed',
    imm: 'shape:u32',
    effects: { allocates: true, raises: true },
  }),
  uop('_NEW_INSTANCE', '', 'res:val', 'a blank instance of the class, whose root shape is `shape`', {
    registers: 'fixed',
    imm: 'cls:const shape:u32',
    effects: { allocates: true, raises: true },
  }),
];

export const LOWERED_UOPS: readonly Uop[] = [
  ...recorded,
  ...conversions,
  ...ints,
  ...floats,
  ...compares,
  ...guards,
  ...heap,
  ...generators,
];
