"""Binary operators written in Python, in hot loops: frames, NotImplemented, reflected methods, in-place forms, classes that change."""


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    def __truediv__(self, k):
        return Vector(self.x / k, self.y / k)

    def dot(self, other):
        return self.x * other.x + self.y * other.y


def march(n):
    place, step = Vector(0.0, 1.0), Vector(0.5, 0.25)
    total = 0.0
    for i in range(n):
        place = place + step * 2.0 - step
        place += step / 4
        total += place.dot(step)
    return place.x, place.y, total


print(march(3000))


class Picky:
    """Takes some operands only."""

    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        n = self.n
        del self
        if n % 7 == 6:
            return NotImplemented
        return n + (other if isinstance(other, (int, float)) else other.n)

    def __mod__(self, other):
        return NotImplemented


class Willing(Picky):
    def __radd__(self, other):
        return ('reflected', other.n)


def attempts(n, other):
    results = []
    for i in range(n):
        try:
            results.append(Picky(i) + other)
        except TypeError as error:
            results.append(str(error))
    return results[-8:]


print(attempts(400, 1))
print(attempts(400, 1.5))
print(attempts(400, True))
print(attempts(400, Picky(2)))
print(attempts(400, Willing(3)))
print(attempts(400, 10**30))


def inplace(n):
    out = []
    for i in range(n):
        thing = Picky(i)
        try:
            thing += 2
            out.append(thing)
        except TypeError as error:
            out.append(str(error))
    return out[-8:]


print(inplace(400))


def refuse(a, b):
    seen = None
    for _ in range(300):
        try:
            a % b
        except TypeError as error:
            seen = str(error)
    return seen


print(refuse(Picky(1), 2))
print(refuse(Picky(1), 2.0))
print(refuse(Picky(1), Picky(1)))
print(refuse(Picky(1), Willing(1)))
print(refuse(Picky(1), 'text'))


class Counter:
    def __init__(self):
        self.n = 0

    def __iadd__(self, k):
        self.n += k
        return self

    def __add__(self, k):
        raise RuntimeError('not in place')


counter = Counter()
for i in range(500):
    counter += 2
print(counter.n)


class Changing:
    def __init__(self, n):
        self.n = n

    def __mul__(self, other):
        return self.n * 2


def product(thing, n):
    total = 0
    for i in range(n):
        total += thing * i
        if i == n - 50:
            Changing.__mul__ = lambda self, other: other
        if i == n - 20:
            thing.__class__ = Picky
            Picky.__mul__ = lambda self, other: 1000
    return total


print(product(Changing(3), 500))


class Failing:
    def __add__(self, other):
        return other / 0

    def __sub__(self, other):
        return self - (other + 1)


def fail(n):
    lines = []
    for i in range(n):
        try:
            Failing() + 1
        except ZeroDivisionError as error:
            tb = error.__traceback__
            lines.append([tb.tb_lineno - fail.__code__.co_firstlineno, tb.tb_next.tb_frame.f_code.co_name])
    return lines[-1]


print(fail(300))
try:
    Failing() - 1
except RecursionError as error:
    print(error)


class Matrix(list):
    def __add__(self, other):
        return 'sum'


matrices = Matrix([1]), Matrix([2])
for i in range(200):
    result = matrices[0] + matrices[1]
print(result)


class Power:
    def __pow__(self, other, modulus=None):
        return ('power', modulus)

    def __matmul__(self, other):
        yield other


for i in range(200):
    result = Power() ** 2, list(Power() @ 3)
print(result)


class P:
    def __add__(self, other):
        return 1

    def twice(self):
        return self + self


class Q(P):
    def __add__(self, other):
        return 20


class R(P):
    def __init__(self):
        self.r = 300

    def __add__(self, other):
        return self.r


def mixed(n):
    total = 0
    things = P(), Q(), R()
    for i in range(n):
        for thing in things:
            total += thing + 1
            total += thing.twice()
            total += thing + 0.5
        if i == n // 2:
            Q.__add__ = lambda self, other: 70000
            P.__iadd__ = lambda self, other: self
        if i > n - 3:
            thing += 1
            total += thing.r
    return total


print(mixed(900))
