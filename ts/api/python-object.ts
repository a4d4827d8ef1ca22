/** A Python object without a JavaScript counterpart: functions, classes, instances, modules. */
import type { NativeContext } from '../native/addon.ts';

/** Keeps its Python object alive until it is itself collected. */
export class PythonObject {
  readonly #context: NativeContext;
  /** The addon's handle; only meaningful to the Runtime it came from. */
  readonly pythonHandle: unknown;

  constructor(context: NativeContext, handle: unknown) {
    this.#context = context;
    this.pythonHandle = handle;
  }

  /** Calls it with converted arguments. @throws PythonError */
  call(...args: unknown[]): unknown {
    return wrap(this.#context, this.#context.call(this.pythonHandle, args));
  }

  /** Calls it with positional and keyword arguments. @throws PythonError */
  callWithKeywords(args: readonly unknown[], keywords: Readonly<Record<string, unknown>>): unknown {
    return wrap(this.#context, this.#context.call(this.pythonHandle, args, keywords));
  }

  /** `getattr(object, name)`. @throws PythonError */
  get(name: string): unknown {
    return wrap(this.#context, this.#context.getAttr(this.pythonHandle, name));
  }

  /** Name of its Python class. */
  get type(): string {
    return this.#context.typeName(this.pythonHandle);
  }

  /** `repr(object)`. */
  toString(): string {
    return this.#context.repr(this.pythonHandle);
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

const externalTag = '[object Object]';

/**
 * Values from the addon are plain JavaScript except for handles (N-API externals), also inside containers.
 */
export function wrap(context: NativeContext, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = wrap(context, value[i]);
    return value;
  }
  if (value instanceof Uint8Array) return value;
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [wrap(context, key), wrap(context, item)]));
  }
  if (value instanceof Set) return new Set([...value].map((item) => wrap(context, item)));
  if (
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.prototype.toString.call(value) === externalTag
  ) {
    const record = value as Record<string, unknown>;
    for (const key of Object.keys(record)) record[key] = wrap(context, record[key]);
    return record;
  }
  return new PythonObject(context, value);
}
