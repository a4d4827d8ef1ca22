# Every kind of function parameter, and the messages of calls that do not fit.


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except TypeError as e:
        print('TypeError:', e)


def plain(a, b):
    return a, b


def defaults(a, b=2, c=3):
    return a, b, c


def posonly(a, b=10, /, c=20, *, d, e=50):
    return a, b, c, d, e


def star(a, *args, k=1, **kw):
    return a, args, k, kw


def only_star(*args):
    return args


def only_kw(**kw):
    return kw


def kwonly(*, x, y):
    return x, y


def posonly_kw(a, /, **kw):
    return a, kw


def many(a, b, c, d, e):
    return a + b + c + d + e


show(plain, 1, 2)
show(plain, b=1, a=2)
show(plain, 1)
show(plain)
show(plain, 1, 2, 3)
show(plain, 1, a=2)
show(plain, 1, c=2)
show(plain, 1, 2, c=2)
show(plain, *[1], **{'b': 5})
show(plain, *'ab')
show(plain, **{'a': 1, 'b': 2})
show(defaults, 1)
show(defaults, 1, c=9)
show(defaults)
show(defaults, 1, 2, 3, 4)
show(defaults, b=1)
show(posonly, 1, d=4)
show(posonly, 1, 2, 3, d=4, e=5)
show(posonly, a=1, d=4)
show(posonly, 1, b=2, d=4)
show(posonly, 1)
show(posonly, 1, 2, 3, 4, d=1)
show(posonly, 1, 2, 3, 4)
show(star, 1)
show(star, 1, 2, 3, k=4, z=5)
show(star, *range(3), **dict(k=7, q=8))
show(star, a=1, b=2)
show(star)
show(star, 1, a=2)
show(only_star)
show(only_star, 1, *[2, 3], 4, *(5,))
show(only_star, x=1)
show(only_kw, a=1, b=2)
show(only_kw, 1)
show(only_kw, 1, 2)
show(kwonly, x=1, y=2)
show(kwonly, x=1)
show(kwonly)
show(kwonly, 1, 2)
show(kwonly, 1, x=1, y=2)
show(posonly_kw, 1, a=2)
show(many)
show(many, 1, 2)
show(many, 1, 2, 3, 4, 5, 6)
show(many, 1, 2, 3, 4, 5, f=6, g=7)
show(lambda: 1, 2)
show(lambda x, *y: (x, y), 1, 2)

# order of evaluation
log = []


def note(x):
    log.append(x)
    return x


def d(a=note('d1'), *, b=note('d2')):
    return a, b


only_star(note(1), *note([2]), note(3), *note((4,)))
star(note(1), *note([2]), k=note(3), **note({'z': 4}))
print(log)


# defaults are evaluated once
def acc(x, into=[]):
    into.append(x)
    return into


print(acc(1), acc(2), acc(3, []), acc(4))
print(d.__defaults__, d.__kwdefaults__)
d.__defaults__ = ('new',)
d.__kwdefaults__ = {'b': 'kw'}
print(d())

try:
    star(1, **{'k': 1}, **{'k': 2})
except TypeError as e:
    print(e)
try:
    star(1, **{1: 2})
except TypeError as e:
    print(e)
try:
    only_star(*5)
except TypeError as e:
    print(e)
try:
    only_kw(**5)
except TypeError as e:
    print(e)
try:
    print(1, bad=2)
except TypeError as e:
    print(e)
try:
    (5)(1)
except TypeError as e:
    print(e)


class M:
    def m(self, a, *, b):
        return a, b

    @staticmethod
    def s(a):
        return a

    @classmethod
    def c(cls, a=1):
        return cls.__name__, a


m = M()
show(m.m, 1, b=2)
show(m.m)
show(m.m, 1, 2, b=3)
show(M.m, 1)
show(M.s)
show(m.s, 1, 2)
show(M.c, 1, 2)
show(m.c)
show(M, 1)


def annotated(a: int, b: 'str' = 'x', *args: float, c: list[int], **kw: dict) -> None:
    return a


print(annotated.__annotations__)
print(annotated.__name__, annotated.__qualname__, M.m.__qualname__, show.__module__)
