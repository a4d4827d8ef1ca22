"""Subscripts that are methods written in Python, in functions with as many parameters as those: which one a trace follows."""

class Shifted:
    def __init__(self, by):
        self.by = by

    def __getitem__(self, key):
        return key + self.by


def item(o, key):
    return o[key]


def total(o, n):
    t = 0
    for i in range(n):
        t += item(o, i)
    return t


print(total(Shifted(1), 60))


# The same class gets another method, then one of another kind, then none.
def doubled(self, key):
    return 2 * key


Shifted.__getitem__ = doubled
print(total(Shifted(1), 60))
Shifted.__getitem__ = staticmethod(lambda key: -key)
print(total(Shifted(1), 60))
Shifted.__getitem__ = lambda self, key, more=5: key + more
print(total(Shifted(1), 60))
del Shifted.__getitem__
try:
    total(Shifted(1), 60)
except TypeError as e:
    print(e)


# One that asks itself, through the function that asked it.
class Chain:
    def __init__(self, rest):
        self.rest = rest

    def __getitem__(self, key):
        return key if self.rest is None else item(self.rest, key + 1)


chain = None
for _ in range(30):
    chain = Chain(chain)
print(total(chain, 40), total(Chain(None), 40))


# The method is a generator's, a subclass's, a metaclass's, an instance's (which does not count).
class Yields:
    def __getitem__(self, key):
        yield key


class Half(list):
    def __getitem__(self, key):
        return super().__getitem__(key // 2)


class Meta(type):
    def __getitem__(cls, key):
        return cls.__name__ * (key % 2)


class Named(metaclass=Meta):
    pass


def kinds(o, n):
    return [item(o, i) for i in range(n)]


print(sum(next(g) for g in kinds(Yields(), 40)))
print(sum(kinds(Half(range(20)), 40)))
print(''.join(kinds(Named, 40)))
own = Shifted(3)
Shifted.__getitem__ = doubled
own.__getitem__ = None
print(sum(kinds(own, 40)))


# Several classes in one place, and errors in the method.
class Fails:
    def __getitem__(self, key):
        if key % 3 == 0:
            raise IndexError(key)
        return key


def mixed(objects, n):
    out = 0
    for i in range(n):
        for o in objects:
            try:
                out += item(o, i)
            except IndexError as e:
                out -= e.args[0]
    return out


print(mixed([Shifted(1), Fails(), Half(range(30)), chain], 50))


# The class changes within the loop; within the method, to another closure of the same code; the object changes its class.
class Tripled:
    def __getitem__(self, key):
        return 3 * key


def changing(n):
    o, t = Shifted(1), 0
    for i in range(n):
        if i % 25 == 10:
            Shifted.__getitem__ = lambda self, key: key - self.by
        elif i % 25 == 20:
            Shifted.__getitem__ = doubled
        elif i == 45:
            o.__class__ = Tripled
        t += item(o, i) * i
    return t


def closure(times):
    def get(self, key):
        Swapped.__getitem__ = closure(times + 1)
        return times * key

    return get


class Swapped:
    __getitem__ = closure(1)


print(changing(60), sum(kinds(Swapped(), 40)))
