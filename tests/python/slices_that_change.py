# A sequence becomes shorter while an operator reads its slice or its index.
import array


class Index:
    def __init__(self, n, action):
        self.n, self.action = n, action

    def __index__(self):
        self.action()
        return self.n


def attempt(f, *args):
    try:
        print(f(*args), end=' ')
    except Exception as e:
        print(type(e).__name__, e, end=' ')


def shorten():
    del a[5:]


for make in (lambda: array.array('i', range(1000)), lambda: bytearray(1000), lambda: list(range(1000))):
    for operation in (
        lambda s: len(a[slice(s, None)]),
        lambda s: len(a[s : 990 : 2]),
        lambda s: len(a[999 : s : -3]),
        lambda s: a.__setitem__(slice(s, None), other[:3]),
        lambda s: a.__setitem__(slice(s, None, 2), other[:50]),
        lambda s: a.__delitem__(slice(s, None)),
        lambda s: a.__delitem__(slice(None, s, 3)),
        lambda s: a[s],
        lambda s: a.__setitem__(s, 7),
        lambda s: a.__delitem__(s),
        lambda s: a.insert(s, 7),
        lambda s: a.pop(s),
        lambda s: len(a * Index(3, shorten)),
    ):
        a, other = make(), make()
        attempt(operation, Index(900, shorten))
        print(len(a))

# the sequence that is assigned becomes shorter
a, other = list(range(100)), list(range(100))
attempt(a.__setitem__, slice(Index(0, other.clear), 100, 2), other)
print(len(a), None in a)

# numbers at the ends of what 64 bits hold
a = list(range(5))
low, high = -(2**63), 2**63 - 1
for start in (None, low, -6, -1, 0, 4, 5, high, -(10**30)):
    for step in (1, 2, high, -1, -2, low, 10**30):
        print(a[start::step], a[:start:step], tuple(a)[start:2:step], 'abcde'[start:3:step], end=' ')
    print()
