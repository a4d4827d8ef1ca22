"""Rare behaviour of containers and descriptors: changes during iteration, docstrings of properties, keywords of subclasses."""

import collections
import types

for view in (lambda d: d, lambda d: d.values(), lambda d: d.items()):
    changing = {0: 0}
    try:
        for item in view(changing):
            del changing[0]
            changing[0] = 0
        print('no error')
    except RuntimeError as error:
        print(error)
stack = {}
for i in range(1000):
    stack[i] = i
    stack[-1] = 0
    stack.popitem()
    if i % 3 == 0:
        stack.popitem()
print(len(stack), list(stack)[:5])
full = {f'k{i}': i for i in range(100)}
for i in range(1, 100):
    del full[f'k{i}']
backwards = [reversed(full), reversed(full.keys()), reversed(full.items())]
full.clear()
full['k0'] = 0
print([list(it) for it in backwards])


def fails():
    yield 'key'
    raise TypeError('oops')


for pairs in ([1], [(1, 2), fails()], [(1, 2, 3)]):
    try:
        {}.update(pairs)
    except (TypeError, ValueError) as error:
        print(error, getattr(error, '__notes__', None))

for base in (tuple, list, set, frozenset, float):
    sub = type('Sub', (base,), {})
    try:
        print(sub(sequence=()))
    except TypeError as error:
        print(error)


class Documented(property):
    """A class with a docstring."""


class Slotted(property):
    __slots__ = ('extra',)


class WithDoc(property):
    __slots__ = ('__doc__',)


def getter(self):
    """of the getter"""


def plain(self):
    pass


for kind in (property, Documented, WithDoc):
    print([kind(g, None, None, d).__doc__ for g in (getter, plain) for d in (None, 'given')])
    made = kind(getter)
    made.__doc__ = 'changed'
    print(made.getter(plain).__doc__, made.setter(plain).__doc__, kind(plain, doc='given').getter(getter).__doc__)
print(Slotted(doc='dropped').__doc__)
try:
    Slotted(getter)
except AttributeError as error:
    print(error)
try:
    property().__set_name__()
except TypeError as error:
    print(error)

print([type(d).__name__ for d in (types.FunctionType.__globals__, types.FunctionType.__code__, Slotted.extra, property.fget)])
print(types.MemberDescriptorType, types.FunctionType.__globals__, property.fget.__get__(property(getter)) is getter)


class Meta(type):
    def mro(cls):
        print(cls.__dict__['f'].__call__().__name__ if 'f' in cls.__dict__ else None)
        return super().mro()


class InMro(metaclass=Meta):
    def f():
        return __class__


class First(collections.UserDict, collections.abc.Sequence):
    pass


class Second(collections.UserDict, list):
    pass


class Third(list, collections.abc.Mapping):
    __getitem__ = __len__ = __iter__ = list.__getitem__


def kind_of(value):
    match value:
        case [*_]:
            return 'sequence'
        case {}:
            return 'mapping'


print(kind_of(First()), kind_of(Second()), kind_of(Third()), kind_of(memoryview(b'a')), kind_of(b''), kind_of({}), kind_of(range(2)))
print(kind_of(type('S', (collections.UserList, dict), {})()), kind_of(type('M', (dict, collections.abc.Sequence), {})()))
for text in ('{0: _, False: _}', '{0: _, 0.0: _}', '{0: _, 0j: _}', '{1: _, 2: _}'):
    try:
        compile(f'match 1:\n case {text}: pass', 'm', 'exec')
        print('fine')
    except SyntaxError as error:
        print(error)

members = collections.deque([ValueError(1)])
group = ExceptionGroup('shown', members)
members.clear()
print(repr(group), repr(ExceptionGroup('shown', [ValueError(2)])), repr(ExceptionGroup('shown', (ValueError(2),))))


class Unshown(collections.UserList):
    def __repr__(self):
        raise KeyError('repr')


try:
    ExceptionGroup('x', Unshown([ValueError(1)]))
except KeyError as error:
    print(error)


class Splits(ExceptionGroup):
    def split(self, condition):
        return self.answer


for answer in ('text', ('one',), (ValueError(1), None, 3)):
    group = Splits('g', [ValueError(1)])
    group.answer = answer
    try:
        try:
            raise group
        except* ValueError as error:
            print('caught', repr(error))
    except TypeError as error:
        print(error)


class Hidden:
    def __getattribute__(self, name):
        if name == '__class__':
            raise AttributeError(name)
        return super().__getattribute__(name)


print(isinstance(Hidden(), collections.abc.Sized))
