# Context managers: order, suppression, several at once, exits during control flow, errors of the protocol.
class CM:
    def __init__(self, name, suppress=False, fail_exit=False):
        self.name, self.suppress, self.fail_exit = name, suppress, fail_exit

    def __enter__(self):
        print('enter', self.name)
        return self.name.upper()

    def __exit__(self, t, v, tb):
        print('exit', self.name, t.__name__ if t else None, v, tb is not None)
        if self.fail_exit:
            raise RuntimeError('exit failed')
        return self.suppress


with CM('a') as x:
    print('body', x)
with CM('a') as x, CM('b') as y:
    print(x, y)
with (
    CM('p') as p,
    CM('q'),
):
    print(p)
with CM('s', suppress=True):
    raise ValueError('suppressed')
print('after')
try:
    with CM('n'):
        raise ValueError('through')
except ValueError as e:
    print('caught', e)
try:
    with CM('outer'), CM('inner', fail_exit=True):
        raise KeyError('body')
except RuntimeError as e:
    print(repr(e), repr(e.__context__))


def returns():
    with CM('r'):
        return 'value'


print(returns())


def loops():
    for i in range(3):
        with CM(f'l{i}'):
            if i == 0:
                continue
            if i == 1:
                break
    return i


print(loops())


def gen():
    with CM('g') as v:
        yield v
        yield 2


g = gen()
print(next(g))
g.close()
print(list(gen()))


class Target:
    pass


t = Target()
d = {}
with CM('attr') as t.x, CM('item') as d['k'], CM('ab') as (m, n):
    print(t.x, d, m, n)


class NoExit:
    def __enter__(self):
        pass


class NoEnter:
    def __exit__(self, *a):
        pass


for bad in (NoExit(), NoEnter(), 5):
    try:
        with bad:
            pass
    except TypeError as e:
        print(e)


class FailEnter(CM):
    def __enter__(self):
        raise ValueError('enter failed')


try:
    with CM('first'), FailEnter('second'):
        print('not reached')
except ValueError as e:
    print(e)


class Replaces(CM):
    def __exit__(self, t, v, tb):
        raise TypeError('replaced') from v


try:
    with Replaces('x'):
        1 / 0
except TypeError as e:
    print(repr(e.__cause__))


def nested_suppress():
    with CM('1', suppress=True):
        with CM('2'):
            raise ValueError('deep')
    return 'fine'


print(nested_suppress())


def try_with(n):
    try:
        with CM('tw'):
            if n:
                raise IndexError(n)
            return 'ret'
    except IndexError as e:
        return repr(e)
    finally:
        print('finally')


print(try_with(0), try_with(1))


class Instance:
    def __enter__(self):
        return self

    __exit__ = None


try:
    with Instance():
        pass
except TypeError as e:
    print(e)


class Stack:
    def __init__(self):
        self.cbs = []

    def push(self, f):
        self.cbs.append(f)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        while self.cbs:
            self.cbs.pop()()


with Stack() as s:
    for i in range(3):
        s.push(lambda i=i: print('cb', i))
with CM('unhandled'):
    raise LookupError('ends the program')
