/** The log of a recording (native/interp/record.h: RecordEntry) as the recorder reads it. */

import type { Const } from '../ir/trace.ts';
import type { NativeRecording } from '../native/jit.ts';
import { RECORD_ENDS } from '../native/jit.ts';
import type { Recording } from '../recorder/recording.ts';

const ENTRY_WORDS = 16;
const TOP = 4;
const TOP_COUNT = 4;
const RAISED = 0x100;
const CALLABLE = 12;
const SELF = 14;

export class LoggedRecording implements Recording {
  readonly length: number;
  readonly end: Recording['end'];
  readonly resumeUnit: number | undefined;
  private readonly words: Int32Array;

  constructor(
    recording: NativeRecording,
    reason: number,
    private readonly describe: (lo: number, hi: number) => Const,
  ) {
    this.words = new Int32Array(recording.log);
    this.length = recording.count;
    this.resumeUnit = recording.stopUnit >= 0 ? recording.stopUnit : undefined;
    const name = RECORD_ENDS[reason] ?? 'unknown';
    this.end =
      name === 'closed'
        ? { kind: 'closed' }
        : name === 'linked' && recording.stopTrace >= 0
          ? { kind: 'executor', trace: recording.stopTrace, depth: recording.stopDepth }
          : { kind: 'stopped', reason: name };
  }

  code(step: number): number {
    return this.words[step * ENTRY_WORDS];
  }
  unit(step: number): number {
    return this.words[step * ENTRY_WORDS + 1];
  }
  opcode(step: number): number {
    return this.words[step * ENTRY_WORDS + 2] & 0xff;
  }
  raised(step: number): boolean {
    return (this.words[step * ENTRY_WORDS + 2] & RAISED) !== 0;
  }
  oparg(step: number): number {
    return this.words[step * ENTRY_WORDS + 3];
  }
  depth(step: number): number {
    return this.words[step * ENTRY_WORDS + 2] >> 16;
  }
  value(step: number, place: number): Const | undefined {
    return place < TOP_COUNT ? this.at(step, TOP + 2 * place) : undefined;
  }
  callable(step: number): Const | undefined {
    return this.at(step, CALLABLE);
  }

  stackDepth(step: number): number {
    return this.words[step * ENTRY_WORDS + SELF] >> 1;
  }

  hasSelf(step: number): boolean {
    const word = step * ENTRY_WORDS + SELF;
    return this.words[word] !== 0 || this.words[word + 1] !== 0;
  }

  ownerShape(step: number): number | undefined {
    const [lo, hi] = this.words.subarray(step * ENTRY_WORDS + SELF, step * ENTRY_WORDS + SELF + 2);
    return hi === 0 && lo & 1 ? lo >>> 1 : undefined;
  }

  private at(step: number, word: number): Const | undefined {
    const lo = this.words[step * ENTRY_WORDS + word];
    const hi = this.words[step * ENTRY_WORDS + word + 1];
    return lo === 0 && hi === 0 ? undefined : this.describe(lo, hi);
  }
}
