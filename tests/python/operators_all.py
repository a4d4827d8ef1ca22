# Every operator dunder, reflected and in-place forms, NotImplemented protocol, comparison fallbacks, truth, length, container dunders.
OPS = ['add', 'sub', 'mul', 'matmul', 'truediv', 'floordiv', 'mod', 'divmod', 'pow', 'lshift', 'rshift', 'and', 'or', 'xor']


class V:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


def install(op):
    def fwd(self, other, *rest):
        return f'{op}({self}, {other!r})'

    def rev(self, other, *rest):
        return f'r{op}({self}, {other!r})'

    def inp(self, other):
        return V(f'i{op}({self}, {other!r})')
    setattr(V, f'__{op}__', fwd)
    setattr(V, f'__r{op}__', rev)
    if op != 'divmod':
        setattr(V, f'__i{op}__', inp)


for op in OPS:
    install(op)
a, b = V('a'), V('b')
print(a + b, a - 1, a * b, a @ b, a / b, a // b, a % b, divmod(a, b), a ** b, a << b, a >> b, a & b, a | b, a ^ b, sep='\n')
print(1 + b, 1 - b, 'x' * b, [] @ b, 1 / b, 1 // b, 1.5 % b, divmod(1, b), 2 ** b, 1 << b, None >> b, 1 & b, {1} | b, 1 ^ b, sep='\n')
print(pow(a, 2), pow(a, 2, 3), pow(2, b))
x = V('x')
x += 1; x -= 1; x *= 1
x @= 1; x /= 1; x //= 1
x %= 1; x **= 1; x <<= 1; x >>= 1; x &= 1; x |= 1; x ^= 1
print(x)


class Sub(V):
    def __radd__(self, other):
        return f'Sub.radd({self}, {other})'


print(a + Sub('s'), Sub('s') + a, a - Sub('s'))


class NI:
    def __add__(self, o):
        return NotImplemented

    def __radd__(self, o):
        return NotImplemented

    def __eq__(self, o):
        return NotImplemented

    def __lt__(self, o):
        return NotImplemented

    def __iadd__(self, o):
        return NotImplemented


for f in (lambda: NI() + 1, lambda: 1 + NI(), lambda: NI() + NI(), lambda: NI() < NI(), lambda: NI() >= 1, lambda: NI() - NI(), lambda: -NI(),
          lambda: NI()[0], lambda: NI()(), lambda: len(NI()), lambda: abs(NI()), lambda: int(NI()), lambda: float(NI()), lambda: 1 in NI(),
          lambda: iter(NI()), lambda: reversed(NI()), lambda: round(NI()), lambda: NI() @ 1, lambda: pow(NI(), 1, 1), lambda: divmod(NI(), 1)):
    try:
        print(f())
    except TypeError as e:
        print(e)
n = NI()
try:
    n += 1
except TypeError as e:
    print(e)
print(NI() == NI(), n == n, NI() != 1)


class Cmp:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        print('lt', end=' ')
        return self.v < o.v

    def __eq__(self, o):
        print('eq', end=' ')
        return isinstance(o, Cmp) and self.v == o.v

    def __le__(self, o):
        print('le', end=' ')
        return 'truthy'


p, q = Cmp(1), Cmp(2)
print(p < q, p > q, p <= q, p >= q, p == q, p != q)
try:
    hash(p)
except TypeError as e:
    print(e)
print([c.v for c in sorted([q, p, Cmp(0)])], max(p, q).v, p in [q, p], [q, p].index(Cmp(1)), [p].count(p))


class Un:
    def __neg__(self): return 'neg'
    def __pos__(self): return 'pos'
    def __invert__(self): return 'invert'
    def __abs__(self): return 'abs'
    def __int__(self): return 7
    def __float__(self): return 7.5
    def __complex__(self): return 1 + 2j
    def __index__(self): return 3
    def __round__(self, n=None): return ('round', n)
    def __trunc__(self): return 'trunc'
    def __floor__(self): return 'floor'
    def __ceil__(self): return 'ceil'
    def __bool__(self): return False
    def __len__(self): return 5
    def __contains__(self, x): return x == 'yes'
    def __iter__(self): return iter([1, 2])
    def __reversed__(self): return 'reversed'
    def __call__(self, *a, **k): return a, k
    def __getitem__(self, k): return k
    def __hash__(self): return 99
    def __str__(self): return 'str'
    def __repr__(self): return 'repr'
    def __bytes__(self): return b'bytes'
    def __format__(self, s): return 'format:' + s
    def __length_hint__(self): return 10
    def __sizeof__(self): return 1


import math
u = Un()
print(-u, +u, ~u, abs(u), int(u), float(u), complex(u), [0, 1, 2, 3][u], round(u), round(u, 2), math.trunc(u), math.floor(u), math.ceil(u))
print(bool(u), not u, len(u), 'yes' in u, 'no' in u, list(u), reversed(u), u(1, k=2), u[5], u[1:2], hash(u), str(u), repr(u), bytes(u),
      f'{u:q}', format(u), hex(u), oct(u), bin(u), chr(u) == '\x03', range(u), 'a' * u, '%d %s %r %.1f' % (u, u, u, u))


class BadRet:
    def __bool__(self): return 5
    def __len__(self): return -1
    def __hash__(self): return 'x'
    def __str__(self): return 5
    def __repr__(self): return None
    def __int__(self): return 'x'
    def __float__(self): return 1
    def __index__(self): return 1.5
    def __iter__(self): return 5
    def __bytes__(self): return 'x'
    def __format__(self, s): return 5
    def __contains__(self, x): return 'truthy'
    def __complex__(self): return 5


r = BadRet()
for f in (bool, len, hash, str, repr, int, float, iter, bytes, format, complex, lambda r: [1][r], lambda r: 1 in r, lambda r: f'{r}', lambda r: range(r)):
    try:
        print(f(r))
    except Exception as e:
        print(type(e).__name__, e)


class OnlyLen:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n


print(bool(OnlyLen(0)), bool(OnlyLen(2)))


class Eq:
    def __eq__(self, o): return True


print(Eq() == 5, 5 == Eq(), Eq() != 5, Eq.__hash__, Eq() in [1], None == Eq())
