"""The recursion limit inside of traces: calls that are followed count, wherever the limit strikes."""
import sys


def leaf(n):
    return n + 1


def chain(n):
    return leaf(leaf(n)) + 1


def descend(n):
    chain(n)
    return descend(n + 1)


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def frames_of(error):
    frames = []
    tb = error.__traceback__
    while tb:
        frames.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return frames


def where(function, argument):
    """Depth of the traceback and the innermost frames."""
    try:
        function(argument)
    except RecursionError as error:
        frames = frames_of(error)
        return len(frames), frames[-3:], str(error)


def warm():
    total = 0
    for i in range(3000):
        total += chain(i)
    return total


print(warm(), fib(16))
for limit in range(60, 90):
    sys.setrecursionlimit(limit)
    print(limit, where(descend, 0))
for limit in range(40, 60):
    sys.setrecursionlimit(limit)
    for _ in range(40):
        fib(10)
    print(limit, where(fib, 70), where(descend, 0)[:2])


def deep(n, function):
    return function() if n == 0 else deep(n - 1, function)


def loop():
    total = 0
    for i in range(300):
        total += chain(i)
    return total


sys.setrecursionlimit(200)
for depth in range(185, 200):
    try:
        print(depth, deep(depth, loop))
    except RecursionError as error:
        frames = frames_of(error)
        print(depth, len(frames), frames[-1], error)
