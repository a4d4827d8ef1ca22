# Descriptors: property, data and non-data descriptors, __getattr__ and its kin, bound methods, built-in descriptors.

def show(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except Exception as e:
        print(type(e).__name__ + ':', e)


class Celsius:
    def __init__(self): self._t = 0
    @property
    def t(self):
        "The temperature."
        return self._t
    @t.setter
    def t(self, value):
        if value < -273: raise ValueError('too cold')
        self._t = value
    @t.deleter
    def t(self): self._t = None
    @property
    def readonly(self): return 'ro'
    writeonly = property(None, lambda self, v: print('write', v))

c = Celsius()
c.t = 20
print(c.t, Celsius.t.__doc__, Celsius.t.fget(c), Celsius.t.__name__)
show(lambda: setattr(c, 't', -300))
del c.t
print(c.t)
show(lambda: setattr(c, 'readonly', 1))
show(lambda: delattr(c, 'readonly'))
show(lambda: c.writeonly)
c.writeonly = 4
print(isinstance(Celsius.t, property))
class Warm(Celsius):
    @property
    def t(self): return super().t
    @Celsius.t.getter
    def u(self): return 'u'
w = Warm()
w._t = 33
print(w.t, w.u)


class Data:
    def __get__(self, obj, owner=None):
        return ('get', obj is not None, owner.__name__)
    def __set__(self, obj, value): print('set', value)
    def __delete__(self, obj): print('delete')
class NonData:
    def __get__(self, obj, owner=None): return 'nondata'
class Uses:
    data = Data()
    non = NonData()
u = Uses()
print(u.data, Uses.data, u.non, Uses.non)
u.data = 3
u.__dict__['data'] = 'hidden'
print(u.data)
del u.data
u.non = 'own'
print(u.non, Uses.non)
class SetOnly:
    def __set__(self, obj, value): obj.__dict__['s'] = value * 2
class UsesSet:
    s = SetOnly()
us = UsesSet()
us.s = 4
print(us.s)
show(lambda: delattr(us, 's'))


class Dynamic:
    known = 1
    def __getattr__(self, name):
        if name.startswith('x'): return 'dyn ' + name
        raise AttributeError('no ' + name)
d = Dynamic()
print(d.known, d.xyz, hasattr(d, 'abc'), getattr(d, 'abc', 5))
show(lambda: d.abc)
class Always:
    def __getattribute__(self, name):
        if name == 'direct': return object.__getattribute__(self, 'secret')
        return 'always ' + name
a = Always()
a.secret = 'hush'
print(a.anything, a.direct, a.secret)
class Both:
    def __getattribute__(self, name):
        if name == 'fall': raise AttributeError(name)
        return object.__getattribute__(self, name)
    def __getattr__(self, name): return 'fallback ' + name
b = Both()
b.v = 1
print(b.v, b.fall, b.none)
class Recorder:
    def __init__(self): object.__setattr__(self, 'log', [])
    def __setattr__(self, name, value): self.log.append((name, value)); object.__setattr__(self, name, value)
    def __delattr__(self, name): self.log.append(('del', name)); super().__delattr__(name)
r = Recorder()
r.a = 1
r.b = 2
del r.a
print(r.log, r.b)


class M:
    def f(self, x=1): return x
    @classmethod
    def c(cls): return cls.__name__
    @staticmethod
    def s(): return 's'
m = M()
f = m.f
print(f(5), f.__name__, f.__self__ is m, f.__func__ is M.f, m.f == m.f, m.f is m.f, f.__doc__)
print(M.f(m, 3), M.c(), m.c(), M.s(), m.s())
print(M.__dict__['c'].__func__.__name__, type(M.__dict__['s']).__name__, M.__dict__['s']())
show(lambda: M.f())
show(lambda: setattr(m.f, 'attr', 1))
M.f.attr = 7
print(m.f.attr)
print({m.f: 1}[m.f])

print(str.upper, list.append, int.__add__, object.__init__, type.mro)
print([].append.__name__, 'a'.join.__qualname__, len.__name__, len.__module__)
print(int.__add__(2, 3), (5).__add__(6), [1, 2].__len__(), 'abc'.__getitem__(1), (3).__rsub__(10))
print(list.__getitem__([7, 8], 1), dict.__contains__({1: 2}, 1), (1.5).__mul__(2), 'a'.__eq__('a'), (1).__eq__('a'))
show(lambda: str.upper(1))
show(lambda: str.upper())
show(lambda: int.__add__('a', 1))
show(lambda: (1).__add__())
show(lambda: [].__setitem__(1))
show(lambda: int.__new__(str))
show(lambda: object.__new__(int))
show(lambda: object.__new__())
show(lambda: object.__setattr__(int, 'x', 1))
print(int.from_bytes.__name__ if hasattr(int, 'from_bytes') else 'from_bytes')
print(type(int.__dict__['__add__']).__name__, type(str.__dict__['upper']).__name__)
print(type([].append).__name__, type([].__len__).__name__, type(len).__name__)

class Cached:
    def __init__(self, f): self.f = f
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, owner):
        if obj is None: return self
        value = obj.__dict__[self.name] = self.f(obj)
        return value
class Lazy:
    count = 0
    @Cached
    def value(self):
        Lazy.count += 1
        return 42
l = Lazy()
print(l.value, l.value, Lazy.count)
class PropInMeta(type):
    @property
    def p(cls): return 'meta property of ' + cls.__name__
class HasP(metaclass=PropInMeta):
    p = 'class attribute'
print(HasP.p, HasP().p)
show(lambda: setattr(HasP, 'p', 1))
class Sup:
    @property
    def q(self): return 'base q'
    @classmethod
    def k(cls): return 'base k ' + cls.__name__
class Sub(Sup):
    @property
    def q(self): return 'sub ' + super().q
    @classmethod
    def k(cls): return 'sub ' + super().k()
print(Sub().q, Sub.k(), Sub().k())
print(super(Sub, Sub()).q, super(Sub, Sub).k())
show(lambda: super(Sub, Sub()).nothing)
