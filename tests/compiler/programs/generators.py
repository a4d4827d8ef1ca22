def numbers(n):
    x = yield
    while x:
        x = yield n
        n += 1
    yield from other(n)
    return n


async def fetch(url):
    data = await get(url)
    async for chunk in data:
        if not chunk:
            break
        yield chunk


async def collect(urls):
    first = [x async for x in fetch(urls[0])]
    second = {y: await z for y, z in first}
    lazy = (await w for w in second)
    return first, second, lazy


sender = lambda: (yield)
