/** What JavaScript threw, in one line: `TypeError: message`. Never throws, whatever was thrown. */
export function thrownText(thrown: unknown): string {
  try {
    if (typeof thrown !== 'object' || thrown === null) return String(thrown);
    const { name, message } = thrown as { name?: unknown; message?: unknown };
    if (typeof message !== 'string') return Object.prototype.toString.call(thrown);
    return typeof name === 'string' && name !== '' ? `${name}: ${message}` : message;
  } catch {
    return 'an object that cannot be shown';
  }
}
