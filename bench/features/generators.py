"""Generators."""


def _count(k):
    for i in range(k):
        yield i


def _delegate(k):
    yield from _count(k)


def _tree(depth):
    if depth:
        yield from _tree(depth - 1)
        yield depth
        yield from _tree(depth - 1)


def _accumulate():
    total = 0
    while True:
        x = yield total
        total += x


def _guarded(k):
    for i in range(k):
        try:
            yield i
        finally:
            pass


def simple(n):
    total = 0
    for x in _count(n):
        total += x
    return total


def short(n):
    total = 0
    for _ in range(n // 5 + 1):
        for x in _count(5):
            total += x
    return total


def yield_from(n):
    total = 0
    for x in _delegate(n):
        total += x
    return total


def recursive_yield_from(n):
    total = 0
    for _ in range(n // 127 + 1):
        for x in _tree(7):
            total += x
    return total


def send(n):
    g = _accumulate()
    next(g)
    total = 0
    for i in range(n):
        total = g.send(i & 7)
    return total


def pipeline(n):
    def double(items):
        for x in items:
            yield x * 2

    def odd_thirds(items):
        for x in items:
            if x % 3:
                yield x

    total = 0
    for x in odd_thirds(double(range(n))):
        total += x
    return total


def next_calls(n):
    g = _count(n + 1)
    total = 0
    for _ in range(n):
        total += next(g)
    return total


def with_finally(n):
    total = 0
    for x in _guarded(n):
        total += x
    return total


def list_of_generator(n):
    total = 0
    for _ in range(n // 50 + 1):
        total += len(list(_count(50)))
    return total
