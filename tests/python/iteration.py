# Iterators: protocol details of every built-in iterator, ranges and slices.
def attempt(label, action):
    try:
        print(label, '->', repr(action()))
    except Exception as e:
        print(label, '=>', type(e).__name__, e.args)


for x in ([1, 2], (1, 2), 'ab', {'k': 1}, {1}, range(2), range(10**20, 10**20 + 2), enumerate('ab'), zip('ab', 'cd'), map(str, [1, 2]), filter(None, [0, 1]), reversed([1, 2]),
          iter([1]), reversed((1, 2)), reversed('ab'), reversed(range(3)), {1: 2}.items(), {1: 2}.values(), reversed({1: 2}), reversed({1: 2}.items())):
    i = iter(x)
    print(type(i).__name__, iter(i) is i, list(i), next(i, 'end'))

# exhausted iterators stay exhausted; lists may grow under them
l = [1, 2]
i = iter(l)
print(list(i))
l.append(3)
print(list(i), next(i, 'still'))
l = [1, 2, 3]
out = []
for x in l:
    out.append(x)
    if len(l) < 6:
        l.append(x * 10)
print(out)
l = list(range(6))
for x in l:
    l.remove(x)
print(l)
i = reversed([1, 2, 3])
print(i.__length_hint__(), next(i), i.__length_hint__(), list(i), i.__length_hint__())
print([iter(x).__length_hint__() for x in ([1, 2, 3], (1,), 'four', range(7), {1: 2}, {1, 2})])

# sequence protocol, callable protocol
class Seq:
    def __init__(self, n):
        self.n = n

    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError
        return i * i

    def __len__(self):
        return self.n


print(list(Seq(4)), 9 in Seq(4), 10 in Seq(4), list(reversed(Seq(3))), iter(Seq(2)).__length_hint__(), [*Seq(3)], tuple(Seq(2)), max(Seq(5)))
source = iter([1, 2, 3, 'stop', 4])
print(list(iter(lambda: next(source), 'stop')), next(source))


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration('done')
        self.n -= 1
        return self.n


print(list(Countdown(3)), sum(Countdown(5)), next(Countdown(0), 'none'))
try:
    next(Countdown(0))
except StopIteration as e:
    print('value', e.value)


class Hint:
    def __length_hint__(self):
        return 3

    def __iter__(self):
        return iter('xyz')


print(list(Hint()))


class BadLen:
    def __len__(self):
        return -1

    def __iter__(self):
        return iter('x')


attempt('bad len', lambda: list(BadLen()))
attempt('bad len()', lambda: len(BadLen()))


def generator():
    got = yield 1
    print('got', got)
    yield 2
    return 'result'


g = generator()
print(next(g), g.send('sent'), next(g, 'default'))
print(list(generator()), tuple(x for x in range(3)), dict((x, x) for x in 'ab'), {x for x in [1, 1]}, sum(x for x in range(10)))

# enumerate, zip, map, filter
print(list(enumerate('ab', 5)), list(enumerate(iterable='a', start=2**62 - 1)), list(enumerate('abc', start=-1)), list(enumerate('ab', 2**64)))
print(list(zip()), list(zip([1, 2], 'abc')), list(zip([1], [2], [3])), dict(zip('ab', [1, 2])), list(zip(*[(1, 2), (3, 4)])))
print(list(zip('ab', 'cd', strict=True)), list(map(lambda *a: a, [1, 2], 'abc')), list(map(pow, [2, 3], [4, 5])), list(map(str, range(3))))
print(list(filter(None, [0, 1, '', 'a', None, []])), list(filter(lambda x: x % 2, range(7))), list(filter(bool, [1, 0, 2])))
shared = iter(range(10))
print(list(zip(shared, shared, shared)), list(shared))
attempt('zip long', lambda: list(zip([1], [1, 2], strict=True)))
attempt('zip short', lambda: list(zip([1, 2], [1], strict=True)))
attempt('zip short 3', lambda: list(zip([1, 2], [1, 2], [1], strict=True)))
attempt('zip long 3', lambda: list(zip([1], [1], [1, 2], strict=True)))
attempt('zip int', lambda: zip([1], 2))
attempt('zip kw', lambda: zip(x=1))
attempt('map one', lambda: map(len))
attempt('map strict', lambda: list(map(lambda a, b: a, [1], [1, 2], strict=True)))
attempt('map error', lambda: list(map(len, [1])))
attempt('filter', lambda: filter(None))
attempt('enumerate', lambda: enumerate())
attempt('enumerate start', lambda: enumerate([], 'x'))
attempt('reversed', lambda: reversed({1}))
attempt('reversed int', lambda: reversed(5))
attempt('iter int', lambda: iter(5))
attempt('iter callable', lambda: iter(5, 1))
attempt('next list', lambda: next([]))
attempt('next end', lambda: next(iter([])))
attempt('for int', lambda: [x for x in 5])


class NotReversible:
    __reversed__ = None

    def __getitem__(self, i):
        return i

    def __len__(self):
        return 1


class Reversible:
    def __reversed__(self):
        return iter('custom')


attempt('not reversible', lambda: reversed(NotReversible()))
print(list(reversed(Reversible())))


class Chunks(zip):
    name = 'sub'

    def pairs(self):
        return list(self)


c = Chunks('ab', 'cd')
c.extra = 1
print(c.name, c.extra, c.pairs(), isinstance(c, zip))

# ranges
print(range(5), range(1, 5), range(1, 5, 2), range(5, 0, -1), list(range(5, 0, -2)), list(range(0)), list(range(-3)), len(range(0, 10, 3)), range(True))
r = range(10, 50, 7)
print(list(r), r[0], r[-1], r[1:3], r[::-1], list(r[::-2]), r[10:], 17 in r, 18 in r, 17.0 in r, 'a' in r, r.index(24), r.count(24), r.count(25))
print(r == range(10, 49, 7), range(0) == range(5, 5), range(1, 2) == range(1, 5, 9), hash(range(3)) == hash(range(0, 3, 1)), bool(range(0)), r.start, r.stop, r.step)
big = range(10**20, 10**20 + 10, 3)
print(big, list(big), len(big), big[2], big[-1], big[1:], 10**20 + 3 in big, 10**20 + 4 in big, big.index(10**20 + 6), list(reversed(big)), big == range(10**20, 10**20 + 12, 3))
print(len(range(2**62 - 3, 2**62 + 3)), list(range(2**62 - 2, 2**62 + 2)), list(range(-2**62 + 1, -2**62 - 3, -1)), sum(range(2**61, 2**61 + 3)))
print([x for x in range(3) for y in range(x)], list(zip(range(3), range(10, 0, -3))), max(range(5)), sum(range(101)), 5 in range(0, 10, 5), {range(2): 1}[range(2)])
attempt('range none', lambda: range())
attempt('range zero', lambda: range(1, 2, 0))
attempt('range float', lambda: range(1.5))
attempt('range four', lambda: range(1, 2, 3, 4))
attempt('range index', lambda: range(3)[3])
attempt('range key', lambda: range(3)['a'])
attempt('range index()', lambda: range(3).index(5))
attempt('range index(str)', lambda: range(3).index('a'))
attempt('range len', lambda: len(range(10**30)))
attempt('range lt', lambda: range(3) < range(4))
attempt('range set', lambda: range(3).__setitem__)

# slices
s = slice(1, 10, 2)
print(s, slice(5), slice(None), s.start, s.stop, s.step, s.indices(5), slice(None, None, -1).indices(4), slice(-3, None).indices(10), slice(10**30).indices(3))
print(s == slice(1, 10, 2), s == slice(1, 10), slice(1, 2) < slice(1, 3), hash(slice(1, 2)) == hash(slice(1, 2)), {slice(1): 'x'}[slice(1)], slice(-10**30, 10**30).indices(10**40)[1])
attempt('slice none', lambda: slice())
attempt('indices negative', lambda: slice(1).indices(-1))
attempt('indices zero', lambda: slice(1, 2, 0).indices(3))
attempt('indices str', lambda: slice('a').indices(3))


class Show:
    def __getitem__(self, key):
        return key


print(Show()[1:2], Show()[::3], Show()[1:2, 3], Show()[...], Show()[:, 0])
