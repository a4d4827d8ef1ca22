/** Code objects as bytes for the runtime; the format is in ts/contract/blob.ts. */

import { BLOB_MAGIC, ConstantTag, ExceptionWords, PositionWords } from '../../contract/blob.ts';
import { tick } from '../../contract/patience.ts';
import type { CodeConstant, CodeObject } from '../code-object.ts';

/** The blob, magic included. */
export function serializeCode(code: CodeObject): Uint8Array {
  const writer = new Writer();
  for (const char of BLOB_MAGIC) writer.u8(char.charCodeAt(0));
  writer.code(code);
  return writer.finish();
}

const MIN_I64 = -(1n << 63n);
const MAX_I64 = (1n << 63n) - 1n;

class Writer {
  private bytes = new Uint8Array(4096);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  /** Makes room for `count` bytes; returns where they go. */
  private reserve(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.length, this.bytes.length * 2));
      grown.set(this.bytes);
      this.bytes = grown;
      this.view = new DataView(grown.buffer);
    }
    return at;
  }

  u8(value: number): void {
    const at = this.reserve(1);
    this.bytes[at] = value;
  }

  private u32(...values: number[]): void {
    for (const value of values) {
      const at = this.reserve(4);
      this.view.setUint32(at, value, true);
    }
  }

  /** Word `index` of the row of words at `row`. */
  private word(row: number, index: number, value: number): void {
    this.view.setUint32(row + 4 * index, value, true);
  }

  private f64(value: number): void {
    const at = this.reserve(8);
    this.view.setFloat64(at, value, true);
  }

  private raw(bytes: Uint8Array): void {
    this.u32(bytes.length);
    const at = this.reserve(bytes.length);
    this.bytes.set(bytes, at);
  }

  /** UTF-8; a lone surrogate is encoded like any other code point. */
  private str(text: string): void {
    const lengthAt = this.reserve(4);
    // Every UTF-16 unit takes at most three bytes.
    let at = this.reserve(text.length * 3);
    const start = at;
    const { bytes } = this;
    for (let i = 0; i < text.length; i++) {
      if ((i & 0xff) === 0) tick();
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
      if (c >= 0xd800 && c < 0xdc00) {
        const low = text.charCodeAt(i + 1);
        if (low >= 0xdc00 && low < 0xe000) {
          i++;
          c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
          bytes[at++] = 0xf0 | (c >> 18);
          bytes[at++] = 0x80 | ((c >> 12) & 0x3f);
          bytes[at++] = 0x80 | ((c >> 6) & 0x3f);
          bytes[at++] = 0x80 | (c & 0x3f);
          continue;
        }
      }
      bytes[at++] = 0xe0 | (c >> 12);
      bytes[at++] = 0x80 | ((c >> 6) & 0x3f);
      bytes[at++] = 0x80 | (c & 0x3f);
    }
    this.view.setUint32(lengthAt, at - start, true);
    this.length = at;
  }

  private strs(list: readonly string[]): void {
    this.u32(list.length);
    for (const text of list) this.str(text);
  }

  code(code: CodeObject): void {
    this.u32(code.argcount, code.posonly, code.kwonly, code.flags, code.stacksize, code.firstLine);
    this.str(code.name);
    this.str(code.qualname);
    this.str(code.filename);
    this.strs(code.names);
    this.strs(code.localsplusNames);
    for (const kind of code.localsplusKinds) this.u8(kind);
    this.u32(code.units.length);
    let at = this.reserve(code.units.length * 2);
    for (const unit of code.units) {
      tick();
      this.view.setUint16(at, unit, true);
      at += 2;
    }
    this.u32(code.exceptions.length);
    for (const { start, end, target, depth, lasti } of code.exceptions) {
      const row = this.reserve(4 * ExceptionWords.WORDS);
      this.word(row, ExceptionWords.start, start);
      this.word(row, ExceptionWords.end, end);
      this.word(row, ExceptionWords.target, target);
      this.word(row, ExceptionWords.depthLasti, (depth << 1) | Number(lasti));
    }
    this.u32(code.positions.length);
    for (const { start, line, col, endLine, endCol } of code.positions) {
      tick();
      const row = this.reserve(4 * PositionWords.WORDS);
      this.word(row, PositionWords.start, start);
      this.word(row, PositionWords.line, line);
      this.word(row, PositionWords.col, col);
      this.word(row, PositionWords.endLine, endLine);
      this.word(row, PositionWords.endCol, endCol);
    }
    this.constants(code.consts);
  }

  private constants(list: readonly CodeConstant[]): void {
    this.u32(list.length);
    for (const c of list) {
      tick();
      this.constant(c);
    }
  }

  private tag(char: string): void {
    this.u8(char.charCodeAt(0));
  }

  private constant(c: CodeConstant): void {
    switch (c.kind) {
      case 'none':
        return this.tag(ConstantTag.NONE);
      case 'ellipsis':
        return this.tag(ConstantTag.ELLIPSIS);
      case 'bool':
        return this.tag(c.value ? ConstantTag.TRUE : ConstantTag.FALSE);
      case 'int':
        return this.int(c.value);
      case 'float':
        this.tag(ConstantTag.FLOAT);
        return this.f64(c.value);
      case 'complex':
        this.tag(ConstantTag.COMPLEX);
        this.f64(c.re);
        return this.f64(c.im);
      case 'str':
        this.tag(ConstantTag.STR);
        return this.str(c.value);
      case 'bytes':
        this.tag(ConstantTag.BYTES);
        return this.raw(c.value);
      case 'tuple':
        this.tag(ConstantTag.TUPLE);
        return this.constants(c.items);
      case 'frozenset':
        this.tag(ConstantTag.FROZENSET);
        return this.constants(c.items);
      case 'slice':
        this.tag(ConstantTag.SLICE);
        for (const part of [c.start, c.stop, c.step]) this.constant(part);
        return;
      case 'code':
        this.tag(ConstantTag.CODE);
        return this.code(c.code);
    }
  }

  private int(value: bigint): void {
    if (value >= MIN_I64 && value <= MAX_I64) {
      this.tag(ConstantTag.I64);
      const at = this.reserve(8);
      this.view.setBigInt64(at, value, true);
    } else {
      this.tag(ConstantTag.BIG_INT);
      this.str(value.toString(16));
    }
  }
}
