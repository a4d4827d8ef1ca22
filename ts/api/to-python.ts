/**
 * JavaScript values on their way to Python: everything that may run code of their owners (getters, proxies, iteration) happens
 * here, before the runtime is entered. What comes out is of the few forms that native/addon/values/from_js.cc reads:
 *
 *     null, boolean, number, bigint, string, Uint8Array, a handle     as they are
 *     ['list', item…]  ['floats', typed array]  ['set', item…]
 *     ['dict', key, value, key, value…]
 *     ['js', text, value]            an exception that stands for a JavaScript error, and is it again on the way back
 *
 * What has no counterpart in Python is a TypeError, rather than an object that lost something. The table: docs/conversions.md.
 */
import { apiError } from './api-error.ts';
import { described, typedArrayName } from './checks.ts';
import { handleOf } from './handles.ts';
import { thrownText } from './thrown-text.ts';

/** Deeper nesting is an error, which also ends what is cyclic. */
const MAX_DEPTH = 200;
/** Values in one conversion: arrays that hold each other can say more than any memory holds. */
const MAX_VALUES = 2 ** 26;

// As they were when this module was loaded, whatever a program does to them later.
const { getPrototypeOf, getOwnPropertyDescriptor, getOwnPropertySymbols, hasOwn, keys } = Object;
const { isView } = ArrayBuffer;
const { isArray } = Array;
const uncurried = <T, A extends unknown[], R>(method: (this: T, ...args: A) => R) =>
  Function.prototype.call.bind(method) as (self: T, ...args: A) => R;
const mapForEach = uncurried(Map.prototype.forEach);
const setForEach = uncurried(Set.prototype.forEach);
const tagOf = uncurried(Object.prototype.toString);
const primitives = [Number, String, Boolean, BigInt].map((boxed) =>
  uncurried(boxed.prototype.valueOf as (this: unknown) => unknown),
);
const viewPart = (name: 'buffer' | 'byteOffset' | 'byteLength') =>
  uncurried(getOwnPropertyDescriptor(DataView.prototype, name)?.get as (this: unknown) => never);
const dataViewParts = [viewPart('buffer'), viewPart('byteOffset'), viewPart('byteLength')] as const;
const objectPrototype = Object.prototype;

let utilTypes: typeof import('node:util').types | undefined;
function types(): typeof import('node:util').types {
  utilTypes ??= process.getBuiltinModule('node:util').types;
  return utilTypes;
}

/** `where` and `what` name the method and the argument in errors. @throws TypeError, RangeError, what the value's own code throws */
export function toPython(where: string, what: string, value: unknown): unknown {
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'object':
    case 'function':
    case 'symbol':
      return value === null ? null : new Conversion(where, what).convert(value, 0);
    default:
      return value;
  }
}

class Conversion {
  readonly #where: string;
  readonly #what: string;
  /** From the value to the part that is being converted. */
  readonly #path: string[] = [];
  #values = 0;

  constructor(where: string, what: string) {
    this.#where = where;
    this.#what = what;
  }

  convert(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case 'undefined':
        return null;
      case 'object':
        return value === null ? null : this.#object(value, depth);
      case 'function':
      case 'symbol':
        return this.#refuse(described(value));
      default:
        return value;
    }
  }

  #object(value: object, depth: number): unknown {
    const handle = handleOf(value);
    if (handle !== undefined) return handle;
    if (depth > MAX_DEPTH) throw this.#tooMuch(`nested more than ${MAX_DEPTH} levels deep, or cyclic`);
    if (isArray(value)) return this.#list(value, depth);
    const typedArray = typedArrayName(value);
    if (typedArray !== undefined) return this.#typedArray(value as Uint8Array, typedArray);
    const prototype = getPrototypeOf(value) as object | null;
    if (prototype === null || prototype === objectPrototype || isObjectPrototype(prototype)) {
      const tag = tagOf(value);
      if (tag === '[object Arguments]') return this.#list(value as ArrayLike<unknown>, depth);
      if (tag === '[object Object]' || !isBuiltIn(value)) return this.#properties(value, depth);
    }
    return this.#builtIn(value, depth);
  }

  #builtIn(value: object, depth: number): unknown {
    const is = types();
    if (is.isMap(value)) return this.#map(value, depth);
    if (is.isSet(value)) return this.#set(value, depth);
    if (is.isNativeError(value) || value instanceof Error) return ['js', thrownText(value), value];
    if (is.isBoxedPrimitive(value)) return this.convert(this.#unboxed(value), depth);
    if (is.isAnyArrayBuffer(value)) return this.#bytes(value, 0, undefined);
    if (isView(value)) {
      const [buffer, offset, length] = dataViewParts;
      return this.#bytes(buffer(value), offset(value), length(value));
    }
    if (is.isExternal(value)) return this.#refuse('a native pointer');
    if (is.isPromise(value)) return this.#refuse('a Promise; await it first');
    if (is.isDate(value)) return this.#refuse('a Date; pass its getTime() or toISOString()');
    return this.#refuse(`an object of class ${className(value)}`);
  }

  #list(value: ArrayLike<unknown>, depth: number): unknown[] {
    const result: unknown[] = ['list'];
    for (let i = 0; i < value.length; i++) {
      const item = value[i];
      if (typeof item === 'object' && item !== null) {
        this.#path.push(`[${i}]`);
        result.push(this.convert(item, depth + 1));
        this.#path.pop();
      } else {
        if (item === undefined && !hasOwn(value, i)) this.#refuse('a hole', `[${i}]`);
        if (typeof item === 'function' || typeof item === 'symbol') this.#refuse(described(item), `[${i}]`);
        this.#count();
        result.push(item === undefined ? null : item);
      }
    }
    this.#count();
    return result;
  }

  #properties(value: object, depth: number): unknown[] {
    for (const symbol of getOwnPropertySymbols(value)) {
      if (getOwnPropertyDescriptor(value, symbol)?.enumerable) this.#refuse('an object with a symbol as key');
    }
    const result: unknown[] = ['dict'];
    for (const key of keys(value)) {
      result.push(key, this.#part(`.${key}`, (value as Record<string, unknown>)[key], depth));
    }
    this.#count();
    return result;
  }

  #map(value: object, depth: number): unknown[] {
    const result: unknown[] = ['dict'];
    mapForEach(value as Map<unknown, unknown>, (item, key) => {
      result.push(this.#part(' (a key)', key, depth), this.#part(' (a value)', item, depth));
    });
    this.#count();
    return result;
  }

  #set(value: object, depth: number): unknown[] {
    const result: unknown[] = ['set'];
    setForEach(value as Set<unknown>, (item) => {
      result.push(this.#part(' (an item)', item, depth));
    });
    this.#count();
    return result;
  }

  #part(step: string, value: unknown, depth: number): unknown {
    this.#path.push(step);
    const converted = this.convert(value, depth + 1);
    this.#path.pop();
    this.#count();
    return converted;
  }

  /** Bytes are bytes; arrays of larger numbers are lists, those of floats lists of float. */
  #typedArray(value: Uint8Array, name: string): unknown {
    if (name === 'Uint8Array' || name === 'Uint8ClampedArray')
      return this.#bytes(value.buffer, value.byteOffset, value.byteLength);
    // Throws for a detached buffer, which would look empty.
    this.#bytes(value.buffer, 0, 0);
    if (name.startsWith('Float')) return ['floats', new Float64Array(value as ArrayLike<number>)];
    const result: unknown[] = ['list'];
    for (let i = 0; i < value.length; i++) {
      this.#count();
      result.push(value[i]);
    }
    return result;
  }

  /** A view, or a copy when other threads may change it. @throws TypeError when the buffer was detached */
  #bytes(buffer: ArrayBufferLike, offset: number, length: number | undefined): Uint8Array {
    const bytes = new Uint8Array(buffer, offset, length);
    return types().isSharedArrayBuffer(buffer) ? new Uint8Array(bytes) : bytes;
  }

  #unboxed(value: object): unknown {
    for (const primitive of primitives) {
      try {
        return primitive(value);
      } catch {
        // Of another kind.
      }
    }
    return this.#refuse('a boxed symbol');
  }

  #count(): void {
    if (++this.#values > MAX_VALUES) throw this.#tooMuch(`more than ${MAX_VALUES} values`);
  }

  #place(step = ''): string {
    const path = this.#path.join('');
    return path === '' && step === ''
      ? ''
      : ` (at ${path.length > 200 ? `${path.slice(0, 200)}…` : path}${step})`;
  }

  #refuse(kind: string, step?: string): never {
    throw apiError(
      TypeError,
      `${this.#where}: ${this.#what} has no counterpart in Python: ${kind}${this.#place(step)}`,
    );
  }

  #tooMuch(why: string): Error {
    return apiError(RangeError, `${this.#where}: ${this.#what} cannot be converted to Python: ${why}`);
  }
}

/** `Object.prototype` of another context. */
function isObjectPrototype(prototype: object): boolean {
  return (
    getPrototypeOf(prototype) === null && hasOwn(prototype, 'isPrototypeOf') && hasOwn(prototype, 'valueOf')
  );
}

/** A built-in object whose prototype was exchanged for that of plain objects. */
function isBuiltIn(value: object): boolean {
  const is = types();
  return (
    is.isMap(value) ||
    is.isSet(value) ||
    is.isNativeError(value) ||
    is.isBoxedPrimitive(value) ||
    is.isAnyArrayBuffer(value) ||
    is.isDate(value) ||
    is.isRegExp(value) ||
    is.isPromise(value)
  );
}

function className(value: object): string {
  const maker: unknown = value.constructor;
  const name: unknown = typeof maker === 'function' ? maker.name : undefined;
  return typeof name === 'string' && name !== '' ? name : 'unknown';
}
