/** Python exceptions as JavaScript sees them. */
import type { ExceptionDetails, NativeContext } from '../native/addon.ts';
import { apiError, setStack, withFrames } from './api-error.ts';
import { fromPython } from './from-python.ts';
import { internal, readHandlesWith } from './handles.ts';
import { PythonObject, wrapping } from './python-object.ts';

/**
 * An exception that left Python code. `message` is `str(exc)`, as in the last line of the traceback. `stack`, which Node
 * prints when nobody catches the error, is Python's traceback and then JavaScript's frames. `cause` is the exception that
 * this one was raised from (`__cause__`), or while handling which it was raised (`__context__`): a PythonError, or what a
 * JavaScript callback threw; absent when there is none.
 */
export class PythonError extends Error {
  readonly #context: NativeContext;
  readonly #details: ExceptionDetails;

  static {
    readHandlesWith((object) => (#details in object ? object.#details[4] : undefined));
  }

  /** @internal */
  constructor(key: typeof internal, context: NativeContext, details: ExceptionDetails) {
    if (key !== internal) throw apiError(TypeError, 'a PythonError comes from a Runtime');
    super(details[1]);
    this.#context = context;
    this.#details = details;
  }

  /** @internal The handle of a PythonError of this context; undefined for anything else. */
  static handleIn(context: NativeContext, value: unknown): unknown {
    if (typeof value !== 'object' || value === null || !(#details in value)) return undefined;
    return value.#context === context ? value.#details[4] : undefined;
  }

  /** Name of the exception's class, e.g. `ZeroDivisionError`. */
  get type(): string {
    return this.#details[0];
  }

  /** The text CPython would print, last line included. */
  get traceback(): string {
    return this.#details[2];
  }

  /** SystemExit and its subclasses only: its code (`null` for none). */
  get exitCode(): unknown {
    return fromPython(this.#details[3], wrapping(this.#context));
  }

  /** The exception object, with its attributes. */
  get exception(): PythonObject {
    return new PythonObject(internal, this.#context, this.#details[4]);
  }

  /** @internal */
  protected findCause(): unknown {
    const cause = this.#details[5];
    if (Array.isArray(cause)) return cause[1];
    try {
      const details = this.#context.describe(cause);
      const error = pythonError(this.#context, details);
      // Its traceback is part of the one that is shown already.
      setStack(error, `PythonError: ${details[0]}: ${details[1]}`);
      return error;
    } catch {
      // The runtime was disposed.
      return undefined;
    }
  }
}

/** One with a cause, which is made when it is asked for. Node prints even an undefined `cause`, so others have none. */
class CausedError extends PythonError {
  #cause: { readonly value: unknown } | undefined;

  override get cause(): unknown {
    this.#cause ??= { value: this.findCause() };
    return this.#cause.value;
  }
}

// Bundlers rename classes, and both are one class to whoever looks.
const name = { value: 'PythonError', writable: true, configurable: true };
Object.defineProperty(PythonError, 'name', name);
Object.defineProperty(PythonError.prototype, 'name', name);
Object.defineProperty(CausedError.prototype, 'constructor', {
  value: PythonError,
  writable: true,
  configurable: true,
});

/** What is thrown for a Python exception. Its stack: Python's traceback, then JavaScript's frames. */
export function pythonError(context: NativeContext, details: ExceptionDetails): PythonError {
  const Kind = details[5] === null ? PythonError : CausedError;
  const error = withFrames(() => new Kind(internal, context, details));
  const frames = String(error.stack).slice(`PythonError: ${details[1]}`.length);
  setStack(error, `PythonError: ${details[2].trimEnd()}${/(\n {4}at [\s\S]*)?$/.exec(frames)?.[0] ?? ''}`);
  return error;
}
