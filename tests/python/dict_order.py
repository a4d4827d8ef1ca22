# dict: order of insertion through every mutation, views, merging, subclasses, keys that are equal or collide.
d = {'b': 1, 'a': 2, 'c': 3}
d['a'] = 20
d['z'] = 4
del d['b']
d['b'] = 5
print(d, list(d), list(reversed(d)), list(d.items()), list(reversed(d.values())))
print(d.pop('a'), d.pop('nope', 'default'), d.setdefault('c', 99), d.setdefault('new', 7), d.popitem(), d)
d.update({'x': 1}, y=2)
d.update([('k', 'v'), ['l', 'w']])
d |= {'m': 0}
print(d, {'a': 1} | {'b': 2, 'a': 3}, {**d, 'c': 'over'}, len(d), bool(d), bool({}))
print(dict.fromkeys('aba', 0), dict.fromkeys([1, 2]), dict(zip('ab', [1, 2])), dict(a=1, **{'b': 2}), dict({'q': 1}, q=2), dict([(1, 2)]))
keys, values, items = d.keys(), d.values(), d.items()
d['late'] = 'seen'
print('late' in keys, 'seen' in values, ('late', 'seen') in items, len(items), sorted(keys & {'late', 'c'}), sorted(keys - {'late'}), keys == set(d), items == set(d.items()))
print({1: 'int', 1.0: 'float', True: 'bool'}, {0: 'a', -0.0: 'b', False: 'c'}, {'1': 1, 1: 2, (1,): 3, frozenset([1]): 4, None: 5, 2 ** 70: 6, 1.5: 7, b'1': 8, 1j: 9})


class Bad:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): return isinstance(o, Bad) and self.n == o.n
    def __repr__(self): return f'Bad({self.n})'


c = {Bad(i): i for i in range(20)}
for i in range(0, 20, 3):
    del c[Bad(i)]
c[Bad(0)] = 'again'
print(c, c[Bad(7)], c.get(Bad(3)), Bad(8) in c)
big = {}
for i in range(1000):
    big[i * 7 % 1009] = i
for i in range(0, 1009, 2):
    big.pop(i, None)
for i in range(5):
    big[f'k{i}'] = i
print(len(big), list(big)[:5], list(big)[-6:], sum(v for v in big.values()))
nested = {'a': {'b': {'c': [1, {'d': 2}]}}}
nested['a']['b']['c'][1]['d'] += 1
print(nested, nested.copy() == nested, nested.copy() is nested, {} == {}, {1: 2} != {1: 3}, {1: 2, 3: 4} == {3: 4, 1: 2})


class Default(dict):
    def __missing__(self, key):
        self[key] = value = []
        return value


dd = Default()
for w in 'the cat sat on the mat the end'.split():
    dd[len(w)].append(w)
print(dd, dd.get(9), type(dd.copy()).__name__, Default(a=1) == {'a': 1})
for bad in (lambda: {}['k'], lambda: {}[[]], lambda: {[]: 1}, lambda: {}.pop('k'), lambda: {}.popitem(), lambda: dict([1]), lambda: dict(['ab', 'c']), lambda: dict(5), lambda: {} < {}, lambda: {} + {}, lambda: {1: 2}.update(5),
            lambda: {} | [], lambda: {}.fromkeys(5), lambda: {}.get(), lambda: {}.setdefault([]), lambda: dict(1, 2), lambda: {1}[0], lambda: {}.keys()[0], lambda: {**5}, lambda: {}.nope):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__ + ':', e)
for mutate in (lambda d, k: d.__setitem__('n' + k, 1), lambda d, k: d.pop(k), lambda d, k: d.clear()):
    d = {c: 0 for c in 'abc'}
    try:
        for k in d:
            mutate(d, k)
        print('finished', d)
    except RuntimeError as e:
        print(e, d)
d = {c: 0 for c in 'abc'}
for k in d:
    d[k] += 1
for k, v in d.items():
    d[k] = v * 10
print(d, [k for k in d if d[k] == 10], max(d, key=d.get), sorted(d.items(), key=lambda kv: (-kv[1], kv[0])))
counts = {}
for ch in 'mississippi':
    counts[ch] = counts.get(ch, 0) + 1
print(counts, {v: k for k, v in counts.items()}, {k: counts[k] for k in sorted(counts)})
a, b = {}, {}
a['b'] = b
b['a'] = a
print(a, b)
it = iter({'x': 1, 'y': 2})
print(next(it), it.__length_hint__(), list(it), next(it, 'done'))
