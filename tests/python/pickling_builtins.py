"""What built-in objects reduce to, and which refuse."""

import copy
import pickle
import types


def shown(value):
    return type(value).__name__ if hasattr(value, '__next__') else repr(value)


class Bag(set):
    pass


bag = Bag([1])
bag.colour = 'red'
again = pickle.loads(pickle.dumps(bag))
print(again, again.colour)

for value in (len, [1].append, str.join, (1).__add__, int.from_bytes, types.FunctionType.__globals__, property.fget):
    print(value.__reduce__())
for value in (iter([1, 2]), iter(b'ab'), iter(bytearray(b'ab')), iter({1: 2}), iter(range(3)), iter('ab'), reversed([1]), map(len, 'a')):
    next(value)
    for protocol in (0, 2, 4):
        print(shown(value), list(pickle.loads(pickle.dumps(value, protocol))), end=' ')
    print(value.__reduce__()[0])
for error in (
    ImportError('a', name='b', path='c'),
    AttributeError('a', name='b', obj=3),
    OSError(1, 2, 'f'),
    OSError(1, 2, 'f', None, 'g'),
    OSError(1, 2),
):
    error_again = pickle.loads(pickle.dumps(error))
    print(error.__reduce__(), type(error_again).__name__, error_again.args, getattr(error_again, 'name', None))
for value in (bytearray(b'a\xff'), types.SimpleNamespace(a=1, b=[2])):
    for protocol in (0, 2, 3):
        print(value.__reduce_ex__(protocol), pickle.loads(pickle.dumps(value, protocol)) == value)
print(copy.replace(types.SimpleNamespace(a=1, b=2), b=3, c=4))


def numbers():
    yield 1


for value in (
    numbers(),
    types.MappingProxyType({}),
    types.CellType(1),
    property(),
    staticmethod(len),
    types.ModuleType('m'),
    {}.keys(),
    memoryview(b''),
    numbers.__code__,
):
    for action in (copy.copy, lambda v: pickle.dumps(v, 2)):
        try:
            print(type(action(value)).__name__)
        except (TypeError, pickle.PicklingError) as error:
            print(type(error).__name__, error)

print(list(map(lambda n: n.__setstate__(2) or list(n), [iter(range(10, 20, 2)), iter(range(-(2**65), 6 - 2**65, 2)), iter(b'abcd')])))
for value in (iter(range(9)), iter(range(2**70)), iter(b'a')):
    try:
        value.__setstate__('1')
    except TypeError as error:
        print(error)


class Proxy:
    """Special methods are looked up on the class: __getattr__ is not asked for them."""

    def __getattr__(self, name):
        print('asked for', name)
        raise AttributeError(name)


for protocol in range(6):
    print(type(pickle.loads(pickle.dumps(Proxy(), protocol))).__name__)
print(type(copy.copy(Proxy())).__name__)


class Property(property): pass


try: copy.copy(Property())
except TypeError as error: print(error)
