# Assignment targets, unpacking, augmented assignment, slices, del, chained assignment.
a, b = b, a = 1, 2
print(a, b)
a = b = c = []
a.append(1)
print(b, a is c)
(x, y), [z, *w] = (1, 2), 'hello'
print(x, y, z, w)
*a, = 'abc'
print(a)
first, *mid, last = range(6)
print(first, mid, last)
[p, [q, (r,)]] = 1, [2, [3]]
print(p, q, r)
for bad in ((1, 2, 3), (1,), ()):
    try:
        a, b = bad
    except ValueError as e:
        print(e)
try:
    a, *b, c = [1]
except ValueError as e:
    print(e)
for bad in (5, None):
    try:
        a, b = bad
    except TypeError as e:
        print(e)
    try:
        [*bad]
    except TypeError as e:
        print(e)


def inf():
    n = 0
    while True:
        yield n
        n += 1


try:
    a, b = inf()
except ValueError as e:
    print(e)

l = list(range(10))
print(l[2:5], l[:3], l[-3:], l[::2], l[::-1], l[8:2:-2], l[100:], l[-100:2], l[5:2], l[:], l[None:None:None])
l[2:5] = 'xyz'
print(l)
l[1:1] = [100, 200]
print(l)
l[::3] = [0] * len(l[::3])
print(l)
try:
    l[::2] = [1]
except ValueError as e:
    print(e)
try:
    l[0:1] = 5
except TypeError as e:
    print(e)
del l[::2]
print(l)
del l[1:3], l[0]
print(l)
l[len(l):] = [7, 8]
l[:0] = [-1]
print(l)
print('hello'[1:-1], 'hello'[::-1], b'hello'[1:3], (1, 2, 3)[1:], range(10)[2:8:3], range(10)[::-1], range(10)[-1])


class Idx:
    def __getitem__(self, k):
        return k

    def __setitem__(self, k, v):
        print('set', k, v)

    def __delitem__(self, k):
        print('del', k)


i = Idx()
print(i[1], i[1:2], i[::], i[1, 2], i[1:2, 3:4:5], i[...], i[()], i[*[1, 2]], i[None, :])
i[1:2] = 3
i['k', 1] = 4
del i[5:], i['a']
i[0] += 1 if i.__setitem__(9, 9) else [1][0]

n = 10
n += 5; n -= 1; n *= 3; n //= 4; n **= 2; n %= 37; n <<= 3; n >>= 1; n |= 1; n &= 0xfe; n ^= 3; n /= 4
print(n)
s = 'a'
s += 'b' * 3
s *= 2
print(s)
t = (1,)
t += (2, 3)
t *= 2
print(t)
l1 = l2 = [1]
l1 += [2]
l1 += 'ab'
l1 *= 2
print(l2, l1 is l2)
l1 = l1 + [3]
print(l1 is l2)
st = {1, 2}
st |= {3}; st -= {1}; st ^= {3, 9}; st &= {2, 9}
print(sorted(st))
d = {'a': 1}
d |= {'b': 2}
d |= [('c', 3)]
d['a'] += 10
d['l'] = []
d['l'] += [1]
print(d)
tup = ([],)
try:
    tup[0] += [1]
except TypeError as e:
    print(e, tup)


class O:
    n = 1


o = O()
o.n += 1
print(o.n, O.n)
try:
    u += 1
except NameError as e:
    print(e)


def order():
    log = []

    def f(v):
        log.append(v)
        return v
    data = [[0] * 3 for _ in range(3)]
    data[f(0)][f(1)] = f(2)
    data[f(1)][f(2)] += f(3)
    {f('k'): f('v')}
    f('a')[f(0):f(1)]
    (f(1), f(2))[f(0)]
    x, data[f(2)][f(0)] = f(7), f(8)
    return log, data


print(order())
print(slice(1, 10, 2).indices(5), slice(None, None, -1).indices(4), slice(1, 2) == slice(1, 2), repr(slice('a', None)))
try:
    [1, 2, 3]['a':]
except TypeError as e:
    print(e)
print([1, 2, 3][True:], 'abc'[False])


class Ix:
    def __index__(self):
        return 1


print([10, 20, 30][Ix()], 'abc'[Ix():], [0] * Ix())
x = y = z = 0
x, y, z = z + 1, x + 2, y + 3
print(x, y, z)
del x, (y, [z])
try:
    z
except NameError as e:
    print(e)
