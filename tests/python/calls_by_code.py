"""Calls of functions that are made again and again, of bound methods, with * and **; built-in functions of numbers; bools as numbers; isinstance."""
import math

N = 300


def shown(f, *args, **kwargs):
    try:
        return repr(f(*args, **kwargs))
    except Exception as e:
        return f'{type(e).__name__}: {e}'


def closures():
    total = 0
    for i in range(N):
        def f(x):
            return x + i
        g = lambda x, y=2: x * i + y
        total += f(1) + (lambda x: x - i)(3) + g(2) + g(2, 5)
        if i == 200:
            f.__code__ = (lambda x: 1000).__code__ if False else f.__code__
    return total


def made_elsewhere():
    def adder(k):
        def add(x):
            return x + k
        return add

    total = 0
    for i in range(N):
        f = adder(i)
        for j in range(3):
            total += f(j)
    fs = [adder(k) for k in range(5)] + [lambda x: x * 2, max, abs]
    for i in range(N):
        total += fs[i % 6](i)
    return total


def changed():
    def make(i):
        def f(x, y=3):
            return x + y + i
        return f

    def make2(i):
        def f(x):
            return x + i
        return f

    total = 0
    for i in range(N):
        f, g = make(i), make2(i)
        if i % 50 == 49:
            f.__defaults__ = (100,)
            g.__defaults__ = (7,)
        total += f(1) + g(1)
        if i % 50 == 49:
            total += g()
        if i == 280:
            g.__code__ = make2(1).__code__.replace(co_consts=make2(1).__code__.co_consts)
            total += g(5)
    return total


def other_globals():
    source = 'def outer():\n    def inner(x):\n        return x + K\n    return inner'
    inners = []
    for k in range(3):
        scope = {'K': k * 10}
        exec(source, scope)
        inners.append(scope['outer'])
    shared = compile(source, 's', 'exec')
    for k in range(3):
        scope = {'K': k * 100}
        exec(shared, scope)
        inners.append(scope['outer'])
    total = 0
    for i in range(N):
        total += inners[i % 6]()(i)
    for outer in inners:
        for i in range(N // 4):
            total += outer()(i)
    return total


class K:
    def __init__(self, v):
        self.v = v

    def add(self, x, y=1):
        return self.v + x + y

    def generate(self, n):
        yield self.v + n


def bound():
    total = 0
    for k in (K(1), K(2)):
        f, g = k.add, k.generate
        for i in range(N):
            total += f(i) + f(i, 2) + next(g(i))
    items = []
    for _ in range(3):
        items = []
        append, index = items.append, [3, 4, 5].index
        for i in range(N):
            append(i)
            total += index(4)
    methods = [K(3).add, K(4).add, items.count, len]
    for i in range(N):
        m = methods[i % 3]
        total += m(i)
    return total, len(items)


def collect(*args, **kwargs):
    return args, sorted(kwargs.items())


def three(a, b=10, *, c=20):
    return a, b, c


def options(first=0, **options):
    return first, options


def forward(*args, **kwargs):
    return three(*args, **kwargs)


def stars():
    out = None
    last = []
    for i in range(N):
        out = (collect(i, 1, x=2, y=i), options(x=i, y=2), options(first=i, z=1), options(), forward(i), forward(i, 2),
               forward(i, c=3), forward(a=i, b=1, c=2))
        args = (i,) if i % 3 == 0 else (i, i + 1)
        kwargs = {} if i % 2 else {'c': i} if i % 5 else {'b': 1, 'c': 2}
        if len(args) == 2 and 'b' in kwargs:
            kwargs = {'c': 5}
        last.append(three(*args, **kwargs))
        last.append(collect(*args, **kwargs))
        last.append(three(*[i], **{'c': i}))
    errors = [shown(three, 1, 2, 3), shown(three, x=1), shown(forward, 1, a=2), shown(forward), shown(options, **{'first': 1}),
              shown(lambda: three(*5)), shown(lambda: three(**{1: 2})), shown(lambda: options(**{'a': 1}, **{'a': 2}))]
    kwargs = {'b': 1}
    for i in range(N):
        if i == 100:
            kwargs['c'] = 3
        if i == 150:
            del kwargs['b']
        if i == 200:
            kwargs = {'c': 1, 'b': 2}
        if i == 250:
            kwargs = dict(kwargs)
        last.append(three(i, **kwargs))
    return out, last[-1], last[::37], errors


def numbers():
    ints = [0, 1, -1, 7, -7, 255, 256, 2**62 - 1, -2**62, 2**62, 2**70, -2**70, True, 3]
    floats = [0.0, -0.0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999999999999994, 1e10, -1e10, 4503599627370497.5, 2.0**62, -2.0**62,
              4.6e18, 9.3e18, 1e300, float('nan'), float('inf'), -float('inf'), 1e-320, 3.999999]
    out = []
    functions = [abs, round, int, float, bool, math.floor, math.ceil, math.trunc]
    for f in functions:
        row = []
        for _ in range(20):
            for x in ints + floats:
                try:
                    y = f(x)
                except (OverflowError, ValueError) as e:
                    y = str(e)
                row.append(y)
        out.append((f.__name__, repr(row[-len(ints + floats):])))
    return out


def one_by_one():
    out = []
    for xs in ([3, -4, 5], [2.5, -2.5, 3.5, 0.0, -0.0], [True, False], [3, 2.5, True]):
        row = []
        for i in range(N):
            x = xs[i % len(xs)]
            row.append((abs(x), round(x), int(x), float(x), bool(x), math.floor(x), math.ceil(x), math.trunc(x)))
        out.append(row[-6:])
    return out


def extremes():
    pairs = [(1, 2), (2, 1), (1, 1.0), (1.0, 1), (0.0, -0.0), (-0.0, 0.0), (float('nan'), 1.0), (1.0, float('nan')), (True, 1), (2.5, 3.5),
             (2**62, 5), (-2**62, -2**62 - 1)]
    out = []
    for a, b in pairs:
        for _ in range(40):
            r = min(a, b), max(a, b), min(a, b, 0), max(b, a, 3)
        out.append(repr(r))
    for i in range(N):
        r = min(i, 200, 5) + max(i, 3) + min(float(i), 20.0) + max(i * 0.5, 2.0, 1.0)
        q = divmod(i, 7), divmod(-i, 7)
    out.append((r, q, shown(divmod, 1, 0), shown(max, 1, 'a'), shown(abs, 'x'), shown(int, '12'), shown(round, 2.567, 2)))
    caught = 0
    for i in range(N):
        try:
            divmod(i, i % 5)
        except ZeroDivisionError:
            caught += 1
    return out, caught


def bits_and_roots():
    total, roots = 0, 0.0
    for i in range(-N, N):
        total += i.bit_length() * 100 + i.bit_count() + (i << 40).bit_length() + True.bit_length()
        try:
            roots += math.sqrt(i * 1.0) + math.fabs(i * 0.5)
        except ValueError:
            roots += 0.25
    return total, roots, (2**62 - 1).bit_count(), (-2**62).bit_length(), (2**100).bit_length()


def characters():
    text = 'aé€\U0001f600z'
    total, made = 0, ''
    for i in range(N):
        c = text[i % 5]
        total += ord(c)
        made = chr(i % 300) + made[:3]
    return total, made, shown(ord, 'ab'), shown(chr, -1), shown(chr, 0x110000), shown(ord, b'a'), ord(b'a' if N else b'')


def bools():
    total, flags = 0, []
    for i in range(N):
        a, b = i % 2 == 0, i % 3 == 0
        total += a
        total = total - b + (a + b) * 2 + a * i - (b << 2) + (a ^ b) + (7 >> a) + i // (a + 1) + (i % (b + 1))
        flags.append((a & b, a | b, a ^ b, a & i, b | 4, a == 1, b != i, a < b, a <= True, -a, ~b if False else 0, a / 2, a ** 2))
        x = a
        x += b
        x &= a
        total += x
    return total, flags[-7:]


class Managed:
    log = 0

    def __enter__(self):
        return 3

    def __exit__(self, kind, value, trace):
        Managed.log += 1
        return kind is ValueError

    @classmethod
    def made(cls, x):
        return cls.__name__, x


class Managed2(Managed):
    pass


def managers():
    total, caught = 0, 0
    m = Managed()
    last = None
    for i in range(N):
        with m as x, Managed2() as y:
            total += x + y
            if i % 50 == 7:
                raise ValueError
            if i % 50 == 8:
                continue
        last = Managed.made(i), m.made(i), Managed2().made(i), Plain()
        if i == 250:
            Managed.__enter__ = lambda self: 100
        if i == 270:
            Managed.made = staticmethod(lambda x: ('static', x))
        try:
            with m:
                caught += 1
                if i % 60 == 59:
                    raise KeyError(i)
        except KeyError as e:
            caught += e.args[0]
    return total, caught, Managed.log, last[:3], type(last[3]).__name__


class Meta(type):
    def __instancecheck__(cls, x):
        return x == 5


class Plain:
    pass


class Sub(Plain):
    pass


class Claims:
    @property
    def __class__(self):
        return Plain


def instances():
    objects = [1, 1.5, True, None, 'a', Plain(), Sub(), Claims(), Plain, [1], 2**70, ..., NotImplemented]
    classes = [int, float, bool, str, Plain, Sub, object, list, type, type(None), type(...)]
    rows = []
    for o in objects:
        for c in classes:
            count = 0
            for i in range(40):
                count += isinstance(o, c)
                if type(o) is c:
                    count += 100
            rows.append(count)
    for i in range(N):
        rows.append(type((1, 'a', ..., None, 2.5, NotImplemented, True)[i % 7]).__name__)
    rows = rows[-14:] + rows[:-14:9]
    total = 0
    C = type('C', (Plain,), {})
    for i in range(N):
        total += isinstance(C(), Plain) + isinstance(i, (int, str)) + isinstance(i, Plain)
        if i == 150:
            C.__bases__ = (Sub,)
        if i >= 150:
            total += isinstance(C(), Sub)
    class M:
        pass
    class N2(type):
        pass
    class Base(metaclass=N2):
        pass
    m = Base()
    for i in range(N):
        total += isinstance(m, Base) + isinstance(i, Base)
        if i == 150:
            Base.__class__ = type('Checks', (N2,), {'__instancecheck__': lambda cls, x: x == 200})
    for i in range(60):
        m.__class__ = Base
        total += type(m) is Base
    return rows, total


for f in (managers, closures, made_elsewhere, changed, other_globals, bound, stars, numbers, one_by_one, extremes, bits_and_roots, characters, bools,
          instances):
    print(f.__name__, f())
