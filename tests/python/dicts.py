# Dictionaries: keys, order, methods, views, mutation while iterating, errors.
def attempt(label, action):
    try:
        print(label, '->', repr(action()))
    except Exception as e:
        print(label, '=>', type(e).__name__, e.args)


d = {'a': 1, 2: 'two', (3, 4): None, 1.5: [], True: 'yes'}
print(d, len(d), d['a'], d[2], d[3, 4], d[1], d[1.5], 'a' in d, 'z' in d, 2.0 in d)
print({}, dict(), dict(a=1, b=2), dict([(1, 2), (3, 4)]), dict([('x', 1)], y=2), dict({'k': 'v'}), dict(zip('abc', range(3))))
d['a'] = 10
d['new'] = 20
del d[2]
d[2] = 'again'
print(d, list(d), list(d.values()), list(d.items()))
print(d.get('a'), d.get('zz'), d.get('zz', 5), d.setdefault('sd', []), d.setdefault('a', 0), d.pop('sd'), d.pop('sd', 'gone'))
print(d.popitem(), d.popitem(), d)
e = d.copy()
e.update({'u': 1}, w=2)
e.update([('p', 3), ['q', 4], 'rs'])
print(e, e == d, d == dict(d), {1: 2} == {1.0: 2.0}, {'a': 1, 'b': 2} == {'b': 2, 'a': 1}, {} != {})
print(e | {'z': 0}, {'z': 0} | e)
e |= {'ior': 1}
e |= [('pair', 2)]
print(e)
e.clear()
print(e, bool(e), bool({1: 1}))
print(dict.fromkeys('abc'), dict.fromkeys([1, 2], 0), dict.fromkeys(range(3), []), list(reversed({1: 2, 3: 4})))
rec = {}
rec['self'] = rec
rec['list'] = [rec]
print(rec)

# views
v = {'a': 1, 'b': 2, 'c': 3}
k, vals, it = v.keys(), v.values(), v.items()
print(k, vals, it, len(k), 'a' in k, 2 in vals, ('a', 1) in it, ('a', 2) in it, 'a' in it)
v['d'] = 4
print(k, list(vals), len(it), list(reversed(k)), list(reversed(vals)), list(reversed(it)))
print(sorted(k & {'a', 'z'}), sorted(k | ['z']), sorted(k - 'ab'), sorted(k ^ {'a', 'z'}), k == {'a', 'b', 'c', 'd'}, k >= {'a'}, k < set('abcde'))
print(sorted(it & {('a', 1), ('b', 9)}), k.isdisjoint('xyz'), it.isdisjoint([('a', 1)]), {1: 2}.keys() == {1: 3}.keys(), {1: 2}.items() == {1: 2}.items())
print({1: 2}.values() == {1: 2}.values(), k.mapping == v, type(k.mapping).__name__)
print([x for x in {1: 2}.items()], *{'only': 1})

# integers, order, many entries, deletion
big = {}
for i in range(1000):
    big[i * 7919 % 1000] = i
for i in range(0, 1000, 3):
    del big[i]
for i in range(0, 30, 3):
    big[i] = -i
print(len(big), list(big)[:5], list(big)[-5:], sum(big), sum(big.values()), 3 in big, 33 in big, big[6])
stack = {}
for i in range(5000):
    stack[i] = i
    if i % 2:
        stack.popitem()
    if i % 5 == 0 and stack:
        del stack[next(iter(stack))]
print(len(stack), list(stack)[:3], list(stack)[-3:])
negative = {-1: 'a', -2: 'b', 2**61 - 1: 'zero hash', 0: 'zero', 2**61: 'one hash', 1: 'one', 2**100: 'big', -2**100: 'neg'}
print(negative, [negative[x] for x in (-1, -2, 2**61 - 1, 0, 2**61, 1, 2**100, -2**100, 1.0, True, 0j)])
strings = {str(i): i for i in range(500)}
print(all(strings[str(i)] == i for i in range(500)), strings.get('500'), len(strings))
joined = {'a' + str(i % 10): i for i in range(100)}
print(joined)

# equal hashes, __eq__ with side effects
class Same:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 42

    def __eq__(self, other):
        return isinstance(other, Same) and self.n == other.n

    def __repr__(self):
        return 'S%d' % self.n


same = {Same(i): i for i in range(20)}
print(same, same[Same(7)], Same(30) in same, same.pop(Same(0)), len(same))
same[42] = 'int'
print(same[42], same[42.0], Same(5) in same)


class Mutator:
    target = None

    def __hash__(self):
        return 1

    def __eq__(self, other):
        if Mutator.target is not None:
            t, Mutator.target = Mutator.target, None
            t.clear()
            t[100] = 'mutated'
        return self is other


m = {Mutator(): 'x', 1: 'one'}
Mutator.target = m
print(1 in m, m)
m = {Mutator(): i for i in range(3)}
Mutator.target = m
m[Mutator()] = 'late'
print(len(m), 100 in m)


class Key(str):
    def __hash__(self):
        return hash(str(self))

    def __eq__(self, other):
        return str.__eq__(self, other)


print({Key('a'): 1}['a'], {'a': 1}[Key('a')], 'a' in {Key('a'): 1})


class Default(dict):
    def __missing__(self, key):
        self[key] = value = [key]
        return value


dd = Default(a=1)
print(dd['x'], dd, dd.get('y'), 'y' in dd, type(dd.copy()), type(dd | {}), isinstance(dd, dict))
dd.attr = 1
print(dd.attr, dd.__dict__, dd == {'a': 1, 'x': ['x']})


def grow():
    t = {1: 1}
    for key in t:
        t[key + 1] = 0


def replace():
    t = {1: 1, 2: 2}
    for key in t:
        del t[key]
        t[key + 10] = 0


def shrink():
    t = {1: 1, 2: 2}
    for key in t:
        del t[key]


attempt('grow', grow)
attempt('replace', replace)
attempt('shrink', shrink)
t = {1: 1, 2: 2}
for key in t:
    t[key] = 'changed value is fine'
print(t)
it = iter({1: 2})
print(next(it), next(it, 'end'), next(it, 'end'), it.__length_hint__())
attempt('key', lambda: {}['missing'])
attempt('key tuple', lambda: {}[1, 2])
attempt('unhashable', lambda: {[]: 1})
attempt('unhashable get', lambda: {}.get({}))
attempt('unhashable in', lambda: [] in {})
attempt('unhashable set', lambda: {}.setdefault(set(), 1))
attempt('unhashable deep', lambda: {(1, []): 2})
attempt('unhashable pop', lambda: {}.pop([]))
attempt('pop', lambda: {}.pop('x'))
attempt('pop args', lambda: {}.pop())
attempt('popitem', lambda: {}.popitem())
attempt('dict int', lambda: dict(1))
attempt('dict list', lambda: dict([1]))
attempt('dict triple', lambda: dict([(1, 2, 3)]))
attempt('dict two', lambda: dict({}, {}))
attempt('update int', lambda: {}.update(1))
attempt('or', lambda: {} | [])
attempt('lt', lambda: {} < {})
attempt('del', lambda: {}.__delitem__(1))
attempt('get args', lambda: {}.get())
attempt('fromkeys', lambda: dict.fromkeys(1))
attempt('keys index', lambda: {}.keys()[0])
attempt('keys and int', lambda: {}.keys() & 1)


def f(**kw):
    return kw


attempt('kw', lambda: f(**{'a': 1}, **{'b': 2}))
attempt('kw twice', lambda: f(**{'a': 1}, **{'a': 2}))
attempt('kw int key', lambda: f(**{1: 2}))
attempt('kw no mapping', lambda: f(**5))
print({**{'a': 1}, 'b': 2, **{'a': 3}}, {k: v for k, v in zip('ab', [1, 2])})


class Mapping:
    def keys(self):
        return ['k1', 'k2']

    def __getitem__(self, key):
        return key.upper()


print(dict(Mapping()), {**Mapping()}, f(**Mapping()))
counts = {}
for word in 'a b a c b a'.split():
    counts[word] = counts.get(word, 0) + 1
print(counts, max(counts, key=counts.get), sorted(counts.items(), key=lambda p: (-p[1], p[0])))
