"""getattr() and its like with names that are known, and class patterns, in hot loops: as they were seen, until something changes."""


class Point:
    __match_args__ = ('x', 'y')
    kind = 'point'

    def __init__(self, x, y):
        self.x, self.y = x, y

    @property
    def norm(self):
        return self.x + self.y

    def method(self):
        return 1


class Sub(Point):
    pass


class Late:
    def __getattr__(self, name):
        if name == 'missing':
            raise AttributeError(name)
        return name


class Guarded:
    def __setattr__(self, name, value):
        object.__setattr__(self, name, value * 2)


def read(objects, names):
    total = []
    for i in range(300):
        o = objects[i % len(objects)]
        total.append(str(getattr(o, names[i % len(names)], 'none')))
        total.append(hasattr(o, 'x'))
    return total[-6:], len(total)


def fixed(p, rounds):
    total = 0
    for i in range(rounds):
        total += getattr(p, 'x') + getattr(p, 'y', 5) + hasattr(p, 'kind') + hasattr(p, 'zzz')
        setattr(p, 'x', i)
        if i == rounds - 20:
            del p.y
        if i == rounds - 10:
            Point.kind = 'other'
    return total, p.x


def written(objects, rounds):
    for i in range(rounds):
        setattr(objects[i % len(objects)], 'v', i)
        setattr(objects[i % len(objects)], 'w', -i)
    return [sorted(vars(o).items()) for o in objects]


def matched(subject):
    match subject:
        case Point(0, y):
            return 'zero', y
        case Point(x, y=0):
            return 'y0', x
        case Sub(x=x):
            return 'sub', x
        case Point():
            return 'point'
        case int(n) if n > 100:
            return 'big', n
        case bool():
            return 'bool'
        case int() | float():
            return 'number'
        case str(s):
            return 'text', s
        case list():
            return 'list'
    return None


def all_matched(subjects, rounds):
    results = []
    for i in range(rounds):
        results.append(matched(subjects[i % len(subjects)]))
    return results[-len(subjects):]


def rebinding(rounds):
    p, results = Point(1, 2), []
    for i in range(rounds):
        match p:
            case Point(a, b):
                results.append((a, b))
        if i == rounds - 5:
            Point.__match_args__ = ('y', 'x')
        if i == rounds - 3:
            Point.__match_args__ = ('y', 'norm')
    Point.__match_args__ = ('x', 'y')
    return results[-6:]


print(read([Point(1, 2)], ['x']), read([Point(1, 2), Sub(3, 4), Late()], ['x', 'y', 'norm', 'kind', 'missing']))
print(read([Point(1, 2)], ['method'])[1], read([7, 'text', None], ['real', 'x']))
print(fixed(Point(1, 2), 300), fixed(Sub(1, 2), 300))
print(written([Point(1, 2), Sub(3, 4), Guarded()], 300))
subjects = [Point(0, 5), Point(3, 0), Sub(7, 8), Sub(0, 1), Point(2, 2), 5, 500, True, 2.5, 'text', [1], None]
print(all_matched(subjects, 600))
print(all_matched([Point(0, 5)], 300), all_matched(['s'], 300), all_matched([5, 2.5], 300))
print(rebinding(300))


class Meta(type):
    def __instancecheck__(cls, other):
        return True


class Anything(metaclass=Meta):
    pass


def anything(rounds):
    n = 0
    for i in range(rounds):
        match i:
            case Anything():
                n += 1
    return n


print(anything(300))


def too_many(rounds):
    for i in range(rounds):
        try:
            match Point(1, 2):
                case Point(a, b, c):
                    pass
        except TypeError as e:
            last = str(e)
    return last


print(too_many(200))


class Resource:
    def __init__(self, n):
        self.n = n
        self.kind = type(self).__name__
        self.doc = type(self).__doc__

    def __enter__(self):
        self.entered = True
        return self

    def __exit__(self, *exc):
        del self.doc
        self.left = True


def gained(rounds):
    """Objects that gain and lose attributes after their class has been asked for."""
    total = 0
    for i in range(rounds):
        with Resource(i) as r:
            total += r.n + isinstance(r, Resource) + r.entered
        match r:
            case Resource(n=n, left=True):
                total += n
    return total, sorted(vars(r))


print(gained(300))
