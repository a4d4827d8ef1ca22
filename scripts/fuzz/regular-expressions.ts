/**
 * Random patterns on random texts: whatever re answers is CPython's answer too. A program tries some dozens of them;
 * each prints a line, so that what differs is small already.
 */
import { readFileSync } from 'node:fs';
import { runCpython } from './differing.ts';
import { Random } from './random.ts';
import { Runner } from './runner.ts';
import type { FuzzKind } from './session.ts';

const PRELUDE = readFileSync(new URL('regular-expressions.py', import.meta.url), 'utf8');
const CASES = 30;

const ASCII =
  String.raw`a b c ab . \w \d \s \W \D \S [ab] [^a] [a-c] [^\n] [\w-] [^b-d] \n \x20 1 _ x X [A-Z] \xe9 [\x80-\xff]`.split(
    ' ',
  );
const WIDE = [
  ...ASCII,
  ...String.raw`é İ ſ k K Я я 😀 [é-ü] [\s\S] [^\W\d] [α-ω] ß [aя] ǅ [一-鿿] \u212a`.split(' '),
];
const TEXTS = ['aabbccab1 \n_xXkKéİſяЯ😀ß\u212aǅα中', 'aabbccab1 \n_xX\xe9\xc9', 'ab', 'abc1 '];
const REPEATS = ['*', '+', '?', '{2}', '{1,2}', '{0,3}', '{2,}', '*', '+', '?'];

/** A pattern that may refer to the groups that it has closed. */
class Pattern {
  private groups = 0;
  private readonly closed: number[] = [];

  constructor(
    private readonly random: Random,
    private readonly atoms: readonly string[],
  ) {}

  part(depth: number): string {
    const { random } = this;
    const inner = (): string => this.part(depth - 1);
    if (depth <= 0 || random.chance(30)) return random.pick(this.atoms);
    switch (random.below(18)) {
      case 0:
      case 1:
        return `(?:${inner()}|${inner()}${random.chance(40) ? `|${inner()}` : ''})`;
      case 2:
      case 3:
        return this.group(inner);
      case 4:
      case 5:
      case 6:
      case 7:
      case 8:
      case 9:
        return `(?:${inner()})${random.pick(REPEATS)}${random.pick(['', '', '', '?', '?', '+'])}`;
      case 10:
        return random.pick(['^', '$', '\\b', '\\B', '\\A', '\\Z', '', '|']);
      case 11:
        return `${random.pick(['(?=', '(?!', '(?<=', '(?<!'])}${inner()})`;
      case 12:
        return `(?>${inner()})`;
      case 13:
        return `(?${random.pick(['i', 's', 'm', '-i'])}:${inner()})`;
      case 14:
        return this.closed.length ? this.reference(inner) : inner();
      default:
        return `${inner()}${inner()}`;
    }
  }

  private group(inner: () => string): string {
    const number = ++this.groups;
    const text = `(${this.random.chance(20) ? `?P<n${number}>` : ''}${inner()})`;
    this.closed.push(number);
    return text;
  }

  private reference(inner: () => string): string {
    const number = this.random.pick(this.closed);
    if (this.random.chance(50)) return `\\${number}`;
    return `(?(${number})${inner()}${this.random.chance(60) ? `|${inner()}` : ''})`;
  }
}

function randomCase(random: Random): string {
  const bytes = random.chance(20);
  const pattern = new Pattern(random, bytes || random.chance(40) ? ASCII : WIDE).part(2 + random.below(4));
  const letters = [...(bytes ? TEXTS[1] : random.pick(TEXTS))];
  const text = Array.from({ length: random.pick([0, 1, 3, 6, 6, 10, 10]) }, () => random.pick(letters)).join(
    '',
  );
  const flags = ['I', 'M', 'S'].filter(() => random.chance(20)).map((flag) => ` | re.${flag}`);
  const encode = bytes ? ".encode('latin1')" : '';
  return `attempt(${JSON.stringify(pattern)}${encode}, 0${flags.join('')}, ${JSON.stringify(text)}${encode})`;
}

export const regularExpressions: FuzzKind = {
  name: 'regular-expressions',
  about: 'random patterns on random texts, in CPython and here',
  async run(session) {
    const runner = new Runner();
    const { cpython } = session.options;
    for (const seed of session.seeds()) {
      const random = new Random(seed);
      const cases = Array.from({ length: CASES }, () => randomCase(random));
      const source = `${PRELUDE}\n${cases.join('\n')}\n`;
      session.count(CASES);
      const ours = await runner.run(source, 'native');
      if (ours.end !== 'done') session.report(ours.end, `${seed}.py`, source, ours.text.slice(-2000));
      const theirs = ours.end === 'done' && cpython ? runCpython(cpython, source) : undefined;
      if (theirs?.end !== 'done') continue;
      const [want, got] = [theirs.text.split('\n'), ours.text.split('\n')];
      const at = want.findIndex((line, i) => line !== got[i]);
      if (at < 0) continue;
      const detail = `  want ${want[at]}\n  got  ${got[at]}`;
      session.report('difference', `${seed}.py`, `${PRELUDE}\n${cases[at] ?? ''}\n`, detail);
    }
    runner.stop();
  },
};
