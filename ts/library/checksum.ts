/**
 * Finds damage, not malice: words are mixed in one by one, the last with zeros after its bytes. The same in C:
 * native/import/library_image.c.
 */
export function checksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length & ~3;
  let hash = bytes.length;
  const mix = (word: number): void => {
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  };
  for (let i = 0; i < whole; i += 4) mix(view.getUint32(i, true));
  let last = 0;
  for (let i = whole; i < bytes.length; i++) last |= bytes[i] << (8 * (i - whole));
  if (bytes.length > whole) mix(last);
  return hash >>> 0;
}
