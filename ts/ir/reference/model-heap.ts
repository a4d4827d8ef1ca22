/**
 * A small heap for the reference evaluator and for tests: lists, tuples, instances with shapes, cells, dicts, iterators, functions.
 *
 * Described by lines of text (docs/trace-format.md):
 *
 *     shape 40 class @C x y              instances of shape 40 have attributes x and y (at byte 24, 32, …)
 *     shape 70 class @E                  also the shape of exceptions; `except @E` takes those of @E and @ESub
 *     @C = class version 5
 *     @o = instance 40 1 2.5
 *     @l = list 1 2 3
 *     @d = dict version 9 a=1 g=@g n!=0  entries in order; `!`: changes too often to be promoted
 *     @g = function code 7 version 3
 *     @r = range-iter 0 10 1             next value, items left, step
 *     @i = list-iter @l 0
 *     @m = filter @i @g                  goes through @i; its function
 *     @c = cell 5
 *     @k = code
 *     @y = generator @k 12 0 None        goes on at unit 12; its frame's slots: locals, then stack
 *     @f = host add @o 0 1               calling it adds 1 to field 0 of @o and returns the sum
 */
import type { RefValue } from '../../ops/types.ts';
import { wordConst } from '../constants.ts';
import type { Const } from '../trace.ts';
import { T } from '../trace.ts';

/** Offset of an instance's slot 0. */
export const FIRST_SLOT = 24;

export class ModelCell {
  constructor(
    readonly kind: string,
    public shape: number,
    /** Items, slots, dict values, contents; positions of iterators. */
    readonly fields: RefValue[],
    public name = '',
  ) {}
  version = 0;
  keys: string[] = [];
  /** Dict keys (by index) that must not be promoted. */
  readonly mutable = new Set<number>();
  code = 0;
  action = '';
}

/** Values that are neither numbers nor cells. None is null. */
export class Singleton {
  constructor(readonly name: string) {}
}
export const NULL = new Singleton('NULL');
export const ELLIPSIS = new Singleton('Ellipsis');
export const NOT_IMPLEMENTED = new Singleton('NotImplemented');

export const SHAPES: Record<string, number> = {
  float: 1,
  str: 2,
  list: 3,
  tuple: 4,
  dict: 5,
  function: 6,
  class: 7,
  cell: 8,
  'range-iter': 9,
  'list-iter': 10,
  'tuple-iter': 11,
  host: 12,
  slice: 13,
  code: 14,
  range: 15,
  generator: 16,
  filter: 17,
};
export const KINDS = new Map(Object.entries(SHAPES).map(([kind, shape]) => [shape, kind]));

/** How a dict knows a key: constants are interned strs and ints. */
export const keyText = (key: RefValue): string => (key instanceof ModelCell ? key.name : String(key));
export function setEntry(dict: ModelCell, key: RefValue, value: RefValue): void {
  const at = dict.keys.indexOf(keyText(key));
  if (at < 0) dict.keys.push(keyText(key));
  dict.fields[at < 0 ? dict.fields.length : at] = value;
}

export class ModelHeap {
  readonly cells: ModelCell[] = [];
  readonly named = new Map<string, ModelCell>();
  /** The exception being handled. */
  handled: RefValue = null;
  readonly shapes = new Map<number, { cls: string; attributes: string[] }>();

  constructor(lines: readonly string[]) {
    const rows: [ModelCell, string[]][] = [];
    for (const line of lines) {
      const shape = /^shape (\d+) class @(\S+)(.*)$/.exec(line);
      if (shape) {
        const attributes = shape[3].split(' ').filter(Boolean);
        this.shapes.set(Number(shape[1]), { cls: shape[2], attributes });
        continue;
      }
      const match = /^@(\S+) = (\S+)(.*)$/.exec(line);
      if (!match) throw new Error(`cannot read heap line: ${line}`);
      const cell = this.make(match[2], SHAPES[match[2]] ?? 0, []);
      cell.name = match[1];
      this.named.set(match[1], cell);
      rows.push([cell, match[3].split(' ').filter(Boolean)]);
    }
    for (const [cell, words] of rows) this.fill(cell, words);
  }

  /** A blank instance. */
  instance(shape: number): ModelCell {
    const { attributes } = this.shapes.get(shape)!;
    return this.make(
      'instance',
      shape,
      attributes.map(() => NULL),
    );
  }
  make(kind: string, shape: number, fields: RefValue[]): ModelCell {
    const cell = new ModelCell(kind, shape || (SHAPES[kind] ?? 0), fields);
    this.cells.push(cell);
    return cell;
  }

  private fill(cell: ModelCell, words: string[]): void {
    const version = words.indexOf('version');
    if (version >= 0) cell.version = Number(words.splice(version, 2)[1]);
    if (cell.kind === 'instance') cell.shape = Number(words.shift());
    else if (cell.kind === 'host') cell.action = words.shift()!;
    else if (cell.kind === 'function') {
      cell.code = Number(words[1]);
      return;
    } else if (cell.kind === 'dict') {
      for (const word of words) {
        const [, key, mark, value] = /^(\w+)(!?)=(.*)$/.exec(word)!;
        if (mark) cell.mutable.add(cell.keys.length);
        cell.keys.push(key);
        cell.fields.push(this.value(value));
      }
      return;
    }
    for (const word of words) cell.fields.push(this.value(word));
  }

  /** `5`, `2.5`, `None`, `@name`, `'text'` */
  value(word: string): RefValue {
    if (word.startsWith('@')) {
      const cell = this.named.get(word.slice(1));
      if (!cell) throw new Error(`no object ${word}`);
      return cell;
    }
    if (word.startsWith("'")) return this.make('str', SHAPES.str, [word.slice(1, -1)]);
    if (/^-?\d+$/.test(word)) return BigInt(word);
    switch (word) {
      case 'None':
        return null;
      case 'True':
        return true;
      case 'False':
        return false;
      case 'NULL':
        return NULL;
      case 'Ellipsis':
        return ELLIPSIS;
      case 'nan':
        return Number.NaN;
      default: {
        const number = Number(word.replace('inf', 'Infinity'));
        if (Number.isNaN(number)) throw new Error(`cannot read value ${word}`);
        return number;
      }
    }
  }

  /** The constant that stands for a named object (or a key, for names that are no objects) in traces. */
  constant(name: string): Const | undefined {
    const cell = this.named.get(name);
    if (!cell)
      return name.startsWith('key:') ? { ...wordConst('val', hash(name), 1, name), type: T.CELL } : undefined;
    const index = [...this.named.keys()].indexOf(name);
    return { ...wordConst('val', (index + 1) << 4, 0x7f, name), type: T.CELL, shape: cell.shape };
  }
  cellOf(c: Const): ModelCell | undefined {
    return this.named.get(c.text);
  }
}

const hash = (text: string): number => {
  let h = 0;
  for (let i = 0; i < text.length; i++) h = (Math.imul(h, 31) + text.charCodeAt(i)) & 0x0fffffff;
  return h << 4;
};
