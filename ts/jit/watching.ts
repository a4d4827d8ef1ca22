/**
 * What a trace takes for constant is watched: globals, and the attributes of classes. When one changes, native code unlinks the trace
 * and says so; what changes again and again is not taken for constant any more (volatility.ts).
 */

import type { Dependency, OptimizedTrace } from '../ir/trace.ts';
import { constIndex } from '../ir/trace.ts';
import type { NativeJit } from '../native/jit.ts';
import type { Volatility } from './volatility.ts';

export class Watching {
  constructor(
    private readonly native: NativeJit,
    private readonly volatility: Volatility,
  ) {}

  /** Watches all that trace `id` depends on. It does not run if that is not possible. */
  watch(id: number, trace: OptimizedTrace): void {
    for (const dependency of trace.dependencies) {
      if (!this.watchOne(id, trace, dependency)) this.native.jitControl('invalidate', id);
    }
  }

  private watchOne(id: number, { consts }: OptimizedTrace, dependency: Dependency): boolean {
    if (dependency.kind === 'class') {
      const cls = consts[constIndex(dependency.cls)];
      return this.native.jitWatchClass(id, cls.lo, cls.hi);
    }
    const dict = consts[constIndex(dependency.dict)];
    const key = consts[constIndex(dependency.key)];
    this.volatility.watch(dict, key);
    return this.native.jitWatchDict(id, dict.lo, dict.hi, key.lo, key.hi);
  }

  /** Something that the trace depends on has changed. */
  changed({ dependencies, consts }: OptimizedTrace): void {
    for (const dependency of dependencies) {
      if (dependency.kind === 'class') this.volatility.classChanged(consts[constIndex(dependency.cls)]);
      else
        this.volatility.globalChanged(
          consts[constIndex(dependency.dict)],
          consts[constIndex(dependency.key)],
        );
    }
  }
}
