# Containers that change while hot loops go through them; cells and functions made in loops; iterators shared between loops.
def grows_while_iterated(n):
    items = [0]
    for x in items:
        if len(items) < n:
            items.append(x + 1)
    return len(items), items[-1]


print(grows_while_iterated(200))


def shrinks_while_iterated(n):
    items = list(range(n))
    seen = []
    for x in items:
        seen.append(x)
        if x % 3 == 0:
            items.pop()
        if x % 50 == 49:
            del items[:2]
    return len(seen), seen[-3:], len(items)


print(shrinks_while_iterated(300))


def cleared_while_iterated(n):
    items = list(range(n))
    count = 0
    for x in items:
        count += 1
        if x == n // 2:
            items.clear()
    return count, items


print(cleared_while_iterated(200))


def changes_type_while_iterated(n):
    items = [1] * n
    total = 0
    for i, x in enumerate(items):
        total = total + x
        if i == n - 20:
            items[i + 1] = 2.5
            items[i + 2] = 2**70
        if i == n - 10:
            items[i + 3] = True
    return total


print(changes_type_while_iterated(200))


def dict_changes(n):
    d = {i: i for i in range(n)}
    out = []
    try:
        for k in d:
            out.append(k)
            if k == n - 10:
                d['new'] = 1
    except RuntimeError as e:
        out.append(str(e))
    try:
        for k, v in d.items():
            if k == n - 5:
                del d[0]
    except RuntimeError as e:
        out.append(str(e))
    for k in d:
        d[k] = 7
    return out[-3:], sum(d.values())


print(dict_changes(100))


def dict_grows(n):
    d = {}
    for i in range(n):
        d[i * 7 % 101] = d.get(i % 13, 0) + 1
        if i % 10 == 9:
            d.pop(i * 7 % 101)
    return len(d), sum(d.values())


print(dict_grows(400))


def set_changes(n):
    s = set(range(n))
    out = 0
    try:
        for x in s:
            out += 1
            if x == n - 4:
                s.add('more')
    except RuntimeError as e:
        return str(e), out == n - 3


print(set_changes(100))


def shared_iterator(n):
    it = iter(range(n))
    out = []
    for x in it:
        out.append(x)
        if x % 10 == 3:
            for y in it:
                out.append(-y)
                if y % 10 == 7:
                    break
    out.append(list(it))
    return out[-6:], len(out), sum(x for x in out if type(x) is int)


print(shared_iterator(203))


def exhausted(n):
    it = iter([1, 2, 3])
    items = []
    for i in range(n):
        for x in it:
            items.append(x)
    return items, next(it, 'end')


print(exhausted(100))


def list_iterator_after_end():
    items = [1, 2]
    it = iter(items)
    out = []
    for i in range(100):
        for x in it:
            out.append(x)
        items.append(i)
    return out, len(items)


print(list_iterator_after_end())


def closures(n):
    functions = []
    for i in range(n):
        def f(k=i):
            return i, k
        functions.append(f)
    return [f() for f in functions][::17], functions[0]()


print(closures(100))


def counters(n):
    def make():
        count = 0

        def increase(by):
            nonlocal count
            count += by
            return count
        return increase

    a, b = make(), make()
    for i in range(n):
        a(i)
        if i % 3 == 0:
            b(1)
    return a(0), b(0)


print(counters(200))


def cell_in_loop(n):
    total = 0

    def add(x):
        nonlocal total
        total += x

    for i in range(n):
        add(i)
        if i == n - 50:
            total = 0.5
        if i == n - 10:
            total = 2**62 - 3
    return total


print(cell_in_loop(200))


def makers(n):
    out = []
    for i in range(n):
        add = lambda x, i=i: x + i
        out.append(add(i))
        out.append((lambda: i * 2)())
    return sum(out)


print(makers(200))


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def moved(self, dx):
        return Point(self.x + dx, self.y)

    @property
    def size(self):
        return self.x * self.y


class Point3(Point):
    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z

    @property
    def size(self):
        return super().size * self.z


def points(n):
    p = Point(0, 1)
    total = 0
    for i in range(n):
        p = p.moved(1)
        if i % 40 == 39:
            p = Point3(i, 2, 3)
        if i % 45 == 44:
            p.extra = i
        total += p.size + (p.extra if hasattr(p, 'extra') else 0)
    return total, p.x


print(points(300))


def attributes_come_and_go(n):
    out = []
    p = Point(1, 2)
    for i in range(n):
        if i % 30 == 29:
            del p.y
        try:
            out.append(p.x + p.y)
        except AttributeError as e:
            out.append(str(e))
            p.y = i
        p.x = p.x + (0.5 if i > n - 9 else 1)
    return out[-12:]


print(attributes_come_and_go(130))


def classes_of_kinds(n):
    things = [1, 2.5, 'a', None, [1], (2,), {3: 4}, {5}, Point(1, 2), len, range(3), True]
    names = {}
    for i in range(n):
        name = type(things[i % len(things)]).__name__
        names[name] = names.get(name, 0) + 1
    return names


print(classes_of_kinds(240))


def slices(n):
    items = list(range(50))
    total = 0
    for i in range(n):
        total += sum(items[i % 60:]) - len(items[-(i % 55):i % 7]) + len(items[::-(i % 5) - 1])
        items[i % 50] = i
        items[3:5] = [i, i + 1]
    return total


print(slices(200))


def unpacking(n):
    out = 0
    for i in range(n):
        a, b = (i, i + 1) if i % 2 else [i + 2, i]
        (a, *rest), c = [a, b, i], 'x'
        try:
            a, b = range(i % 4)
        except ValueError as e:
            out += len(str(e))
        out += a + len(rest)
    return out


print(unpacking(200))


def indexes(n):
    items = [10, 20, 30]
    row = (1, 2.5, 'x')
    text = 'abcé'
    out = []
    for i in range(n):
        k = i % 9 - 5
        for sequence in (items, row, text):
            try:
                out.append(sequence[k])
            except IndexError as e:
                out.append(str(e))
    return out[:27], len(out), out == out[:27] * (n // 9)


print(indexes(90))


def strings(n):
    s = ''
    t = []
    for i in range(n):
        s += chr(97 + i % 26)
        if i % 50 == 49:
            s += 'é' if i % 100 == 49 else '漢'
        t.append(s[-1] + s[i % len(s)])
        if s in ('abc', 'abcd'):
            t.append(s)
    return len(s), ''.join(t)[::29]


print(strings(300))
