# import: packages, relative imports, from-imports of submodules, import *, circular imports, errors, sys.modules.
import sys

def show(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__ + ':', e, getattr(e, 'name', None))

import import_fixture
print(import_fixture.first.value, import_fixture.renamed, import_fixture.__name__, hasattr(import_fixture, 'second'))
import import_fixture.second
import import_fixture.sub.leaf as leaf
print(leaf.deep(), import_fixture.sub.up, leaf.__name__, leaf.__package__)
from import_fixture import first, second as other
from import_fixture.first import value, whoami as who
print(first.value, other.__name__, value, who())
print('import_fixture.sub' in sys.modules, sys.modules['import_fixture.first'] is first)

import import_fixture.star_importer
print(import_fixture.star_importer.names)
from import_fixture.plain import *
print(x, z, '_y' in globals())
show(lambda: __import__('nope'))
show(lambda: __import__('import_fixture.nope'))
show(lambda: __import__('import_fixture.first.nope'))
show(lambda: __import__(''))
show(lambda: __import__('import_fixture.first').__name__)
show(lambda: __import__('import_fixture.first', fromlist=['x']).__name__)
def f1(): from import_fixture import nothing
def f2(): from import_fixture.first import nothing
def f3(): from . import something
def f4(): import import_fixture.sub.toofar
def f5(): import import_fixture.failing
def f6(): from sys import nothing
def f7(): from import_fixture.badall import x, gone
def f8(): import import_fixture.circular_c
for f in (f1, f2, f3, f4, f5, f5, f6, f7, f8):
    try:
        f()
    except BaseException as e:
        print(type(e).__name__ + ':', str(e).replace(import_fixture.__file__.rsplit('/', 2)[0], '.'))
print('import_fixture.failing' in sys.modules, 'import_fixture.circular_c' in sys.modules)
import import_fixture.circular_a
print(import_fixture.circular_b.b_value, import_fixture.circular_b.later())
from import_fixture import lazy
print(lazy.dynamic)
show(lambda: lazy.other)
from import_fixture import replaced
print(replaced.answer, sys.modules['import_fixture.replaced'] is replaced)
import import_fixture.replaced as again
print(again is replaced)
sys.modules['blocked'] = None
def blocked(): import blocked
show(blocked)
sys.modules['fake'] = first
import fake
print(fake is first)
show(lambda: first.missing)
first.added = 'added'
from import_fixture.first import added
print(added, first.__dict__['added'])
del first.added
show(lambda: first.added)
show(lambda: setattr(first, '__dict__', {}))
print(type(first), first.__doc__, first.__spec__.name, first.__spec__.parent)
module = type(sys)('made', 'the doc')
print(module.__name__, module.__doc__, sorted(module.__dict__), repr(module))
print(repr(sys), __name__, __spec__ is None, __package__)
import math as m, time
print(m.__name__, time.__name__, 'math' in sys.modules)
try:
    import no_such_thing
except ModuleNotFoundError as e:
    print(e, e.name, e.path)
def nested():
    import import_fixture.sub.leaf
    return import_fixture.sub.leaf.deep()
print(nested())
# the package of a module, by its globals
import warnings
def relative(**names):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try: print(__import__('', names, None, ['x'], 1).__name__, end=' ')
        except Exception as e: print(type(e).__name__ + ':', e, end=' ')
    print([str(w.message) for w in caught])
class Spec: parent = 'import_fixture'
relative()
relative(__name__=3)
relative(__name__='import_fixture.x')
relative(__name__='import_fixture', __path__=[])
relative(__package__=3)
relative(__package__='import_fixture', __spec__=Spec)
relative(__package__='json', __spec__=Spec)
relative(__spec__=Spec, __package__=None)
Spec.parent = None
relative(__spec__=Spec)
sys.modules['import_fixture.blocked'] = None
def blocked_item(): from import_fixture import blocked
show(blocked_item)


show(lambda: __import__('x', 3, None, ['x'], 1))
itself = type(sys)('itself')
itself.__spec__ = itself
show(lambda: itself.name)
import import_fixture.failing
