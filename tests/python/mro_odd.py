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

# Many ways to one base: each class is visited once when the base changes.
top = bottom = type('Top', (), {})
for i in range(40):
    left, right = type('L', (bottom,), {}), type('R', (bottom,), {})
    bottom = type('B', (left, right), {})
b = bottom()
top.x = 1
print(b.x)
top.x = 2
print(b.x)
left.__bool__ = lambda self: False
print(bool(b), len(bottom.__mro__))
del left.__bool__
print(bool(b))
class Listed(list): pass
class Further(Listed): pass
print(bool(Further()))
Listed.__len__ = lambda self: 5
print(bool(Further()), len(Further()))
del Listed.__len__
print(bool(Further()), len(Further()))
for bases in (top, left), (left, right, top), (top, top), (object, top), (right, left), (bottom, left):
    try: print([c.__name__ for c in type('X', bases, {}).__mro__][:3])
    except TypeError as error: print(error)
class Twice(type):
    def mro(cls): return [cls, top, top, object] if cls.__name__ == 'W' else super().mro()
class W(top, metaclass=Twice): pass
class V(W): pass
print([c.__name__ for c in V.__mro__])
