import {
  RECORD_DEPTH_SHIFT,
  RECORD_ENDS,
  RECORD_ENTRY_RAISED,
  RECORD_OPCODE_MASK,
  RECORD_TOP_VALUES,
  RecordWords,
} from '../contract/recordings.ts';
/** The log of a recording (native/interp/record.h: RecordEntry) as the recorder reads it. */

import type { Const } from '../ir/trace.ts';
import type { NativeRecording } from '../native/jit.ts';
import { INSTRUCTIONS } from '../ops/table.ts';
import type { Recording } from '../recorder/recording.ts';

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
    return this.words[step * RecordWords.WORDS + RecordWords.codeId];
  }
  unit(step: number): number {
    return this.words[step * RecordWords.WORDS + RecordWords.unit];
  }
  opcode(step: number): number {
    return this.words[step * RecordWords.WORDS + RecordWords.opcode] & RECORD_OPCODE_MASK;
  }
  raised(step: number): boolean {
    return (this.words[step * RecordWords.WORDS + RecordWords.opcode] & RECORD_ENTRY_RAISED) !== 0;
  }
  oparg(step: number): number {
    return this.words[step * RecordWords.WORDS + RecordWords.oparg];
  }
  depth(step: number): number {
    return this.words[step * RecordWords.WORDS + RecordWords.opcode] >> RECORD_DEPTH_SHIFT;
  }
  value(step: number, place: number): Const | undefined {
    return place < RECORD_TOP_VALUES ? this.at(step, RecordWords.top + 2 * place) : undefined;
  }
  callable(step: number): Const | undefined {
    return this.isCall(step) ? this.at(step, RecordWords.callable) : undefined;
  }
  frameFunction(step: number): Const | undefined {
    return this.isCall(step) ? undefined : this.at(step, RecordWords.callable);
  }

  stackDepth(step: number): number {
    return this.words[step * RecordWords.WORDS + RecordWords.self] >> 1;
  }

  hasSelf(step: number): boolean {
    const word = step * RecordWords.WORDS + RecordWords.self;
    return this.words[word] !== 0 || this.words[word + 1] !== 0;
  }

  ownerShape(step: number): number | undefined {
    const [lo, hi] = this.words.subarray(
      step * RecordWords.WORDS + RecordWords.self,
      step * RecordWords.WORDS + RecordWords.self + 2,
    );
    return hi === 0 && lo & 1 ? lo >>> 1 : undefined;
  }

  private isCall(step: number): boolean {
    const { family } = INSTRUCTIONS[this.opcode(step)];
    return family === 'CALL' || family === 'CALL_KW';
  }

  private at(step: number, word: number): Const | undefined {
    const lo = this.words[step * RecordWords.WORDS + word];
    const hi = this.words[step * RecordWords.WORDS + word + 1];
    return lo === 0 && hi === 0 ? undefined : this.describe(lo, hi);
  }
}
