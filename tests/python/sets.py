# Sets and frozensets: order of small ints, algebra, methods, mutation while iterating, errors.
def attempt(label, action):
    try:
        print(label, '->', repr(action()))
    except Exception as e:
        print(label, '=>', type(e).__name__, e.args)


print({3, 1, 2}, set(), {1}, set([5, 3, 5]), frozenset([1, 2]), frozenset(), set('a'), {None}, {(1, 2)}, {1.5, 2}, {True, 1, 1.0})
print({100, 7, 8, 9, 1, 64, 32, 16}, set(range(20)), {i * i for i in range(12)}, {-1, -2, -3}, set(range(30, 0, -3)))
print({2**40, 2**50, 1, 2**63, -2**63}, {0.5, 0.25, 3})
s = set()
for i in range(0, 200, 7):
    s.add(i % 50)
print(s, len(s))
for i in range(0, 50, 3):
    s.discard(i)
print(s)
for i in range(1000, 1040, 3):
    s.add(i)
print(s)
seed = 12345
s = set()
for i in range(3000):
    seed = (seed * 1103515245 + 12345) % 2147483648
    if seed % 3:
        s.add(seed % 500)
    else:
        s.discard(seed % 500)
print(len(s), list(s)[:20], sum(s))
print([s.pop() for _ in range(10)], len(s))
s.add(-5)
print(s.pop(), len(s))

a, b = set(range(10)), set(range(5, 15))
print(a | b, a & b, a - b, a ^ b, b - a, a | set(), a & set())
print(a.union(b, [100]), a.intersection(range(3, 8), [3, 4, 9]), a.difference([1, 2], (3,)), a.symmetric_difference([9, 10]))
print(a.union(), a.intersection(), a.difference(), a.union() is a)
print(set(range(100)) - set(range(3)), set(range(3)) - set(range(100)), set(range(50)) & {49, 1, 200}, {200, 1, 49} & set(range(50)))
print(set(range(8)) - {1: 0, 3: 0}.keys(), {1, 2, 3}.difference({1: 'x'}), set({3: 1, 1: 2}), {5, 6} ^ {6, 7})
c = a.copy()
c |= {50}
c &= set(range(3, 60))
c -= {4, 5}
c ^= {3, 99}
print(c, a)
c.update([1, 2], 'z', {9: 1})
print(len(c), 'z' in c)
c.intersection_update([1, 2, 'z'])
print(1 in c, len(c))
c.difference_update([1])
c.symmetric_difference_update([2, 3])
print(c - {'z'})
c.clear()
print(c)
print({1, 2} < {1, 2, 3}, {1, 2} <= {1, 2}, {1, 2} < {1, 2}, {3} > set(), {1} >= {2}, {1} == frozenset([1]), {1} != {2}, frozenset([1, 2]) <= {1, 2, 3})
print({1, 2}.issubset([1, 2, 3]), {1, 2}.issuperset([1]), {1}.isdisjoint([2]), {1}.isdisjoint({1}), set().issubset(set()))
print(type({1} | frozenset([2])), type(frozenset([1]) | {2}), type(frozenset([1]) - {1}), frozenset([1, 2]) ^ {2, 3})
print(hash(frozenset()), hash(frozenset([1, 2, 3])), hash(frozenset([1, 2, 3])) == hash(frozenset([3, 2, 1])), {frozenset([1]): 'x'}[frozenset([1])])
print({1} in {frozenset([1])}, frozenset([1]) in {frozenset([1])}, {frozenset([1, 2])}, 'a' in {'a'}, 2.0 in {2}, (1,) in {(1,)})
w = {frozenset([1]), 2}
w.discard({1})
w.remove(2)
print(w)


class S(set):
    pass


class F(frozenset):
    pass


print(S([1]), F([1]), S(), F(), type(S([1]) | {2}), type(F([1]).copy()), type(S([1]).copy()), S([1]) == {1})
q = S([3])
q.attr = 'x'
print(q.attr, q)
n = {1, 2}
n2 = frozenset([n.__class__])
print(len(n2), frozenset(frozenset([1])) , frozenset([1]).copy())


class Same:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return isinstance(other, Same) and self.n == other.n


print(len({Same(i % 5) for i in range(50)}), Same(3) in {Same(3)}, Same(3) in {Same(4), 7})


class Clearing:
    victim = None

    def __hash__(self):
        return 1

    def __eq__(self, other):
        if Clearing.victim is not None:
            v, Clearing.victim = Clearing.victim, None
            v.clear()
        return False


v = {Clearing(), Clearing()}
Clearing.victim = v
print(Clearing() in v, len(v))
v = {Clearing()}
Clearing.victim = v
v.add(Clearing())
print(len(v))


def grow():
    t = {1}
    for x in t:
        t.add(x + 1)


def shrink():
    t = {1, 2}
    for x in t:
        t.remove(x)


attempt('grow', grow)
attempt('shrink', shrink)
attempt('unhashable', lambda: {[]})
attempt('unhashable add', lambda: set().add({}))
attempt('unhashable in', lambda: [] in set())
attempt('unhashable from', lambda: set([[]]))
attempt('unhashable deep', lambda: {(1, [])})
attempt('remove', lambda: set().remove('x'))
attempt('pop', lambda: set().pop())
attempt('or list', lambda: set() | [])
attempt('ior list', lambda: set().__ior__([]))
attempt('lt', lambda: set() < 1)
attempt('union int', lambda: set().union(1))
attempt('two', lambda: set(1, 2))
attempt('kw', lambda: set(a=1))
attempt('frozen kw', lambda: frozenset(a=1))
attempt('frozen add', lambda: frozenset().add)
attempt('hash set', lambda: hash(set()))
attempt('index', lambda: {1}[0])
it = iter({1, 2, 3})
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), list(it))
print(sorted(set('mississippi')), len(set('mississippi')))
