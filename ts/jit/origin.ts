/**
 * Where a trace begins, and what it is called after that:
 *
 *     trace 12 nbody.py:41 advance                     the line and function of its first instruction
 *     bridge 17 of 12 at exit 305 nbody.py:44 advance  its parent, and the exit as `--dump=exits,asm` number it
 *
 * A trace's number is the one that links name. A compilation that gives up leaves its number to the next one.
 */
import { basename } from 'node:path';
import type { CodeLookup } from '../compiler/code-object.ts';
import { ExitKind } from '../contract/exits.ts';
import type { Failure } from '../contract/give-up.ts';
import { ANCHOR_KINDS } from '../contract/recordings.ts';
import type { NativeRecording } from '../native/jit.ts';
import type { Anchor } from '../recorder/recorder.ts';
import type { Recording } from '../recorder/recording.ts';
import type { Front } from './fronts.ts';
import { exitOf, type Parent, type TraceTree } from './trace-tree.ts';

export interface Origin {
  readonly anchor: Anchor;
  /** Bridges: the exit at which they begin. */
  readonly parent: Parent | undefined;
  /** The number that the trace will have. */
  readonly number: number;
  /** Code and unit of its first instruction. */
  readonly start: string;
  readonly title: string;
  /** `nbody.py:41`, for `--trace`. */
  readonly place: string;
}

/** A loop that leaves in so many recordings is left as a rule. */
const MAX_LEFT = 4;

export class Origins {
  /** Recordings that left their loop, by anchor. */
  private readonly leftLoops = new Map<string, number>();

  constructor(
    private readonly codes: CodeLookup,
    private readonly traces: TraceTree,
    private readonly front: Front,
  ) {}

  of(recording: NativeRecording, log: Recording): Origin | Failure {
    const kind = ANCHOR_KINDS[recording.kind];
    const parent =
      kind === 'bridge' ? this.traces.parentAt(recording.parent, recording.exitIndex) : undefined;
    if (parent && 'failed' in parent) return parent;
    const number = this.traces.nextId;
    // The anchor of a bridge says nothing: it begins at its first instruction.
    const first = parent && log.length > 0 ? [log.code(0), log.unit(0)] : [recording.code, recording.unit];
    const { place, name } = this.lineAt(first[0], first[1]);
    const start = first.join(':');
    const anchor = {
      kind,
      codeId: parent ? parent.trace.codeId : recording.code,
      unit: recording.unit,
      name,
      stackDepth: recording.stackDepth,
      mayLeave: (this.leftLoops.get(keyOf(recording)) ?? 0) === MAX_LEFT,
      begunBefore: parent?.trace.start === start ? parent.trace.begunBefore + 1 : 0,
      raising: parent !== undefined && exitOf(parent).kind === ExitKind.RAISE,
      endAt: this.endAt(parent !== undefined || kind === 'join'),
    };
    const title = parent
      ? `bridge ${number} of ${parent.trace.id} at exit ${recording.exit} ${name}`
      : `trace ${number} ${name}`;
    return { anchor, parent, number, start, title, place };
  }

  private endAt(isBridge: boolean): Anchor['endAt'] {
    const { copies } = this.traces;
    return (code, unit, isJoin) => this.front.endAt(isBridge, isJoin && copies.isCrowded(code, unit));
  }

  /** The recording showed the loop's last round. After some of them one is compiled as it is. */
  leftLoop(recording: NativeRecording): void {
    const key = keyOf(recording);
    this.leftLoops.set(key, (this.leftLoops.get(key) ?? 0) + 1);
  }

  forgetCode(code: number): void {
    for (const key of this.leftLoops.keys()) if (key.startsWith(`${code}:`)) this.leftLoops.delete(key);
  }

  private lineAt(codeId: number, unit: number): { place: string; name: string } {
    const code = this.codes(codeId);
    let line = code.firstLine;
    for (const position of code.positions) {
      if (position.start > unit) break;
      // What the compiler made up has no line.
      if (position.line > 0) line = position.line;
    }
    const place = `${basename(code.filename)}:${line}`;
    return { place, name: `${place} ${code.name}` };
  }
}

const keyOf = ({ code, unit }: NativeRecording): string => `${code}:${unit}`;
