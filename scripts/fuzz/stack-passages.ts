/** The ways in which the programs of stacks.ts enter one frame from another. */
import type { Line } from './program.ts';

export interface Passage {
  /** Defines what `call` uses: `body` is a function's, with the argument n; `next` calls the level below, `@` its argument. */
  define(name: string, body: readonly Line[], next: string): Line[];
  /** An expression with the argument `@`. */
  call(name: string): string;
}

const lines = (...texts: string[]): Line[] => texts.map((text) => ({ text }));
const define = (head: string, body: readonly Line[]): Line => ({ text: `def ${head}:`, body });

/** A function that is called in some way. */
function plain(...calls: string[]): Passage[] {
  return calls.map((call) => ({
    define: (name, body) => [define(`${name}(n)`, body)],
    call: (name) => call.replaceAll('F', name),
  }));
}

/** A method of a class whose instances keep n; `before` are statements that come before the body. */
function method(
  head: string,
  call: string,
  before: readonly string[] = ['n = self.n'],
  more: readonly string[] = [],
): Passage {
  return {
    define: (name, body) => [
      {
        text: `class C${name}(Base):`,
        body: [
          ...(head.includes('\n') ? lines(head.split('\n')[0] as string) : []),
          define(head.split('\n').at(-1) as string, [...lines(...before), ...body]),
          ...lines(...more),
        ],
      },
    ],
    call: (name) => call.replaceAll('C', `C${name}`),
  };
}

/** A method whose result has to be of some type: the body becomes a function that it calls. */
function converted(head: string, call: string, result: string): Passage {
  return {
    define: (name, body) => [
      define(`f${name}(n)`, body),
      {
        text: `class C${name}(Base):`,
        body: [define(head, lines(`r = f${name}(self.n)`, `return ${result}`))],
      },
    ],
    call: (name) => call.replaceAll('C', `C${name}`),
  };
}

/** A function that is a generator's or a coroutine's. */
function suspended(head: string, last: string, call: string): Passage {
  return {
    define: (name, body) => [
      define(`f${name}(n)`, body),
      {
        text: head.replaceAll('F', name),
        body: lines('a = n', `r = f${name}(n)`, ...last.replaceAll('F', name).split('\n')),
      },
    ],
    call: (name) => call.replaceAll('F', name),
  };
}

/** A generator whose own body calls on. */
function generator(call: string): Passage {
  return {
    define: (name, body) => [
      define(
        `${name}(n)`,
        body.map((line) => (line.text === 'return a' ? { text: 'yield a' } : line)),
      ),
    ],
    call: (name) => call.replaceAll('F', name),
  };
}

export const PASSAGES: readonly Passage[] = [
  ...plain(
    'F(@)',
    'F(@)',
    'F(n=@)',
    'F(*(@,))',
    "F(**{'n': @})",
    '(lambda n: F(n))(@)',
    '[F(k) for k in (@,)][0]',
    '{k: F(k) for k in (@,)}[@]',
    'next(F(k) for k in (@,))',
    'sum(F(k) for k in [@])',
    'list(map(F, [@]))[0]',
    'sum(map(F, (@,)))',
    'len(list(filter(F, [@])))',
    'max([@], key=F)',
    'sorted([@], key=F)[0]',
    'functools.reduce(lambda x, y: F(y), [0, @])',
    'functools.partial(F, @)()',
    'functools.partial(F)(@)',
    "eval('F(k)', {'F': F, 'k': @})",
    'Base.__call__(F(@)) if 0 else F(@)',
    '(F(@) if @ >= 0 else 0)',
    '(\n  F(\n    @\n  )\n)',
    'int(f"{F(@) or 0}")',
    '[*map(F, [@, @])][1]',
    'any(F(k) for k in (@, @))',
    'dict([(1, F(@))])[1]',
    'type("T", (), {"f": staticmethod(F)}).f(@)',
    'F.__call__(@)',
    'F.__get__(@)()',
  ),
  generator('next(F(@))'),
  generator('list(F(@))[-1]'),
  generator('sum(k or 0 for k in F(@))'),
  generator('[k for k in F(@)][0]'),
  generator('max(F(@))'),
  generator('dict(enumerate(F(@)))[0]'),
  suspended('def F(n):', 'yield r', 'next(F(@))'),
  suspended('def F(n):', 'yield from [r, r]\nyield a', 'sum(F(@))'),
  suspended('def F(n):', 'yield from (k for k in [r])', 'list(F(@))[0]'),
  suspended('async def F(n):', 'return r', 'F(@).send(None) or 0 if 0 else sum(1 for k in F(@).__await__())'),
  method('method(self)', 'C(@).method()'),
  method('method(self, n)', 'C(0).method(@)', []),
  method('@classmethod\nmethod(cls, n)', 'C.method(@)', []),
  method('@staticmethod\nmethod(n)', 'C.method(@)', []),
  method('@property\nvalue(self)', 'C(@).value'),
  method('@functools.cached_property\nvalue(self)', 'C(@).value'),
  method('__getattr__(self, name)', 'C(@).value'),
  method('__getattribute__(self, name)', 'C(@).value', ["n = object.__getattribute__(self, 'n')"]),
  method('__getitem__(self, n)', 'C(0)[@]', []),
  method('__getitem__(self, n)', 'next(iter(C(0)))', []),
  method('__call__(self, n)', 'C(0)(@)', []),
  method('__call__(self, n)', 'sum(map(C(0), [@]))', []),
  method('__add__(self, n)', '(C(0) + @)', []),
  method('__radd__(self, n)', '(@ + C(0))', []),
  method('__iadd__(self, n)', 'functools.reduce(__import__("operator").iadd, [C(0), @])', []),
  method('__neg__(self)', '-C(@)'),
  method('__eq__(self, n)', '(C(0) == @)', []),
  method('__lt__(self, n)', '(C(0) < @)', []),
  method('__lt__(self, n)', 'max([C(0), @], key=lambda k: 1 if k is 0 else C(k) < 3) and 1', []),
  method('__enter__(self)', 'C(@).inside()', undefined, [
    'def __exit__(self, *info): return None',
    'def inside(self):\n    with self as k:\n      return k',
  ]),
  method('__exit__(self, *info)', 'C(@).inside()', undefined, [
    'def __enter__(self): return 7',
    'def inside(self):\n    with self as k:\n      k = 1 // (self.n % 3)\n    return k',
  ]),
  method('__get__(self, owner, type)', 'type("T", (), {"x": C(@)})().x'),
  method('__set__(self, owner, n)', 'setattr(type("T", (), {"x": C(0)})(), "x", @)', []),
  method('__setattr__(self, name, n)', 'setattr(C.__new__(C), "x", @)', []),
  method('__setitem__(self, key, n)', 'C(0).__setitem__(1, @)', []),
  method('__missing__(self, n)', 'type("D", (dict,), {"__missing__": C.__missing__})()[@]', []),
  method('__init_subclass__(cls, n)', '(type("S", (C,), {}, n=@) and 1)', []),
  method('__class_getitem__(cls, n)', 'C[@]', []),
  method('__next__(self)', 'next(C(@))'),
  method('__next__(self)', 'next(k for k in C(@))', undefined, ['def __iter__(self): return self']),
  method('__reversed__(self)', 'reversed(C(@))'),
  method('__round__(self)', 'round(C(@))'),
  method('__format__(self, spec)', 'len(f"{C(@)}")', undefined, []),
  converted('__bool__(self)', '(1 if C(@) else 0)', 'bool(r)'),
  converted('__bool__(self)', '(not C(@))', 'bool(r)'),
  converted('__len__(self)', 'len(C(@))', 'abs(r or 0)'),
  converted('__str__(self)', 'len(str(C(@)))', 'str(r)'),
  converted('__str__(self)', 'len(f"{C(@)} {1}")', 'str(r)'),
  converted('__repr__(self)', 'len(f"{C(@)!r}")', 'str(r)'),
  converted('__repr__(self)', 'len(repr([C(@)]))', 'str(r)'),
  converted('__format__(self, spec)', 'len(f"{C(@):x}")', 'str(r)'),
  converted('__hash__(self)', 'hash(C(@))', 'int(r or 0)'),
  converted('__hash__(self)', 'len({C(@)})', 'int(r or 0)'),
  converted('__index__(self)', 'range(99999)[C(@)]', 'abs(r or 0)'),
  converted('__int__(self)', 'int(C(@))', 'int(r or 0)'),
  converted('__contains__(self, k)', '(@ in C(@))', 'bool(r)'),
  converted('__iter__(self)', 'list(C(@))[0]', 'iter([r])'),
  converted('__iter__(self)', 'max(*C(@), 0)', 'iter([r or 0])'),
  {
    define: (name, body) => [
      define(`d${name}(f)`, [
        define('wrapper(*args, **kwargs)', lines('r = f(*args, **kwargs)', 'return r')),
        ...lines('return wrapper'),
      ]),
      { text: `@d${name}` },
      define(`${name}(n)`, body),
    ],
    call: (name) => `${name}(@)`,
  },
  {
    define: (name, body) => [
      {
        text: `class C${name}(Base):`,
        body: [
          define('__init__(self, n)', [
            ...lines('super().__init__(n)'),
            ...body.map((line) => (line.text === 'return a' ? { text: 'self.a = a' } : line)),
          ]),
        ],
      },
    ],
    call: (name) => `getattr(C${name}(@), "a", 0)`,
  },
  {
    define: (name, body) => [
      define(`f${name}(n)`, body),
      {
        text: `class C${name}(Base):`,
        body: [
          define(
            '__new__(cls, n)',
            lines('self = super().__new__(cls)', `self.r = f${name}(n)`, 'return self'),
          ),
        ],
      },
    ],
    call: (name) => `C${name}(@).r`,
  },
  {
    define: (name, body) => [
      define(`f${name}(n)`, body),
      define(`${name}(n)`, [
        { text: 'class Body:', body: lines('k = n', `r = f${name}(n)`) },
        ...lines('return Body.r'),
      ]),
    ],
    call: (name) => `${name}(@)`,
  },
  {
    define: (name, body) => [
      define(`f${name}(n)`, body),
      { text: `class C${name}(Base):`, body: [define('method(self)', lines(`return f${name}(self.n)`))] },
      { text: `class D${name}(C${name}):`, body: [define('method(self)', lines('return super().method()'))] },
    ],
    call: (name) => `D${name}(@).method()`,
  },
];
