# Objects that only C code makes: neither their class nor object.__new__ makes a blank one.
import _io
import _sha2
import array
import codecs
import collections
import functools
import re
import string
import struct
import sys
import weakref


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


def generator():
    yield


async def coroutine():
    pass


class Slots:
    __slots__ = 'a'


c = coroutine()
d, od = {}, collections.OrderedDict()
for made in (
    iter([]), iter(()), iter(''), iter(b''), iter(set()), iter(range(1)), iter(range(1 << 70)), iter(int, 1), reversed([]),
    iter(memoryview(b'')), iter(list[int]),
    iter(d), iter(d.values()), iter(d.items()), d.keys(), d.values(), d.items(), iter(od), od.keys(), od.values(), od.items(),
    generator(), c, c.__await__(), len, [].append, list.append, int.__add__, (1).__add__, int.real, dict.__dict__['fromkeys'],
    Slots.a, sys._getframe(),
    functools.cmp_to_key(len), iter(array.array('b')), struct.iter_unpack('b', b''), _sha2.sha256(), string.Formatter().parse(''),
    re.compile(''), re.match('', ''), re.compile('').scanner(''), codecs.charmap_build(''.join(map(chr, range(256)))),
):
    cls = type(made)
    attempt(cls)
    attempt(lambda: object.__new__(cls))
    print('__new__' in cls.__dict__)
c.close()
attempt(type(weakref.proxy(generator)))

# a class that may be subclassed has blank instances
print(type(_io._IOBase()).__name__, type(object.__new__(_io._IOBase)).__name__)
