/** Code objects as bytes for the runtime; the format is in ts/contract/blob.ts. */
import { BLOB_MAGIC, ConstantTag } from '../../contract/blob.ts';
import { tick } from '../../contract/patience.ts';
import type { CodeConstant, CodeObject, PositionEntry } from '../code-object.ts';
import { CACHES } from '../flow/opcodes.ts';
import { ByteWriter } from './byte-writer.ts';

/** The blob, magic included. */
export function serializeCode(code: CodeObject): Uint8Array {
  const strings = new StringTable();
  const filename = strings.index(code.filename);
  const codes = new CodeWriter(strings);
  codes.code(code);
  const out = new ByteWriter();
  for (const char of BLOB_MAGIC) out.u8(char.charCodeAt(0));
  strings.write(out);
  out.u(filename);
  out.append(codes.out);
  return out.finish();
}

/** Every string of a blob, once. */
class StringTable {
  private readonly indices = new Map<string, number>();

  index(text: string): number {
    const known = this.indices.get(text);
    if (known !== undefined) return known;
    const index = this.indices.size;
    this.indices.set(text, index);
    return index;
  }

  write(out: ByteWriter): void {
    const text = new ByteWriter();
    out.u32(this.indices.size);
    for (const string of this.indices.keys()) {
      text.text(string);
      out.u32(text.length);
    }
    out.append(text);
  }
}

class CodeWriter {
  readonly out = new ByteWriter();

  constructor(private readonly strings: StringTable) {}

  private string(text: string): void {
    this.out.u(this.strings.index(text));
  }

  code(code: CodeObject): void {
    const { out } = this;
    for (const n of [code.argcount, code.posonly, code.kwonly, code.flags, code.stacksize, code.firstLine])
      out.u(n);
    this.string(code.name);
    this.string(code.qualname);
    out.u(code.localsplusNames.length);
    code.localsplusNames.forEach((name, i) => {
      this.string(name);
      out.u8(code.localsplusKinds[i]);
    });
    const body = new CodeWriter(this.strings);
    body.body(code);
    out.u(body.out.length);
    out.append(body.out);
  }

  private body({ names, units, exceptions, positions, consts, firstLine }: CodeObject): void {
    const { out } = this;
    out.u(names.length);
    for (const name of names) this.string(name);
    out.u(units.length);
    for (let i = 0; i < units.length; i += 1 + CACHES[units[i] & 0xff]) {
      tick();
      out.u16(units[i]);
    }
    out.u(exceptions.length);
    for (const { start, end, target, depth, lasti } of exceptions)
      for (const n of [start, end, target, (depth << 1) | Number(lasti)]) out.u(n);
    const rows = positionRows(positions, firstLine);
    out.u(rows.length);
    out.append(rows);
    this.constants(consts);
  }

  private constants(list: readonly CodeConstant[]): void {
    this.out.u(list.length);
    for (const c of list) {
      tick();
      this.constant(c);
    }
  }

  private tag(char: string): void {
    this.out.u8(char.charCodeAt(0));
  }

  private constant(c: CodeConstant): void {
    const { out } = this;
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
        return out.f64(c.value);
      case 'complex':
        this.tag(ConstantTag.COMPLEX);
        out.f64(c.re);
        return out.f64(c.im);
      case 'str':
        this.tag(ConstantTag.STR);
        return this.string(c.value);
      case 'bytes':
        this.tag(ConstantTag.BYTES);
        out.u(c.value.length);
        return out.raw(c.value);
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
    if (value >= -(2n ** 52n) && value <= 2n ** 52n) {
      this.tag(ConstantTag.SMALL_INT);
      this.out.s(Number(value));
    } else {
      this.tag(ConstantTag.BIG_INT);
      this.string(value.toString(16));
    }
  }
}

/** See POSITION_NUMBERS. */
function positionRows(positions: readonly PositionEntry[], firstLine: number): ByteWriter {
  const rows = new ByteWriter();
  let before = { start: 0, line: firstLine };
  for (const position of positions) {
    tick();
    const { start, line, col, endLine, endCol } = position;
    for (const n of [start - before.start, line - before.line, col, endLine - line, endCol - col]) rows.s(n);
    before = position;
  }
  return rows;
}
