/**
 * Random Python programs for the differential fuzzer. A program is a tree of lines, so that it
 * can be shrunk; the same seed gives the same program.
 *
 * Programs end: loops run over finite things, functions call only earlier ones, numbers and texts
 * are cut where they could grow. They are hot: most code is in loops. What goes wrong in them is
 * caught and printed, since messages must agree too.
 */
import { Random } from './random.ts';

/** One line, and what is indented under it. */
export interface Line {
  readonly text: string;
  readonly body?: readonly Line[];
}

export function render(lines: readonly Line[], indent = ''): string {
  let text = '';
  for (const { text: line, body } of lines) {
    text += `${indent}${line}\n`;
    if (body) text += body.length > 0 ? render(body, `${indent}  `) : `${indent}  pass\n`;
  }
  return text;
}

interface Callable {
  readonly name: string;
  /** Parameter kinds; a call passes one expression for each. */
  readonly parameters: string;
  /** Rough number of steps. */
  readonly cost: number;
  readonly generator: boolean;
}

const INTS = [
  '0',
  '1',
  '2',
  '3',
  '-1',
  '7',
  '10',
  '63',
  '64',
  '-5',
  '255',
  '1000',
  '2**31',
  '2**53',
  '2**53 + 1',
];
const EDGES = [
  '2**62 - 1',
  '2**62',
  '-2**62',
  '-2**62 - 1',
  '2**63 - 1',
  '2**63',
  '-2**63',
  '2**64',
  '10**20',
];
const FLOATS = [
  '0.0',
  '-0.0',
  '1.0',
  '0.5',
  '-2.25',
  '1e10',
  '3.7',
  '1e300',
  '1e-300',
  "float('inf')",
  "float('nan')",
];
const STRINGS = ["''", "'a'", "'abc'", "'x y'", "'é'", "'0'", "'longer text'"];
/** Steps that a whole program may take, roughly. */
const MAX_COST = 60_000;

export function randomProgram(seed: number): Line[] {
  return new Generator(seed).program();
}

const body = (...texts: string[]): Line[] => texts.map((text) => ({ text }));
/** What frame objects say. Lines of a frame that has caught an exception are left out: docs/python-differences.md. */
const FRAME_FUNCTIONS: readonly Line[] = [
  ...body('import sys', 'kept = []'),
  {
    text: 'def variables(frame):',
    body: body(
      "return frame.f_code.co_name, [repr(frame.f_locals.get(k))[:20] for k in ('i0', 'i1', 'f0', 's0')]",
    ),
  },
  {
    text: 'def callers():',
    body: [
      ...body('frame = sys._getframe(1)', 'found = []'),
      {
        text: 'while frame and len(found) < 4:',
        body: body('found.append((frame.f_lineno, variables(frame)))', 'frame = frame.f_back'),
      },
      ...body('return found'),
    ],
  },
  {
    text: 'def raised(e):',
    body: [
      ...body('at = e.__traceback__', 'found = []'),
      {
        text: 'while at:',
        body: body('found.append((at.tb_lineno, variables(at.tb_frame)))', 'at = at.tb_next'),
      },
      ...body('return found'),
    ],
  },
];
const FRAME_STATEMENTS: readonly string[] = [
  'note(callers())',
  'kept[:-2] = [sys._getframe()]',
  'note([variables(frame) for frame in kept])',
  "sys._getframe().f_locals['i1'] = i0",
  "a0 = sys._getframe().f_locals.get('i1')",
  'note(sys._getframe() is sys._getframe(), sys._getframe() in kept)',
];

class Generator {
  private readonly random: Random;
  private readonly functions: Callable[] = [];
  private readonly classes: string[] = [];
  private names = 0;
  /** Product of the iteration counts around here, and steps so far. */
  private factor = 1;
  private cost = 0;
  private inFunction = false;
  private inLoop = false;
  private inGenerator = false;
  private readonly looksAtFrames: boolean;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.looksAtFrames = this.random.chance(30);
  }

  program(): Line[] {
    const { random } = this;
    const lines: Line[] = [
      { text: 'log = []' },
      { text: 'def note(*values):', body: [{ text: 'if len(log) < 400: log.append(repr(values)[:120])' }] },
      ...(this.looksAtFrames ? FRAME_FUNCTIONS : []),
      ...this.variables(),
      ...this.classDefinition(),
      ...this.functionDefinition(),
    ];
    for (let i = random.below(3); i > 0; i--)
      lines.push(...(random.chance(35) ? this.classDefinition() : this.functionDefinition()));
    const globals = ['i0', 'f0', 's0', 'l0', 'd0', 'a0', 'o0'];
    lines.push(this.mainFunction(globals));
    for (let i = 0; i < 2; i++)
      lines.push(...this.guarded([{ text: `note('main', main(${random.pick(['30', '50', '80'])}))` }]));
    if (random.chance(50)) lines.push(...this.guarded(this.loop()));
    lines.push({ text: 'for line in log: print(line)' });
    lines.push({ text: `for value in (i0, f0, s0, l0, sorted(d0, key=repr), repr(a0)[:80]): print(value)` });
    return lines;
  }

  // ---- definitions ----

  private variables(): Line[] {
    return [
      { text: `i0, i1, i2 = ${this.int(0)}, ${this.int(0)}, ${this.random.pick(EDGES)}` },
      { text: `f0, f1 = ${this.random.pick(FLOATS)}, ${this.random.pick(FLOATS)}` },
      { text: `s0, s1 = ${this.random.pick(STRINGS)}, ${this.random.pick(STRINGS)}` },
      { text: `b0 = ${this.random.pick(['True', 'False'])}` },
      {
        text: `l0, l1 = [1, 2, 3], [${this.random.pick(INTS)}, ${this.random.pick(FLOATS)}, ${this.random.pick(STRINGS)}]`,
      },
      { text: 't0 = (1, 2.5, None)' },
      { text: "d0 = {'a': 1, 2: 'b', 3: 3.5}" },
      { text: `a0 = ${this.any(0)}` },
      { text: 'o0 = None' },
    ];
  }

  private fresh(prefix: string): string {
    return `${prefix}${this.names++}`;
  }

  private within<X>(change: Partial<Pick<Generator, never>> & Record<string, unknown>, make: () => X): X {
    const self = this as unknown as Record<string, unknown>;
    const saved = Object.keys(change).map((key) => [key, self[key]] as const);
    Object.assign(self, change);
    try {
      return make();
    } finally {
      for (const [key, value] of saved) self[key] = value;
    }
  }

  private functionDefinition(): Line[] {
    const { random } = this;
    const name = this.fresh('fn');
    const generator = random.chance(40);
    const kinds = random.pick(['i', 'ii', 'if', 'ia', 'l', 'iis', 'a', 'fo']);
    const letters = [...kinds];
    const parameters = letters.map((kind, i) => `${kind}${i}`);
    const signature = parameters.map((parameter, i) =>
      i > 0 && i === letters.length - 1 && random.chance(40)
        ? `${parameter}=${this.ofKind(letters[i], 0)}`
        : parameter,
    );
    if (random.chance(15)) signature.push('*rest');
    if (random.chance(15)) signature.push(`k0=${this.int(0)}`);
    const before = this.cost;
    const body = this.within({ inFunction: true, factor: 1, inLoop: false, inGenerator: generator }, () => {
      const lines = this.localsFor(new Set(parameters));
      if (random.chance(30)) lines.push(...this.closure());
      lines.push(...this.block(2 + random.below(3), 2));
      if (generator) {
        lines.push({
          text: `for y0 in range(${1 + random.below(6)}):`,
          body: [...this.block(1, 1), { text: `yield ${this.any(1)}` }],
        });
        if (random.chance(40)) lines.push({ text: `return ${this.any(1)}` });
      } else lines.push({ text: `return ${random.chance(70) ? this.ofKind(letters[0], 2) : this.any(2)}` });
      return lines;
    });
    const cost = this.cost - before + 10;
    this.cost = before;
    this.functions.push({ name, parameters: kinds, cost, generator });
    return [{ text: `def ${name}(${signature.join(', ')}):`, body }];
  }

  /** Every variable that expressions mention; assigned, so that uses rarely fail. */
  private localsFor(given: ReadonlySet<string>): Line[] {
    const initial: Record<string, string> = {
      i0: '1',
      i1: 'i0',
      i2: '3',
      f0: '0.5',
      f1: '2.0',
      s0: "'s'",
      s1: "'t'",
      b0: 'True',
      l0: '[3, 1, 2]',
      l1: '[1.5, 2]',
      t0: '(1, 2)',
      d0: '{1: 2}',
      a0: 'None',
      a1: '5',
      o0: 'None',
      g0: 'iter([1, 2])',
    };
    const lines: Line[] = [];
    for (const [name, value] of Object.entries(initial)) {
      if (given.has(name) || this.random.chance(3)) continue;
      lines.push({ text: `${name} = ${this.random.chance(70) ? value : this.ofKind(name[0], 0)}` });
    }
    return lines.filter(({ text }) => !/= i0$/.test(text) || given.has('i0'));
  }

  private closure(): Line[] {
    const name = this.fresh('inner');
    const body: Line[] = this.random.chance(50)
      ? [{ text: 'nonlocal i1' }, { text: `i1 = (i1 + ${this.int(1)}) % 1000003` }, { text: `return i1` }]
      : [{ text: `return ${this.ofKind(this.random.pick(['i', 'f', 'a']), 2)}` }];
    this.functions.push({ name, parameters: 'i', cost: 5, generator: false });
    return [{ text: 'i1 = 4' }, { text: `def ${name}(i0=${this.int(0)}):`, body }];
  }

  private classDefinition(): Line[] {
    const { random } = this;
    const name = this.fresh('Class');
    const base = this.classes.length > 0 && random.chance(40) ? `(${random.pick(this.classes)})` : '';
    const body: Line[] = [{ text: `shared = ${this.int(0)}` }];
    if (random.chance(20)) body.push({ text: "__slots__ = ('x', 'y')" });
    const locals = (names: string[]) => this.localsFor(new Set(names));
    const method = (head: string, names: string[], last: string): void => {
      const lines = this.within({ inFunction: true, factor: 1, inLoop: false }, () => [
        ...locals(names),
        ...this.block(1, 1),
      ]);
      body.push({
        text: head,
        body: [...lines.filter((l) => !/^(break|continue)/.test(l.text)), { text: last }],
      });
    };
    body.push({
      text: 'def __init__(self, x, y=2):',
      body: [
        { text: 'self.x = x' },
        { text: 'self.y = y' },
        ...(random.chance(30) ? [{ text: 'if x: self.y = x' }] : []),
      ],
    });
    method('def method(self, i0):', ['i0'], `return (self.x + i0) if i0 else self.y`);
    if (random.chance(60))
      method(
        'def __add__(self, other):',
        ['other'],
        `return self.x + ${this.int(1).replace(/\bi\d\b/g, '3')}`,
      );
    if (random.chance(40))
      body.push({
        text: 'def __lt__(self, other):',
        body: [{ text: 'return self.x < getattr(other, "x", 3)' }],
      });
    if (random.chance(40))
      body.push(
        { text: 'def __eq__(self, other):', body: [{ text: 'return self.y == other' }] },
        { text: '__hash__ = None' },
      );
    if (random.chance(40))
      body.push({
        text: 'def __getitem__(self, i):',
        body: [{ text: 'if i > 3: raise IndexError(i)' }, { text: 'return self.x' }],
      });
    if (random.chance(30)) body.push({ text: 'def __len__(self):', body: [{ text: 'return 2' }] });
    if (random.chance(30))
      body.push({ text: 'def __bool__(self):', body: [{ text: 'return self.x is not None' }] });
    if (random.chance(30)) body.push({ text: 'def __call__(self, i):', body: [{ text: 'return i' }] });
    if (random.chance(30))
      body.push(
        { text: 'def __enter__(self):', body: [{ text: 'return self' }] },
        {
          text: 'def __exit__(self, *info):',
          body: [{ text: `return ${random.pick(['True', 'False', 'self.y'])}` }],
        },
      );
    body.push({ text: '@property' }, { text: 'def prop(self):', body: [{ text: 'return self.x' }] });
    body.push({ text: 'def __repr__(self):', body: [{ text: `return '${name}(%r)' % (self.x,)` }] });
    this.classes.push(name);
    return [{ text: `class ${name}${base}:`, body }];
  }

  private mainFunction(globals: string[]): Line {
    const body = this.within({ inFunction: true }, () => {
      const shared = globals.filter(() => this.random.chance(25));
      const lines: Line[] = [];
      if (shared.length > 0) lines.push({ text: `global ${shared.join(', ')}` });
      lines.push(...this.localsFor(new Set(shared)));
      if (this.random.chance(40)) lines.push(...this.closure());
      lines.push({
        text: 'for n in range(size):',
        body: this.within({ factor: 60, inLoop: true }, () => [
          { text: 'try:', body: this.pieces() },
          { text: 'except Exception as e:', body: [{ text: "note('caught', n, type(e).__name__, str(e))" }] },
          ...(this.random.chance(15) ? [{ text: 'finally:', body: [{ text: 'i2 = i2 if i2 else n' }] }] : []),
        ]),
      });
      lines.push({ text: 'note(i0, i1, i2, f0, f1, s0, s1, b0, l0, l1, t0, d0, a0, o0)' });
      lines.push({ text: `return ${this.any(1)}` });
      return lines;
    });
    return { text: 'def main(size):', body };
  }

  /** Statements, most of which do not stop the others by raising. */
  private pieces(): Line[] {
    const lines: Line[] = [];
    for (let i = 3 + this.random.below(4); i > 0; i--) {
      const block = this.block(1, 3);
      lines.push(...(this.random.chance(60) ? this.guarded(block) : block));
    }
    return lines;
  }

  // ---- statements ----

  private guarded(body: Line[]): Line[] {
    return [
      { text: 'try:', body },
      {
        text: 'except Exception as e:',
        body: [
          { text: "note('outer', type(e).__name__, str(e))" },
          ...(this.looksAtFrames ? [{ text: 'note(raised(e))' }] : []),
        ],
      },
    ];
  }

  private block(statements: number, depth: number): Line[] {
    const lines: Line[] = [];
    for (let i = 0; i < statements; i++) lines.push(...this.statement(depth));
    return lines;
  }

  private statement(depth: number): Line[] {
    const { random } = this;
    this.cost += this.factor * 4;
    const simple = depth <= 0 || this.cost > MAX_COST;
    if (this.inGenerator && random.chance(20)) return this.yields();
    if (this.inFunction && random.chance(8)) return this.uses(depth);
    switch (random.below(simple ? 15 : 24)) {
      case 0:
      case 1:
        return [{ text: `i${random.below(3)} = ${this.int(2)}` }];
      case 2:
        return [{ text: `f${random.below(2)} = ${this.float(2)}` }];
      case 3:
        return [{ text: `${random.pick(['a0', 'a0', 'b0'])} = ${this.any(2)}` }];
      case 4:
        return [
          {
            text: `${random.pick(['i0', 'i1', 'f0', 'a0'])} ${random.pick(['+', '-', '+', '*', '//', '%', '|', '&', '^'])}= ${random.pick(['1', '2', '3', 'i1', 'f0', '0.5', 'True'])}`,
          },
          { text: 'if isinstance(a0, int) and abs(a0) > 2**70: a0 = 1' },
          { text: 'if type(i0) is int and abs(i0) > 2**70: i0 = i0 % 1000003' },
          { text: 'if type(i1) is int and abs(i1) > 2**70: i1 = -3' },
        ];
      case 5:
        return [{ text: `s${random.below(2)} = (${this.str(2)})[:12]` }];
      case 6:
        return [
          {
            text: random.pick([
              `l0.append(${this.int(1)})`,
              'l0.pop()',
              'l0.reverse()',
              'l0.sort()',
              `l0[${this.int(0)}] = ${this.any(1)}`,
              `l0[-1] = ${this.int(1)}`,
              `del l0[0]`,
              `l1 = [${this.any(1)}, ${this.float(1)}]`,
              `l0.insert(0, ${this.int(0)})`,
              'l0.extend(l1[:2])',
            ]),
          },
          { text: 'if len(l0) > 9: l0 = l0[2:5]' },
        ];
      case 7:
        return [
          {
            text: random
              .pick([
                `d0[${this.any(0)}] = ${this.any(1)}`,
                `d0['a'] = ${this.int(1)}`,
                `d0.pop(${this.int(0)}, None)`,
                `d0[n] = i0`,
                `d0.setdefault(s0, i1)`,
                `a0 = d0[${this.any(0)}]`,
                `a0 = d0.get(${this.any(0)}, i0)`,
              ])
              .replace(/\bn\b/, this.inFunction && this.inLoop ? 'i0' : 'i0'),
          },
          { text: 'if len(d0) > 8: d0 = {1: 2}' },
        ];
      case 8:
        return [
          {
            text: random.pick([
              't0 = (i0, f0, i1)',
              'i0, f0, i1 = t0',
              'i0, i1 = i1, i0',
              '(i0, *l0) = l0',
              'a0, a1 = t0[:2]',
              't0 = t0[1:] + (i0,)',
              'f0, f1 = f1, f0',
              'a0 = a1 = i0',
            ]),
          },
        ];
      case 9:
        return [{ text: `o0 = ${this.instance()}` }];
      case 10:
        return [
          {
            text: random.pick([
              `o0.x = ${this.any(1)}`,
              `o0.y += ${this.int(0)}`,
              `o0.z = ${this.float(1)}`,
              `a0 = o0.prop`,
              `a0 = o0.method(${this.int(1)})`,
              'a0 = o0.shared',
              `o0.x, o0.y = o0.y, o0.x`,
              `a0 = o0 + ${this.int(0)}`,
              `i0 = o0.y`,
              'a0 = o0.missing',
              'del o0.y',
              'a0 = o0[i0]',
              'a0 = len(o0)',
              'a0 = o0(i1)',
              'b0 = o0 == i0',
              'b0 = bool(o0)',
            ]),
          },
        ];
      case 11:
        return [{ text: `note(${this.any(1)}, ${random.pick(['i0', 'f0', 'a0', 's0'])})` }];
      case 12:
        return [{ text: `a0 = ${this.call()}` }];
      case 13:
        return [{ text: random.pick(this.rarely()) }];
      case 14:
        return [{ text: `b0 = ${this.bool(2)}` }];
      case 15:
      case 16:
        return [
          { text: `if ${this.bool(2)}:`, body: this.block(1 + random.below(2), depth - 1) },
          ...(random.chance(30) ? [{ text: `elif ${this.bool(1)}:`, body: this.block(1, depth - 1) }] : []),
          ...(random.chance(50) ? [{ text: 'else:', body: this.block(1, depth - 1) }] : []),
        ];
      case 17:
      case 18:
      case 19:
        return this.loop(depth - 1);
      case 20:
        return [
          {
            text: 'try:',
            body: [
              ...this.block(1 + random.below(2), depth - 1),
              ...(random.chance(30)
                ? [
                    {
                      text: `if ${this.bool(1)}: raise ${random.pick(['ValueError(i0)', 'KeyError(s0)', 'ZeroDivisionError', 'TypeError("t")'])}`,
                    },
                  ]
                : []),
            ],
          },
          {
            text: `except ${random.pick(['ValueError', 'TypeError', 'Exception', '(KeyError, IndexError)', 'ArithmeticError'])} as error:`,
            body: [{ text: "note('inner', type(error).__name__, str(error))" }, ...this.block(1, 0)],
          },
          ...(random.chance(25) ? [{ text: 'else:', body: this.block(1, 0) }] : []),
          ...(random.chance(30) ? [{ text: 'finally:', body: this.finallyBody() }] : []),
        ];
      case 21:
        return [
          {
            text: 'while True:',
            body: this.within({ factor: this.factor * 4, inLoop: true }, () => [
              ...this.block(1, depth - 1),
              { text: 'i2 = (i2 if type(i2) is int else 5) // 3' },
              { text: 'if -2 < i2 < 2: break' },
              { text: 'if abs(i2) > 2**40: i2 = 50' },
            ]),
          },
        ];
      case 22:
        return [{ text: `with ${this.instance()} as o0:`, body: this.block(2, depth - 1) }];
      default:
        return [
          {
            text: `match ${this.any(1)}:`,
            body: [
              {
                text: `case ${random.pick(['0', '1', 'int()', 'float()', '[x0, *_]', "{'a': a1}", '(a1, _)', 'None', 'str() | bool()'])}:`,
                body: this.block(1, 0),
              },
              { text: 'case _:', body: this.block(1, 0) },
            ],
          },
        ];
    }
  }

  /** Inside a generator. */
  private yields(): Line[] {
    const { random } = this;
    const others = this.functions.filter((f) => f.generator);
    const other = others.length > 0 ? this.call(random.pick(others)) : 'l0[:3]';
    return [
      {
        text: random.pick([
          `yield ${this.any(1)}`,
          `yield ${this.int(1)}`,
          'yield i0',
          'a0 = yield i0',
          'a0 = yield from l0[:4]',
          `a0 = yield from ${other}`,
        ]),
      },
    ];
  }

  /** A generator in a variable: made, advanced from several places, left half-way. */
  private uses(depth: number): Line[] {
    const { random } = this;
    const generators = this.functions.filter((f) => f.generator);
    const made = generators.length > 0 ? this.call(random.pick(generators)) : '(k + i0 for k in range(9))';
    const loop = (body: Line[]): Line[] => [
      {
        text: `for ${random.pick(['i0', 'a0', 'x0'])} in g0:`,
        body: [...body, ...this.block(1, Math.min(depth, 1))],
      },
    ];
    switch (random.below(7)) {
      case 0:
      case 1:
        return [{ text: `g0 = ${made}` }];
      case 2:
        return [
          {
            text: random.pick([
              'a0 = next(g0, None)',
              'i0 = next(g0, 3)',
              'a0 = next(g0)',
              'l1 = list(g0)[:5]',
            ]),
          },
        ];
      case 3:
        return [
          {
            text: random.pick([
              'a0 = g0.send(i0)',
              'g0.close()',
              'a0 = g0.throw(ValueError(i0))',
              'a0 = g0.gi_running',
            ]),
          },
        ];
      case 4:
        return [{ text: `g0 = ${made}` }, ...loop([{ text: `if ${this.bool(1)}: break` }])];
      default:
        return [
          { text: `g0 = ${made}` },
          { text: `g1 = ${random.pick(['g0', made])}` },
          ...loop([{ text: `a1 = next(${random.pick(['g0', 'g1', 'g1'])}, None)` }]),
        ];
    }
  }

  /** Statements that change what a trace took for granted, or end it. */
  private rarely(): readonly string[] {
    const method = this.classes.length > 0 ? this.random.pick(this.classes) : 'object';
    const every = `if i0 ${this.random.pick(['==', '>', '% 7 =='])} ${this.random.below(20)}:`;
    if (this.looksAtFrames && this.random.chance(60)) return FRAME_STATEMENTS;
    const list = [
      `${every} ${method}.shared = ${this.any(0)}`,
      `${every} ${method}.method = lambda self, i0: i0`,
      `${every} ${method}.extra = 1`,
      `${every} globals()['i1'] = ${this.any(0)}`,
      `${every} l0.append(l0[0])`,
      'del a0',
      'a0 = i0',
      `assert ${this.bool(1)}, i0`,
      `${every} globals()['len'] = len`,
    ];
    if (this.inLoop) list.push(`${every} break`, `${every} continue`, `${every} continue`);
    if (this.inFunction && !this.inGenerator) list.push(`${every} return ${this.any(1)}`);
    const plain = this.functions.filter((f) => !f.generator && /^fn/.test(f.name));
    if (plain.length > 1)
      list.push(`${every} globals()['${plain[0].name}'] = ${this.random.pick(plain).name}`);
    return list;
  }

  private loop(depth = 2): Line[] {
    const { random } = this;
    const [iterable, count] = random.pick<[string, number]>([
      [`range(${3 + random.below(12)})`, 10],
      [`range(${random.below(5)}, ${8 + random.below(9)}, ${1 + random.below(3)})`, 8],
      ['l0[:]', 5],
      ['list(l0)', 5],
      ['t0', 3],
      ['list(d0)', 5],
      ["'abcé'", 4],
      ['enumerate(l0[:6])', 5],
      ['zip(range(9), l1)', 3],
      ['reversed([1, 2, 3])', 3],
      ['sorted(range(6), key=lambda k: -k)', 6],
      ['range(i0 % 7 if type(i0) is int else 3)', 4],
      ['(k * 2 for k in range(7))', 7],
      ['map(abs, [-1, 2.5, True])', 3],
      ['d0.items()', 5],
      ['l0', 8],
    ]);
    const generators = this.functions.filter((f) => f.generator);
    const source = generators.length > 0 && random.chance(25) ? this.call(random.pick(generators)) : iterable;
    const variable = random.pick(['i0', 'i1', 'a0', 'x0', 'x1']);
    if (this.cost + this.factor * count * 12 > MAX_COST) return [{ text: `a0 = ${this.any(1)}` }];
    const limit =
      source === 'l0' || source === 'd0.items()' ? [{ text: 'if len(l0) > 12 or len(d0) > 12: break' }] : [];
    const body = this.within({ factor: this.factor * count, inLoop: true }, () => [
      ...limit,
      ...this.block(1 + random.below(3), depth),
    ]);
    const orelse = random.chance(20) ? [{ text: 'else:', body: this.block(1, 0) }] : [];
    return [{ text: `for ${variable} in ${source}:`, body }, ...orelse];
  }

  // ---- expressions ----

  private ofKind(kind: string, depth: number): string {
    switch (kind) {
      case 'i':
        return this.int(depth);
      case 'f':
        return this.float(depth);
      case 's':
        return this.str(depth);
      case 'b':
        return this.bool(depth);
      case 'l':
        return this.random
          .pick(['[1, 2, 3]', 'l0', '[i0, i1]', '[]', '[k for k in range(5)]'])
          .replace(/l0|i0|i1/g, (name) => (depth > 0 ? name : '4'));
      case 't':
        return '(1, 2)';
      case 'd':
        return '{1: 2}';
      case 'o':
        return depth > 0 ? this.instance() : 'None';
      default:
        return this.any(depth);
    }
  }

  private int(depth: number): string {
    const { random } = this;
    if (depth <= 0) return random.chance(15) ? `(${random.pick(EDGES)})` : `(${random.pick(INTS)})`;
    const sub = (): string => (random.chance(50) ? `i${random.below(3)}` : this.int(depth - 1));
    switch (random.below(14)) {
      case 0:
        return `(${sub()} + ${sub()})`;
      case 1:
        return `(${sub()} - ${sub()})`;
      case 2:
        return `(${sub()} * ${sub()} & 0x${random.pick(['ff', 'ffffffff', '7fffffffffffffff', 'ffffffffffffffff'])})`;
      case 3:
        return `(${sub()} // ${sub()})`;
      case 4:
        return `(${sub()} % ${sub()})`;
      case 5:
        return `(${sub()} ${random.pick(['&', '|', '^'])} ${sub()})`;
      case 6:
        return `(${sub()} << ${random.pick(['1', '3', '31', '61', '62', '63'])} & 0x${random.pick(['ffffffffffffffff', '3fffffffffffffff'])})`;
      case 7:
        return `(${sub()} >> ${random.pick(['0', '1', '5', '62', '63', '64', 'i1 % 70'])})`;
      case 8:
        return `(-${sub()})`;
      case 9:
        return `(~${sub()})`;
      case 10:
        return random.pick([
          'len(l0)',
          'len(s0)',
          'l0[0]',
          'l0[-1]',
          'l0[i0 % 3]',
          'd0[1]',
          'ord(s0[0])',
          't0[0]',
          'abs(i1)',
          'int(f0)',
          'hash(i1) % 97',
          'int(b0)',
        ]);
      case 11:
        return `(${sub()} if ${this.bool(depth - 1)} else ${sub()})`;
      case 12:
        return random.pick([
          `min(${sub()}, ${sub()})`,
          `max(${sub()}, i0)`,
          `sum(l0[:3])`,
          `pow(${sub()}, 2) % 1009`,
          `divmod(${sub()}, 7)[1]`,
          `isinstance(a0, int)`,
          `round(f0)`,
        ]);
      default:
        return `i${random.below(3)}`;
    }
  }

  private float(depth: number): string {
    const { random } = this;
    if (depth <= 0) return random.pick(FLOATS);
    const sub = (): string =>
      random.chance(50)
        ? `f${random.below(2)}`
        : random.chance(25)
          ? this.int(depth - 1)
          : this.float(depth - 1);
    switch (random.below(9)) {
      case 0:
      case 1:
        return `(${sub()} ${random.pick(['+', '-', '*'])} ${sub()})`;
      case 2:
        return `(${sub()} / ${sub()})`;
      case 3:
        return `(-${sub()})`;
      case 4:
        return random.pick([
          'float(i0)',
          'abs(f1)',
          'f0 % 3',
          'f0 // 2',
          'f1 ** 2',
          'i0 / 7',
          'float(s0)',
          '1 / i1',
          'f0 ** 0.5',
        ]);
      case 5:
        return `(${sub()} if ${this.bool(depth - 1)} else ${sub()})`;
      case 6:
        return `(${sub()} * i0)`;
      default:
        return `f${random.below(2)}`;
    }
  }

  private bool(depth: number): string {
    const { random } = this;
    if (depth <= 0) return random.pick(['True', 'False', 'b0', 'i0', 'l0', 's0', 'f0', 'o0', 'a0']);
    switch (random.below(10)) {
      case 0:
      case 1:
        return `${this.int(depth - 1)} ${random.pick(['<', '<=', '==', '!=', '>', '>='])} ${this.int(depth - 1)}`;
      case 2:
        return `${this.float(depth - 1)} ${random.pick(['<', '<=', '==', '!=', '>'])} ${random.chance(60) ? this.float(depth - 1) : this.int(depth - 1)}`;
      case 3:
        return `not (${this.bool(depth - 1)})`;
      case 4:
        return `(${this.bool(depth - 1)}) ${random.pick(['and', 'or'])} (${this.bool(depth - 1)})`;
      case 5:
        return random.pick([
          'i0 in l0',
          's0 in s1',
          'i0 in d0',
          'i0 not in t0',
          'a0 is None',
          'a0 is not None',
          'o0 is None',
          'a0 in l1',
        ]);
      case 6:
        return `${random.pick(['0', 'i1', '-5'])} < i0 <= ${this.int(depth - 1)}`;
      case 7:
        return random.pick([
          'isinstance(a0, int)',
          'isinstance(o0, object)',
          'type(a0) is float',
          's0 == s1',
          's0 < s1',
          'a0 == i0',
          "a0 == 'x'",
          'l0 == l1',
          'callable(a0)',
          'i0 % 3 == 0',
          'i0 % 2',
          'i0 & 1',
        ]);
      default:
        return random.pick(['b0', 'i0', 'a0', 'i0 > 5', 'f0 > f1']);
    }
  }

  private str(depth: number): string {
    const { random } = this;
    if (depth <= 0) return random.pick(STRINGS);
    return random.pick([
      's0',
      's1',
      '(s0 + s1)',
      's0 * 2',
      'str(i0)',
      "f'{i0}:{s0}'",
      "f'{f0:.2f}'",
      's0[::-1]',
      's0.upper()',
      "s0.replace('a', 'bb')",
      "'-'.join([s0, s1])",
      's0[1:3]',
      's1[0]',
      'repr(a0)[:40]',
      "'%s %d' % (s0, i0)",
      'chr(97 + len(s0))',
      "','.join(str(k) for k in l0)",
      's0 or s1',
    ]);
  }

  /** Tracebacks show the variables of an inlined function as they were before it: docs/python-differences.md. */
  private finallyBody(): Line[] {
    return this.looksAtFrames ? [{ text: "note('finally', i0)" }] : this.block(1, 0);
  }

  private any(depth: number): string {
    const { random } = this;
    if (depth <= 0) return random.pick([...INTS, ...FLOATS, ...STRINGS, 'None', 'True', 'False', '(1, 2)']);
    switch (random.below(12)) {
      case 0:
      case 1:
        return this.int(depth);
      case 2:
        return this.float(depth);
      case 3:
        return this.str(depth);
      case 4:
        return this.bool(depth);
      case 5:
        return random.pick([
          'l0',
          't0',
          'None',
          'a0',
          'o0',
          'd0',
          'l0[1:]',
          'list(t0)',
          'tuple(l1)',
          'l1[0]',
          'set()',
          'l0 + l1',
          't0 + (1,)',
          'l0 * 2',
          '{**d0}',
          '[*l0, 1]',
          'sorted(l0)',
          'slice(1, 2)',
          'dict(a=i0)',
        ]);
      case 6:
        return `[${this.int(depth - 1)} for x2 in ${random.pick(['range(5)', 'l0[:4]', 't0', 's0[:3]'])}${random.chance(40) ? ' if x2' : ''}]`;
      case 7:
        return random.pick([
          '{x2: i0 for x2 in range(4)}',
          'sum(x2 for x2 in range(6))',
          '[x2 + i0 for x2 in l0[:5]]',
          'any(x2 == i0 for x2 in l0)',
          'all(x2 for x2 in t0)',
          '[(x2, y2) for x2 in range(3) for y2 in range(2)]',
          'list(map(lambda k: k + i0, [1, 2]))',
          'max(l0, key=lambda k: -k)',
          '[[x2] * 2 for x2 in range(3)]',
          'list(zip(l0, t0))',
        ]);
      case 8:
        return `(lambda k, j=${this.int(0)}: ${random.pick(['k + j', 'k * 2', '(k, j)', 'i0'])})(${this.int(depth - 1)})`;
      case 9:
      case 10:
        return this.call();
      default:
        return random.pick(['a0', 'i0', 'f0']);
    }
  }

  private instance(): string {
    if (this.classes.length === 0) return 'None';
    return `${this.random.pick(this.classes)}(${this.int(1)}${this.random.chance(40) ? `, ${this.random.chance(50) ? 'y=' : ''}${this.any(1)}` : ''})`;
  }

  private call(of?: Callable): string {
    const { random } = this;
    const affordable = this.functions.filter(({ cost }) => this.cost + this.factor * cost < MAX_COST);
    const callee = of ?? (affordable.length > 0 ? random.pick(affordable) : undefined);
    if (!callee) return 'i0';
    this.cost += this.factor * callee.cost;
    const args = [...callee.parameters].map((kind) =>
      random.chance(85) ? this.ofKind(kind, 1) : this.any(1),
    );
    if (random.chance(5)) args.pop();
    const call = `${callee.name}(${args.join(', ')})`;
    return callee.generator && !of
      ? random.pick([`list(${call})`, `sum(${call})`, `next(${call})`, `tuple(${call})`])
      : call;
  }
}
