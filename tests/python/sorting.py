# list.sort and sorted: stability, keys, kinds of items, errors, big adaptive inputs.
def attempt(label, action):
    try:
        print(label, '->', repr(action()))
    except Exception as e:
        print(label, '=>', type(e).__name__, e.args)


def noise(n, seed=1):
    out = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2147483648
        out.append(seed)
    return out


def is_sorted(xs):
    return all(not xs[i + 1] < xs[i] for i in range(len(xs) - 1))


print(sorted([3, 1, 2]), sorted('hello'), sorted((2.5, -1.0, 1e300, -1e-300)), sorted({'b': 1, 'a': 2}))
print(sorted([3, 1, 2], reverse=True), sorted(['bb', 'a', 'ccc'], key=len), sorted(['b', 'A', 'c'], key=str.lower))
print(sorted([True, False, 2, 0.5, -1]), sorted([(1, 'b'), (1, 'a'), (0, 'z')]), sorted([[2], [1, 5], [1]]))
print(sorted([2**70, 1, -2**70, 2**62, 2**62 - 1, -2**62]), sorted([1, 1.0, True]), sorted([1.0, True, 1], reverse=True))
pairs = [(i % 5, i) for i in range(30)]
print([v for k, v in sorted(pairs, key=lambda p: p[0])])
print([v for k, v in sorted(pairs, key=lambda p: p[0], reverse=True)])
print([v for k, v in sorted(pairs, key=lambda p: -p[0])])
for n in (0, 1, 2, 3, 10, 63, 64, 65, 100, 1500):
    xs = noise(n)
    ys = sorted(xs)
    fs = sorted(x / 7 for x in xs)
    ss = sorted(str(x) for x in xs)
    ts = sorted((x % 10, str(x), x) for x in xs)
    ks = sorted(xs, key=lambda x: x % 100)
    print(n, is_sorted(ys), is_sorted(fs), is_sorted(ss), is_sorted(ts), is_sorted([k % 100 for k in ks]), sum(ys) == sum(xs), sorted(xs, reverse=True) == ys[::-1])
# shapes that runs and galloping like
up = list(range(2000))
for shape in (up, up[::-1], up[1000:] + up[:1000], up[::2] + up[1::2], up[::-1][:1000] + up[:1000], [5] * 2000, [i // 100 for i in up],
              [i % 100 for i in up], up[:1990] + noise(10), noise(3) + up, [x for i in range(500) for x in (i, 4000 - i)]):
    s = sorted(shape)
    print(len(s), is_sorted(s), sum(s) == sum(shape), s[:3], s[-3:])
    t = sorted(enumerate(shape), key=lambda p: p[1])
    print(all(t[i][1] < t[i + 1][1] or (t[i][1] == t[i + 1][1] and t[i][0] < t[i + 1][0]) for i in range(len(t) - 1)))


class Item:
    compared = 0

    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        Item.compared += 1
        return self.v < other.v

    def __repr__(self):
        return 'I%d' % self.v


print(sorted([Item(3), Item(1), Item(2)]), sorted([Item(3), Item(1)], reverse=True), max(Item(1), Item(2)) if False else '')
Item.compared = 0
sorted(Item(i) for i in range(100))
print(Item.compared)
x = [5, 3, 4]
print(x.sort(), x)
x.sort(key=None, reverse=1)
print(x)
mixed = ['b', 2, 'a']
attempt('mixed', lambda: sorted(mixed))
attempt('mixed key', lambda: sorted([1, 2], key=lambda v: [v, 'a'][v - 1]))
attempt('none', lambda: sorted([None, 1]))
attempt('complex', lambda: sorted([1j, 2]))
attempt('dicts', lambda: sorted([{}, {}]))
attempt('bad key', lambda: sorted([1, 2], key=5))
attempt('positional', lambda: [].sort(len))
attempt('kw', lambda: [].sort(foo=1))
attempt('no iterable', lambda: sorted(5))


def modify():
    xs = [3, 2, 1]

    def key(v):
        xs.append(v)
        return v
    xs.sort(key=key)


attempt('modify', modify)
seen = []
ys = [3, 1, 2]
ys.sort(key=lambda v: (seen.append(list(ys)), v)[1])
print(seen, ys)


class Boom:
    def __lt__(self, other):
        raise KeyError('boom')


zs = [1, Boom(), 3]
attempt('boom', lambda: zs.sort())
print(len(zs))
print(sorted([float('inf'), 1, float('-inf'), 2**1100, -0.0, 0.0]), sorted([0.0, -0.0, 0]), sorted([-0.0, 0.0]))
words = 'the quick brown fox jumps over the lazy dog The Quick'.split()
print(sorted(words), sorted(words, key=lambda w: (len(w), w)), sorted(set(words), key=words.index))
print(min([3, 1, 2]), max('abc'), min(3, 1, 2), max([1, 5, 3], key=lambda v: -v), min([], default='none'), max((1, 2), (1, 3)), min(2, 2.0), max(2, 2.0))
attempt('max empty', lambda: max([]))
attempt('min none', lambda: min())
attempt('max default', lambda: max(1, 2, default=0))
attempt('max mixed', lambda: max([1, 'a']))
