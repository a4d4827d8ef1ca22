# Classes: attributes, inheritance, C3, super, class creation hooks, dunder lookup.

def show(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except Exception as e:
        print(type(e).__name__ + ':', e)


class Base:
    """Documentation."""
    shared = []

    def __init__(self, name):
        self.name = name

    def hello(self):
        return 'hello ' + self.name

    @classmethod
    def make(cls, name):
        return cls(name.upper())

    @staticmethod
    def twice(x):
        return x * 2


class Derived(Base):
    def hello(self):
        return super().hello() + '!'


b, d = Base('b'), Derived('d')
print(b.hello(), d.hello(), Derived.make('x').hello(), Base.twice(4), d.twice('ab'))
print(Base.__name__, Base.__qualname__, Base.__module__, Base.__doc__, Derived.__doc__)
print(Base.__bases__, Derived.__bases__, Derived.__mro__)
print(isinstance(d, Base), isinstance(b, Derived), issubclass(Derived, Base), isinstance(3, (str, int)))
print(Derived.__base__, type(Derived), type(d) is Derived)
print(d.__class__, Base.__subclasses__())
print(d.__dict__, vars(b))
d.extra = 1
d.more = 2
print(sorted(d.__dict__.items()))
del d.extra
print(hasattr(d, 'extra'), hasattr(d, 'more'), d.__dict__)
d.__dict__['live'] = 5
print(d.live)
d.live = 6
print(d.__dict__['live'], getattr(d, 'nothing', 'default'))
d.__dict__ = {'name': 'replaced'}
print(d.hello())
setattr(d, 'k', 9)
print(d.k)
delattr(d, 'k')
show(getattr, d, 'k')
show(lambda: d.missing)
show(lambda: Base.missing)
show(delattr, d, 'nope')
show(lambda: (1).foo)
show(lambda: setattr(1, 'a', 2))
show(lambda: setattr(int, 'a', 2))
show(lambda: setattr([], 'append', 2))
show(lambda: object().x)
show(lambda: setattr(object(), 'x', 1))


# ---- C3 ----
class A: pass
class B(A): pass
class C(A): pass
class D(B, C): pass
print([c.__name__ for c in D.__mro__], [c.__name__ for c in D.mro()])
show(lambda: type('X', (A, B), {}))
show(lambda: type('X', (A, A), {}))
show(lambda: type('X', (int, str), {}))
show(lambda: type('X', (bool,), {}))
show(lambda: type('X', (1,), {}))


class Left(A):
    def who(self): return 'Left ' + super().who()
class Right(A):
    def who(self): return 'Right ' + super().who()
class Root:
    def who(self): return 'Root'
class Leaf(Left, Right, Root):
    def who(self): return 'Leaf ' + super().who()
print(Leaf().who())
print(super(Left, Leaf()).who())
show(lambda: super(Leaf, 3))
show(lambda: super(1, 2))


# ---- slots ----
class Slotted:
    __slots__ = ('x', 'y')
    def __init__(self, x): self.x = x
s = Slotted(1)
s.y = 5
print(s.x, s.y, hasattr(s, '__dict__'))
del s.y
show(lambda: s.y)
show(lambda: setattr(s, 'z', 1))
show(lambda: delattr(s, 'y'))
print(Slotted.x, Slotted.__slots__)
class SlottedChild(Slotted):
    __slots__ = ['z']
c = SlottedChild(2)
c.z, c.y = 7, 8
print(c.x, c.y, c.z)
class Open(Slotted): pass
o = Open(3)
o.other = 4
print(o.x, o.other, o.__dict__)
class Private:
    __slots__ = '__hidden'
    def __init__(self): self.__hidden = 3
print(Private()._Private__hidden)
def bad_slots():
    class Bad:
        __slots__ = ('a',)
        a = 1
show(bad_slots)
show(lambda: type('X', (), {'__slots__': (1,)}))
show(lambda: type('X', (), {'__slots__': ('1a',)}))
show(lambda: type('X', (int,), {'__slots__': ('a',)}))


# ---- hooks ----
class Registry:
    seen = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
        Registry.seen.append(cls.__name__)
class One(Registry, tag='first'): pass
class Two(One): pass
print(Registry.seen, One.tag, Two.tag)
show(lambda: type('Three', (A,), {}, what=1))
class Named:
    def __set_name__(self, owner, name):
        print('set_name', owner.__name__, name)
class Holder:
    first = Named()
    second = Named()
class Generic:
    def __class_getitem__(cls, item): return (cls.__name__, item)
print(Generic[int], Generic['x', 1])
show(lambda: A[1])
show(lambda: a_function[1])
def a_function(): pass


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print('prepare', name, bases, kw)
        return {'prepared': True}
    def __new__(mcs, name, bases, ns, **kw):
        ns['added'] = len(ns) > 0
        return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.kw = kw
    def __call__(cls, *args):
        print('call', cls.__name__, args)
        return super().__call__(*args)
    def __len__(cls): return 42
    def __getattr__(cls, name): return 'meta ' + name
    @property
    def upper(cls): return cls.__name__.upper()
class WithMeta(metaclass=Meta, opt=3):
    def __init__(self, *a): self.a = a
w = WithMeta(1, 2)
print(w.a, WithMeta.prepared, WithMeta.added, WithMeta.kw, len(WithMeta), WithMeta.unknown, WithMeta.upper)
show(lambda: w.upper)
class Sub(WithMeta): pass
print(type(Sub), isinstance(Sub, Meta))
class OtherMeta(type): pass
show(lambda: OtherMeta('X', (WithMeta,), {}))

T = type('T', (Base,), {'z': 5, 'f': lambda self: self.z})
print(T('n').f(), T.__name__, T.__module__)
show(lambda: type('T', (), {}).mro())
show(type, 'a', (), [])
show(type, 1, (), {})

# ---- calling ----
class NoInit: pass
show(lambda: NoInit(1) and None)
show(lambda: NoInit(a=1))
class BadInit:
    def __init__(self): return 3
show(BadInit)
class NewOnly:
    def __new__(cls, *a):
        obj = super().__new__(cls)
        obj.a = a
        return obj
print(NewOnly(1, 2).a)
class Other:
    def __new__(cls): return 17
    def __init__(self): print('never')
print(Other())
class Callable:
    def __call__(self, *a, **k): return a, k
print(Callable()(1, x=2), callable(Callable()), callable(NoInit()))
show(lambda: NoInit()())

# ---- changing classes ----
class Changing:
    def f(self): return 1
x = Changing()
print(x.f())
Changing.f = lambda self: 2
print(x.f())
x.f = lambda: 3
print(x.f())
del x.f
del Changing.f
show(lambda: x.f())
Changing.__len__ = lambda self: 7
print(len(x), bool(x))
del Changing.__len__
show(lambda: len(x))
class Alt:
    def f(self): return 'alt'
x.__class__ = Alt
print(x.f(), type(x).__name__)
show(lambda: setattr(x, '__class__', int))
Changing.__name__ = 'Renamed'
print(Changing)
class P1:
    def m(self): return 'p1'
class P2:
    def m(self): return 'p2'
class Q(P1): pass
q = Q()
print(q.m())
Q.__bases__ = (P2,)
print(q.m(), Q.__mro__)

# many attributes, overflow storage, order of attributes
class Many: pass
m = Many()
for i in range(300):
    setattr(m, 'a%d' % i if False else 'a' + str(i), i)
print(sum(getattr(m, 'a' + str(i)) for i in range(300)), list(m.__dict__)[:5], len(m.__dict__))
m2 = Many()
m2.b, m2.a, m2.c = 1, 2, 3
print(list(m2.__dict__))
del m2.a
m2.a = 9
print(m2.__dict__)

def local_class():
    n = 10
    class Inner:
        value = n + 1
        def get(self): return n
        class Nested: pass
    return Inner
I = local_class()
print(I.value, I().get(), I.__qualname__, I.Nested.__qualname__)
print(repr(I.Nested).replace('__main__', 'M'))
