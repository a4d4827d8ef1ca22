# Exception classes, arguments, notes, chaining, str and repr, custom hierarchies.
class AppError(Exception):
    code = 1

    def __init__(self, msg, detail=None):
        super().__init__(msg)
        self.detail = detail

    def __str__(self):
        return f'<{self.args[0]}:{self.detail}>'


class SubError(AppError):
    code = 2


for e in (Exception(), Exception('a'), Exception('a', 1), KeyError('k'), KeyError(), KeyError(1, 2), OSError(2, 'No such file'),
          OSError('one'), OSError(13, 'denied', 'file.txt'), StopIteration(5), SystemExit(3), AppError('m', 4), SubError('n'),
          UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'bad'), UnicodeEncodeError('ascii', 'é', 0, 1, 'bad'), NameError('x', name='y'),
          AttributeError('z'), ImportError('i', name='n', path='p'), ValueError([1, 2])):
    print(type(e).__name__, '|', str(e), '|', repr(e), '|', e.args)
print(StopIteration(5).value, SystemExit(3).code, SystemExit().code, SystemExit('a', 'b').code)
o = OSError(2, 'No such file', 'f')
print(o.errno, o.strerror, o.filename, type(o).__name__)
print(type(OSError(13, 'x')).__name__, type(OSError(17, 'x')).__name__, type(OSError(1)).__name__)
i = ImportError('i', name='n', path='p')
print(i.name, i.path, i.msg)
u = UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'bad')
print(u.encoding, u.object, u.start, u.end, u.reason)

try:
    raise SubError('oops', 9)
except AppError as e:
    print(e, e.code, e.detail, isinstance(e, SubError), e.__traceback__ is not None)
try:
    raise AppError
except TypeError as e:
    print(e)

e = ValueError('noted')
e.add_note('first')
e.add_note('second')
print(e.__notes__)
try:
    e.add_note(5)
except TypeError as t:
    print(t)

try:
    try:
        raise ValueError('a')
    except ValueError as a:
        raise TypeError('b') from a
except TypeError as b:
    print(repr(b.__cause__), repr(b.__context__), b.__suppress_context__)
    saved = b
print(saved.with_traceback(None) is saved, saved.__traceback__)
saved.__cause__ = None
print(saved.__cause__, saved.__suppress_context__)
try:
    saved.__cause__ = 5
except TypeError as t:
    print(t)
try:
    saved.__context__ = 'x'
except TypeError as t:
    print(t)
print(issubclass(KeyError, LookupError), issubclass(ZeroDivisionError, ArithmeticError), issubclass(ModuleNotFoundError, ImportError))
print([c.__name__ for c in RecursionError.__mro__])
print([c.__name__ for c in UnicodeDecodeError.__mro__])
print(BaseException.__subclasses__.__name__, Exception.__bases__)


class Multi(KeyError, AttributeError):
    pass


try:
    raise Multi('both')
except AttributeError as e:
    print(repr(e), str(e), isinstance(e, LookupError))

for make in (lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 1.5 // 0, lambda: 1.0 % 0, lambda: divmod(1, 0),
             lambda: 0 ** -1, lambda: 0.0 ** -1, lambda: 2.0 ** 10000, lambda: [][0], lambda: ()[0], lambda: ''[0], lambda: {}['k'],
             lambda: {}[(1, 2)], lambda: [1][1.5], lambda: [1]['a'], lambda: 'a'[None], lambda: {}[[]], lambda: 1 + 'a', lambda: 'a' + 1,
             lambda: [] + (), lambda: None + 1, lambda: -'a', lambda: ~1.5, lambda: 'a' * 'b', lambda: 1 < 'a', lambda: [] < {},
             lambda: None < None, lambda: len(5), lambda: int('x'), lambda: int('1.5'), lambda: float('y'), lambda: int([]),
             lambda: int(None), lambda: chr(-1), lambda: ord('ab'), lambda: abs('a'), lambda: sum(['a']), lambda: max([]),
             lambda: min(), lambda: next(iter([])), lambda: iter(5), lambda: None.x, lambda: (1).foo, lambda: [].foo, lambda: 'a'.foo,
             lambda: None(), lambda: 'a'(), lambda: hash([]), lambda: round('a'), lambda: range(1.5), lambda: range(1, 2, 0),
             lambda: 'abc'.index('z'), lambda: [1].index(2), lambda: [1].remove(2), lambda: [].pop(), lambda: {}.pop('k'),
             lambda: {}.popitem(), lambda: set().pop(), lambda: {1}.remove(2), lambda: (1,).index(5), lambda: '%d' % 'a',
             lambda: '%s %s' % 1, lambda: '%s' % (1, 2), lambda: '{} {}'.format(1), lambda: '{a}'.format(), lambda: format(1, 'z'),
             lambda: format('a', 'd'), lambda: f'{1:s}', lambda: 1 << -1, lambda: 1 << 10 ** 20, lambda: [1] * 10 ** 20, lambda: 1 @ 2,
             lambda: isinstance(1, 5), lambda: issubclass(1, int), lambda: type(1, 2), lambda: getattr(1, 'x'), lambda: getattr(1, 5),
             lambda: setattr(1, 'x', 2), lambda: object().x, lambda: object()(), lambda: zip([1], [1, 2], strict=True).__next__() and 0,
             lambda: list(zip([1], [1, 2], strict=True)), lambda: bytes([256]), lambda: bytes('a'), lambda: b'a' + 'a',
             lambda: 'a'.encode('nope'), lambda: b'\xff'.decode(), lambda: 'é'.encode('ascii'), lambda: int('9' * 5000),
             lambda: 'a'.join([1]), lambda: ''.join(5), lambda: sorted([1, 'a']), lambda: dict([1]), lambda: dict([(1, 2, 3)]),
             lambda: pow(2, -1, 4), lambda: pow(1, 2, 0), lambda: complex('z'), lambda: slice(), lambda: [1, 2][::0]):
    try:
        print('no error', make())
    except Exception as e:
        print(type(e).__name__ + ':', e)
