"""Functions made again and again by the same code, and called in the same place: what is compiled for one serves the next."""
from functools import partial


def apply(f, n):
    total = 0
    for i in range(n):
        total += f(i)
    return total


def pipeline(f, keep, items):
    return sum(f(x) for x in items if keep(x))


def compare(key, items):
    best = items[0]
    for x in items:
        if key(x) > key(best):
            best = x
    return best


def counted(items):
    counts = {}
    for x in items:
        counts[x] = counts.get(x, 0) + 1
    return counts


class Box:
    pass


def made(n):
    def inner(x, scale=n):
        return x * scale
    return inner


out = []
for k in range(300):
    # Code of the module: not nested, but one function a round.
    out.append(apply(lambda x: x + 1, 50))
    out.append(apply(lambda x, k=k: x + k, 20))
    out.append(apply(made(k), 20))
    out.append(apply(partial(lambda a, b: a - b, k), 20))
    out.append(pipeline(lambda x: x * 2, lambda x: x % 3 == 0, range(30)))
    out.append(compare(lambda x: -x, [5, 3, 8, 1, k % 7]))
    out.append(sum(counted(map(lambda x: x & 3, range(40))).values()))
print(sum(out), out[:14], out[-14:])

# The functions differ in what is theirs: defaults, keyword defaults, attributes, globals.
results = set()
for k in range(400):
    f = eval('lambda x: x + y', {'y': k})
    results.add(apply(f, 10))
print(len(results), sum(results))

results = []
for k in range(400):
    def g(x, *, d=k):
        return x + d
    g.mark = k
    results.append(apply(g, 10) + g.mark)
    if k == 200:
        g.__kwdefaults__ = {'d': 1000}
        results.append(apply(g, 10))
        g.__defaults__ = (5,)
        g.__code__ = (lambda x: x * 7).__code__
        results.append(apply(g, 10))
print(sum(results), results[198:206])

# One of them is no Python function, or raises.
results = []
for k in range(300):
    f = abs if k % 50 == 49 else (lambda x: x // (k % 10)) if k % 3 else (lambda x: -x)
    try:
        results.append(apply(f, 15))
    except ZeroDivisionError as e:
        results.append(str(e))
print(results[40:60], len(results))
