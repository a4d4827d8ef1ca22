/**
 * Python constants as the front end and the compiler hold them, before any runtime exists.
 *
 * Every variant has its own tag because Python's 1, 1.0 and True are equal but not the
 * same constant. Strings are JavaScript strings in which a lone surrogate stands for
 * itself (Python's surrogateescape range included).
 */
export type Constant =
  | { readonly kind: 'none' }
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'complex'; readonly re: number; readonly im: number }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'tuple'; readonly items: readonly Constant[] }
  | { readonly kind: 'frozenset'; readonly items: readonly Constant[] }
  | { readonly kind: 'slice'; readonly start: Constant; readonly stop: Constant; readonly step: Constant };
