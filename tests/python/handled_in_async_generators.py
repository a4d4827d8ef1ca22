# The context of exceptions that go into and come out of asynchronous generators and of what generators return, while the one who asks handles another.
E_ONE = ValueError('one')


def chain(e):
    out = []
    while e is not None:
        out.append(repr(e))
        e = e.__context__
    return out


def tried(f, *args):
    try:
        return ['yielded', f(*args)]
    except BaseException as e:
        return chain(e)


async def bare():
    yield 1
    yield None


async def handling():
    try:
        raise E_ONE
    except ValueError:
        yield 1
        yield 2


async def catching():
    try:
        yield 1
    except BaseException as e:
        seen.append(chain(e))
        raise


def ended(g):
    return [tried(g.__anext__().send, None) for _ in range(3)]


def refused(g):
    return [tried(g.aclose().send, None), tried(g.__anext__().send, None), tried(g.athrow(KeyError('late')).send, None)]


def closed_early(g):
    return tried(g.aclose().close)


ways = [
    lambda g: tried(g.athrow(IndexError('t')).send, None),
    lambda g: tried(g.aclose().send, None),
    lambda g: tried(g.asend(None).throw, IndexError('t')),
    lambda g: tried(g.asend(None).close),
    lambda g: tried(g.aclose().throw, IndexError('t')),
    lambda g: tried(g.athrow(OSError('o')).throw, IndexError('t')),
    ended,
    refused,
    closed_early,
]
seen = []
for make in (bare, handling, catching):
    for way in ways:
        g = make()
        first = tried(g.__anext__().send, None)
        try:
            raise KeyError('handled')
        except KeyError:
            result = way(g)
            left = tried(g.__anext__().send, None)
        print(make.__name__, first, result, left, seen)
        seen.clear()


def returning(v):
    return v
    yield


async def coroutine(v):
    return v


def delegating(v):
    return (yield from returning(v))


def returned():
    try:
        raise KeyError('handled')
    except KeyError:
        for v in (None, 5, (1, 2)):
            yield [tried(next, returning(v)), tried(returning(v).send, None), tried(returning(v).__next__),
                   tried(coroutine(v).send, None), tried(coroutine(v).__await__().send, None),
                   tried(next, coroutine(v).__await__()), tried(next, delegating(v))]


for _ in range(12):
    rows = list(returned())
for row in rows:
    print(row)
