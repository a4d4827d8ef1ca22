# RecursionError at the limit: caught, reported once, and everything goes on; through Python and through C.
import sys


def depth_of(f):
    try:
        f()
    except RecursionError as e:
        return str(e).split(' while ')[0].split(' in ')[0]
    return 'no error'


def plain(): return plain()
def mutual_a(): return mutual_b()
def mutual_b(): return mutual_a()


class Rep:
    def __repr__(self): return repr(self)
    def __eq__(self, other): return self == other
    def __hash__(self): return hash(self)
    def __getattr__(self, name): return getattr(self, name + 'x')
    def __len__(self): return len(self)
    def __add__(self, other): return self + other
    def __lt__(self, other): return self < other
    def __call__(self): return self()
    def __iter__(self): return iter(self)
    def __contains__(self, x): return x in self
    def __bool__(self): return bool(self)
    def __format__(self, spec): return format(self, spec)
    def __getitem__(self, k): return self[k]
    def __enter__(self):
        with self:
            pass
    def __exit__(self, *a): pass

    @property
    def prop(self): return self.prop


r = Rep()
print(depth_of(plain), depth_of(mutual_a))
for f in (lambda: repr(r), lambda: r == r, lambda: hash(r), lambda: r.attr, lambda: len(r), lambda: r + 1, lambda: r < r, lambda: r(),
          lambda: iter(r), lambda: 1 in r, lambda: bool(r), lambda: format(r), lambda: f'{r}', lambda: r[0], lambda: r.prop,
          lambda: r.__enter__(), lambda: str(r), lambda: [r] == [Rep()], lambda: {r: 1}, lambda: sorted([r, r])):
    print(depth_of(f), end='; ')
print()


def key(x): return sorted([x], key=key)
def mapped(x): return list(map(mapped, [x]))
def summed(): return sum(summed() for _ in [1])
def delegating(): yield from delegating()
def built(): return type('T', (), {'__init__': lambda self: built()})()
def evaluated(): return eval('evaluated()')
def joined(): return ''.join(joined() for _ in 'a')
def compared(): return max([1, 2], key=lambda v: compared())
def filtered(): return list(filter(lambda v: filtered(), [1]))


for f in (lambda: key(1), lambda: mapped(1), summed, lambda: list(delegating()), built, evaluated, joined, compared, filtered):
    print(f.__name__, depth_of(f), end='; ')
print()


def count(n=0):
    try:
        return count(n + 1)
    except RecursionError:
        return n


a, b = count(), count()
print(a == b, 900 < a < 1000)
old = sys.getrecursionlimit()
sys.setrecursionlimit(200)
print(100 < count() < 200)
sys.setrecursionlimit(5000)
print(4900 < count() < 5000)
sys.setrecursionlimit(old)
print(sys.getrecursionlimit())
for bad in (0, -5, 'x', 1.5):
    try:
        sys.setrecursionlimit(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)


def handlers():
    log = []

    def f(n):
        try:
            f(n + 1)
        finally:
            if n == 5:
                log.append('finally 5')
    try:
        f(0)
    except RecursionError:
        log.append('caught')
    return log


print(handlers())


def deep_but_fine(n): return 0 if n == 0 else 1 + deep_but_fine(n - 1)


print(deep_but_fine(900))


def nested_list(depth):
    l = []
    for _ in range(depth):
        l = [l]
    return l


print(len(repr(nested_list(150))), nested_list(50) == nested_list(50), nested_list(50) == nested_list(51))
self_containing = [1]
self_containing.append(self_containing)
d = {}
d['d'] = d
d['l'] = self_containing
print(self_containing, d)


def generator_depth(n):
    if n:
        yield from generator_depth(n - 1)
    yield n


print(sum(generator_depth(300)))
try:
    a = []
    a.append(a)
    b = []
    b.append(b)
    a == b
except RecursionError as e:
    print(type(e).__name__)


def end(n):
    return end(n + 1) + 1


end(0)
