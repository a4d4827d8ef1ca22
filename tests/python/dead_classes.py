# Classes come and go, and others get their places: what is cached about the old ones must not be taken for the new ones.
def make(names, k):
    class C:
        shared = k
        def method(self): return self.shared + k
    c = C()
    for i, name in enumerate(names): setattr(c, name, (name, i, k))
    return c

def read(o): return o.a, o.b, o.c

total = 0
orders = [('a', 'b', 'c'), ('c', 'b', 'a'), ('b', 'x', 'a', 'c'), ('y', 'c', 'z', 'a', 'b')]
for k in range(60):
    o = make(orders[k % 4], k)
    a, b, c = read(o)
    assert (a[0], b[0], c[0]) == ('a', 'b', 'c') and a[2] == b[2] == c[2] == k, (a, b, c, k)
    o.a = k
    total += o.a + o.method() + o.shared
    del o, a, b, c
print(total)

class Base:
    kind = 'base'
    def name(self): return type(self).__name__ + self.kind

def sub(k):
    D = type('D%d' % (k % 7), (Base,), {'kind': 'kind%d' % (k % 5)} if k % 3 else {})
    return D().name()

print(sorted({sub(k) for k in range(210)}))
Base.kind = 'changed'
print(sub(0), sub(3), sub(1))

# Slots, descriptors and operators of classes that die.
def vector(k):
    class V:
        __slots__ = ('x', 'y') if k % 2 else ('y', 'x')
        def __init__(self, x, y): self.x, self.y = x, y
        def __add__(self, other): return V(self.x + other.x, self.y + other.y)
        def __eq__(self, other): return (self.x, self.y) == (other.x, other.y)
        norm = property(lambda self: self.x * 10 + self.y + k)
    v = V(k, 1) + V(2, 3)
    return v.x, v.y, v.norm, v == V(k + 2, 4)

print([vector(k) for k in range(0, 60, 7)])
print(sum(vector(k)[2] for k in range(60)))

# Code objects that die while others with the same text live.
functions = []
for k in range(20):
    namespace = {}
    exec('def f(n):\n    t = 0\n    for i in range(n): t += i * k\n    return t\n', {'k': k}, namespace)
    if k % 4 == 0: functions.append(namespace['f'])
    assert namespace['f'](40) == 780 * k
print([f(40) for f in functions])
print([eval('lambda x: x + %d' % k)(1) for k in range(12)])

# Names that nobody uses any more, made again.
class N: pass
for k in range(100):
    n = N()
    setattr(n, 'name_%d' % (k % 10), k)
    assert getattr(n, 'name_' + str(k % 10)) == k and vars(n) == {'name_%d' % (k % 10): k}
print('names')

# What a dying class has to leave behind in its bases.
class Registry: pass
for k in range(30):
    T = type('T', (Registry,), {})
    T.extra = k
    t = T()
assert len(Registry.__subclasses__()) >= 1
Registry.extra2 = 5
print(t.extra, t.extra2, T.__mro__[1].__name__)
