# Loops over generators that end inside a trace, with values under the iterator on the stack.
def numbers(n):
    for i in range(n):
        yield i
    return 'value'


def all_of(items):
    return all(type(x) is int for x in items)


def many(rounds):
    out = []
    for r in range(rounds):
        out.append((r < 3) if all(type(x) is int for x in [1] * (r % 3)) else None)
        out.append([r, sum(x for x in numbers(r % 4)), [y for y in numbers(r % 2)], all_of([r]), all_of([r, ''])])
        for x in numbers(r % 3):
            if x == 1:
                break
        else:
            out.append('else')
        any(x > 1 for x in numbers(r % 5)) and out.append('any')
    return out


for item in many(40):
    print(item)


def resumed(n):
    g = numbers(n)
    seen = []
    for x in g:
        seen.append(x)
        if x % 7 == 6:
            break
    for x in g:
        seen.append(-x)
    for x in g:
        seen.append('never')
    return seen


print(resumed(30))


def delegating(n):
    result = yield from numbers(n)
    yield result


print([list(delegating(n)) for n in range(6)])


def failing(n):
    for i in range(n):
        if i == 5:
            raise ValueError(i)
        yield i


def catching(rounds):
    out = []
    for r in range(rounds):
        try:
            for x in failing(r % 8):
                out.append(x)
        except ValueError as e:
            out.append(repr(e))
        finally:
            out.append('f')
    return out


print(catching(40))


def both_ways():
    total = 0
    while True:
        got = yield total
        if got is None:
            return 'done'
        total += got


def sending(n):
    g = both_ways()
    next(g)
    out = [g.send(i) for i in range(n)]
    try:
        g.send(None)
    except StopIteration as e:
        out.append(e.value)
    return out


print(sending(40))


def closing(n):
    log = []

    def cleanup():
        try:
            for i in range(10):
                yield i
        finally:
            log.append('closed')

    for i in range(n):
        g = cleanup()
        for x in g:
            if x == i % 4:
                break
        g.close()
    return log.count('closed')


print(closing(40))
