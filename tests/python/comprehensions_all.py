# Comprehensions of every kind, nesting, conditions, scopes, order.
print([x * x for x in range(6)])
print([x for x in range(20) if x % 2 if x % 3])
print([(x, y) for x in range(3) for y in range(x)])
print([[y for y in range(x)] for x in range(4)])
print({x % 3 for x in range(10)} == {0, 1, 2})
print({k: v for k, v in zip('abc', range(3))})
print({**{k: 1 for k in 'ab'}, 'c': 2})
g = (x for x in 'abc')
print(next(g), list(g), list(g))
print(sum(x for x in range(100)))
print(max((len(w), w) for w in 'the quick brown fox'.split()))
print([x for x, in [(1,), (2,)]])
print([a + b for a, (b, *c) in [(1, (2, 3, 4)), (5, (6,))]])
print([i for i in range(5) if (j := i * 2) > 4], j)
x = 'outer'
print([x for x in range(3)], x)


def f():
    y = 10
    return [y + z for z in range(3)], [lambda: y + z for z in range(3)][0]()


print(f())


class C:
    items = [1, 2, 3]
    doubled = [i * 2 for i in items]
    n = len(items)
    pairs = [(i, i) for i in items if i > 1]


print(C.doubled, C.pairs)
log = []


def t(v):
    log.append(v)
    return v


{t('k' + str(i)): t('v' + str(i)) for i in t(range(2))}
print(log)


def gen_scope():
    n = 3
    gen = (n + i for i in range(n))
    n = 100
    return list(gen)


print(gen_scope())
try:
    print([1 // v for v in (1, 0)])
except ZeroDivisionError as e:
    print(e)
try:
    (i for i in 5)
except TypeError as e:
    print(e)
try:
    {[]: 1 for _ in range(1)}
except TypeError as e:
    print(e)
try:
    {[] for _ in range(1)}
except TypeError as e:
    print(e)
try:
    [a for a, b in [(1, 2), (3,)]]
except ValueError as e:
    print(e)
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)])
print([c for line in ['ab', 'cd'] for c in line if c != 'b'])
print(sorted({len(w): w for w in ['a', 'bb', 'cc', 'd']}.items()))
print([(lambda q: q + n)(1) for n in range(3)])
print(list(map(lambda v: [v for _ in range(v)], range(3))))
nested = [[[k for k in range(j)] for j in range(i)] for i in range(4)]
print(nested)
print([*range(3), *[y for y in 'ab'], *()], {*[1, 2], 3} == {1, 2, 3}, (*'ab', 'c'))
print(any(v > 3 for v in range(5)), all(v < 3 for v in range(5)))
print(dict((i, chr(97 + i)) for i in range(3)))
print(', '.join(f'{k}={v!r}' for k, v in {'a': 1, 'b': 'x'}.items()))


def evens(it):
    return (v for v in it if not v % 2)


print(list(evens(evens(v * 2 for v in range(5)))))
gen = (v for v in range(3))
print(gen.__name__, gen.gi_running, type(gen).__name__)
print([y for x in [1, 2, 3] for y in [x * x] if y > 1])
vals = [1, 2, 3]
print([vals.pop() for _ in vals[:]], vals)
print([i if i % 2 else -i for i in range(5)])
print([True if a and b else False for a in (0, 1) for b in (0, 1)])
print([not v for v in (0, 1, '', 'a', [], [0], None)])
