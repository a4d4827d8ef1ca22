/**
 * Traces from text (docs/trace-format.md). A parsed trace prints the same again. The text does not say whether it is a recorded
 * or an optimized trace: the caller knows.
 */
import type { DeferredField, VirtualKind } from '../contract/exits.ts';
import type { Repr, Uop } from '../ops/types.ts';
import { ConstPool, defaultType } from './builder.ts';
import { bigintConst, boolConst, f64Const, floatConst, literalConst, wordConst } from './constants.ts';
import { flagsOf, numberOf } from './enumerations.ts';
import { argRepr, immRepr, operandIndex, REF_IMMEDIATES, REPR_OF_PREFIX, TYPE_NAMES } from './notation.ts';
import { isMarker } from './op-table.ts';
import type {
  AnySnapshot,
  Const,
  DeferredStore,
  Inst,
  OptimizedTrace,
  Param,
  Pending,
  Phi,
  RecordedSnapshot,
  RecordedTrace,
  Ref,
  Snapshot,
  SnapshotFrame,
  TraceEnd,
  TraceKind,
  Value,
  VirtualObject,
} from './trace.ts';
import { UNCHANGED, VIRTUAL } from './trace.ts';

/** What `@name` in a text stands for. */
export type NameResolver = (name: string) => Const | undefined;

export class TraceSyntaxError extends Error {}

type OpByName = (name: string) => Uop;

export function parseRecorded(text: string, op: OpByName, resolve: NameResolver): RecordedTrace {
  const snapshot = (frames: SnapshotFrame[], pending: Pending): RecordedSnapshot => {
    const none = pending.virtuals.length === 0 && pending.stores.length === 0;
    return { frames, inherited: none ? null : pending };
  };
  const { loopStart, phis, snapshots, ...trace } = new Parser(text, op, resolve, snapshot).parse();
  if (loopStart >= 0 || phis.length > 0) throw new TraceSyntaxError('a recorded trace has no loop');
  return trace;
}

/** What it depends on, and what it learnt between its guards, is not in the text. */
export function parseOptimized(text: string, op: OpByName, resolve: NameResolver): OptimizedTrace {
  const snapshot = (frames: SnapshotFrame[], pending: Pending, id: number): Snapshot => ({
    id,
    frames,
    ...pending,
  });
  return { ...new Parser(text, op, resolve, snapshot).parse(), dependencies: [], refinements: [] };
}

class Parser<S extends AnySnapshot> {
  private readonly lines: string[];
  private readonly values: Value[] = [];
  private readonly insts: Inst<S>[] = [];
  private readonly pool = new ConstPool();
  private readonly names = new Map<string, Ref>();
  private readonly snapshots = new Map<string, S>();
  private line = '';

  constructor(
    text: string,
    private readonly op: OpByName,
    private readonly resolve: NameResolver,
    private readonly newSnapshot: (frames: SnapshotFrame[], pending: Pending, id: number) => S,
  ) {
    this.lines = text
      .split('\n')
      .map((line) => line.replace(/(^|\s)\/\/.*/, '').trim())
      .filter(Boolean);
  }

  private fail(message: string): never {
    throw new TraceSyntaxError(`${message}: ${this.line}`);
  }

  parse() {
    const { values, insts } = this;
    let kind: TraceKind = 'loop';
    let name = '';
    let entry: S | null = null;
    let end: TraceEnd<S> | null = null;
    let loopStart = -1;
    const params: Param[] = [];
    const phiLines: { phi: Phi; right: string }[] = [];
    // Names are bound first: snapshots and phis refer to values defined further down.
    this.bindNames();
    this.readSnapshots();
    for (const line of this.lines) {
      this.line = line;
      let match: RegExpExecArray | null;
      if (/^s\d+: /.test(line)) continue;
      if ((match = /^trace (\w+) (.*)$/.exec(line))) [kind, name] = [match[1] as TraceKind, match[2]];
      else if ((match = /^entry (.*)$/.exec(line))) entry = this.snapshot(match[1], -1);
      else if ((match = /^param (\w+) (\S+)(?: shape (\d+))?(?: from (\d+))?$/.exec(line))) {
        const value = this.names.get(match[1])!;
        const info = values[value];
        info.type = this.type(match[2]);
        info.shape = Number(match[3] ?? 0);
        params.push({ value, source: match[4] === undefined ? -1 : Number(match[4]) });
      } else if (line === 'loop:') loopStart = insts.length;
      else if ((match = /^(\w+) = phi (.+), (.+)$/.exec(line))) {
        const value = this.names.get(match[1])!;
        const repr = values[value].repr;
        const phi = { value, left: this.ref(match[2], repr), right: 0, repr };
        phiLines.push({ phi, right: match[3] });
      } else if ((match = /^end (\w+)(?: (\S+))?\s+\? (s\d+)$/.exec(line))) {
        const snapshot = this.snapshots.get(match[3]) ?? this.fail('unknown snapshot');
        end = this.end(match[1], match[2], snapshot);
      } else this.inst(line);
    }
    if (!entry || !end) this.fail('trace without entry or end');
    const phis = phiLines.map(({ phi, right }) => ({ ...phi, right: this.ref(right, phi.repr) }));
    const consts = this.pool.list;
    const snapshots = [...this.snapshots.values()];
    return { kind, name, entry, params, values, consts, insts, end, loopStart, phis, snapshots };
  }

  private end(kind: string, word: string | undefined, snapshot: S): TraceEnd<S> {
    if (kind === 'link') return { kind, snapshot, target: Number(word) };
    if (kind === 'return' || kind === 'yield') return { kind, snapshot, value: this.ref(word ?? '', 'val') };
    if (kind === 'loop' || kind === 'exit' || kind === 'call') return { kind, snapshot };
    return this.fail('unknown end');
  }

  private type(text: string): number {
    let bits = 0;
    for (const name of text.split('|')) {
      const found = TYPE_NAMES.find(([n]) => n === name);
      if (!found) this.fail(`unknown type ${name}`);
      bits |= found[1];
    }
    return bits;
  }

  private bindNames(): void {
    for (const line of this.lines) {
      this.line = line;
      const match = /^param (\w+) /.exec(line) ?? /^([vifbp]\d+(?:, [vifbp]\d+)*) = /.exec(line);
      if (!match) continue;
      for (const name of match[1].split(', ')) {
        if (this.names.has(name)) this.fail(`${name} is defined twice`);
        const repr = REPR_OF_PREFIX[name[0]];
        this.names.set(name, this.values.length);
        this.values.push({ repr, type: defaultType(repr), shape: 0 });
      }
    }
  }

  private readSnapshots(): void {
    for (const line of this.lines) {
      this.line = line;
      const match = /^(s\d+): (.*)$/.exec(line);
      if (match) this.snapshots.set(match[1], this.snapshot(match[2], this.snapshots.size));
    }
  }

  private inst(line: string): void {
    const match = /^(?:([vifbp]\d+(?:, [vifbp]\d+)*) = )?(_\w+)(?: (.*?))??(?:\s+\? (s\d+))?$/.exec(line);
    if (!match) this.fail('cannot read');
    const op = this.op(match[2]);
    const words = match[3] ? match[3].split(/,\s*/) : [];
    const values = words.filter((word) => !word.startsWith('#'));
    const imms = words.filter((word) => word.startsWith('#')).map((word) => word.slice(1));
    const outs = match[1] ? match[1].split(', ').map((name) => this.names.get(name)!) : [];
    if (imms.length !== op.imms.length) this.fail(`${op.name} has ${op.imms.length} immediates`);
    if (isMarker(op) && outs.length) this.fail('a marker defines nothing');
    const flexible = (operands: Uop['ins']): boolean => operands.some((operand) => operand.array);
    if (!flexible(op.ins) && !isMarker(op) && values.length !== op.ins.length)
      this.fail(`${op.name} has ${op.ins.length} inputs`);
    if (!flexible(op.outs) && !isMarker(op) && outs.length !== op.outs.length)
      this.fail(`${op.name} has ${op.outs.length} outputs`);
    outs.forEach((ref, i) => {
      const repr = op.outs[operandIndex(op.outs, outs.length, i)].repr;
      if (this.values[ref].repr !== repr) this.fail(`output ${i} is ${repr}`);
    });
    const snapshot = match[4] ? (this.snapshots.get(match[4]) ?? this.fail('unknown snapshot')) : null;
    this.insts.push({
      op,
      args: values.map((word, i) => this.ref(word, argRepr(op, values.length, i))),
      imms: imms.map((word, i) => {
        const { kind, of } = op.imms[i];
        if (REF_IMMEDIATES.has(kind)) return this.ref(word, immRepr(kind));
        return of ? (numberOf(of, word) ?? this.fail(`no ${of} is called ${word}`)) : this.number(word);
      }),
      outs,
      snapshot,
    });
  }

  private number(word: string): number {
    if (!/^-?\d+$/.test(word)) this.fail(`${word} is no number`);
    return Number(word);
  }

  private ref(word: string, expected: Repr): Ref {
    if (word === '_') return UNCHANGED;
    if (word.startsWith('$')) return VIRTUAL + Number(word.slice(1));
    const named = this.names.get(word);
    if (named !== undefined) return named;
    const [text, suffix] = word.startsWith('@') ? [word, undefined] : word.split(':');
    return this.pool.add(this.constant(text, (suffix as Repr | undefined) ?? expected));
  }

  private constant(text: string, repr: Repr): Const {
    if (text.startsWith('@')) {
      const found = this.resolve(text.slice(1));
      return found ?? this.fail(`unknown object ${text}`);
    }
    if (/^0x/.test(text)) {
      const word = BigInt(text);
      return wordConst(repr, Number(BigInt.asIntN(32, word)), Number(BigInt.asIntN(32, word >> 32n)));
    }
    if (repr === 'bool' && (text === 'true' || text === 'false')) return boolConst(text === 'true');
    if (/^-?\d+$/.test(text) && (repr === 'val' || repr === 'i64')) return bigintConst(repr, BigInt(text));
    if (/^(NULL|None|True|False|Ellipsis|NotImplemented)$/.test(text)) {
      return literalConst(text as Parameters<typeof literalConst>[0]);
    }
    const number = { inf: Infinity, '-inf': -Infinity, nan: Number.NaN }[text] ?? Number(text);
    if (text === '' || (Number.isNaN(number) && text !== 'nan')) this.fail(`cannot read constant '${text}'`);
    if (repr === 'f64') return f64Const(number);
    return floatConst(number) ?? this.fail(`${text} is no flonum`);
  }

  private snapshot(text: string, id: number): S {
    const frames: SnapshotFrame[] = [];
    const virtuals: VirtualObject[] = [];
    const stores: DeferredStore[] = [];
    for (const part of text.split(' ; ')) {
      let match: RegExpExecArray | null;
      if ((match = /^\$\d+ = ([a-z-]+)(?:#(\d+))?\((.*)\)$/.exec(part))) {
        const fields = this.refs(match[3]);
        virtuals.push({ kind: match[1] as VirtualKind, shape: Number(match[2] ?? 0), fields });
      } else if ((match = /^(\S+?)\.([a-z]+\.[a-z]+) = (\S+)$/.exec(part))) {
        const [object, value] = [this.ref(match[1], 'val'), this.ref(match[3], 'val')];
        stores.push({ object, field: match[2] as DeferredField, value });
      } else frames.push(this.frame(part, frames.length === 0));
    }
    return this.newSnapshot(frames, { virtuals, stores }, id);
  }

  private refs(text: string): Ref[] {
    return text
      .split(' ')
      .filter(Boolean)
      .map((word) => this.ref(word, 'val'));
  }

  private frame(text: string, root: boolean): SnapshotFrame {
    const match = /^(\d+)@(\d+)((?: \w+=\S+| begun)*) \[(.*)\]$/.exec(text);
    if (!match) this.fail(`cannot read frame '${text}'`);
    const extra = new Map(
      match[3]
        .split(' ')
        .filter(Boolean)
        .map((word) => word.split('=') as [string, string]),
    );
    const flags = extra.get('flags');
    const [locals, stack = ''] = match[4].split('|');
    const slots = this.refs(locals);
    const nothing = root ? UNCHANGED : this.pool.add(literalConst('NULL'));
    return {
      code: Number(match[1]),
      resume: Number(match[2]),
      ip: Number(extra.get('ip') ?? match[2]),
      func: extra.has('func') ? this.ref(extra.get('func')!, 'val') : UNCHANGED,
      flags: flags === undefined ? 0 : (flagsOf(flags) ?? this.fail(`no such flags: ${flags}`)),
      afterYield: Number(extra.get('yields') ?? 0),
      begun: extra.has('begun'),
      extra: extra.has('extra') ? this.ref(extra.get('extra')!, 'val') : nothing,
      nlocals: slots.length,
      slots: [...slots, ...this.refs(stack)],
    };
  }
}
