# Generators: send, throw, close, yield from, return values, re-entrancy, expression forms.
def echo():
    received = []
    while True:
        try:
            got = yield received
            received.append(got)
        except ValueError as e:
            received.append(('caught', str(e)))


g = echo()
print(next(g), g.send(1), g.send('two'))
print(g.throw(ValueError('thrown')))
print(g.throw(ValueError('old style')))
try:
    g.throw(KeyError('leaves'))
except KeyError as e:
    print(repr(e))
try:
    next(g)
except StopIteration as e:
    print('stopped', e.value)


def ret():
    yield 1
    return 'result'


def outer():
    r = yield from ret()
    yield r
    r2 = yield from [10, 20]
    yield r2
    return 'end'


o = outer()
print(list(o))


def delegating():
    try:
        r = yield from inner()
        yield ('inner gave', r)
    except KeyError as e:
        yield ('delegating caught', repr(e))
    finally:
        print('delegating finally')


def inner():
    try:
        x = yield 'first'
        yield ('got', x)
        return 'done'
    except TypeError as e:
        yield ('inner caught', repr(e))
        return 'after error'
    finally:
        print('inner finally')


d = delegating()
print(next(d), d.send('S'), next(d), list(d))
d = delegating()
next(d)
print(d.throw(TypeError('t')), next(d), list(d))
d = delegating()
next(d)
print(d.throw(KeyError('k')), list(d))
d = delegating()
next(d)
d.close()

for make in (lambda: next(echo().__iter__()) and 0, lambda: echo().send(1), lambda: ret().throw(ValueError('unstarted')),
             lambda: ret().close(), lambda: ret().throw(5), lambda: next(5)):
    try:
        print(make())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


def ignores_exit():
    try:
        yield 1
    except GeneratorExit:
        yield 2


i = ignores_exit()
next(i)
try:
    i.close()
except RuntimeError as e:
    print(e)


def returns_on_close():
    try:
        yield 1
    except GeneratorExit:
        return 'closed value'


c = returns_on_close()
next(c)
print(c.close())


def stop_inside():
    yield 1
    raise StopIteration('inside')


try:
    list(stop_inside())
except RuntimeError as e:
    print(e, repr(e.__cause__))


def reenter():
    yield next(me)


me = reenter()
try:
    next(me)
except ValueError as e:
    print(e)


def context():
    try:
        raise ValueError('outer')
    except ValueError:
        yield 1
        try:
            raise KeyError('inner')
        except KeyError as e:
            yield repr(e.__context__)


print(list(context()))


def exc_state():
    import sys
    yield sys.exception()
    try:
        raise TypeError('mine')
    except TypeError:
        yield repr(sys.exception())
    yield sys.exception()


it = exc_state()
try:
    raise ValueError('callers')
except ValueError:
    print(repr(next(it)), next(it), repr(next(it)))

print(ret.__name__, type(ret()).__name__, ret().gi_frame is not None, ret().gi_yieldfrom)


def expr():
    x = yield (yield 1)
    print('x =', x)
    y = [(yield v) for v in ()] if False else (yield)
    return y


e = expr()
print(next(e), e.send('a'), e.send('b'))
try:
    e.send('c')
except StopIteration as s:
    print(s.value)


def flatten(x):
    for v in x:
        if isinstance(v, list):
            yield from flatten(v)
        else:
            yield v


print(list(flatten([1, [2, [3, [4, []]], 5]])))


def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1


from_primes = primes()
print([next(from_primes) for _ in range(10)])
a, b, *rest = (x * x for x in range(5))
print(a, b, rest)


class Tree:
    def __init__(self, v, l=None, r=None):
        self.v, self.l, self.r = v, l, r

    def __iter__(self):
        if self.l:
            yield from self.l
        yield self.v
        if self.r:
            yield from self.r


print(list(Tree(4, Tree(2, Tree(1), Tree(3)), Tree(5))))


class Custom:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration('custom value')
        return self.n

    def send(self, v):
        return ('sent', v)

    def throw(self, *a):
        return ('threw', a[0])


def over_custom():
    r = yield from Custom()
    yield r


oc = over_custom()
print(next(oc), oc.send('x'), oc.throw(ValueError), list(oc))
try:
    (lambda: (yield from 5))().send(None)
except TypeError as e:
    print(e)
