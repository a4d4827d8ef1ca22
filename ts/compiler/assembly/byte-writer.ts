import { tick } from '../../contract/patience.ts';

/** UTF-16 units of a text that are written at once. */
const TEXT_PIECE = 4096;

function isSurrogatePair(text: string, at: number): boolean {
  const high = text.charCodeAt(at);
  const low = text.charCodeAt(at + 1);
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}

/** What writers have finished with, for the next ones: a program may compile thousands of small texts, and new buffers would cost more than all else. */
const spare: Uint8Array[] = [];
const FIRST_SIZE = 1024;
const NOTHING = new Uint8Array(0);
/** Of the buffers that are kept. */
const MAX_SPARE = 8;
const MAX_SPARE_SIZE = 0x10000;

const float = new Float64Array(1);
const floatBytes = new Uint8Array(float.buffer);

/** A growing array of bytes, with the numbers and texts of ts/contract/blob.ts. */
export class ByteWriter {
  private bytes = spare.pop() ?? new Uint8Array(FIRST_SIZE);
  length = 0;

  /** What was written. Nothing may be written after it. */
  finish(): Uint8Array {
    const written = this.bytes.slice(0, this.length);
    this.release();
    return written;
  }

  /** Appends what `other` has written. Nothing may be written to that one after it. */
  append(other: ByteWriter): void {
    this.raw(other.bytes.subarray(0, other.length));
    other.release();
  }

  private release(): void {
    if (spare.length < MAX_SPARE && this.bytes.length <= MAX_SPARE_SIZE) spare.push(this.bytes);
    this.bytes = NOTHING;
    this.length = 0;
  }

  /** Makes room for `count` bytes; returns where they go. */
  private reserve(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.length, this.bytes.length * 2));
      grown.set(this.bytes);
      this.bytes = grown;
    }
    return at;
  }

  u8(value: number): void {
    const at = this.reserve(1);
    this.bytes[at] = value;
  }

  u16(value: number): void {
    const at = this.reserve(2);
    this.bytes[at] = value;
    this.bytes[at + 1] = value >> 8;
  }

  u32(value: number): void {
    const at = this.reserve(4);
    for (let i = 0; i < 4; i++) this.bytes[at + i] = value >>> (8 * i);
  }

  f64(value: number): void {
    float[0] = value;
    this.raw(floatBytes);
  }

  raw(bytes: Uint8Array): void {
    const at = this.reserve(bytes.length);
    this.bytes.set(bytes, at);
  }

  /** LEB128 of a whole number from 0 to 2**53. */
  u(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.u8((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.u8(rest);
  }

  /** Zigzag LEB128 of a whole number of at most 52 bits and a sign. */
  s(value: number): void {
    this.u(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** UTF-8; a lone surrogate is encoded like any other code point. */
  text(text: string): void {
    for (let at = 0; at < text.length; ) {
      let end = at + TEXT_PIECE;
      if (isSurrogatePair(text, end - 1)) end--;
      this.piece(text, at, Math.min(end, text.length));
      at = end;
    }
  }

  private piece(text: string, start: number, end: number): void {
    tick();
    // Every UTF-16 unit takes at most three bytes.
    let at = this.reserve((end - start) * 3);
    const { bytes } = this;
    for (let i = start; i < end; i++) {
      let c = text.charCodeAt(i);
      if (c < 0x80) {
        bytes[at++] = c;
        continue;
      }
      if (c < 0x800) {
        bytes[at++] = 0xc0 | (c >> 6);
        bytes[at++] = 0x80 | (c & 0x3f);
        continue;
      }
      if (isSurrogatePair(text, i)) {
        c = 0x10000 + ((c - 0xd800) << 10) + (text.charCodeAt(++i) - 0xdc00);
        bytes[at++] = 0xf0 | (c >> 18);
        bytes[at++] = 0x80 | ((c >> 12) & 0x3f);
        bytes[at++] = 0x80 | ((c >> 6) & 0x3f);
        bytes[at++] = 0x80 | (c & 0x3f);
        continue;
      }
      bytes[at++] = 0xe0 | (c >> 12);
      bytes[at++] = 0x80 | ((c >> 6) & 0x3f);
      bytes[at++] = 0x80 | (c & 0x3f);
    }
    this.length = at;
  }
}
