"""Twins of built-in functions are not seen: frames, tracebacks, events, warnings and the recursion limit are those of functions written in C."""

import functools
import inspect
import sys
import traceback
import warnings

CALLS = {
    'sum': lambda f: sum(f(x) for x in [1, 2]),
    'sum of floats': lambda f: sum((f(x) for x in [1, 2]), 0.5),
    'any': lambda f: any(map(f, [0, 0])),
    'all': lambda f: all(map(f, [1, 2])),
    'max': lambda f: max(f(x) for x in [1, 2]),
    'max key': lambda f: max([1, 2], key=f),
    'min key': lambda f: min([1, 2], key=f),
    'sorted': lambda f: sorted([1, 2], key=f),
    'sorted generator': lambda f: sorted(f(x) for x in [1, 2]),
    'sort': lambda f: [1, 2].sort(key=f),
    'reduce': lambda f: functools.reduce(lambda a, b: a + f(b), [1, 2]),
    'list': lambda f: list(f(x) for x in [1, 2]),
    'list map': lambda f: list(map(f, [1, 2])),
    'list filter': lambda f: list(filter(f, [1, 2])),
    'tuple': lambda f: tuple(f(x) for x in [1, 2]),
    'set': lambda f: set(f(x) for x in [1, 2]),
    'frozenset': lambda f: frozenset(f(x) for x in [1, 2]),
    'join': lambda f: ''.join(str(f(x)) for x in [1, 2]),
    'extend': lambda f: [].extend(f(x) for x in [1, 2]),
    'nested': lambda f: sum(max([x, x], key=f) for x in [1, 2]),
}
FILE = CALLS['sum'].__code__.co_filename


def walk():
    frame = sys._getframe(1)
    found = []
    while frame is not None and frame.f_code.co_name != 'check':
        found.append((frame.f_code.co_name, frame.f_lineno - FIRST, frame.f_globals is globals(), sorted(frame.f_locals)))
        frame = frame.f_back
    return found


FIRST = CALLS['sum'].__code__.co_firstlineno


def check(call, times=40):
    seen = []

    def looking(x):
        seen.append((walk(), [s.function for s in inspect.stack(0)[:4]], sys._getframemodulename(1)))
        return x

    def raising(x):
        raise ValueError(x)

    def warning(x):
        warnings.warn(f'about {x}', stacklevel=2)
        return x

    first = None
    for i in range(times):
        seen.clear()
        call(looking)
        try:
            call(raising)
        except ValueError as error:
            tb = traceback.extract_tb(error.__traceback__)
            entries = [(e.name, e.lineno - FIRST if e.filename == FILE else e.filename) for e in tb][1:]
            context = error.__context__
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always')
            call(warning)
        told = [(str(w.message), w.lineno - FIRST, w.filename == FILE) for w in caught]
        result = (list(seen), entries, context, told)
        if first is None:
            first = result
        elif result != first:
            print('AGAIN', i, result)
    return first


for name, call in CALLS.items():
    print(name)
    for part in check(call):
        print('   ', part)

print('---- events')


def events(setter, call):
    told = []

    def tell(frame, event, arg):
        if event in ('opcode', 'line'):
            return tell
        what = arg.__name__ if event.startswith('c_') else frame.f_code.co_name
        told.append((event, what))
        return tell

    setter(tell)
    try:
        call(lambda x: x)
    finally:
        setter(None)
    return told


for name, call in CALLS.items():
    for _ in range(30):
        call(lambda x: x)
    print(name, events(sys.settrace, call))
    print(name, events(sys.setprofile, call))


def beginning(setter):
    """Begins in the middle of a call."""
    told = []

    def tell(frame, event, arg):
        told.append((event, frame.f_code.co_name))
        return tell

    def key(x):
        if x == 2:
            setter(tell)
        return -x

    result = sorted([1, 2, 3], key=key), sum(key(x) for x in [3, 2, 1]), max([1, 2, 3], key=key)
    setter(None)
    begun = [t[0] for t in told].index('call')
    return result, [t for t in told[begun:] if t[0] != 'line']


for _ in range(3):
    result, told = beginning(sys.settrace)
    print(result, told)
    result, told = beginning(sys.setprofile)
    print(result, [t for t in told if not t[0].startswith('c_')])

print('---- recursion')


def sums(n):
    return 1 + sum(sums(n + 1) for _ in range(1))


def keys(n):
    return max([n], key=lambda x: keys(x + 1))


def lists(n):
    return list(map(lists, [n + 1]))


def sorts(n):
    return sorted([n], key=lambda x: sorts(x + 1))


def deepest(function, limit):
    reached = 0

    def counting(frame_function):
        nonlocal reached
        try:
            return frame_function(0)
        except RecursionError as error:
            tb = error.__traceback__
            depth = 0
            while tb is not None:
                depth += tb.tb_frame.f_code is frame_function.__code__
                tb = tb.tb_next
            reached = depth
            return str(error)[:32]

    before = sys.getrecursionlimit()
    sys.setrecursionlimit(limit)
    try:
        text = counting(function)
    finally:
        sys.setrecursionlimit(before)
    return text, reached


# Below the outermost level C does the work, and the end of its stack may come first.
for function in (sums, keys, lists, sorts):
    for limit in (100, 200):
        levels = {deepest(function, limit) for _ in range(6)}
        print(function.__name__, limit, {(text, limit // 2 - 2 < n < 2 * limit) for text, n in levels})


def to_depth(n, function):
    return function() if n == 0 else to_depth(n - 1, function)


def room(function):
    """How many calls deep the function still works, below the limit."""
    n = 0
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(60)
    try:
        while True:
            to_depth(n, function)
            n += 1
    except RecursionError:
        return n
    finally:
        sys.setrecursionlimit(before)


def empty():
    yield from ()


GENERATOR = empty()
list(GENERATOR)
print(room(lambda: None) - room(lambda: sum(GENERATOR)))
print(room(lambda: None) - room(lambda: max([], key=empty, default=1)))
print(room(lambda: None) - room(lambda: max([1], key=lambda x: x)))
print(room(lambda: None) - room(lambda: sum(x for x in [1])))
