# Calls: binding of arguments and every TypeError of it; built-in functions' arity errors.

def show(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except Exception as e:
        print(type(e).__name__ + ':', e)


def none(): return 'none'
def two(a, b): return a, b
def default(a, b=2, *, c=3, d): return a, b, c, d
def posonly(a, b, /, c, *, d=4): return a, b, c, d
def var(a, *args, k=1, **kw): return a, args, k, sorted(kw.items())
def three(first, second, third): return 'three'

show(none, 1)
show(none, 1, 2)
show(none, x=1)
show(two)
show(two, 1)
show(two, 1, 2)
show(two, 1, 2, 3)
show(two, b=1)
show(two, 1, a=2)
show(two, 1, 2, c=3)
show(two, a=1, b=2)
show(three)
show(three, 1)
show(three, secnd=1)
show(three, 1, 2, thrid=3)
show(default, 1)
show(default, 1, d=0)
show(default, 1, 2, 3)
show(default, 1, 2, 3, d=4)
show(default, d=1)
show(posonly, 1, 2, 3)
show(posonly, 1, 2, c=3, d=5)
show(posonly, a=1, b=2, c=3)
show(posonly, 1, b=2, c=3)
show(posonly, 1)
show(var)
show(var, 1, 2, 3, k=4, z=5, y=6)
show(var, 1, a=2)
def kwonly(*, a, b, c=1): return a, b, c
show(kwonly)
show(kwonly, 1)
show(kwonly, 1, 2, a=3)
show(kwonly, a=1)
show(kwonly, a=1, b=2)
def many(a, b=1, c=2, *, d=5): pass
show(many, 1, 2, 3, 4)
show(many, 1, 2, 3, 4, 5, d=6)
def one(a): pass
show(one, 1, 2)
show(one)
def posdef(a, b=7, /): return a, b
show(posdef, 1)
show(posdef, 1, b=2)
def poskw(a, /, **kw): return a, kw
show(poskw, 1, a=2)
show(lambda x: x, 1, 2)
show((lambda *a, **k: (a, k)), 1, z=2)

args, kw = (1, 2), {'c': 3}
show(lambda: posonly(*args, **kw))
show(lambda: var(*args, *[7, 8], k=0, **kw, **{'q': 1}))
show(lambda: two(*3))
show(lambda: two(**3))
show(lambda: two(1, *None))
show(lambda: two(**{1: 2}))
show(lambda: var(1, **kw, **kw))
show(lambda: var(1, c=1, **kw))
show(lambda: two(*(x for x in range(2))))
show(lambda: print(*1))
class Mapping:
    def keys(self): return ['a', 'b']
    def __getitem__(self, k): return k * 2
show(lambda: two(**Mapping()))
big = list(range(2000))
show(lambda: sum(var(*big)[1]))
show(lambda: len(var(1, **{'k%s' % i if False else 'k' + str(i): i for i in range(500)})[3]))

class C:
    def m(self, a): return a
    def no_self(): pass
    @classmethod
    def cm(cls, a): return a
    @staticmethod
    def sm(a): return a
    def __call__(self, a): return ('called', a)
    def __init__(self, a=0, *, key=None): self.a = a
c = C()
show(c.m)
show(c.m, 1, 2)
show(c.no_self)
show(C.m, 1)
show(C.cm)
show(C.cm, 5)
show(C.sm)
show(c, 3)
show(c)
show(C, 1, 2)
show(C, kye=1)
number, nothing, text = 1, None, 'abc'
show(lambda: c.a(2))
show(lambda: nothing())
show(lambda: text())

# mutable defaults, defaults evaluated once, attributes of functions
def counter(n, acc=[]):
    acc.append(n)
    return acc
counter(1)
print(counter(2), counter.__defaults__, counter.__kwdefaults__, default.__kwdefaults__)
counter.__defaults__ = ([9],)
print(counter(3))
counter.__defaults__ = None
show(counter, 1)
print(two.__name__, two.__qualname__, two.__module__, two.__doc__, two.__code__.co_varnames, two.__code__.co_argcount)
two.note = 'n'
print(two.note, two.__dict__)
two.__name__ = 'renamed'
print(two.__name__)
show(setattr, two, '__name__', 3)
show(setattr, two, '__defaults__', 3)
show(setattr, two, '__code__', 3)
def documented():
    "The doc."
print(documented.__doc__)
def outer():
    x, y = 1, 2
    def inner(): return x + y
    return inner
print(outer.__qualname__, outer().__qualname__, [c.cell_contents for c in outer().__closure__], outer().__code__.co_freevars)
print(two.__globals__ is globals(), type(two).__name__, type(c.m).__name__, type(lambda: 0).__name__)

# built-in functions
show(len)
show(len, 1, 2)
show(lambda: len(x=1))
show([].append)
show([].append, 1, 2)
show(lambda: [].append(x=1))
show([].pop, 1, 2)
show([].insert, 1)
show('a'.upper, 1)
show(abs)
show(max)
show(isinstance, 1)
show(getattr, 1)
show(iter)
show(divmod, 1)
show(range)
show(lambda: print(foo=1))
show(lambda: sorted([], foo=1))
show(lambda: [].sort(1))
show({}.get)
show({}.pop)
show(str.join, 1)
show(sum)
show(sum, 1, 2, 3)
show(object, 1)
show(bool, 1, 2)
show(type, 1, 2)
show(super)
show(property, 1, 2, 3, 4, 5)
show(staticmethod)
show(ValueError.__new__)
show(lambda: ValueError(x=1))
show(dict.fromkeys)
show('a'.replace, 'a')
show('a'.split, 1, 2, 3)
show(lambda: 'a'.split(' ', sep=' '))
show(enumerate)
show(round)
show(pow, 1)
