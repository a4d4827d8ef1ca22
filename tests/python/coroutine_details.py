"""Hooks of asynchronous generators, where coroutines come from, anext() with a default, throw() into chains."""

import gc
import sys
import types
import warnings

warnings.simplefilter('always')


def run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value


@types.coroutine
def pause(value=None):
    return (yield value)


async def count(n):
    for i in range(n):
        yield i


print(sys.get_asyncgen_hooks())
log = []
sys.set_asyncgen_hooks(lambda g: log.append(('first', g.__name__)), lambda g: log.append(('final', g.__name__)))


async def use():
    print([i async for i in count(3)])
    agen = count(5)
    print(await anext(agen), await anext(agen, 'none'))
    await agen.aclose()
    print(await anext(agen, 'none'), await anext(agen, None))
    left = count(2)
    await anext(left)


run(use())
gc.collect()
print(log)
sys.set_asyncgen_hooks(None, None)
print(sys.get_asyncgen_hooks())
for bad in ({'firstiter': 1}, {'finalizer': 'x'}):
    try:
        sys.set_asyncgen_hooks(**bad)
    except TypeError as error:
        print(error)


class Awaited:
    def __await__(self):
        yield 'a'
        raise StopAsyncIteration


class Source:
    def __aiter__(self):
        return self

    def __anext__(self):
        return Awaited()


waiting = anext(Source(), 'default')
print(type(waiting).__name__, waiting.send(None))
try:
    waiting.send(None)
except StopIteration as stop:
    print('default:', stop.value)


class Wrong:
    def __aiter__(self):
        return self

    def __anext__(self):
        return self

    def __await__(self):
        1 / 0


class Tuples(Wrong):
    def __anext__(self):
        return ()


async def over(iterator):
    async for _ in iterator:
        pass


for iterator in (Wrong(), Tuples()):
    try:
        run(over(iterator))
    except TypeError as error:
        print(error, repr(error.__cause__))

sys.set_coroutine_origin_tracking_depth(2)


async def nothing():
    await pause()


def make():
    return nothing()


made = make()
print([name for _, _, name in made.cr_origin], [line - made.cr_origin[0][1] for _, line, _ in made.cr_origin])
made.close()
sys.set_coroutine_origin_tracking_depth(0)
print(sys.get_coroutine_origin_tracking_depth())
try:
    sys.set_coroutine_origin_tracking_depth(-1)
except ValueError as error:
    print(error)

first = nothing()
first.send(None)


async def second(other):
    await other


waits = second(first)
try:
    waits.send(None)
except RuntimeError as error:
    print(error)
first.close()


def names():
    frame, found = sys._getframe(1), []
    while frame:
        found.append(frame.f_code.co_name)
        frame = frame.f_back
    return found


class Inner:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def throw(self, *args):
        print(names()[:3])

    def close(self):
        if closing:
            print(names()[:3])


def outer(inner):
    yield from inner


closing = False
thrown_into = outer(Inner())
next(thrown_into)
print(thrown_into.throw(ValueError))
closing = True
thrown_into.close()


class NotMade(Exception):
    def __new__(cls, *args):
        return cls


class Fails(Exception):
    def __init__(self):
        raise KeyError('made')


def catches():
    try:
        yield
    except Exception as error:
        print('inside:', type(error).__name__, error)
        yield


for kind in (NotMade, Fails):
    generator = catches()
    next(generator)
    generator.throw(kind)


with warnings.catch_warnings(record=True) as caught:
    generator = catches()
    next(generator)
    generator.throw(ValueError, ValueError('v'), None)
for found in sorted({(w.category.__name__, str(w.message)) for w in caught}):
    print(*found)
