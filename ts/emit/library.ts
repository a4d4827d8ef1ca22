/**
 * A stencil library in memory (format: library-format.ts). Loading makes views of the file's bytes and reads one JSON object;
 * nothing is copied and no stencil is touched until it is used.
 */
import type { Uop } from '../ops/types.ts';
import type { LibraryIndex } from './library-format.ts';
import {
  BODY_RELOC_COUNTS,
  BODY_RELOCS,
  BODY_WORDS,
  HEADER_WORDS,
  LIBRARY_VERSION,
  RELOC_WORDS,
  STENCILS_MAGIC,
} from './library-format.ts';
import type { Reg } from './registers.ts';
import { REG_COUNT } from './registers.ts';
import type { VariantShape } from './variants.ts';
import { variantShape } from './variants.ts';

/** The stencils of one uop. */
export interface StencilSet {
  readonly uop: Uop;
  readonly shape: VariantShape;
  /** First entry in `StencilLibrary.variants`. */
  readonly first: number;
  /** Per dimension: register → digit × weight, or −1 where the register is not allowed. */
  readonly digits: readonly (readonly number[])[];
}

export class StencilLibrary {
  readonly target: LibraryIndex['target'];
  readonly digest: string;
  readonly symbols: readonly string[];
  readonly dataTable: LibraryIndex['data'];
  readonly variants: Int32Array;
  readonly bodies: Int32Array;
  readonly relocs: Int32Array;
  readonly code: Uint8Array;
  readonly data: Uint8Array;
  private readonly uops: LibraryIndex['uops'];
  private readonly sets = new Map<Uop, StencilSet>();

  /** `file`: the whole library; its buffer must be 4-byte aligned (a file that was just read is). Throws when it is damaged. */
  constructor(file: Uint8Array) {
    if (file.byteOffset % 4 !== 0) file = file.slice();
    const header = new Int32Array(file.buffer, file.byteOffset, HEADER_WORDS);
    const [magic, version, jsonBytes, variants, bodies, relocs, codeBytes, dataBytes] = header;
    if (magic !== STENCILS_MAGIC) throw new Error('not a stencil library');
    if (version !== LIBRARY_VERSION) throw new Error(`stencil library of version ${version}`);
    let at = HEADER_WORDS * 4;
    const json = new TextDecoder().decode(file.subarray(at, at + jsonBytes));
    at += jsonBytes;
    const ints = (count: number): Int32Array => {
      const view = new Int32Array(file.buffer, file.byteOffset + at, count);
      at += count * 4;
      return view;
    };
    this.variants = ints(variants);
    this.bodies = ints(bodies * BODY_WORDS);
    this.relocs = ints(relocs * RELOC_WORDS);
    this.code = file.subarray(at, at + codeBytes);
    this.data = file.subarray(at + codeBytes, at + codeBytes + dataBytes);
    if (this.data.length !== dataBytes) throw new Error('the stencil library is cut short');
    const index = JSON.parse(json) as LibraryIndex;
    this.target = index.target;
    this.digest = index.digest;
    this.symbols = index.symbols;
    this.dataTable = index.data;
    this.uops = index.uops;
  }

  has(uop: Uop): boolean {
    return uop.name in this.uops;
  }

  /** Throws when the library was built from another declaration of the uop. */
  set(uop: Uop): StencilSet {
    return this.sets.get(uop) ?? this.makeSet(uop);
  }

  private makeSet(uop: Uop): StencilSet {
    const entry = this.uops[uop.name];
    if (!entry) throw new Error(`no stencil for ${uop.name}: run npm run build:stencils`);
    const shape = variantShape(uop);
    const [first, count] = entry;
    if (count !== shape.count) throw new Error(`the stencils of ${uop.name} are out of date`);
    let weight = 1;
    const digits: number[][] = [];
    for (let dim = shape.dims.length - 1; dim >= 0; dim--) {
      const digit = new Array<number>(REG_COUNT).fill(-1);
      shape.dims[dim].forEach((reg, i) => {
        digit[reg] = i * weight;
      });
      weight *= shape.dims[dim].length;
      digits.unshift(digit);
    }
    const set = { uop, shape, first, digits };
    this.sets.set(uop, set);
    return set;
  }

  /** Body of the variant with these registers per dimension. */
  body(set: StencilSet, registers: readonly Reg[]): number {
    let variant = set.first;
    for (let dim = 0; dim < set.digits.length; dim++) {
      const digit = set.digits[dim][registers[dim]];
      if (digit < 0) throw new Error(`${set.uop.name}: register ${registers[dim]} in dimension ${dim}`);
      variant += digit;
    }
    const body = this.variants[variant];
    if (body < 0) throw new Error(`${set.uop.name}: variant ${registers} does not exist`);
    return body;
  }

  /** The relocations of some bodies, as indices of their first words in `relocs`. */
  *relocations(bodies: Iterable<number>): Iterable<number> {
    for (const body of bodies) {
      const first = this.bodies[body * BODY_WORDS + BODY_RELOCS];
      const counts = this.bodies[body * BODY_WORDS + BODY_RELOC_COUNTS];
      const count = (counts & 0xffff) + (counts >>> 16);
      for (let r = first; r < first + count; r++) yield r * RELOC_WORDS;
    }
  }
}
