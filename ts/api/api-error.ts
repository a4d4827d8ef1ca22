/** Errors that the API throws, with stacks that begin where it was called. */
import { join } from 'node:path';
import { packageRoot } from '../host/package-root.ts';

const ownFrames = join(packageRoot, 'dist', 'bundle');

/** An error whose stack has no frames of pystitch. */
export function apiError(Kind: new (message: string) => Error, message: string): Error {
  const error = withFrames(() => new Kind(message));
  setStack(error, error.stack ?? '');
  return error;
}

/** Ours take some of the ten frames that V8 keeps. */
export function withFrames<T>(make: () => T): T {
  const { stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = stackTraceLimit + 10;
  } catch {
    // Frozen: then so be it.
  }
  try {
    return make();
  } finally {
    try {
      Error.stackTraceLimit = stackTraceLimit;
    } catch {
      // As above.
    }
  }
}

/** Gives an error this stack, without the frames of pystitch in it. */
export function setStack(error: Error, stack: string): void {
  const value = String(stack)
    .split('\n')
    .filter((line) => !(line.startsWith('    at ') && line.includes(ownFrames)))
    .join('\n');
  Object.defineProperty(error, 'stack', { value, writable: true, configurable: true, enumerable: false });
}

/**
 * Runs an action of the API. Node prints the line that an uncaught error was thrown at, which would be one of ours, unless
 * that line has these words in it.
 */
export function guarded<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw [error, 'node-do-not-add-exception-line'][0];
  }
}
