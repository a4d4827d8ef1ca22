def run(c):
    try:
        while True: c.send(None)
    except StopIteration as e: return e.value
async def ag():
    try:
        x = yield 1
        print('got', x)
        yield 2
        yield 3
    finally: print('fin')
async def main():
    r=[]
    async for x in ag(): r.append(x)
    print(r)
    a=ag()
    print(await a.__anext__(), await a.asend('hi'))
    await a.aclose()
    try: await a.__anext__()
    except StopAsyncIteration: print('stopped')
    print([x async for x in ag() if x>1])
    a=ag(); await a.__anext__()
    try: await a.athrow(ValueError('v'))
    except ValueError as e: print('caught', e)
    async def inner(): 
        yield 5
        return
    print([y async for y in inner()], {x:1 async for x in inner()})
    g=(x async for x in ag())
    print(type(g).__name__, await anext(g), g.ag_running, g.ag_frame is not None)
    await g.aclose()
    async def ignore():
        try: yield 1
        except GeneratorExit: yield 2
    i=ignore(); await i.__anext__()
    try: await i.aclose()
    except RuntimeError as e: print(e)
    async def stop(): 
        yield 1
        raise StopIteration
    try:
        async for x in stop(): pass
    except RuntimeError as e: print(e)
run(main())
import types
@types.coroutine
def pause(): 
    x = yield 'p'
    return x
async def usep(): return await pause()
c=usep(); print(c.send(None)); 
try: c.send(42)
except StopIteration as e: print(e.value)
print(types.AsyncGeneratorType, types.CodeType, types.TracebackType)
async def early():
    yield 1
e=early(); s=e.__anext__()
try: s.send(None)
except StopIteration as x: print('val', x.value)
try: s.send(None)
except RuntimeError as x: print(x)
s=e.asend(3)
try: s.throw(KeyError('k'))
except KeyError as x: print('ke', x)
print(e.__name__, e.__qualname__, repr(e)[:24])
def gen():
    a=1
    yield a
    b=2
    yield b
g=gen(); print(g.gi_frame.f_lineno, g.gi_frame.f_locals, g.gi_running, g.gi_suspended)
next(g); print(g.gi_frame.f_lineno, g.gi_frame.f_locals, g.gi_suspended, g.gi_code.co_name)
list(g); print(g.gi_frame)
