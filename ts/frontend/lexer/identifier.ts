/**
 * Identifiers outside ASCII (PEP 3131) and the predicates about characters that the lexer's messages need.
 *
 * The regular expressions are inside the functions, so that their
 * character sets are built only when a program needs them.
 */

/** Index in UTF-16 units of the first character because of which `text` is not an identifier, or -1. */
export function invalidIdentifierIndex(text: string): number {
  if (/^[\p{XID_Start}_][\p{XID_Continue}]*$/u.test(text)) return -1;
  let i = 0;
  for (const char of text) {
    if (!(i === 0 ? /^[\p{XID_Start}_]$/u : /^\p{XID_Continue}$/u).test(char)) return i;
    i += char.length;
  }
  return -1;
}

/** Python's `str.isprintable` for one character. */
export function isPrintable(char: string): boolean {
  return char === ' ' || !/^[\p{C}\p{Z}]$/u.test(char);
}

/** `U+` notation as in CPython's messages. */
export function codePointName(char: string): string {
  return `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
