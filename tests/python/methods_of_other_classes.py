# What is in the dictionary of a built-in class may be put into any other class, where it finds objects of the wrong
# kind. Code that has become fast with the right ones must refuse those too.
import datetime
import io
import types


class Empty:
    pass


def generator():
    yield 1


TYPES = [
    (list, lambda cls: cls([3, 1, 2])),
    (dict, lambda cls: cls({'a': 1})),
    (bytearray, lambda cls: cls(b'ab')),
    (int, lambda cls: cls(5)),
    (datetime.date, lambda cls: cls(2020, 1, 2)),
    (io.BytesIO, lambda cls: cls(b'ab')),
    (type, lambda cls: cls('T', (), {})),
]
LEFT_OUT = {'__new__', '__init_subclass__', '__subclasshook__', '__class__', '__dict__', '__sizeof__', '__reduce__',
            '__reduce_ex__', '__del__', '__getattribute__', '__setattr__', '__delattr__', '__dir__', 'mro', '__weakref__',
            '__module__', '__notes__'}  # and what not both have
ARGUMENTS = [(), (1,), (b'a',), (0, 1)]


def describe(function, *args):
    try:
        result = function(*args)
    except RecursionError:
        return 'RecursionError'
    except BaseException as e:
        return type(e).__name__
    return type(result).__name__


def hot():
    """Functions that nobody else has: their caches have seen nothing."""
    space = {}
    exec(
        'def call(x, *args): return x.m(*args)\n'
        'def call0(x): return x.m()\n'
        'def call1(x, a): return x.m(a)\n'
        'def call2(x, a, b): return x.m(a, b)\n'
        'def load(x): return x.m\n'
        'def store(x): x.m = 1\n',
        space,
    )
    return space['call0'], space['call1'], space['call2'], space['load'], space['store']


def classes(found):
    """That have the same thing under the same name, and nothing to do with its owner."""
    yield type('Plain', (), {'m': found}), lambda cls: cls()
    yield type('Slotted', (), {'m': found, '__slots__': ('a', 'b')}), lambda cls: cls()
    for cls, make in TYPES[::3]:
        yield type('Derived', (cls,), {'m': found}), make


def attempt(owner, make, name):
    found = owner.__dict__[name]
    right = type('Right', (owner,), {'m': found})
    *calls, load, store = hot()
    for args in ARGUMENTS:
        for i in range(30):
            describe(calls[len(args)], make(right), *args)
    for i in range(30):
        describe(load, make(right))
        describe(store, make(right))
    answers = []
    for cls, make_wrong in classes(found):
        wrong = make_wrong(cls)
        answers += [describe(calls[len(args)], wrong, *args) for args in ARGUMENTS]
        answers += [describe(load, wrong) if not callable(found) else '-', describe(store, wrong)]
    print(owner.__name__, name, ' '.join(answers))


for cls, make in TYPES:
    for name in sorted(cls.__dict__):
        if name not in LEFT_OUT and not name.endswith('doc__'):
            attempt(cls, make, name)


class Slots:
    __slots__ = ('a', 'b')


class Other:
    a = Slots.a
    b = Slots.b


class Wide:
    __slots__ = ('x', 'y', 'z', 'a')
    b = Slots.a


def read(o):
    return o.a


def read_b(o):
    return o.b


def write(o):
    o.a = 7


s = Slots()
s.a, s.b = 1, 2
for i in range(60):
    read(s), write(s), read_b(s)
for o in Other(), Wide(), s:
    print(describe(read, o), describe(write, o), describe(read_b, o))


class Base:
    m = list.append
    n = dict.get


class Derived(Base):
    def call(self, v):
        return super().m(v)

    def get(self, v):
        return super().n(v)


class Good(list):
    m = list.append


class GoodDerived(Good):
    def call(self, v):
        return super().m(v)


def through_super(o):
    return o.call(1)


for i in range(60):
    through_super(GoodDerived())
print(describe(through_super, Derived()), describe(Derived().get, 1))
bound = [types.MethodType(list.append, []), types.MethodType(list.append, Empty()), types.MethodType(str.upper, 5)]


def call_bound(f):
    return f(1)


for i in range(60):
    describe(call_bound, bound[0])
print([describe(call_bound, f) for f in bound])


def unbound(f, o):
    return f(o, 1)


for i in range(60):
    unbound(list.append, [])
print(describe(unbound, list.append, Empty()), describe(unbound, list.append, ()), describe(unbound, dict.get, []))

for name, function in ('fromkeys', dict), ('from_bytes', int), ('fromhex', bytes), ('fromordinal', datetime.date):
    descriptor = function.__dict__[name]
    print(name, describe(descriptor, Empty, 1), describe(descriptor, 5), describe(descriptor), describe(descriptor, type))


# `with` and loops look methods up by themselves.
class Right(io.BytesIO):
    __enter__ = io.BytesIO.__enter__
    __exit__ = io.BytesIO.__exit__
    __iter__ = io.BytesIO.__iter__
    __next__ = io.BytesIO.__next__


class Wrong:
    __enter__ = io.BytesIO.__enter__
    __exit__ = io.BytesIO.__exit__
    __iter__ = io.BytesIO.__iter__
    __next__ = io.BytesIO.__next__


def enter(o):
    with o as x:
        return x


def go_through(o):
    for x in o:
        pass


def step(o):
    return next(o, 0)


for i in range(60):
    enter(Right(b'a')), go_through(Right(b'a\nb')), step(Right(b'a'))
print(describe(enter, Wrong()), describe(go_through, Wrong()), describe(step, Wrong()))
print([describe(lambda v: list(map(list.append, [[], v], [1, 2])), v) for v in ([], Empty(), ())])
