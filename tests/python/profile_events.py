"""Events of calls of functions written in C for sys.setprofile(), and cProfile over them."""
import cProfile
import gc
import io
import pstats
import re
import sys

events = []


def profile(frame, event, argument):
    if frame.f_code.co_name != 'attempt':
        shown = getattr(argument, '__qualname__', None) if event.startswith('c_') else type(argument).__name__
        events.append((frame.f_code.co_name, event, shown))


def attempt(function, *args):
    events.clear()
    sys.setprofile(profile)
    try:
        function(*args)
    except Exception as error:
        sys.setprofile(None)
        print(type(error).__name__, error)
    else:
        sys.setprofile(None)
    for event in events:
        print(' ', *event)


def plain(a):
    return len(a) + abs(-1) + max(1, 2, key=lambda x: -x)


def methods(a):
    a.append(1)
    extend = a.extend
    extend([2])
    list.append(a, 3)
    str.upper('x')
    'x'.join(('a', 'b'))
    return dict.fromkeys('ab'), {}.get('k')


def unpacked(args, kwargs):
    print(*args, **kwargs)
    return sorted(*([3, 1],), **{'reverse': True}), int(*['5'], **{})


def named():
    return sorted([2, 1], reverse=True), 'a b'.split(sep=' '), int('5', base=7), min([], default=0)


def failing():
    try:
        len(5)
    except TypeError:
        pass
    [].pop()


def generating(n):
    yield len('a')
    yield n


class C:
    def __init__(self):
        self.x = isinstance(self, C)

    def __len__(self):
        return hash(3)


def objects():
    c = C()
    return len(c), [*generating(2)], sum(generating(3)), list(map(plain, ['ab'])), eval('len("abc")')


attempt(plain, 'abc')
attempt(methods, [])
attempt(unpacked, (1, 2), {'sep': '-'})
attempt(named)
attempt(failing)
attempt(objects)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def work():
    [].append(fib(7))
    return sum(len(word) for word in 'a bc def'.split())


def stats(p):
    out = io.StringIO()
    pstats.Stats(p, stream=out).strip_dirs().sort_stats('name').print_stats().print_callees()
    return re.sub(r'\d+\.\d{3}', 'T', out.getvalue())


gc.collect()  # callbacks of what has died would be counted
p = cProfile.Profile()
p.enable()
work()
p.disable()
print(stats(p))
with cProfile.Profile(subcalls=False, builtins=False) as p:
    work()
p = cProfile.Profile(lambda: 1, 0.5)
print(p.runcall(fib, 3), [tuple(e[1:4]) for e in p.getstats() if e.code is fib.__code__])
try:
    with cProfile.Profile():
        cProfile.Profile().enable()
except ValueError as error:
    print(error)
print(sys.getprofile())
