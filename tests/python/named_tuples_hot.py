"""Tuples of subclasses, made in loops: named tuples above all. What is taken apart at once is not made; what is kept is what it says it is."""
from collections import namedtuple
from typing import NamedTuple

Pair = namedtuple('Pair', 'a b')
Triple = namedtuple('Triple', 'x y z', defaults=(3,))


class Point(NamedTuple):
    x: int
    y: float = 0.5

    def norm(self):
        return self.x * self.x + self.y * self.y


class Vector(tuple):
    def __new__(cls, *items):
        return tuple.__new__(cls, items)

    def __add__(self, other):
        return Vector(*[a + b for a, b in zip(self, other)])


class Odd(Pair):
    def __getitem__(self, i):
        return 'item', i

    def __iter__(self):
        return iter('xy')

    def __len__(self):
        return 7


def sums(n):
    total = 0
    for i in range(n):
        p = Pair(i, 2)
        a, b = p
        t = Triple(i, b)
        total += p.a + p[1] + p[-1] + t.z + t[i % 3] + a * b + len(p)
        q = Point(i)
        total += q.norm() + q.y
    return total, p, t, q


print(sums(300))


def kept(n):
    out = []
    p = Pair(0, 0)
    for i in range(n):
        p = Pair(i, p.a if i % 50 else p)
        if i % 60 == 59:
            out.append((p, type(p).__name__, isinstance(p, tuple), p == (i, i - 1), hash(p) == hash((i, p.b)), p._replace(a='new')))
    return out, p


print(kept(200))


def odd(n):
    out = []
    for i in range(n):
        p = Odd(i, 1) if i % 3 == 0 else Pair(i, 1)
        a, b = p
        out.append((p[0], p.a, a, b, len(p)))
    return out[-4:]


print(odd(200))


def attributes(n):
    """Some have room for attributes, and may become another class's."""
    out = []
    for i in range(n):
        v = Vector(i, i + 1)
        w = Vector(1)
        if i % 40 == 39:
            v.name = 'v'
            v.__class__ = Other
            out.append((v, v.name, type(v).__name__))
        out.append(v[0] + w[0])
        if i % 50 == 49:
            out.append((v + v, type(v + w).__name__))
    return out[-14:]


class Other(Vector):
    def __getitem__(self, i):
        return 1000


print(attributes(200))


def errors(n):
    out = []
    for i in range(n):
        try:
            p = Pair(i, 2) if i % 50 != 49 else Pair(i)
            out.append(p[i & 3])
        except (TypeError, IndexError) as e:
            out.append(str(e))
        try:
            a, b, c = p
        except ValueError as e:
            out.append(str(e))
    return out[98:106]


print(errors(150))


def constructors(n):
    """Constructors have one definition, but are not the same function."""
    out = []
    made = [tuple.__new__, object.__new__, list.__new__, tuple.__new__]
    classes = [Vector, Blank, List, tuple]
    for i in range(n):
        k = i & 3 if i > n - 60 else 0
        new = made[k]
        x = new(classes[k], (i, 2)) if k != 1 else new(classes[k])
        out.append((type(x).__name__, len(x)))
    return out[-6:], out[:2]


class Blank:
    def __len__(self):
        return -1 + 1


class List(list):
    pass


print(constructors(200))


def replaced(n):
    out = []
    for i in range(n):
        if i == 100:
            Pair.a = property(lambda self: 'replaced')
        elif i == 130:
            Pair.__new__ = lambda cls, *args: tuple.__new__(cls, args[::-1])
        elif i == 160:
            Pair.__del__ = lambda self: out.append('gone') if len(out) < 200 else None
        p = Pair(i, 2)
        out.append((p.a, p[0]))
    del Pair.__del__
    return [x for x in out if x != 'gone'][98::15]


print(replaced(190))
