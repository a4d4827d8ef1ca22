# operators of classes that inherit a built-in one's; sets as items of sets; names that an object has not
import math


class X(int):
    __rsub__ = lambda *a: 1


class Y(int):
    pass


class Z(int):
    def __add__(self, other):
        return 'z'


class F(float):
    __rsub__ = lambda *a: 1


def attempt(*functions):
    for function in functions:
        try:
            print(function())
        except Exception as error:
            print(type(error).__name__, error)


for T in X, Y, Z, F:
    for s in 'a', b'a', [1], (1,), bytearray(b'x'):
        attempt(lambda: T(2) * s, lambda: s * T(2), lambda: s + T(2), lambda: T(2) + s, lambda: T(2).__mul__(s), lambda: T(2).__rmul__(s))
attempt(lambda: (2).__mul__('a'), lambda: [].__add__(1), lambda: [].__mul__(1.5), lambda: 'a'.__add__(1))


class S(set):
    def __hash__(self):
        return 'no int'


class R(set):
    def __hash__(self):
        raise KeyError('own')


class H(set):
    def __hash__(self):
        return 7


for T in S, R, H, set, frozenset:
    items = {frozenset(), frozenset('a'), 1}
    attempt(lambda: T() in items, lambda: T('a') in items, lambda: T('b') in items, lambda: items.discard(T()), lambda: items.remove(T('b')),
            lambda: len(items), lambda: {T(): 1})


class Meta(type):
    pass


class C(metaclass=Meta):
    pass


attempt(lambda: object.__getattribute__(C, 'a'), lambda: C.a, lambda: C().a, lambda: type.__getattribute__(C, 'a'), lambda: object.__getattribute__(C(), 'a'))


class P(tuple):
    __floor__ = __ceil__ = __trunc__ = property()


class Q(float):
    __floor__ = property()


attempt(lambda: math.floor(P()), lambda: math.ceil(P()), lambda: math.trunc(P()), lambda: math.floor(Q(2.5)))
attempt(lambda: classmethod[int], lambda: staticmethod[int, str])
