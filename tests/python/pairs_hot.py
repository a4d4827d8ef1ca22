# Loops over pairs, hot: enumerate, zip of two, items of a dict; unpacked, kept, cut short, changed in between.
from collections import OrderedDict, defaultdict


def unpacked(n):
    r = 0
    a, b = list(range(n)), [i * 0.5 for i in range(n)]
    for i, x in enumerate(a):
        r += i * x
    for x, y in zip(a, b):
        r += x * y
    for k, v in {i: -i for i in a}.items():
        r += k - v
    for i, (x, y) in enumerate(zip(a, b), 5):
        r += i + x + y
    return r


print(unpacked(300))


def kept(n):
    whole, last = [], None
    for pair in zip(range(n), 'ab' * n):
        whole.append(pair)
    for pair in enumerate('xyz' * n):
        if pair[0] % 50 == 0:
            last = pair
            whole.append(pair)
    for item in dict.fromkeys(range(n)).items():
        whole.append(item)
    return len(whole), len(set(map(id, whole))) == len(whole), whole[1], whole[-1], last, type(last) is tuple


print(kept(200))


def cut_short(n):
    r = []
    e = enumerate(range(n))
    for i, x in e:
        if i == 150:
            break
    r.append((i, next(e)))
    left, right = iter(range(n)), iter(range(n - 40))
    for a, b in zip(left, right):
        pass
    r.append((a, b, next(left), next(right, 'none')))
    for a, b in zip(iter(range(100)), iter(range(150)), strict=False):
        pass
    r.append((a, b))
    return r


print(cut_short(200))


def uneven(n, m):
    seen = 0
    try:
        for a, b in zip(range(n), range(m), strict=True):
            seen += 1
    except ValueError as e:
        return seen, str(e)
    return seen


print(uneven(150, 150), uneven(150, 151), uneven(151, 150))


def changed(n):
    d = {i: i for i in range(n)}
    seen = 0
    try:
        for k, v in d.items():
            seen += 1
            d[k] = -v
            if k == n // 2:
                d['new'] = 1
    except RuntimeError as e:
        return seen, str(e), d[0], d[n // 2]


print(changed(200))


class Odd:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n -= 1
        if self.n == 100:
            raise KeyError(self.n)
        if self.n < 0:
            raise StopIteration
        return self.n


def raising(n):
    r = 0
    for start in range(n, n + 5):
        try:
            for i, x in enumerate(Odd(start)):
                r += x
        except KeyError as e:
            r += i + e.args[0]
        try:
            for x, y in zip(range(1000), Odd(start)):
                r += y
        except KeyError as e:
            r += x
    for i, x in enumerate(Odd(90)):
        r += x
    return r


print(raising(190))


def far(n):
    r = 0
    for i, x in enumerate(range(n), (1 << 62) - n // 2):
        r += i
    for i, x in enumerate(range(n), 10 ** 30):
        r += i
    return r, i


print(far(200))


class Zip(zip):
    def __next__(self):
        return super().__next__()[::-1]


class Numbered(enumerate):
    pass


def mixed(n):
    r = []
    for it in [zip, Zip, enumerate, Numbered, lambda a, b: {1: 2, 3: 4}.items(), lambda a, b: zip(a, b, a), lambda a, b: zip(a)] * 3:
        total = 0
        for row in (it(range(n), range(1, n + 1)) if it not in (enumerate, Numbered) else it(range(n))):
            total += row[0] * 3 - row[-1] + len(row)
        r.append(total)
    return r


print(mixed(120))


def floats_and_others(n):
    r = 0
    values = [i * 0.25 for i in range(n)] + list(range(n)) + [1 << 70, 'x']
    try:
        for i, v in enumerate(values):
            r += v * i
    except TypeError as e:
        return r, i, str(e)


print(floats_and_others(150))


def dicts(n):
    r = 0
    d, o = defaultdict(list), OrderedDict()
    for i in range(n):
        d[i % 10].append(i)
        o[i] = i
    for d2 in (d, o, dict(o), {}):
        for k, v in d2.items():
            r += k + (v if isinstance(v, int) else len(v))
    while o:
        for k, v in o.items():
            r += v
            break
        del o[k]
    return r


print(dicts(150))
