"""__str__, __repr__, __format__, __index__, __get__ and __set__ in Python, entered like calls: results, exceptions, changes of classes."""
import sys
import traceback

N = 240


def shown(f, *args):
    try:
        return f(*args)
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


class Text(str):
    def __str__(self):
        return 'never asked'

    def __format__(self, spec):
        return 'formatted ' + str.__str__(self)


class Named:
    def __init__(self, name):
        self.name = name

    def __str__(self):
        if self.name == 13:
            raise ValueError(self.name)
        return self.name


class Represented:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f'<{self.n!r}>'


class Formatted:
    def __format__(self, spec):
        return f'[{spec}]' if spec != 'none' else None


class Tree:
    def __init__(self, left, right):
        self.left, self.right = left, right

    def __str__(self):
        return f'({self.left} {self.right!s})'

    def __repr__(self):
        return f'{self.left!r}:{self.right!r}'


class Failure(Exception):
    def __repr__(self):
        return 'repr of a failure'


def texts(n):
    out = []
    names = ['a', 'bc', Text('sub'), 7, 13, None, 'd' * 3]
    for i in range(n):
        x = Named(names[i % 7] if i > n - 15 else 'abc')
        out.append(shown(str, x))
        out.append(shown(lambda: str(x)))
        out.append(shown(lambda: f'{x}'))
        out.append(shown(lambda: f'{x!s}|{x!s:>5}'))
        out.append(shown(lambda: format(x)))
        try:
            y = str(x)
            z = f'{x}'
            out.append((y, type(y).__name__, z, type(z).__name__))
        except (TypeError, ValueError) as e:
            out.append((str(e), len(traceback.extract_tb(e.__traceback__))))
    return out[-90:]


print(*texts(N), sep='\n')


def representations(n):
    out = []
    values = [1, 'x', 2.5, None, Represented(3)]
    for i in range(n):
        x = Represented(values[i % 5])
        out.append((repr(x), str(x), f'{x}', f'{x!r:>12}', f'{x!a}', '%s %r' % (x, x), [x]))
        f = Failure(i)
        out.append((str(f), repr(f), f'{f}', f'{f!r}'))
    return out[-6:]


print(*representations(N), sep='\n')


def formats(n):
    out = []
    f = Formatted()
    p = Represented(1)
    for i in range(n):
        spec = 'none' if i % 50 == 49 else '>3' if i & 1 else ''
        out.append(shown(lambda: f'{f:{spec}}{f}'))
        out.append(shown(lambda: f'{p:{spec}}'))
        try:
            out.append(f'{f:{spec}}')
        except TypeError as e:
            out.append(str(e))
    return out[-9:]


print(formats(N))


def trees(depth):
    tree = 0
    for i in range(depth):
        tree = Tree(i, tree)
    return tree


for _ in range(60):
    text = str(trees(20)), f'{trees(15)!r}'
print(text)


class Endless:
    def __str__(self):
        return f'{self}'

    def __repr__(self):
        return str(self) + repr(self)


for _ in range(5):
    print(shown(str, Endless()), shown(repr, Endless()))


class Replaced:
    def __str__(self):
        return 'first'


def replaced(n):
    out = []
    x = Replaced()
    for i in range(n):
        if i == 100:
            Replaced.__str__ = lambda self: 'second'
        elif i == 130:
            Replaced.__format__ = lambda self, spec: 'format'
        elif i == 160:
            del Replaced.__str__, Replaced.__format__
            Replaced.__repr__ = lambda self: 'third'
        elif i == 190:
            x.__class__ = Named
            x.name = 'other class'
        out.append(str(x) + f'{x}')
    return [out[k] for k in (0, 99, 100, 129, 130, 159, 160, 189, 190, n - 1)]


print(replaced(N))


class Looks:
    def __str__(self):
        frame = sys._getframe(1)
        return f'{frame.f_code.co_name} {frame.f_lineno - frame.f_code.co_firstlineno} {sorted(frame.f_locals)}'


def looks(n):
    x = Looks()
    out = set()
    for i in range(n):
        out.add(str(x))
        out.add(f'{x}')
    return sorted(out)


print(looks(N))


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        if self.value == 'raise':
            raise KeyError('index')
        return self.value


class Truth(int):
    def __index__(self):
        return 2


def indices(n):
    out = []
    items, row = [1, 2, 3, 4], ('a', 'b', 'c')
    values = [0, 1, 2, -1, 3, 2 ** 70, 'raise', 1.5, 9]
    for i in range(n):
        k = Index(values[i % 9] if i > n - 19 else i & 1)
        out.append(shown(lambda: items[k]))
        try:
            out.append((items[k], row[k], 'text'[k], range(9)[k]))
        except (IndexError, TypeError, KeyError) as e:
            out.append((type(e).__name__, str(e), [f.name for f in traceback.extract_tb(e.__traceback__)]))
        out.append(items[Truth(1)])
        if i % 60 == 59:
            items.pop()
            items.append(i)
    return out[-54:]


print(*indices(N), sep='\n')


class Shrinks:
    def __index__(self):
        self.items.clear()
        return 0


def shrinking(n):
    out = []
    k = Shrinks()
    for i in range(n):
        items = [i, i]
        k.items = [5] if i % 50 else items
        out.append(shown(lambda: items[k]))
        try:
            out.append(items[k])
        except IndexError as e:
            out.append(str(e))
    return out[-12:], out[98:104]


print(shrinking(N))


class Data:
    def __set_name__(self, owner, name):
        self.name = '_' + name

    def __get__(self, obj, cls=None):
        if obj is None:
            return self
        if obj.n == 77:
            raise AttributeError('seventy-seven')
        return getattr(obj, self.name) + 1, cls.__name__

    def __set__(self, obj, value):
        if value == 50:
            raise ValueError('fifty')
        obj._d = value
        return 'dropped'


class NonData:
    def __get__(self, obj, cls):
        return ('non-data', obj is None, cls.__name__)


class SetOnly:
    def __set__(self, obj, value):
        obj.__dict__['s'] = value * 2


class Owner:
    d = Data()
    n = 0
    o = NonData()
    s = SetOnly()

    def __init__(self):
        self._d = 1


class Derived(Owner):
    pass


def descriptors(n):
    out = []
    for i in range(n):
        x = Owner() if i % 3 else Derived()
        try:
            x.d = i
            x.s = i
            out.append((x.d, x.o, x.s, Owner.o))
        except ValueError as e:
            out.append((str(e), [f.name for f in traceback.extract_tb(e.__traceback__)]))
        x.n = i
        if i % 70 == 69:
            x.o = 'own'
            out.append(x.o)
        try:
            out.append(x.d)
        except AttributeError as e:
            out.append(str(e))
        out.append(getattr(x, 'd', 'missing'))
    return out[148:160], out[230:240], out[-4:]


print(descriptors(N))


def changing(n):
    """The descriptor's class, and the owner's, change while a loop runs."""
    out = []

    class First:
        def __get__(self, obj, cls):
            return 'first'

    class Second:
        def __get__(self, obj, cls):
            return 'second'

        def __set__(self, obj, value):
            out.append(value)

    class Has:
        a = First()

    x = Has()
    descr = Has.__dict__['a']
    for i in range(n):
        if i == 60:
            First.__get__ = lambda self, obj, cls: 'changed'
        elif i == 90:
            descr.__class__ = Second
        elif i == 120:
            Second.__get__ = lambda *args: len(args)
        elif i == 150:
            del Second.__get__
        elif i == 180:
            Has.a = 'plain'
        elif i == 210:
            Has.a = First()
            x.__dict__['a'] = 'own'
        if 90 <= i < 93:
            x.a = i
        value = x.a
        out.append(value if value is not descr else 'descriptor')
    return [out[k] for k in (0, 59, 60, 89, 90, 91, 95, 122, 125, 150, 152, 155, 182, 185, 210, 212, 215, -1)]


print(changing(N))


def generated(n):
    x = Owner()
    k = Index(0)
    for i in range(n):
        x.d = i if i != 50 else 51
        k.value = i & 1
        yield f'{Represented(x.d)}{[i, -i][k]}'


print(list(generated(N))[-3:], len(''.join(generated(N))))
