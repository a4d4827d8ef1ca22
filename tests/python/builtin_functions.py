# Built-in functions: results, keyword arguments, protocols, errors.
def attempt(label, action):
    try:
        print(label, '->', repr(action()))
    except Exception as e:
        print(label, '=>', type(e).__name__, e.args)


print(abs(-3), abs(-2.5), abs(-2**70), abs(True), abs(3 + 4j), abs(-0.0))
print(all([]), all([1, 'a']), all([1, 0]), any([]), any([0, '']), any([0, 2]), all(x < 5 for x in range(5)), any(x == 3 for x in range(9)))
print(bin(10), bin(-10), bin(0), hex(255), hex(-2**70), oct(8), bin(True), chr(65), chr(0x1f600), ord('a'), ord('é'), ord(b'z'))
print(divmod(7, 2), divmod(-7, 2), divmod(7, -2), divmod(7.5, 2), divmod(-7, 2.0), divmod(2**80, 10**10), divmod(True, 2))
print(pow(2, 10), pow(2, -1), pow(2, 10, 1000), pow(3, -1, 7), pow(-3, 3, 7), pow(2.0, 0.5), pow(2, 100), pow(base=2, exp=3), pow(2, 3, mod=5), pow(0, 0), pow(5, 3, -7))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(1250, -2), round(1350, -2), round(1.5), round(2.0), round(1e20), round(0.1 + 0.2, 3), round(5, 2), round(-0.4), round(1.25, 1), round(True), round(number=2.345, ndigits=2), round(2.5, None))
print(sum([]), sum([1, 2]), sum([0.1] * 10), sum([1, 2.5, 3]), sum([[1], [2]], []), sum(range(100)), sum([2**62, 2**62]), sum([1, 2], start=10), sum([True, True]), sum([1e16, 1, -1e16]), sum([1j, 2, 0.5]), sum((0.1, 0.2, 0.3)), sum([2**100, 0.5]))
print(sum([1e308, 1e308, -1e308]), sum([float('inf'), 1]), sum([-0.0]), sum([-0.0], -0.0), sum([1, -1, 0.0]))
print(max(1, 2.5), max('a', 'b'), min([3, 1]), max([[1], [2, 3]], key=len), max([], default=None), min('hello'), max({1: 'a', 5: 'b'}), max(3, 3.0), min(3.0, 3), max((i for i in [1, 9, 4]), key=lambda x: -x))
print(len('abc'), len([]), len({1: 2}), len(range(5)), len(b'ab'), hash(1) == hash(1.0) == hash(True), hash(2**61 - 1), hash(-1), hash(1.5), hash(2**100), hash(float('inf')), hash(None), hash(0.1), hash(-2**65), hash(1e300), hash(3 + 4j))
print(isinstance(1, int), isinstance(True, int), isinstance('a', (int, str)), isinstance(1, int | str), isinstance(None, int | None), issubclass(bool, int), issubclass(int, (str, object)), issubclass(int, int | str), isinstance([], list), isinstance(1, (str, (list, (int,)))))
print(callable(len), callable(int), callable(lambda: 0), callable(1), repr('a'), repr([1, 'x']), ascii('é\n'), ascii(['ü']), format(3.14159, '.2f'), format(255, 'x'), format('a', '>3'), format(1))
print(sorted(dir(type('C', (), {'a': 1, 'b': 2}))[-2:]), [n for n in dir([]) if not n.startswith('_')])
print(id(None) == id(None), type(id(1)).__name__)


class Number:
    def __abs__(self):
        return 'abs'

    def __divmod__(self, other):
        return 'divmod'

    def __rdivmod__(self, other):
        return 'rdivmod'

    def __pow__(self, other, mod=None):
        return ('pow', other, mod)

    def __round__(self, ndigits=None):
        return ('round', ndigits)

    def __index__(self):
        return 10

    def __len__(self):
        return 7

    def __bool__(self):
        return False

    def __hash__(self):
        return 99

    def __format__(self, spec):
        return 'spec:' + spec

    def __dir__(self):
        return ['z', 'a']

    def __contains__(self, x):
        return x == 'in'


n = Number()
print(abs(n), divmod(n, 1), divmod(1, n), pow(n, 2), pow(n, 2, 3), round(n), round(n, 1), bin(n), hex(n), chr(n) == '\n', len(n), hash(n), format(n, 'x'), dir(n), 'in' in n, any([n]), [0] * n, 'abcdefghijkl'[n])
print(getattr(n, 'missing', 'default'), hasattr(n, 'x'), setattr(n, 'x', 5), n.x, delattr(n, 'x'), hasattr(n, 'x'), vars(n), getattr([], 'append').__name__)


class Attr:
    def __getattr__(self, name):
        if name == 'boom':
            raise ValueError('boom')
        raise AttributeError('no ' + name)


attempt('hasattr other error', lambda: hasattr(Attr(), 'boom'))
print(hasattr(Attr(), 'x'), getattr(Attr(), 'x', 1))

# namespaces
x = 'global'


def scope(a, b=2):
    c = a + b
    inner = [c for c in range(2)]
    return sorted(locals().items())


def closure(v):
    def inner():
        return v, sorted(locals())
    return inner()


print(scope(1), closure(5), globals()['x'], 'scope' in globals(), locals() is globals(), vars() is globals())


class Body:
    first = 1
    names = sorted(k for k in locals() if not k.startswith('__'))


print(Body.names, vars(Body)['first'])
print(sorted(k for k in dir() if k in ('x', 'scope', 'closure')))
print(type(lambda: 0).__name__, type(print).__name__, len.__name__, print, str(abs), type(len).__name__, [].append.__name__, int.__name__, repr(int), len.__doc__ is not None, print.__module__)
print(*[1, 2], 'a', sep='-', end='!\n')
print('a', 'b', sep='')
print('a', 'b', sep=None, end=None)
print()
print('', end='')


class File:
    def __init__(self):
        self.parts = []

    def write(self, s):
        self.parts.append(s)

    def flush(self):
        self.parts.append('FLUSH')


out = File()
print('x', 1, None, file=out, flush=True)
print(out.parts)

attempt('abs', lambda: abs('a'))
attempt('abs args', lambda: abs())
attempt('divmod', lambda: divmod('a', 1))
attempt('divmod zero', lambda: divmod(1, 0))
attempt('divmod float zero', lambda: divmod(1.0, 0))
attempt('pow', lambda: pow('a', 2))
attempt('pow mod', lambda: pow(2, 3, 'a'))
attempt('pow mod float', lambda: pow(2.0, 3, 4))
attempt('pow mod zero', lambda: pow(2, 3, 0))
attempt('pow negative', lambda: pow(2, -1, 4))
attempt('pow zero', lambda: pow(0, -1))
attempt('chr', lambda: chr(-1))
attempt('chr big', lambda: chr(0x110000))
attempt('chr str', lambda: chr('a'))
attempt('ord', lambda: ord('ab'))
attempt('ord int', lambda: ord(1))
attempt('bin', lambda: bin(1.5))
attempt('len', lambda: len(5))
attempt('len args', lambda: len(1, 2))
attempt('round', lambda: round('a'))
attempt('round str', lambda: round(1.5, 'a'))
attempt('round nan', lambda: round(float('nan')))
attempt('round inf', lambda: round(float('inf')))
attempt('sum str', lambda: sum(['a'], ''))
attempt('sum mixed', lambda: sum(['a']))
attempt('sum bytes', lambda: sum([b'a'], b''))
attempt('isinstance', lambda: isinstance(1, 1))
attempt('issubclass', lambda: issubclass(1, int))
attempt('issubclass 2', lambda: issubclass(int, 1))
attempt('getattr', lambda: getattr(1, 2))
attempt('getattr missing', lambda: getattr(1, 'nope'))
attempt('hasattr', lambda: hasattr(1))
attempt('print sep', lambda: print(sep=1))
attempt('print end', lambda: print(end=2))
attempt('print kw', lambda: print(foo=1))
attempt('format', lambda: format(1, 2))
attempt('format spec', lambda: format('a', 'd'))
attempt('hash', lambda: hash({}))
attempt('max one', lambda: max(5))
attempt('max kw', lambda: max([1], foo=1))
attempt('vars', lambda: vars(1))
attempt('any', lambda: any(5))
attempt('sorted two', lambda: sorted([1], len))
attempt('sorted kw', lambda: sorted([1], foo=1))
attempt('next args', lambda: next())
attempt('iter args', lambda: iter())
attempt('open', lambda: open())
attempt('call', lambda: (5)())
attempt('import', lambda: __import__(1))

# generic aliases and unions
print(list[int], dict[str, int], tuple[int, ...], set[str], frozenset[int], type[int], list[list[int]], tuple[()], list['Forward'])
print(int | None, int | str | None, list[int] | None, int | str | int, (int | str) == (str | int), list[int] == list[int], hash(list[int]) == hash(list[int]))
print(list[int].__origin__, list[int].__args__, dict[str, list[int]].__args__, (int | None).__args__, list[int](), dict[str, int](a=1), list[int]('ab'))
attempt('alias isinstance', lambda: isinstance([], list[int]))
attempt('alias index', lambda: list[int][str])
attempt('union bad', lambda: int | 'x')


class Base(list[int]):
    pass


print(Base.__mro__[1], Base([1]))
