"""Classes whose instances are made by a Python __new__: it is entered like a call; whose __init__ is called, and with what, afterwards."""
import datetime
from collections import namedtuple

N = 300


def shown(f, *args, **kwargs):
    try:
        return repr(f(*args, **kwargs))
    except Exception as e:
        return f'{type(e).__name__}: {e}'


class Point:
    __slots__ = ('x', 'y')

    def __new__(cls, x, y=2, *, z=0):
        self = object.__new__(cls)
        self.x, self.y = x, y + z
        return self

    def __add__(self, other):
        return type(self)(self.x + other.x, y=self.y + other.y)

    def __repr__(self):
        return f'{type(self).__name__}({self.x}, {self.y})'


class Sub(Point):
    __slots__ = ()


class WithInit(Point):
    log = []

    def __init__(self, *args, **kwargs):
        WithInit.log.append((args, kwargs))


class Chooses:
    made = None

    def __new__(cls, *args, **kwargs):
        if args and args[0] == 'sub':
            args = ()
            return object.__new__(ChoosesSub)
        if args and args[0] == 'other':
            return 42
        if args and args[0] == 'raise':
            raise ValueError(args)
        if args and args[0] == 'none':
            return None
        return object.__new__(cls)


class ChoosesSub(Chooses):
    log = 0

    def __init__(self, *args, **kwargs):
        ChoosesSub.log += len(args) + 10 * len(kwargs)


class Interned:
    known = {}

    def __new__(cls, key):
        try:
            return cls.known[key]
        except KeyError:
            self = cls.known[key] = super().__new__(cls)
            self.key = key
            return self


class Text(str):
    def __new__(cls, value, extra=None):
        self = super().__new__(cls, value)
        self.extra = extra
        return self


class Yields:
    def __new__(cls):
        yield 1


class Meta(type):
    def __call__(cls, *args):
        return 'meta', super().__call__(*args)


class Metaed(metaclass=Meta):
    def __new__(cls, x):
        self = object.__new__(cls)
        self.x = x
        return self


Pair = namedtuple('Pair', 'a b', defaults=[7])


def points():
    p, q = Point(0, 0), Point(1, y=2, z=1)
    for i in range(N):
        p = p + q
        q = Sub(i, z=i) if i % 50 == 49 else Point(1, 2)
    return p, q, shown(Point), shown(Point, 1, 2, 3), shown(Point, 1, w=2), shown(lambda: Point(1, x=2))


def initialized():
    for i in range(N):
        w = WithInit(i, z=1)
    return w, len(WithInit.log), WithInit.log[-1]


def chosen():
    kinds = []
    for i in range(N):
        what = ('plain', 'sub', 'other', 'none')[i % 4]
        kinds.append(type(Chooses(what)).__name__)
        kinds.append(type(Chooses(what, 1, 2, k=3)).__name__)
    caught = 0
    for i in range(N):
        try:
            Chooses('raise' if i % 3 == 0 else 'sub', i)
        except ValueError as e:
            caught += e.args[0][1]
    return kinds[-8:], ChoosesSub.log, caught


def interned():
    same = 0
    for i in range(N):
        same += Interned(i % 7) is Interned(i % 7)
    return same, len(Interned.known)


def texts():
    total = 0
    for i in range(N):
        t = Text('abc', i)
        total += len(t) + t.extra
    return total, t


def changed():
    class C:
        def __new__(cls, x):
            self = object.__new__(cls)
            self.x = x
            return self

    total = 0
    for i in range(N):
        total += C(i).x
        if i == 150:
            C.__init__ = lambda self, x: setattr(self, 'x', x + 1000)
        if i == 200:
            del C.__init__
        if i == 220:
            C.__new__ = lambda cls, x: object.__new__(cls)
            C.x = 5
        if i == 250:
            C.__new__ = staticmethod(lambda cls, x: C2())
    return total


class C2:
    x = 1


def pairs():
    total = 0
    for i in range(N):
        p = Pair(i) if i % 2 else Pair(i, b=i)
        total += p.a + p[1] + len(p)
    return total, p, shown(Pair), shown(Pair, 1, 2, 3)


def dates():
    d = datetime.datetime(2024, 2, 28, 22, 30)
    step = datetime.timedelta(hours=1, minutes=7)
    day = datetime.date(2023, 12, 30)
    for i in range(200):
        d = d + step
        day += datetime.timedelta(days=1)
    late = sum((datetime.datetime(2025, 1, 1) - d).days for _ in range(50))
    return d, day, late, d > datetime.datetime(2024, 3, 1), (d - step * 200).isoformat()


def others():
    out = []
    for i in range(100):
        out = [next(Yields()), Metaed(i)[0], Metaed(i)[1].x]
    return out


def recursive(n):
    class R:
        def __new__(cls, n):
            self = object.__new__(cls)
            self.next = R(n - 1) if n else None
            return self

    r, depth = R(n), 0
    while r:
        r, depth = r.next, depth + 1
    return depth


for f in (points, initialized, chosen, interned, texts, changed, pairs, dates, others):
    print(f.__name__, f())
print(recursive(50), [recursive(20) for _ in range(20)][-1], shown(recursive, 5000)[:40])
