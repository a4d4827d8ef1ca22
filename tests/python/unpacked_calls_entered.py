"""f(*args, **kwargs) of functions, bound methods and classes, and bound methods as values: in loops that are compiled."""
import sys
import traceback

N = 200


def shown(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


class Base:
    def __init__(self, a, b=2, *rest, **options):
        if a == 'fail':
            raise ValueError(a, b)
        self.a, self.b, self.rest, self.options = a, b, rest, options
        if a == 'wrong':
            return 5

    def total(self, x=1, *more, k=0):
        return self.a + x + len(more) + k


class Derived(Base):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.c = 'derived'

    def total(self, *args, **kwargs):
        return super().total(*args, **kwargs) + 1000

    def method_of_base(self):
        method = super().total
        return method(5), method


class Slots:
    __slots__ = ('n',)

    def __init__(self, n):
        self.n = n


class Made:
    def __new__(cls, *args):
        return args


def call(f, *args, **kwargs):
    return f(*args, **kwargs)


def classes(n):
    out = []
    for i in range(n):
        x = call(Base, i, b=3, c=i)
        y = call(Derived, *(i, 4, 5), **{'z': 1})
        z = call(Slots, i)
        if i % 50 == 49:
            out.append((x.a, x.b, x.options, y.a, y.rest, y.options, y.c, z.n, call(Made, i)))
            out.append(shown(call, Base))
            out.append(shown(call, Base, 'fail'))
            out.append(shown(call, Base, 'wrong'))
            out.append(shown(call, Slots, 1, n=2))
            try:
                call(Derived, 'fail', b=i)
            except ValueError as e:
                out.append([f.name for f in traceback.extract_tb(e.__traceback__)])
    return out


print(*classes(N), sep='\n')


def methods(n):
    out = []
    x, y = Base(1), Derived(2)
    f, g = x.total, y.total
    for i in range(n):
        h = (x if i & 1 else y).total
        total = f(i) + g(i, k=2) + h(*(i,), **{'k': 3}) + call(h, i, 7) + call(x.total) + call(Base.total, y, k=i)
        out.append(total)
        first, second = y.method_of_base()
        out.append((first, second.__self__ is y, second.__func__ is Base.total, second == super(Derived, y).total))
        if i % 60 == 59:
            out.append((h, h.__name__, h == x.total, h is x.total))
            out.append(shown(call, h, 1, 2, q=3))
    return [str(o).replace(hex(id(x)), 'X').replace(hex(id(y)), 'Y') for o in out[-9:]]


print(*methods(N), sep='\n')


def kept(n):
    """Bound methods that outlive their round."""
    out = []
    last = None
    for i in range(n):
        x = Base(i)
        m = x.total
        if last is not None:
            i += last(1)
        last = m
        if i % 40 < 2:
            out.append(m)
    return sum(m() for m in out), last()


print(kept(N))


class Counter:
    def __init__(self):
        self.n = 0

    def add(self, *args, **kwargs):
        self.n += len(args) + sum(kwargs.values())
        return self.add if self.n % 7 else self.sub

    def sub(self, *args, **kwargs):
        self.n -= 1
        return self.add


def chained(n):
    c = Counter()
    f = c.add
    for i in range(n):
        f = f(*(i,) * (i % 3), **{'k': i & 1})
    return c.n, f.__name__


print(chained(N))


def replaced(n):
    out = []
    x = Base(1)
    for i in range(n):
        if i == 80:
            Base.total = lambda self, *args, **kwargs: ('replaced', args, kwargs)
        elif i == 110:
            x.total = lambda *args, **kwargs: 'own'
        elif i == 140:
            Base.__init__ = lambda self, *args: setattr(self, 'a', args)
        elif i == 170:
            Base.__new__ = lambda cls, *args: 'new'
        f = x.total
        out.append((f(2), call(f, 3), getattr(call(Base, i), 'a', 'none')))
    return out[78:82] + out[108:112] + out[138:142] + out[168:172]


print(*replaced(N), sep='\n')


def looks(*args, **kwargs):
    frame = sys._getframe(1)
    return frame.f_code.co_name, sorted(frame.f_locals), len(frame.f_locals['args'])


def looking(n):
    out = set()
    for i in range(n):
        out.add(repr(call(looks, i, b=i)))
    return sorted(out)


print(looking(N))
