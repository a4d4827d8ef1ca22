/** A context of the addon with nothing around it: no modules, no compiler that answers. */
import { loadAddon, type NativeContext } from '../../ts/native/addon.ts';
import { root } from '../program-list.ts';

export function bareContext(): NativeContext {
  const { Context } = loadAddon(root);
  return new Context({
    memoryLimit: 0,
    recursionLimit: 0,
    jitThreshold: 1,
    jitDelay: 0,
    stress: 0,
    loadModule: () => null,
    compile: () => null,
    timeout: 0,
    outputLimit: 0,
    stopped: () => undefined,
    look: () => undefined,
    error: (details: unknown) => new Error(String((details as unknown[])[1])),
  });
}
