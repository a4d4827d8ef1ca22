"""enumerate() and zip() in hot loops: of lists, tuples and ranges they are advanced by traces; positions, ends and errors are CPython's."""
N = 400


def numbered(items, *start):
    total = 0
    for i, x in enumerate(items, *start):
        total += i * x
    return total


def left_early():
    out = []
    for k in range(60):
        e = enumerate([5, 6, 7, 8, 9, 10], k)
        for i, x in e:
            if x == 8 - k % 3:
                break
        out.append((i, x, list(e)))
    return out[-4:]


def grows():
    items = list(range(50))
    seen = 0
    for i, x in enumerate(items):
        if i < N:
            items.append(i)
        if i == 300:
            del items[320:]
        seen += x
    return seen, len(items)


def large_numbers():
    out = []
    for start in (2**62 - 60, 2**62 - 5, -3, 2**70):
        last = None
        for pair in enumerate(range(120), start):
            last = pair
        out.append(last)
    return out


def zipped():
    a, b, c = list(range(N)), tuple(range(5, N - 3)), range(10, 3 * N, 2)
    total = 0
    for x, y in zip(a, b):
        total += x * y
    for x, y in zip(b, c):
        total -= x - y
    for x, y in zip(c, a):
        total += x & y
    return total


def one_iterator():
    it = iter(list(range(N + 1)))
    pairs = 0
    for x, y in zip(it, it):
        pairs += x * 3 - y
    r = iter(range(N + 1))
    for x, y in zip(r, r):
        pairs += x - y
    return pairs


def ends():
    rest = []
    for k in range(80):
        a, b = iter([1, 2, 3, 4, 5]), iter((1, 2, 3) if k % 2 else range(4))
        total = 0
        for x, y in zip(a, b):
            total += x * y
        rest.append((total, list(a), list(b)))
        a, b = iter([1, 2]), iter((1, 2, 3))
        for x, y in zip(a, b):
            total += x
        rest.append((total, list(a), list(b)))
    return rest[-4:]


def strict():
    out = []
    for k in range(90):
        try:
            for x, y in zip(range(30), range(29 + k % 3), strict=True):
                last = x, y
        except ValueError as e:
            last = str(e)
        out.append(last)
    return out[-3:]


def errors():
    out = []
    for k in range(6):
        e = enumerate([3, 2, 1, 0, 4, 5])
        for _ in range(3):
            try:
                for i, x in e:
                    i // x
            except ZeroDivisionError:
                out.append((i, x))
    return out


def kinds():
    class Own(enumerate):
        pass

    total = 0
    sources = [[1, 2, 3], (4, 5), range(3), 'abc', {7: 1, 8: 2}, [1.5, 2.5], Own([9, 9]), enumerate([1, 2]), zip([1], [2])]
    for k in range(N):
        source = sources[k % 7]
        pairs = source if isinstance(source, enumerate) else enumerate(source)
        for i, x in pairs:
            total += i + (len(x) if isinstance(x, str) else int(x))
        if k % 7 == 6:
            sources[6] = Own([k, k])
    return total


def kept():
    pairs = []
    for p in enumerate(range(200)):
        if p[0] % 40 == 0:
            pairs.append(p)
    for p in zip(range(200), [1] * 200):
        if p[0] % 50 == 0:
            pairs.append(p)
    return pairs


def generates(n):
    for i, x in enumerate(range(n)):
        yield i + x
    for x, y in zip(range(n), (1,) * n):
        yield x * y


def nested():
    total = 0
    for i, row in enumerate([[1, 2, 3], (4, 5, 6), range(3)] * 40):
        for j, x in enumerate(row):
            total += i * j * x
        for x, y in zip(row, row):
            total += x - y
    return total


print(numbered(list(range(N))), numbered(tuple(range(N)), 5), numbered(range(N), -7), numbered([1.5, 2.5] * N))
for f in (left_early, grows, large_numbers, zipped, one_iterator, ends, strict, errors, kinds, kept, nested):
    print(f.__name__, f())
print(sum(generates(N)), [sum(generates(k)) for k in range(5)])
