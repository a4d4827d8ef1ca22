# Assigning __bases__ asks a metaclass's own mro(), for the class and for what is derived from it.


class Meta(type):
    asked = []
    also = ()
    failing = None

    def mro(cls):
        Meta.asked.append(cls.__name__)
        if cls.__name__ == Meta.failing:
            raise ValueError(cls.__name__)
        return [*super().mro()[:-1], *Meta.also, object]


def asked():
    names, Meta.asked = Meta.asked, []
    return names


class Extra:
    def extra(self):
        return 'extra'


class A(metaclass=Meta):
    def name(self):
        return 'A'


class B(metaclass=Meta):
    def name(self):
        return 'B'


class C(A):
    pass


class D(C):
    pass


class E(C):
    pass


def names(cls):
    return [each.__name__ for each in cls.__mro__]


print(asked())
d = D()
print(d.name())
Meta.also = (Extra,)
C.__bases__ = (B,)
print(sorted(asked()), names(C), names(D), names(E), d.name(), d.extra())
print(C.__base__, C.__bases__, D in C.__subclasses__(), C in A.__subclasses__(), C in B.__subclasses__())

# When one of them fails nothing has changed.
Meta.failing, Meta.also = 'D', ()
try:
    C.__bases__ = (A,)
except ValueError as error:
    print('failed:', error)
asked()
print(names(C), names(D), names(E), d.name(), d.extra(), C.__bases__)
Meta.failing = None
C.__bases__ = (A, B)
print(names(D), d.name(), hasattr(d, 'extra'))
asked()

# What mro() returns is checked.
class Odd(type):
    result = None

    def mro(cls):
        return type.mro(cls) if Odd.result is None else Odd.result


class F(metaclass=Odd):
    pass


class G(F):
    pass


for result in [], [1], (G, int, object), 5:
    Odd.result = result
    try:
        G.__bases__ = (F,)
    except TypeError as error:
        print(error)
    print(names(G))


# mro() that assigns __bases__ itself.
class Reentrant(type):
    depth = 0

    def mro(cls):
        if cls.__name__ == 'Y' and Reentrant.depth == 1:
            Reentrant.depth = 2
            cls.__bases__ = (Other,)
        return type.mro(cls)


class X(metaclass=Reentrant):
    pass


class Other(metaclass=Reentrant):
    pass


class Third(metaclass=Reentrant):
    pass


class Y(X):
    pass


Reentrant.depth = 1
Y.__bases__ = (Third,)
print(names(Y), [each.__name__ for each in Y.__bases__])
