/**
 * Part of pass virtual: dicts that the trace makes, with names or small ints for keys, until somebody needs the word.
 *
 *     v3 = _NEW_DICT @b, v1, @c, v2, #2
 *     v4 = _BINARY_OP_SUBSCR_DICT v3, @c          →   (v4 is v2)
 *
 * Of two such keys it is known whether they are equal: the trace has their words. A description has keys and values by turns, in the
 * order in which they were inserted. What it cannot answer makes the dict.
 */
import { op } from '../../../ir/op-table.ts';
import type { Inst, Ref, Snapshot } from '../../../ir/trace.ts';
import { T } from '../../../ir/trace.ts';
import type { Chain } from '../../chain.ts';
import { reaches } from './reaches.ts';

const NEW_DICT = op('_NEW_DICT');

/** Longer ones are searched faster by C, and fill the exits' tables. */
const MAX_ENTRIES = 16;

/** Keys and values by turns. */
type Entries = readonly Ref[];

export class VirtualDicts {
  private dicts = new Map<Ref, Entries>();
  private chain!: Chain;

  begin(chain: Chain): void {
    this.chain = chain;
    this.dicts = new Map();
  }

  // Each of these returns false (or undefined) when the instruction has to be executed.

  create(inst: Inst): boolean {
    const { chain } = this;
    if (inst.args.length > 2 * MAX_ENTRIES) return false;
    let entries: Entries = [];
    for (let i = 0; i < inst.args.length; i += 2) {
      entries = withEntry(entries, chain.resolve(inst.args[i]), chain.resolve(inst.args[i + 1]));
    }
    this.adopt(inst.outs[0], entries);
    return true;
  }

  /** `dict[key] = value` */
  store(value: Ref, dict: Ref, key: Ref): boolean {
    const entries = this.dicts.get(dict);
    if (!entries || !this.isSimple(key) || reaches(this.chain, value, dict)) return false;
    const changed = withEntry(entries, key, value);
    if (changed.length > 2 * MAX_ENTRIES) return false;
    this.dicts.set(dict, changed);
    this.chain.epoch++;
    return true;
  }

  /** `dict[key]`, which exists. */
  load(dict: Ref, key: Ref): Ref | undefined {
    const entries = this.dicts.get(dict);
    const at = entries && this.isSimple(key) ? place(entries, key) : -1;
    return at < 0 ? undefined : entries![at + 1];
  }

  /** The value of entry `index`, which exists. */
  entry(dict: Ref, index: number): Ref | undefined {
    return this.dicts.get(dict)?.[2 * index + 1];
  }

  hasLength(dict: Ref, length: number): boolean {
    return this.dicts.get(dict)?.length === 2 * length;
  }

  hasKey(dict: Ref, index: number, key: Ref): boolean {
    return this.dicts.get(dict)?.[2 * index] === key;
  }

  /** `key in dict`, as a constant. */
  contains(dict: Ref, key: Ref): boolean | undefined {
    const entries = this.dicts.get(dict);
    return entries && this.isSimple(key) ? place(entries, key) >= 0 : undefined;
  }

  length(dict: Ref): number | undefined {
    const entries = this.dicts.get(dict);
    return entries && entries.length / 2;
  }

  // ---- for pass virtual ----

  adopt(ref: Ref, entries: Entries): void {
    const { facts, world } = this.chain;
    facts.narrow(ref, T.CELL, world.canonicalShape('dict'));
    this.dicts.set(ref, entries);
  }

  describe(ref: Ref) {
    const entries = this.dicts.get(ref);
    return entries && { kind: 'dict' as const, shape: 0, fields: entries.slice() };
  }

  /** Makes the dict; false when it is none of this part. */
  make(ref: Ref, before: Snapshot | null): boolean {
    const entries = this.dicts.get(ref);
    if (!entries) return false;
    this.dicts.delete(ref);
    const imms = [entries.length / 2];
    this.chain.append({ op: NEW_DICT, args: entries.slice(), imms, outs: [ref], snapshot: before });
    return true;
  }

  save(): ReadonlyMap<Ref, Entries> {
    return new Map(this.dicts);
  }
  restore(state: ReadonlyMap<Ref, Entries>): void {
    this.dicts = new Map(state);
  }

  /** A key that equals another one only if it is the same word. */
  private isSimple(key: Ref): boolean {
    if (key >= 0) return false;
    const c = this.chain.const(key);
    return c.type === T.INT || this.chain.world.isInterned(c);
  }
}

/** Where the entry of a key begins; −1: there is none. */
function place(entries: Entries, key: Ref): number {
  for (let i = 0; i < entries.length; i += 2) if (entries[i] === key) return i;
  return -1;
}

function withEntry(entries: Entries, key: Ref, value: Ref): Entries {
  const changed = entries.slice();
  const at = place(entries, key);
  if (at < 0) changed.push(key, value);
  else changed[at + 1] = value;
  return changed;
}
