# Metaclasses, __init_subclass__, __set_name__, __prepare__, descriptors, __slots__, attribute hooks, class creation by type().
class Registry:
    subs = []

    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
        Registry.subs.append(cls.__name__)


class R1(Registry, tag='one'):
    pass


class R2(R1):
    pass


print(Registry.subs, R1.tag, R2.tag)
try:
    class R3(Registry, bad=1):
        pass
except TypeError as e:
    print(e)


class Named:
    def __set_name__(self, owner, name):
        self.name = name
        print('set_name', owner.__name__, name)

    def __get__(self, obj, owner=None):
        return ('get', obj is None, owner.__name__) if obj is None else obj.__dict__.get('_' + self.name, 'unset')

    def __set__(self, obj, v):
        obj.__dict__['_' + self.name] = v

    def __delete__(self, obj):
        del obj.__dict__['_' + self.name]


class Uses:
    a = Named()
    b = Named()


u = Uses()
print(u.a, Uses.a)
u.a = 5
u.__dict__['a'] = 'shadow'
print(u.a, u.__dict__)
del u.a
print(u.a)


class NonData:
    def __get__(self, obj, owner):
        return 'non-data'


class Uses2:
    x = NonData()


v = Uses2()
print(v.x)
v.x = 'instance wins'
print(v.x)
del v.x
print(v.x)


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print('prepare', name, kw)
        return {'injected': 1}

    def __new__(mcs, name, bases, ns, **kw):
        print('new', name, sorted(k for k in ns if not k.startswith('__')))
        ns['added'] = 2
        return super().__new__(mcs, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        print('init', name, kw)
        super().__init__(name, bases, ns)

    def __len__(cls):
        return 42

    def __iter__(cls):
        return iter('meta')

    def __getattr__(cls, n):
        return 'meta getattr ' + n

    def __contains__(cls, x):
        return x == 1

    def __instancecheck__(cls, o):
        return o == 'instance'

    def __subclasscheck__(cls, o):
        return o is int

    def __getitem__(cls, k):
        return 'meta item', k


class K(metaclass=Meta, opt='x'):
    y = injected + 1

    def __class_getitem__(cls, k):
        return 'never'


print(K.y, K.added, len(K), list(K), K.whatever, 1 in K, 2 in K, isinstance('instance', K), issubclass(int, K), K[3])


class Sl:
    __slots__ = ('a', 'b', '__weakref__')

    def __init__(self):
        self.a = 1


s = Sl()
print(s.a, hasattr(s, 'b'), hasattr(s, '__dict__'))
for f in (lambda: s.b, lambda: setattr(s, 'c', 1), lambda: s.c, lambda: delattr(s, 'b')):
    try:
        f()
    except AttributeError as e:
        print(e)
s.b = 2
del s.a
print(s.b, Sl.__slots__, type(Sl.a).__name__)


class SlSub(Sl):
    pass


ss = SlSub()
ss.anything = 1
print(ss.__dict__, ss.a)


class SlSub2(Sl):
    __slots__ = ['c']


x = SlSub2()
x.c = 3
try:
    x.d = 1
except AttributeError as e:
    print(e)
try:
    class BadSlot:
        __slots__ = ('a',)
        a = 1
except ValueError as e:
    print(e)


class Hooks:
    def __init__(self):
        object.__setattr__(self, 'log', [])

    def __getattribute__(self, n):
        if n != 'log':
            object.__getattribute__(self, 'log').append('get ' + n)
        return object.__getattribute__(self, n)

    def __getattr__(self, n):
        if n.startswith('dyn'):
            return n.upper()
        raise AttributeError(f'no {n}')

    def __setattr__(self, n, v):
        self.log.append(f'set {n}')
        object.__setattr__(self, n, v)

    def __delattr__(self, n):
        self.log.append(f'del {n}')
        object.__delattr__(self, n)

    def __dir__(self):
        return ['b', 'a']


h = Hooks()
h.x = 1
print(h.x, h.dyn_a, getattr(h, 'zip', 'default'), hasattr(h, 'q'), dir(h))
del h.x
try:
    h.missing
except AttributeError as e:
    print(e)
print(h.log)

T = type('T', (Registry,), {'v': 5, 'm': lambda self: self.v}, tag='dynamic')
print(T().m(), T.tag, T.__name__, T.__module__, type(T))
print(type.__call__(T).v, T.__dict__['v'], sorted(k for k in T.__dict__ if not k.startswith('__')))
try:
    T.__dict__['v'] = 1
except TypeError as e:
    print(e)
T.__name__ = 'Renamed'
print(T, repr(T()).split(' at ')[0])


class Gen:
    def __class_getitem__(cls, item):
        return f'{cls.__name__}[{item}]'


print(Gen[int], Gen['x', 1])


class Cls:
    print('body runs', __name__, __qualname__)

    class Nested:
        pass
    for i in range(2):
        pass
    if True:
        cond = 'yes'

    def method(self): return __class__.__name__
    alias = method


print(Cls.Nested.__qualname__, Cls.i, Cls.cond, Cls().alias(), Cls.__doc__)


def decorate(c):
    c.decorated = True
    return c


@decorate
@(lambda c: type('Wrapped', (c,), {}))
class Deco:
    """Doc."""


print(Deco.__name__, Deco.decorated, Deco.__doc__, Deco.__base__.__doc__)
