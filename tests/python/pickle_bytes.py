"""Pickles are CPython's, byte for byte: opcodes, memo numbers, frames and batches of every protocol."""

import collections
import io
import pickle


class Plain:
    def __init__(self, a, b):
        self.a = a
        self.b = b


class Slots:
    __slots__ = 'zeta', 'alpha', 'mid'


class MoreSlots(Slots):
    __slots__ = 'more', '__dict__'


class State:
    def __init__(self, value):
        self.value = value

    def __getstate__(self):
        return [self.value, 'x']

    def __setstate__(self, state):
        self.value = state[0]


class Reduced:
    def __init__(self, *values):
        self.values = values

    def __reduce__(self):
        return Reduced, self.values, {'k': 1}


class Filled:
    def __reduce__(self):
        return Filled, (), {'v': 2}, iter([1, 2]), iter([(1, 2)]), fill

    def extend(self, items):
        self.items = items

    def __setitem__(self, key, value):
        self.pair = key, value


def fill(obj, state):
    obj.__dict__.update(state)


class NewArgs:
    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self.args, self.kwargs = args, kwargs
        return self

    def __getnewargs_ex__(self):
        return self.args, self.kwargs


class List(list):
    pass


class Dict(dict):
    pass


class Outer:
    class Inner:
        def method(self):
            pass


Point = collections.namedtuple('Point', 'x y')


def same(value):
    """Everything that instances hold, so that two of them can be compared."""
    try:
        return pickle.dumps(value, 4)
    except RecursionError:
        return None


slots = Slots()
slots.mid, slots.alpha, slots.zeta = 1, [slots], 'z'
more = MoreSlots()
more.alpha, more.more, more.free = 'a', 'm', 'f'
shared = ['shared']
circle = [shared, shared]
circle.append((circle, 1))
circle.append((circle, 1, 2, 3))
circle.append({'circle': circle})
me = Plain(1, 2)
me.b = [me, me]
of_dict = Plain(1, 2)
of_dict = [of_dict.__dict__, of_dict]
listed = List([1])
listed.attribute = listed

values = [
    None, True, False, 0, 255, 256, -1, 65535, 65536, -128, 2**31 - 1, -(2**31), 2**31, -(2**31) - 1, 2**63, -(2**63),
    -(2**2039), 2**2039, 0.0, -0.0, 1.5, float('inf'), 'text', '', 'é', '\ud800', '\U0001f600 \u20ac', 'a\nb\\\0\x1a\r',
    b'', b'bytes', bytearray(), bytearray(b'array'), (), (1,), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, 2], {}, {1: 2},
    {'a': 1, 'b': None}, set(), {7}, frozenset(), frozenset([7]), 3j, range(3), slice(1, None), ..., NotImplemented,
    type(None), type(...), len, int, list.append, [1].append, dict.fromkeys, Outer.Inner, Outer.Inner.method, Plain,
    collections.OrderedDict([(1, 2)]), collections.deque([1], 3), [getattr, list, len, collections.OrderedDict],
    Plain(1, 'x'), [Plain(1, 2), Plain(3, 'a')], slots, more, State(5), Reduced(1, 2), Filled(), NewArgs(1), NewArgs(1, k=2),
    List([1, 2]), Dict(a=1), Point(1, 2), circle, me, listed, of_dict, ('same', 'same', shared, shared), ValueError('text', 1),
]
for value in values:
    print(type(value).__name__)
    for protocol in range(6):
        try:
            data = pickle.dumps(value, protocol)
        except Exception as error:
            print(protocol, type(error).__name__, error)
            continue
        print(protocol, data)
        again = pickle.loads(data)
        assert type(again) is type(value) and (value is of_dict or same(again) == same(value)), (protocol, value)


def digest(data):
    """Where its frames are, and a sum of all bytes."""
    total = 0
    for i, byte in enumerate(data):
        total = (total * 31 + byte + i) & 0xFFFFFFFF
    return len(data), total


def number_of(data, opcode):
    return data.count(opcode)


for n in 999, 1000, 1001, 2001:
    for value in list(range(n)), {i: None for i in range(n)}, List(range(n)), Dict((i, i) for i in range(n)):
        print(n, type(value).__name__, [len(pickle.dumps(value, p)) for p in (0, 1, 2, 5)], end=' ')
        data = pickle.dumps(value, 1)
        print([number_of(data, c) for c in (b'e', b'u', b'a', b's', b'(')])
        assert pickle.loads(data) == value

for value in 'a' * 65535, 'a' * 65536, b'b' * 65536, bytearray(70000), ['c' * 1000 + str(i) for i in range(200)], 'é' * 40000:
    for protocol in 2, 3, 4, 5:
        chunks = []

        class File:
            def write(self, data):
                chunks.append(bytes(data))

        pickle.dump(value, File(), protocol)
        data = pickle.dumps(value, protocol)
        assert b''.join(chunks) == data and pickle.loads(data) == value
        print(type(value).__name__, protocol, digest(data), [len(c) for c in chunks], data.count(b'\x95'))

for protocol in range(6):
    out = io.BytesIO()
    pickler = pickle.Pickler(out, protocol)
    pickler.fast = True
    pickler.dump([shared, shared, Plain(1, (2, 3)), {'a': {'b': []}}])
    print(protocol, out.getvalue())
