def managed(path):
    with open(path) as file, lock:
        for line in file:
            if line:
                return line
    with (first() as (a, b), second() as c.d):
        pass


async def managed_async(pool):
    async with pool.connect() as connection:
        return await connection.query()
