/** Traces as text (docs/trace-format.md): what dumps print and what `.trace` tests hold. parse.ts reads it back. */
import type { Repr } from '../ops/types.ts';
import { bigintValue, floatValue, literalOf } from './constants.ts';
import { flagsText, nameOf } from './enumerations.ts';
import { argRepr, immRepr, PREFIX, REF_IMMEDIATES, TYPE_NAMES } from './notation.ts';
import type {
  AnySnapshot,
  Const,
  Inst,
  OptimizedTrace,
  Ref,
  SnapshotFrame,
  Trace,
  TraceEnd,
} from './trace.ts';
import {
  constIndex,
  handedOver,
  isOptimized,
  isVirtual,
  pendingIn,
  UNCHANGED,
  usedSnapshots,
  VIRTUAL,
} from './trace.ts';

/** The whole trace; snapshots are numbered in order of use. */
export function printTrace(trace: Trace): string {
  const snapshots = usedSnapshots<AnySnapshot>(trace.insts, trace.end);
  const labels = new Map(snapshots.map((snapshot, i) => [snapshot, `  ? s${i}`]));
  const lines = [`trace ${trace.kind} ${trace.name}`, `entry ${snapshotText(trace, trace.entry)}`];
  for (const param of trace.params) {
    const { type, shape } = trace.values[param.value];
    const source = param.source >= 0 ? ` from ${param.source}` : '';
    lines.push(
      `param ${refText(trace, param.value, null)} ${typeText(type)}${shape ? ` shape ${shape}` : ''}${source}`,
    );
  }
  const loopStart = isOptimized(trace) ? trace.loopStart : -1;
  trace.insts.forEach((inst, i) => {
    if (i === loopStart) lines.push(...loopText(trace as OptimizedTrace));
    lines.push(instText(trace, inst) + (inst.snapshot ? labels.get(inst.snapshot) : ''));
  });
  if (loopStart === trace.insts.length) lines.push(...loopText(trace as OptimizedTrace));
  lines.push(endText(trace, trace.end) + labels.get(trace.end.snapshot));
  snapshots.forEach((snapshot, i) => {
    lines.push(`s${i}: ${snapshotText(trace, snapshot)}`);
  });
  return `${lines.join('\n')}\n`;
}

function loopText(trace: OptimizedTrace): string[] {
  return [
    'loop:',
    ...trace.phis.map(
      (phi) =>
        `${refText(trace, phi.value, null)} = phi ${refText(trace, phi.left, phi.repr)}, ${refText(trace, phi.right, phi.repr)}`,
    ),
  ];
}

/** Without its snapshot. */
export function instText(trace: Trace, inst: Inst): string {
  const { op } = inst;
  const outs = inst.outs.map((ref) => refText(trace, ref, null)).join(', ');
  const words = inst.args.map((ref, i) => refText(trace, ref, argRepr(op, inst.args.length, i)));
  op.imms.forEach((imm, i) => {
    const value = inst.imms[i];
    const isRef = REF_IMMEDIATES.has(imm.kind);
    words.push(
      `#${isRef ? refText(trace, value, immRepr(imm.kind)) : imm.of ? nameOf(imm.of, value) : value}`,
    );
  });
  return [outs && `${outs} =`, op.name, words.join(', ')].filter(Boolean).join(' ');
}

export function snapshotText(trace: Trace, snapshot: AnySnapshot): string {
  const { virtuals, stores } = pendingIn(snapshot);
  const parts = snapshot.frames.map((frame) => frameText(trace, frame));
  virtuals.forEach((object, i) => {
    const fields = object.fields.map((ref) => refText(trace, ref, 'val')).join(' ');
    parts.push(`$${i} = ${object.kind}${object.shape ? `#${object.shape}` : ''}(${fields})`);
  });
  for (const store of stores) {
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
  if (frame.flags) words.push(`flags=${flagsText(frame.flags)}`);
  if (frame.extra !== UNCHANGED) {
    const extra = refText(trace, frame.extra, 'val');
    if (extra !== 'NULL') words.push(`extra=${extra}`);
  }
  if (frame.afterYield) words.push(`yields=${frame.afterYield}`);
  if (frame.begun) words.push('begun');
  words.push(stack ? `[${[locals, '|', stack].filter(Boolean).join(' ')}]` : `[${locals}]`);
  return words.join(' ');
}

const endText = (trace: Trace, end: TraceEnd): string => {
  const value = handedOver(end);
  const extra =
    end.kind === 'link' ? ` ${end.target}` : value === undefined ? '' : ` ${refText(trace, value, 'val')}`;
  return `end ${end.kind}${extra}`;
};

export function refText(trace: Trace, ref: Ref, expected: Repr | null): string {
  if (ref === UNCHANGED) return '_';
  if (isVirtual(ref)) return `$${ref - VIRTUAL}`;
  if (ref >= 0) return PREFIX[trace.values[ref].repr] + ref;
  return constText(trace.consts[constIndex(ref)], expected);
}

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
