/** An independent reader of the format in ts/contract/blob.ts finds the same code object in the blob. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { serializeCode } from '../../ts/compiler/assembly/serialize.ts';
import type { CodeConstant, CodeObject } from '../../ts/compiler/code-object.ts';
import { compileModule } from '../../ts/compiler/compile.ts';
import { BLOB_MAGIC } from '../../ts/contract/blob.ts';
import { parseModule } from '../../ts/frontend/parse.ts';
import { positionEntries } from '../../ts/host/native-code.ts';
import { BYTECODES } from '../../ts/ops/bytecodes.ts';

const caches = (opcode: number): number => BYTECODES.find((b) => b.opcode === opcode)?.caches ?? 0;

/** UTF-8 that may encode surrogates. */
function decode(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i++]!;
    const more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    let point = more === 0 ? lead : lead & (0x3f >> more);
    for (let n = 0; n < more; n++) point = (point << 6) | (bytes[i++]! & 0x3f);
    text += String.fromCodePoint(point);
  }
  return text;
}

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
  u16 = (): number => this.view.getUint16(this.take(2), true);
  u32 = (): number => this.view.getUint32(this.take(4), true);
  f64 = (): number => this.view.getFloat64(this.take(8), true);
  u = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.u8();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(value);
    }
  };
  s = (): number => {
    const n = this.u();
    return n % 2 === 1 ? -(n + 1) / 2 : n / 2;
  };
  list<T>(read: () => T): T[] {
    return Array.from({ length: this.u() }, read);
  }
  raw(): Uint8Array {
    const length = this.u();
    const at = this.take(length);
    return this.bytes.slice(at, at + length);
  }

  blob(): CodeObject {
    const ends = Array.from({ length: this.u32() }, this.u32);
    const text = this.take(ends.at(-1) ?? 0);
    this.strings = ends.map((end, i) => decode(this.bytes.subarray(text + (ends[i - 1] ?? 0), text + end)));
    expect(new Set(this.strings).size).toBe(this.strings.length);
    this.filename = this.str();
    return this.code();
  }
  private strings: string[] = [];
  private filename = '';
  str = (): string => this.strings[this.u()]!;

  code = (): CodeObject => {
    const [argcount, posonly, kwonly, flags, stacksize, firstLine] = Array.from({ length: 6 }, this.u);
    const [name, qualname] = [this.str(), this.str()];
    const locals = this.list(() => [this.str(), this.u8()] as const);
    const size = this.u();
    const start = this.at;
    const names = this.list(this.str);
    const units = new Uint16Array(this.u());
    for (let i = 0; i < units.length; i += 1 + caches(units[i]! & 0xff)) units[i] = this.u16();
    const exceptions = this.list(() => {
      const [start, end, target, packed] = Array.from({ length: 4 }, this.u);
      return { start, end, target, depth: packed! >> 1, lasti: (packed! & 1) === 1 };
    });
    const positions = positionEntries(this.raw(), firstLine!);
    const consts = this.list(this.constant);
    expect(this.at - start).toBe(size);
    const numbers = { argcount, posonly, kwonly, flags, stacksize, firstLine };
    const localsplusNames = locals.map(([name]) => name);
    const localsplusKinds = locals.map(([, kind]) => kind);
    const tables = { names, localsplusNames, localsplusKinds, units, exceptions, positions, consts };
    return { name, qualname, filename: this.filename, ...numbers, ...tables } as CodeObject;
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
        return { kind: 'int', value: BigInt(this.s()) };
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
  expect(new TextDecoder().decode(blob.slice(0, 4))).toBe(BLOB_MAGIC);
  const reader = new Reader(blob.slice(4));
  const read = reader.blob();
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
