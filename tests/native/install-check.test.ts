/** What native code refuses to install: numbers beyond its limits, and indices of what does not exist (native/jit/install_check.c). */
import { beforeEach, describe, expect, it } from 'vitest';
import { serializeCode } from '../../ts/compiler/assembly/serialize.ts';
import { CompileMode } from '../../ts/contract/code.ts';
import {
  ExitEntryWords,
  ExitFrameWords,
  ExitKind,
  ExitRecordWords,
  ExitTableWords,
  ExitVirtualWords,
  Loc,
  LocBits,
} from '../../ts/contract/exits.ts';
import { EXIT_MAX_VALUES, EXIT_MAX_VIRTUALS } from '../../ts/contract/limits.ts';
import { ANCHOR_KINDS } from '../../ts/contract/recordings.ts';
import { compileSource } from '../../ts/host/source-compiler.ts';
import type { NativeContext } from '../../ts/native/addon.ts';
import type { InstallRequest } from '../../ts/native/jit.ts';
import { bareContext } from './bare-context.ts';

const LOCALS = 3000;
const FUNCTION = 1;
const source = `def f():\n${Array.from({ length: LOCALS }, (_, i) => `    a${i} = 0`).join('\n')}\n`;

let context: NativeContext;
beforeEach(() => {
  context = bareContext();
  context.loadCode(serializeCode(compileSource(source, 'f.py', CompileMode.MODULE)));
});

/** One exit with one frame of `slots` locations, and virtual tuples without items. */
function table({
  slots = 2,
  location = Loc.UNCHANGED as number,
  virtuals = 0,
  code = FUNCTION,
  resume = 0,
} = {}): Uint32Array {
  const entry = ExitTableWords.WORDS;
  const record = entry + ExitEntryWords.WORDS;
  const frame = record + ExitRecordWords.WORDS;
  const objects = frame + ExitFrameWords.WORDS + slots;
  const words = new Uint32Array(objects + virtuals * ExitVirtualWords.WORDS);
  words[ExitTableWords.nexits] = 1;
  words[entry + ExitEntryWords.kind] = ExitKind.GUARD;
  words[entry + ExitEntryWords.record] = record;
  words[record + ExitRecordWords.nframes] = 1;
  words[record + ExitRecordWords.nvirtuals] = virtuals;
  words[frame + ExitFrameWords.code] = code;
  words[frame + ExitFrameWords.resume] = resume;
  words[frame + ExitFrameWords.nslots] = slots;
  words.fill(location, frame + ExitFrameWords.WORDS, objects);
  return words;
}

function install(words: Uint32Array, more: Partial<InstallRequest> = {}): number {
  expect(context.jitAllocate(64, 1)).toBeInstanceOf(Array);
  return context.jitInstall({
    kind: ANCHOR_KINDS.indexOf('loop'),
    code: FUNCTION,
    unit: 0,
    exit: 0,
    entryOffset: 0,
    loopExit: 1,
    bytes: new Uint8Array(64),
    table: words,
    roots: new Uint32Array(0),
    stubs: Uint32Array.of(0),
    links: new Uint32Array(0),
    name: 'test',
    ...more,
  });
}
const payload = (kind: number, value: number): number => kind | (value << LocBits.PAYLOAD_SHIFT);

describe('is installed', () => {
  it.each([
    ['a plain table', table()],
    ['as many values as an exit writes', table({ slots: EXIT_MAX_VALUES - 2 })],
    ['as many objects as an exit makes', table({ virtuals: EXIT_MAX_VIRTUALS })],
    ['a register', table({ location: payload(Loc.REGISTER, 15) })],
  ])('%s', (_, words) => {
    expect(install(words)).toBe(0);
  });
});

describe('is refused', () => {
  it.each([
    ['one value too many', table({ slots: EXIT_MAX_VALUES - 1 })],
    ['more slots than the frame has', table({ slots: LOCALS + 500 })],
    ['one object too many', table({ virtuals: EXIT_MAX_VIRTUALS + 1 })],
    ['a register that does not exist', table({ location: payload(Loc.REGISTER, 16) })],
    ['a constant that does not exist', table({ location: payload(Loc.CONST, 0) })],
    ['an object that does not exist', table({ location: payload(Loc.VIRTUAL, 0) })],
    ['a spill slot outside of the room', table({ location: payload(Loc.SPILL, 1 << 20) })],
    ['a kind of location that does not exist', table({ location: 6 })],
    ['a code object that does not exist', table({ code: 9 })],
    ['a place that does not exist', table({ resume: 1 << 20 })],
    ['a table that ends too early', table().subarray(0, -1)],
    ['a record that is not there', table().map((word, i) => (i === ExitTableWords.WORDS + 1 ? 1000 : word))],
  ])('%s', (_, words) => {
    expect(install(words)).toBe(-1);
  });
  it.each<[string, Partial<InstallRequest>]>([
    ['an anchor that does not exist', { unit: 1 << 20 }],
    ['a kind of anchor that does not exist', { kind: ANCHOR_KINDS.length }],
    ['a bridge at an exit that does not exist', { kind: ANCHOR_KINDS.indexOf('bridge'), exit: 7 }],
    ['a stub too few', { stubs: new Uint32Array(0) }],
    ['a stub outside of the code', { stubs: Uint32Array.of(64) }],
    ['a link to a trace that does not exist', { links: Uint32Array.of(0, 5, 0) }],
  ])('%s', (_, more) => {
    expect(install(table(), more)).toBe(-1);
  });
});
