# Each bytecode in a hot loop; every-bytecode.test.ts looks at what was recorded and compiled.
def drive(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as e:
        return e.value


def rounds(n=400):
    return range(n)


class Manager:
    def __enter__(self): return self
    def __exit__(self, *a): return True
    async def __aenter__(self): return self
    async def __aexit__(self, *a): return True


def names():
    for i in rounds():
        global made, gone
        made = i
        gone = i
        del gone
        a = [1, 2]
        del a[0]
        m = Manager()
        m.x = i
        del m.x
        import math
        from math import pi
    return made


def unpacking():
    for i in rounds():
        a, *b = {1: 2, 3: 4, 5: 6}
        c, d = {1: 2, 3: 4}
        e = [*a_list, *b]
        f = {*b, *e}
        g = {**mapping, 'k': i}
        h = dict(**mapping)
        lo, hi = i % 2, 3
        s = e[lo:hi]
        e[lo:hi] = [i]
        z = two(i, b=lo)
        t = (lambda *p, **k: p)(*e, **mapping)
        u = f'{i}{a!r:>3}'
        v = t'{i}{a!r:>3}'
        w = (*e,)
        x = -i, ~i, +i, not i
        y = e[lo:hi:1]
        e[0] = i
    return a, b, c, d, e, f, g, h, s, t, u, w, x


def two(a, *, b): return a + b


a_list = [1, 2]
mapping = {'z': 1}


def matching():
    r = 0
    for i in rounds():
        match [i, 2]:
            case {'a': 1}: r += 1
            case [x, 2]: r += x
        match {'a': i, 'b': 2}:
            case {'a': x, 'b': 2}: r += x
        match i:
            case int(): r += 1
    return r


def exceptions():
    r = 0
    for i in rounds():
        try:
            raise ValueError(i)
        except ValueError as e:
            r += 1
        try:
            raise ExceptionGroup('g', [ValueError(1)])
        except* ValueError:
            r += 1
        with Manager():
            r += 1
    return r


def raised_again():
    r = 0
    for i in rounds():
        try:
            try:
                raise ValueError(i)
            finally:
                r += 1
        except ValueError:
            r += 1
        if i >= 0:
            late = i
        r += late
    return r


def with_raise():
    r = 0
    for i in rounds():
        with Manager():
            raise ValueError(i)
        r += 1
    return r


def closures():
    r = 0
    for i in rounds():
        k = i
        def inner(p: int = i, *, q=2) -> int: return k + p + q
        r += inner()
        j = i
        f = lambda: j
        del j
        class C:
            x: int = i
            y = k
        r += C.x
    return r


def generic():
    for i in rounds(30):
        def f[T: int, *Ts, **P](x: T): return T
        type X[T] = list[T]
    return f.__name__, X.__name__


def delegating():
    def inner(i): yield i
    def outer():
        for i in rounds(): yield from inner(i)
    def listed():
        for i in rounds(): yield from (i,)
    def several():
        for i in rounds(50): yield from twice(i)
    def twice(i):
        yield i
        yield i
    r = sum(outer()) + sum(listed())
    for x in several(): r += x
    return r


async def awaiting():
    async def one(i): return i
    async def items():
        for i in rounds(): yield i
    r = 0
    for i in rounds(): r += await one(i)
    async for i in items(): r += i
    for i in rounds():
        async with Manager(): r += 1
    r += sum([i async for i in items()])
    class Few:
        def __init__(self, n): self.n = n
        def __aiter__(self): return self
        async def __anext__(self):
            self.n -= 1
            if self.n < 0: raise StopAsyncIteration
            return self.n
    for i in rounds():
        async for k in Few(2): r += k
    return r


class Failing:
    def __await__(self): return iter(self)
    def __iter__(self): return self
    def __next__(self):
        raise (StopIteration if self.fine else ValueError)


async def failing():
    r = 0
    for i in rounds():
        try:
            a = Failing()
            a.fine = i % 3
            await a
        except ValueError:
            r += 1
    return r


def comprehensions():
    for i in rounds():
        a = [x for x in (1, 2) if x is not None]
        b = {x for x in a}
        c = {x: x for x in a}
        d = [x for x in a if x is None]
        e = i if i in a else i not in a
        assert e is not None
        f = all(x for x in a)
    return a, b, c, d, e, f


class Base:
    def m(self): return 1


class Derived(Base):
    def m(self): return super().m() + 1


def supers():
    r = 0
    d = Derived()
    for i in rounds(): r += d.m()
    return r


def class_bodies():
    free = 1
    class C:
        r = 0
        for i in rounds():
            r += free
    return C.r


class Annotated:
    T = int
    def f[U](self, x: T, y: U, *z: rounds) -> str: pass


def annotated():
    for i in rounds(): r = Annotated.f.__annotate__(1)
    return sorted(r)


postponed = {'rounds': rounds}
exec('''
from __future__ import annotations
r = 0
for i in rounds():
    class C:
        x: int = i
    r += C.x
''', postponed)
BODY = '''
total: int = 0
for i in range(400):
    total = total + i
    other = total
    del other
    class K:
        q = 1
        w = q
'''

print(names(), unpacking(), matching(), exceptions(), with_raise(), raised_again(), closures(), generic(), delegating())
print(drive(awaiting()), comprehensions(), supers())
print(drive(failing()), class_bodies(), annotated(), postponed['r'])
space = {}
exec(BODY, {'n': 3}, space)
print(space['total'])
