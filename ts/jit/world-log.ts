/**
 * What the optimizer asked the heap about a trace, and what it was told: kept when a compilation fails, so that the trace can be optimized
 * again without the program (replay.ts). One question is one line:
 *
 *     shape [40] = {"kind":"instance", …}
 *
 * Objects are written by name, and described once.
 */
import type { Const } from '../ir/trace.ts';
import type { World } from '../optimizer/world.ts';

type Question = keyof World;
export const QUESTIONS: readonly Question[] = [
  'shape',
  'cell',
  'tupleItem',
  'tupleLength',
  'isInterned',
  'watchGlobal',
  'claimMutable',
  'canonicalShape',
  'catches',
  'watchClass',
];

const isConst = (value: unknown): value is Const =>
  typeof value === 'object' && value !== null && 'repr' in value && 'lo' in value && 'hi' in value;

/** The key of a question: constants are what their words are. */
export const questionText = (question: string, args: readonly unknown[]): string =>
  `${question} ${JSON.stringify(args.map((arg) => (isConst(arg) ? `${arg.hi}:${arg.lo}` : arg)))}`;

/** `world`, with its answers to the questions of the optimizer added to `lines`. */
export function loggedWorld(world: World, lines: Map<string, string>): World {
  const ask =
    (question: Question) =>
    (...args: unknown[]): unknown => {
      const answer = (world[question] as (...args: unknown[]) => unknown).apply(world, args);
      if (answer !== undefined) lines.set(questionText(question, args), JSON.stringify(answer));
      return answer;
    };
  return Object.fromEntries(QUESTIONS.map((question) => [question, ask(question)])) as unknown as World;
}

/** A world that gives the answers that were logged. What nobody asked then has the answer of one who knows nothing. */
export function replayedWorld(lines: ReadonlyMap<string, string>): World {
  const nothing: Partial<Record<Question, unknown>> = {
    claimMutable: false,
    isInterned: false,
    canonicalShape: 0,
    watchClass: false,
  };
  const answer =
    (question: Question) =>
    (...args: unknown[]): unknown => {
      const text = lines.get(questionText(question, args));
      return text === undefined ? nothing[question] : JSON.parse(text);
    };
  return Object.fromEntries(QUESTIONS.map((question) => [question, answer(question)])) as unknown as World;
}
