"""Loops over map and filter with Python functions, which are entered like calls."""
import sys


def inc(v):
    return v + 1


def odd(v):
    return v & 1


def mapped(n):
    items = list(range(20))
    total = 0
    for _ in range(n):
        for x in map(inc, items):
            total += x
        for x in map(lambda v: v * 2, (1, 2.5, 3)):
            total += x
        for x in map(inc, range(5)):
            total += x
    return total


def filtered(n):
    items = list(range(20))
    kept = []
    for i in range(n):
        for x in filter(odd, items):
            if i == n - 1:
                kept.append(x)
        for x in filter(lambda v: v > 17, items):
            if i == n - 1:
                kept.append(x)
    return kept


def truths(n):
    """What functions of filters return."""
    class Truth:
        def __init__(self, v):
            self.v = v

        def __bool__(self):
            return self.v > 2

    results = []
    for f in (lambda v: v or None, lambda v: 'x' * v, lambda v: [v] * (v - 1), Truth, lambda v: Truth(v),
              lambda v: (v,)[:v], lambda v: v * 0.5, lambda v: v > 1, lambda v: None):
        count = 0
        for _ in range(n):
            for x in filter(f, (0, 1, 2, 3)):
                count += x
        results.append(count)
    return results


class Adder:
    def __init__(self, by):
        self.by = by

    def add(self, v):
        return v + self.by

    def more(self, v, by=1):
        return v > by

    @classmethod
    def make(cls, v):
        return cls(v).by

    @staticmethod
    def same(v, w=3):
        return v + w

    def __call__(self, v):
        return v - self.by


def methods(n):
    total = 0
    for i in range(n):
        adder = Adder(i)
        for x in map(adder.add, [1, 2, 3]):
            total += x
        for x in filter(adder.more, (0, 1, 2, 3)):
            total += x
        for x in map(Adder.make, [1, 2]):
            total += x
        for x in map(Adder.same, [1, 2]):
            total += x
        for x in map(adder, [1, 2]):
            total += x
        for x in map(lambda *a, k=2: len(a) * k, [1, 2]):
            total += x
    return total


def several(n):
    """Of more than one iterable, with strict, by a subclass: not entered."""
    class Mine(map):
        def __next__(self):
            return super().__next__() * 10

    total = 0
    for i in range(n):
        for x in map(lambda a, b: a * b, (1, 2, 3), [4, 5, 6]):
            total += x
        for x in map(inc, [1, 2], strict=True):
            total += x
        for x in Mine(inc, [1, 2]):
            total += x
        for x in filter(None, [0, 1, 2]):
            total += x
        for x in map(str, [i]):
            total += len(x)
    return total


def nested(n):
    total = 0
    for i in range(n):
        for x in map(inc, filter(odd, map(inc, range(6)))):
            total += x
        for x in filter(odd, (y for y in range(5))):
            total += x
        for x in map(inc, iter({1: 2, 3: 4})):
            total += x
    return total


def stops(n):
    """StopIteration out of the function ends the loop."""
    def f(v):
        if v == 3:
            raise StopIteration('no more')
        return v

    total = 0
    for _ in range(n):
        for x in map(f, [1, 2, 3, 4]):
            total += x
        else:
            total += 100
        for x in filter(f, [1, 2, 3, 4]):
            total += x
        else:
            total += 1000
    return total


def shown(exc):
    lines = []
    tb = exc.__traceback__
    while tb:
        lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
        tb = tb.tb_next
    return type(exc).__name__, exc.args, lines


def raises(n):
    def f(v):
        return 10 // v

    caught = []
    count = 0
    for i in range(n):
        it = map(f, [5, 0, 2, 1])
        try:
            for x in it:
                count += x
        except ZeroDivisionError as e:
            if i == n - 1:
                caught.append(shown(e))
        for x in it:
            count += x
        try:
            for x in filter(f, [5, 0, 2, 1]):
                count += x
        except ZeroDivisionError as e:
            if i == n - 1:
                caught.append(shown(e))
    return count, caught


def bool_raises(n):
    class Bad:
        def __init__(self, v):
            self.v = v

        def __bool__(self):
            if self.v == n - 1:
                raise KeyError(self.v)
            return False

    try:
        for i in range(n):
            for _ in filter(lambda v: Bad(v), [i]):
                pass
    except KeyError as e:
        return shown(e)


def arguments(n):
    try:
        for i in range(n):
            for _ in map(inc if i < n - 1 else lambda: 0, [1]):
                pass
    except TypeError as e:
        return shown(e)[::2]


def callers(n):
    seen = set()

    def f(v):
        if v % 50 == 0:
            frame = sys._getframe(1)
            seen.add((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
        return v

    for _ in range(2):
        for _ in map(f, range(n)):
            pass
        for _ in filter(f, range(n)):
            pass
    return sorted(seen)


def left_and_continued(n):
    out = []
    for i in range(n):
        it = filter(odd, range(10))
        for x in it:
            if x == 3:
                break
        rest = list(it)
        m = map(inc, range(6))
        for x in m:
            if x == 2:
                break
        out.append((next(m), rest, list(m)))
    return out[-1], len(out)


def changing(n):
    total = 0
    for _ in range(n):
        items = [1, 2, 3]

        def f(v):
            if len(items) < 6:
                items.append(v + 10)
            return v

        for x in map(f, items):
            total += x
    return total


def redefined(n):
    global late
    total = 0
    for i in range(n):
        if i == n // 2:
            def late(v):
                return v * 100
        for x in map(late, [1, 2]):
            total += x
    return total


def late(v):
    return v


def inside_generator(n):
    def g():
        for x in map(inc, range(n)):
            yield x
        for x in filter(odd, range(n)):
            yield x
    return sum(g())


def recursive(depth):
    if depth == 0:
        return 1
    total = 0
    for x in map(recursive, [depth - 1, 0]):
        total += x
    return total


def too_deep(v):
    for x in map(too_deep, [v]):
        return x


def generators_made(n):
    def g(v):
        yield v
    total = 0
    for _ in range(n):
        for it in map(g, [1, 2]):
            for x in it:
                total += x
        for it in filter(g, [1, 2]):
            total += it
    return total


def long_body(n):
    """The loops need EXTENDED_ARG."""
    total = 0
    for _ in range(n):
        for x in filter(odd, range(8)):
            total += x * 1 - x // 2
            total += x * 2 - x // 3
            total += x * 3 - x // 4
            total += x * 4 - x // 5
            total += x * 5 - x // 6
            total += x * 6 - x // 7
            total += x * 7 - x // 8
            total += x * 8 - x // 9
            total += x * 9 - x // 10
            total += x * 10 - x // 11
            total += x * 11 - x // 12
            total += x * 12 - x // 13
            total += x * 13 - x // 14
            total += x * 14 - x // 15
            total += x * 15 - x // 16
            total += x * 16 - x // 17
            total += x * 17 - x // 18
            total += x * 18 - x // 19
            total += x * 19 - x // 20
            total += x * 20 - x // 21
            total += x * 21 - x // 22
            total += x * 22 - x // 23
            total += x * 23 - x // 24
            total += x * 24 - x // 25
            total += x * 25 - x // 26
            total += x * 26 - x // 27
            total += x * 27 - x // 28
            total += x * 28 - x // 29
            total += x * 29 - x // 30
            total += x * 30 - x // 31
            total += x * 31 - x // 32
            total += x * 32 - x // 33
            total += x * 33 - x // 34
            total += x * 34 - x // 35
            total += x * 35 - x // 36
            total += x * 36 - x // 37
            total += x * 37 - x // 38
            total += x * 38 - x // 39
            total += x * 39 - x // 40
        for x in map(inc, range(3)):
            total += x * 1 - x // 2
            total += x * 2 - x // 3
            total += x * 3 - x // 4
            total += x * 4 - x // 5
            total += x * 5 - x // 6
            total += x * 6 - x // 7
            total += x * 7 - x // 8
            total += x * 8 - x // 9
            total += x * 9 - x // 10
            total += x * 10 - x // 11
            total += x * 11 - x // 12
            total += x * 12 - x // 13
            total += x * 13 - x // 14
            total += x * 14 - x // 15
            total += x * 15 - x // 16
            total += x * 16 - x // 17
            total += x * 17 - x // 18
            total += x * 18 - x // 19
            total += x * 19 - x // 20
            total += x * 20 - x // 21
            total += x * 21 - x // 22
            total += x * 22 - x // 23
            total += x * 23 - x // 24
            total += x * 24 - x // 25
            total += x * 25 - x // 26
            total += x * 26 - x // 27
            total += x * 27 - x // 28
            total += x * 28 - x // 29
            total += x * 29 - x // 30
            total += x * 30 - x // 31
            total += x * 31 - x // 32
            total += x * 32 - x // 33
            total += x * 33 - x // 34
            total += x * 34 - x // 35
            total += x * 35 - x // 36
            total += x * 36 - x // 37
            total += x * 37 - x // 38
            total += x * 38 - x // 39
            total += x * 39 - x // 40
    return total


def traced(n):
    events = []

    def tracer(frame, event, arg):
        if frame.f_code.co_name in ('looped', 'odd'):
            events.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno))
        return tracer

    def looped(n):
        total = 0
        for x in filter(odd, range(n)):
            total += x
        for x in map(odd, range(n)):
            total += x
        return total

    for _ in range(30):
        looped(5)
    sys.settrace(tracer)
    looped(4)
    sys.settrace(None)
    return events


print(mapped(100), filtered(100), truths(30))
print(methods(100), several(60), nested(60), stops(60))
print(raises(60), bool_raises(80), arguments(50))
print(callers(301), left_and_continued(60), changing(60), redefined(80))
print(inside_generator(300), recursive(12), generators_made(40))
print(long_body(60))
try:
    too_deep(1)
except RecursionError as e:
    print(e)
print(traced(4))
