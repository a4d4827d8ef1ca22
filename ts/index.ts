/** The library: `import { Runtime } from 'pystitch'`. */
export type { LimitOptions, StopHandle } from './api/limits.ts';
export type { RunOptions, RuntimeOptions } from './api/options.ts';
export { PythonError } from './api/python-error.ts';
export { PythonObject } from './api/python-object.ts';
export { interruptRuntime, Runtime, stopRuntime } from './api/runtime.ts';
export type { JitOptions } from './jit/options.ts';
