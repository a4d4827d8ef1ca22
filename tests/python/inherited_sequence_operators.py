# + and * of sequences, in classes that inherit them, take one of them over, or meet an operand with methods of its own
import collections


class R:
    def __radd__(self, other):
        return 'R+'

    def __rmul__(self, other):
        return 'R*'


def iadd(x, y):
    x += y
    return x


def imul(x, y):
    x *= y
    return x


def attempt(*functions):
    for function in functions:
        try:
            print(repr(function()), end='; ')
        except Exception as error:
            print(type(error).__name__, error, end='; ')
    print()


for base in list, tuple, bytearray, collections.deque:
    class A(base):
        def __add__(self, other):
            return 'A+'

    class RA(base):
        def __radd__(self, other):
            return 'RA+'

    class M(base):
        def __mul__(self, other):
            return 'M*'

    class RM(base):
        def __rmul__(self, other):
            return 'RM*'

    class N(base):
        def __mul__(self, other):
            return NotImplemented

        __add__ = __mul__

    class IA(base):
        def __iadd__(self, other):
            return 'IA'

    class IM(base):
        def __imul__(self, other):
            return 'IM'

    class IAM(A, IM):
        pass

    for c in base, A, RA, M, RM, N, IA, IAM:
        for other in R(), base(), N(), 2, None:
            x = c()
            print(base.__name__, c.__name__, type(other).__name__)
            attempt(lambda: x + other, lambda: x * other, lambda: other + x, lambda: other * x)
            if base is not tuple or c is not N:
                attempt(lambda: iadd(c(), other), lambda: imul(c(), other), lambda: imul(other, x))
