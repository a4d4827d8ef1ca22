"""The order of what set algebra makes: tables of every size, keys that collide, keys that were removed; sets that change while they are
walked, by an __eq__; words that split() finds, of every length."""
import random

random.seed(4)


class Key:
    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return self.value % 7

    def __eq__(self, other):
        return self.value == other.value

    def __repr__(self):
        return f'k{self.value}'


def sets(make):
    for size in (0, 1, 4, 5, 6, 19, 20, 70, 400):
        items = {make(random.randrange(-900, 900)) for _ in range(size)}
        yield items
        for item in sorted(items, key=repr)[::3]:
            items.discard(item)
        yield set(items)
        yield items
        items.update(map(make, range(size // 2)))
        yield items


def digest(items):
    value = 0
    for item in items:
        value = (value * 31 + (item.value if isinstance(item, Key) else item)) % 1000003
    return value


for make in (int, lambda value: value * 64, lambda value: value << 61, Key):
    made = [*sets(make)]
    results = []
    for a in made[::2]:
        for b in made[1::2]:
            x, y, z, w = a & b, a | b, a - b, a ^ b
            results.append([digest(s) for s in (x, y, z, w, a.union(b, x), frozenset(a) & b)])
            y -= x
            y |= {make(5), make(3)}
            y &= b
            results.append([digest(y), a <= b, a.isdisjoint(b), x <= a, len(w)])
    print(len(results), results[:40:7], sum(map(hash, map(tuple, results))) % 99991)
print([*(set(map(Key, range(20))) & set(map(Key, range(10, 30))))])


class Hostile:
    def __init__(self, target):
        self.target = target

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.target.clear()
        self.target.update(range(100, 140))
        return False


for operation in (set.__and__, set.__or__, set.__sub__, set.__xor__, set.__le__, set.update):
    target = {0}
    a, b = {Hostile(target), 2, 3}, {Hostile(target), 3, 4}
    operation(a, b)
    target.clear()
    target |= {1, 2, 3, Hostile(set())}
    operation(target, {Hostile(target), 5})
    print(operation.__name__, len(target) > 0)

words = ['x' * size for size in range(1, 20)] + ['é' * size for size in (1, 3, 9)]
for separator in (' ', '  ', '\t\n', '\x1c', '\u3000'):
    for k in (1, 3, 7, 16, 17, 22):
        text = separator.join(words[:k])
        for padded in (text, separator + text, text + separator):
            found = padded.split()
            assert found == words[:k], (separator, k)
            assert ' '.join(found).encode() == ' '.join(words[:k]).encode()
            print(padded.split(None, 2)[-1:], padded.split(maxsplit=0), end=' ')
    print()
print(['ab cd'.split(), ('b' * 70000 + ' ' * 70000 + 'c').split() == ['b' * 70000, 'c'], ' '.split(), {w: 1 for w in 'ab abc ab abcdefgh'.split()}])
