/** Why running Python was stopped (native/core/stop.h). */
export const StopCause = {
  NONE: 0,
  TIMEOUT: 1, // a deadline has passed
  REQUESTED: 2, // by the host: a signal, or another thread
  OUTPUT: 3, // more output than the host allows
  THREAD_END: 4, // V8 is about to end the thread: no JavaScript may run, and nothing of Python's either
} as const;
