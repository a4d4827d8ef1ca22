/** Python exceptions as JavaScript sees them. */
import type { ExceptionDetails, NativeContext } from '../native/addon.ts';
import { apiError, setStack, withFrames } from './api-error.ts';
import { fromPython } from './from-python.ts';
import { internal, readHandlesWith } from './handles.ts';
import { PythonObject, wrapping } from './python-object.ts';

/**
 * An exception that left Python code. `message` is `str(exc)`, as in the last line of the traceback. `stack`, which Node
 * prints when nobody catches the error, is Python's traceback and then JavaScript's frames.
 */
export class PythonError extends Error {
  readonly #context: NativeContext;
  readonly #details: ExceptionDetails;
  #cause: { readonly value: unknown } | undefined;

  static {
    readHandlesWith((object) => (#details in object ? object.#details[4] : undefined));
    Object.defineProperty(PythonError.prototype, 'name', {
      value: 'PythonError',
      writable: true,
      configurable: true,
    });
  }

  /** @internal */
  constructor(key: typeof internal, context: NativeContext, details: ExceptionDetails, isCause = false) {
    if (key !== internal) throw apiError(TypeError, 'a PythonError comes from a Runtime');
    super(details[1]);
    this.#context = context;
    this.#details = details;
    // The traceback of a cause is shown by the error that it caused.
    if (isCause) setStack(this, `PythonError: ${details[0]}: ${details[1]}`);
  }

  /** @internal */
  static of(context: NativeContext, details: ExceptionDetails): PythonError {
    const error = withFrames(() => new PythonError(internal, context, details));
    const frames =
      /(\n {4}at [\s\S]*)?$/.exec(String(error.stack).slice(`PythonError: ${details[1]}`.length))?.[0] ?? '';
    setStack(error, `PythonError: ${details[2].trimEnd()}${frames}`);
    return error;
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

  /**
   * The exception that this one was raised from (`__cause__`), or while handling which it was raised (`__context__`): a
   * PythonError, or what a JavaScript callback threw. Undefined when there is none, or when the runtime was disposed.
   */
  override get cause(): unknown {
    this.#cause ??= { value: this.#findCause() };
    return this.#cause.value;
  }

  #findCause(): unknown {
    const cause = this.#details[5];
    if (cause === null) return undefined;
    if (Array.isArray(cause)) return cause[1];
    try {
      return new PythonError(internal, this.#context, this.#context.describe(cause), true);
    } catch {
      return undefined;
    }
  }
}
