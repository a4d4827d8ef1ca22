"""compile() with PyCF_ALLOW_TOP_LEVEL_AWAIT: what waits is a coroutine, the rest as ever."""

import ast
import asyncio
import inspect

FLAG = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


async def later(value):
    await asyncio.sleep(0)
    return value


async def several():
    for i in range(3):
        yield await later(i)


class Manager:
    async def __aenter__(self):
        return 'entered'

    async def __aexit__(self, *exc):
        print('left', exc[0])


async def run(source, mode='exec'):
    code = compile(source, '<test>', mode, FLAG)
    names = {'later': later, 'several': several, 'Manager': Manager}
    waits = bool(code.co_flags & inspect.CO_COROUTINE)
    result = eval(code, names)
    if inspect.iscoroutine(result):
        result = await result
    print(repr(source), mode, waits, result, {name: value for name, value in names.items() if len(name) == 1})


async def main():
    await run('x = await later(5)\ny = x + 1')
    await run('z = 3')
    await run('await later(4) + 1', 'eval')
    await run('1 + 1', 'eval')
    await run('await later(6)', 'single')
    await run('a = [i async for i in several()]')
    await run('b = [await later(i) for i in range(2)]')
    await run('c = 0\nasync for i in several():\n    c += i')
    await run('async with Manager() as d:\n    pass')
    await run('e = (i async for i in several())\nf = [i async for i in e]\ndel e')
    await run('def g():\n    return 1\ng = g()')
    try:
        await run('async with Manager():\n    1 / 0')
    except ZeroDivisionError as error:
        print(error, error.__traceback__.tb_next.tb_next.tb_lineno)


asyncio.run(main())
for source in 'await x', 'async for i in x: pass', 'class A: await x', 'def f(): await x', 'lambda: await x', 'async with x: pass', '[i async for i in x]', 'return await x', 'yield 1':
    for flags in 0, FLAG:
        try:
            compile(source, '<test>', 'exec', flags)
            print(source, 'is fine')
        except SyntaxError as error:
            print(source, error)
