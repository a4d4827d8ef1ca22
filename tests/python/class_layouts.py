# Which objects may get another class, and which classes other bases: every class against every other. Where it is allowed, attributes keep
# their values; `.` is another layout, `d` another deallocator.

class E1(ValueError): pass
class E2(KeyError): pass
class E3(ValueError): pass
class E4(ValueError): __slots__ = ()
class E5(KeyError): __slots__ = ()
class E6(Exception): __slots__ = ('z',)
class E7(Exception): __slots__ = ('z',)
class A: pass
class B: pass
class A2(A): pass
class A3(A): __slots__ = ()
class SA(A): __slots__ = ('x',)
class SB(B): __slots__ = ('x',)
class P: __slots__ = ('a', 'b')
class R: __slots__ = ('b', 'a')
class P2(P): pass
class P3(P): __slots__ = ()
class R3(R): __slots__ = ('c',)
class P4(P): __slots__ = ('c',)
class P5(P): __slots__ = ('d',)
class P6(P4): __slots__ = ('y', 'x')
class P7(P4): __slots__ = ('x', 'y')
class W: __slots__ = ('a', '__weakref__')
class D: __slots__ = ('a', '__dict__')
class D2: __slots__ = ('__dict__', 'a')
class DW: __slots__ = ('a', '__dict__', '__weakref__')
class D1: __slots__ = ('a',)
class Q: __slots__ = ('__x', 'y')
class Q2: __slots__ = ('y', '_Q__x')
class I1(int): pass
class I2(int): pass
class I3(int): __slots__ = ()
class I4(int): __slots__ = ()
class L1(list): pass
class L2(list): pass
class L3(list): __slots__ = ('b', 'a')
class L4(list): __slots__ = ('a', 'b')
class T1(tuple): pass
class T3(tuple): __slots__ = ()
class S1(str): pass
class S2(str): pass
class F1(float): __slots__ = ('a', 'c')
class F2(float): __slots__ = ('c', 'a')
class C1(dict): pass
class M1(type): pass
class M2(type): pass
class X1(metaclass=M1): pass
class N1(A, B): pass
class N2(A): pass

NAMES = ('a', 'b', 'c', 'd', 'x', 'y', 'z', '_Q__x')
classes = [c for c in list(globals().values()) if isinstance(c, type) and c.__module__ == __name__]


def filled(cls):
    o = cls('Made', (), {}) if issubclass(cls, type) else cls()
    for i, name in enumerate(NAMES):
        try:
            setattr(o, name, i)
        except AttributeError:
            pass
    return o, state(o)


def state(o):
    return [getattr(o, name, None) for name in NAMES]


def outcome(change, o, before):
    try:
        change()
    except TypeError as error:
        text = str(error)
        return '.' if 'object layout' in text else 'd' if 'deallocator' in text else '?' + text
    after = state(o)
    return 'o' if after == before else f'[{before} {after}]'


def set_class(a, others):
    row, made = '', None
    for b in others:
        o, before = made = made or filled(a)

        def change(): o.__class__ = b
        row += (got := outcome(change, o, before))
        if got == 'o': made = None
    return row


def set_bases(a, others):
    row, made = '', None
    for b in others:
        if not made:
            z = type('Z', (a,), {'__slots__': ()} if '__slots__' in a.__dict__ else {})
            made = filled(z)
        o, before = made

        def change(): z.__bases__ = b,
        row += (got := outcome(change, o, before))
        if got == 'o': made = None
    return row


for a in classes:
    print(f'{a.__name__:3}', set_class(a, classes), set_bases(a, classes))
builtins = (object, int, list, OSError, ValueError, dict, str, float, type, tuple, bytes, set)
for a in classes:
    print(f'{a.__name__:3}', set_bases(a, builtins))
for words in (P, R, P6, P7, Q, D2, L3):
    print(words.__name__, [name for name in words.__dict__ if not name.startswith('__')])
for spec in (('__weakref__', 'a'), ('__dict__', 'a')):
    try:
        type('Twice', (A,), {'__slots__': spec})
    except TypeError as error:
        print(error)


# in hot code: an object's class and its values change under a trace

def read(o): return o.a * 10 + o.b


def write(o, i):
    o.a = i
    o.b = i + 1


class PM(P):
    __slots__ = ()

    def which(self): return 1


class RM(R):
    __slots__ = ()

    def which(self): return 2


def hot():
    total = 0
    o = PM()
    o.a, o.b = 1, 2
    for i in range(600):
        total += read(o) + o.which()
        if i % 100 == 50: o.__class__ = RM
        if i % 100 == 90: o.__class__ = PM
        total += read(o) * o.which()
        write(o, i)
        total += read(o)
    return total


print(hot())


class Left:
    def which(self): return 1


class Right:
    def which(self): return 2


class Child(Left):
    pass


def rebased():
    total = 0
    c = Child()
    for i in range(600):
        c.n = i
        total += c.which() + c.n
        if i % 50 == 20: Child.__bases__ = (Right,)
        if i % 50 == 40: Child.__bases__ = (Left,)
        total += c.which()
    return total


print(rebased())

# What has no __dict__ says so when an attribute is deleted, too.
class Slotted:
    __slots__ = 'a',
def function(): pass
for o in (None, 5, Slotted(), object(), function, Slotted, len):
    for name in ('y', 'a'):
        try: delattr(o, name)
        except AttributeError as e: print(e)
