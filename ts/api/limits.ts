/**
 * Time limits and stopping: what `run`, `eval`, `limited` and the Runtime itself take, and what they throw.
 *
 * A limit is checked by Python, wherever it runs, and by our own compilers; the clock is another thread's. JavaScript
 * that Python calls is not interrupted: the stop waits for it to return. For the same reason an AbortSignal can only
 * be heard when it is aborted before, or by such JavaScript: timers and messages of this thread have to wait until
 * Python returns. Another thread stops a runtime with `stopRuntime(handle)`.
 */
import type { NativeContext } from '../native/addon.ts';
import { checkedOptions, type Kind, type Kinds } from './checks.ts';

export interface LimitOptions {
  /** Milliseconds from now. Default: what the Runtime was created with. */
  readonly timeout?: number;
  /** Stops Python when it is aborted; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** More than 0; Infinity is no limit. */
export const milliseconds: Kind<number> = {
  wanted: 'a number of milliseconds above 0',
  read: (value) => (typeof value === 'number' && value > 0 ? value : undefined),
};

const abortSignal: Kind<AbortSignal> = {
  wanted: 'an AbortSignal',
  read: (value) => (value instanceof AbortSignal ? value : undefined),
};

export const limitKinds: Kinds<LimitOptions> = { timeout: milliseconds, signal: abortSignal };

export const checkedLimits = (limits: unknown): LimitOptions =>
  checkedOptions('limited()', limits, limitKinds);

/** Names a runtime of this process in any of its threads: post it to another one, which gives it to `stopRuntime`. */
export interface StopHandle {
  readonly pystitchRuntime: number;
}

/** Why Python was stopped; numbers as in native/core/stop.h. */
const Cause = { TIMEOUT: 1, REQUESTED: 2, OUTPUT: 3 } as const;

const messages: Readonly<Record<number, readonly [message: string, name: string]>> = {
  [Cause.TIMEOUT]: ['Python was stopped: its time limit is exceeded', 'TimeoutError'],
  [Cause.REQUESTED]: ['Python was stopped', 'AbortError'],
  [Cause.OUTPUT]: ['Python was stopped: its output limit is exceeded', 'QuotaExceededError'],
};

/** The limits of one runtime that are open now. */
export class Limits {
  readonly #context: () => NativeContext;
  /** The signals of open limits, by the context's number of each. */
  readonly #signals: (AbortSignal | undefined)[] = [];

  constructor(context: () => NativeContext) {
    this.#context = context;
  }

  /** Runs `body`; what it calls of the runtime is stopped by these limits. @throws what `error` returns */
  within<T>({ timeout, signal }: LimitOptions, body: () => T): T {
    if (timeout === undefined && !signal) return body();
    signal?.throwIfAborted();
    const context = this.#context();
    const limit = context.openLimit(timeout ?? 0);
    const stop = (): void => context.stopLimit(limit);
    this.#signals[limit] = signal;
    signal?.addEventListener('abort', stop);
    try {
      return body();
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#signals[limit] = undefined;
      context.closeLimit();
    }
  }

  /** What a stopped call throws. `limit` is -1 for the runtime's own limits. */
  error(cause: number, limit: number, error: unknown): unknown {
    const signal = this.#signals[limit];
    if (cause === Cause.REQUESTED && signal?.aborted) return signal.reason;
    const [message, name] = messages[cause] ?? ['Python was stopped', 'AbortError'];
    const exception = new DOMException(message, name);
    if (error !== undefined)
      Object.defineProperty(exception, 'cause', { value: error, configurable: true, writable: true });
    return exception;
  }
}
