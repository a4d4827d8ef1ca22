export const CHAR_IDENTIFIER = 1;
export const CHAR_DIGIT = 2;
/** Class of each ASCII character: whether it may start an identifier, or is a digit; 0 for all others. */
export const CLASS = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95) CLASS[c] = CHAR_IDENTIFIER;
  else if (c >= 48 && c <= 57) CLASS[c] = CHAR_DIGIT;
}
