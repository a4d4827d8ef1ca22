/** An independent reader of the format in code-object.ts finds the same code object in the blob. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { serializeCode } from '../../ts/compiler/assembly/serialize.ts';
import type { CodeConstant, CodeObject } from '../../ts/compiler/code-object.ts';
import { compileModule } from '../../ts/compiler/compile.ts';
import { parseModule } from '../../ts/frontend/parse.ts';

class Reader {
  private at = 0;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.at === this.bytes.length;
  }

  private take(size: number): number {
    this.at += size;
    return this.at - size;
  }
  u8 = (): number => this.view.getUint8(this.take(1));
  u32 = (): number => this.view.getUint32(this.take(4), true);
  i32 = (): number => this.view.getInt32(this.take(4), true);
  f64 = (): number => this.view.getFloat64(this.take(8), true);
  list<T>(read: () => T): T[] {
    return Array.from({ length: this.u32() }, read);
  }
  raw(): Uint8Array {
    const length = this.u32();
    const at = this.take(length);
    return this.bytes.slice(at, at + length);
  }

  /** UTF-8 that may encode surrogates. */
  str = (): string => {
    const bytes = this.raw();
    let text = '';
    for (let i = 0; i < bytes.length; ) {
      const lead = bytes[i++]!;
      const more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
      let point = more === 0 ? lead : lead & (0x3f >> more);
      for (let n = 0; n < more; n++) point = (point << 6) | (bytes[i++]! & 0x3f);
      text += String.fromCodePoint(point);
    }
    return text;
  };

  code = (): CodeObject => {
    const [argcount, posonly, kwonly, flags, stacksize, firstLine] = Array.from({ length: 6 }, this.u32);
    const [name, qualname, filename] = [this.str(), this.str(), this.str()];
    const names = this.list(this.str);
    const localsplusNames = this.list(this.str);
    const localsplusKinds = localsplusNames.map(this.u8);
    const units = Uint16Array.from(this.list(() => this.view.getUint16(this.take(2), true)));
    const exceptions = this.list(() => {
      const [start, end, target, packed] = Array.from({ length: 4 }, this.u32);
      return { start, end, target, depth: packed! >> 1, lasti: (packed! & 1) === 1 };
    });
    const positions = this.list(() => {
      const start = this.u32();
      const [line, col, endLine, endCol] = Array.from({ length: 4 }, this.i32);
      return { start, line, col, endLine, endCol };
    });
    const consts = this.list(this.constant);
    const numbers = { argcount, posonly, kwonly, flags, stacksize, firstLine };
    const tables = { names, localsplusNames, localsplusKinds, units, exceptions, positions, consts };
    return { name, qualname, filename, ...numbers, ...tables } as CodeObject;
  };

  constant = (): CodeConstant => {
    const tag = String.fromCharCode(this.u8());
    const plain = (): Exclude<CodeConstant, { kind: 'code' }> => this.constant() as never;
    switch (tag) {
      case 'N':
        return { kind: 'none' };
      case 'E':
        return { kind: 'ellipsis' };
      case 'T':
      case 'F':
        return { kind: 'bool', value: tag === 'T' };
      case 'i':
        return { kind: 'int', value: this.view.getBigInt64(this.take(8), true) };
      case 'I': {
        const hex = this.str();
        return {
          kind: 'int',
          value: hex.startsWith('-') ? -BigInt(`0x${hex.slice(1)}`) : BigInt(`0x${hex}`),
        };
      }
      case 'd':
        return { kind: 'float', value: this.f64() };
      case 'j':
        return { kind: 'complex', re: this.f64(), im: this.f64() };
      case 's':
        return { kind: 'str', value: this.str() };
      case 'b':
        return { kind: 'bytes', value: this.raw() };
      case '(':
        return { kind: 'tuple', items: this.list(plain) };
      case '{':
        return { kind: 'frozenset', items: this.list(plain) };
      case ':':
        return { kind: 'slice', start: plain(), stop: plain(), step: plain() };
      case 'C':
        return { kind: 'code', code: this.code() };
      default:
        throw new Error(`tag ${tag}`);
    }
  };
}

function roundTrip(code: CodeObject): CodeObject {
  const blob = serializeCode(code);
  expect(new TextDecoder().decode(blob.slice(0, 4))).toBe('PSC1');
  const reader = new Reader(blob.slice(4));
  const read = reader.code();
  expect(reader.atEnd).toBe(true);
  return read;
}

const compile = (source: string): CodeObject => compileModule(parseModule(source, 'file.py'), 'file.py');

describe('blob', () => {
  const folder = new URL('./programs/', import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.py')))
    it(file, () => {
      const code = compile(readFileSync(new URL(file, folder), 'utf8'));
      expect(roundTrip(code)).toEqual(code);
    });

  it('keeps ints at the limits of 64 bits, surrogates, and non-ASCII text', () => {
    const code = compile(
      'x = 9223372036854775807, -9223372036854775808, 9223372036854775808, -9223372036854775809\n' +
        "y = '\\ud800a\\udfff', 'é€\u{1f600}', b'\\xff\\x00', -0.0, 1e400, 2j\n",
    );
    expect(roundTrip(code)).toEqual(code);
  });
});
