# Generators whose bodies become part of their consumers' traces, and generators that are the root of a trace.


def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def evens(source):
    for x in source:
        if x % 2 == 0:
            yield x


def squares(source):
    for x in source:
        yield x * x


def consumed(n):
    total = 0
    for x in count(n):
        total += x
    return total


print(consumed(300), consumed(0), consumed(1))


def pipeline(n):
    total = 0
    for x in squares(evens(count(n))):
        total += x
    return total


print(pipeline(500), sum(squares(evens(count(500)))), list(squares(evens(count(20)))))


# ---- leaving early, going on, several names ----

def early(n, limit):
    g = count(n)
    seen = 0
    for x in g:
        if x > limit:
            break
        seen += x
    rest = sum(g)
    return seen, rest, list(g)


print([early(100, k) for k in (0, 1, 50, 97, 98, 99, 100)])


def half_consumed(n):
    g = count(n)
    out = []
    alias = g
    for x in g:
        out.append(x)
        if x % 10 == 3:
            out.append(next(alias))
        if x % 17 == 16:
            out.append(('next', next(g, None), next(alias, None)))
    return out, next(g, 'end'), next(alias, 'end')


print(half_consumed(90))


def two_loops_at_once(n):
    g = count(n)
    pairs = []
    for a in g:
        for b in g:
            pairs.append((a, b))
            if len(pairs) % 5 == 4:
                break
    return pairs


print(two_loops_at_once(60))


def interleaved(n):
    a, b = count(n), count(n * 2)
    out = 0
    for x in a:
        for y in b:
            out = out * 3 % 1000003 + x * y
            break
    return out, list(b)[:3], list(a)


print(interleaved(120))


def zipped(n):
    return sum(x * y for x, y in zip(count(n), squares(count(n + 5))))


print(zipped(200))


# ---- close and throw in between ----

def guarded(n, log):
    i = 0
    try:
        while i < n:
            try:
                yield i
            except KeyError as e:
                log.append(('thrown', i, str(e)))
                i += 10
            i += 1
    finally:
        log.append(('finally', i))


def thrown_between(n):
    log = []
    g = guarded(n, log)
    out = []
    for x in g:
        out.append(x)
        if x % 23 == 22:
            out.append(g.throw(KeyError(x)))
        if x > 150:
            g.close()
    return out, log


print(thrown_between(400))
print(thrown_between(104))


def closed_while_suspended(rounds):
    log = []
    for r in range(rounds):
        g = guarded(100, log)
        for x in g:
            if x == r:
                break
        g.close()
        log.append(list(g))
    return log[-6:], len(log)


print(closed_while_suspended(60))


# ---- exceptions out of the body ----

def failing_at(n, k):
    for i in range(n):
        yield 100 // (k - i)


def failing(n, k):
    out = []
    try:
        for x in failing_at(n, k):
            out.append(x)
    except ZeroDivisionError as e:
        tb = e.__traceback__
        names = []
        while tb:
            names.append(tb.tb_lineno)
            tb = tb.tb_next
        out.append((type(e).__name__, str(e), names))
    return out


print([failing(100, k)[-2:] for k in (5, 60, 90, 99, 200)])


def catches_inside(n):
    for i in range(n):
        try:
            if i % 7 == 3:
                raise ValueError(i)
            yield i
        except ValueError as e:
            yield ('caught', str(e))


print(list(catches_inside(40)))
total = 0
for x in catches_inside(300):
    if type(x) is int:
        total += x
print(total)


def stops_inside(n):
    for i in range(n):
        if i == n - 2:
            raise StopIteration(i)
        yield i


try:
    for x in stops_inside(100):
        pass
except RuntimeError as e:
    print(repr(e), repr(e.__cause__))


# ---- a generator that looks at itself ----

def watching(n):
    for i in range(n):
        yield me.gi_running, me.gi_suspended, i


me = watching(200)
print(me.gi_running, me.gi_suspended)
flags = set()
for running, suspended, i in me:
    flags.add((running, suspended, me.gi_running, me.gi_suspended))
print(flags, me.gi_running, me.gi_suspended)


def resumes_itself(n):
    errors = 0
    for i in range(n):
        try:
            next(self_resumed)
        except ValueError as e:
            errors += str(e) == 'generator already executing'
        yield errors


self_resumed = resumes_itself(150)
last = 0
for last in self_resumed:
    pass
print(last)


def iterates_itself(k):
    i = 0
    while True:
        if i == k:
            for x in holder[0]:
                yield ('never', x)
        yield i
        i += 1


for k in (0, 1, 60, 61):
    holder = []
    holder.append(iterates_itself(k))
    seen = []
    try:
        for x in holder[0]:
            seen.append(x)
            if x == 80:
                break
    except ValueError as e:
        seen.append(str(e))
    print(len(seen), seen[-1])


def chained(sources, depth):
    for x in sources[depth]:
        yield x


def chained_to_itself():
    sources = [None, None, None]
    sources[2] = iter(range(1000))
    sources[1] = chained(sources, 2)
    sources[0] = chained(sources, 1)
    out = []
    try:
        for x in chained(sources, 0):
            out.append(x)
            if x == 100:
                sources[2] = sources[1]
            if x == 110:
                break
    except ValueError as e:
        out.append(str(e))
    # The same code in a ring: each would resume one that runs.
    ring = [None, None]
    ring[0] = chained(ring, 1)
    ring[1] = chained(ring, 0)
    try:
        out.append(next(ring[0]))
    except ValueError as e:
        out.append(str(e))
    return out[-3:]


print(chained_to_itself())


# ---- who runs between two yields sees the state ----

def stateful(n):
    seen = []
    i = 0
    while i < n:
        seen.append(i)
        yield len(seen)
        i += 2


def observer(n):
    g = stateful(n)
    total = 0
    for x in g:
        total += x + str(g)[:17].count('g') + len(repr(x))
    return total


print(observer(300))


class Counter:
    def __init__(self, n):
        self.n = n
        self.at = 0

    def __iter__(self):
        while self.at < self.n:
            self.at += 1
            yield self.at

    def doubled(self):
        for x in self:
            yield x * 2.5


c = Counter(150)
print(sum(c.doubled()), c.at)
s = 0
for x in Counter(200).doubled():
    s += x
print(s)


# ---- numbers of other kinds on the way ----

def growing(n):
    x = 1
    for i in range(n):
        yield x
        x *= 3


def mixed(n):
    x = 0
    for i in range(n):
        if i == n // 2:
            x += 0.5
        if i == n * 3 // 4:
            x = str(x)
        yield x
        x += '!' if isinstance(x, str) else 1


print(sum(growing(100)) % 10**9, [y for y in growing(45)][-1])
print(list(mixed(60))[-20:])
t = 0
for x in growing(80):
    t ^= x
print(t)


def big_local(n):
    x = 2**61
    for i in range(n):
        yield x
        x += 2**55


t = 0
for x in big_local(200):
    t += x // 3
print(t)


# ---- generator expressions, closures, defaults ----

def expressions(rounds):
    out = 0
    for r in range(rounds):
        out += sum(r * x for x in range(5))
        out += len([y for y in (z + r for z in range(r % 4))])
        out += any(x == r % 3 for x in range(3))
        out += all(x < r for x in range(r % 7))
        out += max((x ^ r for x in range(4)), default=0)
        out += len(''.join(str(x) for x in range(r % 3)))
        out += len({x: r for x in range(r % 5)}) + len(sorted(-x for x in range(r % 6)))
        for a in (x * r for x in range(6)):
            out += a
            for b in (a + y for y in range(2)):
                out ^= b
    return out


print(expressions(150))


def closure(n):
    calls = 0

    def gen():
        nonlocal calls
        for i in range(n):
            calls += 1
            yield calls * i
            calls += i

    total = 0
    for x in gen():
        total += x + calls
        calls -= 1
    return total, calls


print(closure(200))


def with_defaults(n, step=3, *rest, scale=2, **more):
    while n > 0:
        yield n * scale + len(rest) + len(more)
        n -= step


def defaults():
    t = 0
    for x in with_defaults(300):
        t += x
    for x in with_defaults(300, 2, 1, 1, scale=5, a=1):
        t -= x
    return t


print(defaults())


# ---- yield from ----

class Tree:
    def __init__(self, low, high):
        middle = (low + high) // 2
        self.value = middle
        self.left = Tree(low, middle) if low < middle else None
        self.right = Tree(middle + 1, high) if middle + 1 < high else None

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


print(list(Tree(0, 40)))
print(sum(x for x in Tree(0, 1500) if x % 3 == 0))
t = 0
for x in Tree(0, 700):
    t = (t * 31 + x) % 1000003
print(t)


def inner(n):
    for i in range(n):
        yield i
    return n * 10


def outer(n):
    for k in range(n):
        r = yield from inner(k % 5)
        yield ('r', r)
    r = yield from [1, 2]
    yield r
    r = yield from outermost(2)
    return r


def outermost(n):
    try:
        yield from range(n)
    finally:
        yield 'cleanup'
    return 'end'


def value_of(g):
    out = []
    while True:
        try:
            out.append(next(g))
        except StopIteration as e:
            out.append(('value', e.value))
            return out


print(value_of(outer(12)))
t = 0
for k in range(60):
    for x in outer(6):
        t += x if type(x) is int else 7
print(t)


def delegating_send():
    received = []
    while True:
        x = yield len(received)
        if x is None:
            return received
        received.append(x)


def through():
    r = yield from delegating_send()
    yield r


def sends(n):
    g = through()
    next(g)
    for i in range(n):
        g.send(i * 2)
    return g.send(None)[-3:]


print(sends(120))


def thrown_into_delegate(rounds):
    out = []
    for r in range(rounds):
        log = []

        def level2():
            yield from guarded(50, log)

        def level1():
            yield from level2()

        g = level1()
        for x in g:
            if x == r % 9:
                try:
                    out.append(g.throw(KeyError('k')))
                except StopIteration:
                    out.append('stop')
                break
        g.close()
        out.append(len(log))
    return sum(x for x in out if type(x) is int), len(out)


print(thrown_into_delegate(60))


# ---- many unfinished ones, collected ----

def unfinished(rounds):
    kept = []
    t = 0
    for r in range(rounds):
        g = squares(evens(count(100)))
        for x in g:
            t += x
            if x > r:
                break
        if r % 7 == 0:
            kept.append(g)
        if r % 50 == 49:
            kept.extend([squares(evens(count(k))) for k in range(20)][20:])
    return t, [next(g) for g in kept][:20]


print(unfinished(200))


# ---- state kept in other iterators ----

def windows(items, n):
    for i in range(len(items) - n + 1):
        yield items[i:i + n]


def flatten(nested):
    for row in nested:
        for item in row:
            yield item


def primes(n):
    sieve = [True] * n
    for i in range(2, n):
        if sieve[i]:
            yield i
            for k in range(i * i, n, i):
                sieve[k] = False


print(sum(sum(w) for w in windows(list(range(120)), 3)))
print(sum(x for pair in flatten([[i, j] for j in range(30)] for i in range(30)) for x in pair))
print(sum(primes(2000)), list(primes(60)))
t = 0
for p in primes(1500):
    t += p
print(t)
t = 0
for x in flatten([list(range(k % 4)) for k in range(200)]):
    t += x
print(t)
print(sum(x for x, _ in zip(count(10**9), range(300))), sum(map(abs, (-x for x in count(200)))))


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


t = 0
for f in fib():
    if f > 10**40:
        break
    t += f
print(t)


def nested_loops(n):
    for i in range(n):
        for j in range(i):
            if (i * j) % 5 == 3:
                yield i, j


t = 0
for i, j in nested_loops(60):
    t += i * 100 + j
print(t, sum(a * b for a, b in nested_loops(50)))


def recursive(n):
    if n > 0:
        for x in recursive(n - 1):
            yield x + 1
        yield n


print(sum(recursive(25)), list(recursive(6)))


def permutations(items):
    if len(items) <= 1:
        yield items
    else:
        for p in permutations(items[1:]):
            for i in range(len(items)):
                yield p[:i] + items[0:1] + p[i:]


print(len(list(permutations('abcdef'))), list(permutations('abc')))


def deletes(n):
    for i in range(n):
        x = i
        if i % 11 == 10:
            del x
        try:
            yield x
        except UnboundLocalError as e:
            yield str(e)[:40]


print(list(deletes(40)))


def infinite_inside(n):
    while True:
        n -= 1
        if n % 50 == 0:
            yield n
        if n < 0:
            return 'done'


t = 0
for x in infinite_inside(3000):
    t += x
print(t)


def send_values(n):
    got = []

    def echo():
        value = None
        while True:
            value = yield value
            if value is not None and value % 2:
                value = -value

    g = echo()
    next(g)
    for i in range(n):
        got.append(g.send(i))
    for x in g:
        got.append(x)
        if len(got) > n + 3:
            break
    return got[-8:]


print(send_values(100))
