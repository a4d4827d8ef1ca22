# Deep recursion, in Python and through every C path back into Python: RecursionError, never a crash.

def show(f):
    try:
        print(f())
    except RecursionError:
        print('RecursionError')

def deep(n): return deep(n + 1)
show(lambda: deep(0))
show(lambda: deep(0))
class Deep:
    def __getattr__(self, name): return getattr(self, name + 'x')
try:
    Deep().a
except RecursionError:
    print('RecursionError')
class R:
    def __repr__(self): return repr(self)
try:
    repr(R())
except RecursionError:
    print('RecursionError')
nest = []
for i in range(100000): nest = [nest]
try:
    repr(nest)
except RecursionError:
    print('RecursionError')
class Eq:
    def __eq__(self, o): return self == o
try:
    Eq() == 1
except RecursionError:
    print('RecursionError')


class Call:
    def __call__(self): return self()
show(Call())
class Add:
    def __add__(self, o): return self + o
show(lambda: Add() + 1)
class Hash:
    def __hash__(self): return hash(self)
show(lambda: hash(Hash()))
class Iter:
    def __iter__(self): return iter(self)
show(lambda: list(Iter()))
class Len:
    def __len__(self): return len(self)
show(lambda: len(Len()))
class Bool:
    def __bool__(self): return bool(self)
show(lambda: not Bool())
class Item:
    def __getitem__(self, k): return self[k]
show(lambda: Item()[0])
class Contains:
    def __contains__(self, k): return k in self
show(lambda: 1 in Contains())
class Set:
    def __setattr__(self, n, v): setattr(self, n, v)
def set_it(): Set().a = 1
show(set_it)
class Init:
    def __init__(self): Init()
show(Init)
class New:
    def __new__(cls): return cls()
show(New)
class Meta(type):
    def __call__(cls): return cls()
class Metaed(metaclass=Meta): pass
show(Metaed)
class Get:
    @property
    def p(self): return self.p
show(lambda: Get().p)
class Str:
    def __str__(self): return str(self)
show(lambda: str(Str()))
show(lambda: f'{Str()}')
class Index:
    def __index__(self): return [1][self]
show(lambda: [1][Index()])
class Instance(type):
    def __instancecheck__(cls, o): return isinstance(o, cls)
class Inst(metaclass=Instance): pass
show(lambda: isinstance(1, Inst))
def sorter(x): return sorted([1, 2], key=sorter)
show(lambda: sorter(1))
def gen(): yield from gen()
show(lambda: list(gen()))
def comp(n): return [comp(n + 1) for _ in range(1)]
show(lambda: comp(0))
def star(*a, **k): return star(*a, **k)
show(lambda: star(1, x=2))
a = []
b = [a]
a.append(b)
show(lambda: a == b)
t = ()
for i in range(100000): t = (t,)
show(lambda: hash(t))
show(lambda: t == t)
n = 0
def count():
    global n
    n += 1
    count()
show(count)
print(n > 900, n < 1001)
def catches(k):
    try:
        return catches(k + 1)
    except RecursionError:
        return k > 900
print(catches(0))
def finally_runs(k):
    try: finally_runs(k + 1)
    finally: log[0] += 1
log = [0]
show(lambda: finally_runs(0))
print(log[0] > 900)
print('still alive')
class Called: pass
Called.__call__ = Called()
show(Called())
