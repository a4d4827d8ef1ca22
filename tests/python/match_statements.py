# match: every pattern kind.
class Point:
    __match_args__ = ('x', 'y')

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f'Point({self.x}, {self.y})'


class Color:
    RED = 1
    GREEN = 'g'


class NoArgs:
    pass


def kind(v):
    match v:
        case None:
            return 'none'
        case True | False:
            return 'bool'
        case 0:
            return 'zero'
        case 1.5 | -2 | 3 + 4j:
            return 'number literal'
        case 'a' 'b':
            return 'ab'
        case b'x':
            return 'bytes'
        case Color.GREEN:
            return 'green'
        case int(n) if n > 1000:
            return f'big {n}'
        case int():
            return 'int'
        case str(s):
            return f'str {s}'
        case Point(x=0, y=0):
            return 'origin'
        case Point(0, y):
            return f'on y at {y}'
        case Point(x, y) if x == y:
            return f'diagonal {x}'
        case Point():
            return 'point'
        case []:
            return 'empty seq'
        case [x]:
            return f'one {x}'
        case [1, *rest]:
            return f'starts with 1, rest {rest}'
        case [first, *_, last] if first == last:
            return 'same ends'
        case (a, b):
            return f'pair {a} {b}'
        case [[x, y], [z, w]]:
            return 'never'
        case [Point(x=px), *_]:
            return f'points from {px}'
        case {}  if not v:
            return 'empty mapping'
        case {'type': 'circle', 'r': r}:
            return f'circle {r}'
        case {'type': ('square' | 'rect') as t, **rest}:
            return f'{t} {rest}'
        case {1: _, 'k': [q, *_]}:
            return f'key {q}'
        case dict():
            return 'dict'
        case float() as f:
            return f'float {f}'
        case (list() | tuple() | set()) as c:
            return f'container {len(c)}'
        case _:
            return 'other'


for v in (None, True, False, 0, 1.5, -2, 3 + 4j, 'ab', b'x', 'g', 5000, 7, 'text', Point(0, 0), Point(0, 5), Point(3, 3), Point(1, 2), [], [9],
          [1, 2, 3], (1,), [5, 6, 5], (7, 8), [[1, 2], [3, 4]], [Point(4, 4), 0, 0], {}, {'type': 'circle', 'r': 2}, {'type': 'rect', 'w': 1},
          {1: 0, 'k': 'no'}, {1: 0, 'k': [3, 4]}, 2.5, {1, 2}, [1.0, 2, 3], (x for x in ()), object, 'a', b'abc', range(2), range(5)):
    print(type(v).__name__, '->', kind(v))


def bind(v):
    match v:
        case [a, [b, *c], {'d': d, **e}]:
            return a, b, c, d, e
        case a, b:
            return 'two', a, b
        case a:
            return 'capture', a


print(bind([1, [2, 3, 4], {'d': 5, 'f': 6}]), bind((1, 2)), bind('xy'))

match 5:
    case x if x > 10:
        print('no')
print('x is bound even though the guard failed:', x)

for bad in (lambda: Point(1, 2),):
    try:
        match bad():
            case Point(1, 2, 3):
                pass
    except TypeError as e:
        print(e)
try:
    match NoArgs():
        case NoArgs(1):
            pass
except TypeError as e:
    print(e)
try:
    match 1:
        case kind():
            pass
except TypeError as e:
    print(e)
try:
    match Point(1, 2):
        case Point(1, x=1):
            pass
except TypeError as e:
    print(e)


def commands(line):
    match line.split():
        case ['go', ('north' | 'south' | 'east' | 'west') as where]:
            return 'moving', where
        case ['get', *things] if things:
            return 'taking', things
        case ['quit' | 'exit']:
            return 'bye'
        case [cmd, *args]:
            return 'unknown', cmd, len(args)
        case _:
            return 'nothing'


print([commands(c) for c in ('go north', 'go up', 'get', 'get a b', 'exit', '')])


class Base:
    __match_args__ = ('a',)
    a = 'base'


class Derived(Base):
    a = 'derived'


match Derived():
    case Base('derived' as which):
        print(which)
match (1, 2):
    case (1, x) | (x, 1):
        print('or binds', x)


def walk(t):
    match t:
        case ('num', n):
            return n
        case ('add' | 'mul' as op, l, r):
            return walk(l) + walk(r) if op == 'add' else walk(l) * walk(r)
        case ('neg', x):
            return -walk(x)


print(walk(('add', ('num', 2), ('mul', ('num', 3), ('neg', ('num', 4))))))
match = {'match': 1}
case = match['match']
type = 5
print(match, case, type)
match (match):
    case {'match': case}:
        print('soft keywords', case)
