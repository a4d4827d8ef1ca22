/** Code objects as the runtime has them, for the trace compiler: those of the standard library are read by the runtime alone. */
import type { CodeObject, ExceptionRange, PositionEntry } from '../compiler/code-object.ts';
import { ExceptionWords, POSITION_NUMBERS } from '../contract/blob.ts';
import type { NativeCode } from '../native/addon.ts';

/** Its constants are left out: the trace compiler asks the runtime for them. */
export function readCodeObject(code: NativeCode): CodeObject {
  const [firstLine, argcount, posonly, kwonly, flags, stacksize] = code.numbers;
  const { name, qualname, filename, localsplusNames, names, units } = code;
  return {
    name,
    qualname,
    filename,
    firstLine,
    argcount,
    posonly,
    kwonly,
    flags,
    stacksize,
    localsplusNames,
    localsplusKinds: [...code.localsplusKinds],
    names,
    consts: [],
    units,
    exceptions: exceptionRanges(code.exceptions),
    positions: positionEntries(code.positions, firstLine),
  };
}

function exceptionRanges(words: Uint32Array): ExceptionRange[] {
  const ranges: ExceptionRange[] = [];
  for (let at = 0; at < words.length; at += ExceptionWords.WORDS) {
    const depthLasti = words[at + ExceptionWords.depthLasti];
    ranges.push({
      start: words[at + ExceptionWords.start],
      end: words[at + ExceptionWords.end],
      target: words[at + ExceptionWords.target],
      depth: depthLasti >> 1,
      lasti: (depthLasti & 1) === 1,
    });
  }
  return ranges;
}

/** See POSITION_NUMBERS. */
export function positionEntries(rows: Uint8Array, firstLine: number): PositionEntry[] {
  const entries: PositionEntry[] = [];
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = rows[at++];
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value % 2 ? -(value + 1) / 2 : value / 2;
    }
  };
  let start = 0;
  let line = firstLine;
  while (at < rows.length) {
    const row = Array.from({ length: POSITION_NUMBERS }, number);
    start += row[0];
    line += row[1];
    entries.push({ start, line, col: row[2], endLine: line + row[3], endCol: row[2] + row[4] });
  }
  return entries;
}
