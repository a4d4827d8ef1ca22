# What a metaclass's mro() may answer.
class A: pass
def t(f):
    try: r = f(); print('ok', r if isinstance(r, (int, bool, str)) else type(r).__name__)
    except BaseException as x: print(type(x).__name__, str(x)[:150])
class S:
    __slots__ = ('a', 'b')
class I(int): pass
for r in [(), (5,), None, [A], (int, object), [object], (list,), (S,), (I,), (A, S), (Exception, object), (type,), [bool]]:
    class M(type):
        def mro(cls): return r
    for b in (A, object, S, I):
        t(lambda: M('X', (b,), {}))
        t(lambda: M('X', (b,), {})().x)
        t(lambda: M('X', (b,), {})())
        t(lambda: M('X', (b,), {}).x)
