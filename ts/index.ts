/** The library: `import { Runtime } from 'pystitch'`. */

export { PythonError } from './api/python-error.ts';
export { PythonObject } from './api/python-object.ts';
export { type RunOptions, Runtime, type RuntimeOptions } from './api/runtime.ts';
export type { JitOptions } from './jit/options.ts';
