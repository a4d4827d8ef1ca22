"""Special methods that C calls."""
import functools


class _Sequence:
    def __len__(self):
        return 5

    def __getitem__(self, i):
        if i >= 5:
            raise IndexError
        return i * 2

    def __contains__(self, x):
        return x == 3

    def __bool__(self):
        return True


class _Number:
    __slots__ = ('v',)

    def __init__(self, v):
        self.v = v

    def __eq__(self, other):
        return self.v == other.v

    def __hash__(self):
        return self.v

    def __lt__(self, other):
        return self.v < other.v

    def __call__(self, x):
        return self.v + x

    def __str__(self):
        return 'number'

    def __index__(self):
        return self.v

    def __radd__(self, x):
        return x + self.v


class _Dynamic:
    def __getattr__(self, name):
        return len(name)


class _Descriptor:
    def __get__(self, obj, cls):
        return 7

    def __set__(self, obj, value):
        obj.kept = value


class _HasDescriptor:
    d = _Descriptor()


class _Counter:
    def __init__(self, n):
        self.i, self.n = 0, n

    def __iter__(self):
        return self

    def __next__(self):
        self.i += 1
        if self.i > self.n:
            raise StopIteration
        return self.i


def getitem(n):
    s = _Sequence()
    total = 0
    for i in range(n):
        total += s[i % 5]
    return total


def length_and_bool(n):
    s = _Sequence()
    total = 0
    for _ in range(n):
        if s:
            total += len(s)
    return total


def contains(n):
    s = _Sequence()
    count = 0
    for i in range(n):
        count += (i & 7) in s
    return count


def equality(n):
    items = [_Number(i) for i in range(8)]
    count = 0
    for i in range(n):
        count += items[i & 7] == items[3]
    return count


def hash_as_key(n):
    items = [_Number(i) for i in range(8)]
    table = {x: x.v for x in items}
    total = 0
    for i in range(n):
        total += table[items[i & 7]]
    return total


def sort_objects(n):
    items = [_Number(i * 37 % 101) for i in range(50)]
    total = 0
    for _ in range(n // 100 + 1):
        total += sorted(items)[10].v
    return total


def call_instance(n):
    f = _Number(2)
    total = 0
    for _ in range(n):
        total = f(total)
    return total


def iterator_class(n):
    total = 0
    for _ in range(n // 20 + 1):
        for x in _Counter(20):
            total += x
    return total


def iterate_by_getitem(n):
    s = _Sequence()
    total = 0
    for _ in range(n // 5 + 1):
        for x in s:
            total += x
    return total


def getattr_method(n):
    d = _Dynamic()
    total = 0
    for _ in range(n):
        total += d.name
    return total


def descriptor(n):
    h = _HasDescriptor()
    total = 0
    for i in range(n):
        total += h.d
        h.d = i
    return total


def str_method(n):
    x = _Number(1)
    total = 0
    for _ in range(n):
        total += len(str(x)) + len(f'{x}')
    return total


def index_method(n):
    items = [1, 2, 3, 4]
    k = _Number(2)
    total = 0
    for _ in range(n):
        total += items[k]
    return total


def reflected_operator(n):
    k = _Number(2)
    total = 0
    for _ in range(n):
        total = total + k
    return total


def cached_function(n):
    @functools.lru_cache
    def square(x):
        return x * x

    total = 0
    for i in range(n):
        total += square(i & 15)
    return total
