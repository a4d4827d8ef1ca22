# What programs of special-methods.ts begin with: odd values, statements as functions, and the loop that tries them.
import math, sys, time

calls = 0


class Enough(StopIteration, IndexError):
    pass


def tick():
    global calls
    calls += 1
    if calls > 30:
        raise Enough("enough")


def f(result):
    def odd(*args, **kw):
        tick()
        return result
    return odd


def raiser(exc):
    def odd(*args, **kw):
        tick()
        raise exc
    return odd


def itself(self, *args, **kw):
    tick()
    return self


def generator(*args, **kw):
    tick()
    yield 1
    yield 'a'


async def coroutine(*args, **kw):
    tick()
    return 7


class Odd:
    pass


class Int(int):
    pass


class Str(str):
    pass


class Float(float):
    pass


class Descriptor:
    def __init__(self, value):
        self.value = value

    def __get__(self, obj, owner=None):
        tick()
        return self.value(obj) if callable(self.value) else self.value


class Data(Descriptor):
    def __set__(self, obj, value):
        tick()


class Callable:
    def __call__(self, *args, **kw):
        tick()
        return 1


def types_of(x):
    return [type(x).__name__, type(x) is x.__class__]


def iadd(x, y):
    x += y
    return x


def isub(x, y):
    x -= y
    return x


def imul(x, y):
    x *= y
    return x


def iand(x, y):
    x &= y
    return x


def ior(x, y):
    x |= y
    return x


def ipow(x, y):
    x **= y
    return x


def imatmul(x, y):
    x @= y
    return x


def with_(x):
    with x as y:
        return y


def with_raising(x):
    with x:
        raise ValueError('in with')
    return 'swallowed'


def for_(x):
    n = 0
    for n in x:
        pass
    return n


def unpack(x):
    a, b = x
    return a, b


def unpack_star(x):
    a, *b = x
    return a, b


def store(x):
    x[0] = 1


def delete(x):
    del x[0]


def slices(x):
    a = [1, 2, 3]
    a[:1] = x
    return a


def store_slice(x):
    x[1:2] = [1]


def raise_(x):
    raise x


def raise_from(x):
    raise ValueError('v') from x


def cause(x):
    e = ValueError('v')
    e.__cause__ = x
    e.__context__ = x
    e.__traceback__ = x
    return e


def except_(x):
    try:
        raise ValueError('v')
    except x:
        return 'caught'


def except_star(x):
    try:
        raise ValueError('v')
    except* x:
        result = 'caught'
    return result


def assert_(x):
    assert x, x


def match_seq(x):
    match x:
        case [a, b]:
            return a, b
        case [*a]:
            return a
    return 'no'


def match_map(x):
    match x:
        case {'a': a, **rest}:
            return a, rest
        case {}:
            return 'map'
    return 'no'


def match_class(x):
    match x:
        case int(a):
            return a
        case str():
            return 'str'
    return 'no'


def match_own(x):
    X = type(x)
    match x:
        case X(a):
            return a
    return 'no'


def match_value(x):
    match 1:
        case x.a:
            return 'a'
    return 'no'


def run(coro):
    try:
        while True:
            coro.send(None)
            tick()
    except StopIteration as e:
        return e.value


def yield_from(x):
    def g():
        return (yield from x)
    return list(g())


def await_(x):
    async def g():
        return await x
    return run(g())


def async_for(x):
    async def g():
        n = 0
        async for n in x:
            tick()
        return n
    return run(g())


def async_with(x):
    async def g():
        async with x as y:
            return y
    return run(g())


def async_comp(x):
    async def g():
        return [i async for i in x]
    return run(g())


def anext_(x):
    async def g():
        return await anext(x)
    return run(g())


def send(x):
    def g():
        yield from x
    it = g()
    next(it)
    return it.send(1)


def comprehension(x):
    return [i for i in x if i], {i: 1 for i in x}


def set_item_of(x):
    a = [1, 2, 3]
    a[x] = 5
    return a


def decorated(x):
    @x
    def g():
        pass
    return g


def base(x):
    class B(x):
        pass
    return B.__name__


def metaclass(x):
    class B(metaclass=x):
        a = 1
    return B


def keyword_class(X):
    class B(X, a=1):
        pass
    return B.__name__


def attribute_in_class(x):
    class B:
        a = x
    return B().a


def class_in(x):
    class B:
        a: x = 1
        b = [i for i in x]
    return B.b


def in_place_attribute(x):
    x.a = 1
    x.a += 1
    return x.a


def delete_all(x):
    x.a = 1
    del x.a
    return hasattr(x, 'a')


def annotate(x):
    def g(a: x) -> x:
        pass
    return list(g.__annotations__)


def set_class(x):
    x.__class__ = Odd


def set_bases(X):
    X.__bases__ = (Odd,)


def set_dict(x):
    x.__dict__ = {'a': 1}
    return x.a


def call_method(x):
    return x.a(1)


def global_(x):
    return eval('a', {'a': 1}, x)


def star_assign(x):
    a, (b, *c) = 1, x
    return b, c


def show(v, depth=0):
    t = type(v)
    if v is None or t in (bool, int, float, complex, str, bytes, range) or v is NotImplemented or v is ...:
        return ascii(v)
    if t in (list, tuple) and depth < 3:
        return t.__name__ + '(' + ', '.join([show(i, depth + 1) for i in v]) + ')'
    if t is dict and depth < 3:
        return 'dict(' + ', '.join([show(k, depth + 1) + ': ' + show(i, depth + 1) for k, i in v.items()]) + ')'
    return '<' + t.__name__ + '>'


def describe(e):
    try:
        text = ascii(str(e))
    except BaseException as inner:
        text = 'no text: ' + type(inner).__name__
    notes = getattr(e, '__notes__', None) if type(e) in (TypeError, ValueError, RuntimeError) else None
    return type(e).__name__ + ': ' + text + (' ' + ascii(notes) if notes else '')


def subject(number, name, base, value):
    """Tries every operation on objects made for it. What goes wrong while they are made is told once."""
    told = set()

    def tell(what, e):
        text = f'{number} {what} -> {describe(e)}'
        if text not in told:
            told.add(text)
            print(text)

    for what, operation in OPERATIONS:
        objects = make(name, base, value, tell)
        if objects:
            attempt(f'{number} {what} ->', operation, objects, name, value)


def make(name, base, value, tell):
    """A class with the odd method, an instance, one of a subclass, and a class whose metaclass has the method."""
    global calls
    X = made(tell, 'class', lambda: type('X', (base,), {} if CHANGING else {name: value()}))
    if X is None:
        X = type('X', (base,), {}) if base is not Odd else Odd
        made(tell, 'assigned', lambda: setattr(X, name, value()))
    arguments = ARGUMENTS.get(base, ())
    x = made(tell, 'instance', lambda: X(*arguments))
    if x is None:
        x = made(tell, 'bare', lambda: base.__new__(X, *arguments))
    Y = made(tell, 'subclass', lambda: type('Y', (X,), {}))
    y = made(tell, 'second', lambda: Y(*arguments)) if Y is not None else x
    k = made(tell, 'metaclass', lambda: type('M', (type,), {name: value()})('K', (), {}))
    D = made(tell, 'descriptor', lambda: type('D', (), {'a': x}))
    return x, X, y, k, D


def made(tell, what, make_it):
    global calls
    calls = 0
    try:
        return make_it()
    except BaseException as e:
        tell(what, e)
        return None


def attempt(what, operation, objects, name, value):
    """In a changing program the method becomes odd while the loop is hot."""
    global calls
    before = None
    for i in range(12 if CHANGING else 1):
        calls = 0
        try:
            if i == 7:
                setattr(objects[1], name, value())
            result = show(operation(*objects))
        except BaseException as e:
            result = describe(e)
        words = result.split(' at 0x')[0]  # another object at each try, or the same again: that depends on collections
        if words != before:
            print(what, result)
        before = words


ARGUMENTS = {int: (2,), str: ('ab',), list: ([1, 2],), dict: ({'a': 1},), tuple: ((1, 2),), float: (2.5,),
             bytes: (b'ab',), set: ([1, 2],), complex: (1j,), Exception: ('e',), OSError: (1, 'e'),
             type: ('T', (), {}), property: (len,), classmethod: (len,), enumerate: ([1, 2],)}
