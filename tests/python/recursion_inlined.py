"""Calls that a hot trace has inlined count against the recursion limit while C code that they called runs Python in turn."""
import re
import sys
from operator import call, methodcaller


def through_c(n):
    return inner(n)


def inner(n):
    return innermost(n)


def innermost(n):
    return 0 if n == 0 else 1 + call(through_c, n - 1)


def through_match(n):
    return pattern(n)


def pattern(n):
    if n == 0:
        return ''
    return re.sub('x', lambda match: 'x' + through_match(n - 1), 'x')


class Walker:
    def walk(self, n):
        return self.step(n)

    def step(self, n):
        return 0 if n == 0 else 1 + methodcaller('walk', n - 1)(self)


def generating(n):
    yield from ()
    yield 0 if n == 0 else 1 + pull(n - 1)


def pull(n):
    return first(generating(n))


def first(generator):
    return call(next, generator)


def limits(n):
    return call(lowest, n)


def lowest(n):
    lows = 0
    for limit in range(1, 60):
        try:
            sys.setrecursionlimit(limit)
            break
        except RecursionError:
            lows += 1
    sys.setrecursionlimit(1000)
    return lows


def down(n):
    return 0 if n == 0 else 1 + down(n - 1)


def reached(function, limit):
    sys.setrecursionlimit(limit)
    depth = 0
    try:
        while depth < 1000:
            function(depth)
            depth += 1
    except RecursionError:
        pass
    sys.setrecursionlimit(1000)
    return depth


def warm(function, rounds, depth):
    for _ in range(rounds):
        function(depth)


for function in (through_c, through_match, Walker().walk, pull, down):
    warm(function, 3000, 3)
    found = [reached(function, limit) for limit in range(60, 90)]
    print(found[0], found[-1], len(set(b - a for a, b in zip(found, found[1:]))))

warm(limits, 30, 0)
print({limits(0) for _ in range(200)})
