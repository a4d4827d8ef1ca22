/**
 * Addresses, in this process, of what stencils and layout refer to outside of the trace: functions and data of the runtime.
 */
import type { StencilLibrary } from './library.ts';
import { LAYOUT_TARGETS } from './machine-code.ts';

export interface SymbolAddresses {
  /** By index into StencilLibrary.symbols. */
  readonly library: Float64Array;
  /** 1 where a call from code memory cannot reach. */
  readonly far: Uint8Array;
  readonly jitExit: number;
  /** By index into LAYOUT_TARGETS. */
  readonly targets: readonly number[];
}

/**
 * Resolves the library's symbols with the runtime's table (native/generated/jit_symbols.c). `low` and `high` bound code memory. Throws
 * when the runtime lacks one: it was built from other stencils.
 */
export function resolveSymbols(
  library: StencilLibrary,
  addressOf: (name: string) => number | undefined,
  low: number,
  high: number,
): SymbolAddresses {
  const find = (name: string): number => {
    const address = addressOf(name);
    if (address === undefined)
      throw new Error(`the runtime has no symbol ${name}: build stencils and addon again`);
    return address;
  };
  const reach = library.target === 'x86_64' ? 0x7fff0000 : 0x7ff0000;
  const addresses = Float64Array.from(library.symbols, find);
  const far = Uint8Array.from(addresses, (address) =>
    Math.abs(address - low) < reach && Math.abs(address - high) < reach ? 0 : 1,
  );
  return { library: addresses, far, jitExit: find('jit_exit'), targets: LAYOUT_TARGETS.map(find) };
}
