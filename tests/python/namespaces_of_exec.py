"""exec with a closure, dir() where the locals are a mapping, what a failing hook writes to, fields of exceptions that are reset."""

import io
import sys
import types


def outer():
    shared = 1

    def change():
        nonlocal shared
        shared += 10

    def read():
        return shared

    return change, read


change, read = outer()
exec(change.__code__, {}, closure=change.__closure__)
print(read())
for given in (None, (), (1,), [types.CellType()], (types.CellType(), types.CellType())):
    try:
        exec(change.__code__, {}, closure=given)
    except TypeError as error:
        print(error)
for source, closure in (('1', (types.CellType(),)), (compile('1', 'c', 'exec'), (types.CellType(),))):
    try:
        exec(source, {}, closure=closure)
    except TypeError as error:
        print(error)
try:
    eval(read.__code__)
except TypeError as error:
    print(error)


class Mapping:
    def __init__(self, names):
        self.names = names

    def __getitem__(self, key):
        raise KeyError(key)

    def keys(self):
        return self.names


print(eval('dir()', {}, Mapping(['z', 'x'])))
try:
    eval('dir()', {}, Mapping(1))
except TypeError as error:
    print('TypeError')


class Strange(types.ModuleType):
    __dict__ = 8


try:
    dir(Strange('m'))
except TypeError as error:
    print(error)

captured, kept = io.StringIO(), sys.stderr
sys.stderr = captured
sys.excepthook(ValueError, ValueError('seen'), None)
sys.stderr = None
sys.excepthook(ValueError, ValueError('unseen'), None)
sys.stderr = kept
print(captured.getvalue())
sys.stdout, kept = io.StringIO(), sys.stdout
sys.displayhook(2)
shown, sys.stdout = sys.stdout.getvalue(), kept
print(repr(shown))

error = ImportError('a', name='n', path='p')
error.__init__('b')
print(error.args, error.name, error.path, SyntaxError('s')._metadata)
for bad in ({'c': 1}, 3):
    try:
        print(types.FunctionType((lambda *, c: c).__code__, {}, 'f', None, None, bad)())
    except TypeError as error:
        print(error)


class Made(types.SimpleNamespace):
    def __new__(cls):
        return 12 if cls.other else super().__new__(cls)


Made.other = False
one = Made()
Made.other = True
try:
    one.__replace__()
except TypeError as error:
    print(error)


class Moved:
    pass


print('__firstlineno__' in vars(Moved))
Moved.__module__ = 'elsewhere'
print('__firstlineno__' in vars(Moved))
