"""Pickler and Unpickler as classes: subclasses and what they override, memos, files of all kinds."""

import copyreg
import inspect
import io
import pickle


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as error:
        return type(error).__name__, str(error)


class C:
    def __init__(self, v=None):
        self.v = v


# Memos.
out = io.BytesIO()
pickler = pickle.Pickler(out, 2)
a = ['a']
pickler.dump(a)
first = out.tell()
pickler.dump(a)
print(out.getvalue()[first:])
pickler.clear_memo()
pickler.dump(a)
memo = pickler.memo
print(type(memo).__name__, sorted(number for number, _ in memo.copy().values()), sorted((v for _, v in memo.copy().values()), key=str))
constructor, arguments = memo.__reduce__()
print(constructor, arguments[0] == memo.copy())
other = pickle.Pickler(io.BytesIO(), 2)
other.memo = memo
print(other.memo.copy() == memo.copy())
other.memo = {id(C): (0, C), id(a): (1, a)}
other.dump([a, 'new'])
memo.clear()
print(memo.copy(), attempt(setattr, pickler, 'memo', 1), attempt(delattr, pickler, 'memo'))
print(attempt(setattr, pickler, 'memo', {1: 2}), attempt(hash, memo))

unpickler = pickle.Unpickler(io.BytesIO(out.getvalue()))
print(unpickler.load(), unpickler.load(), unpickler.memo.copy(), unpickler.load())
second = pickle.Unpickler(io.BytesIO(b'h\x00h\x01\x86.'))
second.memo = unpickler.memo
print(second.load(), attempt(setattr, unpickler, 'memo', {-1: 0}), attempt(setattr, unpickler, 'memo', {'a': 0}))
print(attempt(setattr, unpickler, 'memo', []), attempt(delattr, unpickler, 'memo'), unpickler.memo.__reduce__())
unpickler.memo.clear()
print(unpickler.memo.copy())

# Numbers and tables.
pickler = pickle.Pickler(io.BytesIO(), 0)
print(pickler.bin, pickler.fast, attempt(getattr, pickler, 'dispatch_table'), attempt(setattr, pickler, 'fast', 'x'))
pickler.bin = 1
pickler.dispatch_table = {C: lambda c: 'C'}
print(pickler.bin, list(pickler.dispatch_table), attempt(delattr, pickler, 'bin'))


class Table(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table.copy()
    dispatch_table[C] = lambda c: (tuple, ([c.v],))


class Chained(pickle.Pickler):
    def __init__(self, file):
        import collections

        self.dispatch_table = collections.ChainMap({C: lambda c: (list, ([c.v],))}, copyreg.dispatch_table)
        super().__init__(file)


class Overriding(pickle.Pickler):
    def reducer_override(self, obj):
        if isinstance(obj, C):
            return str, (repr(obj.v),)
        if obj is print:
            return 'print'
        return NotImplemented


for cls in Table, Chained, Overriding:
    out = io.BytesIO()
    cls(out).dump([C(1), print, len, {'c': C([2])}, 2j])
    print(cls.__name__, pickle.loads(out.getvalue()))


# Persistent objects.
class Persistent(pickle.Pickler):
    def persistent_id(self, obj):
        if isinstance(obj, C):
            return ('C', obj.v)
        return super().persistent_id(obj)


class Loading(pickle.Unpickler):
    def persistent_load(self, pid):
        return ['loaded', pid]

    def find_class(self, module, name):
        print('find', module, name)
        if name == 'len':
            return max
        return super().find_class(module, name)


for protocol in 0, 1, 4:
    out = io.BytesIO()
    Persistent(out, protocol).dump([C(1), len, C(1)])
    print(out.getvalue())
    print(Loading(io.BytesIO(out.getvalue())).load())
out = io.BytesIO()
pickler = pickle.Pickler(out)
pickler.persistent_id = lambda obj: 'id' if obj == 5 else None
pickler.dump([5, 6])
unpickler = pickle.Unpickler(io.BytesIO(out.getvalue()))
unpickler.persistent_load = lambda pid: pid * 2
print(unpickler.load(), pickler.persistent_id(5), attempt(pickle.loads, out.getvalue()))
del pickler.persistent_id
print(pickler.persistent_id(5), attempt(pickle.Unpickler(io.BytesIO()).persistent_load, 1))


# Who uses a pickler in the middle of its work, or before it is ready.
class Again(pickle.Pickler):
    def persistent_id(self, obj):
        if obj == 'again':
            print(attempt(self.dump, 1), attempt(self.__init__, io.BytesIO()))
        if obj == 'clear':
            self.clear_memo()


class AgainLoading(pickle.Unpickler):
    def persistent_load(self, pid):
        return attempt(self.load), attempt(self.__init__, io.BytesIO())


class Never(pickle.Pickler):
    def __init__(self):
        pass


class NeverLoading(pickle.Unpickler):
    def __init__(self):
        pass


out = io.BytesIO()
Again(out).dump(['again', 'clear', 'again'])
print(pickle.loads(out.getvalue()), AgainLoading(io.BytesIO(b'NQ.')).load())
print(attempt(Never().dump, 1), attempt(NeverLoading().load))
pickler.__init__(out, 1)
print(pickler.bin, attempt(pickle.Pickler), attempt(pickle.Pickler, 1), attempt(pickle.Pickler, out, 6))
print(attempt(pickle.Unpickler), attempt(pickle.Unpickler, 1), attempt(pickle.Pickler, out, 4, buffer_callback=print))
print(attempt(setattr, pickle.Pickler(out), 'new', 1)[0], pickle.Pickler(out, fix_imports=False, protocol=-1).bin)


# Files: nothing after the end of a pickle is read.
class Bare:
    """read and readline, and what was asked of them."""

    def __init__(self, data):
        self.file = io.BytesIO(data)
        self.asked = []

    def read(self, n):
        self.asked.append(n)
        return self.file.read(n)

    def readline(self):
        self.asked.append('line')
        return self.file.readline()


class Views(Bare):
    def read(self, n):
        return memoryview(super().read(n))

    def readline(self):
        return bytearray(super().readline())


class Peeking(Bare):
    def peek(self, n):
        at = self.file.tell()
        data = self.file.read(min(n, 20))
        self.file.seek(at)
        return data


class NotPeeking(Bare):
    def peek(self, n):
        raise NotImplementedError


value = {'a': [1, 2.5, 'text', b'bytes' * 50], 'b': (None, 2**70)}
for protocol in range(6):
    data = pickle.dumps(value, protocol) + b'rest'
    for cls in Bare, Views if protocol < 3 else Bare, Peeking, NotPeeking:
        file = cls(data)
        assert pickle.load(file) == value, (protocol, cls)
        assert file.file.read() == b'rest', (protocol, cls)
    for size in 1, 16, 8192:
        file = io.BufferedReader(io.BytesIO(data[:-4] + data), size)
        unpickler = pickle.Unpickler(file)
        assert unpickler.load() == value and unpickler.load() == value and file.read() == b'rest'
file = Bare(pickle.dumps([1, 'x', b'y' * 300], 2) + b'N')
print(pickle.load(file) == [1, 'x', b'y' * 300], file.asked)
large = pickle.dumps(['z' * 3_000_000, bytes(2_000_000)])
assert pickle.load(Bare(large)) == pickle.loads(large) == pickle.load(Peeking(large))
print(attempt(pickle.load, Bare(large[:-1_000_000])), attempt(pickle.load, Bare(b'')))


class Broken(Bare):
    def read(self, n):
        return 'text'


class Raising(Bare):
    def read(self, n):
        raise OSError('disk')


print(attempt(pickle.load, Broken(b'N.')), attempt(pickle.load, Raising(b'N.')))
print(attempt(pickle.loads, bytearray(b'N.')), attempt(pickle.loads, memoryview(b'N.')), attempt(pickle.loads, 'N.'))

# Python 2.
old = b"(lp0\nS'a\\xe9'\np1\naU\x02\xc3\xa9aT\x01\x00\x00\x00xac__builtin__\nxrange\nac__builtin__\nunicode\na."
print(attempt(pickle.loads, old), pickle.loads(old, encoding='latin-1'), pickle.loads(old, encoding='bytes'))
print(pickle.loads(old, errors='replace'), attempt(pickle.loads, old, encoding='latin-1', fix_imports=False))
print(attempt(pickle.loads, b'N.', encoding=1), attempt(pickle.loads, b'N.', errors=None))
print(pickle.dumps([range, str], 2), pickle.dumps([range, str], 2, fix_imports=False))

# The registry of extensions.
copyreg.add_extension('__main__', 'C', 0x1234)
data = pickle.dumps([C, C], 2)
print(data, pickle.loads(data) == [C, C], pickle.loads(data) == [C, C])
copyreg.remove_extension('__main__', 'C', 0x1234)
print(attempt(pickle.loads, data))

# What they look like.
for f in pickle.dump, pickle.dumps, pickle.load, pickle.loads, pickle.Pickler, pickle.Unpickler, pickle.Pickler.dump:
    print(f.__name__, inspect.signature(f))
for cls in pickle.Pickler, pickle.Unpickler, pickle.PickleError, pickle.PicklingError, pickle.UnpicklingError, pickle.PickleBuffer:
    print(cls, cls.__base__, type(cls.__doc__).__name__)
print(pickle._Pickler, pickle._Unpickler.__module__, pickle.Pickler(io.BytesIO()).memo.__class__)
