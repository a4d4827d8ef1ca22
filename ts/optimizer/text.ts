/**
 * The text form of traces (docs/trace-format.md): what dumps print and what `.trace` tests hold. Printing a parsed trace gives the
 * same text again. Values are named by representation and number: v3 tagged word, i3 i64, f3 f64, b3 bool, p3 pointer.
 */
import type { DeferredField, VirtualKind } from '../contract/exits.ts';
import type { Repr, Uop } from '../ops/types.ts';
import { TraceBuilder } from './builder.ts';
import {
  bigintConst,
  bigintValue,
  boolConst,
  f64Const,
  floatConst,
  floatValue,
  literalConst,
  literalOf,
  wordConst,
} from './constants.ts';
import type {
  Const,
  DeferredStore,
  Inst,
  Phi,
  Ref,
  Snapshot,
  SnapshotFrame,
  Trace,
  TraceEnd,
  TraceKind,
  VirtualObject,
} from './ir.ts';
import { constIndex, handedOver, isVirtual, T, T_ANY, T_BOOL, T_OBJECT, UNCHANGED, VIRTUAL } from './ir.ts';
import { isMarker } from './op-table.ts';

const PREFIX: Record<Repr, string> = { val: 'v', i64: 'i', f64: 'f', bool: 'b', ptr: 'p' };
const REPR_OF_PREFIX: Record<string, Repr> = { v: 'val', i: 'i64', f: 'f64', b: 'bool', p: 'ptr' };

const TYPE_NAMES: [string, number][] = [
  ['any', T_ANY],
  ['object', T_OBJECT],
  ['bool', T_BOOL],
  ['int', T.INT],
  ['float', T.FLOAT],
  ['cell', T.CELL],
  ['None', T.NONE],
  ['NULL', T.NULL],
  ['True', T.TRUE],
  ['False', T.FALSE],
  ['immediate', T.OTHER_IMM],
];

/** `int`, `int|None`; `any` when nothing is known. */
export function typeText(type: number): string {
  const names: string[] = [];
  let rest = type;
  for (const [name, bits] of TYPE_NAMES)
    if (rest && (rest & bits) === bits) {
      names.push(name);
      rest &= ~bits;
    }
  return names.join('|') || 'never';
}

// ---- printing ----

/** How a constant is written; the representation is added unless it is the expected one. */
export function constText(c: Const, expected: Repr | null): string {
  const text = bareConstText(c);
  return c.repr === expected ? text : `${text}:${c.repr}`;
}

function bareConstText(c: Const): string {
  if (c.text) return `@${c.text}`;
  switch (c.repr) {
    case 'bool':
      return c.lo ? 'true' : 'false';
    case 'i64':
      return String(bigintValue(c));
    case 'f64':
      return floatText(floatValue(c));
    case 'ptr':
      return wordText(c);
    case 'val':
      if (c.lo & 1) return String(bigintValue(c));
      if ((c.lo & 3) === 2) return floatText(floatValue(c));
      return literalOf(c) ?? wordText(c);
  }
}

const wordText = (c: Const): string =>
  `0x${(c.hi >>> 0).toString(16)}${(c.lo >>> 0).toString(16).padStart(8, '0')}`;

function floatText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const REF_IMMEDIATES = new Set(['const', 'addr', 'u64', 'i64', 'f64']);
const immRepr = (kind: string): Repr =>
  kind === 'i64' || kind === 'f64' ? kind : kind === 'const' ? 'val' : 'ptr';

export function refText(trace: Trace, ref: Ref, expected: Repr | null): string {
  if (ref === UNCHANGED) return '_';
  if (isVirtual(ref)) return `$${ref - VIRTUAL}`;
  if (ref >= 0) return PREFIX[trace.values[ref].repr] + ref;
  return constText(trace.consts[constIndex(ref)], expected);
}

/** Representation that argument `index` of an instruction has. */
export function argRepr(op: Uop, count: number, index: number): Repr {
  if (isMarker(op)) return 'val';
  return op.ins[operandIndex(op.ins, count, index)].repr;
}
/** Which declared operand the `index`-th of `count` actual ones is: an array operand takes the surplus. */
export function operandIndex(operands: Uop['ins'], count: number, index: number): number {
  if (operands.length === count) return index;
  const array = operands.findIndex((operand) => operand.array);
  const length = count - operands.length + 1;
  return index < array ? index : index < array + length ? array : index - length + 1;
}

export function instText(trace: Trace, inst: Inst): string {
  const { op } = inst;
  const outs = inst.outs.map((ref) => refText(trace, ref, null)).join(', ');
  const words = inst.args.map((ref, i) => refText(trace, ref, argRepr(op, inst.args.length, i)));
  op.imms.forEach((imm, i) => {
    const value = inst.imms[i];
    words.push(`#${REF_IMMEDIATES.has(imm.kind) ? refText(trace, value, immRepr(imm.kind)) : value}`);
  });
  const line = [outs && `${outs} =`, op.name, words.join(', ')].filter(Boolean).join(' ');
  return inst.snapshot ? `${line}  ? s${inst.snapshot.id}` : line;
}

export function snapshotText(trace: Trace, snapshot: Snapshot): string {
  const parts = snapshot.frames.map((frame) => frameText(trace, frame));
  snapshot.virtuals.forEach((object, i) => {
    const fields = object.fields.map((ref) => refText(trace, ref, 'val')).join(' ');
    parts.push(`$${i} = ${object.kind}${object.shape ? `#${object.shape}` : ''}(${fields})`);
  });
  for (const store of snapshot.stores) {
    parts.push(
      `${refText(trace, store.object, 'val')}.${store.field} = ${refText(trace, store.value, 'val')}`,
    );
  }
  return parts.join(' ; ');
}

function frameText(trace: Trace, frame: SnapshotFrame): string {
  const slots = frame.slots.map((ref) => refText(trace, ref, 'val'));
  const locals = slots.slice(0, frame.nlocals).join(' ');
  const stack = slots.slice(frame.nlocals).join(' ');
  const words = [`${frame.code}@${frame.resume}`];
  if (frame.ip !== frame.resume) words.push(`ip=${frame.ip}`);
  if (frame.func !== UNCHANGED) words.push(`func=${refText(trace, frame.func, 'val')}`);
  if (frame.flags) words.push(`flags=${frame.flags}`);
  if (frame.extra !== UNCHANGED) {
    const extra = refText(trace, frame.extra, 'val');
    if (extra !== 'NULL') words.push(`extra=${extra}`);
  }
  if (frame.afterYield) words.push(`yields=${frame.afterYield}`);
  words.push(stack ? `[${[locals, '|', stack].filter(Boolean).join(' ')}]` : `[${locals}]`);
  return words.join(' ');
}

const endText = (trace: Trace, end: TraceEnd): string => {
  const value = handedOver(end);
  const extra =
    end.kind === 'link' ? ` ${end.target}` : value === undefined ? '' : ` ${refText(trace, value, 'val')}`;
  return `end ${end.kind}${extra}  ? s${end.snapshot.id}`;
};

/** The whole trace. Snapshots without a number get the next one in order of use. */
export function printTrace(trace: Trace): string {
  const snapshots = numberSnapshots(trace);
  const lines = [`trace ${trace.kind} ${trace.name}`, `entry ${snapshotText(trace, trace.entry)}`];
  for (const param of trace.params) {
    const { type, shape } = trace.values[param.value];
    const source = param.source >= 0 ? ` from ${param.source}` : '';
    lines.push(
      `param ${refText(trace, param.value, null)} ${typeText(type)}${shape ? ` shape ${shape}` : ''}${source}`,
    );
  }
  trace.insts.forEach((inst, i) => {
    if (i === trace.loopStart) lines.push(...loopText(trace));
    lines.push(instText(trace, inst));
  });
  if (trace.loopStart === trace.insts.length) lines.push(...loopText(trace));
  lines.push(endText(trace, trace.end));
  for (const snapshot of snapshots) lines.push(`s${snapshot.id}: ${snapshotText(trace, snapshot)}`);
  return `${lines.join('\n')}\n`;
}

function loopText(trace: Trace): string[] {
  return [
    'loop:',
    ...trace.phis.map(
      (phi) =>
        `${refText(trace, phi.value, null)} = phi ${refText(trace, phi.left, phi.repr)}, ${refText(trace, phi.right, phi.repr)}`,
    ),
  ];
}

/** All snapshots that instructions and the end refer to, numbered in order of first use. */
export function numberSnapshots(trace: Trace): Snapshot[] {
  const found: Snapshot[] = [];
  const seen = new Set<Snapshot>();
  const add = (snapshot: Snapshot | null): void => {
    if (!snapshot || seen.has(snapshot)) return;
    seen.add(snapshot);
    snapshot.id = found.length;
    found.push(snapshot);
  };
  for (const inst of trace.insts) add(inst.snapshot);
  add(trace.end.snapshot);
  return found;
}

// ---- parsing ----

/** What `@name` in a text stands for. */
export type NameResolver = (name: string) => Const | undefined;

export class TraceSyntaxError extends Error {}

export function parseTrace(text: string, op: (name: string) => Uop, resolve: NameResolver): Trace {
  return new Parser(text, op, resolve).parse();
}

class Parser {
  private readonly lines: string[];
  private readonly builder = new TraceBuilder();
  private readonly names = new Map<string, Ref>();
  private readonly snapshots = new Map<string, Snapshot>();
  private line = '';

  constructor(
    text: string,
    private readonly op: (name: string) => Uop,
    private readonly resolve: NameResolver,
  ) {
    this.lines = text
      .split('\n')
      .map((line) => line.replace(/(^|\s)\/\/.*/, '').trim())
      .filter(Boolean);
  }

  private fail(message: string): never {
    throw new TraceSyntaxError(`${message}: ${this.line}`);
  }

  parse(): Trace {
    const { builder } = this;
    let kind: TraceKind = 'loop';
    let name = '';
    let entry: Snapshot | null = null;
    let end: TraceEnd | null = null;
    let loopStart = -1;
    const params: Trace['params'] = [];
    const phiLines: { phi: Phi; right: string }[] = [];
    // Names are bound first: snapshots and phis refer to values defined further down.
    this.bindNames();
    this.readSnapshots();
    for (const line of this.lines) {
      this.line = line;
      let match: RegExpExecArray | null;
      if (/^s\d+: /.test(line)) continue;
      if ((match = /^trace (\w+) (.*)$/.exec(line))) [kind, name] = [match[1] as TraceKind, match[2]];
      else if ((match = /^entry (.*)$/.exec(line))) entry = this.snapshot(match[1]);
      else if ((match = /^param (\w+) (\S+)(?: shape (\d+))?(?: from (\d+))?$/.exec(line))) {
        const value = this.names.get(match[1])!;
        const info = builder.values[value];
        info.type = this.type(match[2]);
        info.shape = Number(match[3] ?? 0);
        params.push({ value, source: match[4] === undefined ? -1 : Number(match[4]) });
      } else if (line === 'loop:') loopStart = builder.insts.length;
      else if ((match = /^(\w+) = phi (.+), (.+)$/.exec(line))) {
        const value = this.names.get(match[1])!;
        const repr = builder.values[value].repr;
        const phi = { value, left: this.ref(match[2], repr), right: 0, repr };
        phiLines.push({ phi, right: match[3] });
      } else if ((match = /^end (\w+)(?: (\S+))?\s+\? (s\d+)$/.exec(line))) {
        const snapshot = this.snapshots.get(match[3]) ?? this.fail('unknown snapshot');
        end = this.end(match[1], match[2], snapshot);
      } else this.inst(line);
    }
    if (!entry || !end) this.fail('trace without entry or end');
    const trace = builder.finish(kind, name, entry, end, params);
    trace.loopStart = loopStart;
    trace.phis = phiLines.map(({ phi, right }) => ({ ...phi, right: this.ref(right, phi.repr) }));
    return trace;
  }

  private end(kind: string, word: string | undefined, snapshot: Snapshot): TraceEnd {
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
        this.names.set(name, this.builder.value(REPR_OF_PREFIX[name[0]]));
      }
    }
  }

  private readSnapshots(): void {
    for (const line of this.lines) {
      this.line = line;
      const match = /^(s\d+): (.*)$/.exec(line);
      if (match) this.snapshots.set(match[1], this.snapshot(match[2]));
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
      if (this.builder.values[ref].repr !== repr) this.fail(`output ${i} is ${repr}`);
    });
    const snapshot = match[4] ? (this.snapshots.get(match[4]) ?? this.fail('unknown snapshot')) : null;
    this.builder.insts.push({
      op,
      args: values.map((word, i) => this.ref(word, argRepr(op, values.length, i))),
      imms: imms.map((word, i) => {
        const { kind } = op.imms[i];
        return REF_IMMEDIATES.has(kind) ? this.ref(word, immRepr(kind)) : Number(word);
      }),
      outs,
      snapshot,
    });
  }

  private ref(word: string, expected: Repr): Ref {
    if (word === '_') return UNCHANGED;
    if (word.startsWith('$')) return VIRTUAL + Number(word.slice(1));
    const named = this.names.get(word);
    if (named !== undefined) return named;
    const [text, suffix] = word.startsWith('@') ? [word, undefined] : word.split(':');
    return this.builder.constant(this.constant(text, (suffix as Repr | undefined) ?? expected));
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

  private snapshot(text: string): Snapshot {
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
    return { id: -1, frames, virtuals, stores };
  }

  private refs(text: string): Ref[] {
    return text
      .split(' ')
      .filter(Boolean)
      .map((word) => this.ref(word, 'val'));
  }

  private frame(text: string, root: boolean): SnapshotFrame {
    const match = /^(\d+)@(\d+)((?: \w+=\S+)*) \[(.*)\]$/.exec(text);
    if (!match) this.fail(`cannot read frame '${text}'`);
    const extra = new Map(
      match[3]
        .split(' ')
        .filter(Boolean)
        .map((word) => word.split('=') as [string, string]),
    );
    const [locals, stack = ''] = match[4].split('|');
    const slots = this.refs(locals);
    const nothing = root ? UNCHANGED : this.builder.literal('NULL');
    return {
      code: Number(match[1]),
      resume: Number(match[2]),
      ip: Number(extra.get('ip') ?? match[2]),
      func: extra.has('func') ? this.ref(extra.get('func')!, 'val') : UNCHANGED,
      flags: Number(extra.get('flags') ?? 0),
      afterYield: Number(extra.get('yields') ?? 0),
      extra: extra.has('extra') ? this.ref(extra.get('extra')!, 'val') : nothing,
      nlocals: slots.length,
      slots: [...slots, ...this.refs(stack)],
    };
  }
}
