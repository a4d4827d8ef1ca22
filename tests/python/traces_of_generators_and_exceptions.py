# What is being handled, seen from generators, their consumers and the functions that they call.
import sys


def name():
    e = sys.exception() if hasattr(sys, 'exception') else sys.exc_info()[1]
    return None if e is None else type(e).__name__ + str(e)[:6]


def may_fail(i):
    try:
        if i % 5 == 3:
            raise KeyError(i)
        return i
    except KeyError as e:
        return len(str(e)) + (name() is not None)


def calling(n):
    for i in range(n):
        x = may_fail(i)
        yield x
        if name() is not None:
            yield name()


def plain(n):
    t = 0
    seen = set()
    for x in calling(n):
        t += x
        seen.add(name())
    return t, seen


print(plain(300))


def in_handler(n):
    seen = {}
    try:
        raise ValueError('outer')
    except ValueError:
        for x in calling(n):
            key = (type(x).__name__, name())
            seen[key] = seen.get(key, 0) + 1
    return seen, name()


print(in_handler(200))


def yields_in_handler(n):
    for i in range(n):
        try:
            if i % 3 == 0:
                raise IndexError(i)
            yield ('body', i, name())
        except IndexError:
            yield ('handler', i % 2, name() is not None)
            yield ('again', may_fail(i) % 2, name() is not None)


def both(n):
    counts = {}
    for kind, x, handled in yields_in_handler(n):
        key = (kind, bool(handled), name())
        counts[key] = counts.get(key, 0) + 1
    return sorted(counts.items(), key=repr)


print(both(240))


def both_in_handler(n):
    try:
        raise ValueError('outer')
    except ValueError:
        return both(n), name()


print(both_in_handler(150))


def handles_around(n):
    out = 0
    source = calling(n)
    for x in source:
        try:
            if type(x) is int and x % 7 == 2:
                raise RuntimeError(x)
            out += 1 if name() is None else 1000
        except RuntimeError as e:
            out += len(str(next(source, 0))) if name() else 5000
    return out, name()


print(handles_around(400))


def raises_through(n):
    for i in range(n):
        if i % 11 == 10:
            may_raise(i)
        yield i


def may_raise(i):
    try:
        raise ValueError(i)
    except ValueError as e:
        if i > 90:
            raise TypeError(i) from e
        return None


def consumer(n):
    out = []
    try:
        for x in raises_through(n):
            out.append(x)
    except TypeError as e:
        out.append((str(e), repr(e.__cause__), repr(e.__context__)))
    return out[-2:]


print([consumer(k) for k in (50, 90, 95, 130, 130)])


def with_finally(n, log):
    for i in range(n):
        try:
            try:
                if i % 4 == 1:
                    continue
                yield i
            finally:
                log.append(name() or i)
        except GeneratorExit:
            log.append('exit')
            raise


def finals(rounds):
    log = []
    t = 0
    for r in range(rounds):
        g = with_finally(6, log)
        for x in g:
            t += x
            if x == r % 7:
                break
        g.close()
    return t, len(log), log.count('exit'), log[-8:]


print(finals(80))


def reraising(n):
    for i in range(n):
        try:
            may_raise(i + 80)
            yield i
        except TypeError:
            try:
                raise
            except TypeError as e:
                yield str(e) + repr(e.__context__)


t = 0
for x in reraising(90):
    t += x if type(x) is int else len(x)
print(t, name())


def nested_delegation(n):
    def level(k):
        try:
            if k == 0:
                for i in range(n):
                    if i == n - 1:
                        raise LookupError(i)
                    yield i
            else:
                yield from level(k - 1)
        except LookupError as e:
            yield ('caught', k, name() is not None)
            if k < 2:
                raise

    return list(level(3))


print([nested_delegation(k)[-4:] for k in (3, 40, 90)])
