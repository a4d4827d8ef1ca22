"""Instances that a hot loop makes and drops, keeps at times, puts into one another, or has in hand when something goes wrong."""


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def moved(self, dx, dy):
        return Point(self.x + dx, self.y + dy)

    def norm(self):
        return self.x * self.x + self.y * self.y


class Pair:
    __slots__ = ('left', 'right', 'unset')

    def __init__(self, left, right):
        self.left = left
        self.right = right


kept = []


def walk(n):
    total = 0
    for i in range(n):
        p = Point(i, 1.5).moved(1, 2)
        q = Pair(p, Pair(i, p))
        total += q.left.norm() + q.right.left
        q.right.right.y = total
        if i % 97 == 0:
            kept.append(q)
        if q.right.right.y != p.y:
            total = None
    return total


print(walk(2000))
print([(q.left is q.right.right, q.left.x, q.left.y, q.right.left, vars(q.left)) for q in kept[-3:]])


def circle(n):
    last = None
    for i in range(n):
        a = Pair(i, None)
        b = Pair(a, (a, i))
        a.right = b
        if a.right.left is not a or b.right[0].right is not b:
            return 'lost'
        last = a
    return last.left, last.right.left is last, last.right.right[1]


print(circle(1000))


def unset(n):
    seen = 0
    for i in range(n):
        p = Pair(i, i)
        try:
            seen += p.unset
        except AttributeError as error:
            seen += p.left
            text = str(error)
    return seen, text


print(unset(600))


def fails(n):
    out = []
    for i in range(n):
        p = Point(i, n - 1 - i)
        p.extra = 'more'
        try:
            p.ratio = p.x / p.y
        except ZeroDivisionError:
            out.append((p.x, sorted(vars(p).items())))
    return out


print(fails(500))


def grow(n):
    p = Point(0, 0)
    for i in range(n):
        q = Point(p.y, p.x + i)
        if i == n - 1:
            q.z = 'late'
        p = q
    return p.x, p.y, p.z, list(vars(p))


print(grow(700))


def types(n):
    total = 0
    for i in range(n):
        p = Point(i, i)
        if i > n - 5:
            p.__class__ = Other
        total += p.weight() if isinstance(p, Other) else 1
        p.x = 2**70 if i % 50 == 0 else 0.5
        total += p.x
    return total


class Other(Point):
    def weight(self):
        return self.x * 1000


print(types(400))


class Linked:
    def __init__(self, value, next):
        self.value = value
        self.next = next


def chain(n):
    head = None
    for i in range(n):
        head = Linked(i, head) if i % 5 else Linked(-i, None)
    count, node = 0, head
    while node:
        count += node.value
        node = node.next
    return count


print([chain(n) for n in (1000, 1001, 1004)])


def changing(n):
    total = 0
    for i in range(n):
        p = Point(i, 1)
        total += p.norm()
        if i == n // 2:
            Point.__init__ = lambda self, x, y: setattr(self, 'x', y) or setattr(self, 'y', 3)
    return total


print(changing(800))
