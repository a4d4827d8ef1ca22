"""Closures, nonlocal, global, class scopes, late binding."""


def counter(start=0):
    n = start

    def up(by=1):
        nonlocal n
        n += by
        return n

    def get():
        return n

    def reset():
        nonlocal n
        n = start

    return up, get, reset


up, get, reset = counter(10)
print(up(), up(5), get())
reset()
print(get())
a, b = counter(), counter(100)
a[0]()
print(a[1](), b[1]())

print([f() for f in [lambda: i for i in range(3)]])
print([f() for f in [lambda i=i: i for i in range(3)]])


def deep(x):
    def l1():
        def l2():
            def l3():
                nonlocal x
                x *= 2
                return x
            return l3
        return l2()
    return l1()


f = deep(3)
print(f(), f(), f())

g = 'global'


def reads_global():
    return g


def writes_global():
    global g, brand_new
    g = 'written'
    brand_new = 1


def shadows():
    g = 'local'

    class C:
        seen = g
        g = 'class'
        also = g

        def method(self):
            return g
    return C.seen, C.also, C().method()


print(reads_global())
writes_global()
print(reads_global(), brand_new, shadows())


class Body:
    x = 1
    y = [x for _ in range(2)] if False else 'no'
    z = [i for i in range(x + 2)]

    def m(self):
        try:
            return x
        except NameError as e:
            return str(e)


print(Body.z, Body().m())


def unbound():
    try:
        print(v)
    except UnboundLocalError as e:
        print(type(e).__name__, e)
    v = 1
    del v
    try:
        v
    except UnboundLocalError as e:
        print(e)

    def inner():
        return w
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
    w = 2
    print(inner())
    del w
    try:
        inner()
    except NameError as e:
        print(e)


unbound()

try:
    undefined_name
except NameError as e:
    print(e, e.name)

try:
    del undefined_name
except NameError as e:
    print(e)


def makers():
    out = []
    for i in range(3):
        def inner(j):
            def innermost():
                return i, j
            return innermost
        out.append(inner(i * 10))
    return [h() for h in out]


print(makers())


def compose(*fs):
    def run(x):
        for fn in reversed(fs):
            x = fn(x)
        return x
    return run


print(compose(lambda x: x + 1, lambda x: x * 2, abs)(-4))
print(f.__closure__[0].cell_contents, up.__code__.co_freevars, counter.__code__.co_cellvars)


def cell_class():
    x = 'outer'

    class Inner:
        x = 'inner'

        def get(self):
            return x
    return Inner().get(), Inner.x


print(cell_class())


def walrus():
    total = [y := 1, y + 1, (y := y + 10)]
    found = [last := v for v in range(5) if v % 2]
    return total, y, found, last


print(walrus())


def locals_view(a, b=2):
    c = 3
    return sorted(locals().items())


print(locals_view(1))


def loop_else(n):
    for i in range(n):
        if i == 3:
            break
    else:
        return 'exhausted'
    return 'broke'


print(loop_else(2), loop_else(9))
fib = lambda n: n if n < 2 else fib(n - 1) + fib(n - 2)
print([fib(i) for i in range(10)])
fact = (lambda f: f(f))(lambda f: lambda n: 1 if n == 0 else n * f(f)(n - 1))
print(fact(10))
