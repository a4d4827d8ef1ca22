# what object's methods and built-in functions say about classes and of instances of odd classes
import fractions


def attempt(*functions):
    for function in functions:
        try:
            print(repr(function()))
        except Exception as error:
            print(type(error).__name__, error)


class C:
    x = 1

    def f(self):
        pass


class D(metaclass=type):
    """text"""


class S:
    __slots__ = ('a',)


for cls in C, D, S:
    print(list(cls.__dict__), list(object.__getstate__(cls)), type(object.__getstate__(cls)))
print(object.__getstate__(int))
c = C()
attempt(c.__getstate__)
c.y = 2
state = c.__getstate__()
state['z'] = 3
print(c.z, state is c.__dict__)


class K(type):
    __instancecheck__ = type.mro


class L(list):
    pass


k = K('k', (), {})
attempt(lambda: k.mro(1), lambda: K.mro(1), lambda: isinstance(1, k), lambda: C.__subclasses__(1), lambda: dict.fromkeys(), lambda: L().append(), lambda: L().clear(1))


class Outer:
    class Inner:
        pass


class Renamed:
    __qualname__ = ''


class Elsewhere:
    __module__ = 'else.where'


def with_(x):
    with x:
        pass


async def async_with(x):
    async with x:
        pass


for x in fractions.Fraction(1), Outer.Inner(), Renamed(), Elsewhere(), 1, []:
    attempt(lambda: with_(x), lambda: async_with(x).send(None))


def odd(name, value, base=object):
    return type('Odd', (base,), {name: value})


Text = odd('a', 1, str)
attempt(lambda: int.from_bytes('a'), lambda: int.from_bytes(Text('a')), lambda: int.from_bytes(1.5))
Mapping = odd('a', 1, dict)
attempt(lambda: str.maketrans(Mapping(a=1)), lambda: str.maketrans({'a': 1}), lambda: str.maketrans(1))
attempt(lambda: compile(odd('__class__', property(lambda self: 1 / 0))(), 'f', 'exec'),
        lambda: compile(odd('__getattribute__', None)(), 'f', 'exec'),
        lambda: eval(compile(odd('__getattribute__', lambda self, name: [][name], str)('1'), 'f', 'eval')),
        lambda: eval(compile(odd('__class__', property(lambda self: self.x), str)('1'), 'f', 'eval')))
p = odd('__pow__', int.__add__)()
attempt(lambda: pow(p, 2, 5), lambda: pow(p, 2), lambda: pow(2, p, 5), lambda: pow(2, odd('__rpow__', int.__add__)(), 5))


def raises(error):
    def get(self):
        raise error
    return property(get)


for base in object, tuple, str:
    for error in AttributeError('own'), ValueError('own'):
        x = odd('__repr__', raises(error), base)()
        attempt(lambda: repr(x).split(' at ')[0], lambda: f'{x!r}'.split(' at ')[0], lambda: str(x).split(' at ')[0], lambda: repr([x]).split(' at ')[0])
for index in 0, lambda self: 'x', lambda self: 1 / 0, lambda self: 98:
    attempt(lambda: '%c' % odd('__index__', index)(), lambda: b'%c' % odd('__index__', index)())
