# Class protocols: instance checks, abstract methods, __prepare__, __mro_entries__, mro(), dir, vars, annotations, class cells, typing hooks.

def show(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except Exception as e:
        print(type(e).__name__ + ':', e)


class Even(type):
    def __instancecheck__(cls, obj): return isinstance(obj, int) and obj % 2 == 0
    def __subclasscheck__(cls, sub): return sub is int
class EvenInt(metaclass=Even): pass
print(isinstance(4, EvenInt), isinstance(3, EvenInt), issubclass(int, EvenInt), issubclass(str, EvenInt), isinstance('a', (str, EvenInt)))
show(isinstance, 1, 2)
show(isinstance, 1, (int, 3))
show(isinstance, 1, ('a', int))
show(issubclass, 1, int)
show(issubclass, int, 3)
class Proxy:
    def __init__(self, target): self.target = target
    @property
    def __class__(self): return type(self.target)
print(isinstance(Proxy(3), int), isinstance(Proxy('a'), int), type(Proxy(3)).__name__, Proxy(3).__class__)


class Abstract:
    def f(self): pass
Abstract.__abstractmethods__ = frozenset(['f'])
show(Abstract)
Abstract.__abstractmethods__ = frozenset(['f', 'g'])
show(Abstract)
class Concrete(Abstract): pass
Abstract.__abstractmethods__ = frozenset()
print(type(Abstract()).__name__)
show(lambda: Concrete.__abstractmethods__)
show(lambda: int.__abstractmethods__)


class Tracking(dict):
    def __init__(self): self.order = []
    def __setitem__(self, k, v):
        if not k.startswith('__'): self.order.append(k)
        super().__setitem__(k, v)
class TrackMeta(type):
    @classmethod
    def __prepare__(mcs, name, bases): return Tracking()
    def __new__(mcs, name, bases, ns):
        cls = super().__new__(mcs, name, bases, dict(ns))
        cls.order = ns.order
        return cls
class Tracked(metaclass=TrackMeta):
    b = 1
    a = 2
    def m(self): return __class__.__name__
    b = 3
print(Tracked.order, Tracked.b, Tracked().m())
class BadPrepare(type):
    @classmethod
    def __prepare__(mcs, *a): return 3
def bad_prepare():
    class X(metaclass=BadPrepare): pass
show(bad_prepare)
def func_meta(name, bases, ns): return (name, bases, sorted(k for k in ns if not k.startswith('__')))
class FromFunction(int, metaclass=func_meta): x = 1
print(FromFunction)

class Entries:
    def __init__(self, *r): self.r = r
    def __mro_entries__(self, bases): return self.r
class E1: pass
class FromEntries(Entries(E1), object): pass
print(FromEntries.__bases__, len(FromEntries.__orig_bases__))
class NoEntries(Entries()): pass
print(NoEntries.__bases__)
def not_class():
    class X(3): pass
show(not_class)
class Reordered(type):
    def mro(cls): return [cls, E1, object]
class WithMro(metaclass=Reordered): pass
print(WithMro.__mro__, issubclass(WithMro, E1))
class BadMro(type):
    def mro(cls): return [cls, 3]
show(lambda: BadMro('X', (), {}))

class Dir:
    attr = 1
    def __init__(self): self.own = 2
    def meth(self): pass
print([n for n in dir(Dir()) if not n.startswith('__')], [n for n in dir(Dir) if not n.startswith('_')])
class CustomDir:
    def __dir__(self): return ['z', 'a']
print(dir(CustomDir()))
print(sorted(vars(Dir))[-2:], vars(Dir())['own'], type(vars(Dir)).__name__)
show(vars, 3)
show(lambda: Dir.__dict__.__setitem__('a', 1))
print('attr' in Dir.__dict__, Dir.__dict__['attr'], Dir.__dict__.get('nope', 'dflt'), len(Dir.__dict__) > 3)
print([n for n in dir(object) if n not in ('__getstate__',)][:6], '__reduce_ex__' in dir(3))

class Annotated:
    x: int
    y: str = 'a'
    def f(self, a: int, b: 'quoted' = 2, *c: str, d: float, **e) -> bool: pass
print(Annotated.__annotations__, Annotated.f.__annotations__)
def lazily(a: Undefined) -> 3: pass
show(lambda: lazily.__annotations__)
Undefined = int
print(lazily.__annotations__)
lazily.__annotations__ = {'k': 1}
print(lazily.__annotations__)
print(dict.fromkeys('ab', 1), int.__annotations__ if hasattr(int, '__annotations__') else 'none')

class Base:
    created = []
    def __init_subclass__(cls, **kw):
        cls.created.append((cls.__name__, kw))
        super().__init_subclass__()
    def __set_name__(self, owner, name): pass
class K1(Base, a=1, b=2): pass
class K2(K1): pass
print(Base.created)
def bad_kw():
    class X(object, foo=1): pass
show(bad_kw)
class RaisesName:
    def __set_name__(self, owner, name): raise ValueError('set_name failed')
def raises_name():
    class X: attr = RaisesName()
try:
    raises_name()
except ValueError as e:
    print(e, e.__notes__)

class Outer:
    v = 'outer v'
    class Inner:
        def get(self): return Outer.v
    def closure(self):
        x = 1
        class Local:
            y = x + 1
            z = [i + y for i in range(2)] if False else y
            def f(self): return x, __class__.__qualname__
        return Local
print(Outer.Inner().get(), Outer().closure().y, Outer().closure()().f())
x = 'global'
class Scope:
    x = 'class'
    y = x
    def f(self): return x
print(Scope.y, Scope().f())
class Cond:
    if True:
        a = 1
    for i in range(3): pass
    try:
        raise ValueError
    except ValueError:
        caught = True
    del a
print(hasattr(Cond, 'a'), Cond.i, Cond.caught)

class Meta1(type):
    def __repr__(cls): return f'<meta {cls.__name__}>'
    def __eq__(cls, o): return True
    def __hash__(cls): return 1
    def __iter__(cls): return iter([cls.__name__, 1])
    def __contains__(cls, x): return x == 'in'
    def __getitem__(cls, k): return ('item', k)
    def __add__(cls, o): return ('add', o)
    def __bool__(cls): return False
    def __setattr__(cls, n, v): print('meta set', n); super().__setattr__(n, v)
    def __delattr__(cls, n): print('meta del', n); super().__delattr__(n)
class M1(metaclass=Meta1): pass
print(M1, M1 == 3, list(M1), 'in' in M1, M1[2], M1 + 1, bool(M1), {M1: 1}[M1])
M1.a = 1
print(M1.a)
del M1.a
show(lambda: M1.a)

class WithNew:
    count = 0
    def __new__(cls, *args, **kw):
        cls.count += 1
        self = object.__new__(cls)
        self.args = args
        return self
    def __init__(self, *args, **kw): self.kw = kw
w = WithNew(1, k=2)
print(w.args, w.kw, WithNew.count)
class Singleton:
    _it = None
    def __new__(cls):
        if cls._it is None: cls._it = super().__new__(cls)
        return cls._it
print(Singleton() is Singleton())
class OnlyNew:
    def __new__(cls, a): return object.__new__(cls)
print(type(OnlyNew(1)).__name__)
class OnlyNewBad:
    def __new__(cls, a): return object.__new__(cls, a)
show(OnlyNewBad, 1)
class InitSuper:
    def __init__(self, a): super().__init__(a)
show(InitSuper, 1)
print(repr(type(M1)), str(int), repr(type(None)), repr(type(...)), repr(type(NotImplemented)))
print(type.__name__, type.__mro__, object.__bases__, type.__base__, type(type) is type)
print(issubclass(type, object), isinstance(object, type), isinstance(type, object))
show(lambda: type.__call__(int, '3'))
show(lambda: int.mro())
show(lambda: (lambda: 0).__class__)
class Del:
    def __del__(self): pass
Del()
class Getter:
    def __getitem__(self, i): return i
print(Getter()[1:2, ..., None], Getter()[::2], Getter()[()])
