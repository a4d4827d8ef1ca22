/**
 * Calls of built-in functions that compute something from immutable objects and do nothing else: `text.strip()`, `math.gcd(a, b)`, `hex(n)`.
 * They stay calls of C, but not of code that might change anything: what the trace knows about memory stays known, and what is computed twice
 * from the same objects, or in every round of a loop, is computed once.
 *
 *     _GUARD_TOS_STR v1
 *     v2 = _CALL_PURE @str.strip, v1, [], #0
 *
 * The operands are guarded to be of the classes seen, no subclasses: so no method of a program's is asked.
 */
import { op } from '../ir/op-table.ts';
import { type Const, type Ref, T, T_BOOL } from '../ir/trace.ts';
import { type CalledBuiltin, callParts, guardSameClass, isNull, seenOperands } from './arguments.ts';
import type { Recorder, StepContext } from './recorder.ts';

const list = (owner: string, names: string): string[] =>
  names.split(' ').map((name) => (owner ? `${owner}.${name}` : name));

const OF_TEXT =
  'capitalize count endswith find isalnum isalpha isascii isdigit islower isspace istitle isupper lower lstrip ' +
  'removeprefix removesuffix replace rfind rstrip startswith strip swapcase title upper';
const MAY_RAISE_OF_TEXT = 'center expandtabs index ljust partition rindex rjust rpartition zfill';

/** For operands of classes for which they returned once they always return: nobody misses a call whose result nobody needs. */
const TOTAL: ReadonlySet<string> = new Set([
  ...list('str', `${OF_TEXT} casefold isdecimal isidentifier isnumeric isprintable`),
  ...list('bytes', `${OF_TEXT} hex`),
  ...list('float', 'hex is_integer'),
  ...list('math', 'copysign degrees fabs gcd isfinite isinf isnan lcm radians'),
  ...list('', 'ascii bin callable hash hex oct repr'),
]);
/** These may raise, depending on the values. */
const PARTIAL: ReadonlySet<string> = new Set([
  ...list('str', `${MAY_RAISE_OF_TEXT} encode`),
  ...list('bytes', `${MAY_RAISE_OF_TEXT} decode`),
  ...list('float', 'as_integer_ratio fromhex'),
  ...list(
    'math',
    'acos acosh asin asinh atan atan2 atanh cbrt comb cos cosh erf erfc exp exp2 expm1 factorial fmod fsum gamma hypot isqrt ldexp ' +
      'lgamma log log10 log1p log2 nextafter perm pow remainder sin sinh tan tanh ulp',
  ),
  ...list('', 'format int float pow round str'),
]);
/** Codecs of other names may be a program's. */
const CODEC_NAMES = /^(utf[-_]?8|ascii|latin[-_]?1|iso[-_]?8859[-_]1)$/i;

const IMMUTABLE: ReadonlySet<string> = new Set(['bytes', 'complex', 'str']);

/** The name of a built-in class, of what is exactly of that class. */
export function classNameOf({ world }: Recorder, seen: Const): string | undefined {
  const kind = world.exactKind(seen);
  const cls = kind || seen.type !== T.CELL ? undefined : world.objectClass(seen)?.cls;
  return kind ?? (cls && world.builtinName(cls));
}

/** It is an immutable object without others inside. */
function isImmutable(r: Recorder, seen: Const): boolean {
  if (seen.type === T.CELL) return IMMUTABLE.has(classNameOf(r, seen) ?? '');
  return seen.type === T.INT || seen.type === T.FLOAT || seen.type === T.NONE || (seen.type & T_BOOL) !== 0;
}

/** The operands seen on top of the stack, deepest first, when all are immutable, and not of several kinds. */
export function immutableOperands(r: Recorder, step: number, count: number): Const[] | undefined {
  if (r.recording.raised(step) || r.seesSeveralKinds(step)) return undefined;
  const operands = seenOperands(r, step, count);
  return operands?.every((seen) => isImmutable(r, seen)) ? operands : undefined;
}

export function guardImmutable(r: Recorder, ref: Ref, seen: Const): void {
  if (r.world.exactKind(seen) === 'str') r.emit(op('_GUARD_TOS_STR'), [ref]);
  else guardSameClass(r, ref, seen);
}

/**
 * No two NaNs are equal, so of those a program can tell how many there are: each is computed anew. The uops leave for one; where one was seen, or
 * another float that has a cell, they are not taken. Nor are calls whose results have floats inside: math.modf, powers of complex numbers.
 */
function gaveCellOfFloat({ recording }: Recorder, step: number): boolean {
  const result = step + 1 < recording.length ? recording.value(step + 1, 0) : undefined;
  return result?.type === T.FLOAT && (result.lo & 3) === 0;
}

const isComplexPower = (r: Recorder, name: string, operands: readonly Const[]): boolean =>
  name === 'pow' && operands.some((seen) => classNameOf(r, seen) === 'complex');

const usesCodec = (name: string): boolean => name === 'str.encode' || name === 'bytes.decode';
const namesCodec = (r: Recorder, args: readonly Ref[], last: Const): boolean =>
  args.length === 1 && args[0] < 0 && CODEC_NAMES.test(r.world.text(last) ?? '');

/** A call of one of them; false: it is another. */
export function callPure(r: Recorder, context: StepContext, { seen, name, guarded }: CalledBuiltin): boolean {
  const { oparg, step } = context;
  const { recording } = r;
  const total = TOTAL.has(name);
  if (!total && !PARTIAL.has(name)) return false;
  const { callable, self, args } = callParts(r, oparg);
  const operands = recording.hasSelf(step) ? [self, ...args] : args;
  const values = immutableOperands(r, step, operands.length);
  if (!values || gaveCellOfFloat(r, step) || isComplexPower(r, name, values)) return false;
  if (usesCodec(name) && !(oparg === 0 || namesCodec(r, args, values.at(-1)!))) return false;
  if (!guarded) {
    r.guardConst(callable, r.builder.constant(seen));
    if (isNull(r, self) === recording.hasSelf(step)) return false;
  }
  operands.forEach((ref, i) => {
    guardImmutable(r, ref, values[i]);
  });
  const direct = total ? '_CALL_PURE' : '_CALL_PURE_PARTIAL';
  r.perform(op(guarded ? direct : '_CALL_PURE_OBJECT'), context);
  return true;
}
