# abc: abstract methods, virtual subclasses, caches that registration makes stale, match statements.
import _abc
import abc
import collections.abc
import numbers


def attempt(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...

    @property
    @abc.abstractmethod
    def name(self): ...

    def both(self):
        return self.name, self.area()


class Half(Shape):
    name = "half"


class Square(Half):
    def area(self):
        return 4


attempt(Shape)
attempt(Half)
print(Square().both(), sorted(Shape.__abstractmethods__), Half.__abstractmethods__, Square.__abstractmethods__)
Half.area = lambda self: 0
abc.update_abstractmethods(Half)
print(Half().both())


class Sized(metaclass=abc.ABCMeta):
    @classmethod
    def __subclasshook__(cls, other):
        if cls is Sized:
            return hasattr(other, "__len__") or NotImplemented
        return NotImplemented


class SubSized(Sized):
    pass


print(isinstance([], Sized), isinstance(1, Sized), isinstance([], SubSized), issubclass(dict, Sized))
token = abc.get_cache_token()
print(isinstance(1, SubSized), SubSized.register(int) is int, isinstance(1, SubSized), isinstance(True, Sized),
      abc.get_cache_token() - token)
attempt(lambda: SubSized.register(3))
attempt(lambda: SubSized.register(Sized))
attempt(lambda: issubclass(3, Sized))


class Wrong(metaclass=abc.ABCMeta):
    @classmethod
    def __subclasshook__(cls, other):
        return 5


attempt(lambda: issubclass(int, Wrong))
attempt(lambda: _abc._abc_subclasscheck(int, int))


class Lying:
    @property
    def __class__(self):
        return list


print(isinstance(Lying(), collections.abc.Sequence), isinstance(Lying(), Sized))


def kinds(v):
    found = []
    for cls in (collections.abc.Hashable, collections.abc.Iterable, collections.abc.Sequence, collections.abc.MutableSequence,
                collections.abc.Mapping, collections.abc.Set, collections.abc.Callable, numbers.Integral, numbers.Real):
        if isinstance(v, cls):
            found.append(cls.__name__)
    return found


for v in 1, 1.5, "s", [], (), {}, set(), len, iter([]), {}.keys(), range(3), bytearray():
    print(type(v).__name__, *kinds(v))


class Row(collections.abc.Sequence):
    def __init__(self, *items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]


class Table(collections.abc.MutableMapping):
    def __init__(self):
        self.data = {}

    def __getitem__(self, key):
        return self.data[key]

    def __setitem__(self, key, value):
        self.data[key] = value

    def __delitem__(self, key):
        del self.data[key]

    def __iter__(self):
        return iter(self.data)

    def __len__(self):
        return len(self.data)


class Registered:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        return [8, 9][i]


def matched(v):
    match v:
        case [a, b]:
            return "sequence", a, b
        case {"k": a}:
            return "mapping", a
        case _:
            return None


table = Table()
table["k"] = 5
print(matched(Row(1, 2)), matched(table), matched(Registered()))
collections.abc.Sequence.register(Registered)
print(matched(Registered()), [2, 1] == list(reversed(Row(1, 2))), 2 in Row(1, 2), Row(1, 2).index(2), table.pop("k"), dict(table))


for i in range(2000):
    assert isinstance(i, numbers.Number) and not isinstance(i, collections.abc.Sized)
