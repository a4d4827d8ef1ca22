/** Python exceptions as JavaScript sees them. */

/** An exception that left Python code. `message` is `str(exc)`, as in the last line of the traceback. */
export class PythonError extends Error {
  override readonly name = 'PythonError';
  /** Name of the exception's class, e.g. `ZeroDivisionError`. */
  readonly type: string;
  /** The text CPython would print, last line included. */
  readonly traceback: string;
  /** SystemExit and its subclasses only: its code (`null` for none). */
  readonly exitCode: unknown;
  /** The exception object, for the runtime's own use: lets it pass through JavaScript unchanged. */
  readonly pythonHandle: unknown;

  constructor(type: string, message: string, traceback: string, exitCode: unknown, pythonHandle: unknown) {
    super(message);
    this.type = type;
    this.traceback = traceback;
    this.exitCode = exitCode;
    Object.defineProperty(this, 'pythonHandle', { value: pythonHandle, enumerable: false });
  }
}
