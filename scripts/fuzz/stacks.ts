/**
 * Frames that are looked at from every side: programs whose functions reach each other in whatever way one frame can be
 * entered from another, and whose innermost one raises, or asks about its callers, in some of the rounds of a hot loop.
 * What frames, tracebacks, their printed text and warnings say is the same in every mode and in CPython. Left out is what
 * docs/python-differences.md says of variables that a function sets after it has caught an exception.
 */
import { readFileSync } from 'node:fs';
import { type Line, render } from './program.ts';
import { tryProgram } from './programs.ts';
import { Random } from './random.ts';
import { modes, Runner } from './runner.ts';
import type { FuzzKind } from './session.ts';
import { PASSAGES } from './stack-passages.ts';

const PRELUDE = readFileSync(new URL('stacks.py', import.meta.url), 'utf8');

export const stacks: FuzzKind = {
  name: 'stacks',
  about: 'frames, tracebacks and warnings, looked at from hot functions, in every mode and in CPython',
  async run(session) {
    const runner = new Runner();
    for (const seed of session.seeds()) {
      session.count();
      const usual = ['cpython', ...Object.keys(modes)];
      await tryProgram(session, runner, new Stack(seed).program(), String(seed), usual, { toSource });
    }
    runner.stop();
  },
};

export const toSource = (lines: readonly Line[]): string =>
  `${PRELUDE}\n${render(lines)}for line in log: print(line)\n`;

const lines = (...texts: string[]): Line[] => texts.map((text) => ({ text }));

/** Of a callee's argument n: what raises, in Python or in C. */
const RAISES = [
  'raise ValueError(n)',
  'raise KeyError',
  "raise Exception('long', n) from OSError(n)",
  '1 // (n - n)',
  '(1 +\n  [n][n + 1])',
  '{}[n]',
  "int('x' + str(n))",
  'None.name',
  'n.real.name',
  "n + 'x'",
  'p, q = (n,)',
  'next(iter(()))',
  "''.join([n])",
  'len(n)',
  "sorted([n, 'a', None])",
  'assert n < 0, n',
  'unknown(n)',
  'del unknown',
  'n()',
  'look(1, 2, 3)',
  'raise StopIteration(n)',
  'list(map(len, [n]))',
  'max(\n  n,\n  None)',
  'getattr(n, "missing")',
  'Base()',
  'exec("1 // 0")',
];
const LOOKS = [
  'note(look())',
  'note(look(2))',
  'note(names(1), names(2), names(3))',
  'note(stack())',
  'note(warned(2))',
  'note(warned(3), warned(4))',
  'note(sorted(k for k in locals() if k[0] not in "._"), variables(sys._getframe()))',
  'note(sys._getframe().f_lineno, sys._getframe(1).f_lineno)',
  'note(variables(sys._getframe().f_back))',
  'note(look())',
  'note(look(3))',
  'note(names(1), names(2), names(3), names(4), names(5))',
  'kept[:-1] = [sys._getframe()]',
  'note([(f.f_code.co_name, variables(f)) for f in kept])',
  "note(eval('look(3)'))",
  "exec('note(look(3))')",
];
const SEEN = [
  'note(raised(e))',
  'note(text(e))',
  'note(positions(e))',
  'note(look(3))',
  'note(type(e).__name__, e.args, names(2))',
  'saved[:-1] = [e]',
  'note(sys.exc_info()[1] is e, sys.exception() is e)',
];
const CAUGHT = [
  'Exception',
  'Exception',
  'ValueError',
  '(KeyError, ZeroDivisionError)',
  'ArithmeticError',
  'TypeError',
];

export class Stack {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  program(): Line[] {
    const { random } = this;
    const depth = 2 + random.below(4);
    const defined: Line[] = lines('kept, saved = [], []');
    let call = 'deepest(@)';
    defined.push({ text: 'def deepest(n):', body: this.deepest() });
    for (let i = 0; i < depth; i++) {
      const passage = random.pick(PASSAGES);
      const body = this.body(call.replaceAll('@', 'n'));
      defined.push(...passage.define(`p${i}`, body, call));
      call = passage.call(`p${i}`);
    }
    const rounds = random.pick(['12', '40', '70']);
    const loop: Line[] = [
      ...lines('total = 0'),
      {
        text: `for n in range(${rounds}):`,
        body: this.guarded([{ text: `total += ${call.replaceAll('@', 'n')} or 0` }], lines('total += 1')),
      },
      ...lines('note(total)', 'return total'),
    ];
    return [
      ...defined,
      { text: 'def main():', body: loop },
      ...this.guarded(lines('main()', 'main()'), []),
      ...(random.chance(40) ? lines('for e in saved: note(positions(e))') : []),
    ];
  }

  /** In which rounds something happens. */
  private when(): string {
    const { random } = this;
    const period = random.pick([1, 2, 3, 5, 7, 11]);
    const condition = `n % ${period} == ${random.below(period)}`;
    return random.chance(25) ? `${condition} and n > ${random.pick([5, 20, 30])}` : condition;
  }

  private deepest(): Line[] {
    const { random } = this;
    const body = lines('a = n');
    for (let i = random.below(3); i > 0; i--)
      body.push({ text: `if ${this.when()}:`, body: lines(random.pick(LOOKS)) });
    if (random.chance(80)) body.push({ text: `if ${this.when()}:`, body: lines(random.pick(RAISES)) });
    return [...body, ...lines('a = n * 2', 'return a')];
  }

  /** The body of a function with the argument n, which calls on. */
  private body(call: string): Line[] {
    const { random } = this;
    const before = random.chance(50) ? lines('a = n', 'b = str(n)') : lines(`a = ${random.below(9)}`);
    let middle: Line[] = lines(
      random
        .pick(['a = CALL', 'a += CALL or 0', 'a = max(\n    CALL or 0,\n    0)', 'a = (n +\n  (CALL or 0))'])
        .replace('CALL', call),
    );
    if (random.chance(25)) middle.push({ text: `if ${this.when()}:`, body: lines(random.pick(LOOKS)) });
    if (random.chance(15)) middle.push({ text: `if ${this.when()}:`, body: lines(random.pick(RAISES)) });
    if (random.chance(20)) middle = [{ text: `for m in range(${1 + random.below(3)}):`, body: middle }];
    if (random.chance(45))
      middle = this.guarded(
        middle,
        lines(
          random.pick([
            'a = -1',
            'raise',
            'raise e',
            'raise TypeError(n)',
            'raise LookupError(n) from e',
            'raise OSError from None',
            'return 5',
            'a += 1',
          ]),
        ),
      );
    return [...before, ...middle, ...lines('a = (a or 0) % 1000', 'return a')];
  }

  private guarded(body: Line[], after: Line[]): Line[] {
    const { random } = this;
    const type = after.length === 0 ? 'Exception' : random.pick(CAUGHT);
    const seen = lines(random.pick(SEEN));
    const guarded: Line[] = [
      { text: 'try:', body },
      {
        text: `except ${type} as e:`,
        body: [
          ...(random.chance(60)
            ? seen
            : [{ text: `if ${random.pick(['n', 'len(log)'])} % 5 == 1:`, body: seen }]),
          ...after,
        ],
      },
    ];
    if (random.chance(15)) guarded.push({ text: 'else:', body: lines('b = 1') });
    if (random.chance(20))
      guarded.push({
        text: 'finally:',
        body: lines(random.pick(['note(look(2))', 'note(sys.exception() and names(2))'])),
      });
    return guarded.map((line) => (after.length === 0 ? withoutN(line) : line));
  }
}

/** At the module's level there is no n. */
function withoutN({ text, body }: Line): Line {
  const changed = text.replace('if n % 5', 'if len(log) % 5');
  return body ? { text: changed, body: body.map(withoutN) } : { text: changed };
}
