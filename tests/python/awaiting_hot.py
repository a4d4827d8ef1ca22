# Loops that await, hot: coroutines of several kinds, what they raise, and what can be seen of them meanwhile.
import sys
import traceback
import types

sys.stderr = sys.stdout


def drive(coroutine, sent=None):
    n = 0
    try:
        while True:
            coroutine.send(None if n == 0 else sent)
            n += 1
    except StopIteration as e:
        return n, e.value


async def one(i):
    return i


async def nested(i):
    return await one(i) + await one(1)


class Twice:
    def __await__(self):
        a = yield 1
        b = yield 2
        return (a, b)


@types.coroutine
def old_style(i):
    got = yield i
    return got


async def many_kinds(n):
    r = []
    total = 0
    for i in range(n):
        total += await one(i)
        total += await nested(i)
        if i % 50 == 49:
            r.append(await Twice())
            r.append(await old_style(i))
    return total, r


print(drive(many_kinds(200), 'sent'))


async def types_change(n):
    r = 0
    for i in range(n):
        r += await one(i if i < n // 2 else i + 0.5)
    return r


print(drive(types_change(200)))


class Items:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        self.n -= 1
        if self.n < 0:
            raise StopAsyncIteration
        return self.n


async def generated(n):
    try:
        for i in range(n):
            if i % 30 == 29:
                await Twice()
            yield i
    finally:
        closed.append(n)


closed = []


async def iterating(n):
    r = 0
    for i in range(n):
        async for k in Items(i % 4):
            r += k
        else:
            r += 1000
        async for k in Items(5):
            if k == 2:
                break
            r += k
        r += sum([k async for k in generated(3)])
    async for k in generated(100):
        r += k
    return r


print(drive(iterating(150)), len(closed))


class Manager:
    def __init__(self, swallow):
        self.swallow = swallow

    async def __aenter__(self):
        return await one(2)

    async def __aexit__(self, kind, exc, tb):
        log.append(kind and kind.__name__)
        return self.swallow


log = []


async def managing(n):
    r = 0
    for i in range(n):
        async with Manager(True) as k:
            r += k
            if i % 3 == 0:
                raise ValueError(i)
            r += 1
        try:
            async with Manager(False) as k:
                if i % 5 == 0:
                    raise KeyError(i)
                r += k
        except KeyError as e:
            r += e.args[0]
    return r


print(drive(managing(200)), len(log), log.count('ValueError'), log.count('KeyError'))


async def fails(i):
    if i % 3 == 0:
        raise ValueError(i)
    if i % 7 == 0:
        raise StopIteration(i)
    return i


async def passes_on(i):
    try:
        return await fails(i)
    finally:
        log.append(i)


async def failing(n):
    seen = {}
    last = None
    for i in range(n):
        try:
            await passes_on(i)
        except (ValueError, RuntimeError) as e:
            seen[type(e).__name__] = seen.get(type(e).__name__, 0) + 1
            last = e
    return seen, last


log.clear()
(n, (seen, last)) = drive(failing(210))
print(n, seen, len(log))
traceback.print_exception(last)


async def context_kept(n):
    r = 0
    for i in range(n):
        try:
            raise KeyError(i)
        except KeyError:
            try:
                await fails(0)
            except ValueError as e:
                r += e.__context__.args[0]
                r += sys.exception() is e
            r += isinstance(sys.exception(), KeyError)
    return r, sys.exception()


print(drive(context_kept(150)))


# What can be seen of a coroutine: before, while it runs, afterwards.
class Watched:
    def __init__(self, coroutine):
        self.coroutine = coroutine

    def __repr__(self):
        c = self.coroutine
        return f'{c.cr_running} {c.cr_frame is None} {c.cr_await is None}'


async def looks(box):
    await one(1)
    return repr(box[0])


async def watching(n):
    states = set()
    for i in range(n):
        box = []
        c = looks(box)
        w = Watched(c)
        box.append(w)
        before = repr(w)
        during = await c
        states.add((before, during, repr(w)))
        try:
            await c
        except RuntimeError as e:
            states.add(str(e))
    return sorted(states, key=str)


print(drive(watching(150)))


async def awaits_itself(box):
    try:
        await box[0]
    except (RuntimeError, ValueError) as e:
        return str(e)


async def twice_awaited(n):
    seen = set()
    for i in range(n):
        box = []
        box.append(awaits_itself(box))
        seen.add(await box[0])
    return seen


print(drive(twice_awaited(100)))


async def recursive(n):
    return 0 if n == 0 else 1 + await recursive(n - 1)


async def recursing(n):
    r = 0
    for i in range(n):
        r += await recursive(i % 12)
    return r


print(drive(recursing(150)))


# Generators whose exceptions leave them.
def broken(n):
    yield from range(n)
    raise LookupError(n)


def outer(n):
    try:
        yield from broken(n)
    except LookupError as e:
        yield e.args[0] + 100


def consume(rounds):
    r = 0
    ends = []
    for i in range(rounds):
        g = broken(i % 4)
        try:
            for x in g:
                r += x
        except LookupError as e:
            r += e.args[0]
            ends.append((g.gi_frame, next(g, 'end'), e.__traceback__.tb_next.tb_lineno))
        for x in outer(i % 3):
            r += x
    return r, len(ends), set(ends)


print(consume(200))


def stops_wrongly(n):
    for i in range(n):
        if i == 3:
            raise StopIteration(i)
        yield i


def consume_wrong(rounds):
    r = 0
    for i in range(rounds):
        try:
            for x in stops_wrongly(i % 6):
                r += x
        except RuntimeError as e:
            r += 1000 + isinstance(e.__cause__, StopIteration)
    return r


print(consume_wrong(200))


def thrown_into(rounds):
    r = 0

    def inner():
        while True:
            try:
                yield 1
            except ValueError as e:
                yield e.args[0]

    def delegating():
        yield from inner()

    g = delegating()
    next(g)
    for i in range(rounds):
        r += g.throw(ValueError(i))
        r += next(g)
    return r


print(thrown_into(150))


def in_class_bodies(rounds):
    free = 1

    class C:
        own = 0
        for i in range(rounds):
            own += free
            if i == rounds // 2:
                own += 10
            text = str(own)
        del i
    return C.own, C.text, hasattr(C, 'i')


print(in_class_bodies(200))
try:
    class Unbound:
        for i in range(200):
            if i == 150:
                del i
            i
except NameError as e:
    print(e)




def with_cell():
    later = 1

    def forget():
        nonlocal later
        del later

    class D:
        try:
            for i in range(150):
                if i == 140:
                    forget()
                later
        except NameError as e:
            said = i, str(e)
    return D.said


print(with_cell())


class Namespace(dict):
    def __missing__(self, name):
        asked.append(name)
        raise KeyError(name)


class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases):
        return Namespace()


asked = []


class Prepared(metaclass=Meta):
    total = 0
    for number in range(100):
        total += number
        kept = total
        del kept


print(Prepared.total, asked.count('range'), hasattr(Prepared, 'kept'))
