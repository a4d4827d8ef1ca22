/** What a run showed, and what makes two failures the same failure while a program is shrunk. */

export interface Outcome {
  /** `crash`: the process died; `internal error`: the compiler complained (PYSTITCH_DEBUG). */
  readonly end: 'done' | 'crash' | 'hang' | 'internal error';
  /** What was printed; a last line `failed: TYPE: MESSAGE` when an exception was not caught; how the process died. */
  readonly text: string;
}

export interface Difference {
  readonly mode: string;
  /** The same for two failures that are likely the same bug. */
  readonly kind: string;
  readonly want: string;
  readonly got: string;
}

/** The exception that ended the program; undefined: none. */
function failure(text: string): { type: string; message: string } | undefined {
  const found = /(?:^|\n)failed: ([\w.]+)(?:: ([\s\S]*))?$/.exec(text);
  return found ? { type: found[1], message: found[2] ?? '' } : undefined;
}

/** Null when both runs showed the same. `want` is a run that ended by itself. */
export function compare(mode: string, want: Outcome, got: Outcome): Difference | null {
  const found = (kind: string): Difference => ({ mode, kind, want: want.text, got: got.text });
  if (got.end !== 'done') return found(got.end === 'crash' ? `crash: ${got.text}` : got.end);
  if (got.text === want.text) return null;
  const [a, b] = [failure(want.text), failure(got.text)];
  if (a?.type !== b?.type) return found(`${b?.type ?? 'no exception'} for ${a?.type ?? 'no exception'}`);
  if (a && b && a.message !== b.message) return found(`message of ${a.type}`);
  return found('output');
}

/** The first line that differs, both ways. */
export function firstDifference({ want, got }: Difference): string {
  const a = want.split('\n');
  const b = got.split('\n');
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return `line ${i + 1}\n  want ${a[i]}\n  got  ${b[i]}`;
}
