"""Built-in functions over generators and with Python functions: called plainly, where a twin in Python may do the work, and through *args, where C
does it. Results, errors and the order of what is called are the same."""

import functools
from fractions import Fraction

log = []


class Items:
    """Items given by a generator."""

    def __init__(self, items):
        self.items = items

    def __iter__(self):
        log.append('iter')
        for item in self.items:
            log.append(item)
            yield item


class Sized(Items):
    def __len__(self):
        log.append('len')
        return 3


class Hinted(Items):
    def __length_hint__(self):
        log.append('hint')
        return 3


class Counting:
    """An iterator in Python."""

    def __init__(self, n):
        self.n = n

    def __iter__(self):
        log.append('iter')
        return self

    def __next__(self):
        log.append('next')
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        log.append('bool')
        if self.value is None:
            raise ArithmeticError('no truth')
        return self.value

    def __repr__(self):
        return f'Truth({self.value})'


class Ordered:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n

    def __gt__(self, other):
        log.append(('gt', self.n, other.n))
        return Truth(self.n > other.n)

    def __repr__(self):
        return f'Ordered({self.n})'


class Number(int):
    def __add__(self, other):
        log.append('add')
        return Number(int(self) + int(other) + 100)

    def __radd__(self, other):
        log.append('radd')
        return Number(int(self) + int(other) + 1000)

    def __float__(self):
        log.append('float')
        return 5.5


class Real(float):
    def __radd__(self, other):
        log.append('radd')
        return Real(float(self) + float(other) + 0.25)


class Text(str):
    def join(self, items):
        return 'own'


class Row(list):
    def append(self, item):
        log.append('append')
        list.append(self, item + 1)


def gen(*items):
    for item in items:
        log.append(item)
        yield item


def failing(*items):
    for item in items:
        log.append(item)
        yield item
    raise KeyError('behind the items')


def stopping():
    yield 1
    raise StopIteration('a generator must not')


def returning():
    yield 3
    yield 4
    return 'its value'


def negative(x):
    log.append(('key', x))
    return -x


def stops(x):
    if x == 2:
        raise StopIteration('in the key')
    return x


def fails(x):
    if x == 2:
        raise LookupError(x)
    return x


def too_many(x, y):
    return x


class Keys:
    def of(self, x):
        return x % 3

    @staticmethod
    def static(x):
        return -x

    @classmethod
    def of_class(cls, x):
        return x % 4

    def __call__(self, x):
        return x % 5


def generator_key(x):
    yield x


def changing(x):
    growing.append(x)
    return x


def peeking(x):
    log.append(list(growing))
    return -x


def sorting_again(x):
    growing.sort(key=negative)
    return x


def clearing(x):
    growing.append(1)
    growing.clear()
    return x


def run(times, function):
    for i in range(times):
        log.clear()
        global growing
        growing = [3, 1, 2]
        try:
            result = function()
            shown = f'set of {sorted(map(repr, result))}' if type(result) is set else repr(result)
        except BaseException as error:
            shown = f'{type(error).__name__}: {error}'
            if error.__context__ is not None:
                shown += f' in {type(error.__context__).__name__}'
        if i == 0:
            first = shown
            first_log = repr(log)
        elif shown != first or repr(log) != first_log:
            print('AGAIN', i, shown, first, log, first_log)
    return first, first_log


def case(name, *args, **kwargs):
    """The arguments as text: each call makes them anew."""
    given = [*args, *(f'{key}={value}' for key, value in kwargs.items())]
    plain = eval(f'lambda: {name}({", ".join(given)})')
    positional = ''.join(f'{arg}, ' for arg in args)
    named = ', '.join(f'{key!r}: {value}' for key, value in kwargs.items())
    through_c = eval(f'lambda: {name}(*({positional}), **{{{named}}})')
    shown, order = run(12, plain)
    print(f'{name}({", ".join(given)})', '->', shown, order if len(order) < 400 else len(order))
    if run(1, through_c) != (shown, order):
        print('DIFFERENT', run(1, through_c))


SOURCES = [
    'gen()',
    'gen(1)',
    'gen(3, 1, 2)',
    'gen(0, 0.0, "", None)',
    'gen(1, "a")',
    'gen("b", "a")',
    'gen([1], [2])',
    'gen(True, False)',
    'gen(2**62, 2**62, -1)',
    'gen(2**100, 1)',
    'gen(1.5, 2)',
    'gen(1j, 2, 3.5)',
    'gen((1, 2), (0, 3))',
    'failing()',
    'failing(1, 2)',
    'stopping()',
    'returning()',
    'map(negative, [1, 2, 3])',
    'map(negative, "abc")',
    'map(fails, [1, 2, 3])',
    'map(stops, [1, 2, 3])',
    'map(too_many, [1])',
    'map(int, ["3", "4"])',
    'map(too_many, [1, 2], [3, 4])',
    'map(negative, gen(1, 2))',
    'filter(negative, [0, 1, 2])',
    'filter(fails, [0, 1, 2])',
    'filter(lambda x: Truth(x > 1), [0, 1, 2])',
    'filter(None, gen(0, 1, 2))',
    'Items([1, 2])',
    'Items([])',
    'Sized([1, 2])',
    'Hinted([1, 2])',
    'Counting(3)',
    'enumerate(gen(5, 6))',
    'zip(gen(5, 6), gen(7))',
    'gen(Truth(False), Truth(True), Truth(None))',
    'gen(Truth(None))',
    'gen(Ordered(2), Ordered(1), Ordered(3))',
    '(x * x for x in range(5))',
    '(c for c in "text")',
    '[3, 1, 2]',
    'negative',
    '5',
]

print('---- one iterable')
for function in 'all any list max min set sorted sum tuple'.split():
    for source in SOURCES:
        if function == 'set' and '"' in source:
            continue
        case(function, source)
    case(function)
    case(function, 'gen(1)', 'gen(2)')
    case(function, 'gen(1)', unknown='2')
case('frozenset', 'gen(1, 2, 1)')
case('frozenset', 'gen([])')
case('set', 'gen([])')
case('sorted', 'frozenset(gen(1, 2))')

print('---- sum')
for start in ('5', '0.5', '1j', '""', 'b""', 'bytearray()', '[]', 'None', 'True', 'Number(7)', 'Fraction(1, 3)', '2**70', '-0.0', 'Text()'):
    for source in ('gen(1, 2)', 'gen(0.1, 0.2, 0.3)', 'gen()', 'gen(1, 0.1, 1j, 2)', 'gen([1])', 'gen(Number(3), 1)', 'gen(Fraction(1, 2), 0.5)'):
        case('sum', source, start)
    case('sum', 'gen(1, 2)', start=start)
for items in (
    '*[0.1] * 10',
    '1e100, 1.0, -1e100',
    '1.0, 1e100, 1.0, -1e100',
    '1, 1e16, 1, -1e16',
    '0.1, 10**30, 0.1',
    '0.1, 10**400, 0.1',
    '0.1, Number(3), 0.2',
    '0.1, Real(3), 0.2, 0.3',
    'Real(3), 0.2, 0.3',
    '0.5, True, False',
    'float("inf"), 1.0',
    'float("inf"), float("-inf")',
    'float("nan"), 1',
    '1e308, 1e308, -1e308',
    '-0.0, -0.0',
    '0.1, 1j, 0.1, 0.2, True, 10**30',
    '0.1, "a"',
    '0.1, None',
    '1, None',
    '1, 2.5, [1]',
    '1j, "a"',
    '2**61, 2**61, 2**61, -2**62',
):
    case('sum', f'gen({items})')
case('sum', 'gen(1)', 'start', start='3')
case('sum', 'gen(1)', '1', '2')
case('sum', iterable='gen(1)')

print('---- max and min')
for function in ('max', 'min'):
    for key in ('negative', 'fails', 'stops', 'too_many', 'Keys().of', 'Keys.static', 'Keys.of_class', 'Keys()', 'Keys', 'None', '5', 'len', 'generator_key', 'lambda x, y=2: x % y', 'lambda *xs: xs', 'lambda x: Ordered(x)'):
        for source in ('[3, 1, 2]', '()', 'range(7)', 'gen(4, 5)', '{1: 2, 3: 4}', 'Items([1, 2])', 'Counting(3)', 'failing(1)', '"text"', '7', 'iter([4, 3])', 'map(negative, (2, 3))'):
            case(function, source, key=key)
    case(function, '[]', key='negative', default='8')
    case(function, 'gen()', default='8')
    case(function, 'gen()', default='None')
    case(function, 'gen(1)', default='8', key='negative')
    case(function, '1', '2', key='negative')
    case(function, '1', '2', key='negative', default='3')
    case(function, '1', 'gen(2)')
    case(function, 'gen(1)', unknown='2')
    case(function, key='negative')

print('---- sorted and sort')
for reverse in ('False', 'True', '0', '[1]', 'Truth(True)', 'Truth(None)'):
    for key in ('negative', 'None', 'fails', 'stops', 'Keys().of', 'lambda x: "text"[x % 4]', 'lambda x: Ordered(x)', 'lambda x: x / 2', 'lambda x: (x % 2, -x)', 'lambda x: [None, 1, "a"][x % 3]'):
        case('sorted', '[3, 1, 2]', key=key, reverse=reverse)
        case('sorted', 'gen(3, 1, 2)', key=key, reverse=reverse)
        case('growing.sort', key=key, reverse=reverse)
for key in ('negative', 'len', 'None', 'Keys()', 'generator_key', 'too_many'):
    case('sorted', 'Items([1, 2])', key=key)
    case('sorted', 'Sized([1, 2])', key=key)
    case('sorted', '5', key=key)
    case('sorted', '"text"', key=key)
    case('sorted', '[]', key=key)
    case('[5, 4].sort', key=key)
    case('list.sort', '[5, 4]', key=key)
    case('list.sort', '(5, 4)', key=key)
    case('Row([5, 4]).sort', key=key)
for key in ('changing', 'peeking', 'sorting_again', 'clearing', 'fails'):
    case('growing.sort', key=key)
    run(1, lambda: growing.sort(key=eval(key)))
    print(growing)
case('sorted', '[1]', 'negative')
case('sorted', '[1]', cmp='negative')
case('growing.sort', 'negative')


def sorted_in_place(key, **kwargs):
    items = [5, 3, 9, 1, 7]
    items.sort(key=key, **kwargs)
    by_key = [5, 3, 9, 1, 7]
    by_key.sort(key=key)
    return items, by_key


print(sorted_in_place(negative), sorted_in_place(lambda x: x % 5, reverse=True))

print('---- reduce')
reduce = functools.reduce
for function in ('lambda a, b: a + b', 'too_many', 'negative', 'max', 'lambda a, b: log.append((a, b)) or b', 'lambda a, b: stops(b)'):
    for source in ('[1, 2, 3]', '()', 'gen(1, 2)', 'Items([1, 2])', 'Counting(3)', '5', 'range(4)', 'failing(1, 2)', 'map(negative, [1, 2])'):
        case('reduce', function, source)
        case('reduce', function, source, '10')
    case('reduce', function, '[1, 2]', initial='7')
case('reduce', 'too_many')
case('reduce', 'too_many', '[1]', '2', '3')

print('---- join and extend')
for source in ('(str(x) for x in range(3))', 'gen("a", 1)', 'gen()', 'failing("a")', 'map(str, [1, 2])', 'map(lambda c: c * 2, "ab")', 'Items(["a", "b"])', 'Sized(["a"])', 'Hinted(["a"])', 'gen(Text("x"))', 'gen(b"x")', '5'):
    case('"-".join', source)
    case('str.join', '"-"', source)
    case('Text("-").join', source)
    case('str.join', 'Text("-")', source)
    case('b"-".join', source)
case('str.join', '5', 'gen("a")')
case('"-".join')
case('"-".join', 'gen("a")', 'gen("b")')


def extended(source):
    growing.extend(source)
    return growing


for source in SOURCES:
    case('growing.extend', source)
    case('list.extend', 'growing', source)
    print(run(2, lambda: extended(eval(source))))
case('Row().extend', 'gen(1, 2)')
case('list.extend', '5', 'gen(1)')


def reading():
    for i in range(4):
        log.append(list(growing))
        yield i


print(run(2, lambda: extended(reading())))


print('---- generators that have begun, run, or are at their end')


def begun():
    generator = gen(1, 2, 3)
    next(generator)
    return sum(generator), list(generator), tuple(generator)


def running():
    def body():
        yield 1
        yield sum(generator)

    generator = body()
    return list(generator)


def twice():
    generator = gen(1, 2, 3, 4)
    return any(x == 2 for x in generator), max(generator), list(generator)


def closing():
    seen = []

    def body():
        try:
            yield 1
            yield 0
            yield 2
        finally:
            seen.append('closed')

    generator = body()
    found = all(generator)
    generator.close()
    return found, seen


for function in (begun, running, twice, closing):
    print(function.__name__, run(20, function))

print('---- nested')


def nested(n):
    return sum(max(y * x for y in range(1, 5)) for x in range(n)) + sum(len(list(z for z in range(w))) for w in range(n))


def tree(depth):
    return 1 if depth == 0 else sum(tree(depth - 1) for _ in range(2))


def keys_of_keys(rows):
    return sorted(rows, key=lambda row: min(row, key=lambda x: -x))


for _ in range(30):
    results = nested(20), tree(6), keys_of_keys([[1, 2], [9, 0], [4, 4]])
print(results)


def mixed(sources):
    return [sum(source) for source in sources]


for _ in range(40):
    totals = mixed([[1, 2], (x for x in range(5)), (x * 0.5 for x in range(5)), gen(7, 8), map(lambda x: x + 1, [1, 2]), {4: 5}, Items([1])])
print(totals)


def typed(values):
    return max(v for v in values), min(values, key=lambda v: v), sum(v for v in values)


for values in ([1, 2, 3], [1.5, 0.5], [2**70, 3], [True, False], [1, 2.5, 2**80], [1, 2, 3]) * 10:
    result = typed(values)
    print(result) if values[0] == 2**70 else None
print(result)
