# Decorators with and without arguments, on functions, methods and classes; caching, validation, registries, context.
def trace(f):
    def wrapper(*args, **kwargs):
        trace.depth += 1
        shown = ', '.join([repr(a) for a in args] + [f'{k}={v!r}' for k, v in kwargs.items()])
        print('  ' * trace.depth + f'{f.__name__}({shown})')
        try:
            return f(*args, **kwargs)
        finally:
            trace.depth -= 1
    wrapper.__name__ = f.__name__
    wrapper.__wrapped__ = f
    return wrapper


trace.depth = 0


@trace
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)


print(fact(4), fact.__name__, fact.__wrapped__.__name__)


def memo(f):
    cache = {}

    def inner(*args):
        if args not in cache:
            cache[args] = f(*args)
        return cache[args]
    inner.cache = cache
    return inner


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), len(fib.cache))


def repeat(times, *, sep=''):
    def decorator(f):
        def inner(*a):
            return sep.join(str(f(*a)) for _ in range(times))
        return inner
    return decorator


@repeat(3, sep='-')
@repeat(2)
def hi(name):
    return f'hi {name};'


print(hi('bob'))


class CountCalls:
    def __init__(self, f):
        self.f, self.n = f, 0

    def __call__(self, *a):
        self.n += 1
        return self.f(*a)

    def __get__(self, obj, cls):
        return (lambda *a: self(obj, *a)) if obj is not None else self


class Service:
    registry = {}

    def register(name, registry=registry):
        def add(f):
            registry[name] = f
            return f
        return add

    @register('start')
    def start(self):
        return 'starting'

    @register('stop')
    def stop(self):
        return 'stopping'

    @CountCalls
    def ping(self, x):
        return x * 2

    del register


s = Service()
print([Service.registry[k](s) for k in sorted(Service.registry)], s.ping(4), s.ping(5), Service.ping.n)


def validated(**rules):
    def decorator(f):
        def inner(**kw):
            for k, rule in rules.items():
                if not isinstance(kw.get(k), rule):
                    raise TypeError(f'{f.__name__}: {k} must be {rule.__name__}, not {type(kw.get(k)).__name__}')
            return f(**kw)
        return inner
    return decorator


@validated(x=int, y=str)
def go(x, y):
    return y * x


print(go(x=2, y='ab'))
try:
    go(x='2', y='ab')
except TypeError as e:
    print(e)


def singleton(cls):
    instance = None

    def get(*a):
        nonlocal instance
        if instance is None:
            instance = cls(*a)
        return instance
    return get


@singleton
class Config:
    def __init__(self, v):
        self.v = v


print(Config(1) is Config(2), Config(3).v)


class lazy:
    def __init__(self, f):
        self.f = f

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner):
        if obj is None:
            return self
        print('computing', self.name)
        value = obj.__dict__[self.name] = self.f(obj)
        return value


class Data:
    @lazy
    def total(self):
        return sum(range(100))


d = Data()
print(d.total, d.total, type(Data.total).__name__)


def curry(f, n=None):
    n = n or f.__code__.co_argcount
    return lambda *a: f(*a) if len(a) >= n else curry(lambda *b: f(*a, *b), n - len(a))


print(curry(lambda a, b, c: a + b * c)(1)(2)(3), curry(lambda a, b, c: a + b * c)(1, 2)(3))


def coroutine(f):
    def start(*a):
        g = f(*a)
        next(g)
        return g
    return start


@coroutine
def averager():
    total, n, avg = 0, 0, None
    while True:
        total += yield avg
        n += 1
        avg = total / n


av = averager()
print([av.send(x) for x in (10, 20, 60)])
compose = lambda *fs: (lambda x: compose(*fs[:-1])(fs[-1](x))) if fs else (lambda x: x)
print(compose(str, abs, lambda x: x - 10)(3))
print((lambda f=(lambda x: x + 1): f(f(1)))())
events = []
on = lambda name: lambda f: events.append((name, f)) or f


@on('a')
@on('b')
def handler():
    pass


print([n for n, f in events if f is handler])
order = []
(lambda: order.append('target'))() if False else None


@(order.append('decorator expression') or (lambda f: order.append('applied') or f))
def z(default=order.append('default')):
    pass


print(order)
try:
    @5
    def q(): pass
except TypeError as e:
    print(e)
