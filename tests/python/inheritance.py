# Inheritance, MRO, super in all forms, multiple inheritance, mixins, abstract patterns.
class A:
    def __init__(self, **kw):
        print('A', sorted(kw))
        self.log = ['A']

    def who(self):
        return ['A']

    def call(self):
        return self.who()


class B(A):
    def __init__(self, b=0, **kw):
        print('B', b, sorted(kw))
        super().__init__(**kw)
        self.log.append('B')

    def who(self):
        return ['B'] + super().who()


class C(A):
    def __init__(self, c=0, **kw):
        print('C', c, sorted(kw))
        super(C, self).__init__(**kw)
        self.log.append('C')

    def who(self):
        return ['C'] + super().who()


class D(B, C):
    def who(self):
        return ['D'] + super().who()


d = D(b=1, c=2)
print(d.log, d.call(), [k.__name__ for k in D.__mro__], D.__bases__, D.__base__.__name__)
print(super(B, d).who(), super(C, d).who(), B.who(d))
print(isinstance(d, A), issubclass(D, (int, C)), issubclass(B, D), D.mro() == list(D.__mro__))
try:
    class Bad(A, B):
        pass
except TypeError as e:
    print(e)
try:
    class Dup(A, A):
        pass
except TypeError as e:
    print(e)
try:
    class NotClass(5):
        pass
except TypeError as e:
    print(e)
try:
    class FromBool(bool):
        pass
except TypeError as e:
    print(e)
try:
    class Layout(int, str):
        pass
except TypeError as e:
    print(e)


class E1:
    x = 'E1'


class E2(E1):
    pass


class E3(E1):
    x = 'E3'


class E4(E2, E3):
    pass


print(E4.x, E4().x)
E2.x = 'E2'
print(E4.x)
del E2.x
E1.y = 'late'
print(E4.y, E4.x)
E2.__bases__ = (E3,)
print(E2.x, [k.__name__ for k in E2.__mro__])


class P:
    @property
    def v(self):
        return 'P.v'

    @classmethod
    def make(cls, *a):
        return cls.__name__, a

    @staticmethod
    def st(x):
        return x * 2

    def __repr__(self):
        return f'{type(self).__name__}()'


class Q(P):
    @property
    def v(self):
        return super().v + '>Q.v'

    @classmethod
    def make(cls, *a):
        return super().make(*a) + ('Q',)

    @staticmethod
    def st(x):
        return P.st(x) + 1


print(Q().v, Q.make(1), Q().make(), Q.st(4), repr(Q()), f'{Q()}', str(Q()))


class Num(int):
    def __new__(cls, v, tag):
        self = super().__new__(cls, v)
        self.tag = tag
        return self

    def __add__(self, o):
        return Num(int(self) + o, self.tag + '+')


n = Num(5, 't') + 6
print(n, n.tag, type(n).__name__, n * 2, isinstance(n, int), n == 11, hash(n) == hash(11), {11: 'x'}[n])


class L(list):
    def append(self, x):
        super().append(x * 2)

    def __getitem__(self, i):
        return ('item', super().__getitem__(i))


l = L([1])
l.append(5)
print(l, l[1], len(l), list(l), l == [1, 10], sorted(l))


class Dd(dict):
    def __missing__(self, k):
        self[k] = v = k * 2
        return v


dd = Dd(a=1)
print(dd['a'], dd['b'], dd, dd.get('zz'), 'zz' in dd)


class S(str):
    def shout(self):
        return self.upper() + '!'


print(S('hi').shout(), S('x') + 'y', type(S('x') + 'y').__name__, S('a') == 'a', {S('k'): 1}['k'])


class Err(ValueError, KeyError):
    pass


print([k.__name__ for k in Err.__mro__])
for form in (lambda: super(), lambda: super(int), lambda: super(int, 'a'), lambda: super(5, 5)):
    try:
        print(form())
    except (RuntimeError, TypeError) as e:
        print(type(e).__name__, e)


class NoFirst:
    def m():
        return super().x

    def deleted(self):
        del self
        return super().x


for f in (lambda: NoFirst.m(), lambda: NoFirst().deleted(), lambda: super(D, d).nope, lambda: D().nothing, lambda: D.nothing):
    try:
        print(f())
    except (RuntimeError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)


class Meta(type):
    def __call__(cls, *a):
        print('Meta call', cls.__name__, a)
        return super().__call__(*a)

    def hello(cls):
        return 'hello from ' + cls.__name__

    @property
    def shape(cls):
        return 'meta property'


class WithMeta(metaclass=Meta):
    def __init__(self, v):
        self.v = v


class SubMeta(WithMeta):
    pass


print(SubMeta(3).v, SubMeta.hello(), SubMeta.shape, type(SubMeta).__name__, isinstance(SubMeta, Meta))
try:
    SubMeta(1).hello()
except AttributeError as e:
    print(e)


class M2(type):
    pass


try:
    class Conflict(WithMeta, metaclass=M2):
        pass
except TypeError as e:
    print(e)
