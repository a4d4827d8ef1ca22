/**
 * Programs in which a class has one special method that is odd: None, no function at all, a function whose result no
 * caller expects, one that raises. Whatever may look the method up is tried on an instance, on the class, on an
 * instance of a subclass and on a class whose metaclass has the method, and prints a line. Interpreter, machine code
 * and CPython print the same lines.
 *
 * In a changing program the class gets the method while the loop that uses it is hot.
 */
import { readFileSync } from 'node:fs';
import { runCpython } from './differing.ts';
import { Random } from './random.ts';
import { Runner } from './runner.ts';
import type { FuzzKind, Session } from './session.ts';
import { BASES, OPERATIONS, SPECIALS, VALUES } from './special-lists.ts';

interface Subject {
  readonly special: string;
  readonly base: string;
  /** A Python expression. */
  readonly value: string;
}

export interface Program {
  readonly subjects: readonly Subject[];
  readonly operations: readonly string[];
  readonly changing: boolean;
}

const PRELUDE = readFileSync(new URL('special-methods.py', import.meta.url), 'utf8');
const NATIVE = ['threshold 1', 'threshold 2', 'guards fail', 'without passes'];
/** Differences of one program that are reported; the others are most likely the same. */
const MOST_REPORTS = 3;

export const specialMethods: FuzzKind = {
  name: 'special-methods',
  about: 'odd special methods, whatever looks them up, in machine code and in CPython',
  async run(session) {
    const runner = new Runner();
    for (const seed of session.seeds()) {
      const random = new Random(seed);
      session.count();
      await tryProgram(session, runner, randomProgram(seed, random), String(seed), random.pick(NATIVE));
    }
    runner.stop();
  },
};

function randomProgram(seed: number, random: Random): Program {
  const special = SPECIALS[seed % SPECIALS.length] as string;
  const base = random.chance(50) ? 'object' : random.pick(BASES);
  const subjects = Array.from({ length: 6 }, () => ({ special, base, value: random.pick(VALUES) }));
  const operations = Array.from({ length: 60 }, () => random.pick(OPERATIONS));
  return { subjects, operations: [...new Set(operations)], changing: random.chance(50) };
}

/** The program as text. */
export function render({ subjects, operations, changing }: Program): string {
  return [
    PRELUDE,
    'OPERATIONS = [',
    ...operations.map((o) => `    (${JSON.stringify(o)}, lambda x, X, y, k, D: ${o}),`),
    ']',
    `CHANGING = ${changing ? 'True' : 'False'}`,
    ...subjects.map(
      ({ special, base, value }, i) => `subject(${i}, '${special}', ${base}, lambda: ${value})`,
    ),
    '',
  ].join('\n');
}

async function tryProgram(session: Session, runner: Runner, program: Program, name: string, mode: string) {
  const source = render(program);
  const { cpython } = session.options;
  const ours = await runner.run(source, 'interpreter');
  const failed = ours.end !== 'done' ? { mode: 'interpreter', outcome: ours } : undefined;
  const native = failed ? ours : await runner.run(source, mode);
  const broken = failed ?? (native.end !== 'done' ? { mode, outcome: native } : undefined);
  if (broken) {
    const { end, text } = broken.outcome;
    const small = await smaller(runner, program, broken.mode, end);
    if (end !== 'done') session.report(end, `${name}-${broken.mode}.py`, render(small), text.slice(-2000));
    return;
  }
  report(session, program, `${name}-${mode}`, ours.text, native.text);
  const theirs = cpython ? runCpython(cpython, source) : undefined;
  if (theirs?.end === 'done')
    report(session, program, `${name}-cpython`, withoutAddresses(theirs.text), withoutAddresses(ours.text));
}

/** And without the known difference: pystitch has one iterator for all strings (docs/python-differences.md). */
const withoutAddresses = (text: string): string =>
  text.replaceAll(/ at 0x[0-9a-f]+/g, ' at 0x').replaceAll('str_ascii_iterator', 'str_iterator');

/** Lines by what they are about: a subject's number and the operation. */
function answers(text: string): Map<string, string> {
  const lines = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf(' -> ');
    const about = at < 0 ? '' : line.slice(0, at);
    lines.set(about, `${lines.get(about) ?? ''}${line}\n`);
  }
  return lines;
}

function report(session: Session, program: Program, name: string, want: string, got: string): void {
  const wanted = answers(want);
  const gotten = answers(got);
  let reports = 0;
  for (const about of new Set([...wanted.keys(), ...gotten.keys()])) {
    if (wanted.get(about) === gotten.get(about) || reports++ >= MOST_REPORTS) continue;
    const [number, ...words] = about.split(' ');
    const operation = words.join(' ');
    const subject = program.subjects[Number(number)];
    const known = subject !== undefined && program.operations.includes(operation);
    const small = known ? { ...program, subjects: [subject], operations: [operation] } : program;
    const detail = `${JSON.stringify(subject)}\n  want ${wanted.get(about)}\n  got  ${gotten.get(about)}`;
    session.report('difference', `${name}-${reports}.py`, render(small), detail);
  }
}

/** Leaves out halves of the subjects and operations, then quarters, while the program still ends in that way. */
async function smaller(runner: Runner, program: Program, mode: string, end: string): Promise<Program> {
  let best = program;
  for (const part of ['subjects', 'operations'] as const)
    for (let size = Math.ceil(best[part].length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
      for (let at = 0; at < best[part].length && best[part].length > 1; ) {
        const kept = best[part].filter((_, i) => i < at || i >= at + size);
        const candidate = { ...best, [part]: kept };
        if (kept.length > 0 && (await runner.run(render(candidate), mode)).end === end) best = candidate;
        else at += size;
      }
  return best;
}
