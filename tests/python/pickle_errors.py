"""What is said of objects that cannot be pickled, and where they are; of pickles that are damaged or meant ill."""

import io
import pickle
import random


class R:
    def __init__(self, reduced):
        self.reduced = reduced

    def __repr__(self):
        return 'R()'

    def __reduce__(self):
        return self.reduced


class Attributes:
    def __init__(self, **attributes):
        for name, value in attributes.items():
            setattr(self, name, value)

    def __repr__(self):
        return 'Attributes()'


class Raising:
    def __reduce_ex__(self, protocol):
        raise KeyError('from __reduce_ex__')


class NoState:
    __slots__ = 'a'

    def __getstate__(self):
        raise ValueError('from __getstate__')


def local():
    class Local:
        pass

    return Local


class Renamed:
    __qualname__ = 'Other'


class Elsewhere:
    __module__ = 'no_such_module'


class Nowhere:
    __module__ = ''


def __newobj__(*args):
    pass


def __newobj_ex__(*args):
    pass


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        context = error.__context__
        print(type(error).__name__, error, getattr(error, '__notes__', []), type(context).__name__, context or '')


objects = [
    R(1), R(()), R((1,)), R((1, 2)), R((len, 2)), R((len, (), 1, 2)), R((len, (), 1, None, 2)), R((len, (), 1, None, None, 2)),
    R((1, 2, 3, 4, 5, 6, 7)), R('no.such'), R((__newobj__, ())), R((__newobj__, (1,))), R((__newobj__, (int,))),
    R((__newobj_ex__, ())), R((__newobj_ex__, (1, 2, 3))), R((__newobj_ex__, (R, 2, 3))), R((__newobj_ex__, (R, (), 3))),
    R((len, (local(),))), R((len, (), local())), R((local(), ())), R((len, (), 1, None, None, local())),
    R((len, (), None, iter([1, local()]))), R((len, (), None, None, iter([('k', local())]))),
    R((len, (), None, None, iter([1]))), R((__newobj__, (R, local()))), local(), Renamed, Elsewhere, Nowhere,
    [1, local()], (1, local()), (1, 2, 3, local()), {'k': local()}, {'k': {'l': [local()]}}, {local(): 1}, {local()},
    frozenset([local()]), Attributes(one=local()), Attributes(one=1, two=[local()]), [Raising()], [NoState()],
    io, iter([]).__class__, pickle.PickleBuffer(b'a'), (i for i in ()).__class__,
]
for value in objects:
    for protocol in 0, 2, 5:
        show(pickle.dumps, value, protocol)


class Shrinking:
    def __reduce__(self):
        held.pop(next(iter(held)), None) if isinstance(held, dict) else held.pop()
        return list, ()


held = {1: 1, 2: Shrinking(), 3: 3}
show(pickle.dumps, held)
held = [1, 2, Shrinking(), 3, 4]
show(pickle.dumps, held)
show(pickle.dumps, 1, 6)
show(pickle.dumps, 1, 'x')
show(pickle.dumps)
show(pickle.dump, 1)
show(pickle.loads)
fast = pickle.Pickler(io.BytesIO())
fast.fast = True
circle = []
circle.append(circle)
try:
    fast.dump(circle)
except ValueError as error:
    print(str(error).split(' at ')[0], len(error.__notes__))

FRAME = b'\x80\x04\x95%c\0\0\0\0\0\0\0'
pickles = [
    b'', b'.', b'N', b'(', b'(.', b'0.', b'(0.', b'1.', b'2.', b't.', b'\x85.', b'N\x86.', b'(N\x85.', b'a.', b'Na.', b'(Na.',
    b'N(e.', b'N(Ne.', b'](NNs.', b'N(Nu.', b'(Nd.', b'(d.', b'N(N\x90.', b'\xff', b'z', b"'", b'Iabc\n.', b'I01\n.', b'I010\n.',
    b'L\n.', b'LabcL\n.', b'L12L\n.', b'Fabc\n.', b'F1e400\n.', b'g1\n.', b'gx\n.', b'h\1.', b'j\1\0\0\0.', b'Np-1\n.', b'Npx\n.',
    b'p1\n.', b'q\1.', b'\x94.', b'N\x94h\0\x86.', b"S'abc\n.", b'Sabc\n.', b"S'a\\x4'\n.", b"S'\\x41'\n.", b'Vab\\u0041\n.',
    b'V\\uz\n.', b'c\n.', b'cos\n\n.', b'cos\nno.such\n.', b'\x80\x04cos\nno.such\n.', b'\x80\x04cos\nnosuch\n.', b'cno_such\nx\n.',
    b'NN\x93.', b'\x8c\2io\x8c\7BytesIO\x93.', b'X\xff\xff\xff\xffab', b'\x8c\3ab', b'\x8c\2\xc3(.', b'\x8c\1\x80.', b'\x8c\3\xed\xa0\x80.',
    b'\x8d' + b'\xff' * 8, b'\x8e' + b'\xff' * 8, b'\x96' + b'\xff' * 8, b'\x95' + b'\xff' * 8, b'\x8b\xff\xff\xff\xff.', b'\x8b\xff\0\0\0a',
    b'\x8a\0.', b'\x8a\2\xff\x7f.', b'\x8b\1\0\0\0\x80.', b'T\xff\xff\xff\xff.', b'NNR.', b'NN\x81.', b')N\x81.', b'cbuiltins\nint\nN\x81.',
    b'cbuiltins\nint\n)N\x92.', b'cbuiltins\nint\n)\x81.', b'cbuiltins\nlen\n)\x81.', b'N}b.', b'NNb.', b'}b.', b'(Nb.', b'cbuiltins\nobject\n)\x81Kb.',
    b'cbuiltins\nobject\n)\x81K\1b.', b'cbuiltins\nobject\n)\x81NK\1\x86b.', b'cbuiltins\nobject\n)\x81N}K\1K\2s\x86b.', b'(ibuiltins\nint\n.',
    b'(io.', b'(o.', b'(cbuiltins\nint\no.', b'(cbuiltins\nlen\nNo.', b'Pid\n.', b'P\xff\n.', b'NQ.', b'\x82\0.', b'\x82\1.', b'\x84\xff\xff\xff\xff.',
    b'\x97.', b'N\x98.', b'\x98.', b'\x80\x09.', b'\x80', b'\x95\1', FRAME % 6 + b'Vhelloworld\n.', FRAME % 3 + b'C\nhelloworld.',
    FRAME % 12 + b'N\x95\0\0\0\0\0\0\0\0NN.', FRAME % 10 + b'N\x95\0\0\0\0\0\0\0\0N.', FRAME % 9 + b'N.', FRAME % 1 + b'N.',
    b'N' * 200 + b'(' * 200 + b'.', b'(' * 100 + b't' * 100 + b'.', b'Nr\x40\x4b\x4c\0j\x40\x4b\x4c\0\x86.', b'Np5000000\ng5000000\n\x86.',
]
for data in pickles:
    print(data[:40], end=' ')
    show(pickle.loads, data)
show(pickle.loads, b'\x97.', buffers=[])
show(pickle.loads, b'\x97\x98.', buffers=[b'a'])
show(pickle.loads, b'N.', buffers=5)

# Whatever is done to a pickle, an exception or an object comes out.
chance = random.Random(14)
good = [pickle.dumps(v, p) for v in ([1, 2.5, 'é', {'a': (1, 2, 3, 4)}, {2}, b'b'], Attributes(a=1, b='c'), 2**90) for p in range(6)]
outcomes = set()
for _ in range(600):
    data = bytearray(chance.choice(good))
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(data))
        data[at] = chance.choice(b'(.012IKLMNU]}abdehlpqrstu)\x81\x85\x86\x8a\x8c\x8f\x90\x93\x94') if chance.random() < 0.7 else chance.randrange(256)
    try:
        pickle.loads(bytes(data))
        outcomes.add('an object')
    except Exception as error:
        outcomes.add(type(error).__name__ if isinstance(error, pickle.UnpicklingError) else 'another error')
print(sorted(outcomes))


# Deep nesting is an error where the stack is too small for it, and no crash.
deep = []
for _ in range(300_000):
    deep = [deep]
try:
    assert len(pickle.dumps(deep)) > 900_000
except RecursionError:
    pass
nested = pickle.loads(b'(' * 100_000 + b'l' * 100_000 + b'.')
for _ in range(99_999):
    (nested,) = nested
print(nested)
