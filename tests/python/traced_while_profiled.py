"""A frame that only the profile function watches gets a trace function: its lines come from the next one on, wherever it was."""
import cProfile
import sys

seen = []


def tracer(frame, event, arg):
    seen.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
    return tracer


def profiler(frame, event, arg):
    pass


def attach():
    frame = sys._getframe(1)
    frame.f_trace = tracer
    sys.settrace(tracer)


def detach():
    sys.settrace(None)


def straight():
    a = 1
    b = attach(); c = 2
    d = 3
    detach(); e = 4
    return a + c + d + e


def looping(n):
    total = 0
    for i in range(n):
        if i == 2: attach()
        total += i
        if i == 4: detach()
        total *= 2
    return total


def generating():
    yield 1
    attach(); yield 2
    for i in range(2):
        yield i
    detach()
    yield 5


sys.setprofile(profiler)
for function, arguments in (straight, ()), (looping, (6,)), (lambda: list(generating()), ()):
    seen.clear()
    result = function(*arguments)
    print(result, seen)
sys.setprofile(None)


def long(n):
    total = 0
    for i in range(n):
        total += i
        total -= 1; total += 2
        if total % 3:
            total += (
                i
            )
        while total > 100:
            total -= 7
            if total < 50: break
    return total


# Lines forwards and backwards, with every event.
seen.clear()
sys.settrace(tracer)
long(12)
sys.settrace(None)
print(len(seen), seen[:40])

# Names of what is called, alike or not.
profile = cProfile.Profile()
profile.enable()
[].append(1)
(1).bit_length()
{}.update(a=1)
collected = set()
collected.update([1])
len('a')
sorted([2, 1])
int.from_bytes(b'a')
dict.fromkeys('a')
profile.disable()
print(sorted(entry.code for entry in profile.getstats() if isinstance(entry.code, str) and 'from' not in entry.code))
