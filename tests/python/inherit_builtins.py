# Subclasses of built-in types: storage of attributes, overriding, layout rules.

def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)


class L(list):
    def __init__(self, *a, tag=None):
        super().__init__(*a)
        self.tag = tag
    def append(self, x):
        super().append(x * 2)
l = L([1, 2], tag='t')
l.append(5)
l.extra = 'e'
print(l, l.tag, l.extra, len(l), l[0], l + [3], type(l + [3]).__name__, l == [1, 2, 10], isinstance(l, list), sorted(l, reverse=True))
print(l.__dict__, [*l], 10 in l, l[1:], type(l[1:]).__name__)

class D(dict):
    def __setitem__(self, k, v): super().__setitem__(k, ('set', v))
d = D(a=1)
d['b'] = 2
d.attr = 'x'
print(d, d['b'], d.attr, len(d), list(d), {**d}, d == {'a': 1, 'b': ('set', 2)})
d.update(c=3)
print(d.get('c'), d.setdefault('z', 0), type(d.copy()).__name__)

class S(str):
    def shout(self): return self.upper() + '!'
    def __new__(cls, value, extra=None):
        self = super().__new__(cls, value)
        self.extra = extra
        return self
s = S('abc', extra=[1])
print(s, s.shout(), s.extra, s == 'abc', hash(s) == hash('abc'), {s: 1}['abc'], s + 'd', type(s + 'd').__name__, repr(s), f'{s:>5}', s[1], len(s), 'b' in s)
print({'abc': 2}[s], s.__dict__, ','.join([s, s]), s * 2, S('x' * 100).extra)

class I(int):
    def __new__(cls, v, name='n'):
        self = super().__new__(cls, v)
        self.name = name
        return self
    def __repr__(self): return f'I({int(self)})'
i = I(7, 'seven')
print(i, i + 1, i.name, i == 7, hash(i) == hash(7), [0] * I(2), 'abc'[I(1)], i * i, type(i * 2).__name__, -i, i < 8, bool(I(0)), int(i), f'{i:03d}', i.bit_length())
big = I(10 ** 30)
print(big + 1, big == 10 ** 30, big.name, range(I(3)), list(range(I(3))), isinstance(i, int), {7: 'x'}[i])

class F(float):
    unit = 'm'
f = F(2.5)
f.note = 'n'
print(f, f + 1, f.note, f.unit, f == 2.5, type(f + 1).__name__, round(f), f * 2, hash(f) == hash(2.5), f.is_integer())

class T(tuple):
    def __new__(cls, *items): return super().__new__(cls, items)
    @property
    def first(self): return self[0]
t = T(1, 2, 3)
t.label = 'lab'
t.b, t.c, t.d, t.e, t.f = range(5)
print(t, t.first, t.label, len(t), t + (4,), t == (1, 2, 3), hash(t) == hash((1, 2, 3)), t[1:], t.__dict__, T().first if T() else 'empty')
a, b, c = t
print(a, b, c, {(1, 2, 3): 'found'}[t], isinstance(t, tuple))
class TS(tuple):
    __slots__ = ()
    x = property(lambda self: self[0])
ts = TS((9, 8))
print(ts.x, ts)
show(lambda: setattr(ts, 'y', 1))

class St(set):
    def add(self, x): super().add(x + 1)
st = St([1])
st.add(5)
st.name = 'st'
print(sorted(st), st.name, st | {9} == {1, 6, 9}, 6 in st, type(st | {9}).__name__)
class FS(frozenset): pass
fs = FS([1, 2])
fs.q = 1
print(sorted(fs), fs.q, hash(fs) == hash(frozenset([1, 2])))

class E(Exception):
    def __init__(self, code, msg):
        super().__init__(msg)
        self.code = code
try:
    raise E(5, 'bad')
except E as e:
    print(e, e.code, e.args, repr(e), e.__dict__)
class E2(KeyError, AttributeError): pass
show(lambda: E2('k'))
class Prop(property):
    def __init__(self, *a): super().__init__(*a); self.mark = 1
class UsesProp:
    @Prop
    def p(self): return 'p'
print(UsesProp().p, UsesProp.__dict__['p'].mark)
class Mod(type(__builtins__) if not isinstance(__builtins__, dict) else object): pass
class Meta(type):
    pass
class WithMeta(metaclass=Meta): pass
WithMeta.attr = 3
print(WithMeta.attr)
show(lambda: type('X', (int, list), {}))
show(lambda: type('X', (dict, Exception), {}))
show(lambda: type('X', (OSError, StopIteration), {}))
print(type('X', (ValueError, KeyError), {}).__mro__)
show(lambda: type('X', (type(None),), {}))
show(lambda: type('X', (range,), {}))
show(lambda: type('X', (type(lambda: 0),), {}))
class A: __slots__ = ('a',)
class B: __slots__ = ('b',)
show(lambda: type('X', (A, B), {}))
class MixList(L, object): pass
print(MixList([4]).tag, MixList.__mro__)
class Deep(MixList):
    __slots__ = ('s',)
x = Deep([1])
x.s, x.z = 1, 2
print(x, x.s, x.z, x.tag)
class Counter(dict):
    def __missing__(self, key): return 0
cn = Counter()
for ch in 'mississippi': cn[ch] += 1
print(cn)
class Ordered(list):
    def __lt__(self, o): return len(self) < len(o)
print(sorted([Ordered([1, 2]), Ordered([])]), max(Ordered([1]), Ordered([2, 3])))
class Str2(str):
    def __str__(self): return 'custom'
    def __eq__(self, o): return True
    __hash__ = str.__hash__
print(str(Str2('x')), f'{Str2("y")}', Str2('z') == 3, '%s' % Str2('w') if False else 'w')
class IterList(list):
    def __iter__(self): return iter(['iter'])
print(list(IterList([1, 2])), [*IterList([1])], len(IterList([1, 2])))
class Bytes(bytes): pass

# What a subclass overrides is asked, and nothing else is.
class IterTuple(tuple):
    def __iter__(self): return iter(['iter', 'ated'])
print('-'.join(IterList(['x'])), '-'.join(IterTuple('x')))
class Shown(bytes):
    def __repr__(self): return 'shown'
class ShownArray(bytearray):
    def __repr__(self): return 'shown'
for value in Shown(b'q'), ShownArray(b'q'):
    print(repr(value), str(value), f'{value}', '%s' % value, '__str__' in type(value).__mro__[1].__dict__)
class Floating(int):
    def __float__(self): return 3.5
class Refusing(int):
    __float__ = None
import math
for value in Floating(2), Refusing(2):
    for action in (float, complex, lambda v: v + 1.5, lambda v: v / 4, math.sqrt, lambda v: '%f' % v, lambda v: format(v, '.1f'),
                   round, lambda v: v == 2.0, lambda v: math.hypot(v, 0), lambda v: 2.0 ** v, lambda v: sum([1.0, v])):
        try: print(action(value), end=' ')
        except TypeError as error: print(error, end=' ')
    print()
