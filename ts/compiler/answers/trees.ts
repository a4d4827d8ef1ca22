/**
 * Syntax trees between the front end and the module `_ast` (lib/_ast.py, native/modules/_ast_nodes.c).
 *
 * To Python a tree crosses as a code object that nobody runs: its constants are the names of the kinds of nodes, a row of 32-bit words,
 * and the constants that the words name. A value is a tag, then what belongs to it:
 *
 *   0 None · 1 list: length, values · 2 constant: its number · 3 int: the number ·
 *   4 + k node of the k-th kind: its fields in order, then, where it has a position, line, column, end line, end column
 *
 * From Python it comes as JSON: nodes are objects as in ast.ts, constants ['kind', text …] (lib/_ast_compile.py).
 */

import { tick } from '../../contract/patience.ts';
import type { Mod } from '../../frontend/ast.ts';
import { type Field, NODE_FIELDS } from '../../frontend/ast-fields.ts';
import type { Constant } from '../../frontend/constant.ts';
import type { CodeObject } from '../code-object.ts';
import { ConstantTable } from '../constants/table.ts';
import { constantsAsCode } from './answers.ts';

const NONE = 0;
const LIST = 1;
const CONSTANT = 2;
const INT = 3;
const FIRST_KIND = 4;

interface Kind {
  readonly tag: number;
  readonly fields: readonly Field[];
}
type AnyNode = Readonly<Record<string, unknown>> & { readonly kind: string };

class TreeWriter {
  readonly kinds = new Map<string, Kind>();
  readonly constants = new ConstantTable();
  words = new Int32Array(128);
  length = 0;

  private put(word: number): void {
    if (this.length === this.words.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.words);
      this.words = larger;
    }
    this.words[this.length++] = word;
  }

  private kind(name: string): Kind {
    let kind = this.kinds.get(name);
    if (kind === undefined) {
      kind = { tag: FIRST_KIND + this.kinds.size, fields: NODE_FIELDS.get(name) ?? [] };
      this.kinds.set(name, kind);
    }
    return kind;
  }

  private constant(constant: Constant): void {
    this.put(CONSTANT);
    this.put(this.constants.add(constant));
  }

  node(node: AnyNode): void {
    tick();
    const { tag, fields } = this.kind(node.kind);
    this.put(tag);
    for (let i = 0; i < fields.length; i++) this.field(node, fields[i]!);
    if (node.lineno === undefined) return;
    this.put(node.lineno as number);
    this.put(node.colOffset as number);
    this.put(node.endLineno as number);
    this.put(node.endColOffset as number);
  }

  private field(node: AnyNode, { name, form }: Field): void {
    switch (form) {
      case 'plain':
        return this.value(node[name]);
      case 'op':
        return this.operators(node[name] as string | string[]);
      case 'constant':
        return this.constant(node[name] as Constant);
      case 'prefix':
        if (node.u) return this.constant({ kind: 'str', value: 'u' });
        return this.put(NONE);
      case 'absent':
        return this.put(NONE);
      case 'absent list':
        this.put(LIST);
        return this.put(0);
    }
  }

  private operators(value: string | readonly string[]): void {
    if (typeof value === 'string') return this.put(this.kind(value).tag);
    this.put(LIST);
    this.put(value.length);
    for (const item of value) this.put(this.kind(item).tag);
  }

  private value(value: unknown): void {
    if (value === null) return this.put(NONE);
    if (typeof value === 'string') return this.constant({ kind: 'str', value });
    if (typeof value === 'number') {
      this.put(INT);
      return this.put(value);
    }
    if (!Array.isArray(value)) return this.node(value as AnyNode);
    this.put(LIST);
    this.put(value.length);
    for (const item of value) this.value(item);
  }
}

/** The tree as constants of a code object. */
export function treeToCode(tree: Mod, filename: string): CodeObject {
  const writer = new TreeWriter();
  writer.node(tree as unknown as AnyNode);
  const words = writer.words.subarray(0, writer.length);
  const names = [...writer.kinds.keys()].map((value): Constant => ({ kind: 'str', value }));
  const consts: Constant[] = [
    { kind: 'tuple', items: names },
    { kind: 'bytes', value: new Uint8Array(words.buffer, words.byteOffset, words.byteLength) },
    { kind: 'tuple', items: writer.constants.items as readonly Constant[] },
  ];
  return constantsAsCode(consts, filename);
}

// from Python ----------------------------------------------------------------------------------------------------------

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

const FLOATS: Readonly<Record<string, number>> = { inf: Infinity, '-inf': -Infinity, nan: Number.NaN };
const float = (text: Json | undefined): number => FLOATS[text as string] ?? Number(text);

function constantOf([kind, first, second]: readonly Json[]): Constant {
  switch (kind) {
    case 'bool':
      return { kind, value: first as boolean };
    case 'int':
      return { kind, value: second === '-' ? -BigInt(first as string) : BigInt(first as string) };
    case 'float':
      return { kind, value: float(first) };
    case 'complex':
      return { kind, re: float(first), im: float(second) };
    case 'str':
      return { kind, value: first as string };
    case 'bytes':
      return { kind, value: Uint8Array.from(first as string, (c) => c.charCodeAt(0)) };
    case 'tuple':
    case 'frozenset':
      return { kind, items: (first as Json[][]).map(constantOf) };
    case 'ellipsis':
      return { kind };
    default:
      return { kind: 'none' };
  }
}

/** Turns what JSON made of constants into constants, in place. */
function reviveConstants(value: Json): void {
  if (Array.isArray(value)) {
    for (const item of value) reviveConstants(item);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  tick();
  for (const { name, form } of NODE_FIELDS.get(value.kind as string) ?? []) {
    if (form === 'constant') value[name] = constantOf(value[name] as Json[]) as unknown as Json;
    else if (form === 'plain') reviveConstants(value[name]!);
  }
}

/** The tree in a text that lib/_ast_compile.py wrote. */
export function treeFromJson(text: string): Mod {
  const tree = JSON.parse(text) as Json;
  reviveConstants(tree);
  return tree as unknown as Mod;
}
