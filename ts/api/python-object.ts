/** A Python object without a JavaScript counterpart: functions, classes, instances, modules. */
import type { NativeContext } from '../native/addon.ts';
import { apiError, guarded } from './api-error.ts';
import { checked, listOf, plainRecord, text } from './checks.ts';
import { fromPython } from './from-python.ts';
import { internal, readHandlesWith } from './handles.ts';
import { toPython } from './to-python.ts';

/** An array may say that it has billions of items, and have none. */
const MAX_ARGUMENTS = 2 ** 20;

/** Keeps its Python object alive until it is itself collected. */
export class PythonObject {
  readonly #context: NativeContext;
  readonly #handle: unknown;

  static {
    readHandlesWith((object) => (#handle in object ? object.#handle : undefined));
  }

  /** @internal */
  constructor(key: typeof internal, context: NativeContext, handle: unknown) {
    if (key !== internal) throw apiError(TypeError, 'a PythonObject comes from a Runtime');
    this.#context = context;
    this.#handle = handle;
  }

  /** Calls it with converted arguments. @throws PythonError; TypeError for what has no counterpart in Python */
  call(...args: unknown[]): unknown {
    return this.#calling('call()', args, undefined);
  }

  /** Calls it with positional and keyword arguments. @throws as call() */
  callWithKeywords(args: readonly unknown[], keywords: Readonly<Record<string, unknown>>): unknown {
    return this.#calling('callWithKeywords()', args, keywords, true);
  }

  /** `getattr(object, name)`. @throws PythonError */
  get(name: string): unknown {
    return guarded(() =>
      this.#wrap(this.#context.getAttr(this.#handle, checked('get()', 'name', name, text))),
    );
  }

  /** Name of its Python class. */
  get type(): string {
    return guarded(() => this.#context.typeName(this.#handle));
  }

  /** `repr(object)`. @throws PythonError */
  toString(): string {
    return guarded(() => this.#context.repr(this.#handle));
  }

  /** For `console.log`: what repr() says, or why it does not. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    try {
      return this.#context.repr(this.#handle);
    } catch (error) {
      const reason = (error as { type?: unknown })?.type;
      return typeof reason === 'string'
        ? `[PythonObject: repr raised ${reason}]`
        : '[PythonObject: disposed]';
    }
  }

  #calling(method: string, args: unknown, keywords: unknown, named = false): unknown {
    return guarded(() => {
      const given = checked(method, 'args', args, listOf);
      if (given.length > MAX_ARGUMENTS)
        throw apiError(RangeError, `${method}: more than ${MAX_ARGUMENTS} arguments`);
      const list: unknown[] = ['list'];
      for (let i = 0; i < given.length; i++) list.push(toPython(method, `argument ${i + 1}`, given[i]));
      const dict = named
        ? toPython(method, 'keywords', checked(method, 'keywords', keywords, plainRecord))
        : undefined;
      return this.#wrap(this.#context.call(this.#handle, list, dict));
    });
  }

  #wrap(value: unknown): unknown {
    return fromPython(value, wrapping(this.#context));
  }
}

/** Makes PythonObjects of handles. */
export function wrapping(context: NativeContext): (handle: unknown) => PythonObject {
  return (handle) => new PythonObject(internal, context, handle);
}
