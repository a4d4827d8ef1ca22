/**
 * Tables of all code points as C source: a code point's upper bits select a block of record numbers, its lower bits one of them.
 * Equal blocks are stored once, also when several tables share a pool of blocks.
 */
const BLOCK_BITS = 7;
const BLOCK = 1 << BLOCK_BITS;

/** Numbers equal things in the order in which they come. */
export class Numbering {
  readonly items: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(item: string): number {
    let number = this.#numbers.get(item);
    if (number === undefined) {
      number = this.items.push(item) - 1;
      this.#numbers.set(item, number);
    }
    return number;
  }
}

export class BlockPool {
  readonly #blocks = new Numbering();

  /** The index of a table, as C source. */
  index(name: string, numbers: ArrayLike<number>): string {
    const index: number[] = [];
    for (let cp = 0; cp < numbers.length; cp += BLOCK)
      index.push(this.#blocks.of(Array.prototype.slice.call(numbers, cp, cp + BLOCK).join(',')));
    return cArray('uint16_t', name, index);
  }

  /** The blocks of all its tables. */
  blocks(name: string): string {
    return cArray('uint16_t', name, this.#blocks.items);
  }

  get length(): number {
    return this.#blocks.items.length;
  }
}

export const blockBits = (name: string): string => `enum { ${name} = ${BLOCK_BITS} };\n`;

/** Items are numbers, or C source of one or several elements; `length` is needed for the latter. */
export function cArray(type: string, name: string, items: readonly (number | string)[]): string {
  const separator = typeof items[0] === 'string' ? ',\n' : ',';
  return `static const ${type} ${name}[] = {\n${items.join(separator)}};\n`;
}
