"""Special methods written in Python are entered like calls: what the instruction makes of their results, and of their exceptions."""
import sys
import traceback

N = 370


def shown(f, *args):
    try:
        return f(*args)
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


class Box:
    def __init__(self, v):
        self.v = v

    def __bool__(self):
        return self.v

    def __len__(self):
        return self.v

    def __contains__(self, x):
        return self.v if x else x

    def __eq__(self, other):
        if isinstance(other, Box):
            return self.v == other.v
        return NotImplemented

    def __lt__(self, other):
        return self.v < other.v if isinstance(other, Box) else NotImplemented

    def __setitem__(self, key, value):
        if key == 13:
            raise KeyError(key)
        self.v = key, value
        return 'dropped'

    def __call__(self, a, b=2, *rest):
        return a, b, rest, self.v

    def __radd__(self, x):
        if x == 7:
            return NotImplemented
        return x + self.v

    def __rsub__(self, x):
        return ('rsub', x)


class Length:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Odd:
    """Comparisons that are no bools; asked when the left operand refuses."""

    def __eq__(self, other):
        return ['eq']

    def __gt__(self, other):
        return []

    def __ne__(self, other):
        return 0


class Sub(Box):
    def __eq__(self, other):
        return 'sub first'

    def __gt__(self, other):
        return 'sub first'


def truths():
    values = [True, False] * 20 + [1, 'x', None, 0]
    boxes = [Box(v) for v in values]
    count = 0
    for _ in range(20):
        for b in boxes[:40]:
            if b:
                count += 1
            count += not b
    errors = [shown(lambda: 1 if b else 2) for b in boxes[40:]]
    return count, errors


def lengths():
    objects = [Length(n) for n in (0, 1, 5, True)]
    total = 0
    for i in range(N):
        o = objects[i & 3]
        total += len(o)
        if o:
            total += 10
    odd = [Length(x) for x in (-1, 1 << 40, 1 << 70, 'a', None, 2.0)]
    return total, [shown(len, o) for o in odd], [shown(lambda: len(o)) for o in odd], [shown(lambda: bool(o), ) for o in odd]


def lengths_change():
    out = []
    o = Length(3)
    for i in range(N):
        if i == 300:
            o.n = -5
        if i == 310:
            o.n = 1 << 65
        if i == 320:
            o.n = 'no'
        if i == 330:
            o.n = 4
        try:
            n = len(o)
        except Exception as e:
            n = repr(e)
        if i % 30 == 10 or 298 < i < 334 and i % 5 == 0:
            out.append(n)
    return out


def containing():
    box = Box(True)
    found = missing = 0
    for i in range(N):
        if i == 200:
            box.v = ''
        if i == 300:
            box.v = [1]
        found += (i & 3) in box
        missing += (i & 3) not in box
    return found, missing


def comparing():
    a, b, c = Box(1), Box(1), Box(2)
    count = [0] * 6
    for i in range(N):
        x = (a, b, c)[i % 3]
        count[0] += x == a
        count[1] += x != a
        count[2] += x < c
        count[3] += x > b
        count[4] += a == i
        count[5] += a != i
    return count


def comparing_others():
    a = Box(1)
    others = [Box(1), Odd(), Sub(1), 5, None, 2.5, 'x', [1]]
    out = []
    for i in range(N):
        other = others[i % 8] if i > 200 else others[0]
        row = [a == other, a != other, shown(lambda: a < other), 1 if a == other else 0]
        if i > 200 and i < 209 or i in (3, 100):
            out.append(row)
    return out


def setting():
    box = Box(0)
    caught = 0
    for i in range(N):
        try:
            box[i % 14] = i
        except KeyError as e:
            caught += e.args[0]
    return box.v, caught


def calling():
    box = Box(3)
    last = None
    for i in range(N):
        last = box(i)
        last = box(i, 1)
        last = box(i, 1, 2, 3)
    return last, shown(box), shown(lambda: box(1, c=2))


def reflected():
    box = Box(5)
    total, f = 0, 0.0
    for i in range(N):
        total = total + box
        f = 1.5 + box
        total += box
        last = i - box
    out = []
    for x in (1, 7, 2.0, 7.0, 'a', None):
        out.append(shown(lambda: x + box))
    caught = 0
    for i in range(N):
        try:
            caught += (i & 7) + box
        except TypeError as e:
            caught += len(str(e))
    return total, f, last, out, caught


class Count:
    def __init__(self, n, how):
        self.i, self.n, self.how = 0, n, how

    def __iter__(self):
        return self

    def __next__(self):
        self.i += 1
        if self.i > self.n:
            if self.how == 0:
                raise StopIteration
            if self.how == 1:
                raise StopIteration('value')
            if self.how == 2:
                next(iter(()))
            if self.how == 3:
                raise ValueError(self.i)
            try:
                raise StopIteration
            except StopIteration:
                self.n = 0
                raise
        return self.i


def iterating(how):
    total = 0
    for k in range(60):
        for x in Count(k % 7, how):
            total += x
        else:
            total += 1000
        try:
            for x in Count(2, 3):
                total += x
        except ValueError as e:
            total += e.args[0] * 100
    return total


def iterating_nested():
    out = []
    for k in range(100):
        row = []
        for x in Count(3, 0):
            for y in Count(x, k % 3):
                if y == 3:
                    break
                row.append((x, y))
            else:
                continue
            row.append('broken')
        out = row
    return out


def iterator_is_replaced():
    class Two:
        def __next__(self):
            raise StopIteration

    c = Count(300, 0)
    seen = 0
    for x in c:
        seen += x
        if x == 200:
            c.__class__ = Two
    return seen


class Hooked:
    limit = 5

    def __init__(self):
        self.own = 1

    def __getattr__(self, name):
        if name.startswith('no'):
            raise AttributeError(f'none: {name}')
        return len(name)

    @property
    def broken(self):
        return self.no_such

    def method(self):
        return self.own


def hooked():
    h = Hooked()
    total = 0
    for i in range(N):
        total += h.own + h.limit + h.abc + h.method()
        if i == 200:
            h.abc = 100
        if i == 300:
            del h.abc
        if i == 350:
            Hooked.abc = 7
    del Hooked.abc
    total += h.abc
    return total, shown(lambda: h.no_name), shown(lambda: h.broken), h.no if hasattr(h, 'no') else 'absent'


def hook_and_getattribute():
    class H:
        def __getattr__(self, name):
            return 1

    h = H()
    h.a = 5
    total = 0
    for i in range(N):
        total += h.a + h.b
        if i == 200:
            H.__getattribute__ = lambda self, name: 100
        if i == 300:
            del H.__getattribute__
        if i == 350:
            del H.__getattr__
            h.b = 3
    return total


class Level:
    def __init__(self):
        self._level = 0

    @property
    def level(self):
        return self._level

    @level.setter
    def level(self, value):
        if value < 0:
            raise ValueError(value)
        self._level = value
        return 'dropped'


def setters():
    k = Level()
    caught = 0
    for i in range(N):
        try:
            k.level = i if i % 5 else -i
        except ValueError as e:
            caught += e.args[0]
    return k.level, caught


class Deep:
    def __init__(self, inner):
        self.inner = inner

    def __eq__(self, other):
        return self.inner == other.inner

    def __len__(self):
        return len(self.inner) + 1 if self.inner is not None else 0

    def __contains__(self, x):
        return self.inner is not None and x in self.inner

    def __bool__(self):
        return not self.inner


def recursion():
    a = b = None
    for _ in range(50):
        a, b = Deep(a), Deep(b)
    out = [a == b, len(a), 3 in a, bool(a)]
    for _ in range(4):
        out = [a == b, len(a), 3 in a, 1 if a else 2]
    for _ in range(1100):
        a, b = Deep(a), Deep(b)
    return out, [shown(lambda: a == b)[:30], shown(len, a)[:30], shown(lambda: 3 in a)[:30]]


def where():
    f = sys._getframe(1)
    return f.f_code.co_name, f.f_back.f_code.co_name, f.f_back.f_lineno


class Looks:
    def __len__(self):
        self.seen = where()
        return 1

    def __bool__(self):
        self.seen = where()
        return True

    def __eq__(self, other):
        self.seen = where()
        return True

    def __setitem__(self, key, value):
        self.seen = where()

    def __next__(self):
        self.seen = where()
        return 1


def looking():
    o = Looks()
    out = set()
    for i in range(N):
        len(o)
        out.add(o.seen)
        if o:
            out.add(o.seen)
        if o == o:
            out.add(o.seen)
        o[i] = i
        out.add(o.seen)
    return sorted(out)


class Fails:
    def __init__(self):
        self.n = 0

    def __len__(self):
        self.n += 1
        if self.n == 150:
            raise ZeroDivisionError('in len')
        return self.n


def tracebacks():
    f = Fails()
    for i in range(N):
        try:
            len(f)
        except ZeroDivisionError:
            return [line.split('line')[-1] for line in traceback.format_exc().splitlines()]


def methods_change():
    class C:
        def __contains__(self, x):
            return True

        def __len__(self):
            return 1

    c = C()
    total = 0
    for i in range(N):
        total += i in c
        total += len(c)
        if i == 200:
            C.__contains__ = lambda self, x: False
        if i == 250:
            C.__len__ = lambda self: 50
        if i == 300:
            C.__contains__ = [7].__contains__
        if i == 320:
            C.__contains__ = None
            break
    return total, shown(lambda: 1 in c)


class Generates:
    def __iter__(self):
        yield 1

    def __len__(self):
        yield 1

    def __call__(self):
        yield 2


def generator_functions():
    g = Generates()
    out = []
    for i in range(100):
        out = [list(g), shown(lambda: len(g)), list(g())]
    return out


for f in (truths, lengths, lengths_change, containing, comparing, comparing_others, setting, calling, reflected):
    print(f.__name__, f())
for how in range(3):
    print('iterating', how, iterating(how))
print('iterating', 4, shown(iterating, 4))
for f in (iterating_nested, iterator_is_replaced, hooked, hook_and_getattribute, setters, recursion, looking, tracebacks,
          methods_change, generator_functions):
    print(f.__name__, f())
