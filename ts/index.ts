/** The library: `import { Runtime } from 'pystitch'`. */
export type { JitOptions } from './jit/options.ts';
export { PythonError } from './runtime/python-error.ts';
export { PythonObject } from './runtime/python-object.ts';
export { type RunOptions, Runtime, type RuntimeOptions } from './runtime/runtime.ts';
