/**
 * Arithmetic on constants at compile time, with CPython's limits on the size of results.
 *
 * Longer than most files, because every operator on every type of constant is spelled out.
 *
 * A function returns null when the operation would raise, when its result would be too large, or when it
 * cannot be computed here to the last bit (float powers, complex quotients): then it is left to run time.
 */
import { type Constant, joinsSurrogates } from '../../frontend/constant.ts';

const MAX_INT_BITS = 128n;
const MAX_COLLECTION_SIZE = 256n;
const MAX_STR_SIZE = 4096n;
const MAX_TOTAL_ITEMS = 1024;

export const NONE: Constant = { kind: 'none' };
export const ELLIPSIS: Constant = { kind: 'ellipsis' };
export const intConstant = (value: bigint | number): Constant => ({ kind: 'int', value: BigInt(value) });
export const strConstant = (value: string): Constant => ({ kind: 'str', value });
export const boolConstant = (value: boolean): Constant => ({ kind: 'bool', value });
const float = (value: number): Constant => ({ kind: 'float', value });

type Complex = { re: number; im: number };

/** bool and int operands as integers. */
function integer(c: Constant): bigint | null {
  if (c.kind === 'int') return c.value;
  return c.kind === 'bool' ? BigInt(c.value) : null;
}

/** bool, int and float operands as floats; null also for ints too large for a float. */
function real(c: Constant): number | null {
  if (c.kind === 'float') return c.value;
  const i = integer(c);
  if (i === null) return null;
  const x = Number(i);
  return Number.isFinite(x) ? x : null;
}

const abs = (x: bigint): bigint => (x < 0n ? -x : x);
const bitLength = (x: bigint): bigint => (x === 0n ? 0n : BigInt(abs(x).toString(2).length));

export function truth(c: Constant): boolean {
  switch (c.kind) {
    case 'none':
      return false;
    case 'bool':
      return c.value;
    case 'int':
      return c.value !== 0n;
    case 'float':
      return c.value !== 0;
    case 'complex':
      return c.re !== 0 || c.im !== 0;
    case 'str':
    case 'bytes':
      return c.value.length > 0;
    case 'tuple':
    case 'frozenset':
      return c.items.length > 0;
    default:
      return true;
  }
}

export function foldUnary(op: '-' | '+' | '~' | 'not', c: Constant): Constant | null {
  if (op === 'not') return boolConstant(!truth(c));
  const i = integer(c);
  if (op === '~') return i === null || c.kind === 'bool' ? null : intConstant(~i); // ~True warns at run time
  if (i !== null) return intConstant(op === '-' ? -i : i);
  if (op === '+') return c.kind === 'float' || c.kind === 'complex' ? c : null;
  if (c.kind === 'float') return float(-c.value);
  if (c.kind === 'complex') return { kind: 'complex', re: -c.re, im: -c.im };
  return null;
}

/** `op` as in BINARY_OPS: '+', '//', '[]' …; in-place forms are not folded. */
export function foldBinary(op: string, a: Constant, b: Constant): Constant | null {
  if (op === '[]') return foldSubscript(a, b);
  const i = integer(a);
  const j = integer(b);
  if (i !== null && j !== null) {
    if (a.kind === 'bool' && b.kind === 'bool' && '&|^'.includes(op)) return foldBool(op, a.value, b.value);
    return foldInt(op, i, j);
  }
  if (a.kind === 'complex' || b.kind === 'complex') return foldComplex(op, a, b);
  const x = real(a);
  const y = real(b);
  if (x !== null && y !== null) return foldFloat(op, x, y);
  if (op === '+') return concatenate(a, b);
  if (op === '*') return j !== null ? repeat(a, j) : i !== null ? repeat(b, i) : null;
  return null;
}

function foldBool(op: string, x: boolean, y: boolean): Constant {
  return boolConstant(op === '&' ? x && y : op === '|' ? x || y : x !== y);
}

function foldInt(op: string, x: bigint, y: bigint): Constant | null {
  switch (op) {
    case '+':
      return intConstant(x + y);
    case '-':
      return intConstant(x - y);
    case '*':
      return bitLength(x) + bitLength(y) > MAX_INT_BITS ? null : intConstant(x * y);
    case '/':
      return y === 0n ? null : trueDivide(x, y);
    case '//':
      return y === 0n ? null : intConstant((x - floorMod(x, y)) / y);
    case '%':
      return y === 0n ? null : intConstant(floorMod(x, y));
    case '**':
      if (y < 0n) return null;
      if (x !== 0n && y > 0n && bitLength(x) > MAX_INT_BITS / y) return null;
      return intConstant(x ** y);
    case '<<':
      if (y < 0n) return null;
      if (x !== 0n && y !== 0n && (y > MAX_INT_BITS || bitLength(x) > MAX_INT_BITS - y)) return null;
      return x === 0n ? intConstant(0) : intConstant(x << y);
    case '>>':
      if (y < 0n) return null;
      return intConstant(y > bitLength(x) ? (x < 0n ? -1n : 0n) : x >> y);
    case '&':
      return intConstant(x & y);
    case '|':
      return intConstant(x | y);
    case '^':
      return intConstant(x ^ y);
    default:
      return null;
  }
}

function floorMod(x: bigint, y: bigint): bigint {
  const r = x % y;
  return r !== 0n && r < 0n !== y < 0n ? r + y : r;
}

/** x / y rounded once. Left to run time where the result is not a normal float. */
function trueDivide(x: bigint, y: bigint): Constant | null {
  const exact = 1n << 53n;
  if (abs(x) <= exact && abs(y) <= exact) return float(Number(x) / Number(y));
  if (x === 0n) return float(0);
  // 66 quotient bits and a sticky bit: converting them to a float rounds like the exact quotient.
  const shift = 66n - (bitLength(x) - bitLength(y));
  const n = shift > 0n ? abs(x) << shift : abs(x);
  const d = shift < 0n ? abs(y) << -shift : abs(y);
  const quotient = ((n / d) << 1n) | BigInt(n % d !== 0n);
  const exponent = -Number(shift) - 1;
  if (exponent < -1000 || exponent > 900) return null;
  const magnitude = Number(quotient) * 2 ** exponent;
  return float(x < 0n !== y < 0n ? -magnitude : magnitude);
}

function foldFloat(op: string, x: number, y: number): Constant | null {
  switch (op) {
    case '+':
      return float(x + y);
    case '-':
      return float(x - y);
    case '*':
      return float(x * y);
    case '/':
      return y === 0 ? null : float(x / y);
    case '%':
      return y === 0 ? null : float(floatDivMod(x, y)[1]);
    case '//':
      return y === 0 ? null : float(floatDivMod(x, y)[0]);
    default:
      return null; // '**': Math.pow need not agree with the C library to the last bit
  }
}

/** Floor division and modulo with the divisor's sign (CPython's float_divmod). */
function floatDivMod(x: number, y: number): [number, number] {
  let mod = x % y;
  let div = (x - mod) / y;
  if (mod !== 0) {
    if (y < 0 !== mod < 0) {
      mod += y;
      div -= 1;
    }
  } else mod = y < 0 ? -0 : 0;
  let floor: number;
  if (div !== 0) {
    floor = Math.floor(div);
    if (div - floor > 0.5) floor += 1;
  } else floor = x / y < 0 || Object.is(x / y, -0) ? -0 : 0;
  return [floor, mod];
}

/**
 * Beside a complex operand a real one stays real: it does not get an imaginary part of zero (Python 3.14).
 */
function foldComplex(op: string, a: Constant, b: Constant): Constant | null {
  const make = (re: number, im: number): Constant => ({ kind: 'complex', re, im });
  if (a.kind === 'complex' && b.kind === 'complex') return foldBothComplex(op, a, b);
  if (a.kind === 'complex') {
    const y = real(b);
    if (y === null) return null;
    if (op === '+') return make(a.re + y, a.im);
    if (op === '-') return make(a.re - y, a.im);
    if (op === '*') return make(a.re * y, a.im * y);
    return op === '/' && y !== 0 ? make(a.re / y, a.im / y) : null;
  }
  if (b.kind !== 'complex') return null;
  const x = real(a);
  if (x === null) return null;
  if (op === '+') return make(x + b.re, b.im);
  if (op === '-') return make(x - b.re, -b.im);
  return op === '*' ? make(x * b.re, x * b.im) : null;
}

function foldBothComplex(op: string, a: Complex, b: Complex): Constant | null {
  const make = (re: number, im: number): Constant => ({ kind: 'complex', re, im });
  if (op === '+') return make(a.re + b.re, a.im + b.im);
  if (op === '-') return make(a.re - b.re, a.im - b.im);
  if (op !== '*') return null;
  const re = a.re * b.re - a.im * b.im;
  const im = a.re * b.im + a.im * b.re;
  return Number.isNaN(re) && Number.isNaN(im) ? null : make(re, im); // infinities need C's special cases
}

function concatenate(a: Constant, b: Constant): Constant | null {
  if (a.kind === 'str' && b.kind === 'str') {
    if (joinsSurrogates(a.value, b.value)) return null;
    return strConstant(a.value + b.value);
  }
  if (a.kind === 'bytes' && b.kind === 'bytes') {
    const value = new Uint8Array(a.value.length + b.value.length);
    value.set(a.value);
    value.set(b.value, a.value.length);
    return { kind: 'bytes', value };
  }
  if (a.kind === 'tuple' && b.kind === 'tuple') return { kind: 'tuple', items: a.items.concat(b.items) };
  return null;
}

function repeat(c: Constant, times: bigint): Constant | null {
  if (c.kind === 'tuple') {
    const size = BigInt(c.items.length);
    if (size > 0n && (times < 0n || times > MAX_COLLECTION_SIZE / size)) return null;
    if (size > 0n && times > 0n && countItems(c, Math.floor(MAX_TOTAL_ITEMS / Number(times))) < 0)
      return null;
    const n = size === 0n ? 0 : Number(times);
    return { kind: 'tuple', items: Array.from({ length: n }, () => c.items).flat() };
  }
  if (c.kind !== 'str' && c.kind !== 'bytes') return null;
  const size = BigInt(c.kind === 'str' ? characters(c.value).length : c.value.length);
  if (size > 0n && (times < 0n || times > MAX_STR_SIZE / size)) return null;
  const n = size === 0n ? 0 : Number(times);
  if (c.kind === 'str') {
    if (joinsSurrogates(c.value, c.value)) return null;
    return strConstant(c.value.repeat(n));
  }
  const value = new Uint8Array(c.value.length * n);
  for (let i = 0; i < n; i++) value.set(c.value, i * c.value.length);
  return { kind: 'bytes', value };
}

/** `limit` minus the number of items in the nested tuple; negative when there are more. */
function countItems(c: Constant, limit: number): number {
  if (c.kind !== 'tuple') return limit;
  limit -= c.items.length;
  for (const item of c.items) {
    if (limit < 0) break;
    limit = countItems(item, limit);
  }
  return limit;
}

const characters = (s: string): string[] => Array.from(s);

function foldSubscript(container: Constant, key: Constant): Constant | null {
  if (container.kind !== 'str' && container.kind !== 'bytes' && container.kind !== 'tuple') return null;
  const index = integer(key);
  if (index === null && key.kind !== 'slice') return null;
  const chars = container.kind === 'str' ? characters(container.value) : [];
  const length =
    container.kind === 'str'
      ? chars.length
      : container.kind === 'bytes'
        ? container.value.length
        : container.items.length;
  if (index !== null) {
    const i = index < 0n ? index + BigInt(length) : index;
    if (i < 0n || i >= BigInt(length)) return null;
    const at = Number(i);
    if (container.kind === 'str') return strConstant(chars[at]!);
    return container.kind === 'bytes' ? intConstant(container.value[at]!) : container.items[at]!;
  }
  if (key.kind !== 'slice') return null;
  const picked = sliceIndices(key, length);
  if (picked === null) return null;
  if (container.kind === 'str') return strConstant(picked.map((i) => chars[i]).join(''));
  if (container.kind === 'bytes')
    return { kind: 'bytes', value: Uint8Array.from(picked, (i) => container.value[i]!) };
  return { kind: 'tuple', items: picked.map((i) => container.items[i]!) };
}

/** The indices a slice selects from a sequence of that length. */
function sliceIndices(slice: Constant & { kind: 'slice' }, length: number): number[] | null {
  const bound = (c: Constant, missing: number, low: number, high: number): number | null => {
    if (c.kind === 'none') return missing;
    const i = integer(c);
    if (i === null) return null;
    const shifted = i < 0n ? i + BigInt(length) : i;
    return shifted < BigInt(low) ? low : shifted > BigInt(high) ? high : Number(shifted);
  };
  const stepValue = slice.step.kind === 'none' ? 1n : integer(slice.step);
  if (stepValue === null || stepValue === 0n) return null;
  const down = stepValue < 0n;
  const start = down ? bound(slice.start, length - 1, -1, length - 1) : bound(slice.start, 0, 0, length);
  const stop = down ? bound(slice.stop, -1, -1, length - 1) : bound(slice.stop, length, 0, length);
  if (start === null || stop === null) return null;
  const limit = BigInt(length + 1);
  const step = Number(stepValue > limit ? limit : stepValue < -limit ? -limit : stepValue);
  const picked: number[] = [];
  for (let i = start; down ? i > stop : i < stop; i += step) picked.push(i);
  return picked;
}
