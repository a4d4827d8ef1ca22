# What del x[k] says of objects that do not let it.
class C: pass
class T(tuple): pass
class I(int): pass
import collections
def g(): yield
for o in [1, 1.5, None, True, 2j, g, g(), iter([]), slice(1), int, (1,), T(), I(), 'a', b'', range(3), {1}, frozenset(), {}.keys(), {}.values(), C(), ..., len, NotImplemented, object(), type(g), map(abs,[]), Exception(), collections.Counter]:
    for k in (0, 'a', None, slice(1)):
        try: del o[k]
        except Exception as e: print(type(e).__name__, e)
