/** The compiler, loaded when something is compiled: a program whose modules are all kept does without it. */
import { join } from 'node:path';
import { loadCachedChunk } from './cached-chunk.ts';
import type * as CompilerBundle from './compiler-bundle.ts';
import { packageRoot } from './package-root.ts';

export const compilerFile: string = join(packageRoot, 'dist', 'bundle', 'compiler.cjs');

let given: typeof CompilerBundle | undefined;

export function loadCompiler(): typeof CompilerBundle {
  return given ?? (loadCachedChunk(compilerFile) as typeof CompilerBundle);
}

/** For the build, which has no bundle yet, or an old one. */
export function useCompiler(bundle: typeof CompilerBundle): void {
  given = bundle;
}
