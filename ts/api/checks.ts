/**
 * Kinds of values that arguments and options may have. Every value that comes from outside is read through one of
 * them, once, so that what was checked is what is used.
 */

import { apiError } from './api-error.ts';

export interface Kind<T> {
  /** What is expected, as it reads after "must be". */
  readonly wanted: string;
  /** The value, arrays as copies; undefined when it is of another kind. */
  readonly read: (value: unknown) => T | undefined;
}

export const text: Kind<string> = {
  wanted: 'a string',
  read: (value) => (typeof value === 'string' ? value : undefined),
};

export const flag: Kind<boolean> = {
  wanted: 'a boolean',
  read: (value) => (typeof value === 'boolean' ? value : undefined),
};

/** Source text: a string, or a Uint8Array (a Buffer too). */
export const sourceText: Kind<string | Uint8Array> = {
  wanted: 'a string or a Uint8Array',
  read: (value) => (typeof value === 'string' || isBytes(value) ? value : undefined),
};

/** An array of strings. */
export const texts: Kind<readonly string[]> = {
  wanted: 'an array of strings',
  read(value) {
    if (!Array.isArray(value)) return undefined;
    // Before anything is copied: an array may be all hole, and longer than memory.
    for (let i = 0; i < value.length; i++) if (typeof value[i] !== 'string') return undefined;
    const copy = [...value];
    return copy.every((item) => typeof item === 'string') ? copy : undefined;
  },
};

export function wholeNumber(from: number, to: number = Number.MAX_SAFE_INTEGER): Kind<number> {
  return {
    wanted:
      to === Number.MAX_SAFE_INTEGER ? `a whole number from ${from}` : `a whole number from ${from} to ${to}`,
    read: (value) =>
      typeof value === 'number' && Number.isInteger(value) && from <= value && value <= to
        ? value
        : undefined,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a function of unknown parameters
export function callback<T extends (...args: any[]) => unknown>(): Kind<T> {
  return { wanted: 'a function', read: (value) => (typeof value === 'function' ? (value as T) : undefined) };
}

/** An array; what is in it is for its reader. */
export const listOf: Kind<readonly unknown[]> = {
  wanted: 'an array',
  read: (value) => (Array.isArray(value) ? value : undefined),
};

/** An object that is no array; whether it can be a dict is for the conversion to say. */
export const plainRecord: Kind<object> = {
  wanted: 'an object',
  read: (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined),
};

/** An array of some words. */
export function wordsOf<T extends string>(words: readonly T[]): Kind<readonly T[]> {
  return {
    wanted: `an array of ${words.map((word) => `'${word}'`).join(', ')}`,
    read(value) {
      const given = texts.read(value);
      return given?.every((item) => (words as readonly string[]).includes(item))
        ? (given as readonly T[])
        : undefined;
    },
  };
}

export function wordOf<T extends string>(words: readonly T[]): Kind<T> {
  return {
    wanted: words.map((word) => `'${word}'`).join(' or '),
    read: (value) => words.find((word) => word === value),
  };
}

/** An object of options, by name. */
export type Kinds<T> = { readonly [K in keyof T]-?: Kind<NonNullable<T[K]>> };

/** `where` begins the message: the method as its caller writes it. @throws TypeError */
export function checked<T>(where: string, name: string, value: unknown, kind: Kind<T>): T {
  const read = kind.read(value);
  if (read === undefined)
    throw apiError(TypeError, `${where}: ${name} must be ${kind.wanted}, not ${described(value)}`);
  return read;
}

/** A copy of the options with known names; those that are undefined count as absent. @throws TypeError */
export function checkedOptions<T extends object>(where: string, given: unknown, kinds: Kinds<T>): T {
  if (given === undefined) return {} as T;
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw apiError(TypeError, `${where}: options must be an object, not ${described(given)}`);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(kinds, name)) throw apiError(TypeError, `${where}: unknown option '${name}'`);
  }
  const options: Partial<T> = {};
  for (const name of Object.keys(kinds) as (keyof T & string)[]) {
    const value: unknown = (given as T)[name];
    if (value !== undefined) options[name] = checked(where, `option '${name}'`, value, kinds[name]);
  }
  return options as T;
}

/** A value in an error message; no code of its owner runs. */
export function described(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return `the number ${Object.is(value, -0) ? '-0' : value}`;
  if (typeof value === 'object') return 'this object';
  return `a ${typeof value}`;
}

const typedArrayTag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)?.get as (this: unknown) => string | undefined;

/** The class of a typed array, of whatever context it is; undefined for anything else. */
export function typedArrayName(value: unknown): string | undefined {
  return Reflect.apply(typedArrayTag, value, []);
}

export function isBytes(value: unknown): value is Uint8Array {
  return typedArrayName(value) === 'Uint8Array';
}
