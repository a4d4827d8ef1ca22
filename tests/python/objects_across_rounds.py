"""Objects that one round of a loop makes and the next one takes: traces carry their contents. Identity, exits and errors find the object."""
import sys


class V:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return V(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return V(self.x * k, self.y * k)

    def __repr__(self):
        return f'V({self.x}, {self.y})'


class S:
    __slots__ = ('a', 'b')

    def __init__(self, a):
        self.a = a


N = 500


def vectors():
    v, w = V(0.0, 0.0), V(1.0, 2.0)
    for _ in range(N):
        v = v * 0.5 + w * 2
    return v


def changes_type():
    v = V(0, 0)
    for i in range(N):
        v = V(v.x + 1 if i < 401 else [i], v.y + (0.5 if i > 300 else 1))
        if i == 450:
            v = V('a', v.y)
    return v


def shared():
    a = b = V(1, 2)
    same = 0
    for i in range(N):
        a = b = V(i, a.y)
        same += a is b
        a.y += 1
        same += b.y == a.y
    return same, a.y, b.y


def shared_sometimes():
    a = b = V(1, 2)
    same = 0
    for i in range(N):
        previous = a
        a = V(i, previous.x)
        same += previous is b
        b = a
        a.y += 1
    return same, a, b, a is b


def inside():
    pair = (V(0, 0), V(1, 1))
    for i in range(N):
        first, second = pair
        pair = (second, V(first.x + i, second.y))
    p = V(V(1, 2), 3)
    for i in range(N):
        p = V(V(p.x.x + 1, p.x.y), p.y + p.x.x)
    q = V(V(1, 2), 3)
    for i in range(N):
        q = V(q.x, q.x.y)
        q.x.y = i
    return pair, p, q


def linked():
    head, count = None, 0
    for i in range(N):
        head = (i, head)
    while head:
        count += head[0]
        head = head[1]
    node = S(0)
    node.b = None
    for i in range(N):
        new = S(i)
        new.b = node
        node = new
    total = 0
    while node:
        total += node.a
        node = node.b
    return count, total


def slots_that_are_empty():
    s = S(1)
    missing = 0
    for i in range(N):
        s = S(s.a + 1)
        try:
            s.b
        except AttributeError:
            missing += 1
        if i % 7 == 0:
            s.b = i
    return s.a, missing, hasattr(s, 'b')


def kept():
    v, seen = V(0, 0), []
    for i in range(N):
        v = V(i, v.x)
        if i % 100 == 50:
            seen.append(v)
    seen[0].x = 'changed'
    return seen, v


def identity():
    v = V(0, 0)
    first = v
    moved = 0
    for i in range(N):
        v = V(v.x + 1, id(first) != id(v))
        moved += v is not first
    return v, moved


def raises():
    v, k = V(1, 1), 0
    out = []
    for start in range(3):
        try:
            for i in range(N):
                v = V(v.x + 1, 100 // (200 - i + start))
        except ZeroDivisionError:
            out.append(repr(v))
    return out


def attributes_added():
    v = V(0, 0)
    for i in range(N):
        v = V(v.x + 1, i)
        v.z = v.x * 2
        if i > 400:
            v.w = 5
    return v.z, sorted(v.__dict__)


def looked_at():
    v = V(0, 0)
    out = 0
    for i in range(N):
        v = V(v.x + 1, i)
        if i % 50 == 49:
            frame = sys._getframe()
            out += frame.f_locals['v'].x
            del frame
    return v, out


def nested_loops():
    total = V(0, 0)
    for i in range(40):
        row = V(0, 0)
        for j in range(30):
            row = row + V(i, j)
        total = total + row
    return total


def unpacked():
    a, b = 0, 1
    state = (0, 1, 'x')
    for i in range(N):
        x, y, z = state
        state = (y, (x + y) % 1000, z)
    return state


def integers_that_grow():
    v = V(1, 1)
    for i in range(200):
        v = V(v.x * 3, v.y + v.x)
    return v


def fibonacci_matrix():
    m = (1, 1, 1, 0)
    r = (1, 0, 0, 1)
    for _ in range(90):
        r = (r[0] * m[0] + r[1] * m[2], r[0] * m[1] + r[1] * m[3], r[2] * m[0] + r[3] * m[2], r[2] * m[1] + r[3] * m[3])
    return r


for f in (vectors, changes_type, shared, shared_sometimes, inside, linked, slots_that_are_empty, kept, identity, raises, attributes_added,
          looked_at, nested_loops, unpacked, integers_that_grow, fibonacci_matrix):
    print(f.__name__, f())
