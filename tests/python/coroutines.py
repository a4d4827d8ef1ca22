# async def, await, async for, async with, asynchronous comprehensions, driven by hand.
def run(coro):
    log = []
    try:
        value = None
        while True:
            log.append(coro.send(value))
            value = len(log)
    except StopIteration as e:
        return log, e.value


class Pause:
    def __init__(self, tag):
        self.tag = tag

    def __await__(self):
        got = yield self.tag
        return (self.tag, got)


async def leaf(x):
    return await Pause(x)


async def main():
    a = await leaf('a')
    b = await leaf('b')
    return a, b


print(run(main()))


class Count:
    def __init__(self, n):
        self.i, self.n = 0, n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.i >= self.n:
            raise StopAsyncIteration
        self.i += 1
        return await Pause(self.i) and self.i


async def loops():
    out = []
    async for x in Count(3):
        if x == 2:
            continue
        out.append(x)
    else:
        out.append('else')
    return out


print(run(loops()))


class Ctx:
    async def __aenter__(self):
        await Pause('enter')
        return 'resource'

    async def __aexit__(self, t, v, tb):
        await Pause('exit')
        return t is ValueError


async def withs():
    async with Ctx() as r:
        await Pause(r)
        raise ValueError('suppressed')
    async with Ctx(), Ctx() as q:
        return q


print(run(withs()))


async def comprehensions():
    return [x async for x in Count(3)], {x: await leaf(x) async for x in Count(2)}, [await leaf(x) for x in 'ab']


print(run(comprehensions()))


async def fails():
    await leaf('x')
    raise RuntimeError('async failure')


try:
    run(fails())
except RuntimeError as e:
    print(e)
c = main()
print(type(c).__name__, c.cr_running, c.__name__)
c.close()
for bad in (lambda: run(awaits_int()), lambda: run(no_aiter()), lambda: run(no_aenter()), lambda: c.send(None)):
    async def awaits_int():
        await 5

    async def no_aiter():
        async for _ in [1]:
            pass

    async def no_aenter():
        async with 5:
            pass
    try:
        print(bad())
    except (TypeError, RuntimeError) as e:
        print(type(e).__name__, e)


class Loop:
    def __init__(self):
        self.ready, self.log = [], []

    def spawn(self, coro, name):
        self.ready.append((coro, name))

    def run(self):
        while self.ready:
            coro, name = self.ready.pop(0)
            try:
                self.log.append((name, coro.send(None)))
                self.ready.append((coro, name))
            except StopIteration as e:
                self.log.append((name, 'done', e.value))


async def worker(n):
    for i in range(n):
        await Pause(i)
    return n * n


loop = Loop()
for i in range(3):
    loop.spawn(worker(i + 1), f'w{i}')
loop.run()
print(loop.log)


async def twice():
    await Pause(1)
    return 'end'


async def awaiting(coro):
    return await coro


def awaited_twice():
    shared = twice()
    first, second = awaiting(shared), awaiting(shared)
    out = [first.send(None)]
    for other in (second, first):
        try:
            out.append(other.send(None))
        except (RuntimeError, StopIteration) as e:
            out.append(repr(e))
    return out


for i in range(12):
    result = awaited_twice()
print(result)
