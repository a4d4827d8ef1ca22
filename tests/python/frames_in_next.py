# What looks at the frames of a trace while an iterator makes its next item: the item is not lost.
import sys
seen = []
def look(i):
    if i % 5 == 4:
        seen.append(sys._getframe(1).f_locals['n'])
    return i
def first(n):
    for v in map(look, [n]):
        return v
    return -1000
def second(n):
    for w, v in zip([n], map(look, [n])):
        return v + w
    return -1000
def third(n):
    def g():
        yield look(n)
    return next(g(), -1000)
def fourth(n):
    try:
        return next(map(look, [n]))
    except StopIteration:
        return -1000
def fifth(n):
    a, = map(look, [n])
    return a
def sixth(n):
    for v in iter(lambda: look(n), None):
        return v
def main(f, n):
    t = 0
    for i in range(n):
        t += f(i)
    return t
for f in first, second, third, fourth, fifth, sixth:
    print(f.__name__, main(f, 300), len(seen), seen[-2:])


factor = 1


class Awaitable:
    """Its iterator looks at the frame that awaits, or ends what the trace takes for granted."""

    def __init__(self, n):
        self.n = n

    def __await__(self):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        global factor
        if self.n % 5 == 4:
            seen.append(sys._getframe(1).f_locals['n'])
        if self.n % 50 == 49:
            factor += 1
        raise StopIteration(self.n)


async def awaits(n):
    return await Awaitable(n) * factor


def drive(n):
    try:
        awaits(n).send(None)
    except StopIteration as e:
        return e.value


def delegates(n):
    def g():
        return (yield from Awaitable(n)) * factor

    try:
        next(g())
    except StopIteration as e:
        return e.value


for f in drive, delegates:
    print(f.__name__, main(f, 300), len(seen), seen[-2:], factor)
