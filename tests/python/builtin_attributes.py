# Every attribute of a built-in type that a program can set gets odd values; then whatever reads it runs. What is
# refused, and what readers say, is as in CPython.
class BadIndex:
    def __index__(self):
        raise ValueError('index')

    def __bool__(self):
        raise ValueError('bool')

    def __str__(self):
        raise ValueError('str')

    __repr__ = __str__


class S(str):
    pass


class D(dict):
    pass


def values():
    return [None, -1, 2**70, 1.5, 'x', '\ud800', S('s'), (1, 2), [], {1: 2}, int, len, BadIndex(), lambda *a: {}, ValueError('v'),
            ValueError, GONE]


GONE = object()


def function(a, b=1, *, c=2):
    """doc"""
    return a, b, c


def generator():
    yield 1


def klass():
    class K:
        """doc"""
        x: int = 1
    return K


def made_function():
    def function(a, b=1, *, c=2):
        """doc"""
        return a, b, c
    return function


def traceback():
    try:
        1 / 0
    except ZeroDivisionError as e:
        return e.__traceback__


def module():
    import math
    return type(math)('m', 'doc')


def shown(v, depth=0):
    if type(v) in (int, bool, float, str, bytes, type(None)):
        text = ascii(v)
        return text if ' at 0x' not in text else text[:text.index(' at 0x')]
    if type(v) in (tuple, list) and depth < 2:
        return f'{type(v).__name__}({", ".join([shown(i, depth + 1) for i in v])})'
    return f'<{type(v).__name__}>'


def said(f, *args):
    try:
        return shown(f(*args))
    except BaseException as e:
        try:
            text = shown(str(e))
        except BaseException as inner:
            text = type(inner).__name__
        return f'{type(e).__name__}: {text}'


def raise_(e):
    raise e


def from_(e):
    raise e from e


def closing(g):
    g.close()


ERRORS = [str, repr, lambda e: e.add_note('n'), from_, lambda e: e.__reduce__()[0].__name__]
CLASSES = [lambda K: repr(K)[-3:], lambda K: K().x, lambda K: K.__name__, lambda K: K.__qualname__, lambda K: K.__module__,
           lambda K: K.__doc__, lambda K: type('L', (K,), {}).__mro__[1:], lambda K: K.__annotations__,
           lambda K: list[K].__args__, lambda K: K.y, lambda K: K(1), lambda K: K.__type_params__]
CALLS = [lambda f: f(1), lambda f: f(1, 2, c=3), lambda f: f(), lambda f: f(1, 2, 3), lambda f: f(*1), lambda f: f.__name__,
         lambda f: f.__qualname__, lambda f: f.__module__, lambda f: f.__doc__, lambda f: f.__annotations__,
         lambda f: f.__type_params__, lambda f: property(f).__name__, lambda f: f.zz]
SUBJECTS = [
    (lambda: StopIteration(1), ['value'], ERRORS + [lambda e: list(x for x in iter(raise_, e))]),
    (lambda: SystemExit(1), ['code'], ERRORS),
    (lambda: NameError('m', name='n'), ['name'], ERRORS),
    (lambda: AttributeError('m', name='n', obj=1), ['name', 'obj'], ERRORS),
    (lambda: ImportError('m', name='n', path='p'), ['msg', 'name', 'path', 'name_from'], ERRORS),
    (lambda: OSError(2, 's', 'f', None, 'g'), ['errno', 'strerror', 'filename', 'filename2'], ERRORS),
    (lambda: SyntaxError('m', ('f', 1, 2, 't', 3, 4)),
     ['msg', 'filename', 'lineno', 'offset', 'text', 'end_lineno', 'end_offset', 'print_file_and_line'], ERRORS),
    (lambda: ExceptionGroup('m', [ValueError()]), ['message', 'exceptions'],
     ERRORS[:1] + [lambda e: e.split(ValueError), lambda e: e.derive([TypeError()]).message]),
    (lambda: ValueError('v'), ['args', '__traceback__', '__context__', '__cause__', '__suppress_context__', '__notes__',
                               '__class__', '__dict__'], ERRORS),
    (lambda: KeyError('v'), ['args'], ERRORS),
    (klass, ['__name__', '__qualname__', '__module__', '__doc__', '__bases__', '__abstractmethods__', '__annotate__',
             '__annotations__', '__type_params__', '__class__', '__dict__', '__mro__', '__base__', '__flags__',
             '__basicsize__', '__static_attributes__', '__firstlineno__', '__match_args__', '__slots__'], CLASSES),
    (lambda: klass()(), ['__class__', '__dict__', '__doc__', '__module__', '__weakref__'],
     [lambda o: o.x, lambda o: o.__dict__, lambda o: o.zz, lambda o: vars(o)]),
    (made_function, ['__name__', '__qualname__', '__module__', '__doc__', '__defaults__', '__kwdefaults__', '__code__',
                     '__dict__', '__annotate__', '__annotations__', '__type_params__', '__globals__', '__closure__',
                     '__builtins__', '__class__'], CALLS),
    (lambda: property(len), ['__doc__', '__name__', 'fget', '__isabstractmethod__'],
     [lambda p: p.__doc__, lambda p: p.__name__, lambda p: p.__set__(1, 2), lambda p: p.__delete__(1), lambda p: p.__get__(1)]),
    (module, ['__dict__', '__annotations__', '__name__', '__spec__', '__file__', '__loader__', '__path__', '__class__',
              '__getattr__', '__dir__'], [lambda m: m.zz, lambda m: m.__annotations__, dir]),
    (lambda: (lambda c: lambda: c)(1).__closure__[0], ['cell_contents'], [lambda c: c.cell_contents]),
    (traceback, ['tb_next', 'tb_frame', 'tb_lineno', 'tb_lasti'], [lambda t: t.tb_next, lambda t: t.tb_lineno]),
    (generator, ['__name__', '__qualname__', 'gi_running'], [lambda g: g.__name__, next, closing]),
    (lambda: staticmethod(len), ['__func__', '__wrapped__', '__dict__', '__name__'],
     [lambda s: s.__name__, lambda s: s([])]),
    (lambda: slice(1), ['start'], [str]), (lambda: range(3), ['start', 'stop'], [str]), (lambda: 1j, ['real', 'imag'], [str]),
    (lambda: 5, ['numerator', 'real', '__class__'], [str]), (lambda: function.__code__, ['co_name', 'co_argcount'], []),
    (lambda: [].append, ['__self__', '__name__', '__doc__'], [lambda f: f.__name__]),
    (lambda: [].__len__, ['__self__', '__name__'], []), (lambda: klass().__init__, ['__name__', '__doc__'], []),
    (lambda: list[int], ['__origin__', '__args__'], [lambda a: a.__origin__]), (lambda: super(int, 5), ['__self__'], []),
]
told = set()
for make, names, readers in SUBJECTS:
    for name in names:
        for number, value in enumerate(values()):
            subject = make()
            text = []
            if value is GONE:
                text.append(said(delattr, subject, name))
            else:
                text.append(said(setattr, subject, name, value))
            if text[0] == 'None':
                text.append(said(lambda: shown(getattr(subject, name))))
                text += [said(reader, subject) for reader in readers]
            new = [f'{i} {t}' for i, t in enumerate(text) if (make, name, i, t) not in told]
            told.update([(make, name, i, t) for i, t in enumerate(text)])
            if new:
                print(f'{type(make()).__name__}.{name} {number}: {"; ".join(new)}')

from _typing import _idfunc


class New:
    __call__ = _idfunc


class Powers(int):
    def __pow__(self, other, mod=None): return 'own', int(other), mod


proxy = type.__dict__
for act in (lambda: proxy.__ior__({}), lambda: type(proxy)[int], lambda: int.__annotate__, lambda: (1).__pow__(), lambda: New()(5),
            lambda: pow(Powers(2), 3, 5), lambda: pow(2, 3, Powers(5)), lambda: type('S', (), {'__slots__': ['\x80']}), lambda: int | str | 1.5):
    try:
        print(act())
    except Exception as e:
        print(type(e).__name__, e)
