# Operator dispatch: reflected methods, subclass priority, NotImplemented, in-place forms, comparisons, hashing, truth, containers.

def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)


class V:
    def __init__(self, x): self.x = x
    def __repr__(self): return f'V({self.x})'
    def __add__(self, o): return V(self.x + o.x) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return V(o + self.x) if isinstance(o, int) else NotImplemented
    def __iadd__(self, o): self.x += 100; return self
    def __sub__(self, o): return 'sub'
    def __neg__(self): return V(-self.x)
    def __pos__(self): return 'pos'
    def __invert__(self): return 'inv'
    def __abs__(self): return abs(self.x)
    def __matmul__(self, o): return 'matmul'
    def __pow__(self, o, mod=None): return ('pow', o, mod)
    def __divmod__(self, o): return 'divmod'
    def __index__(self): return self.x
    def __float__(self): return self.x + 0.5
    def __int__(self): return self.x
    def __round__(self, n=None): return ('round', n)
a, b = V(1), V(2)
print(a + b, 5 + a, -a, +a, ~a, abs(V(-3)), a @ b, a ** 2, pow(a, 2, 3), divmod(a, b), [10, 20, 30][a], float(a), int(b), round(a), round(a, 2))
a += b
print(a)
show(lambda: a + 1)
show(lambda: 'x' + a)
show(lambda: a * 2)
show(lambda: [] + a)
show(lambda: 1 + [])
show(lambda: [] + 1)
show(lambda: () + [])
show(lambda: 'a' + 1)
show(lambda: 1 + 'a')
show(lambda: {} + {})
show(lambda: 'a' * 'b')
show(lambda: [1] * 1.5)
show(lambda: 2 ** 'x')
show(lambda: print >> 3)
show(lambda: -'a')
show(lambda: ~1.5)
show(lambda: +[])
def aug(op):
    x = 1
    if op == '+': x += 'a'
    if op == '**': x **= 'a'
    if op == '|': x |= 1.5
    if op == '@': x @= 2
for op in ('+', '**', '|', '@'):
    show(lambda: aug(op))


class Parent:
    def __add__(self, o): return 'Parent.__add__'
    def __radd__(self, o): return 'Parent.__radd__'
    def __eq__(self, o): return 'Parent.__eq__'
    def __lt__(self, o): return 'Parent.__lt__'
    def __gt__(self, o): return 'Parent.__gt__'
class Child(Parent):
    def __radd__(self, o): return 'Child.__radd__'
    def __eq__(self, o): return 'Child.__eq__'
    def __gt__(self, o): return 'Child.__gt__'
class Plain(Parent): pass
print(Parent() + Child(), Child() + Parent(), Parent() + Plain(), Parent() == Child(), Parent() < Child(), Child() < Parent())
class IntSub(int):
    def __radd__(self, o): return 'IntSub.__radd__'
    def __rsub__(self, o): return NotImplemented
print(1 + IntSub(2), IntSub(2) + 1, 5 - IntSub(2), IntSub(3) * 2, 7 // IntSub(2))
class ListR(list):
    def __radd__(self, o): return 'ListR.__radd__'
print([1] + ListR([2]), ListR([1]) + [2])
class Right:
    def __radd__(self, o): return ('radd', o)
    def __rmul__(self, o): return ('rmul', o)
    def __ror__(self, o): return 'ror'
    def __rmod__(self, o): return 'rmod'
print([1] + Right(), 'a' + Right(), (1,) * Right(), 3 | Right(), {} | Right(), 5 % Right())
x = [1]
x += Right()
print(x)


class Cmp:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v if isinstance(o, Cmp) else NotImplemented
    def __lt__(self, o): return self.v < o.v if isinstance(o, Cmp) else NotImplemented
    def __hash__(self): return hash(self.v)
print(Cmp(1) == Cmp(1), Cmp(1) != Cmp(1), Cmp(1) < Cmp(2), Cmp(1) > Cmp(2), Cmp(1) == 1, Cmp(1) != 1)
show(lambda: Cmp(1) <= Cmp(2))
show(lambda: Cmp(1) < 3)
show(lambda: 3 < 'a')
show(lambda: [] < 3)
show(lambda: None < None)
print({Cmp(1): 'x'}[Cmp(1)], hash(Cmp(7)) == hash(7))
class NoHash:
    def __eq__(self, o): return True
show(lambda: hash(NoHash()))
show(lambda: {NoHash(): 1})
show(lambda: hash([]))
show(lambda: {[]: 1})
show(lambda: {1, {}})
print(NoHash.__hash__)
class KeepsHash(NoHash):
    __hash__ = object.__hash__
print(isinstance(hash(KeepsHash()), int))
class BadHash:
    def __hash__(self): return 'x'
show(lambda: hash(BadHash()))
class MinusOne:
    def __hash__(self): return -1
print(hash(MinusOne()), hash(-1), hash(-2))


class Truth:
    def __init__(self, v): self.v = v
    def __bool__(self): return self.v
print(bool(Truth(True)), not Truth(False), 1 if Truth(True) else 2)
show(lambda: bool(Truth(1)))
class Len:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
print(bool(Len(0)), bool(Len(2)), len(Len(5)))
show(lambda: len(Len(-1)))
show(lambda: len(Len('x')))
show(lambda: len(3))
show(lambda: bool(NotImplemented))


class Box:
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __contains__(self, k): return k in self.d
    def __iter__(self): return iter(self.d)
    def __reversed__(self): return 'reversed'
    def __missing__(self, k): return 'never'
box = Box()
box['a'] = 1
box[1:2] = 'slice' if False else 2
print(box['a'], 'a' in box, 'b' in box, list(box)[:1], reversed(box))
del box['a']
show(lambda: box['a'])
class Seq:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * i
print(list(Seq()), 9 in Seq(), 5 in Seq(), [*Seq()])
class DictMissing(dict):
    def __missing__(self, k): return ('missing', k)
print(DictMissing()['q'], DictMissing(a=1)['a'])
three, nothing, pair = 3, None, (1, 2)
show(lambda: three[0])
show(lambda: nothing[0])
show(lambda: pair['a'])
def assign():
    (1, 2)[0] = 3
show(assign)
def delete():
    t = 'abc'
    del t[0]
show(delete)
show(lambda: 1 in 3)
show(lambda: iter(3))
show(lambda: [*3])
show(lambda: next(3))
class BadIter:
    def __iter__(self): return 3
show(lambda: list(BadIter()))
class NoneIter:
    __iter__ = None
    __contains__ = None
show(lambda: iter(NoneIter()))
show(lambda: 1 in NoneIter())
class Count:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration
        return self.n
print(list(Count(3)), sum(Count(4)), max(Count(5)), 2 in Count(5))
class F:
    def __format__(self, spec): return 'F<' + spec + '>'
    def __str__(self): return 'str'
    def __repr__(self): return 'repr'
print(f'{F()} {F():abc} {F()!r} {F()!s:>5} {object.__format__(F(), "")}')
show(lambda: format(object(), 'x'))
class BadStr:
    def __str__(self): return 3
    def __repr__(self): return None
    def __format__(self, s): return 1
show(lambda: str(BadStr()))
show(lambda: repr(BadStr()))
show(lambda: format(BadStr()))
listed = [1, 2, 3]
show(lambda: listed[1.5])
show(lambda: range(1.5))
class Idx:
    def __index__(self): return 'a'
show(lambda: [1][Idx()])
