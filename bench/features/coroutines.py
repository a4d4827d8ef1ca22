"""Coroutines and await."""


class _Wait:
    def __await__(self):
        yield 1
        return 2


async def _leaf(x):
    return x + 1


async def _middle(x):
    return await _leaf(x) + await _leaf(x)


async def _waits(k):
    total = 0
    for _ in range(k):
        total += await _Wait()
    return total


async def _numbers(k):
    for i in range(k):
        yield i


def _run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value


def await_leaf(n):
    async def main():
        total = 0
        for i in range(n):
            total += await _middle(i)
        return total

    return _run(main())


def suspending(n):
    return _run(_waits(n))


def async_for(n):
    async def main():
        total = 0
        async for x in _numbers(n):
            total += x
        return total

    return _run(main())


def async_with(n):
    class Manager:
        async def __aenter__(self):
            return 1

        async def __aexit__(self, *error):
            return False

    async def main():
        total = 0
        manager = Manager()
        for _ in range(n):
            async with manager as x:
                total += x
        return total

    return _run(main())
