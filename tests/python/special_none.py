# Every special method set to None, before and after the class is in use: what looks it up raises CPython's error.
# Printed is what differs from a class without the method.
import math

SPECIALS = '''__init__ __repr__ __str__ __bytes__ __format__ __lt__ __le__ __eq__ __ne__ __gt__ __ge__ __hash__ __bool__
__getattr__ __getattribute__ __setattr__ __delattr__ __dir__ __get__ __set__ __delete__ __set_name__ __init_subclass__
__mro_entries__ __instancecheck__ __subclasscheck__ __class_getitem__ __call__ __len__ __length_hint__ __getitem__
__setitem__ __delitem__ __iter__ __reversed__ __contains__ __next__ __neg__ __pos__ __abs__ __invert__ __complex__
__int__ __float__ __index__ __round__ __trunc__ __floor__ __ceil__ __enter__ __exit__ __await__ __aiter__ __anext__
__divmod__ __rdivmod__ __add__ __radd__ __iadd__ __pow__ __rpow__ __ipow__ __and__ __rand__ __matmul__ __missing__
__sizeof__ __getstate__ __match_args__ __new__ __class__'''.split()


def with_(x):
    with x as y:
        return y


def for_(x):
    for i in x:
        return i


def add_to(x):
    x += 1
    return x


def match(x):
    X = type(x)
    match x:
        case X(a):
            return a


def drive(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as e:
        return e.value


async def await_(x):
    return await x


async def async_for(x):
    async for i in x:
        return i


def subclass(X):
    class Y(X):
        pass
    return Y.__name__


def base(x):
    class Y(x):
        pass
    return Y.__name__


OPERATIONS = [
    lambda x, y, X, k: X(), lambda x, y, X, k: repr(x)[:8], lambda x, y, X, k: str(x)[:8],
    lambda x, y, X, k: bytes(x), lambda x, y, X, k: format(x)[:8], lambda x, y, X, k: x < 1, lambda x, y, X, k: 1 < x,
    lambda x, y, X, k: x <= y, lambda x, y, X, k: x == 1, lambda x, y, X, k: y == x, lambda x, y, X, k: x != 1,
    lambda x, y, X, k: x > y, lambda x, y, X, k: x >= 1, lambda x, y, X, k: [x] == [y], lambda x, y, X, k: hash(x) is None,
    lambda x, y, X, k: len({x: 1}), lambda x, y, X, k: not x, lambda x, y, X, k: 1 if x else 2, lambda x, y, X, k: x.a,
    lambda x, y, X, k: getattr(x, 'a', 5), lambda x, y, X, k: hasattr(x, 'a'), lambda x, y, X, k: setattr(x, 'a', 1),
    lambda x, y, X, k: delattr(x, 'a'), lambda x, y, X, k: 'a' in dir(x), lambda x, y, X, k: type('D', (), {'a': x}).a is x,
    lambda x, y, X, k: setattr(type('D', (), {'a': x})(), 'a', 1), lambda x, y, X, k: delattr(type('D', (), {'a': x})(), 'a'),
    lambda x, y, X, k: subclass(X), lambda x, y, X, k: base(x), lambda x, y, X, k: isinstance(1, x),
    lambda x, y, X, k: isinstance(1, k), lambda x, y, X, k: issubclass(int, k), lambda x, y, X, k: issubclass(int, x),
    lambda x, y, X, k: X[int], lambda x, y, X, k: k[int], lambda x, y, X, k: x(), lambda x, y, X, k: x(1, a=2),
    lambda x, y, X, k: len(x), lambda x, y, X, k: x[0], lambda x, y, X, k: x.__setitem__, lambda x, y, X, k: list(x),
    lambda x, y, X, k: for_(x), lambda x, y, X, k: [*x], lambda x, y, X, k: reversed(x), lambda x, y, X, k: 1 in x,
    lambda x, y, X, k: next(x), lambda x, y, X, k: -x, lambda x, y, X, k: +x, lambda x, y, X, k: abs(x),
    lambda x, y, X, k: ~x, lambda x, y, X, k: complex(x), lambda x, y, X, k: int(x), lambda x, y, X, k: float(x),
    lambda x, y, X, k: [1, 2][x], lambda x, y, X, k: range(x), lambda x, y, X, k: round(x), lambda x, y, X, k: round(x, 1),
    lambda x, y, X, k: math.trunc(x), lambda x, y, X, k: math.floor(x), lambda x, y, X, k: math.ceil(x),
    lambda x, y, X, k: math.sqrt(x), lambda x, y, X, k: with_(x), lambda x, y, X, k: drive(await_(x)),
    lambda x, y, X, k: drive(async_for(x)), lambda x, y, X, k: aiter(x), lambda x, y, X, k: divmod(x, 1),
    lambda x, y, X, k: divmod(1, x), lambda x, y, X, k: divmod(x, y), lambda x, y, X, k: x + 1, lambda x, y, X, k: 1 + x,
    lambda x, y, X, k: x + y, lambda x, y, X, k: y + x, lambda x, y, X, k: add_to(x), lambda x, y, X, k: sum([x]),
    lambda x, y, X, k: x ** 2, lambda x, y, X, k: 2 ** x, lambda x, y, X, k: pow(x, 2, 3), lambda x, y, X, k: pow(2, x, 3),
    lambda x, y, X, k: x & 1, lambda x, y, X, k: 1 & x, lambda x, y, X, k: x @ y, lambda x, y, X, k: match(x),
    lambda x, y, X, k: ''.join(x), lambda x, y, X, k: dict(x), lambda x, y, X, k: super(X, x).a, lambda x, y, X, k: f'{x:5}',
]


def tried(objects, operation):
    try:
        result = operation(*objects)
        return result if result is None or type(result) in (int, str, bool) else type(result).__name__
    except Exception as e:
        return f'{type(e).__name__}: {e}'


def objects(special, late):
    X = type('X', (), {} if late or not special else {special: None})
    Y = type('Y', (X,), {})
    x, y = object.__new__(X), object.__new__(Y)
    M = type('M', (type,), {} if late or not special else {special: None})
    k = type.__new__(M, 'k', (), {})
    if late and special:
        for i in range(3):
            for operation in OPERATIONS[i::9]:
                tried((x, y, X, k), operation)
        setattr(X, special, None)
        setattr(M, special, None)
    return x, y, X, k


plain = [tried(objects('', False), operation) for operation in OPERATIONS]
for special in SPECIALS:
    for late in (False, True):
        try:
            made = objects(special, late)
        except Exception as e:
            print(special, late, type(e).__name__, e)
            continue
        seen = []
        for number, operation in enumerate(OPERATIONS):
            result = tried(made, operation)
            if result != plain[number]:
                seen.append((number, result))
        if late and seen == early:
            print(special, 'late: the same')
        else:
            for number, result in seen:
                print(special, number, result)
        early = seen


# None that a property returns
import operator
import os


def outcome(x, operation):
    result = tried((x,), operation)
    return result if 'Error: ' in str(result) else type(result).__name__


ASKED = [hash, iter, list, bool, reversed, os.fspath, lambda p: 1 in p, lambda p: {p: 1}, lambda p: {p}, lambda p: [*p],
         max, dict, len, next, repr, str, operator.index, int, float, lambda p: p[1], lambda p: p(), lambda p: p == 1,
         lambda p: p + 1, lambda p: 1 + p, format, bytes, dir, complex, round, math.trunc, lambda p: -p, operator.length_hint,
         lambda p: compile('1', p, 'eval'), lambda p: open(p), lambda p: p < 1]
for special in ['__hash__', '__iter__', '__bool__', '__contains__', '__reversed__', '__fspath__', '__len__', '__next__', '__repr__',
                '__str__', '__index__', '__int__', '__float__', '__getitem__', '__call__', '__eq__', '__add__', '__radd__',
                '__format__', '__bytes__', '__dir__', '__complex__', '__round__', '__trunc__', '__neg__', '__length_hint__', '__lt__']:
    P = type('P', (), {special: property(lambda self: None)})
    plain = type('P', (), {})
    for number, operation in enumerate(ASKED):
        result = outcome(P(), operation)
        if result != outcome(plain(), operation):
            print(special, number, result)
    if special in ('__iter__', '__reversed__'):
        Q = type('Q', (list,), {special: property(lambda self: None)})
        print(outcome(Q(), iter), outcome(Q(), reversed))
    R = type('R', (), {special: property(lambda self: self.missing)})
    print(special, outcome(R(), hash), outcome(R(), iter), outcome(R(), bool), outcome(R(), reversed), outcome(R(), os.fspath),
          outcome(R(), lambda p: 1 in p))
