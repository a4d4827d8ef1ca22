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

/** Whether joining the two would turn two surrogates, which Python keeps apart, into one character. */
export function joinsSurrogates(a: string, b: string): boolean {
  // In this order: looking at the end of a text that grows piece by piece makes V8 copy it.
  const second = b.charCodeAt(0);
  if (!(second >= 0xdc00 && second < 0xe000)) return false;
  const first = a.charCodeAt(a.length - 1);
  return first >= 0xd800 && first < 0xdc00;
}
