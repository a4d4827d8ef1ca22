/**
 * The constants of one code object: each distinct constant once, by CPython's notion of distinct (1, 1.0 and
 * True differ, and so do 0.0 and -0.0; equal code objects are the same constant).
 */
import { tick, tickPiece } from '../../contract/patience.ts';
import type { CodeConstant, CodeObject } from '../code-object.ts';

/** Equal exactly for constants that may share an index. Not for code. */
export function constantKey(c: CodeConstant): string {
  tick();
  switch (c.kind) {
    case 'none':
      return 'N';
    case 'ellipsis':
      return 'E';
    case 'bool':
      return c.value ? 'T' : 'F';
    case 'int':
      return `i${c.value.toString(16)}`; // decimal digits take more than linear time
    case 'float':
      return floatKey(c.value);
    case 'complex':
      return `j${floatKey(c.re)}${floatKey(c.im)}`;
    case 'str':
      return `s${c.value.length}:${c.value}`;
    case 'bytes':
      return `b${new TextDecoder('latin1').decode(c.value)}`; // a character for each byte
    case 'tuple':
      return `(${c.items.map(constantKey).join()})`;
    case 'frozenset':
      return `{${c.items.map(constantKey).sort().join()}}`;
    case 'slice':
      return `:${constantKey(c.start)},${constantKey(c.stop)},${constantKey(c.step)}`;
    case 'code':
      throw new Error('code has no key');
  }
}

const floatKey = (x: number): string => (Object.is(x, -0) ? 'd-0' : `d${x}`);

/** Items, characters or bytes from which a folded constant gets no key yet. */
const LARGE = 64;

function isLarge(c: CodeConstant): boolean {
  if (c.kind === 'tuple') return c.items.length >= LARGE;
  return (c.kind === 'str' || c.kind === 'bytes') && c.value.length >= LARGE;
}

const NONE: CodeConstant = { kind: 'none' };

export class ConstantTable {
  readonly items: CodeConstant[] = [];
  /** Constants that have no key, or had none once, with their index in `items` and the index that they settled on. */
  private readonly settledOn = new Map<number, number | undefined>();
  private readonly byKey = new Map<string, number>();
  private readonly strings = new Map<string, number>();
  private readonly codes = new Map<number, number[]>();

  /** Index of `c`, added when new. */
  add(c: CodeConstant): number {
    if (c.kind === 'str') return this.intern(this.strings, c.value, c);
    if (c.kind === 'code') return this.addCode(c.code, c);
    return this.intern(this.byKey, constantKey(c), c);
  }

  /**
   * Index of what folding made. It is likely to be folded on, so a large one gets its key only if it stays (`settled`): a
   * long sum of tuples would need one for each of its results.
   */
  addFolded(c: CodeConstant): number {
    if (!isLarge(c)) return this.add(c);
    tickPiece();
    const index = this.items.push(c) - 1;
    this.settledOn.set(index, undefined);
    return index;
  }

  /** Nobody loads the constant at `index` any more, if that is one which folding made. */
  dropFolded(index: number): void {
    if (this.settledOn.delete(index)) this.items[index] = NONE;
  }

  /** The index of the constant at `index` that all its equals share. */
  settled(index: number): number {
    if (!this.settledOn.has(index)) return index;
    let found = this.settledOn.get(index);
    if (found === undefined) {
      const c = this.items[index]!;
      const [map, key] = c.kind === 'str' ? [this.strings, c.value] : [this.byKey, constantKey(c)];
      found = map.get(key) ?? index;
      map.set(key, found);
      this.settledOn.set(index, found);
    }
    return found;
  }

  private intern(map: Map<string, number>, key: string, c: CodeConstant): number {
    const known = map.get(key);
    if (known !== undefined) return known;
    map.set(key, this.items.length);
    return this.items.push(c) - 1;
  }

  /** The same function compiled twice (both copies of a `finally` body) is one constant. */
  private addCode(code: CodeObject, c: CodeConstant): number {
    const key = codeHash(code);
    const candidates = this.codes.get(key);
    for (const index of candidates ?? []) {
      const other = this.items[index]!;
      if (other.kind === 'code' && sameCode(other.code, code)) return index;
    }
    const index = this.items.push(c) - 1;
    if (candidates) candidates.push(index);
    else this.codes.set(key, [index]);
    return index;
  }
}

/** Functions of one text are many on a line, as like as lambdas are; but each is somewhere else. */
function codeHash(code: CodeObject): number {
  let hash = 0;
  const mix = (n: number): void => {
    hash = Math.imul(hash ^ n, 0x01000193);
  };
  for (const unit of code.units) {
    tick();
    mix(unit);
  }
  for (const { line, col, endCol } of code.positions) {
    tick();
    mix(line);
    mix(col);
    mix(endCol);
  }
  return hash;
}

function sameCode(a: CodeObject, b: CodeObject): boolean {
  return (
    a.qualname === b.qualname &&
    a.firstLine === b.firstLine &&
    a.units.length === b.units.length &&
    a.consts.length === b.consts.length &&
    a.positions.length === b.positions.length &&
    a.flags === b.flags &&
    a.units.every((unit, i) => unit === b.units[i]) &&
    a.names.every((name, i) => name === b.names[i]) &&
    a.localsplusNames.every((name, i) => name === b.localsplusNames[i]) &&
    a.positions.every((p, i) => samePosition(p, b.positions[i]!)) &&
    a.consts.every((c, i) => sameConstant(c, b.consts[i]!))
  );
}

type Entry = CodeObject['positions'][number];
const samePosition = (p: Entry, q: Entry): boolean =>
  p.start === q.start &&
  p.line === q.line &&
  p.col === q.col &&
  p.endLine === q.endLine &&
  p.endCol === q.endCol;

function sameConstant(a: CodeConstant, b: CodeConstant): boolean {
  if (a.kind === 'code' || b.kind === 'code')
    return a.kind === 'code' && b.kind === 'code' && sameCode(a.code, b.code);
  return constantKey(a) === constantKey(b);
}
