"""An event loop: it sleeps, wakes itself, and ends asynchronous generators."""

import asyncio
import select
import socket
import time

events = []


async def worker(name, delays, queue):
    for delay in delays:
        await asyncio.sleep(delay)
        await queue.put((name, delay))
    return name


async def ticks():
    try:
        while True:
            yield len(events)
            await asyncio.sleep(0)
    finally:
        events.append('ticks ended')


async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(worker(n, [0.001, 0], queue)) for n in 'ab']
    print([task.result() for task in tasks], queue.qsize())
    try:
        async with asyncio.timeout(0.002):
            await asyncio.sleep(10)
    except TimeoutError:
        print('timeout')
    loop = asyncio.get_running_loop()
    loop.call_soon(events.append, 'soon')
    loop.call_later(0.001, events.append, 'later')
    loop.call_soon_threadsafe(events.append, 'woken')
    await asyncio.sleep(0.003)
    async for n in ticks():
        if n >= 3:
            break
    lock = asyncio.Lock()
    async with lock:
        print(lock.locked())
    cancelled = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    cancelled.cancel()
    print(await asyncio.gather(cancelled, worker('c', [], queue), return_exceptions=True))
    one, other = socket.socketpair()
    one.setblocking(False)
    other.setblocking(False)
    received = asyncio.ensure_future(loop.sock_recv(one, 10))
    await asyncio.sleep(0)
    await loop.sock_sendall(other, b'hello')
    print(await received)
    one.close()
    other.close()
    return 'done'


print(asyncio.run(main()))
print(events)

one, other = socket.socketpair()
print(select.select([one], [], [], 0), select.select([one], [other], [], 0)[1] == [other])
other.sendall(b'abc')
print(select.select([one], [], [], None)[0] == [one], one.recv(2), one.recv(2))
poller = select.poll()
poller.register(one, select.POLLIN)
poller.register(other.fileno(), select.POLLOUT)
print(poller.poll(0) == [(other.fileno(), select.POLLOUT)])
poller.modify(other, 0)
start = time.monotonic()
print(poller.poll(5), time.monotonic() - start > 0.004)
poller.unregister(other)
for wrong in (lambda: poller.unregister(other), lambda: poller.register('x'), lambda: poller.modify(other, 1), lambda: select.select([], [], [], -1)):
    try:
        wrong()
    except (KeyError, TypeError, ValueError, OSError) as error:
        print(type(error).__name__, error if not isinstance(error, KeyError) else '')
one.close()
other.close()
