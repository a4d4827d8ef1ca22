# What sequences say of operands that they do not take, also where a subclass has operators of its own; what eval() takes as
# locals; and how many arguments a subclass of a built-in class says that it was given.
def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class T(tuple): __truediv__ = ()
class T0(tuple): pass
class L(list): pass
class S(str): pass
class B(bytearray): __rshift__ = 1
import collections, array
class D(collections.deque): pass
class St(set): __imod__ = 1
t(lambda: T((1,)) * 'a')
t(lambda: T0((1,)) * 'a')
t(lambda: (1,) * 'a')
t(lambda: 'a' * (1,))
t(lambda: [1] * T())
t(lambda: [1] * [])
t(lambda: L() * [])
t(lambda: S() * 1.5)
t(lambda: B() * [0])
t(lambda: B() * B())
t(lambda: [0] * B())
t(lambda: 1.5 * B())
def im(a, b):
    a *= b
    return a
t(lambda: im([1], T()))
t(lambda: im(L(), 'a'))
t(lambda: im(T(), 'a'))
t(lambda: im(bytearray(), 'a'))
t(lambda: im(array.array('i'), 'a'))
t(lambda: array.array('i') * 'a')
t(lambda: collections.deque() * 'a')
t(lambda: D() * 'a')
for x in [[], (), 'a', b'', range(3), L(), T(), S(), B(), {}, set(), 1, memoryview(b''), array.array('i'), collections.OrderedDict(), type, list, iter('a')]:
    t(lambda: eval('a', {'a': 1}, x))
class X(set): pass
t(lambda: X(1,2,3))
t(lambda: X('B', (X(),), {}))
t(lambda: X(a=1))
class Fs(frozenset): pass
t(lambda: Fs(1,2,3))
class Li(list): pass
t(lambda: Li(1,2,3))
class Tu(tuple): pass
t(lambda: Tu(1,2,3))
class Di(dict): pass
t(lambda: Di(1,2,3))
class In(int): pass
t(lambda: In(1,2,3))
class Fl(float): pass
t(lambda: Fl(1,2,3))
class Co(complex): pass
t(lambda: Co(1,2,3))
class St(str): pass
t(lambda: St(1,2,3,4))
class By(bytes): pass
t(lambda: By(1,2,3,4))
class Ba(bytearray): pass
t(lambda: Ba(1,2,3,4))
class En(enumerate): pass
t(lambda: En())
t(lambda: En(1,2,3,4))
class Re(reversed): pass
t(lambda: Re(1,2))
class Zi(zip): pass
t(lambda: Zi(1,2))
class Fi(filter): pass
t(lambda: Fi(1))
class Ma(map): pass
t(lambda: Ma(1))
class Pr(property): pass
t(lambda: Pr(1,2,3,4,5,6))
class Su(super): pass
t(lambda: Su(1,2,3,4,5,6))
class Sm(staticmethod): pass
t(lambda: Sm(1,2,3,4,5,6))
class Cm(classmethod): pass
t(lambda: Cm(1,2,3,4,5,6))
class De(collections.deque): pass
t(lambda: De(1,2,3))
class Dd(collections.defaultdict): pass
t(lambda: Dd(1,2,3))
