# Lists and tuples: construction, subscripts, slices, operators, methods, errors.
def attempt(label, action):
    try:
        print(label, '->', repr(action()))
    except Exception as e:
        print(label, '=>', type(e).__name__, e.args)


a = [3, 1, 2]
print(a, list('abc'), list((1, 2)), list(range(4)), list({1: 2}), [], [[]], [[1], [2, [3]]])
print(a[0], a[-1], a[1:], a[:-1], a[::-1], a[::2], a[5:], a[-10:2], a[2:0:-1])
a.append(4)
a.extend((5, 6))
a.extend(x * x for x in range(3))
a.extend(a)
print(a, len(a))
a.insert(0, 'first')
a.insert(-1, 'before last')
a.insert(100, 'last')
a.insert(-100, 'very first')
print(a)
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove(5)
print(a, a.index(4), a.index(1, 3), a.count(0), a.count('none'))
a.reverse()
print(a)
b = a.copy()
b.clear()
print(a == b, b == [], a is not a.copy(), a == a.copy())

# slices: reading and writing
n = list(range(10))
n[2:4] = 'xyz'
print(n)
n[::3] = ['a'] * len(n[::3])
print(n)
n[5:5] = [1, 2, 3]
print(n)
n[:] = n[::-1]
print(n)
del n[::2]
print(n)
del n[1:3]
print(n)
del n[-1], n[0]
print(n)
n[:] = []
print(n)
n[0:0] = n
n += [1]
n[0:0] = n
n[1:1] = n
print(n)
m = list(range(10))
m[-1:-5:-2] = ['p', 'q']
print(m)
del m[::-3]
print(m)
m[10:20] = [7]
m[3:1] = ['in']
print(m)
big = list(range(20))
del big[5:15:3]
print(big, big[10**30:], big[:-10**30], big[10**30::-1][:3])
print([1, 2, 3][None:None:None], [1, 2, 3][True], [1, 2, 3][False:True])

# operators
print([1] + [2], [1, 2] * 2, 2 * [0], [1] * 0, [1] * -3, [1] * True)
c = d = [1]
c += [2]
c += 'ab'
c *= 2
print(c, d is c)
print(1 in [1, 2], 3 not in [1, 2], 1.0 in [1], float('nan') in [float('nan')])
nan = float('nan')
print(nan in [nan], [nan] == [nan], [nan].index(nan), [nan].count(nan))
print([1, 2] < [1, 3], [1, 2] < [1, 2, 0], [2] > [1, 9], [] < [1], [1] <= [1], [1] != [1], [1] >= [2], [1, 'a'] == [1, 'a'])
print([1] == (1,), [1] != (1,), bool([]), bool([0]))
r = [1]
r.append(r)
print(r, [r, (r,)])

# tuples
t = (1, 'two', 3.0, None)
print(t, (), (1,), tuple('ab'), tuple([1, 2]), t[1:], t[::-1], t[-1], t.index('two'), t.count(None))
print(t + (5,), t * 2, 0 * t, (1, 2) < (1, 3), hash((1, 2, 3)), hash(()), hash((1, (2, 'x'))) == hash((1, (2, 'x'))))
print((1, 2) == (1, 2.0), () is (), t is tuple(t), t[:] is t, t + () is t, (1, 2) in [(1, 2)])
x, *y, z = range(5)
print(x, y, z)
(p, q), [s] = [1, 2], (3,)
print(p, q, s)


class L(list):
    def __repr__(self):
        return 'L' + list.__repr__(self)


class T(tuple):
    pass


l = L([1, 2])
l.tag = 'attribute'
print(l, l + [3], type(l + l), l.tag, l == [1, 2], L('ab')[0:1], isinstance(l, list))
u = T([1, 2, 3])
u.tag = 'on a tuple'
print(u, u.tag, type(u[:]), u == (1, 2, 3), hash(u) == hash((1, 2, 3)), len(u), {u: 1}[(1, 2, 3)])

attempt('pop empty', lambda: [].pop())
attempt('pop range', lambda: [1].pop(3))
attempt('remove', lambda: [1].remove(2))
attempt('index', lambda: [1].index(2))
attempt('tuple index', lambda: (1,).index(2))
attempt('get', lambda: [1][1])
attempt('get tuple', lambda: (1,)[-2])
attempt('key', lambda: [1]['a' and 'a'])
attempt('float key', lambda: [1][1.0 + 0])
attempt('huge', lambda: [1][10**30])
attempt('set', lambda: [].__setitem__(0, 1))
attempt('del', lambda: [].__delitem__(0))
attempt('set slice', lambda: [1, 2, 3].__setitem__(slice(None, None, 2), [1]))
attempt('set slice int', lambda: [1, 2, 3].__setitem__(slice(0, 1), 5))
attempt('zero step', lambda: [1][::0])
attempt('slice str', lambda: [1]['a':])
attempt('add', lambda: [] + ())
attempt('add tuple', lambda: () + [])
attempt('mul', lambda: [] * 'a')
attempt('mul float', lambda: 1.5 * [1])
attempt('lt', lambda: [1] < (1,))
attempt('lt items', lambda: [1] < ['a'])
attempt('hash', lambda: hash([]))
attempt('hash in tuple', lambda: hash(([],)))
attempt('list args', lambda: list(1, 2))
attempt('list int', lambda: list(5))
attempt('list kw', lambda: list(x=1))
attempt('append args', lambda: [].append())
attempt('insert args', lambda: [].insert(1))
attempt('extend int', lambda: [].extend(1))
attempt('unpack few', lambda: (lambda a, b: 0)(*[1]))


def few():
    a, b, c = [1, 2]


def many():
    a, b = (1, 2, 3)


def star():
    a, b, *c = [1]


attempt('few', few)
attempt('many', many)
attempt('star', star)


class Grows:
    """Equality that changes the list being searched."""

    def __init__(self, target):
        self.target = target

    def __eq__(self, other):
        self.target.clear()
        return False


victim = [1, 2, 3]
victim.append(Grows(victim))
victim.insert(0, Grows(victim))
print(victim.count(7), victim, 9 in victim)

# growth and shrinking
stack = []
for i in range(1000):
    stack.append(i)
total = 0
while stack:
    total += stack.pop()
print(total, stack)
queue = list(range(300))
total = 0
while queue:
    total += queue.pop(0)
    if total % 7 == 0 and len(queue) > 2:
        del queue[1]
print(total)
grid = [[0] * 3 for _ in range(2)]
grid[0][1] = 5
print(grid, [row[:] for row in grid], sum(map(sum, grid)))
shared = [[0] * 2] * 2
shared[0][0] = 1
print(shared)
