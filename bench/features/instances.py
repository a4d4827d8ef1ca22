"""Instances made in the loop."""
from collections import namedtuple
from dataclasses import dataclass


class _Empty:
    pass


class _Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return _Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return _Vector(self.x * k, self.y * k)


class _Slots:
    __slots__ = ('v',)

    def __init__(self, v):
        self.v = v


@dataclass
class _Data:
    a: int
    b: int = 2


_Pair = namedtuple('_Pair', 'a b')


def empty(n):
    for _ in range(n):
        x = _Empty()
    return type(x).__name__


def with_init(n):
    total = 0
    for i in range(n):
        total += _Vector(i, 1).x
    return total


def operators(n):
    v, w = _Vector(0.0, 0.0), _Vector(1.0, 2.0)
    for _ in range(n):
        v = v * 0.5 + w * 2
    return v.x, v.y


def slots(n):
    total = 0
    for i in range(n):
        total += _Slots(i).v
    return total


def data_class(n):
    total = 0
    for i in range(n):
        d = _Data(i)
        total += d.a + d.b
    return total


def named_tuple(n):
    total = 0
    for i in range(n):
        p = _Pair(i, 2)
        total += p.a + p[1]
    return total


def kept_in_list(n):
    items = [None] * 64
    for i in range(n):
        items[i & 63] = _Vector(i, i)
    return items[3].x


def linked_list(n):
    total = 0
    for _ in range(n // 50 + 1):
        head = None
        for i in range(50):
            head = (i, head)
        while head:
            total += head[0]
            head = head[1]
    return total


def tree(n):
    def build(depth):
        return (build(depth - 1), build(depth - 1)) if depth else None

    def count(t):
        return 1 + count(t[0]) + count(t[1]) if t else 1

    total = 0
    for _ in range(n // 256 + 1):
        total += count(build(7))
    return total
